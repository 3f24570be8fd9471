"""SHACL over a graph, with messages that name the document and the sentence at fault."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyshacl import validate as run_shacl
from rdflib import DCTERMS, RDF, RDFS, SH, Dataset, Graph, URIRef
from rdflib.term import IdentifiedNode, Node

from kg.errors import StopRun
from kg.namespace import DOCUMENT_BASE, KG
from kg.ontology import Ontology, local_name

SHAPES_FILE = "shapes.ttl"
KG_BASE = str(KG._NS)
IRI_IN_TEXT = re.compile(r"https?://[^\s,;]+")


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One breach of a shape: the node at fault, and the document and words it was read from ('' where not known)."""

    document: str
    sentence: str
    focus: str
    message: str

    def __str__(self) -> str:
        """One line for people: document, message and the words at fault."""
        place = f"{self.document}: " if self.document else ""
        words = f': "{self.sentence}"' if self.sentence else ""
        return f"{place}{self.message}{words} ({self.focus})"


def validate(graph: Graph, ontology: Ontology) -> list[Violation]:
    """Check a graph against `shapes.ttl`; the violations sorted by document, sentence and node, none where it conforms.

    A Dataset is checked as the union of its graphs. The graph is not changed. No inference is run, so that a wrong
    class is found and not explained away. Raises StopRun where the shapes cannot be run.
    """
    data = _union(graph, ontology.graph)
    try:
        _, report, text = run_shacl(
            data,
            shacl_graph=ontology.file(SHAPES_FILE),
            inference="none",
            advanced=False,
            inplace=True,
        )
    except ValueError as error:
        raise StopRun(f"{ontology.folder / SHAPES_FILE}: not a usable shapes graph ({error})") from None
    if not isinstance(report, Graph):
        raise StopRun(f"{ontology.folder / SHAPES_FILE}: the shapes could not be run ({text})")
    return sorted({_violation(report, result, data) for result in report.subjects(RDF.type, SH.ValidationResult)})


def _union(graph: Graph, schema: Graph) -> Graph:
    """A new graph of data and schema: the shapes' queries read both."""
    merged = Graph()
    merged += schema
    for row in graph.quads() if isinstance(graph, Dataset) else graph:
        merged.add((row[0], row[1], row[2]))
    return merged


def _violation(report: Graph, result: Node, data: Graph) -> Violation:
    focus = report.value(result, SH.focusNode)
    if focus is not None and str(focus).startswith(KG_BASE):  # a rule over the whole graph: the value is at fault
        focus = report.value(result, SH.value) or focus
    document, sentence = _where(data, focus)
    message = str(report.value(result, SH.resultMessage) or "the node breaks a shape")
    return Violation(document, sentence, str(focus), IRI_IN_TEXT.sub(lambda found: _shown(data, found[0]), message))


def _shown(data: Graph, iri: str) -> str:
    """An IRI as people know it: a term of the ontology by its local name, an entity by its label."""
    if iri.startswith(KG_BASE):
        return local_name(iri)
    return str(data.value(URIRef(iri), RDFS.label) or iri)


def _where(data: Graph, node: Node | None) -> tuple[str, str]:
    """Id of the document and the words that a claim, event, passage or entity was read from."""
    for passage in _passages(data, node):
        document = data.value(passage, KG.document)
        if document is not None:
            return _document_id(data, document), " ".join(str(data.value(passage, KG.text) or "").split())
    return "", ""


def _passages(data: Graph, node: Node | None) -> list[Node]:
    """Where the node was read, the fullest words first: itself, its evidence, evidence of its claims, its mentions."""
    if not isinstance(node, IdentifiedNode):
        return []
    claims = sorted((claim for end in (KG.subject, KG.object) for claim in data.subjects(end, node)), key=str)
    evidence = [e for owner in (node, *claims) for e in sorted(data.objects(owner, KG.evidence), key=str)]
    mentions = [m for end in (KG.subjectMention, KG.objectMention) for m in sorted(data.objects(node, end), key=str)]
    return [node, *evidence, *mentions, *sorted(data.subjects(KG.denotes, node), key=str)]


def _document_id(data: Graph, document: Node) -> str:
    return str(data.value(document, DCTERMS.identifier) or str(document).removeprefix(DOCUMENT_BASE))
