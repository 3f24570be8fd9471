"""Only English is read: a text in another language is skipped and said."""

from __future__ import annotations

import re

import py3langid

from kg.errors import SkipDocument

SAMPLE = 20_000
SHORTEST = 40


def check_english(source: str, text: str) -> str:
    """The text itself. Raises SkipDocument where it holds no sentence of English.

    Very short texts are let through: a language cannot be told from a few words. A text that is mostly another
    language is let through where one of its paragraphs is English.
    """
    if not re.search(r"[^\W\d_]{2}", text):
        raise SkipDocument(source, "holds no words")
    if len(text) < SHORTEST:
        return text
    language = py3langid.classify(text[:SAMPLE])[0]
    if language == "en":
        return text
    paragraphs = [p for p in text[:SAMPLE].split("\n") if len(p) >= SHORTEST]
    if any(py3langid.classify(p)[0] == "en" for p in paragraphs):
        return text
    raise SkipDocument(source, f"seems to be written in another language ({language}); only English is read")
