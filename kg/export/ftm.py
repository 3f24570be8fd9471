"""FollowTheMoney (followthemoney.tech): entities, documents and asserted relations as JSON lines.

Its links say that something holds; what is denied, planned or only possible has no place in it and is counted in the
report, as are classes without a schema (weapons).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kg.export.files import whole_file
from kg.export.interchange import Interchange
from kg.export.statements import SourceText, Statement, documents, entities, report, statements
from kg.facts import Entity
from kg.iri import digest
from kg.namespace import KG
from kg.ontology import Ontology
from kg.store.interface import QuadStore

WIKIDATA = "http://www.wikidata.org/entity/"
FULL_ADDRESS = "Address"
LINK = "UnknownLink"

Properties = dict[str, list[str]]


def write(store: QuadStore, ontology: Ontology, path: Path) -> list[str]:
    """Write the lines; what could not be expressed is returned. Raises StopRun where the file cannot be written."""
    left_out: Counter[str] = Counter()
    with whole_file(path) as stream:
        for identifier, schema, properties in Writer(store, ontology, left_out).rows():
            kept = {name: values for name, values in sorted(properties.items()) if any(values)}
            row = {"id": identifier, "schema": schema, "properties": kept}
            stream.write(json.dumps(row, ensure_ascii=False).encode("utf-8") + b"\n")
    return report(left_out)


class Writer:
    """The rows of one file: id, schema, properties."""

    def __init__(self, store: QuadStore, ontology: Ontology, left_out: Counter[str]) -> None:
        self.store, self.ontology, self.left_out = store, ontology, left_out
        self.how = Interchange(ontology)

    def rows(self) -> Iterator[tuple[str, str, Properties]]:
        """Documents, then entities, then links; what cannot be expressed is counted."""
        texts = {text.iri: text for text in documents(self.store)}
        for text in texts.values():
            yield _id(text.iri), "Article", _article(text)
        written: dict[str, str] = {}
        for one in entities(self.store, self.ontology):
            schema = self.how.of_class(one.type, "ftmSchema")
            if schema:
                written[one.iri] = one.type
                yield _id(one.iri), schema, _properties(one, schema)
            else:
                self.left_out[f"entities of class {one.type}: FollowTheMoney has no schema for it"] += 1
        for statement in statements(self.store):
            if self._expressible(statement, written):
                yield self._link(statement, written[statement.object], texts[statement.document])

    def _expressible(self, one: Statement, written: dict[str, str]) -> bool:
        if not one.asserted:
            self.left_out[f"claims that are {one.polarity}, {one.modality}: a link is always a fact"] += 1
        elif one.subject not in written or one.object not in written:
            self.left_out["asserted claims about entities that FollowTheMoney has no schema for"] += 1
        else:
            return True
        return False

    def _link(self, one: Statement, target: str, text: SourceText) -> tuple[str, str, Properties]:
        ends = self.how.of_relation(one.predicate, "ftmEnds")
        own = bool(ends) and self.ontology.is_a(target, ends)
        schema, subject, target_name = (
            self.how.of_relation(one.predicate, name) if own else default
            for name, default in (("ftmSchema", LINK), ("ftmSubject", "subject"), ("ftmObject", "object"))
        )
        properties = {
            subject: [_id(one.subject)],
            target_name: [_id(one.object)],
            "role": [self.ontology.relations[one.predicate].label],
            "summary": [one.text],
            "recordId": [one.iri],
            "proof": [_id(one.document)],
            "publisher": [text.publisher],
            "sourceUrl": [text.url],
            "date": [one.time],
            "startDate": [] if one.time else [one.earliest],
            "endDate": [] if one.time else [one.latest],
        }
        return _id(one.iri), schema, properties


def _article(text: SourceText) -> Properties:
    return {
        "title": [text.title],
        "publisher": [text.publisher],
        "publishedAt": [text.published],
        "sourceUrl": [text.url],
    }


def _properties(one: Entity, schema: str) -> Properties:
    wikidata = [same.removeprefix(WIKIDATA) for same in one.same_as if same.startswith(WIKIDATA)]
    properties = {"name": [one.name], "alias": list(one.aliases), "wikidataId": wikidata, "notes": [one.iri]}
    if schema == FULL_ADDRESS:
        coordinates = {"latitude": [str(one.latitude)], "longitude": [str(one.longitude)]}
        properties |= {"full": [one.name]} | (coordinates if one.latitude is not None else {})
    return properties


def _id(iri: str) -> str:
    return f"kg-{digest(str(KG._NS), iri)}"
