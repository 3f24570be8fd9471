"""Fingerprints of texts, by which near-duplicate articles are found without comparing each with each.

MinHash over word shingles with banding (Broder 1997; Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, ch. 3).
A fingerprint is a function of the text alone.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from kg.iri import digest

WORD = re.compile(r"\w+")
SHINGLE = 4
LEAST_WORDS = 20
PERMUTATIONS = 128
ROWS = 4
SEED = 20190712
SAME_REPORT = 0.5


def shingles(text: str) -> set[str]:
    """All runs of SHINGLE words, in lower case; none of a text too short to be told from others by its words."""
    words = WORD.findall(text.casefold())
    if len(words) < LEAST_WORDS:
        return set()
    return {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}


@lru_cache(maxsize=64)
def signature(text: str) -> str:
    """The MinHash signature of a text, as base64 of PERMUTATIONS unsigned 32-bit numbers; '' of a short text."""
    found = shingles(text)
    if not found:
        return ""
    from datasketch import MinHash  # noqa: PLC0415  takes most of a second to import

    made = MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme="affine32")
    made.update_batch([shingle.encode("utf-8") for shingle in sorted(found)])
    return base64.b64encode(np.asarray(made.hashvalues, dtype="<u4").tobytes()).decode("ascii")


def bands(signed: str) -> tuple[str, ...]:
    """The bands of a signature: texts that are nearly the same share at least one, others hardly ever."""
    values = _numbers(signed)
    return tuple(digest("band", at, *values[at : at + ROWS].tolist()) for at in range(0, len(values), ROWS))


def similarity(one: str, other: str) -> float:
    """The estimated Jaccard similarity of two texts' shingles, 0 to 1, from their signatures."""
    a, b = _numbers(one), _numbers(other)
    return float(np.mean(a == b)) if len(a) and len(a) == len(b) else 0.0


def groups(edges: Sequence[tuple[str, str]]) -> list[list[str]]:
    """The connected components of a graph given by its edges, each sorted, in the order of their first members."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for one, other in edges:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    found: dict[str, list[str]] = {}
    for name in sorted(parent):
        found.setdefault(root(name), []).append(name)
    return list(found.values())


def _numbers(signed: str) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return np.frombuffer(base64.b64decode(signed), dtype="<u4")
