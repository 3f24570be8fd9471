"""Relations from construction alone: modifiers, possessives, prepositions, commas, prefixes, titles, headings."""

from __future__ import annotations

import pytest
from marked import language, marked_doc, read, relation_reader, triples

from benchmarks.relations import Sample, annotated
from kg.extract.reading import reading
from kg.extract.relations.referents import Referents
from kg.extract.relations.structure import links
from kg.facts import Kind

READINGS = [
    (
        "adjective of a country",
        "[[Chadian](c:Nationality) army](a:MilitaryForce) units and [Chad](c) agreed.",
        "a partOf c",
    ),
    ("possessive", "[[Chad](c:Country)'s parliament](p:GovernmentBody) met.", "p partOf c"),
    ("of a country", "[the government of [Niger](n:Country)](g:Government) resigned.", "g partOf n"),
    (
        "nested names",
        "[The [UN](u:IntergovernmentalOrganization) Security Council](s:IntergovernmentalOrganization) met.",
        "s partOf u",
    ),
    ("people", "[[Yemeni](y:Nationality) civilians](v:Group) left [Yemen](y).", "v hasNationality y"),
    ("soldiers", "[[Indian](i:Nationality) soldiers](s:Group) left [India](i).", "s memberOf i"),
    ("fighters of a group", "[[Hezbollah](h:ArmedGroup) fighters](f:Group) left.", "f memberOf h"),
    ("experts from", "[Experts](e:Group) from [the agency](a:GovernmentBody) arrived.", "e memberOf a"),
    (
        "title of a head",
        "[[Turkish](t:Nationality) President [Tayyip Erdogan](e)](e:Person) left [Turkey](t).",
        "e leads t",
    ),
    (
        "title of a minister",
        "[[Saudi](s:Nationality) Foreign Minister [Adel Jubeir](j)](j:Person) left [Riyadh](s).",
        "j memberOf s",
    ),
    ("leader in apposition", "[Kim Jong Un](k:Person), the leader of [North Korea](n:Country), smiled.", "k leads n"),
    (
        "leader before the name",
        "The commander of [the corps](c:MilitaryForce), [Hossein Salami](s:Person), spoke.",
        "s leads c",
    ),
    ("spokesman for", "[Ali Reza](a:Person), a spokesman for [the navy](n:MilitaryForce), denied it.", "a memberOf n"),
    ("regime of a person", "[the [Assad](a:Person) regime](r:Government) fell.", "a leads r"),
    ("place, larger place", "A blast hit [Raqqa](r:PopulatedPlace), [Syria](s:Country).", "r locatedIn s"),
    (
        "three places",
        "[Bamut](b:PopulatedPlace), [Idlib province](i:AdministrativeArea), [Syria](s:Country), burned.",
        "i locatedIn s",
    ),
    ("place in place", "He lives in [Khasan](k:PopulatedPlace) in [Russia](r:Country).", "k locatedIn r"),
    ("province of a country", "[[Syria](s:Country)'s Idlib province](i:AdministrativeArea) burned.", "i locatedIn s"),
    ("part of a country", "[northern [Syria](s:Country)](n:Region) burned.", "n locatedIn s"),
    ("town of", "[Niamey](y:PopulatedPlace), the capital of [Niger](n:Country), was calm.", "y locatedIn n"),
    (
        "town with adjective",
        "[The [Chadian](c:Nationality) town of [Abeche](a)](a:PopulatedPlace) lies in [Chad](c).",
        "a locatedIn c",
    ),
    ("based", "[A [Dubai](d:PopulatedPlace)-based firm](f:Company) sold it.", "f locatedIn d"),
    ("forces in a place", "[Two battalions](b:MilitaryForce) in [Mali](m:Country) mutinied.", "b deployedIn m"),
    ("platform of a country", "[A [Chinese](c:Nationality) frigate](f:Warship) left [China](c).", "c possesses f"),
    ("prefix against", "[The anti-[junta](j:Government) movement](m:Group) grew.", "m opposes j"),
    ("prefix for", "[Pro-[Moscow](r:Country!) militias](m:ArmedGroup) fled.", "m supports r"),
    (
        "unit of a unit",
        "He joined [2nd Battalion](b:MilitaryForce), [7th Cavalry Regiment](r:MilitaryForce).",
        "b partOf r",
    ),
    ("region behind a comma", "He lives in [Mosul](m:PopulatedPlace), [northern Iraq](n:Region).", "m locatedIn n"),
    ("comma within a mention", "He left [Mosul, [Iraq](i:Country)](m:PopulatedPlace) for good.", "m locatedIn i"),
    ("forces of their head", "[[Haftar](h:Person)'s forces](f:MilitaryForce) withdrew.", "h leads f"),
    (
        "platforms from a force",
        "[Two helicopters](h:Helicopter) from [the air wing](w:MilitaryForce) landed.",
        "w possesses h",
    ),
    ("led coalition", "[The [Saudi](s:Country!)-led coalition](c:MilitaryForce) withdrew.", "s memberOf c"),
    (
        "member list",
        "[The coalition](c:MilitaryForce) includes [Chad](h:Country!) and [Niger](n:Country!).",
        "n memberOf c",
    ),
]


