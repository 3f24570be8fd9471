"""The few structural IRIs that Python names; every domain class and relation lives in ontology/."""

from __future__ import annotations

from enum import StrEnum

from rdflib import Namespace
from rdflib.namespace import DefinedNamespace
from rdflib.term import URIRef

ENTITY_BASE = "https://w3id.org/security-kg/entity/"
DOCUMENT_BASE = "https://w3id.org/security-kg/document/"
CLAIM_BASE = "https://w3id.org/security-kg/claim/"
EVIDENCE_BASE = "https://w3id.org/security-kg/evidence/"
MENTION_BASE = "https://w3id.org/security-kg/mention/"
GRAPH_BASE = "https://w3id.org/security-kg/graph/"
HISTORY_GRAPH = GRAPH_BASE + "history"
RESOLUTION_GRAPH = GRAPH_BASE + "resolution"
SUMMARY_GRAPH = GRAPH_BASE + "summary"

ENT = Namespace(ENTITY_BASE)
DOC = Namespace(DOCUMENT_BASE)


class KG(DefinedNamespace):
    """Structural terms of the security-kg ontology (https://w3id.org/security-kg/ontology#)."""

    _fail = True
    _NS = Namespace("https://w3id.org/security-kg/ontology#")

    Document: URIRef
    Mention: URIRef
    Claim: URIRef
    Evidence: URIRef
    Entity: URIRef
    Event: URIRef
    subject: URIRef
    predicate: URIRef
    object: URIRef
    subjectMention: URIRef
    objectMention: URIRef
    polarity: URIRef
    modality: URIRef
    attributedTo: URIRef
    reportedVia: URIRef
    time: URIRef
    timeEarliest: URIRef
    timeLatest: URIRef
    confidence: URIRef
    evidence: URIRef
    extractedBy: URIRef
    event: URIRef
    document: URIRef
    start: URIRef
    end: URIRef
    text: URIRef
    denotes: URIRef
    mentionedIn: URIRef
    kind: URIRef
    publisher: URIRef
    published: URIRef
    url: URIRef
    contentHash: URIRef
    Change: URIRef
    action: URIRef
    recordedAt: URIRef


class Spine(StrEnum):
    """Local names of the few classes that English treats each in its own way: whom 'he', 'they' and 'there' refer to.

    All other classes, and what lies below these, are the ontology's alone.
    """

    PERSON = "Person"
    ORGANIZATION = "Organization"
    GROUP = "Group"
    PLACE = "Place"
    GEOPOLITICAL_ENTITY = "GeopoliticalEntity"
    COUNTRY = "Country"
    WEAPON = "Weapon"
    MILITARY_PLATFORM = "MilitaryPlatform"
    VEHICLE = "Vehicle"
    EVENT = "Event"
