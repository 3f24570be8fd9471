"""`kg build`: articles in; Turtle, TriG and the HTML viewer out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.cluster import Engine, build_on
from kg.cli.terminal import exit_code, progress, report_skipped, say
from kg.facts import Facts
from kg.flow import Graph
from kg.flow import build as build_graph
from kg.resolve.decision import DECISIONS, read_decisions
from kg.settings import Settings

OUTPUTS = ("graph.ttl", "graph.trig", "graph.html")


def build(
    inputs: Annotated[list[str], typer.Argument(help="Files, folders, globs or '-': .txt .md .html .pdf .jsonl")],
    out: Annotated[Path, typer.Option(help="Folder for graph.ttl, graph.trig and graph.html")] = Path("exports"),
    model: Annotated[str | None, typer.Option(help="Another installed spaCy English pipeline")] = None,
    entities: Annotated[
        Path | None, typer.Option(help="Your own entities: .csv (name,class,aliases,ids) or .ttl")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Number of processes that read")] = 1,
    engine: Annotated[
        Engine | None, typer.Option(help="Read on Ray or Spark: .jsonl or .parquet in, a store in OUT/store out")
    ] = None,
    shards: Annotated[
        str | None, typer.Option(help="With --engine: where its machines write (s3://..., hdfs://...)")
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option(help="Your merges, splits and classes (decisions.jsonl in the output folder)")
    ] = None,
) -> None:
    """Build the graph of some articles.

    \b
    kg build examples/
    kg build news/*.txt report.pdf --out graphs/march
    cat article.txt | kg build -
    kg build archive.jsonl --engine ray --workers 8 --out graphs/archive
    """

    def shown(found: Iterable[Facts]) -> Iterable[Facts]:
        return progress(found)

    if engine:
        build_on(engine, inputs, out, shards, workers, Settings(model, None, entities))
    taken = read_decisions(decisions or out / DECISIONS)
    graph = build_graph(inputs, Settings(model, None, entities), progress=shown, workers=workers, decisions=taken)
    report_skipped(graph.skipped)
    if not graph.corpus:
        say("no document could be read; nothing was written")
        raise typer.Exit(2)
    for name in OUTPUTS:
        graph.save(out / name)
    summary(graph, out)
    raise typer.Exit(exit_code(len(graph.corpus), len(graph.skipped)))


def summary(graph: Graph, out: Path) -> None:
    """What was read and written, on standard output."""
    typer.echo(f"documents  {len(graph.corpus)} read, {len(graph.skipped)} skipped")
    entities = Counter(entity.type for entity in graph.entities)
    claims = Counter(claim.predicate for claim in graph.claims)
    asserted = sum(claim.asserted for claim in graph.claims)
    typer.echo(f"entities   {entities.total()}: {_counts(entities)}")
    typer.echo(f"claims     {claims.total()}, of them {asserted} asserted: {_counts(claims)}")
    for name in OUTPUTS:
        typer.echo(f"wrote      {out / name}")


def _counts(counter: Counter[str]) -> str:
    ordered = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {count}" for name, count in ordered)


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(build)
