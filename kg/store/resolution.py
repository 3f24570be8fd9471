"""What is resolved over the documents of a store, brought up to date with what changed.

The resolution graph (the program's decisions) and the summary graph (copies of reports, supports of relations) are
functions of the documents in the store. `refresh` recomputes what rests on documents that the history says have changed
since the last time; where these are many or not known, `kg.store.rebuild` makes both anew, which gives the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, Quad, QuerySolution
from rdflib import XSD

from kg.facts import Facts
from kg.fingerprint import SAME_REPORT, groups, similarity
from kg.namespace import HISTORY_GRAPH, KG, RESOLUTION_GRAPH, SUMMARY_GRAPH
from kg.ontology import Ontology, local_name
from kg.rdf import KG_BASE, node
from kg.resolve import automatic, support
from kg.resolve.decision import PROGRAM
from kg.resolve.graph import resolution_quads, summary_quads
from kg.resolve.reread import facts_of
from kg.resolve.support import Said, Triple, support_iri
from kg.store.asking import CHUNK, PREFIXES, chunked, rows, value
from kg.store.interface import Add, QuadStore, addition
from kg.store.rebuild import rebuild
from kg.store.summary import Update, update_of

MANY = 2000
MARK = f"{HISTORY_GRAPH}/resolved"
SINCE = f"""SELECT ?mark WHERE {{ GRAPH <{HISTORY_GRAPH}> {{ <{MARK}> kg:upTo ?mark }} }}"""
CHANGED = f"""SELECT DISTINCT ?g WHERE {{ GRAPH <{HISTORY_GRAPH}> {{
  ?change kg:document ?g ; kg:recordedAt ?at FILTER(?at > %s) }} }} ORDER BY ?g"""
FORGET_MARK = f"DELETE WHERE {{ GRAPH <{HISTORY_GRAPH}> {{ <{MARK}> <{KG_BASE}upTo> ?at }} }}"
LAST = f"""SELECT (MAX(?at) AS ?last) WHERE {{
  GRAPH <{HISTORY_GRAPH}> {{ ?change kg:document ?d ; kg:recordedAt ?at }} }}"""
BANDS = """SELECT DISTINCT ?g ?one ?other ?sign WHERE { VALUES ?g { %s }
  GRAPH ?g { ?g kg:textBand ?band ; kg:textSignature ?one }
  GRAPH ?other { ?other kg:textBand ?band ; kg:textSignature ?sign } FILTER(?g != ?other) }"""
COPIES = f"""SELECT DISTINCT ?g ?other WHERE {{ VALUES ?g {{ %s }}
  GRAPH <{SUMMARY_GRAPH}> {{ ?g kg:sameReportAs+ ?other }} }}"""
RESTING = f"""SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?g {{ %s }} GRAPH <{SUMMARY_GRAPH}> {{
  ?support kg:restsOn|kg:deniedIn ?g ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }} }}"""
DECIDED = f"""SELECT DISTINCT ?entity WHERE {{ VALUES ?g {{ %s }} GRAPH <{RESOLUTION_GRAPH}> {{
  ?decision kg:document ?g ; kg:entity ?entity }} }}"""
CLASSES = """SELECT DISTINCT ?entity ?class ?g WHERE { VALUES ?entity { %s }
  GRAPH ?g { ?entity a ?class . ?g dcterms:identifier ?id } }"""
SEVERAL = """SELECT ?entity WHERE { VALUES ?entity { %s } ?entity a ?class }
GROUP BY ?entity HAVING(COUNT(DISTINCT ?class) > 1)"""
# The modality is compared last: a constant in the pattern makes Oxigraph begin with all claims of that modality.
SAYINGS = """SELECT ?s ?p ?o ?claim ?g ?publisher ?claimant ?confidence ?polarity WHERE { VALUES (?s ?p ?o) { %s }
  GRAPH ?g { ?claim kg:subject ?s ; kg:object ?o ; kg:predicate ?p ; kg:modality ?modality ;
             kg:confidence ?confidence ; kg:polarity ?polarity .
             OPTIONAL { ?claim kg:attributedTo ?claimant } OPTIONAL { ?g kg:publisher ?publisher } }
  FILTER(?modality = kg:Actual) }"""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be put into the two graphs, and what stood there of the same documents, entities and triples."""

    documents: list[str]
    entities: list[str]
    triples: list[Triple]
    reports_of: list[str]
    quads: list[Quad]
    lists: Update


def refresh(store: QuadStore, ontology: Ontology, add: Add | None = None) -> None:
    """Bring both graphs up to date; `add` puts quads into a store that nobody reads yet, faster than in transactions.

    What rests on a few changed documents changes in one transaction; both graphs are made anew where many have changed,
    or where it is not known which. Raises StopRun where the store cannot be written; the next `refresh` mends it then.
    """
    last = next((value(row, "last") for row in rows(store, LAST)), "")
    marks = [row["mark"] for row in rows(store, SINCE)]
    changed = [value(row, "g") for row in rows(store, CHANGED % marks[0])] if marks and last else []
    if not (marks and last) or len(changed) > MANY:
        store.update(FORGET_MARK)
        rebuild(store, ontology, add or store.extend)
        store.extend(_mark(last))
    elif changed:
        _carry_out(store, _since(store, changed, ontology), last)


def _mark(last: str) -> list[Quad]:
    when = Literal(last, datatype=node(XSD.dateTime))
    return [Quad(node(MARK), node(KG_BASE + "upTo"), when, node(HISTORY_GRAPH))] if last else []


