"""Input formats, one a module, each with the same function `read`; here the choice between them.

`read_inputs` takes what a user names (files, folders, globs, '-') and yields Documents, and a SkipDocument for each
that cannot be used, in a stable order.
"""

from __future__ import annotations

import glob
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.document import Document
from kg.errors import SkipDocument, StopRun
from kg.readers import html, jsonl, pdf, text

Item = Document | SkipDocument
Reader = Callable[[str, bytes], Iterator[Item]]

READERS: dict[str, Reader] = {
    ".txt": text.read,
    ".md": text.read,
    ".html": html.read,
    ".htm": html.read,
    ".pdf": pdf.read,
    ".jsonl": jsonl.read,
}
STANDARD_INPUT = "-"


def read_inputs(inputs: Iterable[str | Path]) -> Iterator[Item]:
    """Every document of the inputs; a repeated document id is skipped and said.

    Raises StopRun where nothing is named at all.
    """
    names = [str(one) for one in inputs]
    if not names:
        raise StopRun("no input: name files, folders, globs or '-' for standard input")
    seen: dict[str, str] = {}
    for source, content in _contents(names):
        if isinstance(content, SkipDocument):
            yield content
            continue
        for item in READERS.get(Path(source).suffix.lower(), _standard_input)(source, content):
            yield _unique(item, source, seen)


def _unique(item: Item, source: str, seen: dict[str, str]) -> Item:
    if isinstance(item, SkipDocument):
        return item
    if item.id in seen:
        return SkipDocument(source, f"document id {item.id!r} is already taken by {seen[item.id]}; give it another id")
    seen[item.id] = source
    return item


def _contents(names: list[str]) -> Iterator[tuple[str, bytes | SkipDocument]]:
    for name in names:
        if name == STANDARD_INPUT:
            yield name, sys.stdin.buffer.read()
            continue
        paths = _paths(name)
        if not paths:
            endings = ", ".join(READERS)
            yield name, SkipDocument(name, _nothing(Path(name), endings))
        for path in paths:
            yield str(path), _bytes(path)


def _paths(name: str) -> list[Path]:
    """The readable files a name stands for, sorted; a named file counts whatever its ending."""
    path = Path(name)
    if path.is_dir():
        return sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in READERS)
    if path.exists():
        return [path]
    return sorted(Path(p) for p in glob.glob(name, recursive=True) if Path(p).suffix.lower() in READERS)


def _nothing(path: Path, endings: str) -> str:
    if path.is_dir():
        return f"no articles in this folder (looked for {endings})"
    return "no such file or folder; check the path"


def _bytes(path: Path) -> bytes | SkipDocument:
    if path.suffix.lower() not in READERS:
        return SkipDocument(str(path), f"unknown kind of file; use one of {', '.join(READERS)}")
    try:
        return path.read_bytes()
    except OSError as error:
        return SkipDocument(str(path), f"cannot be read ({error.strerror})")


def _standard_input(source: str, content: bytes) -> Iterator[Item]:
    """Standard input is JSONL where it starts like it, HTML where it starts like it, else plain text."""
    start = content.lstrip()[:15].lower()
    if start.startswith(b"{"):
        return jsonl.read(source, content)
    if start.startswith((b"<!doctype", b"<html")):
        return html.read(source, content)
    return text.read(source, content)
