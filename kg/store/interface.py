"""What every store can do; the conformance test in tests/ runs over each backend.

Named graphs hold what each document says. The default graph is their RDF merge (RDF 1.1 Semantics, section 4.1) and is
kept with them: a triple that many documents state stands in it once, so that a query over it counts it once, and it
goes when the last document that states it goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, serialize

QueryResult = QuerySolutions | QueryBoolean | QueryTriples


class QuadStore(Protocol):
    """Named graphs of documents, and in the default graph their merge, which queries see."""

    @property
    def merges(self) -> bool:
        """Whether updates keep the merge; not so where the default graph is the union of the others anyway."""
        ...

    def query(self, sparql: str) -> QueryResult:
        """Answer a SPARQL 1.1 query. Raises StopRun where it is not valid SPARQL."""
        ...

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """The quads of one named graph (an IRI), or of all of them, in no order."""
        ...

    def graphs(self) -> list[str]:
        """The IRIs of all named graphs, sorted."""
        ...

    def update(self, sparql: str) -> None:
        """Carry out a SPARQL 1.1 update in one transaction. Raises StopRun where it fails; nothing has changed then."""
        ...

    def replace(self, graphs: Mapping[str, Sequence[Quad]], beside: Sequence[Quad]) -> None:
        """Put new content in place of whole graphs, and add the quads `beside` to their graph, in one transaction.

        What is beside, such as a history, is no part of the merge.

        Raises StopRun where it fails; nothing has changed then.
        """
        ...


FORGET = """DELETE {{ ?s ?p ?o }} WHERE {{
  GRAPH <{0}> {{ ?s ?p ?o }} FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != <{0}>) }} }}"""


def replacement(graphs: Mapping[str, Sequence[Quad]], beside: Sequence[Quad], *, merge: bool = True) -> str:
    """The SPARQL 1.1 Update, one request and so one transaction, that does what `QuadStore.replace` does.

    Without `merge` the default graph is left alone: a store whose default graph is the union of the others has none.
    """
    forgetting = (FORGET, "DROP SILENT GRAPH <{}>") if merge else ("DROP SILENT GRAPH <{}>",)
    parts = [part.format(graph) for graph in sorted(graphs) for part in forgetting]
    for graph in sorted(graphs):
        if graphs[graph]:
            parts += [insertion(graph, graphs[graph]), *([f"ADD GRAPH <{graph}> TO DEFAULT"] if merge else [])]
    for graph in sorted({str(quad.graph_name) for quad in beside}):
        parts.append(insertion(graph[1:-1], [quad for quad in beside if str(quad.graph_name) == graph]))
    return " ;\n".join(parts)


def insertion(graph: str, quads: Sequence[Quad]) -> str:
    """The SPARQL 1.1 Update that adds the triples of quads to one graph, the default graph where it is ''."""
    triples = (serialize([quad.triple for quad in quads], format=RdfFormat.N_TRIPLES) or b"").decode("utf-8")
    return f"INSERT DATA {{ GRAPH <{graph}> {{\n{triples}}} }}" if graph else f"INSERT DATA {{\n{triples}}}"
