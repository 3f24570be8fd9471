"""Who says what: accuracy on the project's own set, and how sources, nesting and quotations come out."""

from __future__ import annotations

import pytest
from spacy.language import Language

from benchmarks.attribution import baseline, ours, pipeline, rows, score
from kg.extract.claims import attribution
from kg.extract.claims.quotes import quotations
from kg.extract.reading import Attribution, SpanMention, reading
from kg.facts import Kind


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline()


def read(nlp: Language, text: str, **mentions: str) -> tuple[list[Attribution], list[SpanMention]]:
    """Attributions of a text; `mentions` are classes by words (an underscore for a blank)."""
    with nlp.select_pipes(disable=[attribution.NAME]):
        doc = nlp(text)
    found = reading(doc)
    for key, type_ in mentions.items():
        name = key.replace("_", " ")
        span = doc.char_span(text.index(name), text.index(name) + len(name))
        assert span is not None
        found.mentions.append(SpanMention(span, type_, Kind.NAME))
    found.mentions.sort(key=lambda mention: (mention.span.start, -mention.span.end))
    nlp.get_pipe(attribution.NAME)(doc)
    return found.attributions, found.mentions


@pytest.mark.parametrize("part", ["development", "held-out", "blind"])
def test_spans_reach_the_target_and_beat_the_baseline(nlp: Language, part: str) -> None:
    found, plain = (score(rows(part=part), find) for find in (ours(nlp), baseline(nlp)))
    assert found.precision >= 0.85
    assert found.recall >= 0.85
    assert found.recall > plain.recall + 0.1


def test_the_set_is_large_and_has_sentences_without_a_source() -> None:
    every = rows()
    assert len(every) >= 200
    assert sum(not row["attributions"] for row in every) >= 25


def test_a_report_in_a_report_names_the_one_around_it(nlp: Language) -> None:
    found, _ = read(nlp, "The agency reported that the governor had said the dam was lost.")
    outer, inner = found
    assert inner.parent == 0
    assert outer.parent is None
    assert inner.source.text == "the governor"
    assert outer.content.start <= inner.content.start


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The minister, Anna Brandt, told Danish television that troops had left.", "The minister"),
        (
            "Peru's foreign minister, Luis Soto, told the daily that rebels had left.",
            "Peru's foreign minister",
        ),
        ("The governor, who was ill, told reporters that the rebels had left.", "The governor"),
        ("The rebels had left, wrote the mediator.", "the mediator"),
    ],
)
def test_the_hearer_is_not_the_source_behind_a_set_off_name(nlp: Language, text: str, source: str) -> None:
    found, _ = read(nlp, text)
    assert [one.source.text.rstrip(",") for one in found] == [source]


def test_a_cited_source_lies_within_the_report(nlp: Language) -> None:
    found, _ = read(nlp, "Citing two officers, the daily reported that the guns had been sold.")
    by_source = {one.source.text: one for one in found}
    assert by_source["two officers"].parent == found.index(by_source["the daily"])


def test_a_quotation_of_several_sentences_is_one_content(nlp: Language) -> None:
    found, _ = read(nlp, '"The bridge is mined," the captain said. "Nobody should cross it. We wait for engineers."')
    (one,) = found
    assert one.content.text.startswith('"The bridge')
    assert one.content.text.endswith('engineers."')


def test_a_block_after_a_colon_runs_to_the_next_speaker(nlp: Language) -> None:
    text = (
        "Minister Ada Brandt said:\n\nWe condemn the raid. Our ships will stay.\n\n"
        "General Okoye said:\n\nWe lost nine men. They did not die in vain."
    )
    found, _ = read(nlp, text)
    assert [one.source.text for one in found] == ["Minister Ada Brandt", "General Okoye"]
    assert "ships will stay" in found[0].content.text
    assert "nine men" not in found[0].content.text
    assert found[1].content.text.strip().endswith("in vain.")


def test_nobody_speaks_where_nothing_was_said(nlp: Language) -> None:
    for text in ("The general declined to say who had fired.", "No officer claimed that the guns had been sold."):
        assert read(nlp, text)[0] == []


def test_the_source_is_the_mention_that_covers_it_best(nlp: Language) -> None:
    found, mentions = read(
        nlp,
        "The Coast Guard chief of Belize said the boat sank.",
        The_Coast_Guard="Organization",
        The_Coast_Guard_chief_of_Belize="Person",
        Belize="Country",
    )
    assert found[0].source_mention is not None
    assert mentions[found[0].source_mention].span.text == "The Coast Guard chief of Belize"


def test_the_owner_of_a_report_speaks_through_it_and_later_through_the_report(nlp: Language) -> None:
    text = "The report by Amnesty says that guards fired first. The report says that they fired again."
    found, mentions = read(nlp, text, Amnesty="CivilOrganization")
    assert [mentions[one.source_mention].span.text for one in found if one.source_mention is not None] == [
        "Amnesty"
    ] * 2


def test_what_cannot_speak_is_no_source_mention(nlp: Language) -> None:
    found, _ = read(nlp, "The Katyusha shows that the engine works, the colonel said.", Katyusha="Rocket")
    assert all(one.source_mention is None for one in found)


def test_quoted_words_are_no_utterance(nlp: Language) -> None:
    marked = quotations(nlp('He called it a "soft target". "We will strike again," he said.'))
    assert [one.speech for one in marked] == [False, True]


def test_a_quotation_left_open_ends_with_its_paragraph(nlp: Language) -> None:
    doc = nlp("“We left at dawn.\n\n“We came back at night,” he said. The road was empty.")
    first, second = quotations(doc)
    assert "night" not in doc[first.start : first.end].text
    assert doc[second.start : second.end].text == "“We came back at night,”"
