"""What every engine runs on its machines: rows of a table in, one N-Quads shard and a report out.

A shard is named by the documents in it and written whole, so that a batch that the engine tries again takes the place
of its first try; and a document that two shards hold is the same quads, which a store holds once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyarrow import ArrowException
from pyarrow.fs import FileSystem

from kg.document import Document
from kg.errors import SkipDocument, StopRun
from kg.iri import digest
from kg.rdf import quads
from kg.readers.jsonl import parse_row
from kg.settings import Settings
from kg.workers import loaded

BATCH = 16


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a batch: the shard's path, how many documents are in it, and one line for each left out."""

    shard: str
    documents: int
    skipped: tuple[str, ...]


def process_batch(records: Iterable[Mapping[str, object]], out: str, settings: Settings) -> Done:
    """Read the records (id, title, text, publisher, published, url) and write their quads as a shard into `out`.

    `out` is a folder or an address that pyarrow knows (s3://, hdfs://). Raises StopRun where it cannot be written.
    """
    items = [_document(record) for record in records]
    documents = [item for item in items if isinstance(item, Document)]
    skipped = tuple(str(item) for item in items if isinstance(item, SkipDocument))
    if not documents:
        return Done("", 0, skipped)
    found = sorted(quad for facts in loaded(settings).extract(documents) for quad in map(str, quads(facts)))
    content = "".join(f"{quad} .\n" for quad in found).encode("utf-8")
    name = f"{digest(*sorted(document.id for document in documents))}.nq"
    return Done(_write(out, name, content), len(documents), skipped)


def _document(record: Mapping[str, object]) -> Document | SkipDocument:
    row = {name: value for name, value in record.items() if value is not None and not _missing(value)}
    name = str(row.get("id", ""))
    if not name:
        return SkipDocument(str(row.get("title", "a row")), "needs an 'id' of its own to be read on a cluster")
    return parse_row(name, row, name)


def _missing(value: object) -> bool:
    """Whether it is what pandas puts in an empty cell: NaN and NaT differ from themselves."""
    return bool(value != value)  # noqa: PLR0124


def _write(out: str, name: str, content: bytes) -> str:
    try:
        system, place = FileSystem.from_uri(out)
        system.create_dir(place, recursive=True)
        with system.open_output_stream(f"{place}/.{name}") as stream:
            stream.write(content)
        system.move(f"{place}/.{name}", f"{place}/{name}")
    except (OSError, ArrowException) as error:
        raise StopRun(f"{out}: a shard cannot be written there ({error})") from None
    return f"{place}/{name}"
