"""Which of several known entities of one name a text means: by the countries and places around it, then by size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, log10, radians, sin, sqrt

from kg.knowledge import KnownEntity
from kg.namespace import Spine
from kg.ontology import Ontology

EARTH_RADIUS_KM = 6371.0
NEAR_KM = 300.0
# Weights in units of log10(population): a country named in the text outweighs a thousandfold difference in size.
COUNTRY_NAMED = 3.0
NEAR_OTHERS = 2.0
SAID_TO_LIE_THERE = 6.0
CAPITAL = 1.5
LEAST_MARGIN = 1.0
LEAST_POPULATION = 1000
# A namesake so many times smaller than a capital is meant only where the text says where it lies ('Paris, Texas')
OVERSHADOWED = 50
STATE, OTHER, AREA = 8.0, 6.0, 4.5


@dataclass(frozen=True)
class Surroundings:
    """What a document names beyond doubt: IRIs of countries, and coordinates (latitude, longitude) of places."""

    countries: frozenset[str]
    points: tuple[tuple[float, float], ...]


def surroundings(entities: Iterable[KnownEntity]) -> Surroundings:
    """The countries and coordinates of entities that were recognised beyond doubt."""
    found = list(entities)
    points = {(e.latitude, e.longitude) for e in found if e.latitude is not None and e.longitude is not None}
    return Surroundings(frozenset(e.country for e in found if e.country), tuple(sorted(points)))


def choose(
    candidates: Sequence[KnownEntity], around: Surroundings, within: frozenset[str], ontology: Ontology
) -> KnownEntity | None:
    """The likeliest candidate, None where no one stands out.

    `within` holds IRIs of what the text says the entity lies in or goes with ('Tripoli, Lebanon', 'Atlanta, Georgia').
    """
    ranked = sorted(
        ((score(one, around, within, ontology), one.iri, one) for one in _not_overshadowed(candidates, within)),
        key=lambda entry: (-entry[0], entry[1]),
    )
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < LEAST_MARGIN:
        return None
    return ranked[0][2]


def _not_overshadowed(candidates: Sequence[KnownEntity], within: frozenset[str]) -> Sequence[KnownEntity]:
    """The candidates without small namesakes of a state's capital, unless the text says that they lie elsewhere."""
    capital = max((one for one in candidates if one.capital), key=lambda one: one.population, default=None)
    if capital is None or (within and capital.country not in within):
        return candidates
    least = capital.population / OVERSHADOWED
    return [one for one in candidates if not 0 < one.population < least]


def score(entity: KnownEntity, around: Surroundings, within: frozenset[str], ontology: Ontology) -> float:
    """How likely the entity is meant: its weight by class or size, and what around it speaks for it."""
    total = _weight(entity, ontology)
    if entity.country in around.countries:
        total += COUNTRY_NAMED
    if within & {entity.country, *entity.within}:
        total += SAID_TO_LIE_THERE
    if any(distance_km(entity, point) <= NEAR_KM for point in around.points):
        total += NEAR_OTHERS
    return total


def _weight(entity: KnownEntity, ontology: Ontology) -> float:
    if ontology.is_a(entity.type, Spine.COUNTRY):
        return STATE
    if entity.population or entity.latitude is not None:
        return log10(max(entity.population, LEAST_POPULATION)) + (CAPITAL if entity.capital else 0.0)
    return AREA if ontology.is_a(entity.type, Spine.PLACE) else OTHER


def distance_km(entity: KnownEntity, point: tuple[float, float]) -> float:
    """Great-circle distance by the haversine formula; infinite where the entity has no coordinates."""
    if entity.latitude is None or entity.longitude is None:
        return float("inf")
    latitude, longitude = radians(entity.latitude), radians(entity.longitude)
    other_latitude, other_longitude = radians(point[0]), radians(point[1])
    half = sin((other_latitude - latitude) / 2) ** 2
    half += cos(latitude) * cos(other_latitude) * sin((other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))
