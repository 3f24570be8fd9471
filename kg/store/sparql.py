"""A remote store: any SPARQL 1.1 endpoint, through SPARQLWrapper."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit

from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)
from SPARQLWrapper import POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import EndPointNotFound, QueryBadFormed, SPARQLWrapperException

from kg.errors import StopRun
from kg.store.interface import QueryResult, addition, replacement

USER, PASSWORD, DEFAULT_GRAPH = "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_DEFAULT_GRAPH"
TIMEOUT_SECONDS = 300
RESULTS = "application/sparql-results+json"
TRIPLES = "application/n-triples"
ASK_VARIABLE = "__ASK_RETVAL"
GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"


class SparqlStore:
    """A QuadStore over HTTP; `address` is the query endpoint, `/query` at its end gives way to `/update` for updates.

    User and password come from the environment (KG_STORE_USER, KG_STORE_PASSWORD). The merge of all documents is kept
    in the default graph, unless KG_STORE_DEFAULT_GRAPH=union says that the store's default graph is the union of the
    named ones anyway, as Virtuoso's is. Raises StopRun where the address is none.
    """

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        if not urlsplit(self.address).netloc:
            raise StopRun(f"{address}: not an address; give one such as http://localhost:7878/query")

    @property
    def merges(self) -> bool:
        """Whether updates keep the merge in the default graph."""
        return os.environ.get(DEFAULT_GRAPH) != "union"

    def query(self, sparql: str) -> QueryResult:
        """Answer a query. Raises StopRun where the endpoint cannot be reached or refuses it."""
        content, media = self._send(self.address, sparql, accept=RESULTS)
        results = QueryResultsFormat.from_media_type(media)
        if results is not None:
            return _boolean(parse_query_results(content, format=results))
        raise StopRun(f"{self.address}: answered with {media!r}, not with SPARQL results; is it a query endpoint?")

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """The quads of one graph, or of all graphs, one graph at a time."""
        for name in [graph] if graph else self.graphs():
            asked = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
            content, _ = self._send(self.address, asked, accept=TRIPLES)
            for found in parse(content, RdfFormat.N_TRIPLES):
                yield Quad(found.subject, found.predicate, found.object, NamedNode(name))

    def graphs(self) -> list[str]:
        """The IRIs of all named graphs, sorted."""
        rows = self.query(GRAPHS)
        return sorted(row["g"].value for row in rows)  # type: ignore[union-attr]

    def update(self, sparql: str) -> None:
        """Carry out an update. Raises StopRun where the endpoint cannot be reached or refuses it."""
        base = self.address.removesuffix("/query")
        self._send(f"{base}/update" if base != self.address else self.address, sparql)

    def replace(self, graphs: Mapping[str, Sequence[Quad]], beside: Sequence[Quad]) -> None:
        """Put new content in place of whole graphs, in one request. Raises StopRun as `update` does."""
        self.update(replacement(graphs, beside, merge=self.merges))

    def extend(self, quads: Sequence[Quad]) -> None:
        """Add quads, and what they are in the merge, in one request. Raises StopRun as `update` does."""
        if quads:
            self.update(" ;\n".join(addition(quads, merge=self.merges)))

    def _send(self, address: str, sparql: str, *, accept: str = "") -> tuple[bytes, str]:
        """The body and media type of the answer to a query, or to an update where no media type is asked for."""
        wrapper = SPARQLWrapper(address)
        wrapper.setMethod(POST)
        wrapper.setTimeout(TIMEOUT_SECONDS)
        wrapper.setOnlyConneg(True)
        if accept:
            wrapper.addCustomHttpHeader("Accept", accept)
        if user := os.environ.get(USER):
            wrapper.setCredentials(user, os.environ.get(PASSWORD, ""))
        wrapper.setQuery(sparql)
        wrapper.queryType = wrapper.queryType if accept else "INSERT"
        try:
            response = wrapper.query().response
            return response.read(), response.headers.get("Content-Type", "").split(";")[0]
        except QueryBadFormed as error:
            raise StopRun(f"{address}: refused the query ({' '.join(str(error).split())[:300]})") from None
        except EndPointNotFound:
            raise StopRun(f"{address}: no SPARQL endpoint at this address") from None
        except (SPARQLWrapperException, HTTPError, HTTPException) as error:
            raise StopRun(f"{address}: answered with an error ({' '.join(str(error).split())[:300]})") from None
        except OSError as error:
            raise StopRun(f"{address}: cannot be reached ({error})") from None


def _boolean(answer: QuerySolutions | QueryBoolean) -> QuerySolutions | QueryBoolean:
    """The answer, with the row or none by which Virtuoso answers ASK as the boolean that it means."""
    if isinstance(answer, QueryBoolean) or [one.value for one in answer.variables] != [ASK_VARIABLE]:
        return answer
    holds = str(any(True for _ in answer)).lower()
    return parse_query_results(f'{{"head": {{}}, "boolean": {holds}}}'.encode(), format=QueryResultsFormat.JSON)
