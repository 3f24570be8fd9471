"""Payloads of any size for measuring and testing the viewer: invented names, communities, every kind of claim."""

from __future__ import annotations

import random
from datetime import date, timedelta

from kg.export.viewer.payload import Edge, Happening, Payload, Quote, Source, Statement
from kg.facts import Entity, Interval
from kg.namespace import CLAIM_BASE, DOCUMENT_BASE, ENTITY_BASE

FIRST = ["North", "South", "East", "West", "New", "Old", "Upper", "Lower", "Great", "Inner"]
LAST = [
    "Karelor",
    "Vastan",
    "Ombria",
    "Tesk",
    "Lurand",
    "Mirova",
    "Delgar",
    "Ystad",
    "Pelor",
    "Quorin",
    "Hasma",
    "Zerin",
    "Belvany",
    "Corvath",
    "Drassa",
]
TYPES = (
    "Country",
    "Person",
    "Organization",
    "MilitaryForce",
    "ArmedGroup",
    "PopulatedPlace",
    "Facility",
    "BallisticMissile",
    "CombatAircraft",
    "Warship",
    "Group",
)
PREDICATES = (
    "meets",
    "visits",
    "supports",
    "opposes",
    "fights",
    "suppliesTo",
    "leads",
    "memberOf",
    "locatedIn",
    "uses",
)
MODALITIES = ("Actual",) * 6 + ("Planned", "Possible", "Attempted", "Requested")
START = date(2021, 1, 1)


def synthetic(entities: int, community: int = 40, seed: int = 1) -> Payload:
    """A payload of `entities` entities, about two relations each, most of them inside communities."""
    chance = random.Random(seed)
    people = tuple(_entity(number, chance) for number in range(entities))
    sources = tuple(
        Source(
            f"{DOCUMENT_BASE}{number}",
            f"Report number {number}",
            f"Agency {number % 4}",
            (START + timedelta(days=number * 30)).isoformat(),
            f"https://example.org/{number}",
        )
        for number in range(max(1, min(12, entities)))
    )
    pairs = sorted({pair for number in range(1, entities) for pair in _partners(number, community, entities, chance)})
    edges = tuple(_edge(number, pair, people, sources, chance) for number, pair in enumerate(pairs))
    happenings = tuple(
        Happening(
            f"{ENTITY_BASE}event-{number}",
            "Meeting",
            f"Meeting of {people[a].name} and {people[b].name}",
            (("agent", people[a].iri), ("patient", people[b].iri)),
            Quote(sources[0].iri, number * 100, f"{people[a].name} and {people[b].name} sat down to talk."),
            time=_time(chance),
        )
        for number, (a, b) in enumerate(pairs[:: max(1, len(pairs) // 40)])
    )
    return Payload("Synthetic graph", people, edges, sources, happenings)


def _entity(number: int, chance: random.Random) -> Entity:
    kind = TYPES[number % len(TYPES)]
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)} {number}"
    place = kind in ("Country", "PopulatedPlace", "Facility")
    latitude, longitude = (
        (round(chance.uniform(5, 60), 3), round(chance.uniform(-10, 140), 3)) if place else (None, None)
    )
    return Entity(f"{ENTITY_BASE}e{number}", kind, name, (f"{name} alias",), (), True, latitude, longitude)


def _partners(number: int, community: int, entities: int, chance: random.Random) -> list[tuple[int, int]]:
    first = number // community * community
    found = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        near = chance.random() < 0.88
        other = (
            chance.randrange(first, min(first + community, entities))
            if near
            else int(chance.paretovariate(1)) % entities
        )
        if other != number:
            found.append((number, other))
    return found


def _time(chance: random.Random) -> Interval:
    day = (START + timedelta(days=chance.randrange(360))).isoformat()
    return Interval(day, day, day)


def _edge(
    number: int, pair: tuple[int, int], people: tuple[Entity, ...], sources: tuple[Source, ...], chance: random.Random
) -> Edge:
    subject, object_ = people[pair[0]], people[pair[1]]
    predicate = PREDICATES[number % len(PREDICATES)]
    verb = f" {predicate} "
    text = f"{subject.name}{verb}{object_.name}, officials said in report {number}."
    spans = (0, len(subject.name)), (len(subject.name + verb), len(subject.name + verb + object_.name))
    statements = tuple(
        Statement(
            f"{CLAIM_BASE}{number}-{turn}",
            Quote(chance.choice(sources).iri, number * 200, text, *spans),
            "Negated" if chance.random() < 0.08 else "Affirmed",
            chance.choice(MODALITIES),
            people[0].iri if chance.random() < 0.3 else "",
            (),
            _time(chance) if chance.random() < 0.6 else None,
            round(chance.uniform(0.3, 1), 2),
            "pattern 1.0",
        )
        for turn in range(chance.choice((1, 1, 1, 2, 3)))
    )
    return Edge(subject.iri, predicate, object_.iri, statements)
