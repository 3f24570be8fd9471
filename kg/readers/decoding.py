"""Bytes to text: UTF-8 first, else a detected encoding, said in a warning; binaries and oversize texts are skipped."""

from __future__ import annotations

import logging
from pathlib import Path

from charset_normalizer import from_bytes

from kg.errors import SkipDocument

MAX_CHARACTERS = 10_000_000
MIN_LETTERS = 0.5
MOSTLY_ASCII = 0.1
SAMPLE = 100_000
log = logging.getLogger(__name__)


def document_id(source: str) -> str:
    """The id of a document that brings none: its file name without the ending."""
    return Path(source).stem if source != "-" else "stdin"


def decode(source: str, content: bytes) -> str:
    """The text of a file, with line ends as '\\n' and no byte order mark.

    Raises SkipDocument where it is empty, binary, or longer than MAX_CHARACTERS.
    """
    if not content.strip():
        raise SkipDocument(source, "is empty")
    if len(content) > 4 * MAX_CHARACTERS:
        raise too_long(source)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    elif b"\x00" in content[:65536]:
        raise SkipDocument(source, "is a binary file, not text")
    else:
        text = _decode_utf8(source, content)
    return check_length(source, text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def check_length(source: str, text: str) -> str:
    """The text itself. Raises SkipDocument where it is blank or too long."""
    if len(text) > MAX_CHARACTERS:
        raise too_long(source)
    if not text.strip():
        raise SkipDocument(source, "holds no text")
    return text


def too_long(source: str) -> SkipDocument:
    """The error for a text over the limit."""
    return SkipDocument(source, f"is longer than {MAX_CHARACTERS:,} characters; split it into smaller documents")


def _decode_utf8(source: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text, encoding = _decode_other(source, content)
    letters = sum(c.isalnum() or c.isspace() for c in text[:5000])
    if letters < MIN_LETTERS * min(len(text), 5000):
        raise SkipDocument(source, "is a binary file, not text")
    log.warning("%s: is not UTF-8; read as %s", source, encoding)
    return text


def _decode_other(source: str, content: bytes) -> tuple[str, str]:
    """Text and encoding. English with few bytes beyond ASCII is nearly always Windows-1252; the rest is guessed."""
    if sum(byte > 127 for byte in content[:SAMPLE]) < MOSTLY_ASCII * len(content[:SAMPLE]):
        return content.decode("cp1252", errors="replace"), "windows-1252"
    best = from_bytes(content[:SAMPLE]).best()
    if best is None:
        raise SkipDocument(source, "is not text in any known encoding; convert it to UTF-8")
    return content.decode(best.encoding, errors="replace"), best.encoding
