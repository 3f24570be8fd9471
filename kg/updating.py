"""Bringing a store up to date with its sources: new and changed documents only, each batch one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain, islice

from kg.document import Document
from kg.facts import Facts
from kg.store.archive import Archive, Stored

BATCH = 32
Extract = Callable[[Iterable[Document]], Iterator[Facts]]


def changed(documents: Iterable[Document], known: dict[str, Stored]) -> Iterator[Document]:
    """The documents that the store lacks, or holds with another content."""
    for document in documents:
        stored = known.get(document.id)
        if stored is None or stored.content_hash != document.content_hash:
            yield document


def add(
    documents: Iterable[Document], archive: Archive, extract: Extract, *, again: bool = False
) -> Iterator[list[str]]:
    """Read new and changed documents (all of them with `again`) into the store; yields the ids after each commit.

    What has been yielded is in the store for good; a run that is killed goes on where it was when started again. Where
    nothing is new, `extract` is not called, so that no pipeline is loaded.
    """
    known = archive.documents()
    wanted = iter(documents) if again else changed(documents, known)
    first = next(wanted, None)
    if first is None:
        return
    found = extract(chain([first], wanted))
    while batch := list(islice(found, BATCH)):
        archive.put(batch, datetime.now(UTC), known)
        yield [facts.document.id for facts in batch]
