"""The short lists and counts of the summary: what they hold, and that a store that changed has the same as a new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions

from kg.facts import Facts, Modality, Polarity
from kg.flow import resolved
from kg.namespace import SUMMARY_GRAPH
from kg.ontology import Ontology
from kg.resolve import lists
from kg.store import newest
from kg.store.archive import Archive
from kg.store.oxigraph import OxigraphStore
from kg.store.resolution import refresh
from tests.samples import facts_of, with_event

ACTORS = [("Russia", "Country"), ("Iran", "Country"), ("Syria", "Country"), ("Israel", "Country")]
START = datetime(2024, 3, 1, tzinfo=UTC)
SHORT = 3


def document(number: int, version: int) -> Facts:
    """A document of which each version says something else, with an event or none, on one of three days or on none."""
    facts = facts_of(
        f"doc-{number}",
        ACTORS[(number + version) % 4],
        ("meets", "fights")[version % 2],
        ACTORS[(number * version + 1) % 4],
        words="{} saw {} again.",
        polarity=Polarity.NEGATED if (number + version) % 5 == 0 else Polarity.AFFIRMED,
        modality=Modality.PLANNED if (number + version) % 7 == 0 else Modality.ACTUAL,
    )
    facts = with_event(facts) if (number + version) % 3 else facts
    day = (number * 7 + version) % 4
    return replace(facts, document=replace(facts.document, published=date(2024, 3, day) if day else None))


@pytest.fixture(scope="module")
def short() -> Iterator[None]:
    """Lists so short that many members do not find a place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "LISTED", SHORT)
        patch.setattr(newest, "FEW", SHORT + 1)
        yield


def content(store: OxigraphStore) -> tuple[list[str], list[str]]:
    """The summary graph, and the default graph that queries see."""
    return sorted(map(str, store.quads(SUMMARY_GRAPH))), sorted(map(str, store.merged()))


CHANGES = st.lists(st.tuples(st.integers(0, 11), st.integers(-1, 4)), min_size=1, max_size=30)


@given(CHANGES, st.integers(1, 6))
@settings(max_examples=60, deadline=None)
def test_a_store_that_changed_has_the_lists_of_a_new_one(
    short: None, ontology: Ontology, changes: list[tuple[int, int]], batch: int
) -> None:
    store, at, now = OxigraphStore(), START, dict[int, Facts]()
    archive = Archive(store)
    for start in range(0, len(changes), batch):
        for number, version in changes[start : start + batch]:
            at += timedelta(hours=1)
            known = archive.documents()
            if version >= 0:
                now[number] = document(number, version)
                archive.put([now[number]], at)
            elif number in now:
                archive.remove([known[now.pop(number).document.id]], at)
        refresh(store, ontology)
        assert content(store) == content(resolved(now.values(), ontology).store)


def test_lists_hold_the_newest_and_the_most_linked(short: None, ontology: Ontology) -> None:
    days = [date(2024, 3, day) for day in (4, 9, 2, 7, 8)]
    corpus = []
    for number, day in enumerate(days):
        facts = facts_of(f"doc-{number}", ("Russia", "Country"), "meets", (f"Minister {number}", "Person"))
        corpus.append(replace(facts, document=replace(facts.document, published=day)))
    graph = resolved(corpus, ontology)
    found = graph.query("""PREFIX kg: <https://w3id.org/security-kg/ontology#>
        SELECT ?day WHERE { kg:meets kg:latestClaim/kg:evidence/kg:document/kg:published ?day } ORDER BY DESC(?day)""")
    assert isinstance(found, QuerySolutions)
    assert [row["day"].value for row in found] == ["2024-03-09", "2024-03-08", "2024-03-07"]
    counts = graph.query("""PREFIX kg: <https://w3id.org/security-kg/ontology#>
        SELECT ?n ?d WHERE { ?g kg:mostLinked ?one . ?one kg:relationCount ?n ; kg:documentCount ?d } ORDER BY DESC(?n)""")
    assert isinstance(counts, QuerySolutions)
    assert [(row["n"].value, row["d"].value) for row in counts] == [("5", "5"), ("1", "1"), ("1", "1")]
