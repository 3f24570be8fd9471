"""A store whose writer is killed or runs out of disk: what was reported is there, and nothing by halves."""

from __future__ import annotations

import pickle
import random
import time
from pathlib import Path

import pyoxigraph
import pytest

from kg.extract import Extractor
from kg.facts import Facts
from kg.namespace import HISTORY_GRAPH
from kg.rdf import quads
from kg.store import folder
from kg.updating import BATCH
from tests.growing import paragraphs, reported, start, versions

EXAMPLES = Path(__file__).parents[1] / "examples"
COUNT = 3 * BATCH
KILLS = 50

Content = frozenset[pyoxigraph.Quad]


def content(place: Path) -> Content:
    """The quads about documents that a reader sees."""
    with folder.reading(place) as store:
        return frozenset(q for q in store.quads() if q.graph_name != pyoxigraph.NamedNode(HISTORY_GRAPH))


@pytest.fixture(scope="module")
def read(extractor: Extractor, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the pipeline reads in the paragraphs of the examples, pickled."""
    path = tmp_path_factory.mktemp("read") / "paragraphs.pickle"
    path.write_bytes(pickle.dumps(paragraphs(EXAMPLES, extractor)))
    return path


class Expected:
    """What the store may hold: for each document, in order, the quads of the version that was last done."""

    def __init__(self, read: Path) -> None:
        self.version = 0
        self.read = facts_read(read)
        self.fresh: list[Content] = []
        self.held: list[Content] = [frozenset()] * COUNT
        self.next_version()

    def next_version(self) -> None:
        self.version += 1
        self.fresh = [frozenset(quads(facts)) for facts in versions(self.read, COUNT, self.version)]

    @property
    def done(self) -> int:
        """How many documents are at the newest version; they are the first, for reading keeps the order."""
        return sum(held is fresh for held, fresh in zip(self.held, self.fresh, strict=True))

    def up_to(self, number: int) -> Content:
        """The store where the first `number` documents are at the newest version."""
        return frozenset().union(*self.fresh[:number], *self.held[number:])

    def settle(self, number: int) -> None:
        self.held[:number] = self.fresh[:number]


def wait_for(log: Path) -> None:
    while not log.exists():
        time.sleep(0.002)


def seconds_of_a_run(tmp_path: Path, read: Path) -> float:
    """How long it takes here to put the corpus into an empty store: kills fall into all of that time."""
    process = start(tmp_path / "timed", tmp_path / "timed.log", read, COUNT, 1)
    wait_for(tmp_path / "timed.log")
    started = time.perf_counter()
    process.join()
    return time.perf_counter() - started


def test_killed_at_fifty_moments_the_store_holds_what_was_reported(tmp_path: Path, read: Path) -> None:
    place, chance, expected = tmp_path / "store", random.Random(20240501), Expected(read)
    with folder.writing(place):
        pass
    kills, longest = 0, seconds_of_a_run(tmp_path, read)
    for attempt in range(10 * KILLS):
        log = tmp_path / f"{attempt}.log"
        process = start(place, log, read, COUNT, expected.version)
        wait_for(log)
        # Every fifth run ends by itself, so that the kills after it fall into replacements, on however slow a machine.
        process.join(None if attempt % 5 == 4 else chance.uniform(0, longest))
        process.kill()
        process.join()
        kills += process.exitcode == -9
        before, now = expected.done, len(reported(log))
        in_flight = min(before + now + BATCH, COUNT)
        held = content(place)
        assert held in (expected.up_to(before + now), expected.up_to(in_flight)), f"after kill {kills}"
        expected.settle(in_flight if held == expected.up_to(in_flight) else before + now)
        if expected.done == COUNT:
            expected.next_version()
        if kills == KILLS:
            break
    assert kills == KILLS
    assert expected.version > 2


def test_a_run_started_again_goes_on_where_it_was(tmp_path: Path, read: Path) -> None:
    place = tmp_path / "store"
    first = start(place, tmp_path / "first.log", read, COUNT // 2, 1)
    first.join()
    second = start(place, tmp_path / "second.log", read, COUNT, 1)
    second.join()
    ids = [facts.document.id for facts in versions(facts_read(read), COUNT, 1)]
    assert reported(tmp_path / "first.log") == ids[: COUNT // 2]
    assert reported(tmp_path / "second.log") == ids[COUNT // 2 :]


def test_a_full_disk_loses_nothing(tmp_path: Path, read: Path) -> None:
    place, log = tmp_path / "store", tmp_path / "log"
    start(place, tmp_path / "first.log", read, COUNT // 2, 1).join()
    process = start(place, log, read, 10 * COUNT, 1, 400_000)
    process.join()
    assert process.exitcode == 0
    stopped = [line for line in log.read_text().splitlines() if line.startswith("stopped")]
    assert len(stopped) == 1
    ids = {*reported(tmp_path / "first.log"), *reported(log)}
    assert COUNT // 2 <= len(ids) < 10 * COUNT
    assert content(place) == union([f for f in versions(facts_read(read), 10 * COUNT, 1) if f.document.id in ids])
    start(place, tmp_path / "third.log", read, 10 * COUNT, 1).join()
    assert content(place) == union(versions(facts_read(read), 10 * COUNT, 1))


def facts_read(read: Path) -> list[Facts]:
    found: list[Facts] = pickle.loads(read.read_bytes())
    return found


def union(corpus: list[Facts]) -> Content:
    return frozenset(quad for facts in corpus for quad in quads(facts))
