"""`kg query`: SPARQL over a built graph, with ready-made queries."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pyoxigraph import QueryBoolean, QuerySolutions

from kg.cli.terminal import table
from kg.errors import StopRun
from kg.export.results import cell, results_csv, results_json, results_turtle
from kg.queries import asks_summary, ready_queries, ready_query
from kg.store.interface import QueryResult
from kg.store.opening import open_source

DEFAULT_DATA = Path("exports/graph.trig")


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TURTLE = "turtle"


def query(
    name: Annotated[str | None, typer.Argument(help="A file with a query, or the name of a ready one")] = None,
    expression: Annotated[str | None, typer.Option("-e", help="The query itself")] = None,
    data: Annotated[Path | None, typer.Option(help="A graph file (default exports/graph.trig)")] = None,
    store: Annotated[str | None, typer.Option(help="A store: a folder or the address of a SPARQL 1.1 store")] = None,
    form: Annotated[Format, typer.Option("--format", help="table, csv, json or turtle")] = Format.TABLE,
    about: Annotated[str | None, typer.Option(help="For ready queries: the name of the entity asked about")] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the ready queries")] = False,
) -> None:
    """Ask the graph in SPARQL 1.1.

    \b
    kg query --list
    kg query who-met-whom
    kg query everything-about --about "Kim Jong Un"
    kg query -e 'SELECT ?name WHERE { ?x a kg:BallisticMissile ; rdfs:label ?name }' --format csv
    """
    if listing:
        table(("name", "what it answers"), [(one.name, one.title) for one in ready_queries()])
        return
    text = _text(name, expression, about)
    with open_source(data or DEFAULT_DATA, store, summed=asks_summary(text)) as source:
        print_result(source.query(text), form)


def _text(name: str | None, expression: str | None, about: str | None) -> str:
    if (name is None) == (expression is None):
        raise StopRun("name a query file or a ready query, or give one with -e (not both); see kg query --list")
    if expression is not None:
        return ready_query(expression, about)
    path = Path(str(name))
    if path.suffix in (".rq", ".sparql") or path.exists():
        try:
            return ready_query(path.read_text(encoding="utf-8"), about)
        except (OSError, UnicodeDecodeError):
            raise StopRun(f"{path}: no such query file; see kg query --list for the ready ones") from None
    known = {one.name: one.text for one in ready_queries()}
    if name not in known:
        raise StopRun(f"{name}: no ready query of that name; see kg query --list")
    return ready_query(known[str(name)], about)


def print_result(result: QueryResult, form: Format) -> None:
    """Print a result on standard output in one of the formats."""
    printers = {Format.CSV: results_csv, Format.JSON: results_json, Format.TURTLE: results_turtle}
    if form in printers:
        sys.stdout.write(printers[form](result))
        return

    if isinstance(result, QuerySolutions):
        names = [variable.value for variable in result.variables]
        table(names, ([cell(row[name]) for name in names] for row in result))
    elif isinstance(result, QueryBoolean):
        typer.echo("yes" if result else "no")
    else:
        sys.stdout.write(results_turtle(result))


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(query)
