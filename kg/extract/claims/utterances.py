"""How far a speaker's words run: whole quotations, later ones without a cue of their own, blocks below 'X said:'."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from spacy.tokens import Doc

from kg.extract.claims.content import noun_phrase
from kg.extract.claims.quotes import Quotation, quotations
from kg.extract.claims.speech import Report, is_first_person
from kg.extract.syntax.sentences import sentence_end, sentence_start

NEAR = 2


class Utterances:
    """The reports of a Doc and its quotations; `extend` gives each report all that its source says at a stretch."""

    def __init__(self, doc: Doc, reports: list[Report]) -> None:
        self.doc = doc
        self.reports = reports
        self.quoted = [quotation for quotation in quotations(doc) if quotation.speech]
        self.starts = [quotation.start for quotation in self.quoted]
        self.cues = sorted(report.cue.i for report in reports)

    def extend(self) -> None:
        """Widen the content of the reports in place."""
        for report in self.reports:
            self._take(report)
        taken = {quotation.start for report in self.reports for quotation in self._begun_in(report)}
        limit = len(self.doc)
        for report in reversed(self.reports):
            if report.open and self._block_opens(report):
                report.end = self._block_end(report, limit)
                limit = sentence_start(report.source)
        for report in self.reports:
            if self._begun_in(report):
                self._go_on(report, taken)

    def _take(self, report: Report) -> None:
        """Content that meets a quotation takes it in whole; a cue without content takes the quotation beside it."""
        if report.start == report.end:
            beside = self._beside(report) if report.quotable else None
            if beside is None:
                return
            report.start, report.end = beside.start, beside.end
        first = max(bisect_right(self.starts, report.start) - 1, 0)
        for quotation in self.quoted[first : bisect_left(self.starts, report.end)]:
            if quotation.end > report.start and not quotation.start <= report.cue.i < quotation.end:
                report.start, report.end = min(report.start, quotation.start), max(report.end, quotation.end)

    def _begun_in(self, report: Report) -> list[Quotation]:
        """The quotations that begin within the content of a report."""
        return self.quoted[bisect_left(self.starts, report.start) : bisect_left(self.starts, report.end)]

    def _beside(self, report: Report) -> Quotation | None:
        """The quotation that ends right before the reporting clause, or begins right after it."""
        first, after = noun_phrase(report.source)
        left, right = min(first, report.cue.i), max(after, report.cue.i + 1)
        index = bisect_right(self.starts, left) - 1
        if index >= 0 and 0 <= left - self.quoted[index].end <= 1:
            return self.quoted[index]
        if index + 1 < len(self.quoted):
            between = self.doc[right : self.quoted[index + 1].start]
            if len(between) <= NEAR and all(token.text in {",", ":"} or token.is_space for token in between):
                return self.quoted[index + 1]
        return None

    def _go_on(self, report: Report, taken: set[int]) -> None:
        """Add the quotations that follow a report with no other cue between."""
        at = max(report.end, report.cue.i + 1)
        clause_end = sentence_end(report.cue)
        for quotation in self.quoted[bisect_left(self.starts, at) :]:
            if quotation.start in taken:
                continue
            silent = bisect_right(self.cues, quotation.start) == bisect_right(self.cues, at - 1)
            if not silent or quotation.start - max(at, clause_end) > NEAR:
                return
            taken.add(quotation.start)
            report.end = at = quotation.end

    def _block_opens(self, report: Report) -> bool:
        """Whether a block of speech follows the colon: below it, or beside it where the first person speaks on."""
        start = report.start
        if start >= len(self.doc) or self.doc[start].is_quote:
            return False
        if "\n" in self.doc[start].text and self.doc[start].is_space:
            return True
        for token in self.doc[sentence_end(report.cue) :]:
            if token.text.count("\n") > 1:
                return False
            if is_first_person(token):
                return True
        return False

    def _block_end(self, report: Report, limit: int) -> int:
        """The end of the block of speech that a colon and a line end open, at most `limit`.

        A block in quotation marks ends with its last quoted paragraph; one without them where its speaker is spoken
        of by name again, or with the text.
        """
        doc = self.doc
        first = report.start + bool(doc[report.start].is_space)
        if first < limit and not doc[first].is_quote:
            named = (t for t in doc[first:limit] if t.text == report.source.text and t.dep_ in {"nsubj", "nsubjpass"})
            starts = (sentence_start(token) for token in named)
            return next((start for start in starts if start > first), limit)
        for token in doc[first:limit]:
            if "\n" in token.text and token.i + 1 < limit and not doc[token.i + 1].is_quote:
                return token.i
        return limit
