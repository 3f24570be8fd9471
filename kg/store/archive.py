"""The documents of a store: which are there, put in, replaced, removed, each in one transaction, with their history.

What is known of a document lies in its named graph, and what was done with it and when in the history graph, so that
both change together and any SPARQL 1.1 store can hold them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions
from rdflib import RDF, XSD

from kg.facts import Facts
from kg.iri import digest, document_iri
from kg.namespace import HISTORY_GRAPH, KG
from kg.rdf import quads
from kg.store.interface import Add, QuadStore

AT_ONCE = 4000
DOCUMENTS = f"""
SELECT ?graph ?id ?hash ?published WHERE {{
  GRAPH ?graph {{ ?graph <http://purl.org/dc/terms/identifier> ?id ; <{KG.contentHash}> ?hash .
                  OPTIONAL {{ ?graph <{KG.published}> ?published }} }}
}}
"""
HASHES = f"SELECT ?graph ?hash WHERE {{ VALUES ?graph {{ %s }} GRAPH ?graph {{ ?graph <{KG.contentHash}> ?hash }} }}"
HISTORY = f"""
SELECT ?at ?action ?hash WHERE {{
  GRAPH <{HISTORY_GRAPH}> {{ ?change <{KG.document}> <%s> ; <{KG.recordedAt}> ?at ; <{KG.action}> ?action .
                             OPTIONAL {{ ?change <{KG.contentHash}> ?hash }} }}
}} ORDER BY ?at ?action
"""
LAST_CHANGE = f"SELECT (MAX(?at) AS ?last) WHERE {{ GRAPH <{HISTORY_GRAPH}> {{ ?change <{KG.recordedAt}> ?at }} }}"


@dataclass(frozen=True, slots=True)
class Stored:
    """A document in the store: its id, graph IRI, content hash and ISO date of publication ('' where unknown)."""

    id: str
    graph: str
    content_hash: str
    published: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something done with a document: 'added', 'replaced' or 'removed', at an ISO dateTime (UTC)."""

    at: str
    action: str
    content_hash: str


class Archive:
    """The documents of one store; `write` gives the quads of a document's graph."""

    def __init__(self, store: QuadStore, write: Callable[[Facts], list[Quad]] = quads) -> None:
        self.store, self.write = store, write

    def documents(self) -> dict[str, Stored]:
        """Every document in the store by its id, in the order of ids."""
        return {one.id: one for one in self._stored(f"{DOCUMENTS} ORDER BY ?id")}

    def _stored(self, query: str) -> Iterator[Stored]:
        rows = self.store.query(query)
        assert isinstance(rows, QuerySolutions)
        for row in rows:
            yield Stored(_text(row["id"]), _text(row["graph"]), _text(row["hash"]), _text(row["published"]))

    def hashes(self, ids: Iterable[str]) -> dict[str, str]:
        """The content hash of each of these documents that is in the store, by its id."""
        graphs = {document_iri(one): one for one in ids}
        if not graphs:
            return {}
        rows = self.store.query(HASHES % " ".join(f"<{graph}>" for graph in graphs))
        assert isinstance(rows, QuerySolutions)
        return {graphs[_text(row["graph"])]: _text(row["hash"]) for row in rows}

    def put(self, corpus: Sequence[Facts], at: datetime) -> None:
        """Put documents in, each in place of what was there under its id; all of them or, on an error, none."""
        if not corpus:
            return
        known = self.hashes(facts.document.id for facts in corpus)
        changes = [
            change
            for facts in corpus
            for change in change_quads(
                facts.document.id,
                "replaced" if facts.document.id in known else "added",
                facts.document.content_hash,
                at,
            )
        ]
        graphs = {document_iri(facts.document.id): self.write(facts) for facts in corpus}
        self.store.replace(graphs, changes)

    def remove(self, documents: Sequence[Stored], at: datetime) -> None:
        """Remove documents with all that rests on them alone; all of them or, on an error, none."""
        changes = [change for one in documents for change in change_quads(one.id, "removed", "", at)]
        if changes:
            self.store.replace({one.graph: [] for one in documents}, changes)

    def record_loaded(self, at: datetime, add: Add) -> int:
        """Write into the history that the documents of a store loaded in bulk were added; how many there are."""
        count, known = 0, self._stored(DOCUMENTS)
        while some := list(islice(known, AT_ONCE)):
            count += len(some)
            add([q for one in some for q in change_quads(one.id, "added", one.content_hash, at)])
        return count

    def history(self, document_id: str) -> list[Change]:
        """What was done with a document, oldest first; empty for one that was never here."""
        rows = self.store.query(HISTORY % document_iri(document_id))
        assert isinstance(rows, QuerySolutions)
        return [Change(_text(r["at"]), _text(r["action"]), _text(r["hash"])) for r in rows]

    def last_change(self) -> str:
        """The ISO dateTime (UTC) of the newest change, '' where there was none."""
        rows = self.store.query(LAST_CHANGE)
        assert isinstance(rows, QuerySolutions)
        return next((_text(row["last"]) for row in rows), "")


def change_quads(document_id: str, action: str, content_hash: str, at: datetime) -> list[Quad]:
    """A change of a document, as the history graph keeps it."""
    graph, document, when = (
        NamedNode(HISTORY_GRAPH),
        document_iri(document_id),
        at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    )
    me = NamedNode(f"{HISTORY_GRAPH}/{digest(document, action, when)}")
    rows: list[tuple[object, NamedNode | Literal]] = [
        (RDF.type, NamedNode(str(KG.Change))),
        (KG.document, NamedNode(document)),
        (KG.action, Literal(action)),
        (KG.recordedAt, Literal(when, datatype=NamedNode(str(XSD.dateTime)))),
    ]
    if content_hash:
        rows.append((KG.contentHash, Literal(content_hash)))
    return [Quad(me, NamedNode(str(predicate)), value, graph) for predicate, value in rows]


def _text(value: object) -> str:
    return str(getattr(value, "value", value) or "")
