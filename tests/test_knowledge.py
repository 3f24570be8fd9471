"""Known entities: what a lookup by name, demonym, metonym or office gives, and what a broken table is answered with."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import StopRun
from kg.knowledge import HeadWords, Knowledge, load_head_words, load_knowledge, normalise
from kg.namespace import ENTITY_BASE
from kg.ontology import Ontology, load_ontology


@pytest.fixture(scope="module")
def knowledge(ontology: Ontology) -> Knowledge:
    return load_knowledge(ontology)


@pytest.fixture(scope="module")
def heads(ontology: Ontology) -> HeadWords:
    return load_head_words(ontology)


def entity(slug: str) -> str:
    return ENTITY_BASE + slug


@pytest.mark.parametrize(
    ("names", "slug"),
    [
        (["Isis", "ISIL", "Daesh", "Islamic State", "the Islamic State"], "islamic-state"),
        (["Houthis", "Ansar Allah"], "houthis"),
        (["Zelensky", "Zelenskyy", "Volodymyr Zelenskiy", "Зеленский"], "volodymyr-zelensky"),
        (["al-Qaeda", "al-Qaida", "Al Qaeda", "al-Qa'ida"], "al-qaeda"),
        (["Muammar Gaddafi", "Qadhafi", "Gadhafi"], "muammar-gaddafi"),
        (["Turkey", "Türkiye", "Turkiye", "Republic of Türkiye"], "turkey"),
        (["KCNA", "Korean Central News Agency"], "korean-central-news-agency"),
    ],
)
def test_spellings_of_one_name_lead_to_one_entity(knowledge: Knowledge, names: list[str], slug: str) -> None:
    for name in names:
        assert [found.iri for found in knowledge.named(name)] == [entity(slug)], name


def test_a_capital_is_a_place_and_stands_for_its_country(knowledge: Knowledge) -> None:
    (tehran,) = (found for found in knowledge.named("Tehran") if found.capital)
    assert tehran.type == "PopulatedPlace"
    assert tehran.country == entity("iran")
    assert tehran.iri != entity("iran")
    assert knowledge.metonym_of("Tehran") == entity("iran")
    assert knowledge.metonym_of("the Kremlin") == knowledge.metonym_of("Moscow") == entity("russia")


def test_demonyms_and_inhabitants_lead_to_the_country(knowledge: Knowledge) -> None:
    for word, slug in {
        "Syrian": "syria",
        "Syrians": "syria",
        "Briton": "united-kingdom",
        "Dutch": "netherlands",
    }.items():
        assert knowledge.country_of_demonym(word) == entity(slug)
    assert knowledge.country_of_demonym("purple") is None


@pytest.mark.parametrize(
    ("of", "title", "day", "holder"),
    [
        ("russia", "president", "2007-01-01", "vladimir-putin"),
        ("russia", "president", "2010-01-01", "dmitry-medvedev"),
        ("russia", "prime minister", "2010-01-01", "vladimir-putin"),
        ("north-korea", "leader", "2010-06-01", "kim-jong-il"),
        ("north-korea", "leader", "2023-09-12", "kim-jong-un"),
        ("united-states", "Defense Secretary", "2018-06-01", "james-mattis"),
        ("united-nations", "secretary general", "2005-05-05", "kofi-annan"),
        ("united-states", "president", "2017-01-20", "donald-trump"),
        ("syria", "president", "1890-01-01", None),
        ("syria", "emperor", "2015-01-01", None),
    ],
)
def test_an_office_has_the_holder_of_the_day(
    knowledge: Knowledge, of: str, title: str, day: str, holder: str | None
) -> None:
    expected = entity(holder) if holder else None
    assert knowledge.office_holder(entity(of), title, date.fromisoformat(day)) == expected


def test_without_a_day_the_last_known_holder_is_meant(knowledge: Knowledge) -> None:
    assert knowledge.office_holder(entity("germany"), "chancellor", None) == entity("friedrich-merz")


def test_two_holders_at_once_are_no_answer(knowledge: Knowledge) -> None:
    day = date(2011, 1, 15)
    rivals = [office for office in knowledge.offices_of(entity("ivory-coast"), "president") if office.held_on(day)]
    assert len(rivals) == 2
    assert knowledge.office_holder(entity("ivory-coast"), "president", day) is None


def test_every_office_joins_a_person_to_a_known_state_or_organization(knowledge: Knowledge, ontology: Ontology) -> None:
    for office in knowledge.offices:
        assert ontology.is_a(knowledge.entities[office.holder].type, "Person"), office
        assert ontology.is_any(knowledge.entities[office.of].type, ("Organization", "GeopoliticalEntity")), office
        assert office.titles, office
        assert office.until is None or office.since <= office.until, office


def test_the_tables_are_as_large_as_promised(knowledge: Knowledge, ontology: Ontology) -> None:
    curated = [found for found in knowledge.entities.values() if "/place-" not in found.iri]
    assert sum(ontology.is_a(found.type, "Organization") for found in curated) >= 150
    assert sum(ontology.is_any(found.type, ("Weapon", "MilitaryPlatform")) for found in curated) >= 300
    assert len({office.holder for office in knowledge.offices}) >= 200
    assert len(knowledge.countries) >= 190


def test_what_an_entity_belongs_to_is_known_too(knowledge: Knowledge) -> None:
    missing = {
        (found.iri, above)
        for found in knowledge.entities.values()
        for above in found.within
        if above not in knowledge.entities
    }
    assert not missing


def test_ids_come_from_wikidata_and_geonames_only(knowledge: Knowledge) -> None:
    pattern = re.compile(r"http://www\.wikidata\.org/entity/Q\d+|https://sws\.geonames\.org/\d+/")
    for found in knowledge.entities.values():
        assert all(pattern.fullmatch(same) for same in found.same_as), found
    assert "http://www.wikidata.org/entity/Q423" in knowledge.entities[entity("north-korea")].same_as


def test_an_ambiguous_name_is_one_of_the_entity_s_names(knowledge: Knowledge) -> None:
    for found in knowledge.entities.values():
        assert found.ambiguous <= {*found.names, *found.metonyms}, found


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_normalising_twice_is_normalising_once(name: str) -> None:
    assert normalise(normalise(name)) == normalise(name)


@given(st.sampled_from(["Bashar al-Assad", "Erdoğan", "S-400 Triumf", "the United Nations"]), st.booleans())
def test_case_hyphens_and_accents_do_not_matter(name: str, shout: bool) -> None:
    variant = name.replace("-", " ").replace("ğ", "g")
    assert normalise(variant.upper() if shout else variant) == normalise(name)


@pytest.mark.parametrize(
    ("lemmas", "plural", "expected"),
    [
        (["short", "-", "range", "ballistic", "missile"], True, "BallisticMissile"),
        (["cruise", "missile"], False, "CruiseMissile"),
        (["missile"], False, "Missile"),
        (["surface", "-", "to", "-", "air", "missile"], True, "AirDefenceMissile"),
        (["soldier"], False, "Person"),
        (["American", "soldier"], True, "Group"),
        (["fighter"], True, "Group"),
        (["fighter", "jet"], True, "CombatAircraft"),
        (["rebel", "group"], True, "ArmedGroup"),
        (["happiness"], False, None),
        ([], False, None),
    ],
)
def test_the_longest_head_word_gives_the_class(
    heads: HeadWords, lemmas: list[str], plural: bool, expected: str | None
) -> None:
    assert heads.find(lemmas, plural) == expected


def test_head_words_name_classes_of_the_schema(heads: HeadWords, ontology: Ontology) -> None:
    assert len(heads.classes) >= 500
    assert set(heads.classes.values()) <= ontology.types.keys()


def test_a_user_s_csv_adds_entities(ontology: Ontology, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(
        "name,class,aliases,ids\nGrey Foxes,ArmedGroup,the Foxes|Greys,http://www.wikidata.org/entity/Q1\n",
        encoding="utf-8",
    )
    (found,) = load_knowledge(ontology, table).named("Greys")
    assert (found.name, found.type) == ("Grey Foxes", "ArmedGroup")
    assert found.same_as == ("http://www.wikidata.org/entity/Q1",)


def test_a_user_s_turtle_adds_a_name_to_a_known_entity(ontology: Ontology, tmp_path: Path) -> None:
    table = tmp_path / "mine.ttl"
    table.write_text(
        f'<{entity("hezbollah")}> <http://www.w3.org/2004/02/skos/core#altLabel> "Party of God"@en .', encoding="utf-8"
    )
    (found,) = load_knowledge(ontology, table).named("Party of God")
    assert found.iri == entity("hezbollah")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,class\nGrey Foxes,Foxes\n", "line 2"),
        ("name,class\n,Person\n", "line 2: no name"),
        ("title\nGrey Foxes\n", "no column name and no column class"),
    ],
)
def test_a_wrong_csv_is_answered_with_its_line(ontology: Ontology, tmp_path: Path, text: str, said: str) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(StopRun, match=said):
        load_knowledge(ontology, table)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<a> <b> ", "not valid Turtle"),
        ("@prefix kg: <https://w3id.org/security-kg/ontology#> . <http://x.org/a> a kg:Dragon .", "Dragon"),
        ("@prefix kg: <https://w3id.org/security-kg/ontology#> . <http://x.org/a> a kg:Office .", "kg:holder"),
    ],
)
def test_a_wrong_turtle_table_stops_the_run(ontology: Ontology, tmp_path: Path, text: str, said: str) -> None:
    table = tmp_path / "mine.ttl"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(StopRun, match=said):
        load_knowledge(ontology, table)


def test_a_folder_without_places_says_so(ontology: Ontology, tmp_path: Path) -> None:
    shutil.copy(ontology.folder / "schema.ttl", tmp_path)
    with pytest.raises(StopRun, match=r"places\.tsv: no such file"):
        load_knowledge(load_ontology(tmp_path))
