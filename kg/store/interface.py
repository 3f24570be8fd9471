"""What every store can do; the conformance test in tests/ runs over each backend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, serialize

QueryResult = QuerySolutions | QueryBoolean | QueryTriples


class QuadStore(Protocol):
    """Named graphs of documents. The default graph of a query is the union of all graphs."""

    def query(self, sparql: str) -> QueryResult:
        """Answer a SPARQL 1.1 query. Raises StopRun where it is not valid SPARQL."""
        ...

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """The quads of one graph (an IRI), or of all graphs, in no order."""
        ...

    def graphs(self) -> list[str]:
        """The IRIs of all named graphs, sorted."""
        ...

    def update(self, sparql: str) -> None:
        """Carry out a SPARQL 1.1 update in one transaction. Raises StopRun where it fails; nothing has changed then."""
        ...

    def replace(self, graphs: Mapping[str, Sequence[Quad]], beside: Sequence[Quad]) -> None:
        """Put new content in place of whole graphs, and add the quads `beside` to their graph, in one transaction.

        Raises StopRun where it fails; nothing has changed then.
        """
        ...


def replacement(graphs: Mapping[str, Sequence[Quad]], beside: Sequence[Quad]) -> str:
    """The SPARQL 1.1 Update, one request and so one transaction, that does what `QuadStore.replace` does."""
    parts = [f"DROP SILENT GRAPH <{graph}>" for graph in sorted(graphs)]
    parts += [insertion(graph, graphs[graph]) for graph in sorted(graphs) if graphs[graph]]
    for graph in sorted({str(quad.graph_name) for quad in beside}):
        parts.append(insertion(graph[1:-1], [quad for quad in beside if str(quad.graph_name) == graph]))
    return " ;\n".join(parts)


def insertion(graph: str, quads: Sequence[Quad]) -> str:
    """The SPARQL 1.1 Update that adds quads to one graph."""
    triples = serialize([quad.triple for quad in quads], format=RdfFormat.N_TRIPLES) or b""
    return f"INSERT DATA {{ GRAPH <{graph}> {{\n{triples.decode('utf-8')}}} }}"
