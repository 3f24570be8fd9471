"""PDF files: the text layer, by pypdf."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from kg.document import Document
from kg.errors import SkipDocument
from kg.readers.decoding import check_length, document_id
from kg.readers.header import parse_header
from kg.readers.language import check_english

HYPHENATED = re.compile(r"(\w)-\n(\w)")
WRAPPED = re.compile(r"(?<![.?!:\n])\n(?=[^\n])")


def read(source: str, content: bytes) -> Iterator[Document | SkipDocument]:
    """The text of one PDF, with wrapped lines joined."""
    try:
        text, title, created = _extract(source, content)
        text = check_english(source, check_length(source, text))
    except SkipDocument as skipped:
        yield skipped
        return
    header = parse_header(text)
    yield Document(document_id(source), text, title or header.title, header.publisher, header.published or created)


def _extract(source: str, content: bytes) -> tuple[str, str | None, date | None]:
    try:
        pdf = PdfReader(io.BytesIO(content))
        if pdf.is_encrypted and not pdf.decrypt(""):
            raise SkipDocument(source, "is protected by a password; save it without one")
        pages = "\n\n".join(page.extract_text() for page in pdf.pages)
        about = pdf.metadata
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise SkipDocument(source, f"is not a readable PDF ({type(error).__name__})") from None
    if not pages.strip():
        raise SkipDocument(source, "holds no text layer (a scan?); run it through OCR first")
    created = about.creation_date.date() if about and about.creation_date else None
    return WRAPPED.sub(" ", HYPHENATED.sub(r"\1\2", pages)), (about.title or None) if about else None, created
