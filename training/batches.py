"""Examples to tensors: chunks of words with span targets, and the pairs of mentions in their sentences."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from kg.extract.mentions.encoder import Chunk, chunks, feature_ids
from kg.extract.relations.pairing import PATH_STEPS, between, distance, head_of, path
from training.examples import Example, Target
from training.model import WIDTH


@dataclass(frozen=True)
class Vocabulary:
    """Everything that is a number in the model: features, labels, classes, relations, types, in fixed order."""

    features: list[dict[str, int]]
    coarse: list[str]
    fine: list[str]
    extra: list[str]
    relations: list[str]
    types: list[str]
    label_of: dict[str, str]
    families: dict[str, list[int]]

    def type_id(self, target: Target, coarse_only: bool = False) -> int:
        """The number of a mention's type in the pair head: its class, or its coarse label."""
        name = target.fine if target.fine in self.types and not coarse_only else ""
        name = name or self.label_of.get(target.fine, "") or next(iter(target.labels), "")
        return self.types.index(name) + 1 if name in self.types else 0


@dataclass
class Pairs:
    """Pairs of mentions of one chunk, as `training.model.PairReader` takes them, with what is known of each."""

    mentions: Tensor
    pairs: Tensor
    between: Tensor
    path: Tensor
    gold: Tensor
    weight: Tensor
    families: list[tuple[int, int, list[int]]]


@dataclass
class Piece:
    """One chunk of an example with its targets."""

    chunk: Chunk
    features: list[list[int]]
    sentence: list[int]
    source: str
    targets: list[tuple[int, int, Target]]
    silent: list[int]
    pairs: Pairs | None = None


def cut(
    entry: Example, tokenizer: Tokenizer, vocabulary: Vocabulary, limit: int, rng: random.Random | None
) -> Iterator[Piece]:
    """The chunks of an example; with `rng`, types of mentions are coarsened at random."""
    for chunk in chunks(entry.texts, entry.sentence, tokenizer, limit):
        here = range(chunk.start, chunk.end)
        inside = [t for t in entry.targets if chunk.start <= t.start and t.end <= chunk.end]
        piece = Piece(
            chunk,
            feature_ids(chunk, entry.features, vocabulary.features),
            entry.sentence[chunk.start : chunk.end],
            entry.source,
            [(t.start - chunk.start, t.end - chunk.start, t) for t in inside if t.end - t.start <= WIDTH],
            [word - chunk.start for start, end in entry.silent for word in range(start, end) if word in here],
        )
        if entry.links or entry.families:
            piece.pairs = pair_tensors(entry, chunk, vocabulary, rng)
        yield piece


def pair_tensors(entry: Example, chunk: Chunk, vocabulary: Vocabulary, rng: random.Random | None) -> Pairs | None:
    """All ordered pairs of mentions in one sentence of the chunk, less the masked ones."""
    numbers = [n for n, t in enumerate(entry.targets) if chunk.start <= t.start and t.end <= chunk.end]
    row = {number: position for position, number in enumerate(numbers)}
    mentions = []
    for number in numbers:
        target = entry.targets[number]
        head = head_of((target.start, target.end), entry.heads)
        kind = vocabulary.type_id(target, rng is not None and rng.random() < 0.3)
        mentions.append([target.start - chunk.start, target.end - 1 - chunk.start, head - chunk.start, kind])
    links, families = defaultdict(list), {}
    for link in entry.links:
        links[link.subject, link.object].append(link)
    for link in entry.families:
        families[link.subject, link.object] = vocabulary.families[link.predicate]
    masked = set(entry.masked)
    listed = [
        pair
        for pair in _candidates(entry, numbers)
        if pair in links or pair in families or pair[::-1] in families or (entry.relations_known and pair not in masked)
    ]
    if not listed:
        return None
    tensors = _pair_inputs(entry, chunk, listed, row)
    gold, weight = (
        torch.zeros(len(listed), len(vocabulary.relations)),
        torch.ones(len(listed), len(vocabulary.relations)),
    )
    for position, pair in enumerate(listed):
        if pair not in links and (pair in masked or not entry.relations_known):
            weight[position] = 0
        for link in links.get(pair, ()):
            if link.predicate in vocabulary.relations:
                number = vocabulary.relations.index(link.predicate)
                gold[position, number] = 1
                weight[position, number] = link.weight
    family = _families(listed, families, gold, weight)
    return Pairs(torch.tensor(mentions), *tensors, gold, weight, family)


def _candidates(entry: Example, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    for one in numbers:
        for two in numbers:
            first, second = entry.targets[one], entry.targets[two]
            if one != two and entry.sentence[first.start] == entry.sentence[second.start]:
                yield one, two


def _pair_inputs(
    entry: Example, chunk: Chunk, listed: list[tuple[int, int]], row: dict[int, int]
) -> tuple[Tensor, ...]:
    pairs, middles, paths = [], [], []
    for one, two in listed:
        first, second = ((t.start, t.end) for t in (entry.targets[one], entry.targets[two]))
        pairs.append([row[one], row[two], distance(first, second)])
        middles.append([word - chunk.start for word in between(first, second)])
        steps = path(head_of(first, entry.heads), head_of(second, entry.heads), entry.heads)
        steps = [word - chunk.start for word in steps if chunk.start <= word < chunk.end]
        paths.append(steps + [-1] * (PATH_STEPS - len(steps)))
    return torch.tensor(pairs), torch.tensor(middles), torch.tensor(paths)


def _families(listed: list, families: dict, gold: Tensor, weight: Tensor) -> list[tuple[int, int, list[int]]]:
    """Undirected families of relations: rows of both directions and the relations any of which may hold."""
    position = {pair: number for number, pair in enumerate(listed)}
    found = []
    for (one, two), members in sorted(families.items()):
        rows = position.get((one, two)), position.get((two, one))
        if None in rows:
            continue
        if gold[rows[0], members].sum() + gold[rows[1], members].sum() == 0:
            found.append((rows[0], rows[1], members))
            for row in rows:
                weight[row, members] = 0
    return found


def collate(pieces: Sequence[Piece]) -> tuple[Tensor, ...]:
    """Padded inputs of `SpanReader`: ids, mask, features, first, last."""
    length = max(len(piece.chunk.pieces) for piece in pieces)
    count = max(len(piece.chunk.first) for piece in pieces)
    ids = torch.zeros(len(pieces), length, dtype=torch.long)
    mask = torch.zeros(len(pieces), length, dtype=torch.long)
    features = torch.zeros(len(pieces), length, len(pieces[0].features[0]), dtype=torch.long)
    first, last = (torch.zeros(len(pieces), count, dtype=torch.long) for _ in range(2))
    for row, piece in enumerate(pieces):
        used, words = len(piece.chunk.pieces), len(piece.chunk.first)
        ids[row, :used] = torch.tensor(piece.chunk.pieces)
        mask[row, :used] = 1
        features[row, :used] = torch.tensor(piece.features)
        first[row, :words] = torch.tensor(piece.chunk.first)
        last[row, :words] = torch.tensor(piece.chunk.last)
    return ids, mask, features, first, last


def possible(pieces: Sequence[Piece], count: int) -> Tensor:
    """[batch, words, WIDTH]: spans that lie within one sentence."""
    allowed = torch.zeros(len(pieces), count, WIDTH, dtype=torch.bool)
    for row, piece in enumerate(pieces):
        number = torch.tensor(piece.sentence)
        for width in range(min(WIDTH, len(number))):
            allowed[row, : len(number) - width, width] = number[: len(number) - width] == number[width:]
    return allowed
