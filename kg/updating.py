"""Bringing a store up to date with its sources: new and changed documents only, each batch one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain, islice

from kg.document import Document
from kg.facts import Facts
from kg.ontology import Ontology
from kg.store.archive import Archive
from kg.store.interface import QuadStore
from kg.store.resolution import refresh

BATCH = 32
SETTLE = 512
Extract = Callable[[Iterable[Document]], Iterator[Facts]]


def changed(documents: Iterable[Document], archive: Archive) -> Iterator[Document]:
    """The documents that the store lacks, or holds with another content."""
    waiting = iter(documents)
    while some := list(islice(waiting, BATCH)):
        known = archive.hashes(document.id for document in some)
        yield from (document for document in some if known.get(document.id) != document.content_hash)


def add(
    documents: Iterable[Document], archive: Archive, extract: Extract, *, again: bool = False
) -> Iterator[list[str]]:
    """Read new and changed documents (all of them with `again`) into the store; yields the ids after each commit.

    What has been yielded is in the store for good; a run that is killed goes on where it was when started again. Where
    nothing is new, `extract` is not called, so that no pipeline is loaded.
    """
    wanted = iter(documents) if again else changed(documents, archive)
    first = next(wanted, None)
    if first is None:
        return
    found = extract(chain([first], wanted))
    while batch := list(islice(found, BATCH)):
        archive.put(batch, datetime.now(UTC))
        yield [facts.document.id for facts in batch]


def settled(batches: Iterable[list[str]], store: QuadStore, ontology: Ontology) -> Iterator[list[str]]:
    """Pass on the batches of `add`, and bring what is resolved over documents up to date every SETTLE, and at the end.

    Raises StopRun where the store cannot be written.
    """
    since = 0
    for batch in batches:
        yield batch
        since += len(batch)
        if since >= SETTLE:
            refresh(store, ontology)
            since = 0
    refresh(store, ontology)
