"""Component: finds temporal expressions and places them against the document's date and what was said before."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.claims.cues import Cues, load_cues
from kg.extract.dates import calendar
from kg.extract.dates.patterns import PATTERNS, STARTS
from kg.extract.dates.placing import (
    Anchors,
    Fields,
    Resolver,
    Tense,
    after_anchor,
    after_length,
    anchored_unit,
    at_clock,
    date_in_month,
    decade,
    length,
    moment,
    month,
    now,
    off_event,
    season,
    weekday,
    year,
)
from kg.extract.dates.tense import tense_of
from kg.extract.dates.words import Classes, TimeWords, load_timewords
from kg.extract.reading import Reading, SpanMention, TimeExpression, reading
from kg.extract.syntax.sentences import sentence_start
from kg.facts import Interval, Kind
from kg.ontology import Ontology

NAME = "kg_dates"
TEMPORAL = "Temporal"
DATELINE_TOKENS = 12
NARRATIVE_SENTENCES = 2
CLOCK_GAPS = frozenset({"", ",", "j", "i", ",j"})
RANGE_GAPS = frozenset({"k", "-", "U"})
LEAD_SENTENCES = 2
BEFORE_A_YEAR = frozenset("iZUfbk-&jBAOTh")


@dataclass(frozen=True, slots=True)
class Point:
    """A match of one date pattern: start and end in the classes of the Doc, what was matched, what places it."""

    start: int
    end: int
    fields: Fields
    resolve: Resolver

    @property
    def year(self) -> int | None:
        """The year it names, None where it names none."""
        return self.fields["y"].number if "y" in self.fields else None


@dataclass(frozen=True, slots=True)
class Expression:
    """One or two points with what joins them: '' alone, since, until, before, range, clock (time of day and day)."""

    points: tuple[Point, ...]
    joined: str
    start: int
    end: int


@Language.factory(
    NAME,
    requires=["token.dep", "token.tag"],
    assigns=["doc._.reading"],
    default_config={"ontology": {"@misc": "kg.Ontology.v1", "folder": None}},
)
def make(nlp: Language, name: str, ontology: Ontology) -> DateReader:
    """The component, with the temporal words and the cues of the future of the ontology."""
    return DateReader(load_timewords(ontology), load_cues(ontology))


class DateReader:
    """Fills `Reading.times`, and adds a mention for each expression that has none."""

    def __init__(self, words: TimeWords, cues: Cues) -> None:
        self.words = words
        self.cues = cues

    def __call__(self, doc: Doc) -> Doc:
        """Read the temporal expressions of a Doc; linear in its tokens."""
        found = reading(doc)
        classes = self.words.read(doc)
        named = _tokens(m.span for m in found.mentions if m.kind is Kind.NAME and m.type != TEMPORAL)
        points = [_meant(doc, classes, one) for one in _points(classes) if _is_temporal(doc, classes, one, named)]
        expressions = list(_joined(classes.symbols, points))
        tenses = [tense_of(_span(doc, classes, expression).root, self.cues) for expression in expressions]
        found.times = list(_placed(doc, classes, expressions, tenses, found.published))
        _add_mentions(found, _tokens(_span(doc, classes, one) for one in expressions if one.points[0].resolve is now))
        return doc


def _points(classes: Classes) -> Iterator[Point]:
    """The longest match of any pattern at each place, from left to right."""
    symbols, at = classes.symbols, 0
    while at < len(symbols):
        best, resolver = None, None
        if symbols[at] in STARTS:
            for pattern, candidate in PATTERNS:
                match = pattern.match(symbols, at)
                if match and (best is None or match.end() > best.end()):
                    best, resolver = match, candidate
        if best is None or resolver is None:
            at += 1
            continue
        places = {name: best.start(name) for name in best.groupdict() if best.group(name)}
        yield Point(at, best.end(), {name: classes.words[place] for name, place in places.items()}, resolver)
        at = best.end()


def _is_temporal(doc: Doc, classes: Classes, point: Point, named: set[int]) -> bool:
    """Rules out numbers that only look like years, and months that are part of a name ('Black September')."""
    last = doc[classes.tokens[point.end - 1]]
    if point.resolve is year and "h" not in point.fields:
        article = classes.symbols[point.end - 2 : point.end - 1] == "T"
        counts = last.dep_ == "nummod" and last.head.tag_ == "NNS" and last.head.i > last.i and not article
        before = classes.symbols[point.end - 2 : point.end - 1]
        one = before == "n" and last.dep_ in {"nummod", "compound", "amod"} and last.head.tag_ == "NN"
        return not counts and (before in BEFORE_A_YEAR or one or last.ent_type_ == "DATE")
    if point.resolve is decade and point.end - point.start == 1:
        return last.i == 0 or (last.nbor(-1).pos_ != "PROPN" and last.nbor(-1).tag_ != "PRP$")
    if point.resolve is after_length:
        return bool(doc[classes.tokens[point.start]].is_sent_start) or classes.symbols[point.end : point.end + 1] == "O"
    if point.year is None and point.resolve in {month, weekday, season}:
        return last.i not in named
    return True


def _meant(doc: Doc, classes: Classes, point: Point) -> Point:
    """'Two days after' before other words counts from what it stands beside: 'on Monday, two days after a raid'.

    'For two days after a raid' says how long.
    """
    last = doc[classes.tokens[point.end - 1]]
    opens = point.resolve is after_anchor and point.fields["r"].symbol in {"A", "B"}
    if opens and doc[classes.tokens[point.end - 2]].dep_ == "pobj":
        return replace(point, resolve=length)
    if opens and last.i + 1 < len(doc) and not last.nbor().is_punct:
        return replace(point, resolve=off_event)
    return point


def _joined(symbols: str, points: list[Point]) -> Iterator[Expression]:
    """Pairs of points that belong together, and points with 'since' or 'until' before them."""
    index = 0
    while index < len(points):
        point = points[index]
        after = points[index + 1] if index + 1 < len(points) else None
        before = symbols[point.start - 1 : point.start]
        pair = _pair(symbols, point, after, before) if after else None
        if pair:
            yield pair
            index += 2
            continue
        joined = {"Z": "since", "U": "until", "B": "before" if point.resolve is year else ""}.get(before, "")
        yield Expression((point,), joined, point.start - bool(joined), point.end)
        index += 1


def _pair(symbols: str, point: Point, after: Point, before: str) -> Expression | None:
    gap = symbols[point.end : after.start]
    if point.resolve is moment and after.resolve is not moment and gap in CLOCK_GAPS:
        return Expression((point, after), "clock", point.start, after.end)
    if (
        after.resolve is moment
        and point.resolve is not moment
        and gap in CLOCK_GAPS
        and "d" in {*point.fields, *_day(point)}
    ):
        return Expression((after, point), "clock", point.start, after.end)
    opened = before in {"f", "b"}
    if gap in RANGE_GAPS and (opened or point.resolve is after.resolve):
        return Expression((point, after), "range", point.start - opened, after.end)
    if gap == "&" and before == "b":
        return Expression((point, after), "range", point.start - 1, after.end)
    return None


def _day(point: Point) -> set[str]:
    return {"d"} if point.resolve is weekday else set()


def _placed(
    doc: Doc, classes: Classes, expressions: list[Expression], tenses: list[Tense], published: str
) -> Iterator[TimeExpression]:
    """Each expression with its interval; the last placed one anchors 'the next day' and the years that are left out."""
    here = date.fromisoformat(published[:10]) if published else _dateline(doc, classes, expressions)
    years = _sentence_years(doc, classes, expressions)
    anchors, latest = Anchors(here), -1
    told: Interval | None = None
    numbers = list(itertools.accumulate(int(bool(token.is_sent_start)) for token in doc))
    narrative = (-NARRATIVE_SENTENCES - 1, 0)
    for expression, tense in zip(expressions, tenses, strict=True):
        span = _span(doc, classes, expression)
        sentence = numbers[span.start]
        year_known = years.get(sentence_start(span[0])) if here is None else None
        if year_known is None and (here is None or sentence - narrative[0] <= NARRATIVE_SENTENCES):
            year_known = narrative[1] or None
        lead = calendar.day(here) if sentence <= LEAD_SENTENCES and not _counts_months(expression) else None
        beside = anchors.last if latest == sentence else lead
        anchors = replace(anchors, tense=tense, year=year_known, beside=beside)
        past = tense is Tense.PAST and anchors.last is not None and _is_coming(anchors.last, here)
        interval = _resolve(expression, replace(anchors, last=told) if past else anchors)
        if interval is not None or expression.points[0].resolve is not now:
            yield TimeExpression(span, interval)
        if interval is not None and interval.value and expression.joined in {"", "clock"}:
            anchors, latest = replace(anchors, last=interval), sentence
            told = told if _is_coming(interval, here) else interval
        named = next((p.year for p in expression.points if p.year and (here is None or "m" in p.fields)), None)
        if named is not None:
            narrative = (sentence, named)
        elif interval and interval.value and expression.points[0].resolve in {after_anchor, anchored_unit}:
            narrative = (sentence - NARRATIVE_SENTENCES, int(interval.value[:4]))


def _counts_months(expression: Expression) -> bool:
    return any(point.fields["u"].months for point in expression.points if "u" in point.fields)


def _is_coming(interval: Interval, published: date | None) -> bool:
    """Whether a time lies after the document's, so that nothing told in the past tense counts from it."""
    return published is not None and interval.earliest[:10] > published.isoformat()


