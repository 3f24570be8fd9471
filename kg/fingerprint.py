"""Fingerprints of texts, by which near-duplicate articles are found without comparing each with each.

MinHash over word shingles with banding (Broder 1997; Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, ch. 3).
A fingerprint is a function of the text alone.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Sequence
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


class Groups:
    """Names in groups that grow together (a union-find structure; Tarjan 1975, Journal of the ACM 22:215)."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def of(self, name: str) -> str:
        """A name that stands for the whole group of this one."""
        while self._parent.setdefault(name, name) != name:
            self._parent[name] = self._parent[self._parent[name]]
            name = self._parent[name]
        return name

    def join(self, one: str, other: str) -> None:
        """Make one group of the groups of two names."""
        first, second = sorted((self.of(one), self.of(other)))
        self._parent[second] = first

    def all(self) -> list[list[str]]:
        """All groups, each sorted, in the order of their first members."""
        found: dict[str, list[str]] = {}
        for name in sorted(self._parent):
            found.setdefault(self.of(name), []).append(name)
        return list(found.values())


def groups(edges: Sequence[tuple[str, str]]) -> list[list[str]]:
    """The connected components of a graph given by its edges, each sorted, in the order of their first members."""
    made = Groups()
    for one, other in edges:
        made.join(one, other)
    return made.all()


def copies(sharing: Iterable[Iterable[str]], signature_of: Callable[[str], str]) -> list[list[str]]:
    """The groups of texts (names) that are copies of one report; `sharing` gives those that share a band, for each.

    Two texts that share a band are compared, unless they are known to be of one group: a report that was printed a
    thousand times takes thousands of comparisons and not millions.
    """
    made = Groups()
    for names in sharing:
        apart: list[list[str]] = []
        for name in names:
            mine = [name]
            others = []
            for group in apart:
                if made.of(name) == made.of(group[0]) or _alike(signature_of(name), group, signature_of):
                    made.join(name, group[0])
                    mine = group + mine
                else:
                    others.append(group)
            apart = [*others, mine]
    return [group for group in made.all() if len(group) > 1]


def _alike(signed: str, group: Iterable[str], signature_of: Callable[[str], str]) -> bool:
    return any(similarity(signed, signature_of(other)) >= SAME_REPORT for other in group)


def _numbers(signed: str) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return np.frombuffer(base64.b64decode(signed), dtype="<u4")
