"""Turtle: the union of all documents, readable, in a stable order, without the mention nodes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kg.export.files import whole_file
from kg.export.prefixes import PREFIXES
from kg.namespace import CLAIM_BASE, DOCUMENT_BASE, ENTITY_BASE, EVIDENCE_BASE, MENTION_BASE
from kg.ontology import Ontology
from kg.store.interface import QuadStore

SECTIONS = (ENTITY_BASE, CLAIM_BASE, EVIDENCE_BASE, DOCUMENT_BASE)
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def reading_order(triple: Triple) -> tuple[int, str, int, str, str]:
    """Entities first, then claims, evidence, documents; a subject's class and label before its other properties."""
    subject, predicate = str(triple.subject), triple.predicate.value
    section = next((i for i, base in enumerate(SECTIONS) if subject.startswith("<" + base)), len(SECTIONS))
    first = {RDF_TYPE: 0, LABEL: 1}.get(predicate, 2)
    return section, subject, first, predicate, str(triple.object)


def readable(quads: Iterable[Quad]) -> list[Triple]:
    """The distinct triples of all graphs in reading order; mention nodes are left to TriG."""
    triples = {quad.triple for quad in quads if not _about_mention(quad)}
    return sorted(triples, key=reading_order)


def write(store: QuadStore, ontology: Ontology, path: Path) -> None:
    """Write the store's union graph. Raises StopRun where the file cannot be written."""
    with whole_file(path) as stream:
        serialize(readable(store.quads()), stream, RdfFormat.TURTLE, prefixes=PREFIXES)


def text(store: QuadStore) -> str:
    """The same as a string."""
    written = serialize(readable(store.quads()), None, RdfFormat.TURTLE, prefixes=PREFIXES)
    return (written or b"").decode("utf-8")


def _about_mention(quad: Quad) -> bool:
    return any(isinstance(end, NamedNode) and end.value.startswith(MENTION_BASE) for end in (quad.subject, quad.object))
