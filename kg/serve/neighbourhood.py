"""Parts of a large store for a page: entities found by name, and what surrounds some of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from kg.namespace import KG
from kg.ontology import Ontology, local_name
from kg.store.oxigraph import OxigraphStore

CLAIMS = 300
FOUND = 50
NODES = f"""SELECT * WHERE {{
  ?claim <{KG.subject}>|<{KG.object}> <%s> ; <{KG.subject}> ?subject ; <{KG.object}> ?object ;
         <{KG.evidence}> ?evidence .
  ?evidence <{KG.document}> ?document .
  OPTIONAL {{ ?claim <{KG.attributedTo}> ?source }} OPTIONAL {{ ?claim <{KG.event}> ?event }}
  OPTIONAL {{ ?claim <{KG.subjectMention}> ?one }} OPTIONAL {{ ?claim <{KG.objectMention}> ?other }}
}} LIMIT {CLAIMS}"""
TRIPLES = "SELECT ?p ?o WHERE { <%s> ?p ?o }"
SEARCH = f"""PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?entity (MIN(?label) AS ?name) (MIN(?kind) AS ?class) WHERE {{
  ?entity rdfs:label|skos:altLabel ?label ; a ?kind .
  FILTER(CONTAINS(LCASE(?label), LCASE(%s)))
  FILTER(?kind NOT IN (<{KG.Document}>, <{KG.Claim}>, <{KG.Evidence}>, <{KG.Mention}>))
}} GROUP BY ?entity ORDER BY STRLEN(?name) ?name LIMIT {FOUND}"""


@dataclass(frozen=True, slots=True)
class Found:
    """An entity that a search found."""

    iri: str
    name: str
    kind: str


def search(store: OxigraphStore, ontology: Ontology, words: str) -> list[Found]:
    """Entities and events with a name that holds the words, short names first; at most FOUND."""
    rows = _rows(store, SEARCH % Literal(words))
    found = [Found(*(_value(row[name]) for name in ("entity", "name", "class"))) for row in rows]
    types = ontology.types
    return [
        Found(one.iri, one.name, types[kind].label if kind in types else kind)
        for one in found
        for kind in [local_name(one.kind)]
    ]


def around(store: OxigraphStore, entities: Sequence[str]) -> OxigraphStore:
    """A store in memory with the entities (IRIs), at most CLAIMS claims about each, and all that these rest on."""
    nodes = set(entities)
    for entity in entities:
        for row in _rows(store, NODES % NamedNode(entity).value):
            nodes.update(value.value for value in row if isinstance(value, NamedNode))
    part = OxigraphStore()
    part.load([quad for node in sorted(nodes) for quad in _quads(store, node)])
    return part


def _quads(store: OxigraphStore, node: str) -> Iterable[Quad]:
    graph = NamedNode("urn:part")
    return (Quad(NamedNode(node), row["p"], row["o"], graph) for row in _rows(store, TRIPLES % node))


def _rows(store: OxigraphStore, query: str) -> QuerySolutions:
    rows = store.query(query)
    assert isinstance(rows, QuerySolutions)
    return rows


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))
