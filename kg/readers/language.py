"""Only English is read: a text in another language is skipped and said."""

from __future__ import annotations

import re

import py3langid

from kg.errors import SkipDocument

SAMPLE = 20_000
SHORTEST = 40
ENGLISH = "en"
# How much likelier than English another language must be, in log probability a character: a sentence of foreign names
# looks a little like another language, one that is written in it does by more than 1.5.
MARGIN = 0.5


def check_english(source: str, text: str) -> str:
    """The text itself. Raises SkipDocument where it holds no sentence of English.

    Very short texts are let through: a language cannot be told from a few words. A text that is mostly another
    language is let through where one of its paragraphs is English.
    """
    if not re.search(r"[^\W\d_]{2}", text):
        raise SkipDocument(source, "holds no words")
    if len(text) < SHORTEST:
        return text
    language = likely_language(text[:SAMPLE])
    if language == ENGLISH:
        return text
    paragraphs = [p for p in text[:SAMPLE].split("\n") if len(p) >= SHORTEST]
    if any(likely_language(p) == ENGLISH for p in paragraphs):
        return text
    raise SkipDocument(source, f"seems to be written in another language ({language}); only English is read")


def likely_language(text: str) -> str:
    """The ISO 639-1 code of the likeliest language; English unless another one is clearly likelier."""
    ranked: list[tuple[str, float]] = py3langid.rank(text)
    best, score = ranked[0]
    return best if score - dict(ranked)[ENGLISH] > MARGIN * len(text) else ENGLISH