def _span(doc: Doc, classes: Classes, expression: Expression) -> Span:
    return doc[classes.tokens[expression.start] : classes.tokens[expression.end - 1] + 1]


def _sentence_years(doc: Doc, classes: Classes, expressions: list[Expression]) -> dict[int, int]:
    """Sentence start -> the first year that the sentence names; for documents without a date."""
    found: dict[int, int] = {}
    for expression in expressions:
        for point in expression.points:
            if point.year is not None:
                found.setdefault(sentence_start(doc[classes.tokens[point.start]]), point.year)
    return found


def _dateline(doc: Doc, classes: Classes, expressions: list[Expression]) -> date | None:
    """The full date that opens a document, before any verb: 'TAMPA, Fla., May 2, 2016 -'."""
    for expression in expressions[:2]:
        span, point = _span(doc, classes, expression), expression.points[0]
        if point.resolve is date_in_month and point.year and span.end <= DATELINE_TOKENS and not expression.joined:
            ends = (
                span.end == len(doc)
                or doc[span.end].text in {"-", "--", "–", "—", ":", ")"}
                or "\n" in doc[span.end].text
            )
            if ends and not any(token.pos_ in {"VERB", "AUX"} for token in doc[: span.start]):
                interval = point.resolve(point.fields, Anchors(None))
                return calendar.first_day(interval) if interval else None
    return None


