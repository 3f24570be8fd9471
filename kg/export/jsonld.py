"""JSON-LD 1.1: a named graph a document, one after the other."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from kg.export.files import whole_file
from kg.export.prefixes import PREFIXES
from kg.export.reifiers import document_quads
from kg.ontology import Ontology
from kg.store.interface import QuadStore


def write(store: QuadStore, ontology: Ontology, path: Path) -> None:
    """Write all documents. Raises StopRun where the file cannot be written."""
    ordered = (quad for quads in document_quads(store) for quad in sorted(quads, key=str))
    with whole_file(path) as stream:
        serialize(ordered, stream, RdfFormat.JSON_LD, prefixes=PREFIXES)
