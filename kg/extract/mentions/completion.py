"""Component: completes what the span reader left.

Unmarked pronouns become mentions, names joined by 'and' are two, a name takes the noun before it ('the border town
Khasan') where the parser has torn them apart, and within 'northern Iraq' Iraq is a mention too. What is an organization
in one place of a text is one before a noun as well ('Coalition advisers'), and so is a service before a rank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.extract.coreference.words import ReferenceWords, load_reference_words
from kg.extract.knowledge import shared_head_words, shared_knowledge
from kg.extract.mentions.merging import crossing
from kg.extract.reading import SpanMention, reading
from kg.facts import Kind
from kg.knowledge import HeadWords, Knowledge
from kg.namespace import Spine
from kg.ontology import Ontology

NAME = "kg_completion"
UNMARKED = "unmarked"
TAGS = frozenset({"PRP", "PRP$"})


@Language.factory(
    NAME,
    requires=["token.dep", "token.tag"],
    assigns=["doc._.reading"],
    default_config={"ontology": {"@misc": "kg.Ontology.v1", "folder": None}},
)
def make(nlp: Language, name: str, ontology: Ontology) -> Completion:
    """The component, with the pronouns of the ontology."""
    words, knowledge = load_reference_words(ontology), shared_knowledge(ontology)
    return Completion(words, shared_head_words(ontology), knowledge, ontology)


class Completion:
    """Adds and removes mentions of a Doc. An added pronoun has the source UNMARKED; claims may need it."""

    def __init__(self, words: ReferenceWords, heads: HeadWords, knowledge: Knowledge, ontology: Ontology) -> None:
        self.words, self.heads, self.knowledge, self.ontology = words, heads, knowledge, ontology
        self.pronouns = {word: form for word, form in words.pronouns.items() if form.refers_to}

    def __call__(self, doc: Doc) -> Doc:
        """Complete the mentions of one Doc, which stay in text order."""
        found = reading(doc)
        marked = {m.span.start for m in found.mentions if len(m.span) == 1}
        names = {m.span.root.i for m in found.mentions if m.kind is Kind.NAME and not _is_joined(m)}
        kept = [m for m in found.mentions if not (_is_joined(m) and set(_joined(m.span.root)) <= names)]
        kept = [m for m in kept if not _is_torn(m)]
        kept.extend(self._unmarked(doc, marked))
        kept.extend([*self._with_noun(kept), *self._wholes(kept)])
        kept.extend([*self._before_nouns(doc, kept), *self._services(kept)])
        found.mentions = sorted(kept, key=lambda m: (m.span.start, -m.span.end))
        return doc

    def _unmarked(self, doc: Doc, marked: set[int]) -> Iterator[SpanMention]:
        for token in doc:
            form = self.pronouns.get(token.lower_) if token.tag_ in TAGS else None
            if form is not None and token.i not in marked:
                span = doc[token.i : token.i + 1]
                yield SpanMention(span, form.refers_to, Kind.PRONOUN, source=UNMARKED)

    def _with_noun(self, mentions: Sequence[SpanMention]) -> Iterator[SpanMention]:
        """Names with the determiner and noun before them, where noun and name are of one identity family."""
        ends = {(m.span.start, m.span.end) for m in mentions}
        for mention in [m for m in mentions if m.kind is Kind.NAME and m.span.start > 1]:
            noun = mention.span[0].nbor(-1)
            if noun.tag_ != "NN" or mention.span.root.head == noun or noun.head == mention.span.root:
                continue
            start = noun.left_edge.i
            family = self._family(self.heads.find([t.lemma_ for t in noun.doc[start : noun.i + 1]], False))
            span = noun.doc[start : mention.span.end]
            if span[0].tag_ == "DT" and family & self._family(mention.type) and (start, mention.span.end) not in ends:
                yield replace(mention, span=span, source=UNMARKED)

    def _wholes(self, mentions: Sequence[SpanMention]) -> Iterator[SpanMention]:
        """The known place of which a mention is a part: 'Iraq' of 'northern Iraq'; 'Western Sahara' is no part."""
        spans = {(m.span.start, m.span.end) for m in mentions}
        for mention in mentions:
            first = next((i for i, token in enumerate(mention.span) if token.tag_ != "DT"), 0)
            part = mention.known and mention.kind is Kind.NAME and mention.span[first].lower_ in self.words.partitive
            if part and not self.knowledge.named(mention.span.text):
                whole = mention.span[first + 1 :]
                if len(whole) and (whole.start, whole.end) not in spans and whole[0].pos_ == "PROPN":
                    yield replace(mention, span=whole, acts=False, source=UNMARKED)

    def _before_nouns(self, doc: Doc, mentions: Sequence[SpanMention]) -> Iterator[SpanMention]:
        """Unmarked names of organizations that the text mentions elsewhere, where they modify a noun."""
        bodies = [
            m for m in mentions if self.ontology.is_any(m.type, (Spine.ORGANIZATION,)) and m.kind is not Kind.PRONOUN
        ]
        named = {own_words(m.span).text: m for m in bodies if m.span[-1].pos_ == "PROPN"}
        taken = {(m.span.start, m.span.end) for m in mentions}
        for token in doc:
            if token.dep_ != "compound" or token.pos_ != "PROPN" or token.head.pos_ != "NOUN":
                continue
            start = min([token.i, *(child.i for child in token.children if child.dep_ == "compound")])
            like = named.get(doc[start : token.i + 1].text)
            span = (start, token.i + 1)
            if like is not None and span not in taken and not any(crossing(span, other) for other in taken):
                yield replace(like, span=doc[start : token.i + 1], kind=Kind.NAME, source=UNMARKED)

    def _services(self, mentions: Sequence[SpanMention]) -> Iterator[SpanMention]:
        """The bodies in capitals that open what is said of their people: 'Navy Capt. Omar Diallo', 'Army officers'."""
        taken = {(m.span.start, m.span.end) for m in mentions}
        people = [m for m in mentions if self.ontology.is_any(m.type, (Spine.PERSON, Spine.GROUP))]
        for mention in people:
            words = own_words(mention.span)
            size = next((n for n in (2, 1) if n < len(words) and words[:n].text.lower() in self.words.services), 0)
            body = words[:size]
            kind = self.heads.find(body.text.lower().split()) if size else None
            if kind and body.text.istitle() and (body.start, body.end) not in taken:
                yield SpanMention(body, kind, Kind.NAME, score=mention.score, source=UNMARKED)

    def _family(self, kind: str | None) -> frozenset[str]:
        above = self.ontology.types[kind].ancestors if kind in self.ontology.types else frozenset()
        return above & self.ontology.identity_families


def own_words(span: Span) -> Span:
    """A mention without its article."""
    return span[1:] if len(span) > 1 and span[0].tag_ == "DT" else span


def _is_torn(mention: SpanMention) -> bool:
    """'a UN' of 'a UN report': a determiner with no noun of its own."""
    last = mention.span[-1]
    inside = mention.span.start <= last.head.i < mention.span.end
    return len(mention.span) > 1 and mention.span.root.tag_ == "DT" and not inside


def _is_joined(mention: SpanMention) -> bool:
    """'Kim and Putin': a name with another beside its head, inside the mention."""
    inside = set(_joined(mention.span.root)) & set(range(mention.span.start, mention.span.end))
    return mention.kind is Kind.NAME and mention.known is None and len(inside) > 1


def _joined(root: Token) -> list[int]:
    """The places of a token and of what is joined to it."""
    return [root.i, *(token.i for token in root.conjuncts)]
