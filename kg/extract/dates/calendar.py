"""Arithmetic of calendar intervals: days, weeks, months, years and their parts, with no knowledge of language."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

from kg.facts import Interval

DAYS_OF_WEEK = 7
MONTHS_OF_YEAR = 12
YEARS_OF_DECADE = 10
YEARS_OF_CENTURY = 100


def day_of(year: int, month: int, day: int) -> date | None:
    """The calendar day, None where there is no such day (31 June)."""
    if not (MINYEAR <= year <= MAXYEAR and 1 <= month <= MONTHS_OF_YEAR):
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def day(when: date | None) -> Interval | None:
    """One day as an interval; None for None."""
    return Interval(when.isoformat(), when.isoformat(), when.isoformat()) if when else None


def days(first: date, last: date, value: str = "") -> Interval:
    """From the first to the last day, both inclusive; `value` names the unit it is a part of, if any."""
    return Interval(first.isoformat(), last.isoformat(), value)


def week(when: date, offset: int = 0) -> Interval:
    """The week from Monday to Sunday that holds the day, or one `offset` weeks away."""
    monday = shift(when, -when.weekday() + offset * DAYS_OF_WEEK)
    return days(monday, shift(monday, DAYS_OF_WEEK - 1))


def month(year: int, number: int) -> Interval:
    """A calendar month."""
    first = date(year, number, 1)
    return days(first, first.replace(day=monthrange(year, number)[1]), f"{year:04}-{number:02}")


def year(number: int) -> Interval:
    """A calendar year."""
    return days(date(number, 1, 1), date(number, MONTHS_OF_YEAR, 31), f"{number:04}")


def years(first: int, count: int) -> Interval:
    """`count` calendar years from the first on: decades, centuries."""
    return days(date(first, 1, 1), date(min(first + count - 1, MAXYEAR), MONTHS_OF_YEAR, 31))


def months(first_year: int, first_month: int, count: int, value: str = "") -> Interval:
    """`count` calendar months from the first on: seasons, quarters, halves."""
    start = date(first_year, first_month, 1)
    return days(start, shift(add_months(start, count), -1), value)


def clock(when: date, hour: int, minute: int) -> Interval:
    """A moment of a day as xsd:dateTime without a zone."""
    moment = f"{when.isoformat()}T{hour:02}:{minute:02}:00"
    return Interval(moment, moment, moment)


def shift(when: date, count: int) -> date:
    """The day `count` days later, kept within the calendar."""
    return date.fromordinal(min(max(when.toordinal() + count, 1), date.max.toordinal()))


def add_months(when: date, count: int) -> date:
    """The same day of the month `count` months later, or that month's last day; kept within the calendar."""
    total = when.year * MONTHS_OF_YEAR + when.month - 1 + count
    total = min(max(total, MINYEAR * MONTHS_OF_YEAR), MAXYEAR * MONTHS_OF_YEAR + MONTHS_OF_YEAR - 1)
    number, index = divmod(total, MONTHS_OF_YEAR)
    return date(number, index + 1, min(when.day, monthrange(number, index + 1)[1]))


def around(when: date, margin: int) -> Interval:
    """The days up to `margin` before and after."""
    return days(shift(when, -margin), shift(when, margin))


def first_day(interval: Interval) -> date | None:
    """Its earliest day, None where open."""
    return date.fromisoformat(interval.earliest[:10]) if interval.earliest else None


def last_day(interval: Interval) -> date | None:
    """Its latest day, None where open."""
    return date.fromisoformat(interval.latest[:10]) if interval.latest else None


def part(whole: Interval, numerator: int, denominator: int) -> Interval:
    """The `numerator`-th of `denominator` equal parts, in months where they divide it and else in days.

    Keeps the whole's `value`: 'early 2016' has the value '2016' and narrower bounds.
    """
    first, last = first_day(whole), last_day(whole)
    if first is None or last is None:
        return whole
    count = (last.year - first.year) * MONTHS_OF_YEAR + last.month - first.month + 1
    if count % denominator == 0 and count >= denominator:
        size = count // denominator
        start = add_months(first, size * (numerator - 1))
        return days(start, shift(add_months(start, size), -1), whole.value)
    size = max(1, ((last - first) + timedelta(days=1)).days // denominator)
    start = shift(first, size * (numerator - 1))
    return days(start, last if numerator == denominator else shift(start, size - 1), whole.value)


def hull(first: Interval, last: Interval) -> Interval | None:
    """From the start of one to the end of the other; None where that runs backwards."""
    if first.earliest and last.latest and first.earliest[:10] > last.latest[:10]:
        return None
    return first if first == last else Interval(first.earliest, last.latest)
