"""The program's own decisions, as data: why each document's mentions are one entity, and where classes conflict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.facts import Facts, Kind
from kg.iri import document_iri
from kg.ontology import Ontology
from kg.rdf import mention_iri
from kg.resolve.decision import Decision, DecisionKind


@dataclass(frozen=True, slots=True, order=True)
class Linked:
    """A mention (IRI, with its start in the text) of a document (id) taken for an entity (IRI), and why."""

    document: str
    entity: str
    start: int
    mention: str
    reason: str
    score: float


def linked(facts: Facts) -> list[Linked]:
    """The mentions of a document that denote something with a name."""
    named = {entity.iri for entity in facts.entities if entity.named}
    return [
        Linked(facts.document.id, m.entity, m.start, mention_iri(facts.document.id, m), m.reason, m.score)
        for m in facts.mentions
        if m.entity in named and m.kind is not Kind.VALUE
    ]


def links(rows: Iterable[Linked]) -> list[Decision]:
    """For each document and entity one decision: all reasons, the first mention for each, the surest score."""
    grouped: dict[tuple[str, str], list[Linked]] = defaultdict(list)
    for row in sorted(rows):
        grouped[row.document, row.entity].append(row)
    return [_link(document, entity, found) for (document, entity), found in sorted(grouped.items())]


def _link(document: str, entity: str, rows: list[Linked]) -> Decision:
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(row.reason or "name", row.mention)
    return Decision(
        DecisionKind.LINK, entity, document=document, reason="; ".join(first),
        score=max(row.score for row in rows), evidence=tuple(sorted(first.values())),
    )  # fmt: skip


def conflicts(classes: Iterable[tuple[str, str, str]], ontology: Ontology) -> list[Decision]:
    """The entities that two documents put into classes of which neither is above the other.

    `classes` are entity IRI, local name of the class, and document IRI. The score says how many of the documents have
    the class that most have.
    """
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for entity, kind, document in classes:
        found[entity][kind].add(document)
    decisions = []
    for entity, by_class in sorted(found.items()):
        finest = [k for k in by_class if not any(k != o and ontology.is_a(o, k) for o in by_class)]
        if len(finest) > 1:
            ranked = sorted(finest, key=lambda k: (-len(by_class[k]), k))
            counts = ", ".join(f"{kind} in {len(by_class[kind])}" for kind in ranked)
            share = len(by_class[ranked[0]]) / sum(len(by_class[kind]) for kind in ranked)
            decisions.append(
                Decision(
                    DecisionKind.CONFLICT,
                    entity,
                    type=ranked[0],
                    reason=f"classes differ: {counts}",
                    score=round(share, 2),
                )
            )
    return decisions


def classes(facts: Facts) -> list[tuple[str, str, str]]:
    """Entity IRI, class and document IRI of each entity of a document."""
    return [(entity.iri, entity.type, document_iri(facts.document.id)) for entity in facts.entities]
