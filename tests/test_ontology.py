"""A lint of ontology/: what the schema promises to queries, exports and the viewer."""

import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from kg.errors import StopRun
from kg.namespace import KG, Spine
from kg.ontology import Ontology, load_ontology, local_name, ontology_folder

BASE = str(KG._NS)


def names(text: str) -> list[str]:
    return text.split()


CLASSES = names("""
    Actor Person Organization Government GovernmentBody MilitaryForce ArmedGroup IntergovernmentalOrganization
    PoliticalParty Company NewsOrganization CivilOrganization Group GeopoliticalEntity Country AdministrativeArea
    PopulatedPlace Place Facility Region WaterBody Weapon Missile BallisticMissile CruiseMissile AntiTankMissile
    AirDefenceMissile Rocket Artillery Firearm Explosive Munition WeaponOfMassDestruction NuclearWeapon ChemicalWeapon
    BiologicalWeapon MilitaryPlatform CombatAircraft Helicopter UnmannedAircraft Warship Submarine ArmouredVehicle
    MilitarySatellite Vehicle Event Attack Battle Launch Deployment MilitaryExercise ArmsTransfer Meeting Visit
    Negotiation Agreement Communication Accusation Threat Sanction Aid Detention Appointment Protest Document Mention
    Claim""")
RELATIONS = names("""
    leads memberOf partOf hasNationality locatedIn borders controls visits meets communicatesWith negotiatesWith
    alliedWith supports opposes accuses threatens sanctions fights attacks detains launches uses possesses develops
    suppliesTo supplies deployedIn""")
SYMMETRIC = names("borders meets communicatesWith negotiatesWith alliedWith fights")
TERMS = names("""
    agent patient instrument recipient theme time subject predicate object polarity modality attributedTo confidence
    evidence extractedBy Affirmed Negated Actual Planned Possible Attempted Requested Nationality Temporal Quantity
    Money""")
SHAPES = {"dot", "square", "diamond", "hexagon", "star", "triangle", "triangleDown"}
FILES = sorted(ontology_folder().glob("*.ttl"))


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


def own_terms(graph: Graph) -> list[URIRef]:
    return sorted({s for s in graph.subjects(RDF.type) if isinstance(s, URIRef) and str(s).startswith(BASE)})


def domain_classes(ontology: Ontology) -> list[str]:
    return sorted(name for name in ontology.types if ontology.is_a(name, "Entity"))


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_of_the_vocabulary_is_there(name: str, ontology: Ontology) -> None:
    assert name in ontology.types


def test_the_relations_are_those_of_the_vocabulary(ontology: Ontology) -> None:
    assert set(RELATIONS) <= set(ontology.relations)
    assert ontology.symmetric == set(SYMMETRIC)


@pytest.mark.parametrize("name", TERMS)
def test_every_other_term_of_the_vocabulary_is_there(name: str, ontology: Ontology) -> None:
    assert (KG._NS[name], RDF.type, None) in ontology.graph


