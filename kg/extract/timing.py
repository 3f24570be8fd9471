"""Which temporal expression says when a trigger happened: its own modifier, else its clause's, else none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kg.extract.cues import Cues
from kg.extract.reading import TimeExpression
from kg.extract.sentences import sentence_root, sentence_start
from kg.facts import Interval

VERBAL = frozenset({"VERB", "AUX"})
PRENOMINAL = frozenset({"amod", "compound", "nummod", "poss", "nmod", "appos"})
SAME_CLAUSE = frozenset(
    {"dobj", "nsubj", "nsubjpass", "pobj", "prep", "attr", "agent", "xcomp", "compound", "amod", "pcomp"}
)

SETTINGS = frozenset({"in", "during"})


class Timing:
    """Times by the tokens they modify; built once a Doc, asked once a trigger."""

    def __init__(self, times: Iterable[TimeExpression], cues: Cues) -> None:
        self._cues = cues
        self._at: dict[int, list[TimeExpression]] = {}
        for time in times:
            if time.interval is not None:
                for token in _modified(time):
                    self._at.setdefault(token.i, []).append(time)

    def of(self, trigger: Token) -> Interval | None:
        """The interval of a trigger, None where its clause gives no time.

        'They also ...' goes on about the time of the sentence before.
        """
        clause = list(_clause(trigger))
        for token in (*clause, *_purposes(trigger)):
            found = self._at.get(token.i)
            if found:
                return _best(found, trigger)
        return self._continued(clause[-1])

    def _continued(self, top: Token) -> Interval | None:
        also = any(child.dep_ == "advmod" and child.lower_ in self._cues.continuing for child in top.children)
        start = sentence_start(top)
        if not also or top.head != top or start == 0:
            return None
        found = self._at.get(sentence_root(top.doc[start - 1]).i)
        return _best(found, top) if found else None


def _modified(time: TimeExpression) -> Iterator[Token]:
    """The tokens an expression may date: those from it up to the first verb; a modifier of a noun dates that noun.

    What dates a noun also dates what happened in it: 'killed in a 2008 raid', 'killed in a raid staged on Monday'.
    """
    here = time.span.root
    bound = here.dep_ in PRENOMINAL
    while here.head != here:
        here = here.head
        yield here
        bound |= here.pos_ in VERBAL or here.dep_ == "appos"
        inside = here.dep_ == "pobj" and here.head.lower_ in SETTINGS
        staged = here.dep_ == "acl" and here.head.dep_ == "pobj" and here.head.head.lower_ in SETTINGS
        if inside or staged:
            bound = False
        elif bound:
            return


def _clause(trigger: Token) -> Iterator[Token]:
    """The trigger, then the words of its clause above it, then the clause that it shares subject and time with."""
    here = trigger
    yield here
    while here.head != here:
        above = here.head
        participle = here.dep_ in {"advcl", "acl"} and here.tag_ == "VBG" and not _has_own(here)
        joined = here.dep_ == "conj" and not _has_own(here)
        if here.dep_ not in SAME_CLAUSE and not participle and not joined:
            return
        yield above
        here = above


def _purposes(trigger: Token) -> Iterator[Token]:
    """Infinitives after a verb, which may hold its time: 'left for Syria to join them in 2015'."""
    for child in trigger.rights:
        if child.dep_ in {"advcl", "xcomp"} and child.tag_ == "VB" and not _has_own(child):
            yield child


def _has_own(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass", "mark"} for child in verb.children)


def _best(found: list[TimeExpression], trigger: Token) -> Interval | None:
    """The expression nearest to the trigger, one with a named value first."""
    return min(
        found, key=lambda time: (not (time.interval and time.interval.value), abs(time.span.start - trigger.i))
    ).interval
