"""The commands of a store that grows and forgets: add, remove, replace, status, history, load, backup, restore."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.cluster import load_shards
from kg.cli.terminal import exit_code, progress, report_skipped, say, table
from kg.document import Document
from kg.errors import SkipDocument, StopRun
from kg.export.counts import count_by_class
from kg.facts import Facts
from kg.flow import read_documents
from kg.ontology import load_ontology
from kg.readers import read_inputs
from kg.settings import Settings
from kg.store import folder
from kg.store.decisions import with_decisions
from kg.store.opening import is_remote, open_archive
from kg.store.resolution import refresh
from kg.updating import add as add_documents
from kg.updating import settled

Inputs = Annotated[list[str], typer.Argument(help="Files, folders, globs or '-': .txt .md .html .pdf .jsonl")]
StoreOption = Annotated[str, typer.Option(help="The store: a folder, or the address of a SPARQL 1.1 store")]
Workers = Annotated[int, typer.Option(min=1, help="Number of processes that read")]
MEGABYTE = 1_000_000
Model = Annotated[str | None, typer.Option(help="Another installed spaCy English pipeline")]
Entities = Annotated[Path | None, typer.Option(help="Your own entities: .csv (name,class,aliases,ids) or .ttl")]


def add(
    inputs: Inputs, store: StoreOption, workers: Workers = 1, model: Model = None, entities: Entities = None
) -> None:
    """Read new and changed documents into a store.

    \b
    kg add news/ --store archive
    kg add 'news/2024-*.jsonl' --store archive --workers 4
    kg add news/ --store archive --entities mine.csv
    """
    _add(inputs, store, workers, Settings(model, None, entities), again=False)


def replace(
    inputs: Inputs, store: StoreOption, workers: Workers = 1, model: Model = None, entities: Entities = None
) -> None:
    """Read documents again, changed or not, in place of what the store holds of them.

    \b
    kg replace news/2024-03-01.txt --store archive
    """
    _add(inputs, store, workers, Settings(model, None, entities), again=True)


def _add(inputs: list[str], store: str, workers: int, settings: Settings, *, again: bool) -> None:
    skipped: list[SkipDocument] = []
    found = 0

    def documents() -> Iterator[Document]:
        nonlocal found
        for item in read_inputs(inputs):
            if isinstance(item, Document):
                found += 1
                yield item
            else:
                skipped.append(item)

    def extract(wanted: Iterable[Document]) -> Iterator[Facts]:
        return read_documents(wanted, settings, workers)

    done, ontology = 0, load_ontology()
    with open_archive(store, write=True) as archive:
        batches = add_documents(documents(), with_decisions(archive.store, ontology), extract, again=again)
        for batch in settled(batches, archive.store, ontology):
            for one in progress(batch):
                done += 1
                typer.echo(f"done {one}")
    report_skipped(skipped)
    typer.echo(f"{done} read, {found - done} unchanged, {len(skipped)} skipped")
    raise typer.Exit(exit_code(found, len(skipped)))


def remove(
    documents: Annotated[list[str], typer.Argument(help="Ids of documents, as kg status --documents lists them")],
    store: StoreOption,
) -> None:
    """Remove documents with everything that rests on them alone.

    \b
    kg remove reuters-2024-03-01 --store archive
    """
    with open_archive(store, write=True) as archive:
        known = archive.documents()
        missing = [one for one in documents if one not in known]
        archive.remove([known[one] for one in documents if one in known], datetime.now(UTC))
        refresh(archive.store, load_ontology())
    for one in missing:
        say(f"{one}: no such document in the store; kg status --documents lists them")
    typer.echo(f"{len(documents) - len(missing)} removed")
    raise typer.Exit(exit_code(len(documents) - len(missing), len(missing)))


def status(store: StoreOption, documents: Annotated[bool, typer.Option(help="List the documents")] = False) -> None:
    """What a store holds, how large it is, and when it last changed.

    \b
    kg status --store archive
    kg status --store archive --documents
    """
    with open_archive(store) as archive:
        known = archive.documents()
        if documents:
            table(
                ("document", "published", "content hash"),
                [(s.id, s.published, s.content_hash[:16]) for s in known.values()],
            )
            return
        rows = [("documents", str(len(known))), ("last change", archive.last_change() or "never")]
        if not is_remote(store):
            rows.append(("size", f"{folder.size(Path(store)) / MEGABYTE:.1f} MB"))
        rows += [(name, str(count)) for name, count in count_by_class(archive.store)]
        table(("what", "how much"), rows)


def history(document: Annotated[str, typer.Argument(help="The id of a document")], store: StoreOption) -> None:
    """When a document came into the store, was replaced, was removed.

    \b
    kg history reuters-2024-03-01 --store archive
    """
    with open_archive(store) as archive:
        changes = archive.history(document)
    if not changes:
        raise StopRun(f"{document}: never was in this store; kg status --documents lists its documents")
    table(("when", "what", "content hash"), [(one.at, one.action, one.content_hash[:16]) for one in changes])


def load(
    files: Annotated[list[Path], typer.Argument(help="N-Quads files, such as the shards of kg build --engine")],
    store: StoreOption,
) -> None:
    """Make a store of N-Quads files the fast way, in a folder that does not exist yet.

    \b
    kg load exports/shards/*.nq --store archive
    """
    _refuse_remote(store)
    load_shards(files, Path(store))


def backup(store: StoreOption, to: Annotated[Path, typer.Argument(help="A folder that does not exist yet")]) -> None:
    """Copy a store and check the copy.

    \b
    kg backup /mnt/disk/archive-2024 --store archive
    """
    _refuse_remote(store)
    count = folder.backup(Path(store), to)
    typer.echo(f"{to}: {count} quads, checked")


def restore(
    backup_folder: Annotated[Path, typer.Argument(help="A folder that kg backup wrote")], store: StoreOption
) -> None:
    """Make a store from a backup, in a folder that does not exist yet, and check it.

    \b
    kg restore /mnt/disk/archive-2024 --store archive
    """
    _refuse_remote(store)
    count = folder.backup(backup_folder, Path(store))
    typer.echo(f"{store}: {count} quads, checked")


def _refuse_remote(store: str) -> None:
    if is_remote(store):
        raise StopRun(f"{store}: a remote store is loaded and backed up with its own tools; name a folder")


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (add, remove, replace, status, history, load, backup, restore):
        app.command()(command)
