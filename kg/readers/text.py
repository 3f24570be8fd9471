"""Plain text and Markdown: one article a file."""

from __future__ import annotations

from collections.abc import Iterator

from kg.document import Document
from kg.errors import SkipDocument
from kg.readers.decoding import decode, document_id
from kg.readers.header import parse_header
from kg.readers.language import check_english


def read(source: str, content: bytes) -> Iterator[Document | SkipDocument]:
    """The article of one text file; its header, where it has one, gives title, date and publisher."""
    try:
        text = check_english(source, decode(source, content))
    except SkipDocument as skipped:
        yield skipped
        return
    header = parse_header(text)
    yield Document(document_id(source), text, header.title, header.publisher, header.published)
