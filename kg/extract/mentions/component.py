"""Mentions: what the span model reads, merged with known names; without a model, what the stock pipeline finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.knowledge import shared_head_words
from kg.extract.mentions.encoder import MODEL_FOLDER, Candidate, Encoder, encoding_of, has_model, shared_encoder
from kg.extract.mentions.labels import ACTING, PLACE, Labels
from kg.extract.mentions.merging import merge, without_bare, without_crossing
from kg.extract.reading import SpanMention, reading
from kg.facts import Kind
from kg.knowledge import HeadWords
from kg.namespace import Spine
from kg.ontology import Ontology

NAME = "kg_mentions"
EVENT = Spine.EVENT
SOURCE = "reader"
STOCK_SOURCE = "stock"
STOCK_SCORE = 0.6
SURE = 0.9
PLURAL_TAGS = frozenset({"NNS", "NNPS"})


@Language.factory(
    NAME,
    requires=["token.dep", "token.tag", "token.pos", "token.lemma", "doc.ents"],
    assigns=["doc._.reading"],
    default_config={"ontology": {"@misc": "kg.Ontology.v1", "folder": None}, "folder": None},
)
def make(nlp: Language, name: str, ontology: Ontology, folder: str | None) -> MentionReader:
    """The component, with the artefact of `folder` (the shipped one for None), or without where there is none."""
    where = Path(folder) if folder else MODEL_FOLDER
    encoder = shared_encoder(where) if has_model(where) else None
    return MentionReader(ontology, shared_head_words(ontology), encoder)


def own_words(span: Span) -> Span:
    """The span without a determiner of a noun beyond it: 'VBIED' of 'a VBIED' in 'a VBIED factory'."""
    first = span[0]
    outside = first.pos_ == "DET" and first.head.i >= span.end
    return _closed(span[1:] if outside and len(span) > 1 else span)


def _closed(span: Span) -> Span:
    """The span up to a bracket that opens in it and closes beyond it, if there is one ('the mountains,[1')."""
    depth, opened = 0, span.end
    for token in span:
        if token.is_left_punct and token.is_bracket:
            depth, opened = depth + 1, token.i if depth == 0 else opened
        elif token.is_right_punct and token.is_bracket:
            depth = max(0, depth - 1)
    end = opened if depth else span.end
    while end > span.start + 1 and end < span.end and span.doc[end - 1].is_punct:
        end -= 1
    return span.doc[span.start : end] if end > span.start else span


class MentionReader:
    """Makes `reading.mentions` final, in text order, longer mentions before those they contain."""

    def __init__(self, ontology: Ontology, heads: HeadWords, encoder: Encoder | None) -> None:
        self.ontology, self.heads, self.encoder = ontology, heads, encoder
        self.labels = Labels(ontology)
        fine = encoder.fine if encoder else []
        coarse = self.labels.coarse
        self.allowed = {label: np.asarray([self.labels.fits(name, label) for name in fine]) for label in coarse}
        self.own = {label: np.asarray([self.labels.label(name) == label for name in fine]) for label in coarse}

    def __call__(self, doc: Doc) -> Doc:
        """Read the mentions of one Doc."""
        found = list(self.learned(doc, self.encoder) if self.encoder else self.stock(doc))
        read = without_bare(without_crossing(found), self.labels)
        merged = self.inherit(merge(read, reading(doc).mentions, self.labels))
        reading(doc).mentions[:] = sorted(merged, key=lambda mention: (mention.span.start, -mention.span.end))
        return doc

    def learned(self, doc: Doc, encoder: Encoder) -> Iterator[SpanMention]:
        """What the span model reads."""
        encoding = encoding_of(doc, encoder)
        for candidate in encoding.candidates:
            span = own_words(doc[encoding.tokens[candidate.start] : encoding.tokens[candidate.end - 1] + 1])
            candidate = self.headed(span, candidate)  # noqa: PLW2901
            if self.happens(span) or not self.plain(span, candidate):
                continue
            kind = self.kind(span, candidate.label)
            name = candidate.label if kind is Kind.VALUE else self.fine(span, candidate, encoder)
            acts = self.labels.label(name) == PLACE and candidate.acting > encoder.acting
            yield SpanMention(span, name, kind, acts, score=candidate.score, source=f"{SOURCE}@{encoder.version}")

    def happens(self, span: Span) -> bool:
        """Whether the head word names an event ('strikes'), which the model's training data marks as a weapon."""
        by_head = self.by_head(span)
        return by_head is not None and self.ontology.is_a(by_head, EVENT)

    def headed(self, span: Span, candidate: Candidate) -> Candidate:
        """The candidate, under the label of the finer class that its head word names, where head words decide.

        They also tell what is none of these: 'the shipbuilder'.
        """
        name = self.by_head(span) or ""
        label = self.labels.label(name)
        decided = (
            candidate.label in self.labels.head_decides
            and label
            and (name != label if label in self.labels.head_decides else label == ACTING)
        )
        return replace(candidate, label=label) if decided else candidate

    def plain(self, span: Span, candidate: Candidate) -> bool:
        """Whether a description of what head words decide has a known one, or is sure without ('the gear')."""
        if candidate.label not in self.labels.head_decides or candidate.score >= SURE:
            return True
        return self.kind(span, candidate.label) is not Kind.NOMINAL or self.by_head(span) is not None

    def inherit(self, mentions: list[SpanMention]) -> Iterator[SpanMention]:
        """The mentions; one whose head word names no class takes that of the known name before it ('S-400 systems')."""
        ending = {mention.span.end: mention for mention in mentions if mention.known and mention.kind is Kind.NAME}
        for mention in mentions:
            name = ending.get(mention.span.root.i)
            general = mention.kind is Kind.NOMINAL and name is not None and self.by_head(mention.span) is None
            if general and name and self.labels.label(name.type) == self.labels.label(mention.type):
                mention = replace(mention, type=name.type)  # noqa: PLW2901
            yield mention

    def kind(self, span: Span, label: str) -> Kind:
        """How the span refers, by its head's part of speech."""
        if self.labels.is_value(label):
            return Kind.VALUE
        if span.root.pos_ in ("PRON", "DET") and len(span) == 1:
            return Kind.PRONOUN
        return Kind.NAME if span.root.pos_ == "PROPN" else Kind.NOMINAL

    def fine(self, span: Span, candidate: Candidate, encoder: Encoder) -> str:
        """The finest class: by head word where it fits the coarse label, else the model's likeliest."""
        by_head = self.by_head(span)
        if by_head and self.labels.label(by_head) == candidate.label:
            return by_head
        if by_head and candidate.label == ACTING and span.root.tag_ in PLURAL_TAGS:
            return Spine.GROUP  # several states that act: 'coalition nations', 'Gulf countries'
        allowed = self.allowed[candidate.label]
        if candidate.label == ACTING and self.kind(span, ACTING) is not Kind.NAME:
            allowed = self.own[ACTING]
        if not allowed.any():
            return candidate.label
        return encoder.fine[int(np.where(allowed, candidate.fine, -np.inf).argmax())]

    def by_head(self, span: Span) -> str | None:
        """The class that the span's head word names."""
        head, plural = span.root, span.root.tag_ in PLURAL_TAGS
        before = span.doc[span.start : head.i]
        found = self.heads.find([*(token.text for token in before), head.lemma_], plural)
        return found or self.heads.find([*(token.lemma_ for token in before), head.lemma_], plural)

    def stock(self, doc: Doc) -> Iterator[SpanMention]:
        """What can be read without the span model: the recognizer's names, noun chunks with a known head word."""
        for entity in doc.ents:
            name = self.labels.of_recognizer.get(entity.label_)
            if name:
                yield self._stock_mention(entity, name)
        for chunk in doc.noun_chunks:
            name = self.by_head(chunk)
            if name and chunk.root.pos_ != "PROPN" and chunk.root.ent_type_ == "":
                yield self._stock_mention(chunk, name)

    def _stock_mention(self, span: Span, name: str) -> SpanMention:
        acts = self.labels.label(name) == PLACE and span.root.dep_ in ("nsubj", "agent")
        kind = self.kind(span, self.labels.label(name))
        return SpanMention(span, name, kind, acts, score=STOCK_SCORE, source=STOCK_SOURCE)
