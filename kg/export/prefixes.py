"""The prefixes that every readable output uses."""

from __future__ import annotations

from kg.namespace import CLAIM_BASE, DOCUMENT_BASE, ENTITY_BASE, EVIDENCE_BASE, KG, MENTION_BASE

PREFIXES = {
    "claim": CLAIM_BASE,
    "dcterms": "http://purl.org/dc/terms/",
    "doc": DOCUMENT_BASE,
    "ent": ENTITY_BASE,
    "evidence": EVIDENCE_BASE,
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "kg": str(KG._NS),
    "mention": MENTION_BASE,
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
