"""Which temporal expression says when a trigger happened: its own modifier, else its clause's, else none."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from spacy.tokens import Span, Token

from kg.extract.claims.cues import Cues
from kg.extract.dates.clauses import Order, TimeCues, beside, has_own, tells, verb_above
from kg.extract.reading import TimeExpression
from kg.extract.syntax.sentences import sentence_root, sentence_start
from kg.facts import Interval

VERBAL = frozenset({"VERB", "AUX"})
PRENOMINAL = frozenset({"amod", "compound", "nummod", "poss", "nmod", "appos"})
SAME_CLAUSE = frozenset({"dobj", "nsubj", "nsubjpass", "pobj", "prep", "attr", "agent", "xcomp", "compound", "amod"})

MONTH, DAY = len("2018-03"), len("2018-03-29")
TOLD, GOES_ON = 2, 3
DEEPEST = 1
DATELINE_TOKENS = 12
COMMAS = frozenset({",", ";", '"', "”"})
JOINING = frozenset({"after", "before"})
PARTICIPLES = frozenset({"acl", "pcomp", "advcl"})
DASHES = frozenset({"-", "--", "–", "—", ":", ")"})
SETTINGS = frozenset({"in", "during"})


class Timing:
    """Times by the tokens they modify; built once a Doc, asked once a trigger."""

    def __init__(self, times: Iterable[TimeExpression], cues: Cues, time_cues: TimeCues) -> None:
        self._cues, self._time_cues = cues, time_cues
        self._at: dict[int, list[TimeExpression]] = {}
        self._own: dict[int, list[TimeExpression]] = {}
        self._over: dict[int, list[TimeExpression]] = {}
        self._timed: set[int] = set()
        for time in times:
            if time.interval is not None and not _is_dateline(time.span):
                self._timed.add(sentence_start(time.span[0]))
                modified = list(_modified(time))
                for token in modified:
                    self._at.setdefault(token.i, []).append(time)
                for token in [token for token in modified if token.pos_ != "ADP"][:1]:
                    self._own.setdefault(token.i, []).append(time)
                for token in _over(time):
                    self._over.setdefault(token.i, []).append(time)

    def of(self, trigger: Token, implied: bool = False) -> Interval | None:
        """The interval of a trigger, None where neither its clause nor those beside and before it give a time.

        What words only imply ('an Israeli corvette', 'Turkish-made drones') has the time that modifies them, no other.
        """
        if implied or (trigger.dep_ in {"amod", "compound"} and trigger.pos_ in {"VERB", "ADJ"}):
            own = self._own.get(trigger.i)
            return _best(own, trigger) if own else None
        clause = list(_clause(trigger))
        found = self._said_in(clause, trigger) or self._said_in(list(_purposes(trigger)), trigger)
        if found:
            return found
        over = self._over.get(clause[-1].i)
        if over and tells(clause[-1]):
            return _best(over, trigger)
        return self._beside(clause[-1], trigger) or self._continued(clause[-1])

    def _said_in(self, clause: list[Token], trigger: Token) -> Interval | None:
        """The first time on the way up a clause, or a later one within it: 'met on 3 March for the 2016 summit'."""
        best: Interval | None = None
        for token in clause:
            found = self._at.get(token.i, [])
            inside = [time for time in found if best is None or (time.interval and _within(time.interval, best))]
            best = _best(inside, trigger) if inside else best
        return best

    def _beside(self, verb: Token, trigger: Token) -> Interval | None:
        """The time of a clause next to the verb's, as far as it dates this one."""
        seen, order = {verb.i}, Order.SAME
        while True:
            clauses = [(near, how) for near, how in beside(verb, self._time_cues) if near.i not in seen]
            for near, how in clauses:
                found = self._at.get(near.i)
                if found:
                    return _ordered(_best(found, trigger), how if order is Order.SAME else order)
            verb, order = next(((near, how) for near, how in clauses if near == verb.head), (verb, order))
            if verb.i in seen:
                return None
            seen.add(verb.i)

    def _continued(self, top: Token) -> Interval | None:
        """The time of a sentence before, where a sentence goes on about it and gives no time itself."""
        start = sentence_start(top)
        if start == 0 or (top.head != top and not self._is_reported(top)):
            return None
        if tells(top) and any(
            child.dep_ == "advmod" and child.lower_ in self._cues.continuing for child in top.children
        ):
            roots = itertools.islice(_roots_before(top), GOES_ON)
            found = next((self._at[root.i] for root in roots if root.i in self._at), None)
            return _best(found, top) if found else None
        if start in self._timed or not self._tells_on(top):
            return None
        return self._told(top)

    def _told(self, top: Token) -> Interval | None:
        """The month, day or moment of what was told at most TOLD sentences before.

        What somebody says between counts as a sentence, a list ('Near Hit, ... Near Kut, ...') as one.
        """
        left = TOLD
        for root in _roots_before(top):
            left -= root.doc[sentence_start(root)].lower_ != top.doc[sentence_start(top)].lower_
            if left < 0:
                return None
            before = next((child for child in root.children if self._is_reported(child)), root)
            found = (self._at.get(before.i) or self._over.get(before.i)) if self._tells_on(before) else None
            if found:
                time = _best(found, top)
                return time if time and len(time.value) >= MONTH else None
            said = before == root and root.lemma_ in self._cues.speech_verbs
            if not said and (not self._tells_on(before) or sentence_start(root) in self._timed):
                return None
        return None

    def _is_reported(self, verb: Token) -> bool:
        """Whether a clause is what its sentence reports: '..., officials said'."""
        return verb.dep_ == "ccomp" and verb.head.head == verb.head and verb.head.lemma_ in self._cues.speech_verbs

    def _tells_on(self, top: Token) -> bool:
        return tells(top) and top.lemma_ not in self._cues.speech_verbs


