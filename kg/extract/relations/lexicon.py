"""The cues of `ontology/lexicon.ttl` as typed values: words that evoke events or relations, and where roles stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rdflib import OWL, RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.errors import StopRun
from kg.extract.mentions.labels import Labels
from kg.namespace import Spine
from kg.ontology import Ontology, local_name

FILE = "lexicon.ttl"
LEX = Namespace("https://w3id.org/security-kg/ontology#")
SUBJECT, OBJECT, AGENT, PATIENT = "subject", "object", "agent", "patient"
DEFAULT_PRIOR = 0.7
DETOURS = ("owner", "event")
VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Slot:
    """A role (local name, or 'subject' and 'object' of a direct relation) and the syntactic function that fills it.

    `via` is 'owner' where the filler's possessor or modifier is meant, if the filler is no mention itself; 'event'
    where the filler must be a noun for an event, whose agent is meant; '' else.
    """

    role: str
    function: str
    via: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of one part of speech that evoke an event class or state a relation.

    `relation` names the relation that a match states directly, '' where the cue evokes `event`, from whose roles rules
    derive relations. `prior` is the share of right relations this cue gave on annotated text. The classes, local names,
    narrow what may fill agent or subject and patient or object; empty means that domain and range alone decide. A match
    counts only where every role in `needs` is filled, and with `like_owner` only where the text says the same relation
    of the cue's possessor ('his counterpart'). What it states is `granted` where that is so before what it tells of:
    'will withdraw its troops from the border'. `through` narrows the events whose agent an 'event' slot means.
    """

    name: str
    part_of_speech: str
    lemmas: frozenset[str]
    slots: tuple[Slot, ...]
    event: str = ""
    relation: str = ""
    prior: float = DEFAULT_PRIOR
    subject_classes: frozenset[str] = frozenset()
    object_classes: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    like_owner: bool = False
    granted: bool = False
    through: frozenset[str] = frozenset()

    def classes(self, role: str) -> frozenset[str]:
        """The classes to which the cue narrows a role, empty where it leaves it open."""
        if role in (SUBJECT, AGENT):
            return self.subject_classes
        return self.object_classes if role in (OBJECT, PATIENT) else frozenset()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A relation shown by how two mentions stand to each other, with no cue word: 'Iraqi army', 'Raqqa, Syria'.

    `constructions` are names that `structure.py` knows; `inverted` is true where the dependent is the subject.
    `words`, where given, are prepositions that the construction must use.
    """

    name: str
    constructions: frozenset[str]
    relation: str
    subject_classes: frozenset[str]
    object_classes: frozenset[str]
    prior: float
    inverted: bool = False
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Lexicon:
    """All cues and patterns of one ontology folder, with the closed word lists that syntax needs."""

    version: str
    cues: tuple[Cue, ...]
    patterns: tuple[Pattern, ...]
    support_verbs: frozenset[str]
    object_control: frozenset[str]
    control_prepositions: frozenset[str]
    transparent_nouns: frozenset[str]
    exemplifiers: frozenset[str]
    other_verbs: frozenset[str]
    loose_prepositions: frozenset[str]
    undergo_verbs: frozenset[str]
    receive_verbs: frozenset[str]
    department_nouns: frozenset[str]
    stands_for: dict[str, str]
    acts_as: dict[str, str]
    want_acting: frozenset[str]
    yields_to: dict[str, str]
    role_classes: dict[str, frozenset[str]]
    irregular: dict[str, str]

    @cached_property
    def by_lemma(self) -> dict[tuple[str, str], tuple[Cue, ...]]:
        """Cues by (part of speech, lemma or phrase)."""
        table: dict[tuple[str, str], list[Cue]] = defaultdict(list)
        for cue in self.cues:
            for lemma in cue.lemmas:
                table[cue.part_of_speech, lemma].append(cue)
        return {key: tuple(cues) for key, cues in table.items()}

    @cached_property
    def by_construction(self) -> dict[str, tuple[Pattern, ...]]:
        """Patterns by construction, the surest first."""
        table: dict[str, list[Pattern]] = defaultdict(list)
        for pattern in sorted(self.patterns, key=lambda entry: (-entry.prior, entry.name)):
            for construction in sorted(pattern.constructions):
                table[construction].append(pattern)
        return {key: tuple(found) for key, found in table.items()}

    @cached_property
    def participles(self) -> dict[str, str]:
        """Past participle -> verb lemma, for participles that a tagger takes for adjectives ('rebel-held')."""
        lemmas = sorted({lemma for cue in self.cues if cue.part_of_speech == "VERB" for lemma in cue.lemmas})
        return {form: lemma for lemma in lemmas if lemma.isalpha() for form in _participles(lemma)} | self.irregular


def load_lexicon(ontology: Ontology) -> Lexicon:
    """Read `lexicon.ttl` of the ontology's folder.

    Raises StopRun where the file is missing, or names a class or relation that the schema lacks.
    """
    graph = ontology.file(FILE)
    roles = {node: local_name(str(role)) for node, role in graph.subject_objects(LEX.fills)}
    roles |= {LEX.subjectAt: SUBJECT, LEX.objectAt: OBJECT}
    cues = tuple(sorted(_cues(graph, roles), key=lambda cue: cue.name))
    patterns = tuple(sorted(_patterns(graph), key=lambda pattern: pattern.name))
    _check(ontology, cues, patterns)
    return Lexicon(
        version=_text(graph, next(graph.subjects(RDF.type, OWL.Ontology), None), OWL.versionInfo) or "0",
        cues=cues,
        patterns=patterns,
        support_verbs=_words(graph, LEX.supportVerbs),
        object_control=_words(graph, LEX.objectControlVerbs) | _words(graph, LEX.judgingVerbs),
        control_prepositions=_words(graph, LEX.objectControlVerbs, LEX.preposition),
        transparent_nouns=_words(graph, LEX.transparentNouns),
        exemplifiers=_words(graph, LEX.exemplifiers),
        other_verbs=_words(graph, LEX.otherVerbs),
        undergo_verbs=_words(graph, LEX.undergoVerbs),
        receive_verbs=_words(graph, LEX.receiveVerbs),
        department_nouns=_words(graph, LEX.departmentNouns),
        loose_prepositions=_words(graph, LEX.loosePrepositions),
        stands_for=Labels(ontology).stands_for,
        acts_as={local_name(str(a)): local_name(str(b)) for a, b in graph.subject_objects(LEX.actsAs)},
        want_acting=frozenset(local_name(str(role)) for role in graph.subjects(LEX.wantsActing, Literal(True))),
        yields_to={local_name(str(a)): local_name(str(b)) for a, b in graph.subject_objects(LEX.yieldsTo)},
        role_classes={local_name(str(role)): _range(ontology.graph, role) for role in graph.objects(None, LEX.fills)},
        irregular=dict(sorted(_pair(str(entry)) for entry in graph.objects(None, LEX.irregularParticiple))),
    )


def _cues(graph: Graph, roles: dict[Node, str]) -> Iterator[Cue]:
    for node in graph.subjects(RDF.type, LEX.Cue):
        slots = {
            _slot(role, str(function))
            for predicate, role in roles.items()
            for function in graph.objects(node, predicate)
        }
        yield Cue(
            name=local_name(str(node)),
            part_of_speech=_text(graph, node, LEX.partOfSpeech),
            lemmas=frozenset(map(str, graph.objects(node, LEX.lemma))),
            slots=tuple(sorted(slots, key=lambda slot: (slot.role, slot.function, slot.via))),
            event=_name(graph, node, LEX.evokes),
            relation=_name(graph, node, LEX.states),
            prior=float(_text(graph, node, LEX.prior) or DEFAULT_PRIOR),
            subject_classes=_names(graph, node, LEX.subjectClass),
            object_classes=_names(graph, node, LEX.objectClass),
            needs=_names(graph, node, LEX.needs),
            like_owner=(node, LEX.likeOwner, Literal(True)) in graph,
            granted=(node, LEX.granted, Literal(True)) in graph,
            through=_names(graph, node, LEX.throughClass),
        )


def _slot(role: str, function: str) -> Slot:
    """'against owner' -> the owner of what follows 'against'."""
    base, _, last = function.rpartition(" ")
    return Slot(role, base, last) if base and last in DETOURS else Slot(role, function)


def _range(schema: Graph, role: Node) -> frozenset[str]:
    """The classes that the schema lets fill a role."""
    value = schema.value(role, RDFS.range)
    union = schema.value(value, OWL.unionOf) if value is not None else None
    members = list(schema.items(union)) if union is not None else [value]
    return frozenset(local_name(str(member)) for member in members if member is not None)


def _patterns(graph: Graph) -> Iterator[Pattern]:
    for node in graph.subjects(RDF.type, LEX.Pattern):
        yield Pattern(
            name=local_name(str(node)),
            constructions=frozenset(map(str, graph.objects(node, LEX.construction))),
            relation=_name(graph, node, LEX.states),
            subject_classes=_names(graph, node, LEX.subjectClass),
            object_classes=_names(graph, node, LEX.objectClass),
            prior=float(_text(graph, node, LEX.prior) or DEFAULT_PRIOR),
            inverted=(node, LEX.dependentIs, LEX.subject) in graph,
            words=frozenset(map(str, graph.objects(node, LEX.word))),
        )


def _check(ontology: Ontology, cues: tuple[Cue, ...], patterns: tuple[Pattern, ...]) -> None:
    """Every class and relation that the lexicon names must be in the schema."""
    entries: list[Cue | Pattern] = [*cues, *patterns]
    events = {cue.name: cue.event for cue in cues if cue.event}
    for entry in entries:
        named = entry.subject_classes | entry.object_classes | {events.get(entry.name, Spine.EVENT)}
        named |= entry.through if isinstance(entry, Cue) else frozenset()
        unknown = sorted(named - ontology.types.keys())
        if entry.relation and entry.relation not in ontology.relations:
            unknown.append(entry.relation)
        if unknown:
            raise StopRun(f"{ontology.folder / FILE}: {entry.name} names {', '.join(unknown)}, which schema.ttl lacks")


def _participles(lemma: str) -> Iterator[str]:
    """The regular past participles a verb may have ('backed', 'denied', 'equipped')."""
    if lemma.endswith("e"):
        yield lemma + "d"
    elif lemma.endswith("y") and lemma[-2] not in VOWELS:
        yield lemma[:-1] + "ied"
    else:
        yield lemma + "ed"
        if len(lemma) > 2 and lemma[-1] not in VOWELS and lemma[-2] in VOWELS:
            yield lemma + lemma[-1] + "ed"


def _pair(entry: str) -> tuple[str, str]:
    """'held hold' -> (held, hold)."""
    form, lemma = entry.split()
    return form, lemma


def _words(graph: Graph, node: URIRef, kind: URIRef = LEX.lemma) -> frozenset[str]:
    return frozenset(map(str, graph.objects(node, kind)))


def _text(graph: Graph, node: Node | None, predicate: URIRef) -> str:
    value = graph.value(node, predicate) if node is not None else None
    return str(value) if isinstance(value, Literal) else ""


def _name(graph: Graph, node: Node, predicate: URIRef) -> str:
    value = graph.value(node, predicate)
    return local_name(str(value)) if value is not None else ""


def _names(graph: Graph, node: Node, predicate: URIRef) -> frozenset[str]:
    return frozenset(local_name(str(value)) for value in graph.objects(node, predicate))
