"""The lists and counts of a store's summary graph, brought up to date with what changed (see `kg.resolve.lists`).

A list is made of what is left of it and of what changed, as long as nothing else can have come into it; where members
have gone and something else may come in, the members are looked up again. Both give the same list.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from pyoxigraph import Quad, QuerySolution

from kg.facts import Facts
from kg.namespace import SUMMARY_GRAPH
from kg.ontology import local_name
from kg.resolve import lists
from kg.resolve.lists import ENTITIES, SUPPORTS, Counts, Listing, Rank, first
from kg.resolve.support import Support, Triple, support_iri
from kg.store.asking import chunked, rows, value
from kg.store.interface import QuadStore
from kg.store.newest import by_age, newest

SUPPORTED = f"""SELECT ?n WHERE {{ VALUES ?n {{ %s }} GRAPH <{SUMMARY_GRAPH}> {{ ?n kg:sources ?sources }} }}"""
ENDS = f"""SELECT DISTINCT ?g ?s ?o WHERE {{ VALUES ?g {{ %s }} GRAPH <{SUMMARY_GRAPH}> {{
  ?support kg:restsOn ?g ; rdf:subject ?s ; rdf:object ?o }} }}"""
COUNTS = f"""SELECT ?e ?relations ?documents WHERE {{ VALUES ?e {{ %s }} GRAPH <{SUMMARY_GRAPH}> {{
  ?e kg:relationCount ?relations ; kg:documentCount ?documents }} }}"""
LISTED_SUPPORTS = f"""SELECT ?n ?sources ?belief WHERE {{ GRAPH <{SUMMARY_GRAPH}> {{
  <{SUMMARY_GRAPH}> kg:bestSourced ?n . ?n kg:sources ?sources ; kg:belief ?belief }} }}"""
ALL_SUPPORTS = f"""SELECT ?n ?sources ?belief WHERE {{ GRAPH <{SUMMARY_GRAPH}> {{
  ?n kg:sources ?sources ; kg:belief ?belief }} }}"""
LISTED_ENTITIES = f"""SELECT ?n ?relations WHERE {{ GRAPH <{SUMMARY_GRAPH}> {{
  <{SUMMARY_GRAPH}> kg:mostLinked ?n . ?n kg:relationCount ?relations }} }}"""
ALL_ENTITIES = f"""SELECT ?n ?relations WHERE {{ GRAPH <{SUMMARY_GRAPH}> {{ ?n kg:relationCount ?relations }} }}"""
LISTED_NEWEST = f"""SELECT DISTINCT ?owner ?list ?n ?g ?published WHERE {{
  GRAPH <{SUMMARY_GRAPH}> {{ VALUES ?list {{ kg:latestClaim kg:latestEvent }} ?owner ?list ?n }}
  OPTIONAL {{ ?n kg:evidence/kg:document ?g OPTIONAL {{ ?g kg:published ?published }} }} }}"""


@dataclass(slots=True)
class Update:
    """Patterns of triples that leave the summary graph, each with the VALUES that bind it, and quads that come in."""

    deletions: list[tuple[str, str]] = field(default_factory=list)
    quads: list[Quad] = field(default_factory=list)


@dataclass(slots=True)
class _List:
    """What is known of a list: how long it was, its members that stay as they were, and those that came or changed."""

    size: int = 0
    left: list[Rank] = field(default_factory=list)
    new: list[Rank] = field(default_factory=list)

    def head(self) -> list[Rank] | None:
        """The list as it is now; None where a member that is not known here may have come in."""
        head = first({*self.left, *self.new})
        known = self.size < lists.LISTED or (
            len(head) == lists.LISTED and bool(self.left) and head[-1] <= max(self.left)
        )
        return head if known else None


def update_of(
    store: QuadStore,
    changed: Sequence[str],
    facts: Sequence[Facts],
    triples: Sequence[Triple],
    found: Sequence[Support],
) -> Update:
    """What the change of some documents does to the lists and counts.

    `changed` are the documents' IRIs and `facts` what they say now; `triples` are all triples whose support is made
    anew, and `found` their supports now. The documents have been changed in the store, the summary graph has not.
    """
    counts = _counts(store, changed, triples, found)
    made = Update()
    if counts:
        gone = " ".join(f"<{entity}>" for entity in sorted(counts))
        for name in (lists.RELATIONS, lists.DOCUMENTS):
            made.deletions.append((f"?x kg:{name} ?y", f"VALUES ?x {{ {gone} }}"))
    made.quads += lists.count_quads(sorted(counts.items()))
    supports = _supports(store, triples, found)
    entities = _entities(store, counts)
    for listing, head in (*_latest(store, changed, facts), *supports, *entities):
        made.deletions.append((f"<{listing.owner}> kg:{listing.property} ?x", ""))
        made.quads += lists.member_quads(listing, head)
    return made


def _counts(
    store: QuadStore, changed: Sequence[str], triples: Sequence[Triple], found: Sequence[Support]
) -> dict[str, Counts]:
    """The counts now of every entity of which they may have changed."""
    relations, documents = Counter[str](), Counter[str]()
    supported = {value(row, "n") for row in chunked(store, SUPPORTED, [f"<{support_iri(one)}>" for one in triples])}
    before = [one for one in triples if support_iri(one) in supported]
    for step, some in ((-1, before), (1, [one.triple for one in found])):
        for subject, _, target in some:
            relations[subject] += step
            relations[target] += step
    ends = chunked(store, ENDS, [f"<{graph}>" for graph in changed])
    old = {(value(row, "g"), value(row, end)) for row in ends for end in ("s", "o")}
    of = set(changed)
    new = {(g, end) for one in found for g in one.documents if g in of for end in (one.triple[0], one.triple[2])}
    for step, pairs in ((-1, old), (1, new)):
        for _, entity in pairs:
            documents[entity] += step
    return _added(store, relations, documents)


def _added(store: QuadStore, relations: Counter[str], documents: Counter[str]) -> dict[str, Counts]:
    entities = sorted({*relations, *documents})
    stored = {
        value(row, "e"): Counts(int(value(row, "relations")), int(value(row, "documents")))
        for row in chunked(store, COUNTS, [f"<{entity}>" for entity in entities])
    }
    nothing = Counts(0, 0)
    return {
        entity: Counts(was.relations + relations[entity], was.documents + documents[entity])
        for entity in entities
        for was in [stored.get(entity, nothing)]
    }


def _supports(
    store: QuadStore, triples: Iterable[Triple], found: Sequence[Support]
) -> Iterator[tuple[Listing, list[Rank]]]:
    touched = {support_iri(triple) for triple in triples}
    before = [_by_sources(row) for row in rows(store, LISTED_SUPPORTS)]
    left = [rank for rank in before if rank.iri not in touched]
    new = [lists.by_sources(one) for one in found]
    head = _List(len(before), left, new).head()
    if head is None:
        others = (_by_sources(row) for row in rows(store, ALL_SUPPORTS))
        head = first(chain(new, (rank for rank in others if rank.iri not in touched)))
    yield SUPPORTS, head


def _by_sources(row: QuerySolution) -> Rank:
    return Rank(-int(value(row, "sources")), -float(value(row, "belief")), value(row, "n"))


def _entities(store: QuadStore, counts: dict[str, Counts]) -> Iterator[tuple[Listing, list[Rank]]]:
    before = [_by_links(row) for row in rows(store, LISTED_ENTITIES)]
    left = [rank for rank in before if rank.iri not in counts]
    new = [lists.by_links(entity, one) for entity, one in counts.items() if one.relations]
    head = _List(len(before), left, new).head()
    if head is None:
        others = (_by_links(row) for row in rows(store, ALL_ENTITIES))
        head = first(chain(new, (rank for rank in others if rank.iri not in counts)))
    yield ENTITIES, head


def _by_links(row: QuerySolution) -> Rank:
    return Rank(-int(value(row, "relations")), 0, value(row, "n"))


def _latest(store: QuadStore, changed: Sequence[str], facts: Sequence[Facts]) -> Iterator[tuple[Listing, list[Rank]]]:
    """The lists of newest claims and events in which something changed."""
    found: dict[Listing, _List] = defaultdict(_List)
    of = set(changed)
    for row in rows(store, LISTED_NEWEST):
        one = found[Listing(value(row, "owner"), local_name(value(row, "list")))]
        one.size += 1
        if value(row, "g") not in {"", *of}:
            one.left.append(by_age(row))
    for document in facts:
        for listing, rank in lists.latest(document):
            found[listing].new.append(rank)
    for listing, one in sorted(found.items()):
        if one.new or len(one.left) < one.size:
            head = one.head()
            yield listing, newest(store, listing) if head is None else head
