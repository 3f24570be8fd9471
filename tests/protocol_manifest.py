"""The W3C SPARQL 1.1 Protocol tests: a manifest in Turtle becomes requests with what is expected of their answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, RDFS, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")


@dataclass(frozen=True)
class Request:
    """One request with what its answer must be: status classes such as '4xx', an ASK result, a kind of format."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: tuple[str, ...]
    boolean: bool | None
    kind: str | None


@dataclass(frozen=True)
class ProtocolTest:
    """A test: the graphs it needs, by IRI, and its requests in order."""

    name: str
    graphs: dict[str, Path]
    requests: tuple[Request, ...]


def load_manifest(folder: Path) -> list[ProtocolTest]:
    """All tests of a folder's manifest, in its order."""
    graph = Graph().parse(folder / "manifest.ttl", format="turtle")
    top = next(graph.subjects(RDF.type, MF.Manifest))
    return [_test(graph, test, folder) for test in Collection(graph, graph.value(top, MF.entries))]


def _test(graph: Graph, test: URIRef, folder: Path) -> ProtocolTest:
    graphs = {
        str(graph.value(data, RDFS.label)): folder / str(graph.value(data, UT.graph)).rsplit("/", 1)[-1]
        for data in graph.objects(test, UT.graphData)
    }
    requests = Collection(graph, graph.value(graph.value(test, MF.action), HT.requests))
    return ProtocolTest(str(test).rsplit("#", 1)[-1], graphs, tuple(_request(graph, one) for one in requests))


def _request(graph: Graph, node: BNode) -> Request:
    listed = graph.value(node, HT.headers)
    headers = [] if listed is None else list(Collection(graph, listed))
    body, answer = graph.value(node, HT.body), graph.value(node, HT.resp)
    chars = "" if body is None else str(graph.value(body, CNT.chars))
    encoding = "utf-8" if body is None else str(graph.value(body, CNT.characterEncoding) or "utf-8")
    boolean, kind = graph.value(answer, MF.expectedBoolean), graph.value(answer, MF.expectedFormat)
    return Request(
        str(graph.value(node, HT.methodName)),
        str(graph.value(node, HT.absolutePath)),
        {str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue)) for one in headers},
        chars.encode(encoding),
        tuple(sorted(str(status)[-3:] for status in graph.objects(answer, MF.expectedStatus))),
        None if boolean is None else bool(boolean.toPython()),
        None if kind is None else str(kind),
    )
