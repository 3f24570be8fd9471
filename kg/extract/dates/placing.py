"""What temporal expressions denote: an interval for each pattern of the date grammar, placed against its anchors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.extract.dates import calendar
from kg.extract.dates.words import HOUR, MYRIAD, TimeWord
from kg.facts import Interval


class Tense(StrEnum):
    """Where the clause lies: an expression without a year or week is placed on that side of the document's date."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class Anchors:
    """What an expression is placed against: the document's date, the time last spoken of, the tense, a known year.

    `beside` is the time of the clause it stands in, as far as an expression before it in the sentence gives it.
    """

    published: date | None
    last: Interval | None = None
    tense: Tense = Tense.PAST
    year: int | None = None
    beside: Interval | None = None


Fields = Mapping[str, TimeWord]
Resolver = Callable[[Fields, Anchors], Interval | None]

WEEK, MONTH, YEAR = 7, 1, 12
VAGUE_DAYS = {1: 7, WEEK: 42}
VAGUE_MONTHS = {MONTH: 6, YEAR: 60}
PHASES = {1: (1, 3), 2: (2, 3), 3: (3, 3), 4: (1, 4), 5: (4, 4)}
BACK, AHEAD = frozenset("lPqrBe"), frozenset("xXFAL")


def date_in_month(fields: Fields, anchors: Anchors) -> Interval | None:
    """'12 September 2023', 'September 12': without a year the nearest on the side of the tense."""
    if "y" in fields:
        found = calendar.day_of(fields["y"].number, fields["m"].number, fields["d"].number)
    else:
        found = _place_day(fields["m"].number, fields["d"].number, anchors)
    return calendar.day(found)


def days_in_month(fields: Fields, anchors: Anchors) -> Interval | None:
    """'12-16 February', 'January 8 and 9'."""
    last = date_in_month({**fields, "d": fields["e"]}, anchors)
    end = calendar.last_day(last) if last else None
    start = calendar.day_of(end.year, end.month, fields["d"].number) if end else None
    return calendar.days(start, end) if start and end and start < end else None


def slashed_date(fields: Fields, anchors: Anchors) -> Interval | None:
    """'25/12/2001': day first, unless that cannot be."""
    year, rest = divmod(fields["i"].number, HOUR * HOUR)
    return calendar.day(calendar.day_of(year, *divmod(rest, HOUR)))


def month(fields: Fields, anchors: Anchors) -> Interval | None:
    """'March 2016', 'early March', 'last May'."""
    number = fields["m"].number
    if "y" in fields:
        return _phase(fields, calendar.month(fields["y"].number, number))
    if anchors.year is not None and "r" not in fields:
        return _phase(fields, calendar.month(anchors.year, number))
    if anchors.published is None:
        return None
    here = anchors.published
    if _ahead(fields, anchors):
        year = here.year if number >= here.month + ("r" in fields) else here.year + 1
    else:
        year = here.year if number <= here.month - ("r" in fields) else here.year - 1
    return _phase(fields, calendar.month(year, number))


def month_of_year(fields: Fields, anchors: Anchors) -> Interval | None:
    """'August last year', 'early May this year'; another unit says nothing of the month ('in May last week')."""
    unit = fields["u"]
    if anchors.published is None or not unit.months or unit.number != YEAR:
        return None
    number = anchors.published.year + fields["r"].number
    return _phase(fields, calendar.month(number, fields["m"].number))


def year(fields: Fields, anchors: Anchors) -> Interval | None:
    """'2016', 'late 2016'."""
    return _phase(fields, calendar.year(fields["y"].number))


def decade(fields: Fields, anchors: Anchors) -> Interval | None:
    """'the 1990s', 'the late 1990s'; thirds of a decade are years 0-3, 4-6 and 7-9."""
    first = fields["z"].number
    start, count = {0: (0, 10), 1: (0, 4), 2: (4, 3), 3: (7, 3)}[fields["h"].number % 4 if "h" in fields else 0]
    return calendar.years(first + start, count)


def hyphenated(fields: Fields, anchors: Anchors) -> Interval | None:
    """'mid-1950s', 'late-2016' in one token."""
    phase, number = divmod(fields["h"].number, MYRIAD)
    named = {"h": TimeWord("h", phase), "z": TimeWord("z", number), "y": TimeWord("y", number)}
    return decade(named, anchors) if fields["h"].months else year(named, anchors)


