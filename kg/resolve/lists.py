"""Short lists over a corpus: the newest claims and events, the best sourced relations, the most linked entities.

A list holds the first LISTED members of a total order over all documents, so that it is a function of their set. The
ready queries start from these lists, and so take a time that does not grow with the corpus.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from kg.facts import Facts
from kg.namespace import SUMMARY_GRAPH
from kg.rdf import claim_iri, node, term
from kg.resolve.support import Support, support_iri

LISTED = 200
LATEST, LATEST_EVENT, BEST_SOURCED, MOST_LINKED = "latestClaim", "latestEvent", "bestSourced", "mostLinked"
RELATIONS, DOCUMENTS = "relationCount", "documentCount"


class Listing(NamedTuple):
    """A list: what it belongs to (an IRI) and the local name of the property that leads to its members."""

    owner: str
    property: str


class Rank(NamedTuple):
    """A member's place in the order, smallest first; the IRI decides between equals."""

    first: float
    second: float
    iri: str


class Counts(NamedTuple):
    """Of an entity: the relations that hold it at one end, and the documents that say so."""

    relations: int
    documents: int


SUPPORTS, ENTITIES = Listing(SUMMARY_GRAPH, BEST_SOURCED), Listing(SUMMARY_GRAPH, MOST_LINKED)
EVENTS = Listing(SUMMARY_GRAPH, LATEST_EVENT)


def first(members: Iterable[Rank]) -> list[Rank]:
    """The head of a list: its first LISTED members, in order."""
    return nsmallest(LISTED, members)


def latest(facts: Facts) -> list[tuple[Listing, Rank]]:
    """A document's claims as members of the lists of their relation, polarity and modality, and its coded events.

    The newest come first; what documents without a date of publication say comes last.
    """
    published = facts.document.published
    age = -published.toordinal() if published else 0
    claims = [
        (Listing(term(kind).value, LATEST), Rank(age, 0, claim_iri(facts.document.id, claim)))
        for claim in facts.claims
        for kind in (claim.predicate, claim.polarity, claim.modality)
    ]
    return claims + [(EVENTS, Rank(age, 0, one.iri)) for one in facts.events if one.plover or one.cameo]


def by_sources(support: Support) -> Rank:
    """The place of a relation among all: most independent sources first, then the highest belief."""
    return Rank(-support.sources, -support.belief, support_iri(support.triple))


def by_links(entity: str, counts: Counts) -> Rank:
    """The place of an entity among all: most relations first."""
    return Rank(-counts.relations, 0, entity)


def count_quads(counts: Iterable[tuple[str, Counts]]) -> Iterator[Quad]:
    """The counts of entities in the summary graph; an entity without relations has none."""
    for entity, one in counts:
        if one.relations:
            yield _quad(entity, RELATIONS, Literal(one.relations))
            yield _quad(entity, DOCUMENTS, Literal(one.documents))


def member_quads(listing: Listing, head: Iterable[Rank]) -> list[Quad]:
    """A list in the summary graph."""
    return [_quad(listing.owner, listing.property, node(rank.iri)) for rank in head]


class Head:
    """A list from its members in any order; memory does not grow with their number."""

    def __init__(self) -> None:
        self._kept: set[Rank] = set()

    def add(self, rank: Rank) -> None:
        """Take a further member into account."""
        self._kept.add(rank)
        if len(self._kept) > 4 * LISTED:
            self._kept = set(first(self._kept))

    def ranks(self) -> list[Rank]:
        """The list, in order."""
        return first(self._kept)


def ends(facts: Facts) -> set[str]:
    """The entities of which a document says that a relation holds."""
    return {end for claim in facts.claims if claim.asserted for end in (claim.subject, claim.object)}


def counted(corpus: Iterable[Facts], supports: Iterable[Support]) -> Iterator[tuple[str, Counts]]:
    """The counts of each entity that some relation holds, from a corpus and its supports."""
    relations = Counter(end for one in supports for end in (one.triple[0], one.triple[2]))
    documents = Counter(end for facts in corpus for end in ends(facts))
    return ((entity, Counts(number, documents[entity])) for entity, number in sorted(relations.items()))


class Lists:
    """All lists of a corpus, from its documents, its supports and the counts of its entities, each in any order."""

    def __init__(self) -> None:
        self._heads: dict[Listing, Head] = defaultdict(Head)

    def add_document(self, facts: Facts) -> None:
        """Take the claims of a further document into account."""
        for listing, rank in latest(facts):
            self._heads[listing].add(rank)

    def add_support(self, support: Support) -> None:
        """Take a further relation into account."""
        self._heads[SUPPORTS].add(by_sources(support))

    def add_entity(self, entity: str, counts: Counts) -> None:
        """Take a further entity into account."""
        self._heads[ENTITIES].add(by_links(entity, counts))

    def quads(self) -> Iterator[Quad]:
        """What the summary graph holds of it."""
        for listing, head in sorted(self._heads.items()):
            yield from member_quads(listing, head.ranks())


def _quad(subject: str, predicate: str, value: NamedNode | Literal) -> Quad:
    return Quad(node(subject), term(predicate), value, node(SUMMARY_GRAPH))
