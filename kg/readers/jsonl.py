"""JSON lines: one article a line, with id, title, text, publisher, published, url."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from kg.document import Document
from kg.errors import SkipDocument
from kg.readers.decoding import check_length, decode, document_id
from kg.readers.language import check_english


def read(source: str, content: bytes) -> Iterator[Document | SkipDocument]:
    """The articles of one file; a line that cannot be used is skipped, with its number."""
    try:
        text = decode(source, content)
    except SkipDocument as skipped:
        yield skipped
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield parse_line(f"{source}:{number}", line, f"{document_id(source)}-{number}")


def parse_line(source: str, line: str, default_id: str) -> Document | SkipDocument:
    """One article from one line of JSON; `source` names it in errors."""
    try:
        row: Any = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        return SkipDocument(source, f"is not JSON ({error})")
    return parse_row(source, row, default_id)


def parse_row(source: str, row: object, default_id: str) -> Document | SkipDocument:
    """One article from a row of a table; `source` names it in errors."""
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return SkipDocument(source, "needs to be a JSON object with a 'text'")
    try:
        text = check_english(source, check_length(source, row["text"]))
        published = _date(source, row.get("published"))
    except SkipDocument as skipped:
        return skipped
    title, publisher, url = (_text(row.get(key)) for key in ("title", "publisher", "url"))
    return Document(_text(row.get("id")) or default_id, text, title, publisher, published, url)


def _text(value: object) -> str | None:
    return str(value) if isinstance(value, str | int) and str(value).strip() else None


def _date(source: str, value: object) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise SkipDocument(source, f"'published' is not an ISO date: {str(value)[:40]!r}") from None
