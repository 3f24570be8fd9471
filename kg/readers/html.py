"""HTML pages: the article body and its metadata, by trafilatura."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import trafilatura

from kg.document import Document
from kg.errors import SkipDocument
from kg.readers.decoding import check_length, decode, document_id
from kg.readers.language import check_english


def read(source: str, content: bytes) -> Iterator[Document | SkipDocument]:
    """The article of one page, without navigation, comments and scripts."""
    try:
        page = decode(source, content)
        found: Any = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)
        if found is None or not (found.text or "").strip():
            raise SkipDocument(source, "no article text found in this page")
        text = check_english(source, check_length(source, found.text))
    except SkipDocument as skipped:
        yield skipped
        return
    yield Document(
        document_id(source), text, found.title, found.sitename or found.hostname, _date(found.date), found.url
    )


def _date(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
