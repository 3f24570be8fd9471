"""How a store grows: documents a second, memory, size on disk, and the time of the ready queries, beside rdflib.

`python -m benchmarks.growth examples/ --sizes 1000 10000 100000 --work FOLDER` writes the figures that
`benchmarks.growthpage` makes docs/performance.md of. The texts are read once by the real pipeline; what is read is
multiplied with names and words varied, because reading 100,000 documents would measure the pipeline and not the store.
Each step's figures are written when it ends; started again with the same folder, the run goes on with the next step.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from pyoxigraph import RdfFormat, serialize

from benchmarks.multiply import multiplied, seeds
from benchmarks.rdflibpeer import rdflib_queries
from kg.document import Document
from kg.facts import Facts
from kg.ontology import load_ontology
from kg.queries import ready_queries, ready_query
from kg.rdf import quads
from kg.store import folder
from kg.store.archive import Archive
from kg.store.interface import QuadStore
from kg.store.loading import load
from kg.updating import add, settled

SHARD, WRITERS = 500, 2
MORE = 1000
ABOUT = "Iran"
REPEATS = 3
LONG_MS = 20_000

Row = dict[str, Any]
Step = Callable[[], Row]


def in_a_process(step: Step) -> Row:
    """What a step returns in a process of its own, with its peak memory in megabytes, seconds, processor seconds."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_measured, step).result()


def _measured(step: Step) -> Row:
    started, used = time.perf_counter(), time.process_time()
    row = step()
    measured = {"memory": peak_memory(), "cpu": time.process_time() - used, "seconds": time.perf_counter() - started}
    return measured | row


def peak_memory() -> int:
    """Megabytes that this process has used at most; getrusage would count what its parent used before it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) // 1000


def write(read: list[Facts], size: int, shards: Path) -> Row:
    """Quads made of the documents' facts and written as N-Quads shards, by two processes."""
    shards.mkdir(parents=True, exist_ok=True)
    parts = [(read, first, min(first + SHARD, size), shards) for first in range(0, size, SHARD)]
    with multiprocessing.get_context("spawn").Pool(WRITERS) as pool:
        rows = list(pool.imap_unordered(_shard, parts))
    peak, used = WRITERS * max(row["peak"] for row in rows), sum(row["used"] for row in rows)
    return {"documents": size, "quads": sum(row["quads"] for row in rows), "memory": peak, "cpu": used}


def _shard(part: tuple[list[Facts], int, int, Path]) -> Row:
    read, first, last, shards = part
    used = time.process_time()
    found = [quad for facts in multiplied(read, first, last) for quad in quads(facts)]
    with (shards / f"{first:09}.nq").open("wb") as out:
        serialize(found, out, RdfFormat.N_QUADS)
    return {"quads": len(found), "peak": peak_memory(), "used": time.process_time() - used}


def bulk(shards: Path, place: Path) -> Row:
    """The shards loaded into a new store as `kg load` does: merged, resolved, compacted."""
    shutil.rmtree(place, ignore_errors=True)
    count = load(sorted(shards.glob("*.nq")), place, datetime.now(UTC), load_ontology())
    return {"documents": count, "size": folder.size(place) // 1_000_000}


def growing(read: list[Facts], size: int, place: Path) -> Row:
    """New documents put in by `kg add`'s own loop, a transaction for each batch, resolved and published to readers."""

    waiting: deque[Facts] = deque()

    def documents() -> Iterator[Document]:
        for facts in multiplied(read, size, size + MORE):
            waiting.append(facts)
            yield facts.document

    def extract(wanted: Iterable[Document]) -> Iterator[Facts]:
        return (waiting.popleft() for _ in wanted)

    with folder.writing(place) as store:
        for _ in settled(add(documents(), Archive(store), extract), store, load_ontology()):
            pass
    return {"documents": MORE}


def queries(place: Path) -> Row:
    """Milliseconds and number of results of each ready query."""
    with folder.reading(place) as store:
        texts = {one.name: ready_query(one.text, ABOUT) for one in ready_queries()}
        return {"queries": {name: _time(store, text) for name, text in texts.items()}}


def _time(store: QuadStore, text: str) -> list[float]:
    spent, count = [], 0
    for _ in range(REPEATS):
        started = time.perf_counter()
        count = sum(1 for _ in store.query(text))  # type: ignore[union-attr]
        spent.append(1000 * (time.perf_counter() - started))
        if spent[-1] > LONG_MS:
            break
    return [round(median(spent), 1), count]


def steps(read: list[Facts], size: int, work: Path) -> dict[str, Step]:
    """What is measured of one size, in order."""
    shards, place = work / f"shards-{size}", work / f"store-{size}"
    return {
        "write": partial(write, read, size, shards),
        "load": partial(bulk, shards, place),
        "queries": partial(queries, place),
        "add": partial(growing, read, size, place),
    }


class Results:
    """The figures measured so far, in a file: for each size, in order, those of each step."""

    def __init__(self, path: Path, again: Sequence[str]) -> None:
        self.path, self.again = path, again
        self.rows: list[Row] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []

    def of(self, size: int) -> Row:
        """The figures of a size."""
        found = next((row for row in self.rows if row["documents"] == size), None)
        if found is None:
            found = {"documents": size}
            self.rows = sorted([*self.rows, found], key=lambda row: int(row["documents"]))
        return found

    def measure(self, size: int, name: str, step: Step) -> None:
        """Carry out a step, unless that has been done and is not wanted again, and write its figures."""
        row = self.of(size)
        if name not in row or name in self.again:
            row[name] = in_a_process(step)
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(json.dumps(self.rows, indent=1) + "\n", encoding="utf-8")
            print(f"{size} {name}: {row[name]}", flush=True)


def main() -> None:
    """Measure each size, then rdflib on the smallest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--work", type=Path, required=True, help="a folder on a large disk; it is kept")
    parser.add_argument("--results", type=Path, default=Path("benchmarks/results/growth.json"))
    parser.add_argument("--again", nargs="+", default=[], help="steps to measure again, such as queries")
    options = parser.parse_args()
    read, results = seeds(options.texts), Results(options.results, options.again)
    for size in options.sizes:
        for name, step in steps(read, size, options.work).items():
            results.measure(size, name, step)
    smallest = options.sizes[0]
    results.measure(smallest, "rdflib", partial(rdflib_queries, read, smallest, ABOUT))


if __name__ == "__main__":
    main()