@pytest.mark.parametrize(("markup", "expected"), [case[1:] for case in READINGS], ids=[case[0] for case in READINGS])
def test_structure_is_read(markup: str, expected: str) -> None:
    assert tuple(expected.split()) in triples(markup)


NOT_READ = [
    ("a list of equals", "He toured [Iraq](i:Country), [Syria](s:Country) and [Jordan](j:Country).", "i locatedIn s"),
    (
        "several regions",
        "It spread to [Idlib](i:AdministrativeArea), [northern Homs](h:Region) and [Deraa](d:AdministrativeArea).",
        "i locatedIn h",
    ),
    (
        "a description behind a comma",
        "He left [Idlib](i:AdministrativeArea), [the last populated area](a:Region) they hold.",
        "i locatedIn a",
    ),
    ("a hyphened agent is no owner", "[The [Saudi](s:Country!)-led coalition](c:MilitaryForce) left.", "c partOf s"),
    ("a prefix is no owner", "[The anti-[junta](j:Government) front](f:Organization) grew.", "f partOf j"),
    ("an adjective of no known country", "[[Western](Nationality) officials](o:Group) left.", "o memberOf "),
    (
        "nothing implied by a part of the place",
        "[Two battalions](b:MilitaryForce) in [northern [Mali](m:Country)](n:Region) mutinied.",
        "b deployedIn m",
    ),
    ("the name of an organization", "[the Bank for [Mali](m:Country)](b:Company) closed.", "b partOf m"),
    (
        "a second name has its own title",
        "[French](f:Nationality) President [Macron](m:Person) and Chancellor [Merkel](k:Person) left [France](f).",
        "k leads f",
    ),
]


@pytest.mark.parametrize(("markup", "wrong"), [case[1:] for case in NOT_READ], ids=[case[0] for case in NOT_READ])
def test_what_structure_does_not_say(markup: str, wrong: str) -> None:
    assert tuple(wrong.split(" ")) not in triples(markup)


def test_places_listed_under_a_heading_lie_in_it() -> None:
    text = "Chad\n- Near Abeche, two strikes destroyed a bridge.\n- Near Faya, one strike hit a depot.\nAll returned."
    places = (("Chad", "Country"), ("Abeche", "PopulatedPlace"), ("Faya", "PopulatedPlace"))
    marks = [(text.index(n), text.index(n) + len(n), n, kind, Kind.NAME, False) for n, kind in places]
    found = reading(relation_reader()(annotated(Sample(text, marks, set()), language())))
    inside = {
        (found.mentions[entry.subject].source, found.mentions[entry.object].source)
        for entry in found.relations
        if entry.predicate == "locatedIn"
    }
    assert inside == {("Abeche", "Chad"), ("Faya", "Chad")}


def test_structural_relations_name_the_pattern_and_the_head_of_the_construction() -> None:
    found = reading(read("He was born in [Raqqa](r:PopulatedPlace), [Syria](s:Country)."))
    (relation,) = (entry for entry in found.relations if entry.predicate == "locatedIn")
    assert relation.extracted_by.startswith("pattern:place-comma-place@")
    assert relation.trigger.text == "Raqqa"
    assert relation.event is None


def test_links_grow_with_the_text_and_not_with_its_square() -> None:
    """Twenty times the text yields twenty times the links: pairs are never formed across sentences."""
    sentence = (
        "[[Chadian](c:Nationality) troops](t:MilitaryForce) in [Abeche](a:PopulatedPlace), [Chad](c:Country), left."
    )
    counts = []
    for repeated in (1, 20):
        doc = marked_doc("\n".join([sentence] * repeated))
        reader = relation_reader()
        counts.append(len(list(links(doc, reader.syntax, Referents(doc, reader.ontology, reader.syntax)))))
    assert counts[1] == pytest.approx(20 * counts[0], rel=0.1)
