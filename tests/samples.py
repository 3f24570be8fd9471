"""Facts made by hand, for tests of what happens after reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kg.document import Document
from kg.facts import Claim, Entity, Event, Evidence, Facts, Interval, Kind, Mention, Modality, Polarity
from kg.iri import digest
from kg.namespace import ENTITY_BASE


def entity(name: str, kind: str) -> Entity:
    """A named entity whose IRI follows from its name."""
    return Entity(ENTITY_BASE + name.lower().replace(" ", "-"), kind, name, (name,))


def facts_of(
    document_id: str,
    subject: tuple[str, str],
    predicate: str,
    target: tuple[str, str],
    *,
    words: str = "{} and {}.",
    polarity: Polarity = Polarity.AFFIRMED,
    modality: Modality = Modality.ACTUAL,
    source: tuple[str, str] | None = None,
    time: Interval | None = None,
) -> Facts:
    """One document of one sentence with one claim; `words` holds the places of subject, object and source."""
    ends = [entity(*subject), entity(*target)] + ([entity(*source)] if source else [])
    text = words.format(*(one.name for one in ends))
    mentions = tuple(
        Mention(i, text.index(one.name), text.index(one.name) + len(one.name), one.name, one.type, Kind.NAME, one.iri)
        for i, one in enumerate(ends)
        if one.name in text
    )
    claim = Claim(
        ends[0].iri, predicate, ends[1].iri, 0, 1, Evidence(0, len(text), text), polarity, modality,
        ends[2].iri if source else None, (), time, 0.9, "test@1",
    )  # fmt: skip
    published = date(2024, 3, 1 + int(digest(document_id), 16) % 28)
    document = Document(document_id, text, f"Title of {document_id}", "Example Wire", published)
    return Facts(document, mentions, tuple(ends), (claim,))


def with_event(facts: Facts, plover: str = "ASSAULT") -> Facts:
    """The document with an event under a PLOVER code, which its words speak of."""
    iri = f"{ENTITY_BASE}event-{digest(facts.document.id)}"
    event = Event(iri, "Attack", "attack", (), facts.claims[0].evidence, plover=plover)
    return replace(facts, events=(event,))


def corpus() -> list[Facts]:
    """Three documents with a shared actor, a planned meeting, an accusation and its denial."""
    russia, korea = ("Russia", "Country"), ("North Korea", "Country")
    return [
        facts_of("d1", korea, "launches", ("Hwasong-17", "BallisticMissile"), words="{} fired a {} on 1 March.",
                 time=Interval("2024-03-01", "2024-03-01", "2024-03-01")),
        facts_of("d2", korea, "suppliesTo", russia, words="{} armed {}, {} said.", source=("United States", "Country")),
        facts_of("d3", korea, "suppliesTo", russia, words="{} never armed {}, it said; {}.", polarity=Polarity.NEGATED, source=korea),
        facts_of("d4", ("Kim Jong Un", "Person"), "meets", ("Vladimir Putin", "Person"), words="{} will meet {}.",
                 modality=Modality.PLANNED),
    ]  # fmt: skip
