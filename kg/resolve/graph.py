"""Decisions, copies of reports and supports as quads, and decisions back from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, Quad
from rdflib import RDF, XSD

from kg.facts import Facts
from kg.iri import digest, document_iri
from kg.namespace import RESOLUTION_GRAPH, SUMMARY_GRAPH
from kg.ontology import Ontology
from kg.rdf import decimal, node, term
from kg.resolve import automatic, support
from kg.resolve.decision import Decision, DecisionKind
from kg.resolve.lists import Lists, count_quads, counted
from kg.resolve.support import Support, support_iri

TYPE = node(RDF.type)
Value = NamedNode | Literal


def resolution_quads(decisions: Iterable[Decision]) -> list[Quad]:
    """Decisions in the resolution graph, sorted."""
    graph = node(RESOLUTION_GRAPH)
    return sorted((Quad(*row, graph) for one in decisions for row in _decision(one)), key=str)


def decision_iri(decision: Decision) -> str:
    """The IRI of a decision; it ends in its id."""
    return f"{RESOLUTION_GRAPH}/{decision.id}{digest(decision.decided_by, *decision.evidence)[:8]}"


def _decision(one: Decision) -> Iterable[tuple[NamedNode, NamedNode, Value]]:
    me = node(decision_iri(one))
    rows: list[tuple[str, Value]] = [
        ("decisionKind", Literal(str(one.kind))),
        ("score", decimal(one.score, 2)),
        ("decidedBy", Literal(one.decided_by)),
        ("entity", node(one.entity)),
    ]
    if one.other:
        rows.append(("other", Literal(one.other) if one.kind is DecisionKind.UNDO else node(one.other)))
    if one.name:
        rows.append(("decidedName", Literal(one.name)))
    if one.type:
        rows.append(("decidedClass", term(one.type)))
    if one.document:
        rows.append(("document", node(document_iri(one.document))))
    if one.reason:
        rows.append(("reason", Literal(one.reason)))
    rows += [("evidenceMention", node(mention)) for mention in one.evidence]
    if one.at:
        rows.append(("recordedAt", Literal(one.at, datatype=node(XSD.dateTime))))
    yield me, TYPE, term("Decision")
    for name, value in rows:
        yield me, term(name), value


def summary_quads(reports: Iterable[Sequence[str]], supports: Iterable[Support]) -> list[Quad]:
    """Copies of reports and supports of triples in the summary graph, sorted."""
    graph = node(SUMMARY_GRAPH)
    rows = [row for members in reports for row in _same_report(members)]
    rows += [row for one in supports for row in _support(one)]
    return sorted((Quad(*row, graph) for row in rows), key=str)


def _same_report(members: Sequence[str]) -> Iterable[tuple[NamedNode, NamedNode, Value]]:
    for other in members[1:]:
        yield node(members[0]), term("sameReportAs"), node(other)
        yield node(other), term("sameReportAs"), node(members[0])


def _support(one: Support) -> Iterable[tuple[NamedNode, NamedNode, Value]]:
    me = node(support_iri(one.triple))
    subject, predicate, target = one.triple
    yield me, TYPE, term("Support")
    yield me, node(RDF.subject), node(subject)
    yield me, node(RDF.predicate), term(predicate)
    yield me, node(RDF.object), node(target)
    yield me, term("documents"), Literal(len(one.documents))
    yield me, term("sources"), Literal(one.sources)
    yield me, term("belief"), decimal(one.belief, 2)
    for document in one.documents:
        yield me, term("restsOn"), node(document)
    for document in one.denials:
        yield me, term("deniedIn"), node(document)


def corpus_quads(corpus: Sequence[Facts], decisions: Sequence[Decision], ontology: Ontology) -> list[Quad]:
    """What is resolved over a set of documents: a function of the set, the ontology and a person's decisions alone."""
    own = automatic.links(row for facts in corpus for row in automatic.linked(facts))
    own += automatic.conflicts((row for facts in corpus for row in automatic.classes(facts)), ontology)
    reports = support.same_reports(support.signatures(corpus))
    sayings = (row for facts in corpus for row in support.said(facts))
    found = support.supports(sayings, support.clusters(reports))
    lists = Lists()
    for facts in corpus:
        lists.add_document(facts)
    for one in found:
        lists.add_support(one)
    counts = list(counted(corpus, found))
    for entity, number in counts:
        lists.add_entity(entity, number)
    summary = [*summary_quads(reports, found), *count_quads(counts), *lists.quads()]
    return [*resolution_quads([*own, *decisions]), *summary]
