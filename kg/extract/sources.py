"""Which mention is the source of a report."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kg.extract.cues import Cues
from kg.extract.reading import SpanMention
from kg.extract.speech import possessor_of_words


class SourceFinder:
    """Finds source mentions in text order, and remembers who spoke last and whose report 'the report' is.

    `speakers` are the indices of mentions of a class that can say something.
    """

    def __init__(self, mentions: list[SpanMention], speakers: list[int], cues: Cues) -> None:
        self._mentions = mentions
        self._cues = cues
        self._by_head: dict[int, list[int]] = {}
        self._by_token: dict[int, list[int]] = {}
        for index in speakers:
            span = mentions[index].span
            self._by_head.setdefault(span.root.i, []).append(index)
            for position in range(span.start, span.end):
                self._by_token.setdefault(position, []).append(index)
        self._owners: dict[str, int] = {}
        self._last: int | None = None

    def find(self, head: Token, source: Span) -> int | None:
        """The index of the mention that a source refers to, None where there is none.

        Of mentions with the same head, the one nearest in extent to the noun phrase; the name beside a title; the
        owner of words that speak ('the ministry's report says', and later 'the report'); the last speaker for a third
        person pronoun that is no mention.
        """
        owner = possessor_of_words(head, self._cues)
        found = self._nearest(owner or head, source)
        for child in head.children:
            if found is None and child.dep_ == "appos":
                found = self._nearest(child, source)
        if owner is not None and found is not None:
            self._owners[head.lemma_] = found
        elif found is None:
            found = self._owners.get(head.lemma_)
        if found is None and head.pos_ == "PRON" and head.morph.to_dict().get("Person") == "3":
            found = self._last
        if found is not None:
            self._last = found
        return found

    def _nearest(self, head: Token, source: Span) -> int | None:
        candidates = self._by_head.get(head.i) or self._by_token.get(head.i, [])
        return min(candidates, key=lambda index: (self._distance(index, source), index), default=None)

    def _distance(self, index: int, source: Span) -> int:
        span = self._mentions[index].span
        return abs(span.start - source.start) + abs(span.end - source.end)
