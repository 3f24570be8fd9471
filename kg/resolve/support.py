"""How many documents and independent sources a relation rests on, and the belief that follows from them.

Belief is a noisy-or over independent sources, as in INDRA's belief model (Gyori et al. 2017, Molecular Systems Biology
13:954): one good source is worth its confidence, and each further one takes away part of what doubt is left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod

from kg.facts import Facts, Modality, Polarity
from kg.fingerprint import bands, copies, groups, signature
from kg.iri import digest, document_iri
from kg.namespace import SUMMARY_GRAPH

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """That one document says (or with `denied`, denies) a triple: subject and object IRI, local name of the predicate.

    `document` is the document's IRI; `claimant` the IRI of the actor who says it, '' for the article's own voice.
    """

    triple: Triple
    document: str
    publisher: str
    claimant: str
    confidence: float
    denied: bool


@dataclass(frozen=True, slots=True, order=True)
class Support:
    """What an asserted triple rests on: IRIs of the documents that affirm and that deny it, the number of independent
    sources for it, and belief, 0 to 1.
    """

    triple: Triple
    documents: tuple[str, ...]
    denials: tuple[str, ...]
    sources: int
    belief: float


def support_iri(triple: Triple) -> str:
    """The IRI of what is known of a triple's sources."""
    return f"{SUMMARY_GRAPH}/{digest(*triple)}"


def said(facts: Facts) -> list[Said]:
    """What one document says and denies as actual."""
    document, publisher = document_iri(facts.document.id), publisher_key(facts.document.publisher or "")
    return [
        Said(
            (claim.subject, claim.predicate, claim.object), document, publisher, claim.attributed_to or "",
            round(claim.confidence, 2), claim.polarity is Polarity.NEGATED,
        )
        for claim in facts.claims
        if claim.modality is Modality.ACTUAL
    ]  # fmt: skip


def publisher_key(publisher: str) -> str:
    """A publisher's name by which two documents have one publisher."""
    return " ".join(publisher.casefold().split())


def supports(sayings: Iterable[Said], cluster_of: Mapping[str, str]) -> list[Support]:
    """The support of each triple that a document affirms; `cluster_of` gives what stands for all copies of one."""
    by_triple: dict[Triple, list[Said]] = defaultdict(list)
    for one in sayings:
        by_triple[one.triple].append(one)
    found = (_support(triple, rows, cluster_of) for triple, rows in sorted(by_triple.items()))
    return [one for one in found if one]


def _support(triple: Triple, rows: list[Said], cluster_of: Mapping[str, str]) -> Support | None:
    affirmed = sorted(row for row in rows if not row.denied)
    if not affirmed:
        return None
    sources = independent(affirmed, cluster_of)
    denied = sorted(row for row in rows if row.denied)
    against = independent(denied, cluster_of)
    belief = _any(sources) * (1 - _any(against))
    documents, denials = (tuple(sorted({row.document for row in some})) for some in (affirmed, denied))
    return Support(triple, documents, denials, len(sources), round(belief, 2))


def independent(rows: Iterable[Said], cluster_of: Mapping[str, str]) -> list[float]:
    """The highest confidence of each independent source, sorted.

    A named claimant is one source, whoever quotes it. What articles say in their own voice is one source where they
    have one publisher, or are copies of one report.
    """
    keys = {row: _keys(row, cluster_of) for row in rows}
    edges = [(own[0], key) for own in keys.values() for key in own]
    source_of = {key: members[0] for members in groups(edges) for key in members}
    best: dict[str, float] = defaultdict(float)
    for row, own in keys.items():
        source = source_of[own[0]]
        best[source] = max(best[source], row.confidence)
    return sorted(best.values())


def _keys(row: Said, cluster_of: Mapping[str, str]) -> list[str]:
    """What makes two sayings of one source: any key they share."""
    if row.claimant:
        return [f"claimant {row.claimant}"]
    report = f"report {cluster_of.get(row.document, row.document)}"
    return [report, f"publisher {row.publisher}"] if row.publisher else [report]


def _any(confidences: Iterable[float]) -> float:
    return 1 - prod(1 - one for one in confidences)


def signatures(corpus: Iterable[Facts]) -> dict[str, str]:
    """The signature of each document by its IRI."""
    return {document_iri(facts.document.id): signature(facts.document.text) for facts in corpus}


def same_reports(signed: Mapping[str, str]) -> list[list[str]]:
    """Groups of documents that are copies of one report, by their signatures; those without a copy are left out."""
    by_band: dict[str, list[str]] = defaultdict(list)
    for document, value in sorted(signed.items()):
        for band in bands(value):
            by_band[band].append(document)
    return copies(by_band.values(), signed.__getitem__)


def clusters(reports: Iterable[list[str]]) -> dict[str, str]:
    """For each document that has copies, the first of them."""
    return {document: members[0] for members in reports for document in members}
