"""A list of newest claims or events looked up anew, after a member has gone and others may come in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import islice

from pyoxigraph import QuerySolution

from kg.resolve import lists
from kg.resolve.lists import Listing, Rank, first
from kg.store.asking import chunked, rows, value
from kg.store.interface import QuadStore

FEW = 5000
PARTS = ("predicate", "polarity", "modality")
CODED = "kg:ploverCode|kg:cameoCode ?code"
MEMBERS = """SELECT DISTINCT ?n ?published WHERE { ?n %s ; kg:evidence/kg:document ?g .
  OPTIONAL { ?g kg:published ?published } }"""
DOCUMENTS = "SELECT ?g ?published WHERE { ?g kg:contentHash ?hash OPTIONAL { ?g kg:published ?published } }"
# The kind is compared last: a constant in the pattern makes Oxigraph begin with all members of that kind.
OF_DOCUMENTS = """SELECT DISTINCT ?n ?published WHERE { VALUES ?g { %%s } ?evidence kg:document ?g .
  ?n kg:evidence ?evidence ; %s OPTIONAL { ?g kg:published ?published } }"""


def newest(store: QuadStore, listing: Listing) -> list[Rank]:
    """The list as the documents in the store have it."""
    if listing == lists.EVENTS:
        return _found(store, CODED, CODED)
    kinds = ((f"kg:{part} <{listing.owner}> ; a kg:Claim", f"kg:{part} ?kind ; a kg:Claim . "
              f"FILTER(?kind = <{listing.owner}>)") for part in PARTS)  # fmt: skip
    return next((head for kind, compared in kinds if (head := _found(store, kind, compared))), [])


def by_age(row: QuerySolution) -> Rank:
    """The place of a claim or event among all: newest publication first, without a date last."""
    published = value(row, "published")
    return Rank(-date.fromisoformat(published).toordinal() if published else 0, 0, value(row, "n"))


def _found(store: QuadStore, kind: str, compared: str) -> list[Rank]:
    """From all members where they are few; else from the newest documents, for these will hold enough of them."""
    few = [by_age(row) for row in islice(rows(store, MEMBERS % kind), FEW + 1)]
    return first(few) if len(few) <= FEW else first(_in_newest_documents(store, compared))


def _in_newest_documents(store: QuadStore, compared: str) -> Iterator[Rank]:
    days: dict[str, list[str]] = defaultdict(list)
    for row in rows(store, DOCUMENTS):
        days[value(row, "published")].append(f"<{value(row, 'g')}>")
    count = 0
    for day in sorted(days, reverse=True):
        for row in chunked(store, OF_DOCUMENTS % compared, sorted(days[day])):
            count += 1
            yield by_age(row)
        if count >= lists.LISTED:
            return
