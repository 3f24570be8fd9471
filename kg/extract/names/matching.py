"""When two names can be one: shorter and longer forms, initials, spellings, acronyms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from rapidfuzz.distance import Levenshtein

FUZZY_LENGTH = 6
FUZZY_SIMILARITY = 0.8

TRANSLITERATIONS = (
    ("ks", "x"),
    ("kh", "h"),
    ("ou", "u"),
    ("ee", "i"),
    ("y", "i"),
    ("ph", "f"),
    ("ck", "k"),
    ("q", "k"),
)
REPEATED = re.compile(r"(.)\1+")

Name = tuple[str, ...]


def agree(one: Name, other: Name) -> bool:
    """Whether two person names may belong to one person: one's words stand in the other in the same order.

    A word may be an initial of the other ('J Dorrian') or a variant spelling ('Zelensky', 'Zelenskyy').
    """
    if not one or not other:
        return True
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(any(_same_word(word, candidate) for candidate in rest) for word in short)


def shortens(short: Name, long: Name) -> bool:
    """Whether a person's name can stand for one as long or longer: by surname, given name, or in another spelling."""
    if not 0 < len(short) <= len(long) or short == long or not agree(short, long):
        return False
    return len(short) > 1 or _same_word(short[0], long[-1]) or _same_word(short[0], long[0])


def _same_word(one: str, other: str) -> bool:
    one, other = _transliterated(one), _transliterated(other)
    if one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]):
        return True
    if min(len(one), len(other)) < FUZZY_LENGTH or one[0] != other[0]:
        return False
    return float(Levenshtein.normalized_similarity(one, other)) >= FUZZY_SIMILARITY


@cache
def _transliterated(word: str) -> str:
    """A word with the letters that transliterations differ in made equal: 'Aleksandr', 'Zelenskyy', 'Mohammed'."""
    for written, plain in TRANSLITERATIONS:
        word = word.replace(written, plain)
    return REPEATED.sub(r"\1", word)


def looks_like_acronym(word: str) -> bool:
    """Whether all letters of a word, or all but one, are capitals: 'SDF', 'MoD'."""
    letters = [c for c in word if c.isalpha()]
    return len(letters) > 1 and sum(c.isupper() for c in letters) >= len(letters) - 1


def is_acronym_of(acronym: str, words: Sequence[str]) -> bool:
    """Whether the letters of `acronym` are the initials of `words` in order; words in lower case may be passed over.

    'SDF' of 'Syrian Democratic Forces', 'OPCW' of 'Organisation for the Prohibition of Chemical Weapons', 'CJTF-OIR'
    of 'Combined Joint Task Force - Operation Inherent Resolve', 'UNSC' of 'UN Security Council'.
    """
    if not looks_like_acronym(acronym):
        return False
    letters = [c for c in acronym if c.isalpha()]
    initials = [part for word in words for part in word.replace("-", " ").split() if part[0].isalpha()]
    return _consume("".join(letters).lower(), initials)


def _consume(letters: str, words: list[str]) -> bool:
    if not letters:
        return all(word.islower() for word in words)
    if not words:
        return False
    if words[0][0].lower() == letters[0] and _consume(letters[1:], words[1:]):
        return True
    if words[0].isupper() and letters.startswith(words[0].lower()) and _consume(letters[len(words[0]) :], words[1:]):
        return True
    return words[0].islower() and _consume(letters, words[1:])
