"""Each export is read back by the library of its format, and says what it left out."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import networkx
import pytest
import rdflib
from click.testing import Result
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import StopRun
from kg.export.network import to_networkx
from kg.ontology import Ontology
from kg.rdf import quads
from kg.rdf import reifiers as reifying_quads
from kg.store import folder
from kg.store.archive import Archive
from kg.store.oxigraph import OxigraphStore
from tests.samples import corpus, facts_of
from tests.test_store import put

KG = "https://w3id.org/security-kg/ontology#"
FORMATS = ["turtle", "trig", "nquads", "jsonld", "rdfxml", "graphml", "gexf", "neo4j", "ftm", "stix"]
ALL = [
    *corpus(),
    facts_of("d5", ("Choe Son Hui", "Person"), "memberOf", ("Foreign Ministry", "GovernmentBody")),
    facts_of("d6", ("Choe Son Hui", "Person"), "memberOf", ("North Korea", "Country")),
]  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in a folder, with a history."""
    place = tmp_path_factory.mktemp("export") / "archive"
    with folder.writing(place) as store:
        put(Archive(store), ALL)
    return place


@pytest.fixture
def export(archive: Path, tmp_path: Path) -> Callable[..., Path]:
    """Writes the store in a format; the path of what was written."""

    def written(form: str, *options: str) -> Path:
        assert kg_export(archive, form, tmp_path / form, *options).exit_code == 0
        return tmp_path / form

    return written


def kg_export(store: Path, form: str, out: Path, *options: str) -> Result:
    arguments = ["export", "--store", str(store), "--format", form, "--out", str(out), *options]
    return CliRunner().invoke(app(), arguments)


def expected() -> set[Quad]:
    return {quad for facts in ALL for quad in quads(facts)}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("form", "syntax"), [("nquads", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG), ("jsonld", RdfFormat.JSON_LD)]
)
def test_dataset_formats_hold_every_quad_without_the_history(
    export: Callable[..., Path], form: str, syntax: RdfFormat
) -> None:
    assert set(parse(export(form).read_bytes(), syntax)) == expected()


@pytest.mark.parametrize(("form", "name"), [("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")])
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_rdflib_reads_the_datasets(export: Callable[..., Path], form: str, name: str) -> None:
    dataset = rdflib.Dataset().parse(export(form), format=name)
    assert len([graph for graph in dataset.graphs() if len(graph)]) == len(ALL)
    assert len(list(dataset.quads())) == len(expected())


def test_rdf_xml_holds_every_triple(export: Callable[..., Path]) -> None:
    graph = rdflib.Graph().parse(export("rdfxml"), format="xml")
    assert len(graph) == len({quad.triple for quad in expected()})


def test_turtle_holds_every_triple_but_mentions(export: Callable[..., Path]) -> None:
    graph = rdflib.Graph().parse(export("turtle"), format="turtle")
    assert (None, rdflib.RDF.type, rdflib.URIRef(KG + "Mention")) not in graph
    assert len(set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(KG + "Claim")))) == len(ALL)


@pytest.mark.parametrize(
    ("form", "syntax"), [("turtle", RdfFormat.TURTLE), ("trig", RdfFormat.TRIG), ("nquads", RdfFormat.N_QUADS)]
)
def test_reifiers_stand_beside_the_claims_where_wanted(
    export: Callable[..., Path], form: str, syntax: RdfFormat
) -> None:
    found = {q.triple for q in parse(export(form, "--reifiers").read_bytes(), syntax) if isinstance(q.object, Triple)}
    assert found == {quad.triple for facts in ALL for quad in reifying_quads(facts)}
    assert not any(isinstance(q.object, Triple) for q in parse(export(form).read_bytes(), syntax))


def test_graphml_and_gexf_are_read_by_networkx(export: Callable[..., Path], tmp_path: Path) -> None:
    graph = to_networkx(OxigraphStore.from_file(export("trig").rename(tmp_path / "graph.trig")))
    for found in (networkx.read_graphml(export("graphml"), force_multigraph=True), networkx.read_gexf(export("gexf"))):
        assert dict(found.nodes(data="label")) == dict(graph.nodes(data="label"))
        assert sorted(found.edges(data="relation")) == sorted(graph.edges(data="relation"))


