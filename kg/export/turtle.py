"""Turtle: the union of all documents, readable, in a stable order, without the mention nodes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kg.export.files import whole_file
from kg.export.prefixes import PREFIXES
from kg.export.reifiers import document_quads
from kg.namespace import CLAIM_BASE, DOCUMENT_BASE, ENTITY_BASE, EVIDENCE_BASE, KG, MENTION_BASE, RESOLUTION_GRAPH
from kg.ontology import Ontology
from kg.store.interface import QuadStore

SECTIONS = (ENTITY_BASE, CLAIM_BASE, EVIDENCE_BASE, DOCUMENT_BASE)
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RESOLUTION = NamedNode(RESOLUTION_GRAPH)
SIGNATURES = frozenset(NamedNode(str(KG._NS[name])) for name in ("textSignature", "textBand", "asRead"))
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def reading_order(triple: Triple) -> tuple[int, str, int, str, str]:
    """Entities first, then claims, evidence, documents; a subject's class and label before its other properties."""
    subject, predicate = str(triple.subject), triple.predicate.value
    section = next((i for i, base in enumerate(SECTIONS) if subject.startswith("<" + base)), len(SECTIONS))
    first = {RDF_TYPE: 0, LABEL: 1}.get(predicate, 2)
    return section, subject, first, predicate, str(triple.object)


def readable(quads: Iterable[Quad]) -> list[Triple]:
    """The distinct triples of all graphs in reading order; mentions, decisions and signatures are left to TriG."""
    triples = {quad.triple for quad in quads if not _left_to_trig(quad)}
    return sorted(triples, key=reading_order)


def write(store: QuadStore, ontology: Ontology, path: Path, *, reifiers: bool = False) -> None:
    """Write the union of all documents. Raises StopRun where the file cannot be written."""
    quads = chain.from_iterable(document_quads(store, reifiers=reifiers))
    with whole_file(path) as stream:
        serialize(readable(quads), stream, RdfFormat.TURTLE, prefixes=PREFIXES)


def text(store: QuadStore) -> str:
    """The same as a string, without reifiers."""
    quads = chain.from_iterable(document_quads(store))
    written = serialize(readable(quads), None, RdfFormat.TURTLE, prefixes=PREFIXES)
    return (written or b"").decode("utf-8")


def _left_to_trig(quad: Quad) -> bool:
    if quad.graph_name == RESOLUTION or quad.predicate in SIGNATURES:
        return True
    return any(isinstance(end, NamedNode) and end.value.startswith(MENTION_BASE) for end in (quad.subject, quad.object))
