"""Reading with several processes: one pipeline a worker, results in the order of the documents, bounded memory."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from itertools import islice

from kg.document import Document
from kg.extract import Extractor
from kg.facts import Facts
from kg.settings import DEFAULT, Settings

CHUNK = 8
AHEAD = 3


def extract_parallel(documents: Iterable[Document], workers: int, settings: Settings = DEFAULT) -> Iterator[Facts]:
    """The Facts of each document, in order, read by `workers` processes; at most a few chunks wait at a time."""
    context = multiprocessing.get_context("spawn")
    stream = iter(documents)
    with ProcessPoolExecutor(workers, context) as pool:
        waiting: deque[Future[list[Facts]]] = deque()
        while chunk := list(islice(stream, CHUNK)):
            waiting.append(pool.submit(_read, settings, chunk))
            if len(waiting) >= workers * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


@cache
def loaded(settings: Settings) -> Extractor:
    """This process's pipeline, loaded once and kept for its life."""
    return Extractor(settings)


def _read(settings: Settings, chunk: list[Document]) -> list[Facts]:
    return list(loaded(settings).extract(chunk))
