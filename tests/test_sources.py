"""Copies of a report, independent sources, belief; and that a corpus resolves the same however it is put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions

from kg.facts import Facts, Polarity
from kg.fingerprint import SAME_REPORT, copies, groups, signature, similarity
from kg.flow import resolved
from kg.iri import document_iri
from kg.namespace import RESOLUTION_GRAPH, SUMMARY_GRAPH
from kg.ontology import Ontology
from kg.queries import ready_queries
from kg.resolve.support import Said, independent, said, supports
from kg.store import rebuild, resolution
from kg.store.archive import Archive
from kg.store.oxigraph import OxigraphStore
from kg.store.resolution import refresh
from tests.samples import facts_of

RUSSIA, KOREA, IRAN = ("Russia", "Country"), ("North Korea", "Country"), ("Iran", "Country")
WIRE = (
    "{} armed {} on Tuesday, when a train of forty wagons crossed the bridge at the border before dawn and was unloaded "
    "by soldiers at a depot north of the river, people who live beside the line told reporters by telephone. The wagons "
    "were covered. Nobody in the capital wished to say what they held, and the railway did not answer letters."
)
START = datetime(2024, 3, 1, tzinfo=UTC)


def report(name: str, publisher: str, words: str, polarity: Polarity = Polarity.AFFIRMED) -> Facts:
    """A document that says North Korea supplies Russia."""
    facts = facts_of(name, KOREA, "suppliesTo", RUSSIA, words=words, polarity=polarity)
    return replace(facts, document=replace(facts.document, publisher=publisher))


def corpus() -> list[Facts]:
    """Eight documents: two copies of one report with a third cut short, a denial, a conflict of classes, others."""
    faction = facts_of("g", ("Red Falcons", "PoliticalParty"), "opposes", IRAN)
    armed = facts_of("h", ("Red Falcons", "ArmedGroup"), "fights", IRAN)
    return [
        report("a", "First Paper", WIRE),
        report("b", "Second Paper", WIRE + " This was first published by a news agency."),
        report("c", "Third Paper", WIRE.rsplit(". ", 1)[0] + "."),
        report("d", "First Paper", "{} has armed {}, we are told."),
        report("e", "Fourth Paper", "{} armed {}, a diplomat wrote."),
        report("f", "Fifth Paper", "{} never armed {}.", Polarity.NEGATED),
        faction,
        armed,
    ]


def of_corpus(facts: Sequence[Facts], ontology: Ontology) -> list[list[str]]:
    """Both graphs that are resolved over documents, as sorted text."""
    return both(resolved(facts, ontology).store)


def both(store: OxigraphStore) -> list[list[str]]:
    """The resolution graph and the summary graph of a store, as sorted text."""
    return [sorted(map(str, store.quads(graph))) for graph in (RESOLUTION_GRAPH, SUMMARY_GRAPH)]


def test_copies_are_linked_and_count_as_one_source(ontology: Ontology) -> None:
    graph = resolved(corpus(), ontology)
    asked = f"SELECT ?x WHERE {{ GRAPH ?g {{ <{document_iri('a')}> kg:sameReportAs ?x }} }} ORDER BY ?x"
    found = graph.query(f"PREFIX kg: <https://w3id.org/security-kg/ontology#> {asked}")
    assert isinstance(found, QuerySolutions)
    assert [row["x"].value for row in found] == [document_iri("b"), document_iri("c")]
    (support,) = supports(_sayings(), {document_iri(name): document_iri("a") for name in "abc"})
    assert len(support.documents) == 5
    assert support.sources == 2  # the report with all copies and with the First Paper's other article; the Fourth Paper


def _sayings() -> list[Said]:
    return [row for facts in corpus() for row in said(facts) if row.triple[1] == "suppliesTo"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("d1", "p", "", 0.9), ("d2", "p", "", 0.6)], [0.9]),
        ([("d1", "p", "", 0.9), ("d2", "q", "", 0.6)], [0.6, 0.9]),
        ([("d1", "p", "x", 0.9), ("d2", "q", "x", 0.6)], [0.9]),
        ([("d1", "p", "x", 0.9), ("d1", "p", "y", 0.6)], [0.6, 0.9]),
        ([("d1", "p", "x", 0.9), ("d2", "p", "", 0.6)], [0.6, 0.9]),
        ([("d1", "", "", 0.9), ("d2", "", "", 0.6)], [0.6, 0.9]),
    ],
    ids=["one publisher", "two publishers", "one claimant", "two claimants", "claimant and paper", "no publisher"],
)
def test_what_counts_as_one_source(rows: list[tuple[str, str, str, float]], expected: list[float]) -> None:
    sayings = [Said(("s", "p", "o"), *row, denied=False) for row in rows]
    assert independent(sayings, {}) == expected


def test_belief_grows_with_sources_and_falls_with_denials() -> None:
    def belief(*rows: tuple[str, float, bool]) -> float:
        sayings = [Said(("s", "p", "o"), f"d{n}", name, "", sure, no) for n, (name, sure, no) in enumerate(rows)]
        (support,) = supports(sayings, {})
        return support.belief

    alone = belief(("p", 0.5, False))
    assert alone == 0.5
    assert belief(("p", 0.5, False), ("q", 0.5, False)) == 0.75
    assert belief(("p", 0.5, False), ("p", 0.5, False)) == alone
    assert belief(("p", 0.5, False), ("q", 0.5, True)) == 0.25


def test_a_denial_alone_supports_nothing() -> None:
    assert supports([Said(("s", "p", "o"), "d", "p", "", 0.9, denied=True)], {}) == []


def test_a_conflict_of_classes_is_reported_with_its_counts(ontology: Ontology) -> None:
    graph = resolved(corpus(), ontology)
    asked = "SELECT ?r WHERE { GRAPH ?g { ?d kg:decisionKind 'conflict' ; kg:reason ?r } }"
    found = graph.query(f"PREFIX kg: <https://w3id.org/security-kg/ontology#> {asked}")
    assert isinstance(found, QuerySolutions)
    assert [row["r"].value for row in found] == ["classes differ: ArmedGroup in 1, PoliticalParty in 1"]


@given(st.permutations(range(8)))
@settings(max_examples=15, deadline=None)
def test_a_corpus_resolves_the_same_in_any_order(ontology: Ontology, order: list[int]) -> None:
    facts = corpus()
    assert of_corpus([facts[number] for number in order], ontology) == of_corpus(facts, ontology)


@given(st.permutations(range(8)), st.lists(st.integers(0, 7), max_size=3), st.integers(1, 8))
@settings(max_examples=12, deadline=None)
def test_a_store_that_grew_resolves_like_one_made_at_once(
    ontology: Ontology, order: list[int], gone: list[int], batch: int
) -> None:
    facts = corpus()
    store = OxigraphStore()
    archive = Archive(store)
    at = START
    for first in range(0, len(order), batch):
        at += timedelta(hours=1)
        archive.put([facts[number] for number in order[first : first + batch]], at)
        refresh(store, ontology)
    for number in gone:
        at += timedelta(hours=1)
        known = archive.documents()
        archive.remove([known[facts[number].document.id]] if facts[number].document.id in known else [], at)
        refresh(store, ontology)
    left = [facts[number] for number in range(8) if number not in gone]
    assert both(store) == of_corpus(left, ontology)


def test_a_store_of_which_much_changed_resolves_like_one_made_at_once(
    ontology: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts, store = corpus(), OxigraphStore()
    archive = Archive(store)
    archive.put(facts[:6], START)
    refresh(store, ontology)
    monkeypatch.setattr(resolution, "MANY", 1)
    monkeypatch.setattr(rebuild, "SOME", rebuild.SOME.replace("5000", "1"))
    monkeypatch.setattr(rebuild, "BATCH", 3)
    archive.put(facts[3:], START + timedelta(hours=1))
    archive.remove([archive.documents()["a"]], START + timedelta(hours=2))
    refresh(store, ontology)
    assert both(store) == of_corpus(facts[1:], ontology)
    assert set(store.merged()) == set(resolved(facts[1:], ontology).store.merged())


NAMES = "abcdefgh"


@given(
    st.lists(st.text(NAMES, min_size=1, max_size=6), max_size=6), st.lists(st.integers(0, 3), min_size=8, max_size=8)
)
def test_copies_are_the_connected_parts_of_all_pairs_compared(sharing: list[str], words: list[int]) -> None:
    """Texts of four kinds of words: those of one kind are alike, and the kinds beside each other half so."""
    parts = [signature(" ".join(f"word{number}" for number in range(kind * 30, kind * 30 + 60))) for kind in range(4)]
    signed = {name: parts[kind] for name, kind in zip(NAMES, words, strict=True)}
    pairs = [(a, b) for names in sharing for a in names for b in names if a < b]
    alike = [pair for pair in pairs if similarity(signed[pair[0]], signed[pair[1]]) >= SAME_REPORT]
    assert copies(sharing, signed.__getitem__) == groups(alike)


def test_well_sourced_lists_relations_by_their_sources(ontology: Ontology) -> None:
    text = next(query.text for query in ready_queries() if query.name == "well-sourced")
    found = resolved(corpus(), ontology).query(text)
    assert isinstance(found, QuerySolutions)
    rows = [(row["subject"].value, row["relation"].value, row["sources"].value) for row in found]
    assert rows[0] == ("North Korea", "suppliesTo", "2")
