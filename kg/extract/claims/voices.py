"""Who states what a trigger says, and who denies it: one voice for each of several sources, and one for each denial."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kg.extract.claims.cues import Cues
from kg.extract.claims.speech import is_first_person, noun_content
from kg.extract.reading import Attribution
from kg.extract.syntax.sentences import by_sentence, sentence_start
from kg.facts import Modality

ANAPHORS = frozenset({"it", "this", "that", "which", "them", "these", "those", "so"})
RELATIVE = "which"
ACCUSER_NEAR = 2


@dataclass(frozen=True, slots=True)
class Voice:
    """Mentions that say it, innermost first, none for the article itself; `denies` where they say it is not so.

    `cue` is the index of the token that says so where it stands apart from what is said ('... Chad denied it').
    """

    chain: tuple[int, ...] = ()
    denies: bool = False
    cue: int | None = None


class Voices:
    """Attributions by the sentences that their content runs over; built once a Doc, asked once a trigger."""

    def __init__(self, doc: Doc, attributions: list[Attribution], cues: Cues) -> None:
        self._attributions = attributions
        self._cues = cues
        self._by_sentence = by_sentence(doc, (attribution.content for attribution in attributions))
        self._answers = dict[int, list[Attribution]]()
        for number, attribution in enumerate(attributions):
            accusation = self._answered(number) if self._is_answer(attribution) else None
            if accusation is not None:
                self._answers.setdefault(accusation, []).append(attribution)

    def of(self, trigger: Token) -> tuple[Voice, ...]:
        """The voices of a trigger, those who state it before those who deny it; at least one.

        Sources that are no mention are left out, and so is the first person: who says 'we believe' is already the
        speaker around it, or the document itself.
        """
        numbers = self._covering(trigger)
        covering = [self._attributions[number] for number in numbers]
        at = next((i for i, one in enumerate(covering) if self._denies_words(one, trigger)), None)
        stating = covering if at is None else covering[:at]
        voices: list[Voice] = []
        if at is None or any(one.speakers for one in stating):
            outer = [] if at is None else covering[at + 1 :]
            voices.extend(_voices([*stating, *outer], denies=False))
        if at is not None:
            voices.extend(_voices(covering[at:], denies=True))
        for number in numbers if at is None else ():
            for answer in self._answers.get(number, ()):
                around = [self._attributions[i] for i in self._covering(answer.cue[0]) if i != number]
                voices.extend(replace(voice, cue=answer.cue[0].i) for voice in _voices([answer, *around], denies=True))
        return tuple(dict.fromkeys(voices))

    def _covering(self, trigger: Token) -> list[int]:
        """The attributions whose content a token stands in, innermost first."""
        found = [
            number
            for number in self._by_sentence.get(sentence_start(trigger), ())
            if _covers(self._attributions[number], trigger)
        ]
        every = self._attributions
        return sorted(found, key=lambda number: (len(every[number].content), -every[number].cue.start))

    def _denies_words(self, attribution: Attribution, trigger: Token) -> bool:
        """Whether somebody denies words that say it: 'denied accusations that it fired', not 'denied that it fired'."""
        if not self._cues.denies(attribution.cue[0].lemma_):
            return False
        here = trigger
        while here.head != here and here.i != attribution.cue.start:
            here = here.head
            if here.pos_ == "NOUN" and here.lemma_ in self._cues.speech_nouns and here.i != attribution.cue.start:
                return attribution.content.start <= here.i < attribution.content.end
        return False

    def _is_answer(self, attribution: Attribution) -> bool:
        """Whether somebody denies what was said before: 'denied it', 'denied the accusations', 'which it denies'."""
        if not attribution.speakers or not self._cues.denies(attribution.cue[0].lemma_):
            return False
        cue, said = attribution.cue[0], attribution.content.root
        if any(child.dep_ == "dobj" and child.lower_ == RELATIVE for child in cue.children):
            return True
        readings = self._cues.speech_nouns.get(said.lemma_, ()) if said.pos_ == "NOUN" else ()
        resumed = any(child.lower_ in ANAPHORS for child in said.children) and said.lemma_ == "do"
        return said.lower_ in ANAPHORS or resumed or (bool(readings) and noun_content(said, readings) is None)

    def _answered(self, number: int) -> int | None:
        """The nearest earlier attribution to somebody else that states something, at most two sentences back."""
        denial = self._attributions[number]
        first = sentence_start(denial.cue[0])
        for _ in range(ACCUSER_NEAR):
            first = sentence_start(denial.cue.doc[max(first - 1, 0)])
        earlier = [
            (one.cue.start, index)
            for index, one in enumerate(self._attributions)
            if first <= one.cue.start < denial.cue.start and self._accuses(one) and one.speakers != denial.speakers
        ]
        return max(earlier)[1] if earlier else None

    def _accuses(self, attribution: Attribution) -> bool:
        """Whether somebody states or reports something, rather than denies, asks or asks for it."""
        cue = attribution.cue[0].lemma_
        if self._cues.denies(cue) or is_first_person(attribution.source.root):
            return False
        readings = (*self._cues.speech_verbs.get(cue, ()), *self._cues.speech_nouns.get(cue, ()))
        return any(reading.effect.modality in (None, Modality.ACTUAL) for reading in readings) or not readings


def _covers(attribution: Attribution, trigger: Token) -> bool:
    return (
        attribution.content.start <= trigger.i < attribution.content.end
        and not any(part.start <= trigger.i < part.end for part in (attribution.cue, attribution.source))
        and not is_first_person(attribution.source.root)
    )


def _voices(attributions: list[Attribution], *, denies: bool) -> Iterator[Voice]:
    """One voice for each who says it together with others; all of the outer sources report it."""
    told = [one.speakers for one in attributions if one.speakers]
    outer = [mention for speakers in told[1:] for mention in speakers]
    for mention in told[0] if told else ():
        yield Voice(tuple(dict.fromkeys((mention, *outer))), denies)
    if not told:
        yield Voice((), denies)
