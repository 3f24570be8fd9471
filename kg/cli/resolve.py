"""`kg explain`, `merge`, `split`, `retype`, `undo`: who is who, why, and a person's decisions about it."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.query import DEFAULT_DATA
from kg.cli.terminal import table
from kg.errors import StopRun
from kg.ontology import Ontology, load_ontology
from kg.resolve.apply import split_iri
from kg.resolve.decision import DECISIONS, Decision, DecisionKind, append_decision, read_decisions, to_undo
from kg.resolve.dossier import Dossier, dossier, find_entity
from kg.store.decisions import decide, stored_decisions
from kg.store.interface import QuadStore
from kg.store.opening import open_archive, open_source
from kg.store.resolution import refresh

SHOWN = 10
Name = Annotated[str, typer.Argument(help="A name or the IRI of an entity")]
Data = Annotated[Path, typer.Option(help="A graph file")]
StoreOption = Annotated[str | None, typer.Option(help="A store: a folder or the address of a SPARQL 1.1 store")]
File = Annotated[Path | None, typer.Option("--decisions", help="The decisions (decisions.jsonl beside the data)")]
Because = Annotated[str, typer.Option(help="Why, for those who read it later")]


def explain(entity: Name, data: Data = DEFAULT_DATA, store: StoreOption = None) -> None:
    """Why an entity is one node: its names, the words that denote it and the reasons, decisions, possible duplicates.

    \b
    kg explain "Kim Jong Un"
    kg explain Hezbollah --store archive
    """
    with open_source(data, store) as source:
        found = dossier(source.query, find_entity(source.query, entity), load_ontology())
    _show(found)


def _show(found: Dossier) -> None:
    typer.echo(f"{found.names[0]}  ({', '.join(found.types)})\n{found.iri}")
    for label, values in (("also called", found.names[1:]), ("ids", found.same_as)):
        if values:
            typer.echo(f"{label}: {'; '.join(values)}")
    typer.echo(f"\nmentions in {len({one.document for one in found.seen})} documents")
    rows = [(one.document, one.text, one.times, one.reason, one.score) for one in found.seen]
    table(("document", "words", "times", "because", "score"), rows)
    if found.decisions:
        typer.echo("\ndecisions")
        table(("id", "what", "by", "when", "because"), [(d.id, d.kind, d.who, d.at, d.reason) for d in found.decisions])
    if found.candidates:
        typer.echo("\npossible duplicates, not merged")
        shown = found.candidates[:SHOWN]
        table(
            ("score", "name", "class", "name alike", "shared neighbours", "entity"),
            [(f"{c.score:.2f}", c.label, c.type, f"{c.name:.2f}", str(c.shared), c.iri) for c in shown],
        )


def merge(
    entity: Name,
    into: Annotated[str, typer.Argument(help="The name or IRI of the entity that it is")],
    data: Data = DEFAULT_DATA,
    store: StoreOption = None,
    decisions: File = None,
    because: Because = "",
) -> None:
    """Say that two entities are one: the first becomes the second, which keeps its IRI, name and class.

    \b
    kg merge "Abu Mohammad al-Julani" "Ahmed al-Sharaa"
    """

    def made(source: QuadStore, ontology: Ontology) -> Decision:
        one, other = (find_entity(source.query, name) for name in (entity, into))
        if one == other:
            raise StopRun(f"{entity} and {into} are one entity already: {one}")
        target = dossier(source.query, other, ontology)
        return Decision(DecisionKind.MERGE, one, other, target.types[0], target.names[0], reason=because)

    _decide(made, data, store, decisions)


def split(
    entity: Name,
    document: Annotated[str, typer.Option(help="The id of a document")],
    data: Data = DEFAULT_DATA,
    store: StoreOption = None,
    decisions: File = None,
    because: Because = "",
) -> None:
    """Say that the mentions of an entity in one document are somebody or something else.

    \b
    kg split "Ali Hassan" --document reuters-2024-03-01
    """

    def made(source: QuadStore, ontology: Ontology) -> Decision:
        iri = find_entity(source.query, entity)
        if document not in {one.document for one in dossier(source.query, iri, ontology).seen}:
            raise StopRun(f"{document}: does not mention {entity}; kg explain lists the documents that do")
        return Decision(DecisionKind.SPLIT, iri, split_iri(iri, document), document=document, reason=because)

    _decide(made, data, store, decisions)


def retype(
    entity: Name,
    to: Annotated[str, typer.Argument(help="A class of the ontology, such as ArmedGroup")],
    data: Data = DEFAULT_DATA,
    store: StoreOption = None,
    decisions: File = None,
    because: Because = "",
) -> None:
    """Say what class an entity has.

    \b
    kg retype Hezbollah ArmedGroup
    """
    kind = to.removeprefix("kg:")

    def made(source: QuadStore, ontology: Ontology) -> Decision:
        if not ontology.is_a(kind, "Entity"):
            raise StopRun(f"{to}: no class of entities in the ontology; see ontology/schema.ttl")
        return Decision(DecisionKind.RETYPE, find_entity(source.query, entity), type=kind, reason=because)

    _decide(made, data, store, decisions)


def undo(
    decision: Annotated[str | None, typer.Argument(help="The id of a decision; the last one by default")] = None,
    data: Data = DEFAULT_DATA,
    store: StoreOption = None,
    decisions: File = None,
) -> None:
    """Undo a person's decision, the last one or one named by its id.

    \b
    kg undo
    kg undo 3f2a91c0 --store archive
    """

    def made(source: QuadStore, ontology: Ontology) -> Decision:
        taken = stored_decisions(source) if store else read_decisions(_file(data, decisions))
        undone = to_undo(taken, decision)
        return Decision(DecisionKind.UNDO, undone.entity, undone.id, reason=f"undoes a {undone.kind}")

    _decide(made, data, store, decisions)


def _file(data: Path, decisions: Path | None) -> Path:
    return decisions or data.parent / DECISIONS


def _now() -> str:
    """The time in the canonical form of xsd:dateTime, which every store gives back as it is."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".") + "Z"


def _decide(made: Callable[[QuadStore, Ontology], Decision], data: Path, store: str | None, file: Path | None) -> None:
    """Record a decision: in a store at once, else in the file that the next `kg build` reads."""
    ontology, at = load_ontology(), _now()
    if store is not None:
        with open_archive(store, write=True) as archive:
            decision = replace(made(archive.store, ontology), decided_by=getpass.getuser(), at=at)
            graphs = decide(archive.store, decision, ontology)
            refresh(archive.store, ontology)
        typer.echo(f"{decision.id} {decision.kind}: {len(graphs)} documents changed")
        return
    where = _file(data, file)
    read_decisions(where)
    with open_source(data) as source:
        decision = replace(made(source, ontology), decided_by=getpass.getuser(), at=at)
    append_decision(where, decision)
    typer.echo(f"{decision.id} {decision.kind}: written to {where}; it holds from the next kg build on")


def resolve(store: Annotated[str, typer.Option(help="A folder or the address of a SPARQL 1.1 store")]) -> None:
    """Bring a store's decisions, copies of reports and numbers of sources up to date, as after kg load.

    \b
    kg resolve --store archive
    """
    with open_archive(store, write=True) as archive:
        refresh(archive.store, load_ontology())
    typer.echo(f"{store}: up to date")


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (explain, merge, split, retype, undo, resolve):
        app.command()(command)