def century(fields: Fields, anchors: Anchors) -> Interval | None:
    """'the 19th century'."""
    number = fields["o"].number
    if not fields["u"].months or fields["u"].number != YEAR * calendar.YEARS_OF_CENTURY:
        return None
    return calendar.years((number - 1) * calendar.YEARS_OF_CENTURY + 1, calendar.YEARS_OF_CENTURY) if number else None


def year_pair(fields: Fields, anchors: Anchors) -> Interval | None:
    """'2020/21'."""
    return calendar.years(fields["y"].number, 2)


def weekday(fields: Fields, anchors: Anchors) -> Interval | None:
    """'Wednesday': what a newsroom means by it, which next to a past tense may be tomorrow in another time zone."""
    here = anchors.published
    if here is None:
        return None
    back = (here.isoweekday() - fields["w"].number) % calendar.DAYS_OF_WEEK
    relative = fields["r"].symbol if "r" in fields else ""
    if relative == "l":
        offset = -(back or calendar.DAYS_OF_WEEK)
    elif relative == "x":
        offset = calendar.DAYS_OF_WEEK - back
    elif anchors.tense is Tense.FUTURE:
        offset = (calendar.DAYS_OF_WEEK - back) % calendar.DAYS_OF_WEEK
    elif anchors.tense is Tense.PRESENT and back > calendar.DAYS_OF_WEEK // 2:
        offset = calendar.DAYS_OF_WEEK - back
    else:
        offset = 1 if back == calendar.DAYS_OF_WEEK - 1 else -back
    return calendar.day(calendar.shift(here, offset))


def deictic(fields: Fields, anchors: Anchors) -> Interval | None:
    """'today', 'yesterday', 'last night', 'this morning'."""
    word = fields["r"] if "r" in fields else fields["d"]
    return calendar.day(calendar.shift(anchors.published, word.number)) if anchors.published else None


def feast(fields: Fields, anchors: Anchors) -> Interval | None:
    """'Christmas Day', 'New Year's Eve 2022'."""
    number, day = divmod(fields["n"].number, HOUR)
    if "y" in fields:
        return calendar.day(calendar.day_of(fields["y"].number, number, day))
    return calendar.day(_place_day(number, day, anchors))


def this_unit(fields: Fields, anchors: Anchors) -> Interval | None:
    """'last year', 'this week', 'next month', and 'the end of the year'."""
    if anchors.published is None:
        return None
    offset = fields["r"].number if "r" in fields else 0
    return _phase(fields, _unit(anchors.published, fields["u"], offset))


def anchored_unit(fields: Fields, anchors: Anchors) -> Interval | None:
    """'the previous day', 'that year', 'the same week': against the time last spoken of."""
    start = calendar.first_day(anchors.last) if anchors.last else None
    return _unit(start, fields["u"], fields["r"].number) if start else None


def next_unit(fields: Fields, anchors: Anchors) -> Interval | None:
    """'the next day' after the day last spoken of; 'the next year' after the document's."""
    by_day = not fields["u"].months and fields["u"].number < WEEK
    return (anchored_unit if by_day and anchors.last else this_unit)(fields, anchors)


def same_day(fields: Fields, anchors: Anchors) -> Interval | None:
    """'the same evening', 'that night': the day last spoken of."""
    return calendar.day(_single_day(anchors.last))


def part_of_unit(fields: Fields, anchors: Anchors) -> Interval | None:
    """'earlier this month': up to the document's date; 'later this year': from it on."""
    whole = this_unit({key: word for key, word in fields.items() if key != "h"}, anchors)
    if whole is None or anchors.published is None:
        return None
    first, last = date.fromisoformat(whole.earliest), date.fromisoformat(whole.latest)
    if fields["e"].symbol == "e":
        return calendar.days(first, min(last, anchors.published), whole.value)
    return calendar.days(max(first, anchors.published), last, whole.value)


def year_before_last(fields: Fields, anchors: Anchors) -> Interval | None:
    """'the year before last'."""
    return _unit(anchors.published, fields["u"], -2) if anchors.published else None


