"""Relations between the mentions of a sentence as the learned pair classifier sees them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.mentions.encoder import (
    MODEL_FOLDER,
    Array,
    Encoder,
    Encoding,
    encoding_of,
    forget,
    has_model,
    shared_encoder,
)
from kg.extract.mentions.labels import Labels
from kg.extract.reading import Reading, Relation, reading
from kg.extract.relations.pairing import PATH_STEPS, Span, ancestors, between, distance, head_of, path
from kg.facts import Kind
from kg.ontology import Ontology

NAME = "kg_pairs"
SOURCE = "pairs"
FARTHEST = 45
PAIRS_IN_BATCH = 2000
Pair = tuple[int, int]


@Language.factory(
    NAME,
    requires=["token.dep", "doc._.reading"],
    assigns=["doc._.reading"],
    default_config={"ontology": {"@misc": "kg.Ontology.v1", "folder": None}, "folder": None},
)
def make(nlp: Language, name: str, ontology: Ontology, folder: str | None) -> PairReader:
    """The component, with the artefact of `folder` (the shipped one for None); without one it adds nothing."""
    where = Path(folder) if folder else MODEL_FOLDER
    return PairReader(ontology, shared_encoder(where) if has_model(where) else None)


class PairReader:
    """Adds to `reading.relations` what the classifier is sure enough of and domain and range allow."""

    def __init__(self, ontology: Ontology, encoder: Encoder | None) -> None:
        self.ontology, self.encoder = ontology, encoder
        self.labels = Labels(ontology)
        self.allowed = cache(self._allowed)
        self.source = f"{SOURCE}@{encoder.version}" if encoder else SOURCE

    def __call__(self, doc: Doc) -> Doc:
        """Read the relations of one Doc."""
        if self.encoder is not None:
            encoding = encoding_of(doc, self.encoder)
            forget(doc)
            sentences = _Words(doc, encoding, reading(doc))
            for pairs in _batches(sentences.pairs(self)):
                scores = self.scores(self.encoder, sentences, pairs)
                reading(doc).relations.extend(self.relations(doc, sentences, pairs, scores))
        return doc

    def type_of(self, found: Reading, number: int) -> str:
        """The class of a mention for domain and range: what a value stands for; '' where it is no end of a relation."""
        mention = found.mentions[number]
        if mention.kind is Kind.VALUE:
            return self.labels.stands_for.get(mention.type, "") if mention.known else ""
        return mention.type

    def _allowed(self, subject: str, other: str) -> tuple[int, ...]:
        """Numbers of the relations that may go from one class to another."""
        names = self.encoder.relations if self.encoder else []
        return tuple(number for number, name in enumerate(names) if self.ontology.allows(name, subject, other))

    def scores(self, encoder: Encoder, words: _Words, pairs: Sequence[Pair]) -> Array:
        """[pairs, relations]: calibrated probabilities (Platt 1999, with shrunken offsets of the relations)."""
        kinds = [encoder.type_id(mention.type, self.ontology) for mention in words.found.mentions]
        logits = encoder.pairs.run(None, words.inputs(pairs, kinds))[0]
        scaled = logits * encoder.scale + encoder.offsets
        scores: Array = 1 / (1 + np.exp(-scaled))
        return scores

    def relations(self, doc: Doc, words: _Words, pairs: Sequence[Pair], scores: Array) -> Iterator[Relation]:
        """The best pair of mentions for each relation of two entities in a sentence."""
        assert self.encoder is not None
        best: dict[tuple[int, int, int, int], tuple[float, Pair]] = {}
        for row, (subject, other) in enumerate(pairs):
            for number in self.allowed(self.type_of(words.found, subject), self.type_of(words.found, other)):
                score = float(scores[row, number])
                if score < self.encoder.pair_threshold:
                    continue
                key = self._key(words, subject, other, number)
                if score > best.get(key, (0.0, (0, 0)))[0]:
                    best[key] = score, (subject, other)
        for (_, _, number, _), (score, (subject, other)) in sorted(best.items()):
            trigger = doc[words.encoding.tokens[words.trigger(subject, other)]]
            yield Relation(subject, self.encoder.relations[number], other, trigger, self.source, round(score, 4))

    def _key(self, words: _Words, subject: int, other: int, number: int) -> tuple[int, int, int, int]:
        one, two = words.chain[subject], words.chain[other]
        if self.encoder and self.encoder.relations[number] in self.ontology.symmetric:
            one, two = min(one, two), max(one, two)
        return one, two, number, words.sentence_of(subject)


class _Words:
    """The mentions of a Doc in the words of its encoding."""

    def __init__(self, doc: Doc, encoding: Encoding, found: Reading) -> None:
        self.doc, self.encoding, self.found = doc, encoding, found
        index = {token: word for word, token in enumerate(encoding.tokens)}
        self.heads = [index.get(doc[token].head.i, word) for word, token in enumerate(encoding.tokens)]
        self.spans: dict[int, Span] = {}
        for number, mention in enumerate(found.mentions):
            inside = [index[token] for token in range(mention.span.start, mention.span.end) if token in index]
            if inside:
                self.spans[number] = (inside[0], inside[-1] + 1)
        self.head = {number: head_of(span, self.heads) for number, span in self.spans.items()}
        self.chain = {number: -1 - number for number in self.spans}
        for place, members in enumerate(found.chains):
            self.chain.update((number, place) for number in members if number in self.spans)

    def sentence_of(self, number: int) -> int:
        return self.encoding.sentence[self.spans[number][0]]

    def pairs(self, reader: PairReader) -> Iterator[Pair]:
        """Ordered pairs of mentions of different entities in one sentence that some relation may join."""
        members = defaultdict(list)
        for number in self.spans:
            if reader.type_of(self.found, number):
                members[self.sentence_of(number)].append(number)
        for sentence in sorted(members):
            for one in members[sentence]:
                for two in members[sentence]:
                    near = abs(self.head[one] - self.head[two]) <= FARTHEST
                    if near and self.chain[one] != self.chain[two] and self.spans[one] != self.spans[two]:
                        types = reader.type_of(self.found, one), reader.type_of(self.found, two)
                        if reader.allowed(*types):
                            yield one, two

    def inputs(self, pairs: Sequence[Pair], kinds: Sequence[int]) -> dict[str, Array]:
        """The inputs of the pair graph, over the words of the sentences that the pairs stand in."""
        used = sorted({number for pair in pairs for number in pair})
        row = {number: position for position, number in enumerate(used)}
        numbers = self.encoding.sentence
        low = bisect_left(numbers, min(self.sentence_of(number) for number in used))
        high = bisect_right(numbers, max(self.sentence_of(number) for number in used))
        ends = [[self.spans[n][0], self.spans[n][1] - 1, self.head[n]] for n in used]
        middles = [between(self.spans[a], self.spans[b]) for a, b in pairs]
        gaps = [[row[a], row[b], distance(self.spans[a], self.spans[b])] for a, b in pairs]
        return {
            "states": self.encoding.states[low:high].astype(np.float32),
            "mentions": np.column_stack([np.asarray(ends) - low, [kinds[n] for n in used]]).astype(np.int64),
            "pairs": np.asarray(gaps, dtype=np.int64),
            "between": np.asarray(middles, dtype=np.int64) - low,
            "path": np.asarray([self.path(a, b, low) for a, b in pairs], dtype=np.int64),
        }

    def path(self, one: int, two: int, low: int) -> list[int]:
        """The words on the dependency path between two mentions, counted from `low`, padded with -1."""
        steps = [word - low for word in path(self.head[one], self.head[two], self.heads)]
        return steps + [-1] * (PATH_STEPS - len(steps))

    def trigger(self, one: int, two: int) -> int:
        """The word that the two mentions' heads both depend on: a verb, or the head that governs the other.

        Where one mention governs the other by a clause ('fighters who left Oslo'), the verb of that clause.
        """
        ups = ancestors(self.head[one], self.heads), ancestors(self.head[two], self.heads)
        top = next((word for word in ups[0] if word in ups[1]), self.head[one])
        if top not in (self.head[one], self.head[two]):
            return top
        below = [word for up in ups for word in up[1:] if word != top and top in up[up.index(word) :]]
        return next((word for word in below if self.is_verb(word)), top)

    def is_verb(self, word: int) -> bool:
        """Whether a word is a verb."""
        return self.doc[self.encoding.tokens[word]].pos_ == "VERB"


def _batches(pairs: Iterator[Pair]) -> Iterator[list[Pair]]:
    batch: list[Pair] = []
    for pair in pairs:
        batch.append(pair)
        if len(batch) >= PAIRS_IN_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
