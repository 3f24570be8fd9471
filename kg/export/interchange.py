"""Reads from interchange.ttl how classes and relations are written in formats with a schema of their own."""

from __future__ import annotations

from functools import cached_property

from rdflib import Graph, URIRef

from kg.ontology import Ontology, local_name
from kg.rdf import KG_BASE

FILE = "interchange.ttl"


class Interchange:
    """The values of annotation properties of classes and relations; a class inherits from its nearest ancestor."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology

    @cached_property
    def _graph(self) -> Graph:
        return self.ontology.file(FILE)

    def of_class(self, kind: str, name: str) -> str:
        """A property's value for a class, '' where neither it nor an ancestor has one."""
        kinds = self.ontology.types[kind].ancestors if kind in self.ontology.types else [kind]
        nearest = sorted(kinds, key=lambda one: (-self.ontology.depth(one), one))
        return next((value for one in nearest if (value := self.of_relation(one, name))), "")

    def of_relation(self, relation: str, name: str) -> str:
        """A property's value for a relation, as text or local name, '' where it has none."""
        value = self._graph.value(URIRef(KG_BASE + relation), URIRef(KG_BASE + name))
        return "" if value is None else local_name(value) if isinstance(value, URIRef) else str(value)
