"""One name for each entity of a set of documents, where they write it in several ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg.facts import Entity, Facts

LONG = 60


def named_once(corpus: Sequence[Facts]) -> tuple[Facts, ...]:
    """The facts with the same name for an entity in every document; its other names become aliases.

    It is the name that most documents give; of several the longest (up to LONG characters), then the last in the
    alphabet: a function of the set of documents. Facts that it does not change are the same objects.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for facts in corpus:
        for entity in facts.entities:
            votes[entity.iri][entity.name] += 1
    chosen = {iri: _best(names) for iri, names in votes.items() if len(names) > 1}
    return tuple(_renamed(facts, chosen) for facts in corpus)


def _best(names: Counter[str]) -> str:
    return max(names, key=lambda name: (names[name], min(len(name), LONG), name))


def _renamed(facts: Facts, chosen: dict[str, str]) -> Facts:
    entities = tuple(_called(entity, chosen.get(entity.iri, entity.name)) for entity in facts.entities)
    return facts if entities == facts.entities else replace(facts, entities=entities)


def _called(entity: Entity, name: str) -> Entity:
    if entity.name == name:
        return entity
    return replace(entity, name=name, aliases=tuple(sorted({*entity.aliases, entity.name} - {name})))
