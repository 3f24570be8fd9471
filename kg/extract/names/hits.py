"""Names found in a Doc, before it is decided what they mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from spacy.tokens import Span

from kg.knowledge import KnownEntity


class Use(StrEnum):
    """How words speak of an entity: by its name, as adjective, as its people, or by a metonym ('the Kremlin')."""

    NAME = "name"
    DEMONYM = "demonym"
    INHABITANTS = "inhabitants"
    METONYM = "metonym"


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
    """The hits in text order without those that overlap a longer or, at equal length, an earlier one.

    A whole named before its part stays: 'Iraqi' in 'Iraqi army', 'UN' in 'UN Security Council', not 'Syrian' in the
    name of a group that is no body of Syria.
    """
    owners: dict[int, Hit] = {}
    kept = []
    for hit in sorted(hits, key=lambda entry: (-len(entry.span.text), entry.span.start)):
        tokens = range(hit.span.start, hit.span.end)
        over = {id(owner): owner for i in tokens if (owner := owners.get(i))}
        if not over or all(_belongs_to(owner, hit) for owner in over.values()):
            owners.update((i, hit) for i in tokens if i not in owners)
            kept.append(hit)
    return sorted(kept, key=lambda entry: (entry.span.start, -entry.span.end))


def _belongs_to(outer: Hit, inner: Hit) -> bool:
    """Whether the inner hit names, within the outer one, the state or body that the outer entity is part of."""
    inside = (
        outer.span.start <= inner.span.start and inner.span.end <= outer.span.end and len(inner.span) < len(outer.span)
    )
    wholes = {entity.iri for entity in inner.entities}
    parts = all(
        entity.iri not in wholes and not wholes.isdisjoint({entity.country, *entity.within})
        for entity in outer.entities
    )
    branch = inner.span.end < outer.span.end and outer.span.doc[inner.span.end].pos_ == "ADP"  # 'al-Qaeda in Iraq'
    return inside and parts and not branch
