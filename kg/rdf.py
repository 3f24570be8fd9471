"""Facts to quads: a named graph a document, statement nodes for claims, IRIs hashed from content.

Every asserted triple is backed by a `kg:Claim` in the same graph, whose `kg:evidence` holds the document, the
character offsets and the exact words. Statement nodes follow the pattern of RDF reification (RDF 1.1 Semantics,
appendix D.1) with the project's own terms; `reifiers` gives the same claims as RDF 1.2 reifying triples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

from kg.document import Document
from kg.facts import Claim, Entity, Event, Evidence, Facts, Interval, Mention
from kg.fingerprint import bands, signature
from kg.iri import digest, document_iri
from kg.namespace import CLAIM_BASE, EVIDENCE_BASE, KG, MENTION_BASE

KG_BASE = str(KG._NS)
WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
REIFIES = NamedNode(str(RDF) + "reifies")
TYPE = NamedNode(str(RDF.type))
XSD_TYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def node(iri: object) -> NamedNode:
    """A pyoxigraph node for an IRI given as text or rdflib term."""
    return NamedNode(str(iri))


def term(name: str) -> NamedNode:
    """The ontology term of a local name."""
    return NamedNode(KG_BASE + name)


def evidence_iri(document_id: str, evidence: Evidence) -> str:
    """The IRI of a piece of evidence: a function of document and offsets."""
    return EVIDENCE_BASE + digest(document_id, evidence.start, evidence.end)


def mention_iri(document_id: str, mention: Mention) -> str:
    """The IRI of a mention: a function of document, offsets and class."""
    return MENTION_BASE + digest(document_id, mention.start, mention.end, mention.type)


def claim_iri(document_id: str, claim: Claim) -> str:
    """The IRI of a claim: a function of document, words and content; two extractors of one claim share it."""
    return CLAIM_BASE + digest(
        document_id, claim.evidence.start, claim.evidence.end, claim.subject, claim.predicate, claim.object,
        claim.polarity, claim.modality, claim.attributed_to,
    )  # fmt: skip


def decimal(value: float, places: int) -> Literal:
    """A number as xsd:decimal in its canonical form, which every store keeps as it is."""
    written = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return Literal("0" if written == "-0" else written, datatype=node(XSD.decimal))


def time_literal(value: str) -> Literal:
    """An ISO 8601 text as the fitting XSD type: gYear, gYearMonth, date or dateTime."""
    datatype = XSD_TYPES.get(len(value), XSD.dateTime)
    if datatype == XSD.dateTime and len(value) == 16:
        value += ":00"
    return Literal(value, datatype=node(datatype))


def quads(facts: Facts) -> list[Quad]:
    """All quads of one document, in its own named graph, sorted, without duplicates."""
    graph = node(document_iri(facts.document.id))
    triples = {*_document(facts.document)}
    for entity in facts.entities:
        triples.update(_entity(entity))
    used = {index for claim in facts.claims for index in (claim.subject_mention, claim.object_mention)}
    for mention in facts.mentions:
        if mention.entity or mention.id in used:
            triples.update(_mention(facts.document.id, mention))
    for event in facts.events:
        triples.update(_event(facts.document.id, event))
    for claim in facts.claims:
        triples.update(_claim(facts, claim))
    return sorted((Quad(*triple, graph) for triple in triples), key=str)


def reifiers(facts: Facts) -> list[Quad]:
    """The claims as RDF 1.2 reifiers: `claim rdf:reifies <<( s p o )>>`, to stand beside the statement nodes."""
    graph = node(document_iri(facts.document.id))
    found = set()
    for claim in facts.claims:
        triple = Triple(node(claim.subject), term(claim.predicate), node(claim.object))
        found.add(Quad(node(claim_iri(facts.document.id, claim)), REIFIES, triple, graph))
    return sorted(found, key=str)


Row = tuple[NamedNode, NamedNode, NamedNode | Literal]


def _document(document: Document) -> Iterator[Row]:
    me = node(document_iri(document.id))
    yield me, TYPE, term("Document")
    yield me, node(DCTERMS.identifier), Literal(document.id)
    yield me, term("contentHash"), Literal(document.content_hash)
    yield me, node(RDFS.label), Literal(document.title or document.id)
    if document.title:
        yield me, node(DCTERMS.title), Literal(document.title, language=document.language)
    if document.publisher:
        yield me, term("publisher"), Literal(document.publisher)
    if document.published:
        yield me, term("published"), Literal(document.published.isoformat(), datatype=node(XSD.date))
    if document.url:
        yield me, term("url"), Literal(document.url, datatype=node(XSD.anyURI))
    signed = signature(document.text)
    if signed:
        yield me, term("textSignature"), Literal(signed)
    for band in bands(signed):
        yield me, term("textBand"), Literal(band)


def _entity(entity: Entity) -> Iterator[Row]:
    me = node(entity.iri)
    yield me, TYPE, term(entity.type)
    yield me, node(RDFS.label), Literal(entity.name)
    for alias in entity.aliases:
        if alias != entity.name:
            yield me, node(SKOS.altLabel), Literal(alias)
    if not entity.named:
        yield me, term("unnamed"), Literal(True)
    for other in entity.same_as:
        yield me, node(OWL.sameAs), node(other)
    if entity.latitude is not None and entity.longitude is not None:
        yield me, NamedNode(WGS84 + "lat"), decimal(entity.latitude, 5)
        yield me, NamedNode(WGS84 + "long"), decimal(entity.longitude, 5)


def _mention(document_id: str, mention: Mention) -> Iterator[Row]:
    me = node(mention_iri(document_id, mention))
    yield me, TYPE, term("Mention")
    yield me, term("document"), node(document_iri(document_id))
    yield me, term("start"), Literal(mention.start)
    yield me, term("end"), Literal(mention.end)
    yield me, term("text"), Literal(mention.text)
    yield me, term("kind"), Literal(str(mention.kind))
    yield me, term("readAs"), Literal(mention.type)
    yield me, term("score"), decimal(mention.score, 2)
    if mention.reason:
        yield me, term("reason"), Literal(mention.reason)
    if mention.entity:
        yield me, term("denotes"), node(mention.entity)


def _evidence(document_id: str, evidence: Evidence) -> Iterator[Row]:
    me = node(evidence_iri(document_id, evidence))
    yield me, TYPE, term("Evidence")
    yield me, term("document"), node(document_iri(document_id))
    yield me, term("start"), Literal(evidence.start)
    yield me, term("end"), Literal(evidence.end)
    yield me, term("text"), Literal(evidence.text)


def _event(document_id: str, event: Event) -> Iterator[Row]:
    me = node(event.iri)
    yield me, TYPE, term(event.type)
    yield me, node(RDFS.label), Literal(event.name)
    yield me, term("polarity"), term(event.polarity)
    yield me, term("modality"), term(event.modality)
    for words in (event.evidence, *event.further):
        yield me, term("evidence"), node(evidence_iri(document_id, words))
        yield from _evidence(document_id, words)
    for name, code in (("ploverCode", event.plover), ("cameoCode", event.cameo)):
        if code:
            yield me, term(name), Literal(code)
    for role, filler in event.roles:
        yield me, term(role), node(filler)
    yield from _time(me, event.time)


def _time(me: NamedNode, interval: Interval | None) -> Iterator[Row]:
    if interval is None:
        return
    for name, value in (("time", interval.value), ("timeEarliest", interval.earliest), ("timeLatest", interval.latest)):
        if value:
            yield me, term(name), time_literal(value)


def _claim(facts: Facts, claim: Claim) -> Iterator[Row]:
    document_id = facts.document.id
    me = node(claim_iri(document_id, claim))
    triple = node(claim.subject), term(claim.predicate), node(claim.object)
    if claim.asserted:
        yield triple
    yield me, TYPE, term("Claim")
    yield from zip((me, me, me), (term("subject"), term("predicate"), term("object")), triple, strict=True)
    yield me, term("polarity"), term(claim.polarity)
    yield me, term("modality"), term(claim.modality)
    yield me, term("confidence"), decimal(claim.confidence, 2)
    yield me, term("extractedBy"), Literal(claim.extracted_by)
    yield me, term("evidence"), node(evidence_iri(document_id, claim.evidence))
    yield me, term("subjectMention"), node(mention_iri(document_id, facts.mentions[claim.subject_mention]))
    yield me, term("objectMention"), node(mention_iri(document_id, facts.mentions[claim.object_mention]))
    yield from _evidence(document_id, claim.evidence)
    yield from _sources(me, claim)
    yield from _time(me, claim.time)


def _sources(me: NamedNode, claim: Claim) -> Iterator[Row]:
    if claim.attributed_to:
        yield me, term("attributedTo"), node(claim.attributed_to)
    for outer in claim.reported_via:
        yield me, term("reportedVia"), node(outer)
    if claim.event:
        yield me, term("event"), node(claim.event)


def corpus_quads(corpus: Iterable[Facts]) -> Iterator[Quad]:
    """The quads of many documents, in the order of their ids."""
    for facts in sorted(corpus, key=lambda one: one.document.id):
        yield from quads(facts)