def test_every_structural_term_that_code_names_is_declared(ontology: Ontology) -> None:
    named = {name for name in KG.__annotations__ if not name.startswith("_")}
    assert named <= {local_name(str(term)) for term in own_terms(ontology.graph)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_terms_have_label_and_definition(path: Path) -> None:
    graph = Graph().parse(path)
    for term in own_terms(graph):
        if (term, RDF.type, KG._NS.Cue) not in graph and declares(graph, term):
            assert graph.value(term, RDFS.label), f"{local_name(str(term))} has no label"
            assert graph.value(term, SKOS.definition), f"{local_name(str(term))} has no definition"


def declares(graph: Graph, term: URIRef) -> bool:
    """Whether the file declares the term itself, as a class or property."""
    kinds = {
        OWL.Class,
        OWL.ObjectProperty,
        OWL.DatatypeProperty,
        OWL.AnnotationProperty,
        RDFS.Class,
        OWL.NamedIndividual,
    }
    return not kinds.isdisjoint(graph.objects(term, RDF.type))


def test_classes_relations_roles_and_values_have_an_example_sentence(ontology: Ontology) -> None:
    graph = ontology.graph
    kinds = (OWL.Class, KG._NS.RelationType, KG._NS.RoleType, KG._NS.ValueType)
    for term in {s for kind in kinds for s in graph.subjects(RDF.type, kind) if str(s).startswith(BASE)}:
        examples = [str(text) for text in graph.objects(term, SKOS.example) if not str(term).endswith("Office")]
        assert graph.value(term, SKOS.example), f"{term} has no example"
        assert all(len(text.split()) > 3 and text.endswith(".") for text in examples), f"{term}: not a sentence"


def test_no_two_terms_of_a_kind_share_a_label(ontology: Ontology) -> None:
    for kind in (OWL.Class, KG._NS.RelationType, KG._NS.RoleType, OWL.DatatypeProperty):
        terms = [s for s in ontology.graph.subjects(RDF.type, kind) if str(s).startswith(BASE)]
        labels = Counter(str(ontology.graph.value(term, RDFS.label)).casefold() for term in terms)
        assert [label for label, count in labels.items() if count > 1] == []


def test_no_two_names_differ_only_in_case_of_one_kind(ontology: Ontology) -> None:
    for names in (ontology.types, ontology.relations):
        folded = Counter(name.casefold() for name in names)
        assert max(folded.values()) == 1


def test_domains_ranges_and_parents_exist(ontology: Ontology) -> None:
    for relation in ontology.relations.values():
        assert relation.domain, relation.name
        assert relation.range, relation.name
        assert relation.domain | relation.range <= set(ontology.types), relation.name
        assert set(relation.parents) <= set(ontology.relations), relation.name


def test_a_subproperty_stays_within_its_parent(ontology: Ontology) -> None:
    for relation in ontology.relations.values():
        for parent in (ontology.relations[name] for name in relation.parents):
            assert all(ontology.is_any(name, parent.domain) for name in relation.domain)
            assert all(ontology.is_any(name, parent.range) for name in relation.range)


def test_a_symmetric_relation_has_equal_domain_and_range(ontology: Ontology) -> None:
    for name in ontology.symmetric:
        assert ontology.relations[name].domain == ontology.relations[name].range


def test_no_class_is_its_own_ancestor(ontology: Ontology) -> None:
    for name, entry in ontology.types.items():
        assert not any(name in ontology.types[parent].ancestors for parent in entry.parents), name


def test_every_entity_class_has_one_identity_family(ontology: Ontology) -> None:
    for name in domain_classes(ontology):
        above = ontology.types[name].ancestors & ontology.identity_families
        assert len(above) == 1 or name in ("Entity", "Actor"), name


def test_a_country_is_a_place_and_an_actor(ontology: Ontology) -> None:
    assert ontology.allows("attacks", "Country", "Country")
    assert ontology.allows("locatedIn", "PopulatedPlace", "Country")
    assert not ontology.allows("leads", "Country", "Person")
    assert not ontology.allows("deployedIn", "Person", "Country")


def test_every_class_and_qualifier_can_be_drawn(ontology: Ontology) -> None:
    for name in [*domain_classes(ontology), "Affirmed", "Negated", "Actual", "Planned", "Possible", "Attempted"]:
        style = ontology.style(name)
        assert re.fullmatch(r"#[0-9A-F]{6}", style.colour)
        assert re.fullmatch(r"#[0-9A-F]{6}", style.colour_dark)
        assert style.shape in SHAPES
        assert re.fullmatch(r"\d+( \d+)*", style.dashes)


def test_display_is_inherited_from_the_nearest_ancestor(ontology: Ontology) -> None:
    assert ontology.style("CruiseMissile").colour == ontology.style("Weapon").colour
    assert ontology.style("ArmedGroup").shape != ontology.style("Organization").shape
    assert ontology.style("ArmedGroup").colour == ontology.style("Organization").colour
    assert ontology.style("Country").colour != ontology.style("Facility").colour


def test_a_class_without_colour_is_an_error_that_names_the_file(ontology: Ontology) -> None:
    with pytest.raises(StopRun, match=r"display\.ttl.*Unheard"):
        ontology.style("Unheard")


# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB
VISION = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}


def seen(colour: str, vision: str) -> tuple[float, float, float]:
    """A colour as CIE L*a*b* (D65) to somebody of this colour vision."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    r, g, b = (min(1.0, max(0.0, sum(w * c for w, c in zip(row, linear, strict=True)))) for row in VISION[vision])
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("ground", ["colour", "colour_dark"])
def test_classes_are_told_apart_by_colour_or_shape(vision: str, ground: str, ontology: Ontology) -> None:
    tops = [
        "Person",
        "Group",
        "Organization",
        "GeopoliticalEntity",
        "Place",
        "Weapon",
        "MilitaryPlatform",
        "Vehicle",
        "Event",
    ]
    styles = {name: ontology.style(name) for name in tops}
    for one, other in combinations(tops, 2):
        if styles[one].shape == styles[other].shape:
            pair = [seen(getattr(styles[name], ground), vision) for name in (one, other)]
            distance = sum((a - b) ** 2 for a, b in zip(*pair, strict=True)) ** 0.5
            assert distance > 20, (one, other, distance)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_term_a_file_uses_is_declared_in_some_file(path: Path) -> None:
    declared = {term for each in FILES for term in own_terms(Graph().parse(each)) if each.name != "shapes.ttl"}
    used = {
        term for row in Graph().parse(path) for term in row if isinstance(term, URIRef) and str(term).startswith(BASE)
    }
    assert sorted(local_name(str(term)) for term in used - declared) == []


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "schema.ttl").write_text("kg:Person a owl:Class", encoding="utf-8")
    with pytest.raises(StopRun, match=r"schema\.ttl: not valid Turtle"):
        load_ontology(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StopRun, match=r"schema\.ttl: no such file"):
        load_ontology(tmp_path)


def test_the_classes_that_python_names_are_classes_of_the_ontology() -> None:
    assert {str(name) for name in Spine} <= set(load_ontology().types)