def _resolve(expression: Expression, anchors: Anchors) -> Interval | None:
    first = expression.points[0]
    if expression.joined == "clock":
        when = expression.points[1].resolve(expression.points[1].fields, anchors)
        start = calendar.first_day(when) if when and when.earliest[:10] == when.latest[:10] else None
        return (at_clock(first.fields, start) or when) if start else None
    if expression.joined == "range":
        return _range(first, expression.points[1], anchors)
    interval = first.resolve(
        first.fields, replace(anchors, tense=Tense.PAST) if expression.joined == "since" else anchors
    )
    if interval is None or not expression.joined:
        return interval
    if expression.joined == "since":
        return Interval(interval.earliest, "")
    if expression.joined == "before":
        start = calendar.first_day(interval)
        return Interval("", calendar.shift(start, -1).isoformat()) if start else None
    return Interval("", interval.latest)


def _range(first: Point, second: Point, anchors: Anchors) -> Interval | None:
    """From one point to the other; a year named only at the end holds for the start as well."""
    end = second.resolve(second.fields, anchors)
    if end is None:
        return None
    year_known = second.year or anchors.year
    start = first.resolve(first.fields, replace(anchors, year=year_known))
    found = calendar.hull(start, end) if start else None
    if found is None and start is not None and first.year is None and end.latest:
        start = first.resolve(first.fields, replace(anchors, year=int(end.latest[:4]) - 1))
        found = calendar.hull(start, end) if start else None
    return found


def _add_mentions(found: Reading, adverbs: set[int]) -> None:
    """A mention for each expression that overlaps no temporal mention, a time for each temporal mention without one.

    `adverbs` are the tokens of expressions that are no mentions: 'now'.
    """
    covered = _tokens(mention.span for mention in found.mentions if mention.type == TEMPORAL) | adverbs
    timed = _tokens(time.span for time in found.times)
    for mention in found.mentions:
        if mention.type == TEMPORAL and timed.isdisjoint(range(mention.span.start, mention.span.end)):
            found.times.append(TimeExpression(mention.span, None))
    for time in found.times:
        if covered.isdisjoint(range(time.span.start, time.span.end)):
            found.mentions.append(SpanMention(time.span, TEMPORAL, Kind.VALUE, source=NAME))
    found.times.sort(key=lambda time: (time.span.start, time.span.end))
    found.mentions.sort(key=lambda mention: (mention.span.start, -mention.span.end))


def _tokens(spans: Iterable[Span]) -> set[int]:
    return {index for span in spans for index in range(span.start, span.end)}
