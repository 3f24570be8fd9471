"""TriG: a named graph a document, in the order of their IRIs."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Quad, RdfFormat, serialize

from kg.export.files import whole_file
from kg.export.prefixes import PREFIXES
from kg.export.reifiers import document_quads
from kg.export.turtle import reading_order
from kg.ontology import Ontology
from kg.store.interface import QuadStore


def _order(quad: Quad) -> tuple[int, str, int, str, str]:
    return reading_order(quad.triple)


def write(store: QuadStore, ontology: Ontology, path: Path, *, reifiers: bool = False) -> None:
    """Write all documents, one at a time. Raises StopRun where the file cannot be written."""
    ordered = (quad for quads in document_quads(store, reifiers=reifiers) for quad in sorted(quads, key=_order))
    with whole_file(path) as stream:
        serialize(ordered, stream, RdfFormat.TRIG, prefixes=PREFIXES)
