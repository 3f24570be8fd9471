"""Names found in a Doc, before it is decided what they mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from spacy.tokens import Span

from kg.knowledge import KnownEntity


class Use(StrEnum):
    """How a word speaks of an entity: by its name, as an adjective ('Syrian'), or as its people ('Syrians')."""

    NAME = "name"
    DEMONYM = "demonym"
    INHABITANTS = "inhabitants"


class Meaning(NamedTuple):
    """One way to understand a string: an entity, the name as its table writes it, and how the name speaks of it."""

    entity: KnownEntity
    name: str
    use: Use

    @property
    def plain(self) -> bool:
        """Whether the name alone is evidence enough."""
        return self.name not in self.entity.ambiguous


@dataclass(frozen=True, slots=True)
class Hit:
    """A span of the Doc and the ways to understand it."""

    span: Span
    meanings: tuple[Meaning, ...]

    @property
    def entities(self) -> tuple[KnownEntity, ...]:
        """The entities it may mean, in the order of the tables."""
        return tuple({meaning.entity.iri: meaning.entity for meaning in self.meanings}.values())


def is_table_place(entity: KnownEntity) -> bool:
    """Whether an entity is a row of the place table, whose names are many and often other things' names too."""
    return entity.population > 0 or entity.latitude is not None


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """The hits in text order without those that overlap a longer or, at equal length, an earlier one."""
    taken: set[int] = set()
    kept = []
    for hit in sorted(hits, key=lambda entry: (-len(entry.span.text), entry.span.start)):
        tokens = range(hit.span.start, hit.span.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(hit)
    return sorted(kept, key=lambda entry: entry.span.start)
