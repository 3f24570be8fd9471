"""How a store grows: documents a second, memory, size on disk, and the time of the ready queries, beside rdflib.

`python -m benchmarks.growth examples/ --sizes 1000 10000 100000 --work FOLDER` writes the figures and the
plot of docs/performance.md. The texts are read once by the real pipeline; what is read is multiplied with
names varied, because reading 100,000 documents would measure the pipeline and not the store.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from pyoxigraph import RdfFormat, serialize

from benchmarks.growthplot import plot
from benchmarks.multiply import batches, multiplied, seeds
from benchmarks.rdflibpeer import rdflib_queries
from kg.document import Document
from kg.facts import Facts
from kg.queries import ready_queries, ready_query
from kg.rdf import quads
from kg.store import folder
from kg.store.archive import Archive
from kg.store.interface import QuadStore
from kg.store.loading import load
from kg.updating import add

SHARD = 5000
MORE = 1000
ABOUT = "Iran"
REPEATS = 3

Row = dict[str, Any]


def in_a_process(work: Callable[..., Row], *arguments: object) -> Row:
    """What `work` returns in a process of its own, with its peak memory in megabytes."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work, *arguments))


def _measured(work: Callable[..., Row], *arguments: object) -> Row:
    row = work(*arguments)
    return row | {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000}


def first_build(read: list[Facts], size: int, place: Path) -> Row:
    """N-Quads shards written and loaded in bulk into a new store."""
    shards = place.with_suffix(".shards")
    shards.mkdir(parents=True)
    started = time.perf_counter()
    files, count = [], 0
    for number, batch in enumerate(batches(multiplied(read, 0, size), SHARD)):
        files.append(shards / f"{number:05}.nq")
        for facts in batch:
            found = quads(facts)
            count += len(found)
            with files[-1].open("ab") as out:
                serialize(found, out, RdfFormat.N_QUADS)
    written = time.perf_counter()
    load(files, place, datetime.now(UTC))
    loaded = time.perf_counter()
    shutil.rmtree(shards)
    row = {"documents": size, "quads": count, "write": size / (written - started), "load": size / (loaded - written)}
    return row | {"size": folder.size(place) // 1_000_000}


def growing(read: list[Facts], size: int, place: Path) -> Row:
    """New documents put in by `kg add`'s own loop, a transaction for each batch, and published to readers."""
    fresh = {facts.document.id: facts for facts in multiplied(read, size, size + MORE)}

    def extract(documents: Iterator[Document]) -> Iterator[Facts]:
        return (fresh[document.id] for document in documents)

    started = time.perf_counter()
    with folder.writing(place) as store:
        for _ in add((facts.document for facts in fresh.values()), Archive(store), extract):  # type: ignore[arg-type]
            pass
    return {"add": MORE / (time.perf_counter() - started)}


def queries(place: Path) -> Row:
    """Milliseconds and number of results of each ready query, and of a look at the documents."""
    with folder.reading(place) as store:
        texts = {one.name: ready_query(one.text, ABOUT) for one in ready_queries()}
        return {"queries": {name: _time(store, text) for name, text in texts.items()}}


def _time(store: QuadStore, text: str) -> list[float]:
    spent, count = [], 0
    for _ in range(REPEATS):
        started = time.perf_counter()
        count = sum(1 for _ in store.query(text))  # type: ignore[union-attr]
        spent.append(1000 * (time.perf_counter() - started))
        if spent[-1] > 20_000:
            break
    return [round(median(spent), 1), count]


def main() -> None:
    """Measure each size, then rdflib on the smallest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--work", type=Path, required=True, help="a folder that does not exist yet, on a large disk")
    parser.add_argument("--results", type=Path, default=Path("benchmarks/results/growth.json"))
    parser.add_argument("--plot", type=Path, default=Path("docs/growth.svg"))
    options = parser.parse_args()
    read = seeds(options.texts)
    rows: list[Row] = []
    for size in options.sizes:
        rows.append(measure(read, size, options.work / f"store-{size}"))
        save(rows, options.results, options.plot)
    rows[0]["rdflib"] = in_a_process(rdflib_queries, read, options.sizes[0], ABOUT)
    save(rows, options.results, options.plot)


def measure(read: list[Facts], size: int, place: Path) -> Row:
    """All figures of one size."""
    row = in_a_process(first_build, read, size, place)
    asked, more = in_a_process(queries, place), in_a_process(growing, read, size, place)
    return row | {
        "queries": asked["queries"],
        "read memory": asked["memory"],
        "add": more["add"],
        "add memory": more["memory"],
    }


def save(rows: list[Row], results: Path, drawing: Path) -> None:
    """Write what has been measured so far."""
    for path, content in ((results, json.dumps(rows, indent=1) + "\n"), (drawing, plot(rows))):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
