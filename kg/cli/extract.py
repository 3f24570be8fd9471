"""`kg extract`: the annotation format, one JSON object a document, on standard output."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.terminal import exit_code, progress, report_skipped
from kg.errors import SkipDocument
from kg.export.annotations import to_json
from kg.flow import read_facts
from kg.settings import Settings


def extract(
    inputs: Annotated[list[str], typer.Argument(help="Files, folders, globs or '-': .txt .md .html .pdf .jsonl")],
    model: Annotated[str | None, typer.Option(help="Another installed spaCy English pipeline")] = None,
    entities: Annotated[
        Path | None, typer.Option(help="Your own entities: .csv (name,class,aliases,ids) or .ttl")
    ] = None,
) -> None:
    """Print entities, mentions and claims of each article as a line of JSON.

    \b
    kg extract article.txt | python -m json.tool
    kg extract corpus.jsonl > annotations.jsonl
    """
    skipped: list[SkipDocument] = []
    done = 0
    for facts in progress(read_facts(inputs, Settings(model, None, entities), skipped)):
        typer.echo(to_json(facts))
        done += 1
    report_skipped(skipped)
    raise typer.Exit(exit_code(done, len(skipped)))


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(extract)
