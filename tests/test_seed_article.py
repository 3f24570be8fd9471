"""What an analyst expects of a wire report of a missile launch and a summit; skipped where the report is not at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract import Extractor
from kg.facts import Claim, Facts, Modality, Polarity
from kg.ontology import Ontology
from kg.readers import read_inputs

ARTICLE = "000_a67cf53aa50f741b"


@pytest.fixture(scope="module")
def facts(shared: Path, extractor: Extractor) -> Facts:
    """The article, read once."""
    documents = [
        item for item in read_inputs([shared / "evaluation" / "articles" / f"{ARTICLE}.txt"]) if hasattr(item, "text")
    ]
    (found,) = extractor.extract(documents)
    return found


class Claims:
    """The claims of a document by the labels of their ends."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.names = {entity.iri: entity.name for entity in facts.entities}
        self.types = {entity.iri: entity.type for entity in facts.entities}

    def between(self, subject: str, predicate: str, target: str) -> list[Claim]:
        """Claims between entities whose labels begin so; symmetric relations in either direction."""
        ends = {(subject, target), (target, subject)} if predicate in SYMMETRIC else {(subject, target)}
        return [
            claim
            for claim in self.facts.claims
            for one, other in ends
            if claim.predicate == predicate and self.is_named(claim.subject, one) and self.is_named(claim.object, other)
        ]

    def is_named(self, iri: str, name: str) -> bool:
        """Whether an entity's class is the given one, or its label holds it as words of its own."""
        return f" {name} " in f" {self.names[iri]} " or self.types[iri] == name


SYMMETRIC = {"meets", "negotiatesWith", "fights"}


@pytest.fixture(scope="module")
def claims(facts: Facts) -> Claims:
    """The claims, to ask."""
    return Claims(facts)


@pytest.mark.parametrize(
    ("subject", "predicate", "target"),
    [
        ("North Korea", "launches", "BallisticMissile"),
        ("Kim Jong Un", "leads", "North Korea"),
        ("Vladimir Putin", "leads", "Russia"),
        ("Kim Jong Un", "visits", "Russia"),
        ("Kim Jong Un", "visits", "Khasan"),
        ("Vostochny Cosmodrome", "locatedIn", "Amur"),
        ("North Korea", "negotiatesWith", "Russia"),
        ("Russia", "fights", "Ukraine"),
        ("Korean Central News Agency", "partOf", "North Korea"),
    ],
)
def test_what_happened_is_asserted(claims: Claims, subject: str, predicate: str, target: str) -> None:
    assert any(claim.asserted for claim in claims.between(subject, predicate, target))


@pytest.mark.parametrize(
    ("subject", "predicate", "target", "modality"),
    [
        ("Kim Jong Un", "meets", "Vladimir Putin", Modality.PLANNED),
        ("Vladimir Putin", "visits", "Vostochny Cosmodrome", Modality.PLANNED),
        ("North Korea", "suppliesTo", "Russia", Modality.POSSIBLE),
    ],
)
def test_what_has_not_happened_is_a_claim_and_no_triple(
    claims: Claims, subject: str, predicate: str, target: str, modality: Modality
) -> None:
    found = claims.between(subject, predicate, target)
    assert any(claim.modality is modality and claim.polarity is Polarity.AFFIRMED for claim in found)
    assert not any(claim.asserted for claim in found)


def test_the_launch_is_dated_to_the_nearest_wednesday(claims: Claims) -> None:
    times = [claim.time.value for claim in claims.between("North Korea", "launches", "BallisticMissile") if claim.time]
    assert times
    assert all(time.startswith("2023-09-13") for time in times)


def test_the_launch_is_a_claim_of_each_of_the_two_states_whose_authorities_tell_it(claims: Claims) -> None:
    launches = claims.between("North Korea", "launches", "BallisticMissile")
    assert {"South Korea", "Japan"} <= {claims.names[one.attributed_to] for one in launches if one.attributed_to}


def test_the_talks_are_attributed_to_us_officials(claims: Claims) -> None:
    sources = {claim.attributed_to for claim in claims.between("North Korea", "negotiatesWith", "Russia")}
    assert any(source and "officials" in claims.names[source] for source in sources)


def test_capitals_that_act_are_their_states_and_offices_are_persons(facts: Facts, claims: Claims) -> None:
    said = {m.text: claims.names[m.entity] for m in facts.mentions if m.entity}
    assert said["the North Korean leader"] == "Kim Jong Un"
    moscow = [claims.names[m.entity] for m in facts.mentions if m.text == "Moscow" and m.entity]
    pyongyang = [claims.names[m.entity] for m in facts.mentions if m.text == "Pyongyang" and m.entity]
    assert "Russia" in moscow
    assert "North Korea" in pyongyang


def test_the_news_agency_is_one(facts: Facts, ontology: Ontology) -> None:
    types = {entity.name: entity.type for entity in facts.entities}
    assert ontology.is_a(types["Korean Central News Agency"], "NewsOrganization")