def season(fields: Fields, anchors: Anchors) -> Interval | None:
    """'the summer of 2017', 'last spring', 'in the autumn' (of the northern hemisphere)."""
    first, here = fields["s"].number, anchors.published
    relative = fields["r"].symbol if "r" in fields else ""
    if "y" in fields:
        number = fields["y"].number
    elif here is None or anchors.year is not None:
        number = anchors.year or 0
    elif relative == "t" or (not relative and not _ahead(fields, anchors) and first <= here.month):
        number = here.year
    elif _ahead(fields, anchors):
        number = here.year + (first <= here.month)
    else:
        number = here.year - (first + 2 >= here.month)
    named = f"{number:04}" if "y" in fields and first + 2 <= calendar.MONTHS_OF_YEAR else ""
    return calendar.months(number, first, 3, named) if number else None


def weekend(fields: Fields, anchors: Anchors) -> Interval | None:
    """'over the weekend', 'this weekend', 'next weekend'."""
    here = anchors.published
    if here is None:
        return None
    relative = fields["r"].symbol if "r" in fields else ""
    saturday = calendar.shift(here, 5 - here.weekday())
    ahead = relative in {"t", "x"} or (not relative and anchors.tense is Tense.FUTURE)
    if relative == "x":
        saturday = calendar.shift(saturday, calendar.DAYS_OF_WEEK)
    elif not ahead and saturday >= here:
        saturday = calendar.shift(saturday, -calendar.DAYS_OF_WEEK if saturday > here or relative == "l" else 0)
    return calendar.days(saturday, calendar.shift(saturday, 1))


def stretch(fields: Fields, anchors: Anchors) -> Interval | None:
    """'the past 24 hours', 'the next two weeks', 'recent months': from or to the document's date."""
    here = anchors.published
    if here is None:
        return None
    ahead = fields["r"].symbol in AHEAD
    there = _moved(here, fields.get("n"), fields["u"], 1 if ahead else -1)
    return calendar.days(here, there) if ahead else calendar.days(there, here)


def ago(fields: Fields, anchors: Anchors) -> Interval | None:
    """'18 months ago', 'more than six years ago': as exact as its unit."""
    start = anchors.published
    if start is not None and "m" in fields and fields["u"].months and fields["u"].number >= YEAR:
        start = calendar.add_months(start, fields["m"].number)
    return _distant(start, fields, -1)


def hence(fields: Fields, anchors: Anchors) -> Interval | None:
    """'in five days', where that is said of the future; else it is a length."""
    return _distant(anchors.published, fields, 1) if anchors.tense is not Tense.PAST else None


def after_anchor(fields: Fields, anchors: Anchors) -> Interval | None:
    """'two years later', 'six months earlier': against the time last spoken of, else the document's date if earlier."""
    back = fields["r"].symbol in BACK
    start = calendar.first_day(anchors.last) if anchors.last else anchors.published if back else None
    return _distant(start, fields, -1 if back else 1)


def after_length(fields: Fields, anchors: Anchors) -> Interval | None:
    """'After four more days of fighting, ...': about that long after the time last spoken of, so without a name."""
    start = calendar.first_day(anchors.last) if anchors.last else None
    found = _distant(start, fields, 1)
    return Interval(found.earliest, found.latest) if found else None


def off_event(fields: Fields, anchors: Anchors) -> Interval | None:
    """'(on Monday,) two days after a raid killed him', 'hours after': when the raid was, counted from Monday."""
    start = calendar.first_day(anchors.beside) if anchors.beside else None
    if "n" in fields:
        return _distant(start, fields, 1 if fields["r"].symbol in BACK else -1)
    return calendar.day(start) if not fields["u"].months and not fields["u"].number else None


def now(fields: Fields, anchors: Anchors) -> Interval | None:
    """'now', 'currently' of what is so: the document's date."""
    return calendar.day(anchors.published) if anchors.published and anchors.tense is Tense.PRESENT else None


def fraction(fields: Fields, anchors: Anchors) -> Interval | None:
    """'the first quarter of 2010', 'the second half of last year'."""
    if "y" in fields:
        whole = calendar.year(fields["y"].number)
    elif anchors.published is not None:
        whole = _unit(anchors.published, fields["u"], fields["r"].number if "r" in fields else 0)
    else:
        return None
    return calendar.part(whole, min(fields["o"].number, fields["q"].number), fields["q"].number)


