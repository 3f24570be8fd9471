"""The ready queries: one text that every store, file and rdflib answer the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, serialize

from kg.export import trig, turtle
from kg.facts import Facts, Interval, Modality, Polarity
from kg.flow import Graph, resolved
from kg.ontology import Ontology
from kg.queries import asks_summary, ready_queries, ready_query
from kg.rdf import corpus_quads
from kg.store import folder
from kg.store.archive import Archive
from kg.store.interface import QueryResult
from kg.store.opening import open_source
from kg.store.oxigraph import OxigraphStore
from kg.store.resolution import refresh
from tests.samples import corpus, facts_of, with_event
from tests.test_store import NOW

KOREA, RUSSIA, IRAN = ("North Korea", "Country"), ("Russia", "Country"), ("Iran", "Country")
DAY = Interval("2024-03-01", "2024-03-01", "2024-03-01")
QUERIES = pytest.mark.parametrize("name", [one.name for one in ready_queries()])


def several() -> list[Facts]:
    """Documents that give every ready query something to answer."""
    plan = {"words": "{} plans to arm {}.", "modality": Modality.PLANNED}
    return [
        *corpus(),
        facts_of("d5", KOREA, "suppliesTo", IRAN, **plan),  # type: ignore[arg-type]
        facts_of("d6", KOREA, "suppliesTo", RUSSIA, **plan),  # type: ignore[arg-type]
        with_event(
            facts_of("d7", IRAN, "launches", ("Shahab-3", "BallisticMissile"), words="{} fired a {}.", time=DAY)
        ),
        facts_of("d8", IRAN, "meets", RUSSIA, words="{} met {}, it said.", polarity=Polarity.NEGATED),
    ]


def text_of(name: str, about: str = "North Korea") -> str:
    """A ready query, about an entity where it asks for one."""
    return ready_query(next(one.text for one in ready_queries() if one.name == name), about)


def answers(found: QueryResult) -> list[tuple[str, ...]]:
    """The rows of an answer as sorted texts."""
    assert isinstance(found, QuerySolutions)
    return sorted(tuple(str(getattr(value, "value", value) or "") for value in row) for row in found)


@pytest.fixture(scope="module")
def graph(ontology: Ontology) -> Graph:
    """What is read in the documents."""
    return resolved(several(), ontology)


@QUERIES
def test_every_query_finds_something(graph: Graph, name: str) -> None:
    assert answers(graph.query(text_of(name)))


@QUERIES
def test_files_and_rdflib_answer_as_the_store_does(graph: Graph, ontology: Ontology, tmp_path: Path, name: str) -> None:
    text = text_of(name)
    expected = answers(graph.query(text))
    turtle.write(graph.store, ontology, tmp_path / "graph.ttl")
    trig.write(graph.store, ontology, tmp_path / "graph.trig")
    for ending in ("ttl", "trig"):
        assert answers(OxigraphStore.from_file(tmp_path / f"graph.{ending}").query(text)) == expected
    found = graph.to_rdflib().query(text)
    assert sorted(tuple(str(value) if value is not None else "" for value in row) for row in found) == expected  # type: ignore[union-attr]


@QUERIES
def test_a_store_that_grew_answers_as_a_built_graph_does(
    graph: Graph, ontology: Ontology, tmp_path: Path, name: str
) -> None:
    with folder.writing(tmp_path / "store") as store:
        archive = Archive(store)
        for one in several():
            archive.put([one], NOW)
        refresh(store, ontology)
        assert answers(store.query(text_of(name))) == answers(graph.query(text_of(name)))


@QUERIES
def test_a_file_without_the_summary_gets_one(graph: Graph, tmp_path: Path, name: str) -> None:
    shard = tmp_path / "shard.nq"
    shard.write_bytes(serialize(corpus_quads(several()), format=RdfFormat.N_QUADS) or b"")
    text = text_of(name)
    with open_source(shard, summed=asks_summary(text)) as source:
        assert answers(source.query(text)) == answers(graph.query(text))


def rows(found: QueryResult, *names: str) -> list[tuple[str, ...]]:
    """Some columns of an answer, in its order."""
    assert isinstance(found, QuerySolutions)
    return [tuple(row[name].value for name in names) for row in found]


def test_plans_that_were_carried_out_are_left_out(graph: Graph) -> None:
    found = rows(graph.query(text_of("planned-never-done")), "subject", "object")
    assert ("North Korea", "Iran") in found
    assert ("North Korea", "Russia") not in found


def test_a_denial_stands_beside_what_it_denies(graph: Graph) -> None:
    found = rows(graph.query(text_of("disagreement")), "subject", "object", "affirmed_by", "denied_by")
    assert found == [("North Korea", "Russia", "United States", "North Korea")]


def test_counts_are_of_relations_and_documents(ontology: Ontology) -> None:
    again = replace(several()[0], document=replace(several()[0].document, id="d1-again", published=date(2024, 4, 1)))
    found = rows(
        resolved([*several(), again], ontology).query(text_of("most-linked")), "name", "relations", "documents"
    )
    assert found[0] == ("North Korea", "2", "3")
