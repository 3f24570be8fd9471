"""The timeline of an entity: events in order, dated, sourced, each told once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

import kg
from kg.export.results import cell
from kg.queries import ready_queries, ready_query

TEXTS = {
    "first": "2018-03-30\n\nTurkey attacked Syria on Monday with drones. France attacked Syria in May 2015. "
    "Iran says it will attack Syria in June 2019.",
    "second": "2018-03-27\n\nTurkey attacked Syria on Monday with drones.",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, ...]]:
    """The rows of Syria's timeline over two reports of one attack."""
    folder: Path = tmp_path_factory.mktemp("texts")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    query = next(one.text for one in ready_queries() if one.name == "timeline")
    rows = kg.build([folder]).query(ready_query(query, "Syria"))
    assert isinstance(rows, QuerySolutions)
    names = [variable.value for variable in rows.variables]
    return [tuple(cell(row[name]) for name in names) for row in rows]


def test_events_come_in_the_order_of_time_under_their_names(told: list[tuple[str, ...]]) -> None:
    assert [row[:3] for row in told] == [
        ("2015-05", "Attack by France on Syria", "Actual"),
        ("2018-03-26", "Attack by Turkey on Syria with drones", "Actual"),
        ("2019-06", "Attack by Iran on Syria", "Planned"),
    ]


def test_an_event_of_two_reports_is_told_once_with_their_number(told: list[tuple[str, ...]]) -> None:
    assert [row[4] for row in told] == ["1", "2", "1"]


def test_each_event_has_a_source_and_a_sentence(told: list[tuple[str, ...]]) -> None:
    assert [row[3] for row in told] == ["first", "second", "Iran"]
    assert told[0][5] == "France attacked Syria in May 2015."


def test_an_office_held_when_something_happened_has_its_time(tmp_path: Path) -> None:
    text = tmp_path / "office.txt"
    text.write_text("Angela Merkel was chancellor of Germany when the refugees fled in 2015.", encoding="utf-8")
    (claim,) = [one for one in kg.build([text]).claims if one.predicate == "leads"]
    assert claim.time is not None
    assert claim.time.value == "2015"
