"""Entities that may be one although nothing was sure enough to join them: neighbours in sorted lists of names.

The sorted neighbourhood method (Hernández & Stolfo 1995, SIGMOD): each list is sorted once and each name is compared
with a few beside it, so that the work is n log n.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import token_sort_ratio
from rigour.text.phonetics import metaphone

from kg.facts import Entity
from kg.knowledge import normalise
from kg.ontology import Ontology

WINDOW = 6
LEAST_NAME = 0.8
MARGIN = 0.03
NAME, CLASS, NEIGHBOURS = 0.6, 0.2, 0.2


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A possible duplicate. `name` is the likeness of names, `shared` the number of neighbours in common."""

    score: float
    iri: str
    label: str
    type: str
    name: float
    shared: int


class Candidates:
    """The named entities of a graph, sorted by their names in three ways; `neighbours` are related entities by IRI."""

    def __init__(
        self, entities: Iterable[Entity], neighbours: Mapping[str, frozenset[str]], ontology: Ontology
    ) -> None:
        self.entities = {entity.iri: entity for entity in entities if entity.named}
        self.neighbours, self.ontology = neighbours, ontology
        self.lists: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
        for entity in self.entities.values():
            for family in self._families(entity.type):
                for way, key in enumerate(_keys(entity)):
                    self.lists[family, way].extend((one, entity.iri) for one in key)
        for rows in self.lists.values():
            rows.sort()

    def of(self, entity: Entity) -> list[Candidate]:
        """The possible duplicates of an entity, likeliest first."""
        found = {iri: self._compare(entity, self.entities[iri]) for iri in self._beside(entity) - {entity.iri}}
        likely = [one for one in found.values() if one.name >= LEAST_NAME]
        return sorted(likely, key=lambda one: (-one.score, one.iri))

    def _families(self, kind: str) -> list[str]:
        above = self.ontology.types[kind].ancestors if kind in self.ontology.types else frozenset()
        return sorted(above & self.ontology.identity_families) or [kind]

    def _beside(self, entity: Entity) -> set[str]:
        found: set[str] = set()
        for family in self._families(entity.type):
            for way, keys in enumerate(_keys(entity)):
                rows = self.lists.get((family, way), [])
                for key in keys:
                    at = bisect_left(rows, (key, entity.iri))
                    found.update(iri for _, iri in rows[max(0, at - WINDOW) : at + WINDOW + 1])
        return found

    def _compare(self, one: Entity, other: Entity) -> Candidate:
        likeness = max(_alike(normalise(a), normalise(b)) for a in _names(one) for b in _names(other))
        near, far = self.neighbours.get(one.iri, frozenset()), self.neighbours.get(other.iri, frozenset())
        shared = len(near & far)
        related = shared / min(len(near), len(far)) if near and far else 0.0
        is_a = self.ontology.is_a
        same = 1.0 if is_a(one.type, other.type) or is_a(other.type, one.type) else 0.5
        score = NAME * likeness + CLASS * same + NEIGHBOURS * related
        return Candidate(round(score, 2), other.iri, other.name, other.type, round(likeness, 2), shared)


def _names(entity: Entity) -> Sequence[str]:
    return tuple(dict.fromkeys((entity.name, *entity.aliases)))[:8]


def _keys(entity: Entity) -> tuple[list[str], list[str], list[str]]:
    """Keys to sort by: the name as it is, its words from the last to the first, and how that sounds."""
    names = [normalise(name) for name in _names(entity)]
    turned = [" ".join(reversed(name.split())) for name in names]
    return names, turned, [_sound(name) for name in turned]


def _sound(name: str) -> str:
    return " ".join(metaphone(word) or word for word in name.split())


def _alike(one: str, other: str) -> float:
    """The likeness of two names, 0 to 1, by letters or a little less by sound, whatever the order of their words."""
    letters = max(token_sort_ratio(one, other) / 100, JaroWinkler.normalized_similarity(one, other) - MARGIN)
    sounds = token_sort_ratio(_sound(one), _sound(other)) / 100 - MARGIN if " " in one and " " in other else 0.0
    return float(max(letters, sounds))
