"""Quotations of a Doc: what stands between quotation marks, over several sentences and paragraphs."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

OPENING, CLOSING, STRAIGHT = frozenset("“«„"), frozenset("”»"), frozenset({'"', "``", "''", '""'})
SHORTEST_SPEECH = 4


@dataclass(frozen=True, slots=True, order=True)
class Quotation:
    """Token range of a quotation, marks included; `speech` is false of mere quoted words ('a "soft" target')."""

    start: int
    end: int
    speech: bool


def quotations(doc: Doc) -> list[Quotation]:
    """The quotations in text order.

    A mark that is not closed in its paragraph ends there: a quotation that runs on opens the next paragraph anew.
    """
    found: list[Quotation] = []
    opened: int | None = None
    for token in doc:
        text = token.text
        if opened is None:
            if text in OPENING or text in STRAIGHT:
                opened = token.i
        elif text in CLOSING or text in STRAIGHT:
            found.append(_quotation(doc, opened, token.i + 1))
            opened = None
        elif text.count("\n") > 1:
            found.append(_quotation(doc, opened, token.i))
            opened = None
    if opened is not None:
        found.append(_quotation(doc, opened, len(doc)))
    return [quotation for quotation in found if quotation.end - quotation.start > 1]


def _quotation(doc: Doc, start: int, end: int) -> Quotation:
    inside = doc[start + 1 : end]
    words = [token for token in inside if token.is_alpha]
    speech = len(words) >= SHORTEST_SPEECH or (
        len(words) > 1 and any(token.tag_ in {"VBD", "VBP", "VBZ", "MD", "VB"} for token in words)
    )
    return Quotation(start, end, speech)
