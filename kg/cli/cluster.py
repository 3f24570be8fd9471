"""`kg build --engine`: the same reading on Ray or Spark, shards of N-Quads out, loaded into a store."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from importlib import import_module
from pathlib import Path

import typer

from kg.cli.terminal import exit_code, progress, say
from kg.errors import StopRun
from kg.ontology import load_ontology
from kg.settings import Settings
from kg.store.loading import load

STORE, SHARDS = "store", "shards"


class Engine(StrEnum):
    """The engines; each is a module of `kg.engines` and an extra of the package."""

    RAY = "ray"
    SPARK = "spark"


def build_on(
    engine: Engine, inputs: list[str], out: Path, shards: str | None, workers: int, settings: Settings
) -> None:
    """Read inputs on an engine into shards, and load them into the store `out`/store where they lie on this machine.

    Raises StopRun where the engine is not installed, or the store exists already.
    """
    store, place = out / STORE, shards or str((out / SHARDS).resolve())
    if store.exists():
        raise StopRun(f"{store}: exists already; name another --out, or add to it with: kg add INPUT --store {store}")
    try:
        write_shards = import_module(f"kg.engines.{engine}").write_shards
    except ModuleNotFoundError as error:
        raise StopRun(f"{error.name} is not installed; run: pip install 'security-kg[{engine}]'") from None
    done = list(progress(write_shards(inputs, place, workers, settings)))
    skipped = [line for one in done for line in one.skipped]
    for line in sorted(skipped):
        say(f"skipped {line}")
    count = sum(one.documents for one in done)
    typer.echo(f"{count} read, {len(skipped)} skipped")
    if not count:
        raise typer.Exit(2)
    if shards:
        typer.echo(f"wrote {shards}; fetch the shards and run: kg load SHARDS/*.nq --store DIR")
    else:
        out.mkdir(parents=True, exist_ok=True)
        load_shards([Path(one.shard) for one in done if one.shard], store)
    raise typer.Exit(exit_code(count, len(skipped)))


def load_shards(files: list[Path], store: Path) -> None:
    """Load shards into a new store and resolve over its documents."""
    count = load(sorted(set(files)), store, datetime.now(UTC), load_ontology())
    typer.echo(f"{store}: {count} documents")
