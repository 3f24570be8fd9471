"""The resolution and summary graphs of a store, made anew from all documents in memory that does not grow with them.

Documents are read back one at a time. What is worked out over several (classes, copies of reports, supports, counts)
is sorted on disk first, and then comes one entity or relation at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import chain, islice

from pyoxigraph import Quad, QueryBoolean

from kg.facts import Facts
from kg.fingerprint import bands, copies
from kg.iri import document_iri
from kg.namespace import RESOLUTION_GRAPH, SUMMARY_GRAPH
from kg.ontology import Ontology
from kg.resolve import automatic, lists, support
from kg.resolve.decision import PROGRAM
from kg.resolve.graph import resolution_quads, summary_quads
from kg.resolve.lists import Counts, Lists
from kg.resolve.reread import facts_of
from kg.resolve.support import Said
from kg.store.asking import PREFIXES, rows, value
from kg.store.interface import Add, QuadStore
from kg.store.workspace import Workspace

BATCH = 50_000
DOCUMENTS = """SELECT ?g ?sign WHERE { GRAPH ?g { ?g kg:contentHash ?hash OPTIONAL { ?g kg:textSignature ?sign } } }"""
DECIDED = f'GRAPH <{RESOLUTION_GRAPH}> {{ ?n kg:decidedBy "{PROGRAM}" }}'
SUMMED = f"GRAPH <{SUMMARY_GRAPH}> {{ ?n ?p ?o }}"
SOME = "SELECT DISTINCT ?n WHERE { %s } LIMIT 5000"
DOCUMENT, CLASS, SAID, BAND, LINK = "document", "class", "said", "band", "link"


def rebuild(store: QuadStore, ontology: Ontology, add: Add) -> None:
    """Put both graphs, all but persons' decisions, in place of what is there; `add` puts some quads into the store.

    Raises StopRun where the store cannot be written; what is there then is neither the old nor the new.
    """
    for found, graph in ((DECIDED, RESOLUTION_GRAPH), (SUMMED, SUMMARY_GRAPH)):
        _forget(store, found, graph)
    with closing(Workspace()) as space:
        made = _quads(store, ontology, space)
        while batch := list(islice(made, BATCH)):
            add(batch)


def _forget(store: QuadStore, found: str, graph: str) -> None:
    """Take what is said of the nodes that are found out of a graph, and out of the merge, some at a time."""
    places = [f"GRAPH <{graph}> {{ ?n ?p ?o }}"]
    merged = [f"{places[0]} ?n ?p ?o"] if store.merges and graph == SUMMARY_GRAPH else []
    some = SOME % found
    deletions = [f"DELETE {{ ?n ?p ?o }} WHERE {{ {{ {some} }} {place} }}" for place in merged]
    deletions += [f"DELETE {{ {place} }} WHERE {{ {{ {some} }} {place} }}" for place in places]
    while _any(store, found):
        store.update(PREFIXES + " ;\n".join(deletions))


def _any(store: QuadStore, found: str) -> bool:
    answer = store.query(f"{PREFIXES}ASK {{ {found} }}")
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def _quads(store: QuadStore, ontology: Ontology, space: Workspace) -> Iterator[Quad]:
    """All quads of both graphs, in the order in which they can be made."""
    made = Lists()
    for row in rows(store, DOCUMENTS):
        space.add(DOCUMENT, [(value(row, "g"), value(row, "sign"))])
    for graph, signature in chain.from_iterable(space.groups(DOCUMENT)):
        facts = facts_of(store.quads(graph), graph)
        _note(space, facts, signature)
        made.add_document(facts)
        yield from resolution_quads(automatic.links(automatic.linked(facts)))
    for classes in space.groups(CLASS):
        yield from resolution_quads(automatic.conflicts(classes, ontology))
    reports = copies(_sharing(space), lambda graph: str(space.find(DOCUMENT, graph)[1]))
    yield from summary_quads(reports, [])
    yield from _supports(space, support.clusters(reports), made)
    yield from _counts(space, made)
    yield from made.quads()


def _note(space: Workspace, facts: Facts, signature: str) -> None:
    """Keep what a document says for what is worked out over all of them."""
    graph = document_iri(facts.document.id)
    space.add(CLASS, automatic.classes(facts))
    space.add(BAND, [(band, graph) for band in bands(signature)])
    space.add(LINK, [(entity, "document", graph) for entity in lists.ends(facts)])
    space.add(SAID, [
        (*one.triple, one.document, one.publisher, one.claimant, one.confidence, one.denied)
        for one in support.said(facts)
    ])  # fmt: skip


def _sharing(space: Workspace) -> Iterator[list[str]]:
    """The documents that share a band, for each band."""
    for members in space.groups(BAND):
        if len(members) > 1:
            yield [graph for _, graph in members]


def _supports(space: Workspace, clusters: dict[str, str], made: Lists) -> Iterator[Quad]:
    for sayings in space.groups(SAID, 3):
        said = [Said(row[:3], row[3], row[4], row[5], row[6], bool(row[7])) for row in sayings]
        for one in support.supports(said, clusters):
            made.add_support(one)
            iri = support.support_iri(one.triple)
            space.add(LINK, [(one.triple[at], "relation", f"{iri} {at}") for at in (0, 2)])
            yield from summary_quads([], [one])


def _counts(space: Workspace, made: Lists) -> Iterator[Quad]:
    for links in space.groups(LINK):
        entity, relations = links[0][0], sum(kind == "relation" for _, kind, _ in links)
        counts = Counts(relations, len(links) - relations)
        if relations:
            made.add_entity(entity, counts)
            yield from lists.count_quads([(entity, counts)])
