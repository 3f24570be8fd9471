"""RDF/XML: the union of all documents, which has no named graphs; what several documents state is written for each."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from kg.export.files import whole_file
from kg.export.prefixes import PREFIXES
from kg.export.reifiers import document_quads
from kg.ontology import Ontology
from kg.store.interface import QuadStore


def write(store: QuadStore, ontology: Ontology, path: Path) -> None:
    """Write all documents, one at a time. Raises StopRun where the file cannot be written."""
    ordered = (quad.triple for quads in document_quads(store) for quad in sorted(quads, key=str))
    with whole_file(path) as stream:
        serialize(ordered, stream, RdfFormat.RDF_XML, prefixes=PREFIXES)
