"""What every store can do; the conformance test in tests/ runs over each backend.

Named graphs hold what each document says. The default graph is their RDF merge (RDF 1.1 Semantics, section 4.1) and is
kept with them: a triple that many documents state stands in it once, so that a query over it counts it once, and it
goes when the last document that states it goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, serialize

from kg.namespace import HISTORY_GRAPH, RESOLUTION_GRAPH

Add = Callable[[Sequence[Quad]], None]
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

    def extend(self, quads: Sequence[Quad]) -> None:
        """Add quads, and what they are in the merge, in one transaction.

        Raises StopRun where it fails; nothing has changed then.
        """
        ...


ASIDE = frozenset({HISTORY_GRAPH, RESOLUTION_GRAPH})
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
    return " ;\n".join([*parts, *addition(beside, merge=False)])


def addition(quads: Sequence[Quad], *, merge: bool = True) -> list[str]:
    """SPARQL 1.1 Updates that add quads to their graphs, and with `merge` to the default graph what belongs there."""
    by_graph: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        by_graph[str(quad.graph_name)[1:-1]].append(quad)
    parts = [insertion(graph, inside) for graph, inside in sorted(by_graph.items())]
    merged = [quad for quad in quads if str(quad.graph_name)[1:-1] not in ASIDE] if merge else []
    return [*parts, insertion("", merged)] if merged else parts


def insertion(graph: str, quads: Sequence[Quad]) -> str:
    """The SPARQL 1.1 Update that adds the triples of quads to one graph, the default graph where it is ''."""
    triples = (serialize([quad.triple for quad in quads], format=RdfFormat.N_TRIPLES) or b"").decode("utf-8")
    return f"INSERT DATA {{ GRAPH <{graph}> {{\n{triples}}} }}" if graph else f"INSERT DATA {{\n{triples}}}"
