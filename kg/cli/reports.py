"""`kg top` and `kg timeline`: two ready queries that deserve a command of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.query import DEFAULT_DATA, Format, print_result
from kg.errors import StopRun
from kg.queries import asks_summary, ready_queries, ready_query
from kg.store.opening import open_source

Data = Annotated[Path | None, typer.Option(help="A graph file (default exports/graph.trig)")]
StoreOption = Annotated[str | None, typer.Option(help="A store: a folder or the address of a SPARQL 1.1 store")]
Form = Annotated[Format, typer.Option("--format", help="table, csv or json")]


def top(data: Data = None, store: StoreOption = None, form: Form = Format.TABLE) -> None:
    """The twenty entities with most relations.

    \b
    kg top
    kg top --store archive --format csv
    """
    _report("most-linked", None, data, store, form)


def timeline(
    entity: Annotated[str, typer.Argument(help="A name of the entity")],
    data: Data = None,
    store: StoreOption = None,
    form: Form = Format.TABLE,
) -> None:
    """What is said to have happened to an entity, or to be coming, in the order of time, with sources.

    \b
    kg timeline "North Korea"
    kg timeline Hezbollah --store archive --format csv
    """
    _report("timeline", entity, data, store, form)


def _report(name: str, about: str | None, data: Path | None, store: str | None, form: Format) -> None:
    text = next(one.text for one in ready_queries() if one.name == name)
    with open_source(data or DEFAULT_DATA, store, summed=asks_summary(text)) as source:
        known = about is None or source.query(ready_query(KNOWN, about))
        if not known:
            raise StopRun(f"{about}: no entity of that name in the graph; names are case-sensitive")
        print_result(source.query(ready_query(text, about)), form)


KNOWN = """
ASK { ?entity <http://www.w3.org/2000/01/rdf-schema#label>|<http://www.w3.org/2004/02/skos/core#altLabel> {about} }
"""


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (top, timeline):
        app.command()(command)
