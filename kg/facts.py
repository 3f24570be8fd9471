"""What was read in one document: mentions, entities, events and claims, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.document import Document


class Kind(StrEnum):
    """How a text refers: by a name, a common noun, a pronoun, or as a value (date, quantity)."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"
    VALUE = "value"


class Polarity(StrEnum):
    """Whether the text affirms or denies the relation (local names of the vocabulary)."""

    AFFIRMED = "Affirmed"
    NEGATED = "Negated"


class Modality(StrEnum):
    """How real the text says the relation is (local names of the vocabulary)."""

    ACTUAL = "Actual"
    PLANNED = "Planned"
    POSSIBLE = "Possible"
    ATTEMPTED = "Attempted"
    REQUESTED = "Requested"


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A time as the text gives it: earliest and latest ISO 8601 date or dateTime, both inclusive, '' where open.

    `value` is the shortest ISO form that says the same ('2018-03-29', '2018-03', '2018'), or '' where the
    interval has no single name ('since 2011', 'between March and May').
    """

    earliest: str
    latest: str
    value: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A span of the document's text that refers to something; `id` is its index in `Facts.mentions`.

    `type` is the local name of an ontology class or value type; `entity` the IRI it refers to, None for values.
    `acts` is true of a place that acts as an actor here ('Syria accused Israel'). `reason` says why it denotes the
    entity: its own 'name' or 'known name', or the pass of coreference that linked it; `score`, from 0 to 1, how sure
    the words are a mention of that class.
    """

    id: int
    start: int
    end: int
    text: str
    type: str
    kind: Kind
    entity: str | None = None
    acts: bool = False
    reason: str = ""
    score: float = 1.0


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """Something in the world. `same_as` holds ids of trusted tables as full IRIs (Wikidata, GeoNames).

    `type` is the local name of its most specific class. `named` is false of what the text only describes
    ('thousands of fighters'): such an entity belongs to one document. `latitude`/`longitude` in WGS84 degrees.
    """

    iri: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    named: bool = True
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The words a claim rests on: offsets into the document's text, and the words themselves (usually a sentence)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """Something that happened, with the parts entities play: pairs of role (agent, patient, ...) and entity IRI.

    `evidence` holds the words of its first mention in the document, `further` those of the others. `plover` and `cameo`
    are its types in these ontologies of event data, '' where none surely is.
    """

    iri: str
    type: str
    name: str
    roles: tuple[tuple[str, str], ...]
    evidence: Evidence
    time: Interval | None = None
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ACTUAL
    further: tuple[Evidence, ...] = ()
    plover: str = ""
    cameo: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Claim:
    """A relation that somebody says holds. Mention fields are `Mention.id`s; entity fields are IRIs.

    `attributed_to` is the innermost source, `reported_via` the outer ones, innermost first; None and () where
    the article says it in its own voice. `confidence` is between 0 and 1. `event` is the IRI of the event the
    claim follows from.
    """

    subject: str
    predicate: str
    object: str
    subject_mention: int
    object_mention: int
    evidence: Evidence
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ACTUAL
    attributed_to: str | None = None
    reported_via: tuple[str, ...] = ()
    time: Interval | None = None
    confidence: float = 0.5
    extracted_by: str = ""
    event: str | None = None

    @property
    def asserted(self) -> bool:
        """True where the triple itself may stand in the graph: affirmed, and said to be actual."""
        return self.polarity is Polarity.AFFIRMED and self.modality is Modality.ACTUAL


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything read in one document, in text order."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