def _roots_before(top: Token) -> Iterator[Token]:
    """The roots of the sentences before a sentence, the nearest first, those of blank lines left out."""
    start = sentence_start(top)
    while start > 0:
        before = sentence_root(top.doc[start - 1])
        start = sentence_start(before)
        if not before.is_space:
            yield before


def _modified(time: TimeExpression) -> Iterator[Token]:
    """The tokens an expression may date: those from it up to the first verb; a modifier of a noun dates that noun.

    What dates a noun also dates what happened in it: 'killed in a 2008 raid', 'killed in a raid staged on Monday'.
    """
    here = time.span.root
    joined = _joining(time.span)
    if joined:
        yield joined.head if joined.dep_ == "mark" else next(joined.rights, joined)
        return
    names_a_day = time.interval is not None and len(time.interval.value) == DAY
    bound = _is_prenominal(time.span) and not (here.dep_ == "poss" and names_a_day)
    while here.head != here:
        here = _content_before(here, time.span) or here.head
        yield here
        bound |= here.pos_ in VERBAL or here.dep_ == "appos"
        inside = here.dep_ == "pobj" and here.head.lower_ in SETTINGS
        staged = here.dep_ == "acl" and here.head.dep_ == "pobj" and here.head.head.lower_ in SETTINGS
        if inside or staged:
            bound = False
        elif bound:
            return


def _is_dateline(span: Span) -> bool:
    """Whether an expression says when a text was written: 'OSLO, Oct 2 - ...', a first line that is a date."""
    doc = span.doc
    if span.end > DATELINE_TOKENS or any(token.pos_ in VERBAL for token in doc[: span.start]):
        return False
    return span.end == len(doc) or doc[span.end].text in DASHES or "\n" in doc[span.end].text


def _over(time: TimeExpression) -> Iterator[Token]:
    """The verbs above participles that a day dates: 'hit them with a missile fired from Aden on Monday'."""
    if not time.interval or len(time.interval.value) < DAY:
        return
    here = verb_above(time.span.root)
    while here.dep_ in PARTICIPLES and here.tag_ in {"VBG", "VBN"} and not has_own(here):
        here = verb_above(here.head)
        yield here


def _content_before(token: Token, span: Span) -> Token | None:
    """The verb of what is said, where a time ends it but hangs on that of saying: 'It fired Wednesday, they said.'"""
    for child in token.head.lefts:
        if child.dep_ == "ccomp" and child.i < span.start and span.end <= token.head.i:
            between = token.doc[child.i : span.start]
            return None if any(word.text in COMMAS and word.head == token.head for word in between) else child
    return None


def _is_prenominal(span: Span) -> bool:
    """Whether an expression modifies the noun after it: 'the 2016' summit."""
    return any(token.dep_ in PRENOMINAL and not span.start <= token.head.i < span.end for token in span)


def _joining(span: Span) -> Token | None:
    """The 'after' of 'two days after', which joins what is dated to the clause around."""
    last = span[-1]
    return last if len(span) > 1 and last.dep_ in {"mark", "prep"} and last.lower_ in JOINING else None


def _clause(trigger: Token) -> Iterator[Token]:
    """The trigger, then the words of its clause above it, then the clause that it shares subject and time with."""
    here, depth = trigger, 0
    yield here
    while here.head != here:
        above = here.head
        depth = 0 if above.pos_ in VERBAL else depth + (here.dep_ == "pobj")
        if depth > DEEPEST:
            return
        participle = here.dep_ in {"advcl", "acl"} and here.tag_ == "VBG" and not has_own(here)
        joined = here.dep_ == "conj" and not has_own(here)
        if here.dep_ not in SAME_CLAUSE and not participle and not joined:
            return
        if not joined or here.pos_ in VERBAL:
            yield above
        here = above


def _purposes(trigger: Token) -> Iterator[Token]:
    """Infinitives after a verb, which may hold its time: 'left for Syria to join them in 2015'."""
    for child in trigger.rights:
        if child.dep_ in {"advcl", "xcomp"} and child.tag_ == "VB" and not has_own(child):
            yield child


def _best(found: list[TimeExpression], trigger: Token) -> Interval | None:
    """The expression nearest to the trigger, one with a named value first."""
    return min(
        found, key=lambda time: (not (time.interval and time.interval.value), abs(time.span.start - trigger.i))
    ).interval


def _within(one: Interval, other: Interval) -> bool:
    """Whether an interval with a name lies in another and is shorter."""
    bounds = (one.earliest[:DAY], one.latest[:DAY]), (other.earliest[:DAY], other.latest[:DAY])
    return bool(one.value) and bounds[0] != bounds[1] and bounds[1][0] <= bounds[0][0] and bounds[0][1] <= bounds[1][1]


def _ordered(interval: Interval | None, order: Order) -> Interval | None:
    """The time of what lies at, before or after an interval."""
    if interval is None or order is Order.SAME:
        return interval
    if order is Order.BEFORE:
        return Interval("", interval.latest) if interval.latest else None
    return Interval(interval.earliest, "") if interval.earliest else None
