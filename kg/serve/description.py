"""What the service says of itself: SPARQL 1.1 Service Description and VoID."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, serialize
from rdflib import RDF, VOID, XSD, Namespace

from kg.export.counts import count_by_class
from kg.export.prefixes import PREFIXES
from kg.namespace import KG
from kg.serve.negotiation import GRAPH_TYPES
from kg.store.interface import QuadStore

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)


def describe(endpoint: str, media: str, store: QuadStore, *, writable: bool) -> bytes:
    """The description of the service at `endpoint` and of its dataset, as RDF of the given media type."""
    service, dataset, graph = NamedNode(endpoint), BlankNode("dataset"), BlankNode("graph")
    rows: list[tuple[NamedNode | BlankNode, object, object]] = [
        (service, RDF.type, SD.Service),
        (service, SD.endpoint, service),
        (service, SD.supportedLanguage, SD.SPARQL11Query),
        (service, SD.feature, SD.UnionDefaultGraph),
        (service, SD.defaultDataset, dataset),
        (dataset, RDF.type, SD.Dataset),
        (dataset, RDF.type, VOID.Dataset),
        (dataset, VOID.vocabulary, NamedNode(str(KG._NS))),
        (dataset, SD.defaultGraph, graph),
        (graph, RDF.type, SD.Graph),
    ]
    rows += [(service, SD.resultFormat, FORMATS[name]) for name in RESULTS]
    if writable:
        rows.append((service, SD.supportedLanguage, SD.SPARQL11Update))
    rows += _statistics(dataset, store)
    triples = [
        Triple(s, NamedNode(str(p)), o if isinstance(o, BlankNode | Literal) else NamedNode(_text(o)))
        for s, p, o in rows
    ]
    prefixes = PREFIXES | {"sd": str(SD), "void": str(VOID._NS), "formats": str(FORMATS)}
    return serialize(triples, None, GRAPH_TYPES[media], prefixes=prefixes) or b""


def _statistics(dataset: BlankNode, store: QuadStore) -> list[tuple[NamedNode | BlankNode, object, object]]:
    integer = NamedNode(str(XSD.integer))
    rows: list[tuple[NamedNode | BlankNode, object, object]] = []
    for name, count in count_by_class(store):
        part = BlankNode(f"class{name}")
        rows += [
            (dataset, VOID.classPartition, part),
            (part, VOID["class"], NamedNode(str(KG._NS) + name)),
            (part, VOID.entities, Literal(str(count), datatype=integer)),
        ]
    return rows


def _text(value: object) -> str:
    return value.value if isinstance(value, NamedNode) else str(value)
