"""Time to compare and resolve synthetic entities, by their number: it may grow no worse than n log n.

python -m benchmarks.resolution [--most 100000]
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from math import log2
from time import perf_counter

from kg.extract.knowledge import shared_name_keys, shared_ontology
from kg.facts import Entity
from kg.fingerprint import signature
from kg.resolve.automatic import conflicts
from kg.resolve.candidates import Candidates
from kg.resolve.support import Said, same_reports, supports

SIZES = (6_250, 12_500, 25_000, 50_000, 100_000)
SYLLABLES = (
    "ka",
    "lo",
    "mir",
    "ta",
    "vel",
    "dur",
    "an",
    "esh",
    "por",
    "ul",
    "gan",
    "sim",
    "bor",
    "ye",
    "tha",
    "ro",
    "zi",
    "nar",
)
CLASSES = ("Person", "ArmedGroup", "Company", "PopulatedPlace", "MilitaryForce")


def people(count: int) -> list[Entity]:
    """Entities with invented names, some of them near each other."""
    chance = random.Random(count)
    return [
        Entity(f"e:{n}", CLASSES[n % len(CLASSES)], " ".join(_word(chance) for _ in range(2))) for n in range(count)
    ]


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3, 4)))).title()


def name_keys(entities: list[Entity]) -> None:
    """Make the key of each name."""
    keys = shared_name_keys(shared_ontology())
    for entity in entities:
        keys.key(entity.name, "Person" if entity.type == "Person" else "Organization")


def candidates(entities: list[Entity]) -> None:
    """Find the possible duplicates of each entity."""
    found = Candidates(entities, {}, shared_ontology())
    for entity in entities:
        found.of(entity)


def sources(entities: list[Entity]) -> None:
    """Count the sources of three sayings an entity, and look for conflicts of class."""
    chance = random.Random(1)
    count = len(entities)
    rows = [
        Said(
            (one.iri, "supports", chance.choice(entities).iri), f"d:{chance.randrange(count)}", f"p{n % 9}", "", 0.7,
            n % 7 == 0,
        )
        for n, one in enumerate(entities * 3)
    ]  # fmt: skip
    supports(rows, {})
    conflicts(((one.iri, one.type, "d:1") for one in entities), shared_ontology())


def reports(entities: list[Entity]) -> None:
    """Find copies among a tenth as many texts, one in ten of them a copy."""
    chance = random.Random(2)
    texts = [" ".join(_word(chance) for _ in range(60)) for _ in range(len(entities) // 10)]
    texts += [f"{text} Copied." for text in texts[::10]]
    same_reports({str(number): signature(text) for number, text in enumerate(texts)})


STEPS: tuple[Callable[[list[Entity]], None], ...] = (name_keys, candidates, sources, reports)


def main() -> None:
    """Print a table of seconds, and the time per n log n against that of the smallest size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1])
    most = parser.parse_args().most
    name_keys(people(10))
    print("| entities | " + " | ".join(step.__name__.replace("_", " ") for step in STEPS) + " | all | per n log n |")
    print("| ---: " * (len(STEPS) + 3) + "|")
    first = 0.0
    for size in (size for size in SIZES if size <= most):
        entities = people(size)
        times = []
        for step in STEPS:
            start = perf_counter()
            step(entities)
            times.append(perf_counter() - start)
        unit = sum(times) / (size * log2(size))
        first = first or unit
        cells = " | ".join(f"{seconds:.2f} s" for seconds in (*times, sum(times)))
        print(f"| {size:,} | {cells} | {unit / first:.2f} |", flush=True)


if __name__ == "__main__":
    main()
