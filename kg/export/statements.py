"""A store's documents, entities and claims as plain values, one after the other, for formats that are no RDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import QuerySolution

from kg.facts import Entity
from kg.namespace import DOCUMENT_BASE, HISTORY_GRAPH, Spine
from kg.ontology import Ontology, local_name
from kg.store.interface import QuadStore

OURS = DOCUMENT_BASE.removesuffix("document/")
TEXTUAL = frozenset({"Document", "Mention", "Claim", "Evidence", Spine.EVENT})
PREFIXES = """PREFIX kg: <https://w3id.org/security-kg/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
"""
DOCUMENTS = """SELECT ?one ?id ?title ?publisher ?published ?url WHERE {
  ?one a kg:Document ; dcterms:identifier ?id ; rdfs:label ?title .
  OPTIONAL { ?one kg:publisher ?publisher } OPTIONAL { ?one kg:published ?published } OPTIONAL { ?one kg:url ?url }
} ORDER BY ?id"""
ENTITIES = """SELECT ?one ?type ?name WHERE { ?one a ?type ; rdfs:label ?name } ORDER BY ?one ?type ?name"""
DETAILS = """SELECT ?alias ?same ?lat ?long WHERE {
  { <%(iri)s> skos:altLabel ?alias } UNION { <%(iri)s> owl:sameAs ?same }
  UNION { <%(iri)s> geo:lat ?lat ; geo:long ?long } }"""
CLAIMS = """SELECT * WHERE { GRAPH <%s> {
  ?claim a kg:Claim ; kg:subject ?subject ; kg:predicate ?predicate ; kg:object ?object ; kg:polarity ?polarity ;
         kg:modality ?modality ; kg:confidence ?confidence ; kg:evidence ?evidence .
  ?evidence kg:text ?text ; kg:document ?document .
  OPTIONAL { ?claim kg:attributedTo ?source }
  OPTIONAL { ?claim kg:time ?time } OPTIONAL { ?claim kg:timeEarliest ?earliest }
  OPTIONAL { ?claim kg:timeLatest ?latest } } } ORDER BY ?claim"""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document; `published` is an ISO date, '' where unknown as the other texts are."""

    iri: str
    id: str
    title: str
    publisher: str
    published: str
    url: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim: IRIs of its ends, source and document; local names; ISO dates or dateTimes, '' where it has none."""

    iri: str
    subject: str
    predicate: str
    object: str
    polarity: str
    modality: str
    confidence: float
    source: str
    time: str
    earliest: str
    latest: str
    text: str
    document: str

    @property
    def asserted(self) -> bool:
        """Whether the text affirms it as actual."""
        return self.polarity == "Affirmed" and self.modality == "Actual"


def document_graphs(store: QuadStore) -> list[str]:
    """The IRIs of the graphs of the corpus, sorted: not the store's history, nor what else a server holds."""
    return [graph for graph in store.graphs() if graph.startswith(OURS) and graph != HISTORY_GRAPH]


def documents(store: QuadStore) -> Iterator[SourceText]:
    """Every document, in the order of ids."""
    for row in _ask(store, DOCUMENTS):
        yield SourceText(*(_text(row, name) for name in ("one", "id", "title", "publisher", "published", "url")))


def entities(store: QuadStore, ontology: Ontology) -> Iterator[Entity]:
    """Every entity, in the order of IRIs, with its most specific class and its first name by code point."""
    for iri, rows in groupby(_ask(store, ENTITIES), key=lambda row: _text(row, "one")):
        found = [(local_name(_text(row, "type")), _text(row, "name")) for row in rows]
        kinds = sorted({kind for kind, _ in found if kind in ontology.types})
        kind = max(kinds, key=ontology.depth, default="")
        if kind and not ontology.is_any(kind, TEXTUAL):
            yield _entity(store, iri, kind, sorted({name for _, name in found}))


def _entity(store: QuadStore, iri: str, kind: str, names: list[str]) -> Entity:
    rows = list(_ask(store, DETAILS % {"iri": iri}))
    aliases = sorted({*names[1:], *(_text(row, "alias") for row in rows)} - {"", names[0]})
    same = sorted({_text(row, "same") for row in rows} - {""})
    places = sorted((float(_text(row, "lat")), float(_text(row, "long"))) for row in rows if row["lat"])
    latitude, longitude = places[0] if places else (None, None)
    return Entity(iri, kind, names[0], tuple(aliases), tuple(same), True, latitude, longitude)


def statements(store: QuadStore) -> Iterator[Statement]:
    """Every claim, one document after the other, so that memory does not grow with the store."""
    for graph in document_graphs(store):
        for row in _ask(store, CLAIMS % graph):
            yield Statement(
                _text(row, "claim"),
                _text(row, "subject"),
                local_name(_text(row, "predicate")),
                _text(row, "object"),
                local_name(_text(row, "polarity")),
                local_name(_text(row, "modality")),
                float(_text(row, "confidence")),
                *(_text(row, name) for name in ("source", "time", "earliest", "latest", "text", "document")),
            )


def report(left_out: Counter[str]) -> list[str]:
    """Lines that say what a format could not express and how often."""
    return [f"{count} {what}" for what, count in sorted(left_out.items())]


def _ask(store: QuadStore, query: str) -> Iterable[QuerySolution]:
    return store.query(PREFIXES + query)  # type: ignore[return-value]


def _text(row: QuerySolution, name: str) -> str:
    try:
        value = row[name]
    except KeyError:
        return ""
    return str(getattr(value, "value", "") or "")
