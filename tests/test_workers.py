"""Two worker processes read what one process reads, in the same order, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from kg.document import Document
from kg.extract import Extractor
from kg.rdf import quads
from kg.workers import AHEAD, CHUNK, extract_parallel

TEXTS = [
    "The leader of North Korea came to Russia by train. President Vladimir Putin met Kim Jong Un in Vladivostok.",
    "North Korea fired a Hwasong-17 missile on Friday, South Korean officials said. Japan condemned the launch.",
    "Xi Jinping visited Moscow on Monday.",
]


def documents(count: int) -> list[Document]:
    return [Document(f"d{number:03}", TEXTS[number % 3]) for number in range(count)]


def test_two_workers_give_what_one_process_gives(extractor: Extractor) -> None:
    wanted = documents(3 * CHUNK)
    alone = [[str(quad) for quad in quads(facts)] for facts in extractor.extract(wanted)]
    together = [[str(quad) for quad in quads(facts)] for facts in extract_parallel(wanted, 2)]
    assert together == alone


def test_documents_are_taken_only_as_fast_as_they_are_read() -> None:
    taken = 0

    def endless() -> Iterator[Document]:
        nonlocal taken
        for number in range(10_000):
            taken += 1
            yield Document(f"d{number}", TEXTS[2])

    found = extract_parallel(endless(), 1)
    assert len(list(islice(found, 1))) == 1
    assert taken <= AHEAD * CHUNK
    found.close()  # type: ignore[attr-defined]
