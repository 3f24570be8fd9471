"""NetworkX: entities as nodes, asserted triples as edges."""

from __future__ import annotations

import networkx

from kg.store.interface import QuadStore

NODES = """
PREFIX kg: <https://w3id.org/security-kg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?entity (MIN(?name) AS ?label) (MIN(?type) AS ?class) WHERE {
  ?entity rdfs:label ?name ; a ?type .
  FILTER(STRSTARTS(STR(?entity), "https://w3id.org/security-kg/entity/"))
} GROUP BY ?entity ORDER BY ?entity
"""
EDGES = """
PREFIX kg: <https://w3id.org/security-kg/ontology#>
SELECT ?subject ?predicate ?object (COUNT(DISTINCT ?claim) AS ?claims) (MAX(?sure) AS ?confidence) WHERE {
  ?claim a kg:Claim ; kg:subject ?subject ; kg:predicate ?predicate ; kg:object ?object ;
         kg:polarity kg:Affirmed ; kg:modality kg:Actual ; kg:confidence ?sure .
} GROUP BY ?subject ?predicate ?object ORDER BY ?subject ?predicate ?object
"""


def to_networkx(store: QuadStore) -> networkx.MultiDiGraph[str]:
    """Nodes are IRIs with `label` and `type`; edges are keyed by relation, with `claims` (a count) and `confidence`."""
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for row in store.query(NODES):  # type: ignore[union-attr]
        graph.add_node(row["entity"].value, label=row["label"].value, type=_local(row["class"].value))
    for row in store.query(EDGES):  # type: ignore[union-attr]
        relation = _local(row["predicate"].value)
        counts = {"claims": int(row["claims"].value), "confidence": float(row["confidence"].value)}
        graph.add_edge(row["subject"].value, row["object"].value, key=relation, relation=relation, **counts)
    return graph


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1]
