"""The written forms of a known name: which strings to look for, and which capitals they need."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

PLAIN = str.maketrans(
    {"-": " ", "‐": " ", "‑": " ", "–": " ", "\n": " ", "\t": " ", "\xa0": " ", "’": "'", "ʼ": "'", "‘": "'"}
)
PARTICLES = frozenset(
    {"al", "el", "ar", "as", "ash", "at", "ad", "an", "az", "ez", "bin", "ibn", "abu", "de", "van", "the", "of"}
)
DESIGNATION = re.compile(r"(?<=[A-Za-z])[- ](?=\d)")
ACRONYM_LETTERS = 6


def fold(text: str) -> str:
    """The text in lower case, without accents, hyphens and line ends as blanks; every character keeps its place."""
    if text.isascii():
        return text.lower().replace("-", " ").replace("\n", " ").replace("\t", " ")
    return "".join(map(_fold_character, text.translate(PLAIN)))


def squeeze(text: str) -> tuple[str, list[int] | None]:
    """The folded text with every run of blanks as one, and where each of its characters stood; None where all did.

    Names are broken over lines, and lines are indented.
    """
    folded = fold(text)
    if "  " not in folded:
        return folded, None
    kept = [i for i, character in enumerate(folded) if character != " " or folded[i - 1 : i] != " "]
    return "".join(folded[i] for i in kept), kept


def _fold_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    return unicodedata.normalize("NFKD", character)[0].lower()[0]


def forms(name: str, arms: bool) -> Iterable[str]:
    """The folded strings by which a text may write the name.

    For `arms`, weapons and platforms: the designation may lack its hyphen ('S400'), and all may stand in the plural
    ('T-72s', 'Scuds').
    """
    key = fold(name)
    if not arms:
        return (key,)
    joined = fold(DESIGNATION.sub("", name))
    return dict.fromkeys((key, key + "s", joined, joined + "s"))


def is_acronym(name: str) -> bool:
    """Whether a name is short and only its capitals tell it from another word ('US', 'IS', 'LeT')."""
    return name.isalpha() and len(name) <= ACRONYM_LETTERS and sum(c.isupper() for c in name) > 1


def fits(name: str, surface: str) -> bool:
    """Whether the capitals of `surface` allow it to be `name`.

    An acronym needs its capitals; any other name needs a capital wherever a word of it has one, Arabic and
    similar particles aside.
    """
    if is_acronym(name):
        return surface.removesuffix("s").translate(PLAIN) in (name.translate(PLAIN), DESIGNATION.sub("", name))
    if len(surface) not in (len(name), len(name) + 1):
        return surface[0].isupper() or not name[0].isupper()
    return all(surface[at].isupper() for at in _capitals(name))


def _capitals(name: str) -> Iterator[int]:
    """Where a text must repeat the capitals of a name: all of 'AT' in 'AT-5', the first of any other word."""
    for found in re.finditer(r"\w+", name):
        word = found.group()
        if word.isalpha() and word.isupper():
            yield from range(*found.span())
        elif word[0].isupper() and (word.lower() not in PARTICLES or len(word) == len(name)):
            yield found.start()
