"""Asking a store with the usual prefixes, for few or many values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import QuerySolution, QuerySolutions
from rdflib import DCTERMS, RDF, RDFS

from kg.rdf import KG_BASE
from kg.store.interface import QuadStore

CHUNK = 200
PREFIXES = f"PREFIX kg: <{KG_BASE}> PREFIX rdf: <{RDF}> PREFIX rdfs: <{RDFS}> PREFIX dcterms: <{DCTERMS}>\n"


def rows(store: QuadStore, query: str) -> Iterator[QuerySolution]:
    """The solutions of a query with the usual prefixes."""
    found = store.query(PREFIXES + query)
    assert isinstance(found, QuerySolutions)
    yield from found


def chunked(store: QuadStore, query: str, values: Iterable[str]) -> Iterator[QuerySolution]:
    """The solutions of a query whose VALUES block is filled with a few hundred values at a time."""
    waiting = list(values)
    for at in range(0, len(waiting), CHUNK):
        yield from rows(store, query % " ".join(waiting[at : at + CHUNK]))


def value(row: QuerySolution, name: str) -> str:
    """A term of a solution as text, '' where it is unbound."""
    found = row[name]
    return str(getattr(found, "value", found) or "")
