"""A person's decisions in a store: kept in its resolution graph, carried out on the documents they concern.

A document that a decision changes keeps what was read in it beside (`kg:asRead`), so that every decision can be undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from kg.facts import Facts
from kg.iri import document_iri
from kg.namespace import DOCUMENT_BASE, RESOLUTION_GRAPH
from kg.ontology import Ontology, local_name
from kg.rdf import node, quads, term
from kg.resolve.apply import apply
from kg.resolve.decision import PROGRAM, Decision, DecisionKind
from kg.resolve.graph import resolution_quads
from kg.resolve.reread import facts_of, without_text
from kg.store.archive import Archive, change_quads
from kg.store.asking import rows, value
from kg.store.interface import QuadStore

STANDING = f"""SELECT ?kind ?entity ?other ?class ?name ?document ?reason ?who ?at WHERE {{
  GRAPH <{RESOLUTION_GRAPH}> {{
    ?decision kg:decisionKind ?kind ; kg:decidedBy ?who FILTER(?who != "{PROGRAM}")
    OPTIONAL {{ ?decision kg:entity ?entity }} OPTIONAL {{ ?decision kg:other ?other }}
    OPTIONAL {{ ?decision kg:decidedClass ?class }} OPTIONAL {{ ?decision kg:decidedName ?name }}
    OPTIONAL {{ ?decision kg:document ?document }} OPTIONAL {{ ?decision kg:reason ?reason }}
    OPTIONAL {{ ?decision kg:recordedAt ?at }} }} }} ORDER BY ?at ?decision"""
CONCERNED = """SELECT DISTINCT ?g WHERE { VALUES ?x { %s } GRAPH ?g { ?g dcterms:identifier ?id . ?x a ?class } }"""
ONCE = """SELECT DISTINCT ?g WHERE { GRAPH ?g { ?g kg:asRead ?read FILTER(CONTAINS(?read, "<%s>")) } }"""
AS_READ = term("asRead")


def stored_decisions(store: QuadStore) -> list[Decision]:
    """A person's decisions in a store, undone ones and undoings among them, in the order they were taken."""
    return [
        Decision(
            DecisionKind(value(row, "kind")), value(row, "entity"), value(row, "other"),
            local_name(value(row, "class")), value(row, "name"), _document_id(value(row, "document")),
            value(row, "reason"), decided_by=value(row, "who"), at=value(row, "at"),
        )
        for row in rows(store, STANDING)
    ]  # fmt: skip


def _document_id(iri: str) -> str:
    return unquote(iri.removeprefix(DOCUMENT_BASE))


def decided_quads(facts: Facts, decisions: Sequence[Decision], ontology: Ontology) -> list[Quad]:
    """The quads of a document as the decisions have it, with those as read beside where they differ."""
    return _decided(facts, quads(facts), decisions, ontology)


def with_decisions(store: QuadStore, ontology: Ontology) -> Archive:
    """The documents of a store, in which new ones are put as the decisions in it have them."""
    return Archive(store, partial(decided_quads, decisions=stored_decisions(store), ontology=ontology))


def _decided(facts: Facts, read: Sequence[Quad], decisions: Sequence[Decision], ontology: Ontology) -> list[Quad]:
    changed = apply(decisions, facts, ontology)
    if changed == facts:
        return list(read)
    graph = document_iri(facts.document.id)
    triples = serialize([quad.triple for quad in sorted(read, key=str)], format=RdfFormat.N_TRIPLES) or b""
    beside = Quad(node(graph), AS_READ, Literal(triples.decode("utf-8")), node(graph))
    return [*without_text(quads(changed), read, graph), beside]


def decide(store: QuadStore, decision: Decision, ontology: Ontology) -> list[str]:
    """Keep a decision and carry it out, all in one transaction; the IRIs of the documents that it concerns.

    Raises StopRun where the store cannot be written; nothing has changed then.
    """
    before = stored_decisions(store)
    about = next((one for one in before if one.id == decision.other), decision)
    decisions = [*before, decision]
    graphs = _concerned(store, about)
    made, changes = {}, []
    for graph in graphs:
        read = _as_read(store, graph)
        facts = facts_of(read, graph)
        made[graph] = _decided(facts, read, decisions, ontology)
        content = next(q.object.value for q in read if q.predicate == term("contentHash"))  # type: ignore[union-attr]
        changes += change_quads(facts.document.id, "decided", content, datetime.now(UTC))
    store.replace(made, [*resolution_quads([decision]), *changes])
    return graphs


def _concerned(store: QuadStore, decision: Decision) -> list[str]:
    """The documents in which the entities of a decision occur, or occurred before decisions."""
    ends = [iri for iri in (decision.entity, decision.other) if "://" in iri]
    found = {value(row, "g") for row in rows(store, CONCERNED % " ".join(f"<{iri}>" for iri in ends))}
    found |= {value(row, "g") for iri in ends for row in rows(store, ONCE % iri)}
    return sorted(found & {document_iri(decision.document)} if decision.document else found)


def _as_read(store: QuadStore, graph: str) -> list[Quad]:
    """The quads of a document before any decision."""
    found = list(store.quads(graph))
    for quad in found:
        if quad.predicate == AS_READ and isinstance(quad.object, Literal):
            read = parse(quad.object.value, format=RdfFormat.N_TRIPLES)
            return [Quad(one.subject, one.predicate, one.object, NamedNode(graph)) for one in read]
    return found
