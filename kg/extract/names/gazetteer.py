"""Finds the names of known entities and nationalities in a Doc: an automaton over the text, then evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import ahocorasick
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.knowledge import shared_head_words, shared_knowledge
from kg.extract.names.evidence import PEOPLE, Evidence
from kg.extract.names.forms import fits, fold, forms, squeeze
from kg.extract.names.hits import Hit, Meaning, Use, is_table_place, longest
from kg.extract.names.placing import choose
from kg.extract.reading import SpanMention, reading
from kg.facts import Kind
from kg.knowledge import HeadWords, Knowledge, KnownEntity
from kg.knowledge.collector import collector_paused
from kg.namespace import Spine
from kg.ontology import Ontology

NAME = "kg_gazetteer"
SOURCE = "gazetteer"
NATIONALITY = "Nationality"
UNDECIDED_SCORE = 0.7
ARMS = (Spine.WEAPON, Spine.MILITARY_PLATFORM)
ATTRIBUTIVE = frozenset({"compound", "amod", "nmod"})
PLURAL_TAGS = frozenset({"NNS", "NNPS"})


@Language.factory(
    NAME,
    requires=["token.pos", "token.tag", "doc.ents"],
    assigns=["doc._.reading"],
    default_config={"ontology": {"@misc": "kg.Ontology.v1", "folder": None}},
)
def make(nlp: Language, name: str, ontology: Ontology) -> Gazetteer:
    """The component, over the tables of the ontology's folder."""
    return Gazetteer(ontology, shared_knowledge(ontology), shared_head_words(ontology))


class Gazetteer:
    """Writes names of known entities (class, IRI) and nationalities into `reading.mentions`, in text order.

    `known` of a nationality is the IRI of its country, or of the people where it has none ('Kurdish'). Where a name
    fits several entities and nothing tells which, the mention has a class and no IRI.
    """

    def __init__(self, ontology: Ontology, knowledge: Knowledge, heads: HeadWords) -> None:
        self.ontology, self.knowledge, self.heads = ontology, knowledge, heads
        self.automaton = build_automaton(knowledge.entities.values(), ontology)

    def __call__(self, doc: Doc) -> Doc:
        """Find, weigh and write down the names of one Doc."""
        hits = longest(self.find(doc))
        evidence = Evidence(doc, hits, self.ontology, self.heads, self.knowledge.titles)
        kept = []
        for hit in hits:
            meanings = tuple(meaning for meaning in hit.meanings if evidence.admits(meaning, hit.span))
            if meanings:
                kept.append(Hit(hit.span, meanings))
        for index, hit in enumerate(kept):
            reading(doc).mentions.append(self._mention(hit, evidence, _beside_comma(hit, kept, index)))
        return doc

    def find(self, doc: Doc) -> Iterator[Hit]:
        """Every known name that begins and ends with a token and whose capitals fit; hits may overlap."""
        text, places = squeeze(doc.text)
        for last, (size, meanings) in self.automaton.iter(text):
            first = last + 1 - size
            span = doc.char_span(first, last + 1) if places is None else doc.char_span(places[first], places[last] + 1)
            if span is not None:
                surface = " ".join(span.text.split())
                fitting = [meaning for meaning in meanings if fits(meaning.name, surface)]
                if fitting:
                    yield Hit(span, _without_namesakes(fitting))

    def _mention(self, hit: Hit, evidence: Evidence, beside: frozenset[str]) -> SpanMention:
        first = hit.meanings[0]
        if first.use in PEOPLE:
            return self._people(hit, first)
        known = choose(hit.entities, evidence.around, beside, self.ontology)
        kind = (known or max(hit.entities, key=lambda entity: entity.population)).type
        score = 1.0 if known else UNDECIDED_SCORE
        acts = first.use is Use.METONYM and self.ontology.is_a(kind, Spine.GEOPOLITICAL_ENTITY)
        iri = known.iri if known else None
        return SpanMention(hit.span, kind, Kind.NAME, acts=acts, known=iri, score=score, source=SOURCE)

    def _people(self, hit: Hit, meaning: Meaning) -> SpanMention:
        """'Syrian' is a value, 'Syrians' a group, 'a Briton' a person, 'Serb' before a noun a value again."""
        entity, head = meaning.entity, hit.span.root
        if meaning.use is Use.INHABITANTS:
            if head.tag_ in PLURAL_TAGS or head.lower_.endswith("s"):
                known = entity.iri if self.ontology.is_a(entity.type, Spine.GROUP) else None
                return SpanMention(hit.span, Spine.GROUP, Kind.NOMINAL, known=known, source=SOURCE)
            if head.dep_ not in ATTRIBUTIVE:
                return SpanMention(hit.span, Spine.PERSON, Kind.NOMINAL, source=SOURCE)
        return SpanMention(hit.span, NATIONALITY, Kind.VALUE, known=entity.iri, source=SOURCE)


@collector_paused()
def build_automaton(entities: Iterable[KnownEntity], ontology: Ontology) -> ahocorasick.Automaton:
    """An Aho-Corasick automaton over the folded forms of all names; values are (length, meanings).

    What stands for an entity and is a name itself ('Moscow') is found as that name; whether it acts is decided later.
    Aho & Corasick, Efficient string matching, CACM 18 (1975).
    """
    arms = frozenset(name for name in ontology.types if ontology.is_any(name, ARMS))
    table: dict[str, list[Meaning]] = defaultdict(list)
    metonyms: dict[str, list[Meaning]] = defaultdict(list)
    for entity in entities:
        is_arm = entity.type in arms
        for name in dict.fromkeys(entity.names):
            for form in forms(name, is_arm):
                table[form].append(Meaning(entity, name, Use.NAME))
        for use, words in ((Use.DEMONYM, entity.demonyms), (Use.INHABITANTS, entity.inhabitants)):
            for word in words:
                table[fold(word)].append(Meaning(entity, word, use))
        for word in entity.metonyms:
            metonyms[fold(word)].append(Meaning(entity, word, Use.METONYM))
    table.update((form, meanings) for form, meanings in metonyms.items() if form not in table)
    automaton = ahocorasick.Automaton()
    for form, meanings in table.items():
        automaton.add_word(form, (len(form), tuple(meanings)))
    automaton.make_automaton()
    return automaton


def _without_namesakes(meanings: Sequence[Meaning]) -> tuple[Meaning, ...]:
    """All meanings, or without rows of the place table where the other tables give the words a plain meaning.

    So 'Lebanon' is the state and not one of the towns that bear its name.
    """
    if len(meanings) > 1 and any(m.plain and not is_table_place(m.entity) for m in meanings):
        return tuple(m for m in meanings if not is_table_place(m.entity))
    return tuple(meanings)


def _beside_comma(hit: Hit, hits: Sequence[Hit], index: int) -> frozenset[str]:
    """Across a comma from a name: what it lies in ('Tripoli, Lebanon'), what goes with it ('Atlanta, Georgia')."""
    found: set[str] = set()
    if index + 1 < len(hits) and _only_comma(hit, hits[index + 1]):
        found.update(entity.iri for entity in hits[index + 1].entities)
    if index and _only_comma(hits[index - 1], hit):
        found.update(entity.country for entity in hits[index - 1].entities if entity.country)
    return frozenset(found)


def _only_comma(left: Hit, right: Hit) -> bool:
    between = left.span.doc[left.span.end : right.span.start]
    return between.text == ","
