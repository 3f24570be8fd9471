"""A store's entities, claims, events and documents as the payload of the page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS

from kg.export.viewer.payload import Edge, Happening, Payload, Quote, Source, Statement, Support
from kg.facts import Entity, Interval
from kg.namespace import KG, Spine
from kg.ontology import Ontology, local_name
from kg.rdf import KG_BASE, WGS84
from kg.store.interface import QuadStore

SUPPORT = ("documents", "sources", "belief")


class Node:
    """What all graphs of a store say of one subject; values are counted, so that the commonest name can be chosen."""

    __slots__ = ("values",)

    def __init__(self) -> None:
        self.values: dict[str, Counter[str]] = defaultdict(Counter)

    def all(self, predicate: object) -> list[str]:
        """The values of a property, the commonest first, then the shortest, then by code point."""
        found = self.values.get(str(predicate), Counter[str]())
        return sorted(found, key=lambda value: (-found[value], len(value), value))

    def one(self, predicate: object, default: str = "") -> str:
        """The first of `all`."""
        return next(iter(self.all(predicate)), default)

    def iris(self, predicate: object) -> tuple[str, ...]:
        """The values of a property in the order of code points."""
        return tuple(sorted(self.values.get(str(predicate), ())))


def gather(store: QuadStore, ontology: Ontology, title: str) -> Payload:
    """Read a whole store. An entity that different documents name differently takes the commonest name."""
    return Gatherer(store, ontology).payload(title)


class Gatherer:
    """One pass over the quads of a store, and the views of it that the page needs."""

    def __init__(self, store: QuadStore, ontology: Ontology) -> None:
        self.ontology = ontology
        self.nodes: dict[str, Node] = defaultdict(Node)
        for quad in store.quads():
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                self.nodes[quad.subject.value].values[quad.predicate.value][quad.object.value] += 1
        self.types = {iri: self._type(node) for iri, node in sorted(self.nodes.items())}

    def payload(self, title: str) -> Payload:
        """Everything, sorted by IRI."""
        edges = tuple(self._edges())
        kinds = self.types.items()
        happenings = tuple(self._happening(iri) for iri, kind in kinds if self.ontology.is_a(kind, Spine.EVENT))
        entities = [self._entity(iri) for iri, kind in kinds if self._is_entity(kind)]
        known = {entity.iri for entity in entities}
        named = {end for edge in edges for end in (edge.subject, edge.object)} - known
        entities += [self._entity(iri) for iri in named]
        sources = tuple(self._source(iri) for iri, kind in kinds if kind == "Document")
        return Payload(title, tuple(sorted(entities, key=lambda e: e.iri)), edges, sources, happenings)

    def _type(self, node: Node) -> str:
        """The most specific class of a node, '' where it has none of the ontology's."""
        names = [local_name(iri) for iri in node.all(RDF.type) if iri.startswith(KG_BASE)]
        return max(sorted(names), key=self.ontology.depth, default="")

    def _is_entity(self, kind: str) -> bool:
        return self.ontology.is_a(kind, "Entity") and not self.ontology.is_a(kind, Spine.EVENT)

    def _entity(self, iri: str) -> Entity:
        node = self.nodes.get(iri) or Node()
        names = node.all(RDFS.label)
        name = names[0] if names else local_name(iri)
        aliases = tuple(sorted({*names, *node.all(SKOS.altLabel)} - {name}))
        latitude, longitude = _number(node.one(WGS84 + "lat")), _number(node.one(WGS84 + "long"))
        kind = self.types.get(iri) or "Entity"
        return Entity(
            iri, kind, name, aliases, node.iris(OWL.sameAs), bool(names), latitude, longitude
        )  # fmt: skip

    def _source(self, iri: str) -> Source:
        node = self.nodes[iri]
        title = node.one(DCTERMS.title) or node.one(RDFS.label) or local_name(iri)
        return Source(iri, title, node.one(KG.publisher), node.one(KG.published), node.one(KG.url))

    def _edges(self) -> Iterator[Edge]:
        """Claims put together by the triple they claim."""
        found: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
        for iri, kind in self.types.items():
            node = self.nodes[iri]
            triple = node.one(KG.subject), node.one(KG.predicate), node.one(KG.object)
            if kind == "Claim" and all(triple):
                subject, predicate, object_ = triple
                found[subject, local_name(predicate), object_].append(self._statement(iri, node))
        supports = self._supports()
        for triple, statements in sorted(found.items()):
            yield Edge(*triple, tuple(statements), supports.get(triple))

    def _supports(self) -> dict[tuple[str, str, str], Support]:
        """What each asserted triple rests on, where the store says so."""
        found = {}
        for iri, kind in self.types.items():
            node = self.nodes[iri]
            if kind == "Support":
                triple = node.one(RDF.subject), local_name(node.one(RDF.predicate)), node.one(RDF.object)
                documents, sources, belief = (_number(node.one(KG_BASE + name)) or 0 for name in SUPPORT)
                found[triple] = Support(int(documents), int(sources), belief)
        return found

    def _statement(self, iri: str, node: Node) -> Statement:
        return Statement(
            iri,
            self._quote(node),
            local_name(node.one(KG.polarity, "Affirmed")),
            local_name(node.one(KG.modality, "Actual")),
            node.one(KG.attributedTo),
            node.iris(KG.reportedVia),
            _interval(node),
            _number(node.one(KG.confidence)) or 0.0,
            ", ".join(node.iris(KG.extractedBy)),
            node.one(KG.event),
        )

    def _quote(self, node: Node) -> Quote:
        evidence = self.nodes.get(node.one(KG.evidence)) or Node()
        start, text = int(evidence.one(KG.start, "0")), evidence.one(KG.text)
        spans = [self._span(node.one(role), start, len(text)) for role in (KG.subjectMention, KG.objectMention)]
        return Quote(evidence.one(KG.document), start, text, *spans)

    def _span(self, mention: str, offset: int, length: int) -> tuple[int, int] | None:
        """A mention's place in its sentence, None where it has none there."""
        node = self.nodes.get(mention)
        if node is None or not (node.one(KG.start) and node.one(KG.end)):
            return None
        start, end = int(node.one(KG.start)) - offset, int(node.one(KG.end)) - offset
        return (start, end) if 0 <= start < end <= length else None

    def _happening(self, iri: str) -> Happening:
        node = self.nodes[iri]
        kind = self.types[iri]
        roles = sorted(
            (local_name(predicate), filler)
            for predicate, fillers in node.values.items()
            if predicate.startswith(KG_BASE)
            for filler in fillers
            if self._is_entity(self.types.get(filler, ""))
        )
        return Happening(
            iri, kind, node.one(RDFS.label) or self.ontology.types[kind].label, tuple(roles), self._quote(node),
            local_name(node.one(KG.polarity, "Affirmed")), local_name(node.one(KG.modality, "Actual")), _interval(node),
        )  # fmt: skip


def _interval(node: Node) -> Interval | None:
    value, earliest, latest = (node.one(name) for name in (KG.time, KG.timeEarliest, KG.timeLatest))
    return Interval(earliest, latest, value) if value or earliest or latest else None


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
