"""Which mentions are the source of a report: one speaker, or several who say it together."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kg.extract.claims.cues import Cues
from kg.extract.claims.speech import possessor_of_words
from kg.extract.reading import SpanMention
from kg.extract.syntax.tree import coordinated
from kg.facts import Kind


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
        self._origins = {
            mention.span.end - 1: index
            for index, mention in enumerate(mentions)
            if mention.kind is Kind.VALUE and mention.known
        }
        self._owners: dict[str, int] = {}
        self._last: int | None = None

    def find(self, head: Token, source: Span) -> tuple[int, ...]:
        """The indices of the mentions that a source refers to, in text order, none where there is none.

        'A and B said' has two; 'Danish and Dutch officials said' the two states; else it is one, see `_one`.
        """
        found = self._joint(head, source) or self._states(head, source)
        if not found:
            one = self._one(head, source)
            found = () if one is None else (one,)
        if found:
            self._last = found[0]
        return found

    def _joint(self, head: Token, source: Span) -> tuple[int, ...]:
        """A mention of its own for each of several coordinated heads; none where one of them is no mention."""
        heads = [token for token in coordinated(head) if source.start <= token.i < source.end]
        found: list[int] = []
        for token in heads:
            others = {other.i for other in heads if other.i != token.i}
            alone = [i for i in self._by_head.get(token.i, ()) if others.isdisjoint(self._tokens(i))]
            if len(heads) < 2 or not alone:
                return ()
            found.append(max(alone, key=lambda index: (len(self._mentions[index].span), -index)))
        return tuple(found)

    def _states(self, head: Token, source: Span) -> tuple[int, ...]:
        """The states of officials who are named by several nationalities: 'Danish and Dutch officials'."""
        if head.lemma_.lower() not in self._cues.state_speakers:
            return ()
        found = [i for token in source if token.i < head.i and (i := self._origins.get(token.i)) is not None]
        joined = any(token.pos_ == "CCONJ" for token in source if token.i < head.i)
        states = dict.fromkeys(self._mentions[index].known for index in found)
        return tuple(found) if joined and len(states) == len(found) > 1 else ()

    def _one(self, head: Token, source: Span) -> int | None:
        """Of mentions with the same head, the one nearest in extent to the noun phrase.

        Else the name beside a title; the owner of words that speak ('the ministry's report says', and later 'the
        report'); the state of a nationality that stands alone; the last speaker for a third person pronoun that is no
        mention.
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
        if found is None and len(source) == 1:
            found = self._origins.get(source.start)
        if found is None and head.pos_ == "PRON" and head.morph.to_dict().get("Person") == "3":
            found = self._last
        return found

    def _tokens(self, index: int) -> range:
        span = self._mentions[index].span
        return range(span.start, span.end)

    def _nearest(self, head: Token, source: Span) -> int | None:
        candidates = self._by_head.get(head.i) or self._by_token.get(head.i, [])
        return min(candidates, key=lambda index: (self._distance(index, source), index), default=None)

    def _distance(self, index: int, source: Span) -> int:
        span = self._mentions[index].span
        return abs(span.start - source.start) + abs(span.end - source.end)
