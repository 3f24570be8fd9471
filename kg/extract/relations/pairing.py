"""What the pair model sees of two mentions of a sentence: their distance, the words between, the dependency path."""

from __future__ import annotations

from collections.abc import Sequence

PATH_STEPS = 10
STEPS = (0, 1, 3, 6, 11, 21)
CONTAINS, WITHIN = 2 * len(STEPS), 2 * len(STEPS) + 1

Span = tuple[int, int]


def distance(subject: Span, other: Span) -> int:
    """A bucket for order and gap of two word spans (end exclusive), or for one that contains the other."""
    if subject[0] <= other[0] and other[1] <= subject[1]:
        return CONTAINS
    if other[0] <= subject[0] and subject[1] <= other[1]:
        return WITHIN
    forward = subject[0] < other[0]
    gap = other[0] - subject[1] if forward else subject[0] - other[1]
    bucket = max(step for step, least in enumerate(STEPS) if max(gap, 0) >= least)
    return bucket if forward else bucket + len(STEPS)


def between(subject: Span, other: Span) -> Span:
    """The words between two spans; where they overlap, the words of the longer one."""
    first, second = sorted((subject, other))
    if second[0] < first[1]:
        return max(first, second, key=lambda span: span[1] - span[0])
    return first[1], second[0]


def ancestors(word: int, heads: Sequence[int]) -> list[int]:
    """The word and what governs it, up to the root (a word that is its own head)."""
    chain = [word]
    while heads[chain[-1]] != chain[-1] and len(chain) <= len(heads):
        chain.append(heads[chain[-1]])
    return chain


def path(one: int, two: int, heads: Sequence[int]) -> list[int]:
    """The words on the dependency path between two words, without the two; at most PATH_STEPS."""
    up, down = ancestors(one, heads), ancestors(two, heads)
    shared = set(up) & set(down)
    left = [word for word in up if word not in shared]
    right = [word for word in down if word not in shared]
    top = next((word for word in up if word in shared), None)
    steps = [*left, *([] if top is None else [top]), *reversed(right)]
    return [word for word in steps if word not in (one, two)][:PATH_STEPS]


def head_of(span: Span, heads: Sequence[int]) -> int:
    """The word of a span that is governed from outside it; the last such word."""
    start, end = span
    outside = [word for word in range(start, end) if not start <= heads[word] < end or heads[word] == word]
    return outside[-1] if outside else end - 1
