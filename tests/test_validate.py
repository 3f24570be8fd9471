"""The shapes find what is wrong in a graph, and say in which document and sentence."""

from datetime import date
from pathlib import Path

import pytest
from rdflib import Dataset, Graph, Literal, URIRef

from kg.document import Document
from kg.facts import Claim, Entity, Evidence, Facts, Kind, Mention, Modality
from kg.iri import document_iri
from kg.namespace import ENTITY_BASE, KG
from kg.ontology import Ontology, load_ontology
from kg.rdf import quads
from kg.validate import Violation, validate

SHAPES = Path(__file__).parent / "shapes"


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.mark.parametrize("path", sorted(SHAPES.glob("valid/*.ttl")), ids=lambda path: path.stem)
def test_a_right_graph_has_no_violations(path: Path, ontology: Ontology) -> None:
    assert validate(Graph().parse(path), ontology) == []


@pytest.mark.parametrize("path", sorted(SHAPES.glob("invalid/*.ttl")), ids=lambda path: path.stem)
def test_a_wrong_graph_is_reported_with_its_place(path: Path, ontology: Ontology) -> None:
    wanted = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# expect: ")
    document, message, sentence = (part.strip() for part in wanted.split("|"))
    found = validate(Graph().parse(path), ontology)
    assert any(v.document == document and message in v.message and v.sentence == sentence for v in found), found


def report(modality: Modality) -> Facts:
    text = "Jordan shipped two howitzers to Chad."
    jordan, chad = f"{ENTITY_BASE}jordan", f"{ENTITY_BASE}chad"
    mentions = (
        Mention(0, 0, 6, "Jordan", "Country", Kind.NAME, jordan),
        Mention(1, 32, 36, "Chad", "Country", Kind.NAME, chad),
    )
    entities = (Entity(jordan, "Country", "Jordan"), Entity(chad, "Country", "Chad"))
    claim = Claim(jordan, "suppliesTo", chad, 0, 1, Evidence(0, 37, text), modality=modality, extracted_by="test 1")
    document = Document("guns", text, "Guns for Chad", published=date(2020, 5, 4))
    return Facts(document, mentions, entities, (claim,))


def dataset(*facts: Facts) -> Dataset:
    found = Dataset()
    for one in facts:
        triples = "\n".join(f"{quad.triple} ." for quad in quads(one))
        found.graph(URIRef(document_iri(one.document.id))).parse(data=triples, format="nt")
    return found


@pytest.mark.parametrize("modality", list(Modality))
def test_what_the_project_writes_is_right(modality: Modality, ontology: Ontology) -> None:
    assert validate(dataset(report(modality)), ontology) == []


def test_a_triple_that_was_put_in_by_hand_is_found_in_a_dataset(ontology: Ontology) -> None:
    data = dataset(report(Modality.PLANNED))
    graph = data.graph(URIRef("https://w3id.org/security-kg/document/guns"))
    graph.add((URIRef(f"{ENTITY_BASE}jordan"), KG._NS.suppliesTo, URIRef(f"{ENTITY_BASE}chad")))
    (found,) = validate(data, ontology)
    assert found.document == "guns"
    assert found.sentence == "Jordan shipped two howitzers to Chad."
    assert "Jordan suppliesTo Chad" in found.message


def test_classes_that_differ_between_documents_are_a_conflict(ontology: Ontology) -> None:
    data = dataset(report(Modality.ACTUAL))
    data.default_graph.add(
        (URIRef(f"{ENTITY_BASE}chad"), URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), KG._NS.WaterBody)
    )
    assert any("Chad is both Country and WaterBody" in found.message for found in validate(data, ontology))


def test_the_graph_is_left_as_it_was(ontology: Ontology) -> None:
    graph = Graph().parse(SHAPES / "valid" / "claim-and-triple.ttl")
    before = set(graph)
    validate(graph, ontology)
    assert set(graph) == before


def test_the_schema_is_not_needed_in_the_data_and_not_judged(ontology: Ontology) -> None:
    graph = Graph()
    graph.add((URIRef(f"{ENTITY_BASE}x"), URIRef("http://www.w3.org/2000/01/rdf-schema#label"), Literal("x")))
    assert validate(graph, ontology) == []


def test_a_violation_reads_as_one_line() -> None:
    line = str(Violation("guns", "Jordan shipped two howitzers.", "ent:x", "an entity has a label"))
    assert line == 'guns: an entity has a label: "Jordan shipped two howitzers." (ent:x)'
