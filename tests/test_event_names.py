"""What events are called."""

from __future__ import annotations

import pytest

from kg.extract.relations.eventnames import EventNames
from kg.ontology import load_ontology


@pytest.fixture(scope="module")
def names() -> EventNames:
    return EventNames(load_ontology())


def test_event_is_called_by_its_class_and_who_takes_part(names: EventNames) -> None:
    roles = {"agent": ["Chad"], "patient": ["two rockets"], "locatedIn": ["Faya"]}
    assert names.name("Launch", roles) == "Launch by Chad of two rockets in Faya"
    assert names.name("Meeting", {"agent": ["Ana Lima"], "patient": ["Jo Berg"]}) == "Meeting of Ana Lima with Jo Berg"


def test_roles_that_nothing_fills_are_left_out(names: EventNames) -> None:
    assert names.name("Sanction", {"agent": [], "patient": ["Norland"]}) == "Sanction against Norland"


def test_class_without_a_pattern_takes_that_of_its_ancestor(names: EventNames) -> None:
    assert names.name("Airstrike", {"agent": ["Chad"], "patient": ["the depot"]}) == "Airstrike by Chad on the depot"
    assert names.name("Appointment", {"agent": ["parliament"]}) == "Appointment by parliament"


@pytest.mark.parametrize(
    ("agents", "told"),
    [
        (["Chad", "Mali"], "Chad and Mali"),
        (["Chad", "Mali", "Chad"], "Chad and Mali"),
        (["Chad", "Mali", "Niger"], "Chad, Mali and Niger"),
        (["Chad", "Mali", "Niger", "Togo", "Benin"], "Chad, Mali and 3 others"),
    ],
)
def test_several_names_are_listed_briefly(names: EventNames, agents: list[str], told: str) -> None:
    assert names.name("Agreement", {"agent": agents}) == f"Agreement of {told}"


def test_every_class_of_events_has_a_pattern_and_no_other_has_one() -> None:
    ontology = load_ontology()
    names = EventNames(ontology)
    named = {kind for kind in ontology.types if names.name(kind, {"agent": ["Chad"]}).endswith(" Chad")}
    assert named == {kind for kind in ontology.types if ontology.is_a(kind, "Event")}
