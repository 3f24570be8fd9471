"""The corpus parser: what the markup means, and that every mistake is named with its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import StopRun
from kg.ontology import load_ontology
from training.corpus import check_unique, check_vocabulary, guess_kind, load, parse

STORY = """== c-test-01 | 2016-03-04
[[Iranian](iran:Nationality) [Foreign Minister](zar) [Hossein Rahmani](zar:Person)](zar) denied that
[Tehran](iran:Country!) had sent [[two](Quantity) frigates](fri:Warship~) to [Aden](ade:PopulatedPlace).
> iran uses fri ; Negated ; by zar ; at 2016-03
"""


def one_line(story: str) -> str:
    header, first, second, claim = story.splitlines()
    return "\n".join([header, f"{first} {second}", claim])


def test_markup_gives_text_mentions_and_claims() -> None:
    stories, problems = parse(one_line(STORY))
    assert problems == []
    sentence = stories[0].sentences[0]
    assert sentence.text == (
        "Iranian Foreign Minister Hossein Rahmani denied that Tehran had sent two frigates to Aden."
    )
    marked = {(sentence.text[m.start : m.end], m.type, m.entity, m.acts) for m in sentence.marks}
    assert ("Tehran", "Country", "iran", True) in marked
    assert ("Iranian", "Nationality", "iran", False) in marked
    assert ("Iranian Foreign Minister Hossein Rahmani", "Person", "zar", False) in marked
    assert ("two", "Quantity", "", False) in marked
    claim = sentence.claims[0]
    assert (claim.subject, claim.predicate, claim.object) == ("iran", "uses", "fri")
    assert claim.negated
    assert (claim.modality, claim.by, claim.at) == ("Actual", "zar", "2016-03")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[Russia](e1:Country fired", "not followed by"),
        ("[Russia(e1:Country) fired", "without its ']'"),
        ("Russia](e1:Country) fired", "without its '['"),
        ("[Russia](e1) fired", "no class"),
        ("[Russia ](e1:Country) fired", "space at its edge"),
        ("[two](Number) missiles", "no value type"),
        ("[Russia](e1:Country) fired\n> e1 uses e2", "e2 is not mentioned"),
        ("[Russia](e1:Country) and [Mali](e2:Country) met\n> e1 meets e2 ; by e9", "source e9"),
        ("[Russia](e1:Country) and [Mali](e2:Country) met\n> e1 meets e2 ; at March", "not an ISO date"),
        ("[Russia](e1:Country) and [Mali](e2:Country) met\n> e1 meets e2 ; Perhaps", "unknown option"),
        ("[Russia](e1:Country) and [Mali](e2:Country) met\n> e1 meets", "a claim is"),
    ],
)
def test_each_mistake_is_named_with_file_and_line(line: str, expected: str) -> None:
    _, problems = parse(f"== c-test-02 | 2016-03-04\n{line}\n", "story.txt")
    assert any(expected in str(problem) for problem in problems), problems
    assert str(problems[0]).startswith(("story.txt:2:", "story.txt:3:"))


def test_vocabulary_is_checked_against_the_ontology() -> None:
    sentence = "[Aden](a:PopulatedPlace) [men](m:Groop) [rifles](r:Firearm)"
    stories, problems = parse(f"== c-test-03 | 2016-03-04\n{sentence}\n> r visits a\n> a likes r")
    assert problems == []
    found = [str(problem) for problem in check_vocabulary(stories, "story.txt", load_ontology())]
    assert any("unknown class Groop" in line for line in found)
    assert any("unknown relation likes" in line for line in found)
    assert any("visits does not go from Firearm to PopulatedPlace" in line for line in found)


def test_story_ids_are_unique_over_files() -> None:
    stories, _ = parse("== c-test-04 | 2016-03-04\n== c-test-05 | 2016-03-04")
    pairs = [("one.txt", stories[0]), ("one.txt", stories[1]), ("two.txt", stories[0])]
    assert [str(problem) for problem in check_unique(pairs)] == ["two.txt:1: story id c-test-04 is also in one.txt"]


def test_a_broken_file_stops_training(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("== c-test-06 | 2016-03-04\n[Mali(e1:Country)\n", encoding="utf-8")
    with pytest.raises(StopRun, match=r"story\.txt:2"):
        load([tmp_path / "story.txt"])


@pytest.mark.parametrize(
    ("surface", "kind"),
    [
        ("They", "pronoun"),
        ("North Korea", "name"),
        ("North Korea's leader", "nominal"),
        ("the Ministry of Defence", "name"),
        ("two frigates of the Iranian Navy", "nominal"),
    ],
)
def test_kind_follows_the_head(surface: str, kind: str) -> None:
    assert guess_kind(surface) == kind


WORDS = st.lists(st.sampled_from(["the", "Kurdish", "fighters", "near", "Aden", "(AFP)"]), min_size=1, max_size=8)


@given(WORDS, st.data())
def test_markup_can_be_taken_out_again(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    inner = data.draw(st.integers(first, last))
    marked = list(words)
    marked[inner] = f"[{marked[inner]}](e2:Group)"
    marked[first] = f"[{marked[first]}"
    marked[last] = f"{marked[last]}](e1:Group)"
    stories, problems = parse(f"== c-test-07 | 2016-03-04\n{' '.join(marked)}")
    sentence = stories[0].sentences[0]
    assert problems == []
    assert sentence.text == " ".join(words)
    surfaces = {mark.entity: sentence.text[mark.start : mark.end] for mark in sentence.marks}
    assert surfaces == {"e1": " ".join(words[first : last + 1]), "e2": words[inner]}
