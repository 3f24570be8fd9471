"""Opens what a user names as the graph to ask: a file, or a store's folder or address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.ontology import load_ontology
from kg.store import folder
from kg.store.archive import Archive
from kg.store.interface import QuadStore
from kg.store.oxigraph import OxigraphStore
from kg.store.resolution import refresh
from kg.store.sparql import SparqlStore


def is_remote(store: str) -> bool:
    """Whether a store is named by the address of a SPARQL endpoint."""
    return store.startswith(("http://", "https://"))


SUMMED = "ASK { ?owner <https://w3id.org/security-kg/ontology#latestClaim> ?claim }"


@contextmanager
def open_source(data: Path, store: str | None = None, *, summed: bool = False) -> Iterator[QuadStore]:
    """The store at `store` where one is named, else the file `data` in memory, for reading.

    With `summed` a file that lacks the summary of its documents, as a shard does, gets one in memory.

    Raises StopRun where it is missing or cannot be opened.
    """
    if store is None:
        found = OxigraphStore.from_file(data)
        if summed and not found.query(SUMMED):
            refresh(found, load_ontology())
        yield found
        return
    with open_archive(store) as archive:
        yield archive.store


@contextmanager
def open_archive(store: str, *, write: bool = False) -> Iterator[Archive]:
    """The documents of a store, named by a folder or an address.

    Raises StopRun where it is missing (for reading), locked (for writing) or cannot be reached.
    """
    if is_remote(store):
        yield Archive(SparqlStore(store))
        return
    opened = folder.writing(Path(store)) if write else folder.reading(Path(store))
    with opened as found:
        yield Archive(found)
