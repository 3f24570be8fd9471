"""Temporal expressions: accuracy on the project's own set, and what a reader of the graph relies on."""

from __future__ import annotations

import itertools
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from benchmarks.dates import ours, peer, pipeline, rows, wrong
from kg.errors import StopRun
from kg.extract.dates import calendar
from kg.extract.dates import component as dates
from kg.extract.dates.words import FILE, load_timewords
from kg.extract.reading import Reading, SpanMention, reading
from kg.facts import Interval, Kind
from kg.ontology import load_ontology, ontology_folder

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2090, 12, 31))


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline()


def read(nlp: Language, text: str, published: str = "", known: tuple[str, ...] = ()) -> Reading:
    """The Reading of a text; `known` are words that an earlier component took for names."""
    with nlp.select_pipes(disable=[dates.NAME]):
        doc = nlp(text)
    found = reading(doc)
    found.published = published
    for name in known:
        start = text.index(name)
        span = doc.char_span(start, start + len(name))
        assert span is not None
        found.mentions.append(SpanMention(span, "Organization", Kind.NAME))
    nlp.get_pipe(dates.NAME)(doc)
    return found


def values(nlp: Language, text: str, published: str = "") -> list[str]:
    """The values of a text's placed expressions, in order."""
    return [time.interval.value for time in read(nlp, text, published).times if time.interval]


@pytest.mark.parametrize("part", ["development", "held-out", "blind"])
def test_expressions_are_placed_better_than_by_dateparser(nlp: Language, part: str) -> None:
    every = rows(part=part)
    missed, missed_by_peer = (len(list(wrong(every, place))) for place in (ours(nlp), peer))
    assert len(every) - missed >= 0.9 * len(every)
    assert missed < missed_by_peer


def test_the_set_is_large_and_its_documents_are_dated_differently() -> None:
    every = rows()
    assert len(every) >= 150
    assert len({row["published"] for row in every}) >= 15
    assert all(row["text"][row["start"] :].startswith(row["expression"]) for row in every)


def test_a_report_dated_a_day_early_means_the_coming_day(nlp: Language) -> None:
    assert values(nlp, "The battery fired two rockets on Wednesday.", "2019-02-05") == ["2019-02-06"]
    assert values(nlp, "The battery fired two rockets on Thursday.", "2019-02-05") == ["2019-01-31"]


def test_a_month_is_past_or_coming_by_the_tense(nlp: Language) -> None:
    assert values(nlp, "The frigate sailed in May.", "2019-02-05") == ["2018-05"]
    assert values(nlp, "The frigate will sail in May.", "2019-02-05") == ["2019-05"]


def test_what_somebody_is_to_do_is_coming(nlp: Language) -> None:
    assert values(nlp, "The envoy is to meet the king on Monday.", "2019-02-07") == ["2019-02-11"]


def test_the_same_day_of_what_was_told_is_no_coming_day(nlp: Language) -> None:
    text = "The tug sank on Monday. The inquiry will open on Friday. Divers found the mate the same day."
    assert values(nlp, text, "2019-02-06") == ["2019-02-04", "2019-02-08", "2019-02-04"]


def test_days_after_something_count_back_from_the_day_beside_it(nlp: Language) -> None:
    text = "The king fled on Friday, two days after a raid, and hours after the guard left."
    assert values(nlp, text, "2019-02-09") == ["2019-02-08", "2019-02-06", "2019-02-06"]


def test_a_month_of_last_year_is_not_the_last_such_month(nlp: Language) -> None:
    assert values(nlp, "The tug sank in August last year.", "2017-11-30") == ["2016-08"]


def test_before_a_year_ends_with_the_year_before(nlp: Language) -> None:
    (time,) = read(nlp, "The army built bunkers before 1939.").times
    assert time.interval == Interval("", "1938-12-31")


def test_the_past_year_is_shorter_than_recent_years(nlp: Language) -> None:
    (one,), (many,) = (
        read(nlp, f"Two tugs sank in {when}.", "2017-11-30").times for when in ("the past year", "recent years")
    )
    assert one.interval == Interval("2016-11-30", "2017-11-30")
    assert one.interval is not None
    assert many.interval is not None
    assert many.interval.earliest < one.interval.earliest


def test_an_age_is_no_decade(nlp: Language) -> None:
    assert values(nlp, "In his 20s he joined the navy.", "2017-11-30") == []


def test_now_dates_what_is_so_and_is_no_mention(nlp: Language) -> None:
    found = read(nlp, "The fort is now in rebel hands. The guard was now weak.", "2019-02-05")
    assert [(time.span.text, time.interval.value) for time in found.times if time.interval] == [("now", "2019-02-05")]
    assert found.mentions == []


