"""`kg validate`: SHACL over a graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import rdflib
import typer

from kg.cli.query import DEFAULT_DATA
from kg.errors import StopRun
from kg.ontology import load_ontology
from kg.validate import validate as check

FORMATS = {".ttl": "turtle", ".trig": "trig", ".nq": "nquads", ".nt": "nt", ".jsonld": "json-ld", ".rdf": "xml"}


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
    if path.suffix not in FORMATS:
        raise StopRun(f"{path}: unknown kind of RDF file; use one of {', '.join(FORMATS)}")
    dataset = rdflib.Dataset(default_union=True)
    try:
        dataset.parse(path, format=FORMATS[path.suffix])
    except FileNotFoundError:
        raise StopRun(f"{path}: no such file; build a graph first with: kg build INPUT") from None
    except (SyntaxError, ValueError, rdflib.exceptions.Error) as error:
        raise StopRun(f"{path}: cannot be read as RDF ({' '.join(str(error).split())[:200]})") from None
    union = rdflib.Graph()
    for triple in dataset.triples((None, None, None)):
        union.add(triple)
    return union


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(validate)
