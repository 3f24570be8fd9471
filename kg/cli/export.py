"""`kg export`: a whole store, or a built graph, as a file of another format."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.query import DEFAULT_DATA
from kg.cli.terminal import say
from kg.errors import StopRun
from kg.export.statements import document_graphs
from kg.ontology import load_ontology
from kg.store.opening import open_source


class ExportFormat(StrEnum):
    """The formats; each is a module of `kg.export`."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"
    HTML = "html"
    GRAPHML = "graphml"
    GEXF = "gexf"
    NEO4J = "neo4j"
    FTM = "ftm"
    STIX = "stix"


REIFYING = (ExportFormat.TURTLE, ExportFormat.TRIG, ExportFormat.NQUADS)


def export(
    form: Annotated[ExportFormat, typer.Option("--format", help="What to write")],
    out: Annotated[Path, typer.Option(help="The file to write; for neo4j a folder")],
    store: Annotated[str | None, typer.Option(help="A store: a folder or the address of a SPARQL 1.1 store")] = None,
    data: Annotated[Path | None, typer.Option(help="A graph file (default exports/graph.trig)")] = None,
    reifiers: Annotated[bool, typer.Option(help="Claims as RDF 1.2 reifiers too (turtle, trig, nquads)")] = False,
) -> None:
    """Write a store in another format, and say what that format could not express.

    \b
    kg export --store archive --format nquads --out archive.nq
    kg export --store archive --format neo4j --out import/
    kg export --store http://localhost:7878/query --format stix --out bundle.json
    """
    if reifiers and form not in REIFYING:
        raise StopRun(f"--reifiers goes with {', '.join(REIFYING)}, not with {form}")
    writer = import_module(f"kg.export.{form}")
    options = {"reifiers": True} if reifiers else {}
    with open_source(data or DEFAULT_DATA, store) as source:
        if not document_graphs(source):
            raise StopRun(
                f"{store or data or DEFAULT_DATA}: holds no graphs of documents; name a store or a .trig file"
            )
        left_out = writer.write(source, load_ontology(), out, **options)
    for line in left_out or ():
        say(f"not in {form}: {line}")
    typer.echo(f"wrote {out}")


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(export)
