"""What of a mention counts for coreference: its name without titles, number, gender, determiner, modifiers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Span, Token

from kg.extract.coreference.words import Pronoun, ReferenceWords
from kg.extract.names.matching import agree
from kg.extract.reading import SpanMention
from kg.facts import Kind
from kg.knowledge import HeadWords, Knowledge, normalise
from kg.namespace import Spine
from kg.ontology import Ontology

CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
DETERMINER_TAGS = frozenset({"DT", "PRP$", "WP$", "PDT"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OWNING = ("'s", "’s")


Role = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Features:
    """One mention as coreference sees it.

    `kind` is that of the mention, but a title in capitals ('the Foreign Secretary') is a nominal and a place name with
    its common noun ('the Karrada district') a name. `name` holds the words of a name, normalised, without titles and
    loose parts; () for what is no name; `words` all words but a determiner. `head` is a lemma, `content` the lemmas of
    the modifiers, `numbers` numerals among them. `roles` are descriptions of a named person within or beside the
    mention, each as head and modifiers. `taken` is 'definite', 'indefinite', 'different' or '' (bare). `countries` are
    IRIs of the states that modify the mention ('the Turkish president'). `family` is the identity family of its class,
    '' where the schema has none. Empty strings are unknown.
    """

    index: int
    span: Span
    kind: Kind
    type: str
    family: str
    name: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    head: str = ""
    content: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()
    number: str = ""
    gender: str = ""
    taken: str = ""
    countries: frozenset[str] = frozenset()
    pronoun: Pronoun | None = None
    sentence: int = 0
    inner: Token | None = None

    @property
    def root(self) -> Token:
        """The syntactic head; of 'thousands of fighters' that of the fighters."""
        return self.inner if self.inner is not None else self.span.root

    @property
    def subject(self) -> bool:
        """Whether the mention is the grammatical subject of a clause."""
        return self.root.dep_ in SUBJECTS


def joins(span: Span, root: Token) -> bool:
    """Whether a mention is of two things, as 'Kim and Putin'."""
    return any(token.dep_ == "conj" and token.head.i == root.i for token in span)


class Describer:
    """Makes Features of mentions."""

    def __init__(self, ontology: Ontology, knowledge: Knowledge, heads: HeadWords, words: ReferenceWords) -> None:
        self.ontology, self.knowledge, self.heads, self.words = ontology, knowledge, heads, words

    def describe(self, mentions: list[SpanMention]) -> list[Features]:
        """The features of all mentions, in their order."""
        sentences = {sent.start: number for number, sent in enumerate(mentions[0].span.doc.sents)} if mentions else {}
        return [self._one(index, m, sentences[m.span.root.sent.start]) for index, m in enumerate(mentions)]

    def may_be(self, feature: Features, iri: str) -> bool:
        """Whether a mention may be the known entity: no two things at once, no other full name, no part of a place."""
        entity = self.knowledge.entity(iri)
        if entity is None:
            return False
        if any(one.iri == iri for one in self.knowledge.named(feature.span.text)):
            return True
        if joins(feature.span, feature.root):
            return False
        if feature.kind is not Kind.NAME or feature.family != self.family(entity.type):
            return True
        if feature.family == Spine.PERSON:
            names = [self.name_words(name, Spine.PERSON) for name in entity.names]
            full = [name for name in names if len(name) > 1] if len(feature.name) > 1 else []
            return any(agree(feature.name, name) for name in full or names)
        before = {token.lower_ for token in feature.span if token.i < feature.root.i}
        return feature.family != Spine.PLACE or not before & self.words.partitive or feature.span.text in entity.names

    def family(self, kind: str) -> str:
        """The identity family of a class."""
        above = self.ontology.types[kind].ancestors if kind in self.ontology.types else frozenset()
        return next(iter(sorted(above & self.ontology.identity_families)), "")

    def _one(self, index: int, mention: SpanMention, sentence: int) -> Features:
        span, family = mention.span, self.family(mention.type)
        if mention.kind is Kind.PRONOUN:
            pronoun = self.words.pronouns.get(span.text.lower())
            number, gender = (pronoun.number, pronoun.gender) if pronoun else ("", "")
            # What a pronoun is read as decides nothing: 'it' may be a state, a group or a missile, 'we' a state.
            open_to_all = pronoun is not None and (pronoun.person, number) == (1, "plural")
            if open_to_all or (pronoun and pronoun.person == 3 and not pronoun.animate):
                family = ""
            return Features(
                index, span, mention.kind, mention.type, family,
                number=number, gender=gender, pronoun=pronoun, sentence=sentence,
            )  # fmt: skip
        kind, name = self._naming(mention, family)
        inner = self._quantified(span)
        return Features(
            index, span, kind, mention.type, family, name, inner=inner,
            words=tuple(normalise(" ".join(t.text for t in span if t.tag_ not in DETERMINER_TAGS)).split()),
            head=self._head(inner or span.root),
            content=frozenset(self._content(span, inner or span.root)),
            numbers=frozenset(t.lower_ for t in span if t.pos_ == "NUM"),
            roles=frozenset(self._roles(span)) if kind is Kind.NAME and family == Spine.PERSON else frozenset(),
            number=self._number(mention, family),
            gender=self._gender(mention, name) if family in (Spine.PERSON, Spine.GROUP, "") else "",
            taken=self._taken(span),
            countries=frozenset(self._countries(inner or span.root))
            if not name or family == Spine.ORGANIZATION
            else frozenset(),
            sentence=sentence,
        )  # fmt: skip

    def _naming(self, mention: SpanMention, family: str) -> tuple[Kind, tuple[str, ...]]:
        """Kind and name of a mention that is no pronoun."""
        span = mention.span
        if mention.kind is Kind.NAME:
            if family == Spine.PERSON and self._is_description(span):
                return Kind.NOMINAL, ()
            if mention.known is None and self._is_common(span, family):
                return Kind.NOMINAL, ()
            return Kind.NAME, () if joins(span, span.root) and family == Spine.PERSON else self.name_words(
                span.text, family
            )
        if mention.kind is Kind.NOMINAL and family in (Spine.PLACE, Spine.ORGANIZATION):
            proper = self._named_before(span, family) or self._named_after(span)
            if proper:
                return Kind.NAME, self.name_words(" ".join(proper), family)
        return mention.kind, ()

    def _is_common(self, span: Span, family: str) -> bool:
        """Whether a 'name' is a body's common noun in capitals: 'the Coalition', 'the Ministry'."""
        words = [t for t in span if t.tag_ not in DETERMINER_TAGS]
        kind = self.heads.classes.get(words[0].lower_) if len(words) == 1 else None
        return family == Spine.ORGANIZATION and kind is not None and self.family(kind) == family

    def _named_before(self, span: Span, family: str) -> list[str]:
        """The words of a name before its common noun: 'Karrada' of 'the Karrada district', 'SDF' of 'SDF forces'."""
        root = span.root
        if root.lower_ not in self._loose(family) or root.i != span.end - 1:
            return []
        before = [t for t in span if t.i < root.i and t.tag_ not in DETERMINER_TAGS and not t.is_punct]
        before = [t for t in before if not self._is_demonym(t.text)] or before
        if before and f"{before[-1].lower_} {root.lemma_.lower()}" in self.words.resumes:
            before.pop()
        if family == Spine.PLACE:
            before = [t for t in before if t.dep_ != "poss"] or before
        proper = [t.text for t in before if t.text[0].isupper() and not self._is_demonym(t.text)]
        small = [t for t in before if t.lower_ in self._loose(Spine.PERSON)]
        if family == Spine.PLACE:
            return proper
        return [t.text for t in before] if proper and len(proper) + len(small) == len(before) else []

    def _named_after(self, span: Span) -> list[str]:
        """The words of a place's name after its noun: 'Mosul' of 'the city of Mosul'."""
        root = span.root
        after = span.doc[root.i + 1 : root.i + 2].text
        if root.lower_ not in self.words.naming or after != "of":
            return []
        return [token.text for token in span.doc[root.i + 2 : span.end] if token.pos_ == "PROPN"]

    def _is_description(self, span: Span) -> bool:
        """Whether a person's 'name' is a title: 'Foreign Secretary', 'Minister for the Middle East'.

        It is where its last word is a title, or a noun for a person and no given name or form of address comes before,
        or where the words after the title follow a preposition or article.
        """
        words = span.text.split()
        name = self._without_titles(words)
        if len(words) > 1 and words[-1].lower() in self.words.honorifics:
            return True
        if self.heads.find([name[-1].lower()]) == Spine.PERSON:
            addressed = any(self.words.honorifics.get(word.lower()) for word in words[:-1])
            return not addressed and name[0].lower() not in self.words.given_names
        before = words[-len(name) - 1].lower() if len(name) < len(words) else ""
        return words[-len(name) - 1 :][0].islower() and not self._is_title(before) and not self.heads.find([before])

    def name_words(self, text: str, family: str) -> tuple[str, ...]:
        """The words of a name that tell it from others, normalised; all of them where none would be left."""
        words = [word.removesuffix("'s").removesuffix("’s").strip("\"“”'‘’,()") for word in text.split()]
        if family == Spine.PERSON:
            words = self._without_titles(words)
        elif family == Spine.PLACE:
            words = self._without_state(text.split()) or words
        elif family == Spine.ORGANIZATION and len(words) > 1:
            words = self._written_out(words)
        loose = self._loose(family)
        parts = [part for word in words for part in normalise(word).split()]
        return tuple(part for part in parts if part not in loose) or tuple(parts)

    def _without_state(self, words: list[str]) -> list[str]:
        """'Belgorod region' of the words 'Russia's Belgorod region'."""
        sizes = (at + 1 for at, word in enumerate(words[:-1]) if word.endswith(OWNING))
        return next((words[n:] for n in sizes if self.knowledge.named(" ".join(words[:n])[:-2])), [])

    def _written_out(self, words: list[str]) -> list[str]:
        """The words with a known acronym before the others written out: 'UN Security Council'."""
        at = 1 if words[0].lower() == "the" else 0
        found = self.knowledge.named(words[at]) if words[at].replace(".", "").isupper() else ()
        return [found[0].name, *words[at + 1 :]] if len(found) == 1 else words

    def _loose(self, family: str) -> frozenset[str]:
        return self.words.loose_parts.get(family, frozenset({"the"}))

    def _without_titles(self, words: list[str]) -> list[str]:
        """The words after the last one that is a title, a demonym or in lower case, and after a place of office."""
        loose = self._loose(Spine.PERSON)
        words = self.knowledge.after_office(words)
        for at in range(len(words) - 1, 0, -1):
            before = words[at - 1]
            lower = before.lower()
            if self._is_title(lower):
                return words[at:]
            if before.islower() and lower not in loose - {"the"} and len(before) > 1:
                return self._after_place(words[at:])
        return words

    def _after_place(self, words: list[str]) -> list[str]:
        """'Tobias Ellwood' of the words after 'Minister for the': 'Middle East Tobias Ellwood'."""
        sizes = range(1, len(words) - 1)
        return next((words[n:] for n in sizes if self.knowledge.named(" ".join(words[:n]))), words)

    def _is_title(self, word: str) -> bool:
        return word in self.words.honorifics or (self._is_demonym(word) and word not in self.words.given_names)

    def _is_demonym(self, word: str) -> bool:
        return bool(self.knowledge.by_demonym.get(normalise(word)))

    def _head(self, root: Token) -> str:
        """The lemma of a head; 'people' of the name of a people ('Iraqis')."""
        people = root.tag_ in PLURAL_TAGS and self.knowledge.country_of_demonym(root.text)
        return "people" if people else root.lemma_.lower()

    def _quantified(self, span: Span) -> Token | None:
        """The noun that a quantity is one of, None where the head is no quantity."""
        root = span.root
        if root.lemma_.lower() not in self.words.quantities:
            return None
        inner = (t for c in root.rights if c.lower_ == "of" for t in c.children if t.dep_ == "pobj" and t.i < span.end)
        return next(inner, None)

    def _content(self, span: Span, root: Token) -> Iterable[str]:
        """Lemmas of the words that modify the head within the span, but for states, which are compared as such."""
        for token in span:
            if token.lemma_.lower() in self.words.quantities and token.i < root.i:
                continue
            if token.pos_ not in CONTENT or token.tag_ in DETERMINER_TAGS or token.i == root.i:
                continue
            if token.lower_ not in self.words.definite | self.words.indefinite and not self._names_state(token.text):
                yield token.lemma_.lower()

    def _names_state(self, word: str) -> bool:
        return self.knowledge.country_of_demonym(word) is not None or self._state(word) is not None

    def _roles(self, span: Span) -> Iterable[Role]:
        """What the words before a person's name and in apposition say the person is."""
        root = span.root
        before = [t for t in root.lefts if t.dep_ in ("compound", "nmod", "amod")]
        titles = [t for t in before if self._is_title(t.lower_) or self.heads.find([t.lemma_.lower()]) == Spine.PERSON]
        for title in titles:
            yield title.lemma_.lower(), frozenset(self._modifiers([*title.subtree, *before], title, root.i))
        beside = [child for child in root.children if child.dep_ == "appos"]
        for noun in [*beside, *([root.head] if root.dep_ == "appos" else [])]:
            yield noun.lemma_.lower(), frozenset(self._modifiers(noun.lefts, noun, noun.i))

    def _modifiers(self, tokens: Iterable[Token], head: Token, end: int) -> Iterable[str]:
        for token in tokens:
            if token.i < end and token.i != head.i and token.pos_ in CONTENT and not self._names_state(token.text):
                yield token.lemma_.lower()

    def _number(self, mention: SpanMention, family: str) -> str:
        root = mention.span.root
        if joins(mention.span, root):
            return "plural"
        if family == Spine.PERSON:
            return "plural" if root.tag_ in PLURAL_TAGS and mention.kind is not Kind.NAME else "singular"
        if mention.kind is Kind.NAME or self.ontology.is_any(mention.type, (Spine.ORGANIZATION,)):
            return "plural" if mention.kind is not Kind.NAME and root.tag_ in PLURAL_TAGS else ""
        return "plural" if root.tag_ in PLURAL_TAGS or family == Spine.GROUP else "singular"

    def _gender(self, mention: SpanMention, name: tuple[str, ...]) -> str:
        known = self.knowledge.entity(mention.known) if mention.known else None
        if known and known.gender:
            return known.gender
        span = mention.span
        before = [span.doc[span.start - 1].lower_] if span.start > span.sent.start else []
        for word in [*before, *(token.lower_ for token in span)]:
            if self.words.honorifics.get(word):
                return self.words.honorifics[word]
        if mention.kind is Kind.NOMINAL:
            return self.words.gendered_nouns.get(span.root.lemma_.lower(), "")
        return self.words.given_names.get(name[0], "") if len(name) > 1 else ""

    def _taken(self, span: Span) -> str:
        """How the mention presents itself: by its determiner, inside the span or just before it."""
        first = span[0]
        opening = [token.lower_ for token in span[:3] if token.i < span.root.i or token.i == first.i]
        if span.start > span.sent.start:
            before = span.doc[span.start - 1]
            if before.dep_ in ("det", "poss", "nummod", "amod") and before.head.i == span.root.i:
                opening.insert(0, before.lower_)
        if any(word in self.words.different for word in opening):
            return "different"
        for word in opening:
            if word in self.words.definite:
                return "definite"
            if word in self.words.indefinite:
                return "indefinite"
        owned = any(token.dep_ == "poss" and token.head.i == span.root.i for token in span)
        office = span.root.tag_ == "NNP" and (
            self._is_title(span.root.lower_) or self._is_common(span, Spine.ORGANIZATION)
        )
        return "definite" if owned or office else ""

    def _countries(self, root: Token) -> Iterable[str]:
        """States named by an adjective, a possessor or an of-phrase of the mention's head."""
        if root.tag_ in PLURAL_TAGS:
            yield from self._country([root])
        for child in root.children:
            if child.i < root.i and child.dep_ in ("amod", "compound", "poss", "nmod"):
                yield from self._country([*child.lefts, child])
            elif child.dep_ == "prep" and child.lower_ == "of":
                for target in child.children:
                    if target.dep_ == "pobj":
                        yield from self._country([*target.lefts, target])

    def _country(self, tokens: list[Token]) -> Iterable[str]:
        names = [token.text for token in tokens if token.dep_ not in {"det", "case"}]
        for size in range(len(names), 0, -1):
            name = " ".join(names[-size:])
            found = self.knowledge.country_of_demonym(name) or self._state(name)
            if found:
                yield found
                return

    def _state(self, name: str) -> str | None:
        states = [e.iri for e in self.knowledge.named(name) if self.ontology.is_a(e.type, Spine.COUNTRY)]
        return states[0] if len(states) == 1 else None
