"""`kg validate`: SHACL over a graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import rdflib
import typer
from pyoxigraph import RdfFormat, serialize

from kg.cli.query import DEFAULT_DATA
from kg.ontology import load_ontology
from kg.store.oxigraph import OxigraphStore
from kg.validate import validate as check


def validate(
    data: Annotated[Path, typer.Argument(help="A graph file: .ttl, .trig, .nq, .nt, .jsonld or .rdf")] = DEFAULT_DATA,
) -> None:
    """Check a graph against the ontology's SHACL shapes; exit code 1 where something is wrong.

    \b
    kg validate
    kg validate exports/graph.ttl
    """
    violations = check(_load(data), load_ontology())
    for one in violations:
        typer.echo(str(one))
    typer.echo(f"{data}: {len(violations)} violations" if violations else f"{data}: valid")
    raise typer.Exit(1 if violations else 0)


def _load(path: Path) -> rdflib.Graph:
    """The union of the file's graphs, read by Oxigraph, which is quicker and says what is wrong in one line."""
    written = serialize(OxigraphStore.from_file(path).merged(), None, RdfFormat.N_TRIPLES) or b""
    return rdflib.Graph().parse(data=written, format="nt")


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(validate)
