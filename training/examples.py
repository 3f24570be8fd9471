"""A training document as plain values: words, their features, mentions to find, and relations between them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from spacy.tokens import Doc

from kg.extract.mentions.encoder import words_of


@dataclass(slots=True)
class Target:
    """A mention to find, in words (`end` exclusive).

    `labels` are coarse; those in `ignored` are neither right nor wrong.

    `fine` is the local name of the ontology class, '' where unknown; `entity` an id within the document, '' where
    unknown. With no labels at all it takes part in relations only.
    """

    start: int
    end: int
    labels: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    fine: str = ""
    entity: str = ""


@dataclass(slots=True)
class Link:
    """A relation that holds between two targets (indices), directed; `weight` scales its part in the loss."""

    subject: int
    object: int
    predicate: str
    weight: float = 1.0


@dataclass(slots=True)
class Example:
    """One document. `families` hold relation types of re3d, undirected; `masked` pairs say nothing about relations.

    `silent` are words [start, end) of which it is not known what they mention. `source` is one of re3d, gum, corpus.
    Pairs that are in none of the three lists are unrelated where `relations_known`, and say nothing elsewhere.
    """

    id: str
    source: str
    texts: list[str]
    features: list[tuple[str, ...]]
    sentence: list[int]
    heads: list[int]
    targets: list[Target] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    families: list[Link] = field(default_factory=list)
    masked: list[tuple[int, int]] = field(default_factory=list)
    silent: list[tuple[int, int]] = field(default_factory=list)
    relations_known: bool = False


def example(doc: Doc, name: str, source: str, one_sentence: bool = False) -> tuple[Example, dict[int, int]]:
    """An example without targets from a parsed Doc, and the word index of each token that is a word."""
    words, tokens = words_of(doc)
    index = {token: word for word, token in enumerate(tokens)}
    heads = [index.get(doc[token].head.i, word) for word, token in enumerate(tokens)]
    sentence = [0] * len(tokens) if one_sentence else words.sentence
    features = [(*described, source) for described in words.features]
    return Example(name, source, words.texts, features, sentence, heads), index


def word_span(doc: Doc, index: dict[int, int], start: int, end: int) -> tuple[int, int] | None:
    """The words that cover characters [start, end) of the Doc's text, None where there are none."""
    found = [index[token.i] for token in doc if token.idx < end and token.idx + len(token) > start and token.i in index]
    return (found[0], found[-1] + 1) if found else None


def join(name: str, source: str, parts: Iterable[Example]) -> Example:
    """One example of several in a row; their sentences stay apart."""
    whole = Example(name, source, [], [], [], [], relations_known=True)
    for part in parts:
        words, targets = len(whole.texts), len(whole.targets)
        sentences = whole.sentence[-1] + 1 if whole.sentence else 0
        whole.texts += part.texts
        whole.features += part.features
        whole.sentence += [number + sentences for number in part.sentence]
        whole.heads += [head + words for head in part.heads]
        for target in part.targets:
            target.start += words
            target.end += words
        whole.targets += part.targets
        whole.links += [Link(x.subject + targets, x.object + targets, x.predicate, x.weight) for x in part.links]
        whole.masked += [(one + targets, two + targets) for one, two in part.masked]
    return whole


def save(examples: Iterable[Example], path: Path) -> None:
    """Write examples, one JSON object a line."""
    with path.open("w", encoding="utf-8") as stream:
        for entry in examples:
            stream.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")


def load(path: Path) -> list[Example]:
    """Read what `save` wrote."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        row["targets"] = [Target(**entry) for entry in row["targets"]]
        row["links"] = [Link(**entry) for entry in row["links"]]
        row["families"] = [Link(**entry) for entry in row["families"]]
        row["masked"] = [tuple(pair) for pair in row["masked"]]
        row["silent"] = [tuple(words) for words in row["silent"]]
        row["features"] = [tuple(entry) for entry in row["features"]]
        found.append(Example(**row))
    return found
