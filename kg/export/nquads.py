"""N-Quads: a named graph a document, sorted, so that equal stores give equal bytes; the store's history is left out."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from kg.export.files import whole_file
from kg.export.reifiers import document_quads
from kg.ontology import Ontology
from kg.store.interface import QuadStore


def write(store: QuadStore, ontology: Ontology, path: Path, *, reifiers: bool = False) -> None:
    """Write all documents, one at a time. Raises StopRun where the file cannot be written."""
    with whole_file(path) as stream:
        for quads in document_quads(store, reifiers=reifiers):
            serialize(sorted(quads, key=str), stream, RdfFormat.N_QUADS)
