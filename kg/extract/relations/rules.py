"""The SHACL triple rules of `ontology/rules.ttl` as values: which relation follows from which roles of which event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF, SH, Graph
from rdflib.term import Node

from kg.errors import StopRun
from kg.ontology import Ontology, local_name

FILE = "rules.ttl"


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """In every event of class `event`: role `subject` stands in `predicate` to role `object` (all local names).

    The rule is silent about events that have any of the `absent` roles, and asks of each (role, class) in `required`
    that the role is filled by a member of the class; other fillers of the role do not count.
    """

    event: str
    subject: str
    predicate: str
    object: str
    absent: tuple[str, ...] = ()
    required: tuple[tuple[str, str], ...] = ()


def load_rules(ontology: Ontology) -> tuple[Rule, ...]:
    """Read `rules.ttl` of the ontology's folder.

    Raises StopRun where the file is missing or a rule names a relation or class that the schema lacks.
    """
    rules = tuple(sorted(_rules(ontology.file(FILE))))
    for rule in rules:
        if rule.predicate not in ontology.relations or rule.event not in ontology.types:
            raise StopRun(
                f"{ontology.folder / FILE}: rule {rule.event} -> {rule.predicate} names what schema.ttl lacks"
            )
    return rules


def _rules(graph: Graph) -> Iterator[Rule]:
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        target = graph.value(shape, SH.targetClass)
        for rule in graph.objects(shape, SH.rule):
            yield Rule(
                local_name(str(target)),
                _path(graph, rule, SH.subject),
                local_name(str(graph.value(rule, SH.predicate))),
                _path(graph, rule, SH.object),
                tuple(sorted(role for role, wanted in _conditions(graph, rule) if not wanted)),
                tuple(sorted(entry for entry in _conditions(graph, rule) if entry[1])),
            )


def _path(graph: Graph, rule: Node, end: Node) -> str:
    """The role that a path expression names."""
    return local_name(str(graph.value(graph.value(rule, end), SH.path)))


def _conditions(graph: Graph, rule: Node) -> Iterator[tuple[str, str]]:
    """Roles that a rule's sh:condition constrains, with the class it asks for, '' where the role must be empty."""
    for condition in graph.objects(rule, SH.condition):
        for shape in graph.objects(condition, SH.property):
            wanted = graph.value(shape, SH["class"])
            yield local_name(str(graph.value(shape, SH.path))), local_name(str(wanted)) if wanted is not None else ""