def length(fields: Fields, anchors: Anchors) -> Interval | None:
    """'three days', 'month-long': no date by itself."""
    return None


def moment(fields: Fields, anchors: Anchors) -> Interval | None:
    """'11:46 a.m.' without a day: on the day last spoken of, if it was one day."""
    start = _single_day(anchors.last)
    return at_clock(fields, start) if start else None


def at_clock(fields: Fields, when: date) -> Interval | None:
    """A clock time on a day, as a moment."""
    found = clock_time(fields)
    return calendar.clock(when, *found) if found else None


def clock_time(fields: Fields) -> tuple[int, int] | None:
    """Hour and minute of '11:46 a.m.', '4 pm', '2130'; None where there is no such time."""
    number, half = fields["c"].number, fields.get("a")
    hour, minute = divmod(number, HOUR) if fields["c"].symbol == "c" else (number, 0)
    if half is not None:
        hour = hour % 12 + half.number
    return (hour, minute) if hour < 24 and minute < 60 else None


def _place_day(number: int, day: int, anchors: Anchors) -> date | None:
    """A day and month without a year."""
    if anchors.year is not None:
        return calendar.day_of(anchors.year, number, day)
    here = anchors.published
    if here is None:
        return None
    found = [calendar.day_of(here.year + offset, number, day) for offset in (-1, 0, 1)]
    if anchors.tense is Tense.FUTURE:
        return next((when for when in found if when and when >= here), None)
    if anchors.tense is Tense.PRESENT:
        return min((when for when in found if when), key=lambda when: abs(when - here), default=None)
    return next((when for when in reversed(found) if when and when <= calendar.shift(here, 1)), None)


def _ahead(fields: Fields, anchors: Anchors) -> bool:
    relative = fields["r"].symbol if "r" in fields else ""
    return relative == "x" or (relative != "l" and anchors.tense is Tense.FUTURE)


def _phase(fields: Fields, whole: Interval) -> Interval:
    return calendar.part(whole, *PHASES[fields["h"].number]) if "h" in fields else whole


def _unit(here: date, unit: TimeWord, offset: int) -> Interval:
    """The calendar unit that holds a day, or one `offset` units away."""
    if not unit.months:
        if unit.number == WEEK:
            return calendar.week(here, offset)
        there = calendar.shift(here, offset * max(unit.number, 1))
        return calendar.day(there) or Interval("", "")
    there = calendar.add_months(here, offset * unit.number)
    if unit.number == MONTH:
        return calendar.month(there.year, there.month)
    if unit.number == YEAR:
        return calendar.year(there.year)
    span = unit.number // YEAR
    first = there.year - there.year % span + (span == calendar.YEARS_OF_CENTURY)
    return calendar.years(max(first, 1), span)


def _moved(here: date, count: TimeWord | None, unit: TimeWord, sign: int) -> date:
    """The other end of a stretch of `count` units; a vague count stretches as far as it does in a newspaper."""
    vague = unit.several if count is None else count.symbol == "v"
    if unit.months:
        months = VAGUE_MONTHS.get(unit.number, unit.number) if vague and count is None and unit.number < YEAR * 2 else 0
        months = months or (unit.number * (3 if vague else count.number if count else 1))
        return calendar.add_months(here, sign * months)
    if vague:
        return calendar.shift(here, sign * VAGUE_DAYS.get(unit.number, 1))
    number = count.number if count else 1
    size = unit.number * number if unit.number else max(1, round(number / 24))
    return calendar.shift(here, sign * size)


def _distant(start: date | None, fields: Fields, sign: int) -> Interval | None:
    """`count` units before or after a day, as exact as the unit: a year for years, a week for weeks."""
    count, unit = fields["n"], fields["u"]
    if start is None or count.symbol == "v":
        return None
    if unit.months:
        there = calendar.add_months(start, sign * count.number * unit.number)
        return calendar.month(there.year, there.month) if unit.number == MONTH else calendar.year(there.year)
    there = calendar.shift(start, sign * count.number * unit.number if unit.number else sign * (count.number // 24))
    return calendar.around(there, WEEK // 2) if unit.number >= WEEK else calendar.day(there)


def _single_day(interval: Interval | None) -> date | None:
    """The day of an interval within one day."""
    if interval is None or interval.earliest[:10] != interval.latest[:10]:
        return None
    return calendar.first_day(interval)
