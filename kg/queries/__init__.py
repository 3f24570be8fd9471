"""The ready-made queries: .rq files beside this module, whose first comment line says what they answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StopRun
from kg.export.prefixes import PREFIXES

PLACEHOLDER = "{about}"
LISTS = re.compile(r"\bkg:(latestClaim|latestEvent|bestSourced|mostLinked)\b")


@dataclass(frozen=True, slots=True)
class ReadyQuery:
    """A query that ships; `title` is its first line."""

    name: str
    title: str
    text: str


def ready_queries() -> list[ReadyQuery]:
    """All ready queries, by name."""
    return [_read(path) for path in sorted(Path(__file__).parent.glob("*.rq"))]


def _read(path: Path) -> ReadyQuery:
    text = path.read_text(encoding="utf-8")
    return ReadyQuery(path.stem, text.splitlines()[0].lstrip("# "), text)


def ready_query(text: str, about: str | None = None) -> str:
    """A query with the name asked about put in as a SPARQL string, and the usual prefixes in front.

    Raises StopRun where the query asks for a name and none is given.
    """
    if PLACEHOLDER in text:
        if about is None:
            raise StopRun('this query asks about one entity; name it with --about "NAME"')
        quoted = about.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
        text = text.replace(PLACEHOLDER, f'"{quoted}"')
    return with_prefixes(text)


def asks_summary(text: str) -> bool:
    """Whether a query looks into the lists of the summary graph."""
    return LISTS.search(text) is not None


def with_prefixes(text: str) -> str:
    """A query with the usual prefixes that it uses and does not declare in front, on its first line."""
    missing = [
        f"PREFIX {name}: <{iri}> "
        for name, iri in PREFIXES.items()
        if re.search(rf"(?<![\w:]){name}:", text) and not re.search(rf"PREFIX\s+{name}:", text, re.IGNORECASE)
    ]
    return "".join(missing) + text
