"""CSV for Neo4j's bulk loader (`neo4j-admin database import`): a folder with nodes.csv and relationships.csv.

Every claim is a relationship with its polarity, modality, source and sentence, so that what is denied or only planned
can be told from what is asserted; a document is a node that claims name by its id.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path

from kg.export.files import whole_file
from kg.export.statements import documents, entities, statements
from kg.ontology import Ontology
from kg.store.interface import QuadStore

NODES = (
    ":ID", "name", ":LABEL", "aliases:string[]", "sameAs:string[]", "latitude:float", "longitude:float", "published",
    "publisher", "url",
)  # fmt: skip
RELATIONSHIPS = (
    ":START_ID", ":END_ID", ":TYPE", "claim", "polarity", "modality", "asserted:boolean", "confidence:float", "source",
    "time", "earliest", "latest", "sentence", "document",
)  # fmt: skip


def write(store: QuadStore, ontology: Ontology, path: Path) -> None:
    """Write the two files into the folder `path`. Raises StopRun where they cannot be written."""
    _table(path / "nodes.csv", NODES, _nodes(store, ontology))
    _table(path / "relationships.csv", RELATIONSHIPS, _relationships(store))


def _nodes(store: QuadStore, ontology: Ontology) -> Iterable[Sequence[object]]:
    for one in entities(store, ontology):
        labels = sorted(ontology.types[one.type].ancestors, key=lambda name: (ontology.depth(name), name))
        lists = (";".join(value.replace(";", ",") for value in values) for values in (one.aliases, one.same_as))
        yield one.iri, one.name, ";".join(labels), *lists, one.latitude, one.longitude, "", "", ""
    for text in documents(store):
        yield text.iri, text.title, "Document", "", "", None, None, text.published, text.publisher, text.url


def _relationships(store: QuadStore) -> Iterable[Sequence[object]]:
    for one in statements(store):
        yield (
            one.subject, one.object, one.predicate, one.iri, one.polarity, one.modality, str(one.asserted).lower(),
            one.confidence, one.source, one.time, one.earliest, one.latest, one.text, one.document,
        )  # fmt: skip


def _table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with whole_file(path) as stream:
        text = TextIOWrapper(stream, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
        text.flush()
        text.detach()
