"""Whether a string that is some entity's name speaks of that entity here: the evidence of the rest of the Doc."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from kg.extract.names.hits import Hit, Meaning, Use, is_table_place
from kg.extract.names.placing import surroundings
from kg.knowledge import HeadWords, KnownEntity
from kg.namespace import Spine
from kg.ontology import Ontology

PERSON, LANGUAGE = "PERSON", "LANGUAGE"
PEOPLE = (Use.DEMONYM, Use.INHABITANTS)
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
BIG_PLACE = 100_000
VERY_BIG_PLACE = 500_000
# Classes whose head words are evidence for each other: a designation may be a missile's and its launcher's.
FAMILIES = (
    (Spine.WEAPON, Spine.MILITARY_PLATFORM),
    (Spine.PERSON,),
    (Spine.ORGANIZATION, Spine.GROUP),
    (Spine.PLACE,),
    (Spine.VEHICLE,),
    (Spine.EVENT,),
)


class Evidence:
    """What one Doc says for or against each meaning of the names found in it.

    `named` holds the IRIs of entities that some name means beyond doubt, `around` their countries and coordinates.
    The labels and tags of the stock pipeline break ties only: it takes many names of weapons and places for persons.
    """

    def __init__(
        self, doc: Doc, hits: Sequence[Hit], ontology: Ontology, heads: HeadWords, titles: frozenset[str]
    ) -> None:
        self.ontology, self.heads, self.titles = ontology, heads, titles
        self.person_words = {t.lower for ent in doc.ents if ent.label_ == PERSON and len(ent) > 1 for t in ent}
        self.before = {hit.span.end: hit for hit in hits}
        sure = [hit.entities[0] for hit in hits if len(hit.entities) == 1 and self._is_sure(hit.meanings[0], hit.span)]
        self.named = frozenset(entity.iri for entity in sure)
        self.around = surroundings(sure)

    def admits(self, meaning: Meaning, span: Span) -> bool:
        """Whether the span may have this meaning."""
        entity = meaning.entity
        if meaning.use in PEOPLE:
            return span.root.ent_type_ != LANGUAGE
        if self._names_someone_else(entity, span):
            return False
        if not meaning.plain and not self._is_supported(entity, span):
            return False
        return not is_table_place(entity) or self._is_place_here(entity, span)

    def _is_sure(self, meaning: Meaning, span: Span) -> bool:
        if meaning.use in PEOPLE:
            return True
        if not meaning.plain or self._names_someone_else(meaning.entity, span):
            return False
        return not is_table_place(meaning.entity) or span.root.ent_type_ in PLACE_LABELS

    def _names_someone_else(self, entity: KnownEntity, span: Span) -> bool:
        """Whether a single word belongs to another person's name ('Michael Jordan', 'Asma Assad', 'Adviser Thames')."""
        if sum(token.is_alpha for token in span) > 1:
            return False
        person = self.ontology.is_a(entity.type, Spine.PERSON)
        before = span.doc[span.start - 1] if span.start > span.sent.start else None
        if before is not None and before.pos_ == "PROPN" and before.ent_type_ in ("", PERSON):
            if person and before.is_alpha and not self._is_title(before):
                return True
            if is_table_place(entity) and self._is_title(before):
                return True
        return span.root.ent_type_ == PERSON and bool(self._rest_of_name(span, person))

    def _rest_of_name(self, span: Span, person: bool) -> list[Token]:
        """The other words of the person's name that stock recognition sees here; for a surname those before it."""
        full = next(ent for ent in span.doc.ents if ent.start <= span.root.i < ent.end)
        around = [t for t in full if not span.start <= t.i < span.end and t.pos_ == "PROPN" and t.is_alpha]
        return [t for t in around if t.i < span.start and not self._is_title(t)] if person else around

    def _is_title(self, token: Token) -> bool:
        """Whether a word is a rank or an office ('General', 'Gen.', 'President')."""
        word = token.lower_.rstrip(".")
        return word in self.titles or self.ontology.is_a(self.heads.classes.get(word, ""), Spine.PERSON)

    def _is_supported(self, entity: KnownEntity, span: Span) -> bool:
        """For ambiguous names: another name of the entity, a head word of its class in the sentence, or 'Atlanta, '."""
        if entity.iri in self.named:
            return True
        before = self.before.get(span.start - 1) if span.start and span.doc[span.start - 1].text == "," else None
        if before and entity.country in {other.country for other in before.entities}:
            return True
        family = next((f for f in FAMILIES if self.ontology.is_any(entity.type, f)), ())
        return any(self.ontology.is_any(found, family) for found in self._head_classes(span))

    def _head_classes(self, span: Span) -> set[str]:
        """The classes of the common nouns of the sentence."""
        classes = set()
        for token in span.sent:
            if token.pos_ == "NOUN" and not span.start <= token.i < span.end:
                start = max(span.sent.start, token.i + 1 - self.heads.longest)
                found = self.heads.find([t.lemma_ for t in span.doc[start : token.i + 1]], token.tag_ == "NNS")
                if found:
                    classes.add(found)
        return classes

    def _is_place_here(self, place: KnownEntity, span: Span) -> bool:
        """For a row of the place table: size, country and the stock pipeline's view must not speak against it."""
        label = span.root.ent_type_
        if label in PLACE_LABELS:
            return True
        if span.root.pos_ != "PROPN" and not (place.population >= BIG_PLACE and _is_capital_among_small(span)):
            return False
        country_named = place.country in self.around.countries
        if len(span) == 1 and span.root.lower in self.person_words:
            return place.population >= VERY_BIG_PLACE
        if len(span) == 1 and label == PERSON:
            after_preposition = span.start > 0 and span.doc[span.start - 1].pos_ == "ADP"
            return place.population >= VERY_BIG_PLACE or (country_named and after_preposition)
        alone = not label or any((ent.start, ent.end) == (span.start, span.end) for ent in span.doc.ents)
        return country_named or (alone and (len(span) > 1 or place.population >= BIG_PLACE))


def _is_capital_among_small(span: Span) -> bool:
    """Whether a single word has a capital where the word before has none: taggers take 'shelled Homs' for a plural."""
    word = span.root
    before = span.doc[span.start - 1] if span.start > span.sent.start else None
    return len(span) == 1 and word.pos_ == "NOUN" and word.text.istitle() and before is not None and before.is_lower
