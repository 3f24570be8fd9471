"""A payload as the JSON that the page reads: things refer to each other by their place in a list."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from rdflib import RDFS

from kg.export.prefixes import PREFIXES
from kg.export.viewer.display import Display, Style
from kg.export.viewer.drawing import draw
from kg.export.viewer.payload import Edge, Happening, Payload, Quote, Statement
from kg.facts import Interval, Modality, Polarity
from kg.namespace import KG
from kg.ontology import Ontology

ESCAPES = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


class Table:
    """Distinct values, numbered in the order in which they are first seen."""

    def __init__(self, values: Iterable[Any] = ()) -> None:
        self._numbers: dict[Any, int] = {}
        for value in values:
            self.number(value)

    def number(self, value: Any) -> int:
        """The number of a value; a new one is added."""
        return self._numbers.setdefault(value, len(self._numbers))

    def find(self, value: Any) -> int:
        """The number of a value, -1 where it is not in the table."""
        return self._numbers.get(value, -1)

    def values(self) -> list[Any]:
        """The values in the order of their numbers."""
        return list(self._numbers)


class Encoder:
    """Turns one payload into lists and numbers."""

    def __init__(self, payload: Payload, ontology: Ontology) -> None:
        self.payload = payload
        self.ontology = ontology
        self.display = Display(ontology)
        self.styles: dict[str, Style] = {}
        self.entities = Table(entity.iri for entity in payload.entities)
        self.sources = Table(source.iri for source in payload.sources)
        self.happenings = Table(happening.iri for happening in payload.happenings)
        self.quotes, self.extractors = Table(), Table()

    def style(self, name: str) -> Style:
        """The style of a class, polarity or modality."""
        if name not in self.styles:
            self.styles[name] = self.display.style(name)
        return self.styles[name]

    def encode(self) -> dict[str, Any]:
        """The whole page's data."""
        payload = self.payload
        drawing = draw(payload, self.style, self.ontology.symmetric)
        types = sorted({entity.type for entity in payload.entities} | {h.type for h in payload.happenings})
        statements = [[self._statement(s) for s in edge.statements] for edge in payload.edges]
        return {
            "title": payload.title,
            "omitted": payload.omitted,
            "prefixes": PREFIXES,
            "classes": [self._class(name) for name in types],
            "relations": [self._relation(name) for name in sorted({edge.predicate for edge in payload.edges})],
            "roles": self._roles(),
            "polarities": self._values(Polarity),
            "modalities": self._values(Modality),
            "sources": [[s.iri, s.title, s.publisher, s.published, s.url] for s in payload.sources],
            "entities": [self._entity(i, drawing.communities[i]) for i in range(len(payload.entities))],
            "edges": [
                [
                    self.entities.find(edge.subject),
                    edge.predicate,
                    self.entities.find(edge.object),
                    found,
                    _support(edge),
                ]
                for edge, found in zip(payload.edges, statements, strict=True)
            ],
            "happenings": [self._happening(happening) for happening in payload.happenings],
            "quotes": self.quotes.values(),
            "extractors": self.extractors.values(),
            "network": {"nodes": drawing.nodes, "edges": drawing.edges, "options": drawing.options},
        }

    def _class(self, name: str) -> dict[str, Any]:
        known = self.ontology.types.get(name)
        return {"name": name, "label": known.label if known else name, **self._look(name)}

    def _relation(self, name: str) -> dict[str, Any]:
        known = self.ontology.relations.get(name)
        return {"name": name, "label": known.label if known else name, "symmetric": name in self.ontology.symmetric}

    def _values(self, names: Iterable[str]) -> list[dict[str, Any]]:
        return [{"name": str(name), **self._look(str(name))} for name in names]

    def _look(self, name: str) -> dict[str, Any]:
        look = self.style(name)
        found = {"colour": look.colour, "colourDark": look.colour_dark, "shape": look.shape, "order": look.order}
        return found | {"dashes": look.dashes}

    def _roles(self) -> dict[str, str]:
        label = self.ontology.graph.value
        names = sorted({role for happening in self.payload.happenings for role, _ in happening.roles})
        labels = {name: label(KG._NS[name], RDFS.label) for name in names}
        return {name: str(found or name) for name, found in labels.items()}

    def _entity(self, number: int, community: int) -> dict[str, Any]:
        entity = self.payload.entities[number]
        found: dict[str, Any] = {"iri": entity.iri, "name": entity.name, "type": entity.type, "community": community}
        if entity.aliases:
            found["aliases"] = entity.aliases
        if entity.same_as:
            found["sameAs"] = entity.same_as
        if entity.latitude is not None and entity.longitude is not None:
            found["at"] = [entity.latitude, entity.longitude]
        return found

    def _quote(self, quote: Quote) -> int:
        return self.quotes.number((self.sources.find(quote.document), quote.start, quote.text))

    def _statement(self, statement: Statement) -> list[Any]:
        quote = statement.quote
        via = [number for iri in statement.reported_via if (number := self.entities.find(iri)) >= 0]
        return [
            statement.iri,
            self._quote(quote),
            quote.subject,
            quote.object,
            statement.polarity,
            statement.modality,
            self.entities.find(statement.attributed_to),
            via,
            _time(statement.time),
            statement.confidence,
            self.extractors.number(statement.extracted_by),
            self.happenings.find(statement.event),
        ]

    def _happening(self, happening: Happening) -> list[Any]:
        roles = [(role, number) for role, iri in happening.roles if (number := self.entities.find(iri)) >= 0]
        return [
            happening.iri, happening.type, happening.name, roles, self._quote(happening.quote),
            happening.polarity, happening.modality, _time(happening.time),
        ]  # fmt: skip


def _support(edge: Edge) -> list[float] | None:
    found = edge.support
    return None if found is None else [found.documents, found.sources, found.belief]


def _time(time: Interval | None) -> list[str] | None:
    return None if time is None else [time.earliest, time.latest, time.value]


def encode(payload: Payload, ontology: Ontology) -> dict[str, Any]:
    """The data of the page as JSON-ready lists, dicts, texts and numbers."""
    return Encoder(payload, ontology).encode()


def inline(data: Any) -> str:
    """JSON that may stand inside a script element: nothing in it can end the element or open a comment."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
