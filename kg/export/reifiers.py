"""The quads of documents, one document after the other, with RDF 1.2 reifiers beside the claims where wanted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.export.statements import document_graphs
from kg.namespace import KG
from kg.rdf import REIFIES
from kg.store.interface import QuadStore

PARTS = tuple(NamedNode(str(part)) for part in (KG.subject, KG.predicate, KG.object))

Term = NamedNode | BlankNode | Literal | Triple


def document_quads(store: QuadStore, *, reifiers: bool = False) -> Iterator[list[Quad]]:
    """The quads of each document's graph, in the order of the graphs' IRIs; the store's history is left out."""
    for graph in document_graphs(store):
        quads = list(store.quads(graph))
        yield quads + (reifying(quads) if reifiers else [])


def reifying(quads: list[Quad]) -> list[Quad]:
    """For each claim in the graph `claim rdf:reifies <<( subject predicate object )>>` (RDF 1.2 Concepts, 1.5)."""
    claimed: dict[NamedNode, dict[NamedNode, Term]] = defaultdict(dict)
    for quad in quads:
        if quad.predicate in PARTS and isinstance(quad.subject, NamedNode):
            claimed[quad.subject][quad.predicate] = quad.object
    graph = quads[0].graph_name if quads else None
    found = []
    for claim, parts in claimed.items():
        subject, predicate, target = (parts.get(part) for part in PARTS)
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and target is not None:
            found.append(Quad(claim, REIFIES, Triple(subject, predicate, target), graph))
    return found