def _reports(store: QuadStore, graphs: Iterable[str]) -> list[list[str]]:
    """The groups of copies that some of these documents are in."""
    edges: set[tuple[str, str]] = set()
    seen: set[str] = set()
    frontier = set(graphs)
    while frontier:
        seen |= frontier
        pairs = chunked(store, BANDS, [f"<{graph}>" for graph in sorted(frontier)])
        alike = {
            (value(row, "g"), value(row, "other"))
            for row in pairs
            if similarity(value(row, "one"), value(row, "sign")) >= SAME_REPORT
        }
        edges |= alike
        frontier = {other for _, other in alike} - seen
    return groups(sorted(edges))


def _since(store: QuadStore, changed: list[str], ontology: Ontology) -> Change:
    """What changes in the two graphs when some documents have changed."""
    old = [f"<{graph}>" for graph in changed]
    facts = [one for graph in changed for one in _facts(store, graph)]
    before = {value(row, "other") for row in chunked(store, COPIES, old)} | set(changed)
    reports = _reports(store, sorted(before))
    touched = sorted(before.union(*reports))
    copies = [one for graph in sorted(set(touched) - set(changed)) for one in _facts(store, graph)]
    triples = {_triple(row) for row in chunked(store, RESTING, [f"<{graph}>" for graph in touched])}
    triples |= {one.triple for document in (*facts, *copies) for one in support.said(document)}
    entities = {f"<{value(row, 'entity')}>" for row in chunked(store, DECIDED, old)}
    entities |= {f"<{entity}>" for document in facts for entity, _, _ in automatic.classes(document)}
    sayings = list(_sayings(store, sorted(triples)))
    others = sorted({one.document for one in sayings} - set(touched))
    found = support.supports(sayings, support.clusters(reports) | _stored_clusters(store, others))
    several = [f"<{value(row, 'entity')}>" for row in chunked(store, SEVERAL, sorted(entities))]
    classes = [
        (value(row, "entity"), local_name(value(row, "class")), value(row, "g"))
        for row in chunked(store, CLASSES, several)
    ]
    own = [one for document in facts for one in automatic.links(automatic.linked(document))]
    own += automatic.conflicts(classes, ontology)
    made = resolution_quads(own) + summary_quads(reports, found)
    lists = update_of(store, changed, facts, sorted(triples), found)
    return Change(old, sorted(entities), sorted(triples), [f"<{graph}>" for graph in touched], made, lists)


def _stored_clusters(store: QuadStore, graphs: Sequence[str]) -> dict[str, str]:
    """For each of these documents that has copies, the first of them, as the summary graph has it."""
    first: dict[str, str] = {}
    for row in chunked(store, COPIES, [f"<{graph}>" for graph in graphs]):
        graph = value(row, "g")
        first[graph] = min(first.get(graph, graph), value(row, "other"))
    return first


def _facts(store: QuadStore, graph: str) -> list[Facts]:
    """The facts of a document, none where it has been removed."""
    found = list(store.quads(graph))
    return [facts_of(found, graph)] if found else []


def _triple(row: QuerySolution) -> Triple:
    return value(row, "s"), local_name(value(row, "p")), value(row, "o")


def _sayings(store: QuadStore, triples: Sequence[Triple]) -> Iterator[Said]:
    written = [f"(<{s}> <{KG_BASE}{p}> <{o}>)" for s, p, o in triples]
    for row in chunked(store, SAYINGS, written):
        yield Said(
            _triple(row), value(row, "g"), support.publisher_key(value(row, "publisher")), value(row, "claimant"),
            float(value(row, "confidence")), value(row, "polarity") == str(KG._NS.Negated),
        )  # fmt: skip


def _carry_out(store: QuadStore, change: Change, last: str) -> None:
    parts = [
        _deletion(RESOLUTION_GRAPH, "kg:document ?x", change.documents, f'kg:decidedBy "{PROGRAM}"'),
        _deletion(RESOLUTION_GRAPH, "kg:entity ?x", change.entities, 'kg:decisionKind "conflict"'),
    ]
    nodes = [f"<{support_iri(triple)}>" for triple in change.triples]
    for at in range(0, len(nodes), CHUNK):
        parts += _forgotten(store, "?n ?p ?o", f"VALUES ?n {{ {' '.join(nodes[at : at + CHUNK])} }}")
    for side in ("?x kg:sameReportAs ?y", "?y kg:sameReportAs ?x"):
        parts += _forgotten(store, side, f"VALUES ?x {{ {' '.join(change.reports_of)} }}")
    for pattern, values in change.lists.deletions:
        parts += _forgotten(store, pattern, values)
    made = [*change.quads, *change.lists.quads, *_mark(last)]
    store.update(PREFIXES + " ;\n".join([*parts, FORGET_MARK, *addition(made, merge=store.merges)]))


def _forgotten(store: QuadStore, pattern: str, values: str) -> list[str]:
    """Updates that delete triples from the summary graph, and from the merge where the store keeps one."""
    places = [f"GRAPH <{SUMMARY_GRAPH}> {{ {pattern} }}", *([pattern] if store.merges else [])]
    return [f"DELETE {{ {place} }} WHERE {{ {values} {place} }}" for place in places]


def _deletion(graph: str, key: str, values: Sequence[str], kept_to: str) -> str:
    """An update that deletes the decisions about some documents or entities."""
    return (
        f"DELETE {{ GRAPH <{graph}> {{ ?d ?p ?o }} }} WHERE {{ VALUES ?x {{ {' '.join(values)} }} "
        f"GRAPH <{graph}> {{ ?d {key} ; {kept_to} ; ?p ?o }} }}"
    )
