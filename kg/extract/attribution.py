"""Component: who says what, as spans of source, cue and content, nested where one reports another."""

from __future__ import annotations

import itertools
from bisect import bisect_right

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.content import noun_phrase
from kg.extract.cues import Cues, load_cues
from kg.extract.quotes import Quotation, quotations
from kg.extract.reading import Attribution, reading
from kg.extract.sources import SourceFinder
from kg.extract.speech import Report, is_first_person, reports
from kg.ontology import Ontology

NAME = "kg_attribution"


@Language.factory(
    NAME,
    requires=["token.dep", "token.tag", "token.lemma"],
    assigns=["doc._.reading"],
    default_config={"ontology": {"@misc": "kg.Ontology.v1", "folder": None}},
)
def make(nlp: Language, name: str, ontology: Ontology) -> AttributionReader:
    """The component, with the speech cues of the ontology."""
    return AttributionReader(load_cues(ontology), ontology)


class AttributionReader:
    """Fills `Reading.attributions`, in the order of their cues."""

    def __init__(self, cues: Cues, ontology: Ontology) -> None:
        self.cues = cues
        self.ontology = ontology

    def __call__(self, doc: Doc) -> Doc:
        """Read the attributions of a Doc."""
        found = reading(doc)
        quoted = [quotation for quotation in quotations(doc) if quotation.speech]
        every = list(reports(doc, self.cues))
        _take_quotations(doc, every, quoted)
        _run_on(doc, every, quoted)
        told = [report for report in every if report.start < report.end]
        speakers = [
            index
            for index, mention in enumerate(found.mentions)
            if self.ontology.is_any(mention.type, self.cues.speakers)
        ]
        finder = SourceFinder(found.mentions, speakers, self.cues)
        found.attributions = [_attribution(doc, report, finder) for report in told]
        _nest(found.attributions, told)
        return doc


def _take_quotations(doc: Doc, every: list[Report], quoted: list[Quotation]) -> None:
    """Content that meets a quotation takes it in whole; a cue without content takes the quotation beside it."""
    starts = [quotation.start for quotation in quoted]
    for report in every:
        if report.start == report.end:
            beside = _beside(doc, report, quoted, starts) if report.quotable else None
            if beside is None:
                continue
            report.start, report.end = beside.start, beside.end
        for quotation in _meeting(report, quoted, starts):
            inside = quotation.start <= report.cue.i < quotation.end
            if not inside:
                report.start, report.end = min(report.start, quotation.start), max(report.end, quotation.end)


def _meeting(report: Report, quoted: list[Quotation], starts: list[int]) -> list[Quotation]:
    """Quotations that overlap the content of a report."""
    first = max(bisect_right(starts, report.start) - 1, 0)
    last = bisect_right(starts, report.end - 1)
    return [quotation for quotation in quoted[first:last] if quotation.end > report.start]


def _beside(doc: Doc, report: Report, quoted: list[Quotation], starts: list[int]) -> Quotation | None:
    """The quotation that ends right before the reporting clause, or begins right after it."""
    first, after = noun_phrase(report.source)
    left, right = min(first, report.cue.i), max(after, report.cue.i + 1)
    index = bisect_right(starts, left) - 1
    if index >= 0 and 0 <= left - quoted[index].end <= 1:
        return quoted[index]
    if index + 1 < len(quoted):
        between = doc[right : quoted[index + 1].start]
        if len(between) <= 2 and all(token.text in {",", ":"} or token.is_space for token in between):
            return quoted[index + 1]
    return None


def _run_on(doc: Doc, every: list[Report], quoted: list[Quotation]) -> None:
    """What a speaker goes on to say: later quotations with no cue of their own, and the block below 'X said:'."""
    taken = [quotation for report in every for quotation in quoted if report.start <= quotation.start < report.end]
    claimed = {quotation.start for quotation in taken}
    cues = sorted(report.cue.i for report in every)
    for index, report in enumerate(every):
        if report.open and _block_opens(doc, report):
            following = next((other for other in every[index + 1 :] if other.open and _block_opens(doc, other)), None)
            limit = following.source.sent.start if following is not None else len(doc)
            report.end = min(limit, _block_end(doc, report))
            continue
        if report.start == report.end or not any(report.start <= q.start < report.end for q in quoted):
            continue
        at = max(report.end, report.cue.i + 1)
        for quotation in quoted:
            if quotation.start < at or quotation.start in claimed:
                continue
            silent = bisect_right(cues, quotation.start) == bisect_right(cues, at - 1)
            near = quotation.start - max(at, report.cue.sent.end) <= 2
            if not near or not silent:
                break
            claimed.add(quotation.start)
            report.end = at = quotation.end


def _block_opens(doc: Doc, report: Report) -> bool:
    """Whether a block of speech follows the colon: below it, or beside it where the first person goes on speaking."""
    start = report.start
    if start >= len(doc) or doc[start].is_quote:
        return False
    if "\n" in doc[start].text and doc[start].is_space:
        return True
    rest = itertools.takewhile(lambda token: token.text.count("\n") < 2, doc[report.cue.sent.end :])
    return any(is_first_person(token) for token in rest)


def _block_end(doc: Doc, report: Report) -> int:
    """The end of the block of speech that a colon and a line end open.

    A block in quotation marks ends with its last quoted paragraph; one without them where its speaker is spoken of
    by name again, or with the text.
    """
    first = report.start + bool(doc[report.start].is_space)
    if first < len(doc) and not doc[first].is_quote:
        named = (t for t in doc[first:] if t.text == report.source.text and t.dep_ in {"nsubj", "nsubjpass"})
        again = next(named, None)
        return again.sent.start if again is not None and again.sent.start > first else len(doc)
    end = first
    for token in doc[first:]:
        if "\n" in token.text and token.i + 1 < len(doc) and not doc[token.i + 1].is_quote:
            return token.i
        end = token.i + 1
    return end


def _attribution(doc: Doc, report: Report, finder: SourceFinder) -> Attribution:
    start, end = noun_phrase(report.source)
    source = doc[start:end]
    return Attribution(
        source=source,
        cue=doc[report.cue.i : report.cue.i + 1],
        content=doc[report.start : report.end],
        source_mention=finder.find(report.source, source),
    )


def _nest(attributions: list[Attribution], told: list[Report]) -> None:
    """Set `parent`: the smallest content that holds another's cue, or the report that cites it."""
    for index, attribution in enumerate(attributions):
        within = told[index].within
        holders = [
            (len(other.content), other_index)
            for other_index, other in enumerate(attributions)
            if other_index != index
            and (
                (within is not None and other.cue.start == within.i)
                or (
                    other.content.start <= attribution.cue.start < other.content.end
                    and other.content.start <= attribution.content.start
                    and attribution.content.end <= other.content.end
                    and len(attribution.content) < len(other.content)
                )
            )
        ]
        attribution.parent = min(holders)[1] if holders else None
