"""Quads: what is asserted, what leads from a triple to its sentence, and that nothing depends on order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions

from kg.export import turtle
from kg.facts import Modality, Polarity
from kg.iri import document_iri
from kg.rdf import corpus_quads, quads, reifiers
from kg.store.oxigraph import OxigraphStore
from tests.samples import corpus, facts_of

TRACE = """
PREFIX kg: <https://w3id.org/security-kg/ontology#>
PREFIX ent: <https://w3id.org/security-kg/entity/>
SELECT ?words ?start ?end ?document ?extractor WHERE {
  ?s ?p ?o .
  ?claim kg:subject ?s ; kg:predicate ?p ; kg:object ?o ; kg:extractedBy ?extractor ; kg:evidence ?e .
  ?e kg:text ?words ; kg:start ?start ; kg:end ?end ; kg:document ?document .
  FILTER(?s = ent:north-korea && ?p = kg:launches)
}
"""


def store_of(*documents: object) -> OxigraphStore:
    store = OxigraphStore()
    for one in documents:
        store.load(quads(one))  # type: ignore[arg-type]
    return store


def rows(store: OxigraphStore, query: str) -> Iterator[dict[str, str]]:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    for row in found:
        yield {name: row[name].value for name in names}


@pytest.mark.parametrize("polarity", list(Polarity))
@pytest.mark.parametrize("modality", list(Modality))
def test_a_triple_is_asserted_only_where_a_claim_is_affirmed_and_actual(polarity: Polarity, modality: Modality) -> None:
    facts = facts_of("d", ("A", "Country"), "attacks", ("B", "Country"), polarity=polarity, modality=modality)
    ask = "ASK { ?s <https://w3id.org/security-kg/ontology#attacks> ?o }"
    asserted = polarity is Polarity.AFFIRMED and modality is Modality.ACTUAL
    assert bool(store_of(facts).query(ask)) is asserted


def test_one_query_leads_from_a_triple_to_its_exact_words() -> None:
    documents = corpus()
    (row,) = rows(store_of(*documents), TRACE)
    text = documents[0].document.text
    assert text[int(row["start"]) : int(row["end"])] == row["words"]
    assert row["document"] == document_iri("d1")
    assert row["extractor"] == "test@1"


def test_turtle_is_read_by_rdflib_and_says_the_same() -> None:
    store = store_of(*corpus())
    graph = rdflib.Graph().parse(data=turtle.text(store), format="turtle")
    claims = list(graph.subjects(rdflib.RDF.type, rdflib.URIRef("https://w3id.org/security-kg/ontology#Claim")))
    assert len(claims) == 4
    assert (
        len(list(graph.triples((None, rdflib.URIRef("https://w3id.org/security-kg/ontology#suppliesTo"), None)))) == 1
    )


def test_reifiers_name_the_same_triples_as_the_statement_nodes() -> None:
    for facts in corpus():
        (quad,) = reifiers(facts)
        claim = facts.claims[0]
        assert (quad.object.subject.value, quad.object.object.value) == (claim.subject, claim.object)


@given(st.permutations(corpus()))
def test_order_of_documents_changes_nothing(documents: list[object]) -> None:
    assert list(corpus_quads(documents)) == list(corpus_quads(corpus()))  # type: ignore[arg-type]


@given(st.text(min_size=1, max_size=60).filter(str.strip))
def test_any_document_id_names_a_graph_of_its_own(name: str) -> None:
    facts = facts_of(name, ("A", "Country"), "attacks", ("B", "Country"))
    store = store_of(facts)
    assert store.graphs() == [document_iri(name)]
    assert set(store.quads(document_iri(name))) == set(quads(facts))
