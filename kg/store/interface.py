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

    def replace(self, graphs: Mapping[str, Sequence[Quad]]) -> None:
        """Put the given content in place of each named graph, all of them or none; no quads removes a graph."""
        ...


def replacement(graphs: Mapping[str, Sequence[Quad]]) -> str:
    """The SPARQL 1.1 Update, one request and so one transaction, that puts new content in place of whole graphs."""
    parts = [f"DROP SILENT GRAPH <{graph}>" for graph in sorted(graphs)]
    for graph in sorted(graphs):
        triples = serialize([quad.triple for quad in graphs[graph]], format=RdfFormat.N_TRIPLES)
        if triples:
            parts.append(f"INSERT DATA {{ GRAPH <{graph}> {{\n{triples.decode('utf-8')}}} }}")
    return " ;\n".join(parts)
