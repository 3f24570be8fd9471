"""Component: PLOVER and CAMEO codes of events, by the kg:EventCode nodes of `interchange.ttl`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rdflib import RDF, Graph, Namespace
from rdflib.term import Node
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.reading import Circumstance, EventReading, Reading, reading
from kg.extract.relations.events import cue_keys
from kg.extract.relations.lexicon import AGENT, PATIENT
from kg.facts import Modality, Polarity
from kg.ontology import Ontology, local_name

NAME = "kg_eventcodes"
FILE = "interchange.ttl"
TERMS = Namespace("https://w3id.org/security-kg/ontology#")
Acts = Callable[[frozenset[str], frozenset[str]], bool]


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """The types of the PLOVER and CAMEO ontologies that cover an event, '' where none surely does."""

    plover: str = ""
    cameo: str = ""


@dataclass(frozen=True, slots=True)
class EventCode:
    """A code of events of class `event` that are told with one of `lemmas`, or of all where it has none.

    Where `actors` are given, everybody who takes part has to be of one of these classes, or to stand in one of
    `relations` to something.
    """

    event: str
    lemmas: frozenset[str]
    code: Code
    actors: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()


class EventCodes:
    """All event codes of one ontology folder. Raises StopRun where `interchange.ttl` is missing."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        graph = ontology.file(FILE)
        self._codes = [_read(graph, node) for node in sorted(graph.subjects(RDF.type, TERMS.EventCode), key=str)]

    def of(self, event: str, phrases: Iterable[Iterable[str]], acts: Acts) -> Code:
        """The code of an event of class `event`, by the words of each of its mentions, longest first.

        `acts` says whether all who take part are of given classes or stand in given relations. The words of the
        mentions decide where they agree, else the class, else nothing.
        """
        codes = [one for one in self._codes if self._ontology.is_a(event, one.event) and _counts(one, acts)]
        found = {self._by_words(codes, words) for words in phrases}
        whole = next((one.code for one in codes if not one.lemmas), Code())
        told = found - {None}
        return told.pop() or whole if len(told) == 1 else whole

    def _by_words(self, codes: list[EventCode], words: Iterable[str]) -> Code | None:
        return next((one.code for word in words for one in codes if word in one.lemmas), None)


def _counts(one: EventCode, acts: Acts) -> bool:
    return not one.actors or acts(one.actors, one.relations)


def _read(graph: Graph, node: Node) -> EventCode:
    kind = graph.value(node, TERMS.between)
    return EventCode(
        local_name(str(graph.value(node, TERMS.eventClass))),
        frozenset(map(str, graph.objects(node, TERMS.lemma))),
        Code(str(graph.value(node, TERMS.ploverCode) or ""), str(graph.value(node, TERMS.cameoCode) or "")),
        frozenset(local_name(str(name)) for name in graph.objects(kind, TERMS.actorClass)) if kind else frozenset(),
        frozenset(local_name(str(name)) for name in graph.objects(kind, TERMS.byRelation)) if kind else frozenset(),
    )


@Language.factory(
    NAME,
    requires=["token.lemma"],
    assigns=["doc._.reading"],
    default_config={"ontology": {"@misc": "kg.Ontology.v1", "folder": None}},
)
def make(nlp: Language, name: str, ontology: Ontology) -> EventCoder:
    """The component, with the codes of the ontology."""
    return EventCoder(ontology, EventCodes(ontology))


class EventCoder:
    """Gives the events of `Reading.events` that happened their codes."""

    def __init__(self, ontology: Ontology, codes: EventCodes) -> None:
        self.ontology = ontology
        self.codes = codes

    def __call__(self, doc: Doc) -> Doc:
        """Code the events of one Doc; circumstances must be read, and mentions of one event joined."""
        found = reading(doc)
        chains = {index: chain for chain in found.chains for index in chain}
        for event in found.events:
            how = next(iter(found.circumstances.get(event.trigger.i, ())), Circumstance())
            if how.polarity is Polarity.AFFIRMED and how.modality is Modality.ACTUAL:
                words = [cue_keys(token) for token in (event.trigger, *event.others)]
                code = self.codes.of(event.finer or event.type, words, self._acting(event, found, chains))
                event.plover, event.cameo = code.plover, code.cameo
        return doc

    def _acting(self, event: EventReading, found: Reading, chains: dict[int, list[int]]) -> Acts:
        """Whether all who take part in an event are of given classes, or stand in given relations to something."""
        parts = [chains.get(index, [index]) for role, index in event.roles if role in (AGENT, PATIENT)]

        def acts(classes: frozenset[str], relations: frozenset[str]) -> bool:
            return all(
                any(self.ontology.is_any(found.mentions[index].type, classes) for index in chain)
                or any(one.predicate in relations and one.subject in chain for one in found.relations)
                for chain in parts
            )

        return acts
