"""The annotation format: what was read in a document as one JSON object, offsets in code points of its text."""

from __future__ import annotations

import json

from kg.facts import Claim, Entity, Facts, Mention


def to_json(facts: Facts) -> str:
    """One line of JSON with document, published, text, entities, mentions and claims."""
    document = facts.document
    row = {
        "document": document.id,
        "published": document.published.isoformat() if document.published else None,
        "text": document.text,
        "entities": [_entity(entity) for entity in facts.entities],
        "mentions": [_mention(mention) for mention in facts.mentions],
        "claims": [_claim(claim) for claim in facts.claims],
    }
    return json.dumps(row, ensure_ascii=False)


def _entity(entity: Entity) -> dict[str, object]:
    return {"iri": entity.iri, "type": entity.type, "name": entity.name}


def _mention(mention: Mention) -> dict[str, object]:
    return {
        "id": mention.id, "start": mention.start, "end": mention.end, "text": mention.text, "type": mention.type,
        "kind": str(mention.kind), "entity": mention.entity, "acts": mention.acts,
    }  # fmt: skip


def _claim(claim: Claim) -> dict[str, object]:
    evidence = claim.evidence
    return {
        "subject": claim.subject, "predicate": claim.predicate, "object": claim.object,
        "subject_mention": claim.subject_mention, "object_mention": claim.object_mention,
        "evidence": {"start": evidence.start, "end": evidence.end, "text": evidence.text},
        "polarity": str(claim.polarity), "modality": str(claim.modality), "attributed_to": claim.attributed_to,
        "time": (claim.time.value or claim.time.earliest or claim.time.latest or None) if claim.time else None,
        "confidence": claim.confidence, "extracted_by": claim.extracted_by,
    }  # fmt: skip
