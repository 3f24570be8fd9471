"""STIX 2.1 (OASIS Standard, 2021): identities, locations, relationships, and a report object a document, as a bundle.

A relationship says that something holds; a claim that is denied, planned or only possible is a note with its sentence
about its two ends. Classes without a type (weapons, platforms) are counted in the report.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from kg.export.files import whole_file
from kg.export.interchange import Interchange
from kg.export.statements import SourceText, Statement, documents, entities, report, statements
from kg.facts import Entity
from kg.namespace import KG
from kg.ontology import Ontology
from kg.store.interface import QuadStore

NAMESPACE = uuid5(UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8"), str(KG._NS))
UNDATED = "1970-01-01"

Object = dict[str, Any]


def write(store: QuadStore, ontology: Ontology, path: Path) -> list[str]:
    """Write the bundle; what could not be expressed is returned. Raises StopRun where the file cannot be written."""
    writer = Writer(store, ontology)
    with whole_file(path) as stream:
        stream.write(f'{{"type": "bundle", "id": "{_id("bundle", str(KG._NS))}", "objects": ['.encode())
        for number, one in enumerate(writer.objects()):
            stream.write((",\n" if number else "\n").encode() + json.dumps(one, ensure_ascii=False).encode("utf-8"))
        stream.write(b"\n]}\n")
    return report(writer.left_out)


class Writer:
    """The objects of one bundle."""

    def __init__(self, store: QuadStore, ontology: Ontology) -> None:
        self.store, self.ontology, self.how = store, ontology, Interchange(ontology)
        self.left_out: Counter[str] = Counter()
        self.ids: dict[str, str] = {}
        self.named: dict[str, str] = {}

    def objects(self) -> Iterator[Object]:
        """Entities, then relationships and notes, then a report for each document that anything rests on."""
        texts = {text.iri: text for text in documents(self.store)}
        latest = max((text.published for text in texts.values()), default="") or UNDATED
        for one in entities(self.store, self.ontology):
            self.named[one.iri] = one.name
            made = self._entity(one, latest)
            if made is None:
                self.left_out[f"entities of class {one.type}: STIX has no type for it"] += 1
            else:
                self.ids[one.iri] = made["id"]
                yield made
        about: dict[str, list[str]] = defaultdict(list)
        for statement in statements(self.store):
            if statement.subject in self.ids and statement.object in self.ids:
                made = self._statement(statement, texts[statement.document])
                about[statement.document] += [made["id"], *self._ends(statement)]
                yield made
            else:
                self.left_out["claims about entities that STIX has no type for"] += 1
        for document, references in sorted(about.items()):
            yield _report(texts[document], sorted(set(references)))

    def _entity(self, one: Entity, published: str) -> Object | None:
        kind = self.how.of_class(one.type, "stixType")
        if not kind:
            return None
        made = _object(kind, one.iri, published) | {"name": one.name}
        references = [{"source_name": "security-kg", "url": iri} for iri in (one.iri, *one.same_as)]
        if kind == "identity":
            made["identity_class"] = self.how.of_class(one.type, "stixIdentityClass")
        elif one.latitude is not None:
            made |= {"latitude": one.latitude, "longitude": one.longitude}
        else:
            made["region"] = one.name
        return made | {"labels": [self.ontology.types[one.type].label], "external_references": references}

    def _ends(self, one: Statement) -> list[str]:
        return [self.ids[one.subject], self.ids[one.object]]

    def _statement(self, one: Statement, text: SourceText) -> Object:
        subject, target = self._ends(one)
        label = self.ontology.relations[one.predicate].label
        if one.asserted:
            link = {"relationship_type": label.replace(" ", "-").lower(), "source_ref": subject, "target_ref": target}
            made = _object("relationship", one.iri, text.published) | link | {"description": one.text}
        else:
            circumstances = f"{one.polarity}, {one.modality}: {label}"
            note = {"abstract": circumstances, "content": one.text, "object_refs": sorted({subject, target})}
            made = _object("note", one.iri, text.published) | note
        if source := self.named.get(one.source):
            made |= {"authors": [source]} if made["type"] == "note" else {"labels": [f"according to {source}"]}
        return made | {"confidence": round(100 * one.confidence)}


def _report(text: SourceText, references: list[str]) -> Object:
    made = _object("report", text.iri, text.published)
    origin = {"source_name": text.publisher or text.id, "external_id": text.id} | (
        {"url": text.url} if text.url else {}
    )
    fields = {"name": text.title, "published": made["created"], "object_refs": references}
    return made | fields | {"report_types": ["threat-report"], "external_references": [origin]}


def _object(kind: str, iri: str, published: str) -> Object:
    stamp = f"{published or UNDATED}T00:00:00.000Z"
    return {"type": kind, "spec_version": "2.1", "id": _id(kind, iri), "created": stamp, "modified": stamp}


def _id(kind: str, iri: str) -> str:
    return f"{kind}--{uuid5(NAMESPACE, iri)}"
