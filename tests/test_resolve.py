"""Who is who: names compared, a person's decisions carried out and undone, what `kg explain` says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDFS, SKOS

from kg.errors import StopRun
from kg.extract.knowledge import shared_name_keys, shared_ontology
from kg.extract.names.keys import NameKeys, load_name_words
from kg.facts import Entity, Facts
from kg.flow import resolved
from kg.iri import document_iri
from kg.ontology import Ontology
from kg.rdf import corpus_quads, quads
from kg.resolve import reread
from kg.resolve.apply import apply, split_iri
from kg.resolve.candidates import Candidates
from kg.resolve.decision import (
    Decision,
    DecisionKind,
    active,
    append_decision,
    from_line,
    read_decisions,
    to_line,
    to_undo,
)
from kg.resolve.dossier import dossier, find_entity
from kg.store.decisions import decide, stored_decisions, with_decisions
from kg.store.oxigraph import OxigraphStore
from kg.store.resolution import refresh
from tests.conftest import ROOT
from tests.samples import corpus, entity, facts_of

CASES = [json.loads(line) for line in (ROOT / "tests" / "resolution_cases.jsonl").read_text("utf-8").splitlines()]
AT = datetime(2024, 5, 1, tzinfo=UTC)
RUSSIA, KOREA = entity("Russia", "Country"), entity("North Korea", "Country")
UNION = Entity(RUSSIA.iri + "-union", "Country", "Soviet Union", ("Soviet Union",))


@pytest.fixture(scope="module")
def keys() -> NameKeys:
    """The keys of the shipped ontology."""
    return shared_name_keys(shared_ontology())


def family(kind: str, ontology: Ontology) -> str:
    return min(ontology.types[kind].ancestors & ontology.identity_families, default=kind)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['one']} = {case['other']}")
def test_hard_cases_of_names(case: dict[str, str], keys: NameKeys, ontology: Ontology) -> None:
    one, other = ((case[side], family(case[f"{side}_class"], ontology)) for side in ("one", "other"))
    joined = one[1] == other[1] and keys.key(*one) == keys.key(*other)
    joined = joined and keys.distinctive(*one) and keys.distinctive(*other)
    assert joined == (case["same"] == "yes"), case["why"]


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("Omar Nasri, a senior adviser to Ruritania’s leader", "Omar Nasri"),
        ("Ruritania’s President Omar Nasri", "Omar Nasri"),
        ("Dawn Brigade suspect Neil Porter", "Neil Porter"),
        ("the embattled Omar al-Nasri", "Omar al-Nasri"),
        ("Omar Nasri of Homs", "Omar Nasri"),
        ("Ludwig van der Berg", "Ludwig van der Berg"),
        ("Daniel Marsh, Jr.", "Daniel Marsh Jr."),
        ("The foreign secretary, Ann Lowe", "Ann Lowe"),
        ("U.S. Secretary of State Ann Lowe", "Ann Lowe"),
        ("US Secretary of Defense", "US Secretary of Defense"),
        ("Minister for Africa", "Minister for Africa"),
        ("Special Adviser Thames", "Thames"),
    ],
)
def test_a_person_is_named_without_what_describes_them(keys: NameKeys, written: str, bare: str) -> None:
    assert keys.bare(written, "Person") == bare


def test_spellings_are_in_one_group_only(ontology: Ontology) -> None:
    text = (ontology.folder / "lexicon-names.ttl").read_text("utf-8")
    words = [word for line in text.splitlines() if "kg:NameVariants ;" in line for word in line.split('"')[1::2]]
    assert sorted(words) == sorted(load_name_words(ontology).spelling)


NAMES = st.lists(
    st.sampled_from(["Mohammed", "Farid", "al-Sharif", "Gen.", "Kim", "Jong-un", "de", "O'Neil", "Zelenskyy"]),
    min_size=1,
)


@settings(deadline=None)
@given(NAMES.map(" ".join), st.sampled_from(["Person", "Organization", "Place", "Weapon"]))
def test_a_key_is_one_word_and_does_not_depend_on_case_or_hyphens(name: str, kind: str) -> None:
    keys = shared_name_keys(shared_ontology())
    assert keys.key(name, kind)
    assert " " not in keys.key(name, kind)
    assert keys.key(f"  {name} ", kind) == keys.key(name, kind)


def test_known_entities_and_families_make_one_node_of_two_classes(ontology: Ontology, keys: NameKeys) -> None:
    assert family("PoliticalParty", ontology) == family("ArmedGroup", ontology)
    assert family("Person", ontology) != family("Organization", ontology)


# ---------------------------------------------------------------- decisions


def merge(one: Entity, other: Entity) -> Decision:
    return Decision(
        DecisionKind.MERGE,
        one.iri,
        other.iri,
        other.type,
        other.name,
        decided_by="ann",
        at="2024-05-01T10:00:00Z",
    )


def retype(one: Entity, kind: str) -> Decision:
    return Decision(DecisionKind.RETYPE, one.iri, type=kind, decided_by="ann", at="2024-05-01T11:00:00Z")


def split(one: Entity, document: str) -> Decision:
    return Decision(
        DecisionKind.SPLIT, one.iri, split_iri(one.iri, document), document=document, decided_by="ann",
        at="2024-05-01T12:00:00Z",
    )  # fmt: skip


def undo(decision: Decision) -> Decision:
    return Decision(DecisionKind.UNDO, decision.entity, decision.id, decided_by="ann", at="2024-05-01T13:00:00Z")


def test_merge_moves_mentions_and_claims_and_keeps_the_target(ontology: Ontology) -> None:
    decided = [apply([merge(RUSSIA, UNION)], facts, ontology) for facts in corpus()]
    iris = {one.iri: one for facts in decided for one in facts.entities}
    assert RUSSIA.iri not in iris
    assert (iris[UNION.iri].name, iris[UNION.iri].type) == ("Soviet Union", "Country")
    assert "Russia" in iris[UNION.iri].aliases
    assert any(claim.object == UNION.iri for facts in decided for claim in facts.claims)
    assert any(mention.entity == UNION.iri for facts in decided for mention in facts.mentions)


def test_merging_two_ends_of_a_claim_leaves_no_claim_with_itself(ontology: Ontology) -> None:
    decided = [apply([merge(RUSSIA, KOREA)], facts, ontology) for facts in corpus()]
    assert all(claim.subject != claim.object for facts in decided for claim in facts.claims)


def test_split_concerns_one_document_only(ontology: Ontology) -> None:
    decided = {facts.document.id: apply([split(KOREA, "d1")], facts, ontology) for facts in corpus()}
    apart = split_iri(KOREA.iri, "d1")
    assert apart in {one.iri for one in decided["d1"].entities}
    assert KOREA.iri in {one.iri for one in decided["d2"].entities}
    assert decided["d1"].claims[0].subject == apart


def test_retype_drops_claims_that_the_new_class_cannot_have(ontology: Ontology) -> None:
    (facts,) = (one for one in corpus() if one.document.id == "d1")
    decided = apply([retype(KOREA, "WaterBody")], facts, ontology)
    assert {one.type for one in decided.entities} == {"WaterBody", "BallisticMissile"}
    assert decided.claims == ()


def test_decisions_follow_each_other_and_what_is_undone_leaves_no_trace(ontology: Ontology) -> None:
    first, second = merge(RUSSIA, UNION), retype(UNION, "AdministrativeArea")
    for facts in corpus():
        both = apply([first, second], facts, ontology)
        assert all(one.type == "AdministrativeArea" for one in both.entities if one.iri == UNION.iri)
        assert apply([first, second, undo(second)], facts, ontology) == apply([first], facts, ontology)
        assert apply([first, undo(first)], facts, ontology) is facts


def test_decisions_are_read_back_from_their_file(tmp_path: Path) -> None:
    file = tmp_path / "out" / "decisions.jsonl"
    taken = [merge(RUSSIA, UNION), split(KOREA, "d1"), retype(UNION, "Country")]
    for decision in taken:
        append_decision(file, decision)
    assert read_decisions(file) == taken
    assert [from_line(to_line(one), "x") for one in taken] == taken
    assert read_decisions(tmp_path / "absent.jsonl") == []


@pytest.mark.parametrize("line", ["{", "[]", '{"kind": "merge"}', '{"kind": "guess", "entity": "x"}'])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "decisions.jsonl"
    append_decision(file, merge(RUSSIA, UNION))
    with file.open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    with pytest.raises(StopRun, match=r"decisions\.jsonl, line 2: not a decision"):
        read_decisions(file)


def test_the_last_standing_decision_is_undone_first() -> None:
    first, second = merge(RUSSIA, UNION), retype(UNION, "Country")
    assert to_undo([first, second], None) == second
    assert to_undo([first, second, undo(second)], None) == first
    assert to_undo([first, second], first.id) == first
    assert active([first, undo(first)]) == []
    with pytest.raises(StopRun, match="nothing to undo"):
        to_undo([first, undo(first)], None)


# ---------------------------------------------------------------- in a store


def stored(facts: Sequence[Facts], ontology: Ontology) -> OxigraphStore:
    store = OxigraphStore()
    with_decisions(store, ontology).put(facts, AT)
    refresh(store, ontology)
    return store


def content(store: OxigraphStore) -> list[str]:
    """The quads of the documents, but for what is kept for undoing."""
    graphs = [document_iri(facts.document.id) for facts in corpus()]
    return sorted(str(q) for g in graphs for q in store.quads(g) if not q.predicate.value.endswith("asRead"))


@pytest.mark.parametrize(
    "decision",
    [merge(RUSSIA, UNION), merge(RUSSIA, KOREA), split(KOREA, "d1"), retype(RUSSIA, "WaterBody")],
    ids=lambda d: d.kind,
)
def test_a_store_decides_as_a_build_does_and_undoes_exactly(ontology: Ontology, decision: Decision) -> None:
    store = stored(corpus(), ontology)
    before = content(store)
    assert decide(store, decision, ontology)
    decided = [apply([decision], facts, ontology) for facts in corpus()]
    assert content(store) == sorted(map(str, corpus_quads(decided)))
    decide(store, undo(decision), ontology)
    assert content(store) == before
    assert stored_decisions(store) == [decision, undo(decision)]


def test_a_decision_outlives_a_new_version_of_a_document(ontology: Ontology) -> None:
    store = stored(corpus(), ontology)
    decide(store, merge(RUSSIA, UNION), ontology)
    decided = content(store)
    archive = with_decisions(store, ontology)
    archive.put(corpus(), AT)
    assert content(store) == decided


def test_the_resolution_of_a_store_follows_its_decisions(ontology: Ontology) -> None:
    store = stored(corpus(), ontology)
    decide(store, merge(RUSSIA, UNION), ontology)
    refresh(store, ontology)
    found = dossier(store.query, find_entity(store.query, "Russia"), ontology)
    assert found.iri == UNION.iri
    assert [one.kind for one in found.decisions] == ["merge"]
    assert find_entity(store.query, "soviet union") == UNION.iri


def test_facts_are_read_back_from_their_graph() -> None:
    for facts in corpus():
        graph, written = document_iri(facts.document.id), quads(facts)
        again = reread.without_text(quads(reread.facts_of(written, graph)), written, graph)
        assert sorted(map(str, again)) == sorted(map(str, written))


# ---------------------------------------------------------------- what a person sees


def test_explain_shows_mentions_with_reasons(ontology: Ontology) -> None:
    graph = resolved(corpus(), ontology)
    found = dossier(graph.query, find_entity(graph.query, "North Korea"), ontology)
    assert {one.document for one in found.seen} == {"d1", "d2", "d3"}
    assert found.types == ("Country",)


def test_an_entity_has_one_name_over_all_documents(ontology: Ontology) -> None:
    def told(document: str, name: str) -> Facts:
        facts = facts_of(document, (name, "Person"), "meets", ("Vladimir Putin", "Person"))
        changed = [replace(one, iri="x:farid") if one.name == name else one for one in facts.entities]
        return replace(facts, entities=tuple(changed), claims=())

    written = {"d1": "Farid Khateb", "d2": "Fareed al-Khatib", "d3": "Farid Khateb"}
    for order in (sorted(written), sorted(written, reverse=True)):
        graph = resolved([told(document, written[document]) for document in order], ontology)
        names = {
            quad.predicate.value: quad.object.value for quad in graph.store.quads() if quad.subject.value == "x:farid"
        }
        assert names[str(RDFS.label)] == "Farid Khateb"
        assert names[str(SKOS.altLabel)] == "Fareed al-Khatib"
        assert (
            sum(q.predicate.value == str(RDFS.label) for q in graph.store.merged() if q.subject.value == "x:farid") == 1
        )


def test_names_that_are_nobodys_or_of_several_are_refused(ontology: Ontology) -> None:
    twin = facts_of("d9", ("Kim Jong Un", "Person"), "meets", ("Vladimir Putin", "Person"))
    other = replace(twin.entities[0], iri=twin.entities[0].iri + "-2")
    graph = resolved([*corpus(), replace(twin, entities=(other, twin.entities[1]), mentions=(), claims=())], ontology)
    with pytest.raises(StopRun, match="no entity of that name"):
        find_entity(graph.query, 'Nobody" . ?s ?p ?o #')
    with pytest.raises(StopRun, match="several entities"):
        find_entity(graph.query, "Kim Jong Un")


def test_possible_duplicates_are_found_among_many(ontology: Ontology) -> None:
    crowd = [Entity(f"x:{n}", "Person", f"Person Number{n} Family{n % 97}") for n in range(2000)]
    pair = [Entity("x:a", "Person", "Farid Khatib"), Entity("x:b", "Person", "Fareed al-Khateeb")]
    other = Entity("x:c", "Company", "Farid Khatib Trading")
    found = Candidates([*crowd, *pair, other], {}, ontology).of(pair[0])
    assert [one.iri for one in found] == ["x:b"]


def test_shared_neighbours_make_a_duplicate_likelier(ontology: Ontology) -> None:
    people = [Entity("x:a", "Person", "Farid Khatib"), Entity("x:b", "Person", "Farid Khateb")]
    alone = Candidates(people, {}, ontology).of(people[0])[0]
    near = {"x:a": frozenset({"x:1", "x:2"}), "x:b": frozenset({"x:1", "x:2"})}
    related = Candidates(people, near, ontology).of(people[0])[0]
    assert (related.shared, related.score > alone.score) == (2, True)