def test_a_number_in_the_name_of_a_weapon_is_no_decade(nlp: Language) -> None:
    assert values(nlp, "Two Mirage 2000s flew over Oslo.", "2019-02-05") == []


def test_without_a_publication_date_only_absolute_dates_are_placed(nlp: Language) -> None:
    found = read(nlp, "The guard changed on 4 May 1998. Last week it changed again, as it did on Monday.")
    assert [time.interval is not None for time in found.times] == [True, False, False]


def test_a_dateline_dates_a_document_that_has_no_date(nlp: Language) -> None:
    assert values(nlp, "ADEN, March 3, 2015 - A mine sank a tug on Monday.") == ["2015-03-03", "2015-03-02"]


def test_a_duration_is_found_but_is_no_date(nlp: Language) -> None:
    (time,) = read(nlp, "The siege went on for three days.", "2015-03-03").times
    assert time.span.text == "three days"
    assert time.interval is None


def test_a_footnote_mark_does_not_hide_the_year(nlp: Language) -> None:
    assert values(nlp, "He was freed in October 2005.[4][5] The trial began in May 2006.[6]") == ["2005-10", "2006-05"]


def test_clock_times_become_moments_of_their_day(nlp: Language) -> None:
    assert values(nlp, "Shots rang out at 11:46 a.m. on Tuesday.", "2015-03-03") == ["2015-03-03T11:46:00"]


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the capital, and the second column will fall back.",
        "About 2,012 horses and 1999 men crossed the river.",
        "The sun sat low over the sat-phone mast.",
    ],
)
def test_words_that_only_look_temporal_are_left_alone(nlp: Language, text: str) -> None:
    assert read(nlp, text, "2015-03-03").times == []


def test_a_month_in_a_name_is_not_a_date(nlp: Language) -> None:
    assert read(nlp, "Black September took hostages.", "1973-01-01", known=("Black September",)).times == []


def test_every_expression_is_a_mention_and_mentions_stay_sorted(nlp: Language) -> None:
    found = read(nlp, "In 2011 Acme Guards left; on 3 May 2012 it came back.", "2015-03-03", known=("Acme Guards",))
    assert [mention.span.text for mention in found.mentions] == ["2011", "Acme Guards", "3 May 2012"]
    assert [mention.kind for mention in found.mentions] == [Kind.VALUE, Kind.NAME, Kind.VALUE]


@pytest.fixture
def own_ontology(tmp_path: Path) -> Path:
    """A copy of the shipped ontology that a test may change."""
    return Path(shutil.copytree(ontology_folder(), tmp_path / "ontology"))


def test_a_word_with_an_unknown_part_stops_the_run(own_ontology: Path) -> None:
    with (own_ontology / FILE).open("a", encoding="utf-8") as lexicon:
        lexicon.write('\nlex:time-x a kg:TemporalWord ; kg:part "mnth" ; kg:word "Foo" .\n')
    with pytest.raises(StopRun, match="mnth"):
        load_timewords(load_ontology(own_ontology))


def test_a_spelling_added_to_the_lexicon_is_read(own_ontology: Path) -> None:
    lexicon = own_ontology / FILE
    text = lexicon.read_text(encoding="utf-8")
    lexicon.write_text(text.replace('kg:word "January",', 'kg:word "January", "Jänner",'), encoding="utf-8")
    words = load_timewords(load_ontology(own_ontology)).words
    assert words["Jänner"] == words["January"]


@given(DAYS, st.integers(-500, 500))
def test_months_added_and_taken_away_keep_the_month(when: date, count: int) -> None:
    there = calendar.add_months(when, count)
    back = calendar.add_months(there, -count)
    assert (back.year, back.month) == (when.year, when.month)


@given(DAYS)
def test_a_day_lies_in_its_week_and_month_and_year(when: date) -> None:
    day = when.isoformat()
    for unit in (calendar.week(when), calendar.month(when.year, when.month), calendar.year(when.year)):
        assert unit.earliest <= day <= unit.latest


@given(st.integers(1900, 2090), st.sampled_from([2, 3, 4]))
def test_the_parts_of_a_year_follow_one_another(number: int, count: int) -> None:
    parts = [calendar.part(calendar.year(number), index, count) for index in range(1, count + 1)]
    assert parts[0].earliest == f"{number}-01-01"
    assert parts[-1].latest == f"{number}-12-31"
    for before, after in itertools.pairwise(parts):
        assert date.fromisoformat(after.earliest) - date.fromisoformat(before.latest) == timedelta(days=1)


@given(DAYS, DAYS)
def test_a_span_runs_forward_or_is_none(one: date, other: date) -> None:
    first, last = calendar.day(one), calendar.day(other)
    assert first is not None
    assert last is not None
    found = calendar.hull(first, last)
    assert (found is None) == (one > other)
    assert found is None or isinstance(found, Interval)
