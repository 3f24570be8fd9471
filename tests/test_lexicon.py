"""The cues in Turtle: complete for the vocabulary, checked when loaded, and open to an analyst's additions."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from marked import relation_reader, triples

from kg.errors import StopRun
from kg.extract.relations.lexicon import Lexicon, load_lexicon
from kg.extract.relations.rules import load_rules
from kg.ontology import Ontology, load_ontology

ADDED = """
cue:freelance-verb a kg:Cue ; kg:partOfSpeech "VERB" ; kg:lemma "freelance" ; kg:states kg:memberOf ;
    kg:subjectAt "subject" ; kg:objectAt "for" ; kg:prior 0.9 .
"""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return relation_reader().lexicon


@pytest.fixture
def own_folder(ontology: Ontology, tmp_path: Path) -> Path:
    """A copy of the ontology that a test may change."""
    return Path(shutil.copytree(ontology.folder, tmp_path / "ontology"))


def test_hundreds_of_lemmas(lexicon: Lexicon) -> None:
    assert len({(cue.part_of_speech, lemma) for cue in lexicon.cues for lemma in cue.lemmas}) > 900


def test_every_relation_of_the_vocabulary_can_be_read(lexicon: Lexicon, ontology: Ontology) -> None:
    readable = {entry.relation for entry in (*lexicon.cues, *lexicon.patterns)}
    evoked = {cue.event for cue in lexicon.cues}
    readable |= {rule.predicate for rule in load_rules(ontology) if rule.event in evoked}
    assert set(ontology.relations) <= readable


def test_every_rule_is_reached_by_a_cue(lexicon: Lexicon, ontology: Ontology) -> None:
    evoked = {(cue.event, slot.role) for cue in lexicon.cues for slot in cue.slots}
    for rule in load_rules(ontology):
        assert {(rule.event, rule.subject), (rule.event, rule.object)} <= evoked, rule


def test_cues_have_either_an_event_with_roles_or_a_relation_with_both_ends(lexicon: Lexicon) -> None:
    for cue in lexicon.cues:
        roles = {slot.role for slot in cue.slots}
        assert bool(cue.event) != bool(cue.relation), cue.name
        assert cue.lemmas, cue.name
        if cue.relation:
            assert roles == {"subject", "object"}, cue.name
        else:
            assert len(roles) > 1, cue.name


def test_priors_are_probabilities_and_names_unique(lexicon: Lexicon) -> None:
    names = [entry.name for entry in (*lexicon.cues, *lexicon.patterns)]
    assert len(names) == len(set(names))
    assert all(0 < entry.prior < 1 for entry in (*lexicon.cues, *lexicon.patterns))


@pytest.mark.parametrize(
    ("participle", "lemma"),
    [("backed", "back"), ("held", "hold"), ("occupied", "occupy"), ("seized", "seize"), ("led", "lead")],
)
def test_participles_lead_to_their_verbs(lexicon: Lexicon, participle: str, lemma: str) -> None:
    assert lexicon.participles[participle] == lemma


def test_an_added_cue_is_read_without_any_code(own_folder: Path) -> None:
    text = "[Omar](o:Person) freelanced for [the militia](m:ArmedGroup)."
    assert ("o", "memberOf", "m") not in triples(text)
    path = own_folder / "lexicon.ttl"
    path.write_text(path.read_text(encoding="utf-8") + ADDED, encoding="utf-8")
    assert ("o", "memberOf", "m") in triples(text, own_folder)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [("kg:states kg:worksFor", "worksFor"), ("kg:states kg:memberOf ; kg:subjectClass kg:Robot", "Robot"),
     ("kg:evokes kg:Picnic", "Picnic")],
)  # fmt: skip
def test_unknown_terms_are_named(own_folder: Path, wrong: str, named: str) -> None:
    path = own_folder / "lexicon.ttl"
    cue = f'\ncue:wrong a kg:Cue ; kg:partOfSpeech "VERB" ; kg:lemma "x" ; {wrong} .\n'
    path.write_text(path.read_text(encoding="utf-8") + cue, encoding="utf-8")
    with pytest.raises(StopRun, match=named):
        load_lexicon(load_ontology(own_folder))


def test_a_rule_for_an_unknown_relation_is_named(own_folder: Path) -> None:
    path = own_folder / "rules.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace("kg:detains", "kg:arrests"), encoding="utf-8")
    with pytest.raises(StopRun, match="arrests"):
        load_rules(load_ontology(own_folder))
