"""The whole road: real articles in, a graph that can be asked, saved, and traced to its words."""

from __future__ import annotations

import random
from pathlib import Path

import networkx
import pytest
import rdflib
from pyoxigraph import QuerySolutions
from rdflib.compare import isomorphic

import kg
from kg.document import Document
from kg.extract import Extractor
from kg.facts import Facts, Kind
from kg.flow import Graph
from kg.ontology import Ontology, load_ontology
from kg.queries import ready_queries, ready_query
from kg.rdf import corpus_quads
from kg.validate import validate
from tests.conftest import ROOT


def test_every_example_is_read(example_graph: Graph) -> None:
    assert [document.id for document in example_graph.documents] == sorted(
        p.stem for p in (ROOT / "examples").glob("*.txt")
    )
    assert all(document.published for document in example_graph.documents)
    assert not example_graph.skipped


def test_offsets_give_the_very_words(example_graph: Graph) -> None:
    for facts in example_graph.corpus:
        text = facts.document.text
        for mention in facts.mentions:
            assert text[mention.start : mention.end] == mention.text
        for claim in facts.claims:
            assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.text


def test_claims_are_between_entities_of_the_graph_that_domain_and_range_allow(
    example_graph: Graph, ontology: Ontology
) -> None:
    for facts in example_graph.corpus:
        types = {entity.iri: entity.type for entity in facts.entities}
        for claim in facts.claims:
            assert ontology.allows(claim.predicate, types[claim.subject], types[claim.object])
            assert claim.subject != claim.object
            assert 0 <= claim.confidence <= 1
            assert claim.attributed_to is None or claim.attributed_to in types


def test_the_graph_connects_across_documents(example_graph: Graph) -> None:
    seen: dict[str, set[str]] = {}
    for facts in example_graph.corpus:
        for entity in facts.entities:
            seen.setdefault(entity.iri, set()).add(facts.document.id)
    assert sum(len(documents) > 1 for documents in seen.values()) >= 5


def test_the_graph_is_valid(example_graph: Graph) -> None:
    assert validate(example_graph.to_rdflib(), load_ontology()) == []


def test_committed_exports_are_what_the_examples_give(example_graph: Graph, tmp_path: Path) -> None:
    for name in ("graph.ttl", "graph.trig", "graph.html"):
        example_graph.save(tmp_path / name)
    expected = rdflib.Graph().parse(ROOT / "exports" / "graph.ttl")
    assert isomorphic(rdflib.Graph().parse(tmp_path / "graph.ttl"), expected)
    for name in ("graph.trig", "graph.html"):
        assert (tmp_path / name).read_bytes() == (ROOT / "exports" / name).read_bytes(), name


def quads_of(corpus: list[Facts]) -> list[str]:
    return [str(quad) for quad in corpus_quads(corpus)]


def test_order_and_company_of_documents_change_nothing(extractor: Extractor, example_graph: Graph) -> None:
    documents = example_graph.documents[:3]
    shuffled = random.Random(7).sample(documents, len(documents))
    together = quads_of(list(extractor.extract(shuffled)))
    assert together == quads_of([facts for facts in example_graph.corpus if facts.document in documents])


def test_long_text_is_read_in_pieces_without_losing_offsets(extractor: Extractor) -> None:
    paragraph = "Norway sent two frigates to Iceland on Monday, the defence ministry in Oslo said.\n\n"
    text = paragraph * 400
    (facts,) = extractor.extract([Document("long", text)])
    names = [m for m in facts.mentions if m.text == "Norway"]
    assert len(names) == 400
    assert all(text[m.start : m.end] == m.text for m in facts.mentions)
    assert len({m.entity for m in names}) == 1


@pytest.mark.parametrize(
    "text", ["Hello.", "???", "A\n\n\n\nB\n", "“", "x" * 5000, "\n".join(["North Korea"] * 50), "1,2,3"]
)
def test_odd_texts_are_read_without_harm(extractor: Extractor, text: str) -> None:
    (facts,) = extractor.extract([Document("odd", text)])
    assert all(text[m.start : m.end] == m.text for m in facts.mentions)


def test_pronouns_alone_make_no_entity(extractor: Extractor) -> None:
    (facts,) = extractor.extract([Document("p", "They attacked it.")])
    assert all(mention.kind is not Kind.NAME for mention in facts.mentions)
    assert facts.claims == ()


def test_networkx_has_the_asserted_relations(example_graph: Graph) -> None:
    graph = example_graph.to_networkx()
    assert isinstance(graph, networkx.MultiDiGraph)
    asserted = {(c.subject, c.object, c.predicate) for c in example_graph.claims if c.asserted}
    assert set(graph.edges(keys=True)) == asserted
    assert all(graph.nodes[node]["label"] for node in graph)


@pytest.mark.parametrize("query", ready_queries(), ids=lambda query: query.name)
def test_every_ready_query_runs(example_graph: Graph, query: kg.queries.ReadyQuery) -> None:
    found = example_graph.query(ready_query(query.text, "Russia"))
    assert isinstance(found, QuerySolutions)
    assert query.title


def test_everything_about_an_entity_has_its_sentences(example_graph: Graph) -> None:
    text = next(query.text for query in ready_queries() if query.name == "everything-about")
    rows = list(example_graph.query(ready_query(text, "Russia")))  # type: ignore[arg-type]
    texts = [document.text for document in example_graph.documents]
    assert rows
    assert all(any(row["sentence"].value in one for one in texts) for row in rows)


def test_a_name_in_a_query_cannot_break_out_of_it(example_graph: Graph) -> None:
    text = next(query.text for query in ready_queries() if query.name == "everything-about")
    assert list(example_graph.query(ready_query(text, 'x" . ?s ?p ?o . } # \\'))) == []  # type: ignore[arg-type]


def test_unknown_format_is_refused(example_graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(kg.StopRun, match="cannot save"):
        example_graph.save(tmp_path / "graph.docx")
