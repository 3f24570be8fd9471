"""Sentence bounds around a token, and spans by the sentences they run over, in time that does not grow with the Doc.

spaCy's own `Token.sent` first looks through the whole Doc whether it has sentences.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token


def sentence_start(token: Token) -> int:
    """The index of the first token of the token's sentence."""
    doc, index = token.doc, token.i
    while index > 0 and not doc[index].is_sent_start:
        index -= 1
    return index


def sentence_end(token: Token) -> int:
    """The index after the last token of the token's sentence."""
    doc, index = token.doc, token.i + 1
    while index < len(doc) and not doc[index].is_sent_start:
        index += 1
    return index


def sentence_root(token: Token) -> Token:
    """The root of the tree that the token is in."""
    while token.head != token:
        token = token.head
    return token


def by_sentence(doc: Doc, spans: Iterable[Span]) -> dict[int, list[int]]:
    """Sentence start -> indices of the spans that overlap the sentence, in their order."""
    found: dict[int, list[int]] = {}
    for index, span in enumerate(spans):
        first = sentence_start(span[0])
        found.setdefault(first, []).append(index)
        for position in range(first + 1, span.end):
            if doc[position].is_sent_start:
                found.setdefault(position, []).append(index)
    return found
