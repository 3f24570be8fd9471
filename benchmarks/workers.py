"""How much faster two processes read than one: `python -m benchmarks.workers examples/ --documents 200`."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from kg.document import Document
from kg.readers import read_inputs
from kg.workers import CHUNK, extract_parallel


def documents(folder: Path, count: int) -> Iterator[Document]:
    """As many documents as wanted: those of a folder again and again, under ids of their own."""
    read = [item for item in read_inputs([folder]) if isinstance(item, Document)]
    for number, one in enumerate(islice(cycle(read), count)):
        yield replace(one, id=f"{one.id}-{number}")


def speed(folder: Path, count: int, workers: int) -> float:
    """Documents a second once each process has read its first chunk, so that loading the pipelines does not count."""
    found = extract_parallel(documents(folder, count), workers)
    next(found)
    started = time.perf_counter()
    for _ in found:
        pass
    return (count - workers * CHUNK) / (time.perf_counter() - started)


def main() -> None:
    """Print documents a second for one process and for more, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    one = speed(options.folder, options.documents, 1)
    more = speed(options.folder, options.documents, options.workers)
    for workers, found in ((1, one), (options.workers, more)):
        print(f"{workers} workers: {found:.2f} documents a second")
    print(f"ratio: {more / one:.2f}")


if __name__ == "__main__":
    main()
