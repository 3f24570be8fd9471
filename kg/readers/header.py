"""The header of a plain article: a title and a date line, where the text begins with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

HEADER_LINES = 4
LONGEST_DATE_LINE = 90
LONGEST_TITLE = 160
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
DATE = re.compile(
    rf"(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|(?P<day>\d{{1,2}})\s+(?P<month>{MONTHS})[a-z]*\.?,?\s+(?P<year>\d{{4}})"
    rf"|(?P<month2>{MONTHS})[a-z]*\.?\s+(?P<day2>\d{{1,2}}),?\s+(?P<year2>\d{{4}})"
)
LABELS = re.compile(r"\b(?:date|published|updated|by)\b:?", re.IGNORECASE)
EDGES = " \t|,;:—–-()[]"


@dataclass(frozen=True, slots=True)
class Header:
    """What the first lines of an article say about it; None where they say nothing."""

    title: str | None = None
    published: date | None = None
    publisher: str | None = None


def parse_header(text: str) -> Header:
    """Read title, date and publisher from the first lines: a date counts only on a short line of its own.

    A line is a date line where it holds a full date and, besides, only a short name ('2023-09-12 CNN —').
    A short line before it is the title, as is a '# heading' of Markdown.
    """
    lines = [line.strip() for line in text.lstrip().splitlines()[:HEADER_LINES]]
    title = None
    for index, line in enumerate(lines):
        found = DATE.search(line)
        if found and len(line) <= LONGEST_DATE_LINE and not _prose(line[found.end() :]):
            return Header(title, _date(found), _publisher(line, found))
        if index == 0 and line and len(line) <= LONGEST_TITLE and not line.endswith("."):
            title = line.lstrip("# ")
    return Header(title if lines and lines[0].startswith("#") else None)


def _prose(rest: str) -> bool:
    return len(rest.split()) > 6 or rest.rstrip().endswith((".", "?", "!"))


def _date(found: re.Match[str]) -> date | None:
    part = found.groupdict()
    try:
        if part["iso"]:
            return date.fromisoformat(part["iso"])
        day, month, year = (part[k] or part[k + "2"] for k in ("day", "month", "year"))
        return datetime.strptime(f"{day} {month} {year}", "%d %b %Y").date()
    except ValueError:
        return None


def _publisher(line: str, found: re.Match[str]) -> str | None:
    rest = LABELS.sub(" ", line[: found.start()] + " " + line[found.end() :]).strip(EDGES)
    return rest if rest and any(c.isalpha() for c in rest) else None