def test_neo4j_tables_join_on_their_ids(export: Callable[..., Path]) -> None:
    place = export("neo4j")
    with (place / "nodes.csv").open(encoding="utf-8") as nodes, (place / "relationships.csv").open() as links:
        by_id = {row[":ID"]: row for row in csv.DictReader(nodes)}
        rows = list(csv.DictReader(links))
    assert len(rows) == len(ALL)
    assert all({row[":START_ID"], row[":END_ID"], row["document"]} <= by_id.keys() for row in rows)
    launch = next(row for row in rows if row[":TYPE"] == "launches")
    assert by_id[launch[":END_ID"]][":LABEL"].split(";")[-1] == "BallisticMissile"
    assert {row["asserted:boolean"] for row in rows if row["polarity"] == "Negated"} == {"false"}


def test_followthemoney_reads_its_entities_and_the_rest_is_reported(archive: Path, tmp_path: Path) -> None:
    ftm = pytest.importorskip("followthemoney")
    result = kg_export(archive, "ftm", tmp_path / "out.ftm")
    rows = lines(tmp_path / "out.ftm")
    for row in rows:
        assert ftm.model.get_proxy(row, cleaned=False).to_dict()["properties"].keys() == row["properties"].keys()
        ftm.model.get(row["schema"]).validate(row)
    assert {row["schema"] for row in rows} >= {"Article", "Person", "Territory", "PublicBody", "Membership"}
    ids = {row["id"] for row in rows}
    links = [row for row in rows if row["schema"] in ("UnknownLink", "Membership")]
    assert all(set(link["properties"].get("subject", link["properties"].get("member"))) <= ids for link in links)
    assert sorted(row["schema"] for row in links) == ["Membership", "UnknownLink", "UnknownLink"]
    assert "1 claims that are Negated, Actual" in result.stderr
    assert "1 entities of class BallisticMissile" in result.stderr


def test_stix_reads_its_bundle_and_the_rest_is_reported(archive: Path, tmp_path: Path) -> None:
    stix2 = pytest.importorskip("stix2")
    result = kg_export(archive, "stix", tmp_path / "out.json")
    bundle = stix2.parse((tmp_path / "out.json").read_text(encoding="utf-8"))
    ids = {one.id for one in bundle.objects}
    assert len(ids) == len(bundle.objects)
    kinds = [one.type for one in bundle.objects]
    assert kinds.count("relationship") == 3
    assert kinds.count("note") == 2
    assert all({one.source_ref, one.target_ref} <= ids for one in bundle.objects if one.type == "relationship")
    assert all(set(one.object_refs) <= ids for one in bundle.objects if one.type in ("note", "report"))
    assert "1 entities of class BallisticMissile" in result.stderr


@pytest.mark.parametrize("form", FORMATS)
def test_equal_stores_give_equal_bytes(export: Callable[..., Path], tmp_path: Path, form: str) -> None:
    other = tmp_path / "other"
    with folder.writing(other) as store:
        for facts in reversed(ALL):
            put(Archive(store), [facts])
    assert kg_export(other, form, tmp_path / "again").exit_code == 0
    first, again = export(form), tmp_path / "again"
    for path in sorted(first.iterdir()) if first.is_dir() else [first]:
        assert path.read_bytes() == (again / path.name if first.is_dir() else again).read_bytes()


def test_an_unwritable_place_is_said(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = kg_export(archive, "nquads", tmp_path / "file" / "out.nq")
    assert isinstance(result.exception, StopRun)
    assert "cannot write" in str(result.exception)


def test_the_interchange_names_only_classes_and_relations_of_the_schema(ontology: Ontology) -> None:
    module = import_module("kg.export.interchange")
    graph = ontology.file(module.FILE)
    codes = {
        *graph.subjects(rdflib.RDF.type, rdflib.URIRef(KG + "EventCode")),
        *graph.objects(None, rdflib.URIRef(KG + "between")),
    }
    named = {str(s).removeprefix(KG) for s, p, _ in graph if str(p).startswith(KG) and s not in codes}
    named |= {str(o).removeprefix(KG) for o in graph.objects(None, rdflib.URIRef(KG + "eventClass"))}
    assert named <= ontology.types.keys() | ontology.relations.keys()
    assert NamedNode(KG + "ftmSchema").value in {str(p) for p in graph.predicates()}
