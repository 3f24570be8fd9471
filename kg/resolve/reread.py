"""The facts of a document, read back from its named graph: what `kg.rdf.quads` wrote, all but the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS

from kg.document import Document
from kg.facts import Claim, Entity, Event, Evidence, Facts, Interval, Kind, Mention, Modality, Polarity
from kg.namespace import CLAIM_BASE, ENTITY_BASE, MENTION_BASE
from kg.ontology import local_name
from kg.rdf import KG_BASE, WGS84

Node = dict[str, list[str]]
HAPPENING = frozenset(
    {"polarity", "modality", "evidence", "time", "timeEarliest", "timeLatest", "ploverCode", "cameoCode"}
)
LABEL, TYPE = str(RDFS.label), str(RDF.type)


def nodes_of(quads: Iterable[Quad]) -> dict[str, Node]:
    """Subject -> predicate -> values as texts, each list sorted."""
    found: dict[str, Node] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            found[quad.subject.value][quad.predicate.value].append(quad.object.value)
    for node in found.values():
        for values in node.values():
            values.sort()
    return found


def facts_of(quads: Iterable[Quad], graph: str) -> Facts:
    """The facts of the document whose graph has that IRI; its text is '', since graphs do not hold it."""
    nodes = nodes_of(quads)
    mentions, number = _mentions(nodes)
    entities = [_entity(iri, node) for iri, node in nodes.items() if _is_entity(iri, node)]
    claims = [_claim(node, nodes, number) for iri, node in nodes.items() if iri.startswith(CLAIM_BASE)]
    events = [_event(iri, node, nodes) for iri, node in nodes.items() if _is_event(iri, node)]
    ordered = sorted(claims, key=lambda c: (c.evidence.start, c.subject, c.predicate, c.object, str(c)))
    return Facts(_document(nodes[graph]), mentions, tuple(sorted(entities)), tuple(ordered), tuple(sorted(events)))


def _one(node: Node, name: str, default: str = "") -> str:
    values = node.get(name if ":" in name else KG_BASE + name)
    return values[0] if values else default


def _is_event(iri: str, node: Node) -> bool:
    return iri.startswith(ENTITY_BASE) and KG_BASE + "polarity" in node


def _is_entity(iri: str, node: Node) -> bool:
    return TYPE in node and LABEL in node and not _is_event(iri, node) and KG_BASE + "contentHash" not in node


def _document(node: Node) -> Document:
    published = _one(node, "published")
    return Document(
        _one(node, str(DCTERMS.identifier)), "", _one(node, str(DCTERMS.title)) or None,
        _one(node, "publisher") or None,
        date.fromisoformat(published) if published else None, _one(node, "url") or None,
    )  # fmt: skip


def _mentions(nodes: dict[str, Node]) -> tuple[tuple[Mention, ...], dict[str, int]]:
    """The mentions in text order, and the number of each by its IRI."""
    found = sorted(
        (int(_one(node, "start")), -int(_one(node, "end")), _one(node, "readAs"), iri)
        for iri, node in nodes.items()
        if iri.startswith(MENTION_BASE)
    )
    mentions = []
    for index, (start, end, kind, iri) in enumerate(found):
        node = nodes[iri]
        mentions.append(
            Mention(
                index, start, -end, _one(node, "text"), kind, Kind(_one(node, "kind")), _one(node, "denotes") or None,
                reason=_one(node, "reason"), score=float(_one(node, "score", "1")),
            )
        )  # fmt: skip
    return tuple(mentions), {iri: index for index, (*_, iri) in enumerate(found)}


def _entity(iri: str, node: Node) -> Entity:
    name, latitude, longitude = _one(node, LABEL), _one(node, WGS84 + "lat"), _one(node, WGS84 + "long")
    return Entity(
        iri, local_name(_one(node, TYPE)), name, tuple(node.get(str(SKOS.altLabel), ())),
        tuple(node.get(str(OWL.sameAs), ())), KG_BASE + "unnamed" not in node,
        float(latitude) if latitude else None, float(longitude) if longitude else None,
    )  # fmt: skip


def _evidence(node: Node, nodes: dict[str, Node]) -> list[Evidence]:
    """The words it rests on, in text order."""
    found = [nodes[iri] for iri in node[KG_BASE + "evidence"]]
    return sorted(Evidence(int(_one(one, "start")), int(_one(one, "end")), _one(one, "text")) for one in found)


def _interval(node: Node) -> Interval | None:
    earliest, latest, value = (_one(node, name) for name in ("timeEarliest", "timeLatest", "time"))
    return Interval(earliest, latest, value) if earliest or latest or value else None


def _event(iri: str, node: Node, nodes: dict[str, Node]) -> Event:
    roles = [
        (local_name(predicate), filler)
        for predicate, fillers in node.items()
        if predicate.startswith(KG_BASE) and local_name(predicate) not in HAPPENING
        for filler in fillers
    ]
    evidence, *further = _evidence(node, nodes)
    return Event(
        iri, local_name(_one(node, TYPE)), _one(node, LABEL), tuple(sorted(roles)), evidence,
        _interval(node), Polarity(local_name(_one(node, "polarity"))), Modality(local_name(_one(node, "modality"))),
        tuple(further), _one(node, "ploverCode"), _one(node, "cameoCode"),
    )  # fmt: skip


def _claim(node: Node, nodes: dict[str, Node], number: dict[str, int]) -> Claim:
    return Claim(
        _one(node, "subject"), local_name(_one(node, "predicate")), _one(node, "object"),
        number[_one(node, "subjectMention")], number[_one(node, "objectMention")], _evidence(node, nodes)[0],
        Polarity(local_name(_one(node, "polarity"))), Modality(local_name(_one(node, "modality"))),
        _one(node, "attributedTo") or None, tuple(node.get(KG_BASE + "reportedVia", ())), _interval(node),
        float(_one(node, "confidence")), _one(node, "extractedBy"), _one(node, "event") or None,
    )  # fmt: skip


def without_text(quads: Sequence[Quad], original: Iterable[Quad], graph: str) -> list[Quad]:
    """Quads made of facts without their text, with what the original graph says of the document itself."""
    me = NamedNode(graph)
    return [q for q in quads if q.subject != me] + [q for q in original if q.subject == me]
