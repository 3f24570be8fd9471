"""N-Quads for a bulk load, in pieces: each goes in with its part of the merge, so that large files need no more memory.

Oxigraph's loader collects a million quads at a time, a gigabyte, where it is given as many at once.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from kg.namespace import GRAPH_BASE

PIECE = 10_000_000
THREADS = 2
GRAPH = re.compile(rb" <[^<> ]+> \.$", re.MULTILINE)
TRIPLE = re.compile(rb"^\S+\s+\S+\s+\S+\s*\.$", re.MULTILINE)
OF_THE_STORE = f" <{GRAPH_BASE}".encode()


class Piece(NamedTuple):
    """Some lines of a file, and how many lines stand before them."""

    before: int
    lines: bytes


def pieces(path: Path) -> Iterator[Piece]:
    """The lines of a file in pieces of about PIECE bytes. Raises OSError."""
    before = 0
    with path.open("rb") as stream:
        while start := stream.read(PIECE):
            piece = Piece(before, start + stream.readline())
            yield piece
            before += piece.lines.count(b"\n")


def without_graphs(lines: bytes) -> bytes | None:
    """The triples of some lines of N-Quads, as N-Triples; None where the lines have to be parsed to know them.

    They need not where every line is in canonical form (RDF 1.1 N-Quads, section 4), as serializers write it, and
    stands in a document's graph, for what is told of the store itself is not merged.
    """
    triples, count = GRAPH.subn(b" .", lines)
    every = count == lines.count(b"\n") + (not lines.endswith(b"\n"))
    plain = every and not TRIPLE.search(lines) and OF_THE_STORE not in lines
    return triples if plain else None


def in_threads(work: Callable[[Piece], None], given: Iterable[Piece]) -> None:
    """Do the work on each piece in THREADS threads; few pieces are in memory at a time. Raises what `work` raises."""
    with ThreadPoolExecutor(THREADS) as pool:
        waiting: deque[Future[None]] = deque()
        for piece in given:
            waiting.append(pool.submit(work, piece))
            if len(waiting) > THREADS:
                waiting.popleft().result()
        while waiting:
            waiting.popleft().result()
