"""Query results as CSV, JSON (SPARQL 1.1 Query Results formats), Turtle, or cells of a table."""

from __future__ import annotations

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    serialize,
)

from kg.errors import StopRun
from kg.export.prefixes import PREFIXES
from kg.store.interface import QueryResult


def results_csv(result: QueryResult) -> str:
    """SELECT results as CSV. Raises StopRun for CONSTRUCT results."""
    return _solutions(result, QueryResultsFormat.CSV)


def results_json(result: QueryResult) -> str:
    """SELECT or ASK results as JSON. Raises StopRun for CONSTRUCT results."""
    return _solutions(result, QueryResultsFormat.JSON) + "\n"


def results_turtle(result: QueryResult) -> str:
    """CONSTRUCT or DESCRIBE results as Turtle, sorted. Raises StopRun for SELECT and ASK results."""
    if not isinstance(result, QueryTriples):
        raise StopRun("only CONSTRUCT and DESCRIBE queries give Turtle; use --format table, csv or json")
    written = serialize(sorted(set(result), key=str), None, RdfFormat.TURTLE, prefixes=PREFIXES)
    return (written or b"").decode("utf-8")


def cell(value: object) -> str:
    """A term as a person reads it: a literal's text, an IRI with its prefix."""
    if isinstance(value, Literal):
        return value.value
    if isinstance(value, NamedNode):
        base = max((iri for iri in PREFIXES.values() if value.value.startswith(iri)), key=len, default="")
        prefix = next((name for name, iri in PREFIXES.items() if iri == base), "")
        return f"{prefix}:{value.value[len(base) :]}" if base else value.value
    return "" if value is None else str(value)


def _solutions(result: QueryResult, form: QueryResultsFormat) -> str:
    if isinstance(result, QuerySolutions | QueryBoolean):
        return (result.serialize(None, form) or b"").decode("utf-8")
    raise StopRun("CONSTRUCT and DESCRIBE queries give Turtle; use --format turtle")
