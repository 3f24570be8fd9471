"""What the page shows, as plain frozen values, and its JSON form."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kg.facts import Entity, Interval


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A document as the page names it; `published` is an ISO date, '' where unknown."""

    iri: str
    title: str
    publisher: str = ""
    published: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """The words a claim rests on: the document's IRI, the offset of the first character (code points), the words.

    `subject` and `object` are the spans of the two mentions as offsets into `text`, None where they lie outside.
    """

    document: str
    start: int
    text: str
    subject: tuple[int, int] | None = None
    object: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, order=True)
class Statement:
    """One claim of a relation. `attributed_to` and `reported_via` are entity IRIs; `time` is None where undated."""

    iri: str
    quote: Quote
    polarity: str = "Affirmed"
    modality: str = "Actual"
    attributed_to: str = ""
    reported_via: tuple[str, ...] = ()
    time: Interval | None = None
    confidence: float = 0.5
    extracted_by: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Support:
    """What an asserted relation rests on: numbers of documents and independent sources, and belief, 0 to 1."""

    documents: int
    sources: int
    belief: float


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A relation between two entities (IRIs; `predicate` is a local name) with every claim of it."""

    subject: str
    predicate: str
    object: str
    statements: tuple[Statement, ...]
    support: Support | None = None


@dataclass(frozen=True, slots=True, order=True)
class Happening:
    """An event node: class, name, the parts entities play (role, entity IRI), when, and the words it rests on."""

    iri: str
    type: str
    name: str
    roles: tuple[tuple[str, str], ...]
    quote: Quote
    polarity: str = "Affirmed"
    modality: str = "Actual"
    time: Interval | None = None


@dataclass(frozen=True, slots=True)
class Payload:
    """A graph to show. `omitted` counts the entities that were left out to keep the page usable."""

    title: str
    entities: tuple[Entity, ...] = ()
    edges: tuple[Edge, ...] = ()
    sources: tuple[Source, ...] = ()
    happenings: tuple[Happening, ...] = ()
    omitted: int = field(default=0)

    def degrees(self) -> dict[str, int]:
        """How many relations each entity takes part in, by IRI; a relation with itself counts once."""
        found = {entity.iri: 0 for entity in self.entities}
        for edge in self.edges:
            for end in {edge.subject, edge.object}:
                found[end] = found.get(end, 0) + 1
        return found

    def most_central(self, limit: int) -> Payload:
        """The payload of the `limit` entities with most relations (IRI breaks ties) and what lies between them."""
        if len(self.entities) <= limit:
            return self
        degrees = self.degrees()
        ranked = sorted(self.entities, key=lambda entity: (-degrees[entity.iri], entity.iri))
        kept = {entity.iri for entity in ranked[:limit]}
        return replace(
            self,
            entities=tuple(entity for entity in self.entities if entity.iri in kept),
            edges=tuple(edge for edge in self.edges if edge.subject in kept and edge.object in kept),
            happenings=tuple(h for h in self.happenings if any(filler in kept for _, filler in h.roles)),
            omitted=self.omitted + len(self.entities) - limit,
        )
