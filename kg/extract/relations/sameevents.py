"""Component: mentions of one event in a document become one event, with the parts of all of them.

Two mentions are of one event where their classes agree (one is the other's or below it), nothing in their parts and
times contradicts, both are real in the same way, and they share enough: two parts, or one on the same date. A definite
noun ('the attack') takes up the latest event of its class, if it repeats its word or names its class, and shares a part
or stands close behind. What is said to be another, or to happen again, is new.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.claims.cues import Cues, load_cues
from kg.extract.reading import Circumstance, EventReading, Reading, reading
from kg.extract.relations.lexicon import AGENT, PATIENT
from kg.extract.relations.rules import load_rules
from kg.extract.syntax.tree import is_definite, is_noun
from kg.facts import Interval
from kg.ontology import Ontology

NAME = "kg_sameevents"
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
PLURAL = frozenset({"NNS", "NNPS"})
ENOUGH, NEAR, STEM = 2, 2, 5
Parts = dict[str, set[object]]


@Language.factory(
    NAME,
    requires=["token.dep", "token.tag"],
    assigns=["doc._.reading"],
    default_config={"ontology": {"@misc": "kg.Ontology.v1", "folder": None}},
)
def make(nlp: Language, name: str, ontology: Ontology) -> EventJoiner:
    """The component, with the rules and cues of the ontology."""
    return EventJoiner(ontology, load_cues(ontology))


class EventJoiner:
    """Joins the events of `Reading.events` and leads relations to what they were joined into."""

    def __init__(self, ontology: Ontology, cues: Cues) -> None:
        self.ontology = ontology
        self.cues = cues
        mutual = {rule.event for rule in load_rules(ontology) if rule.predicate in ontology.symmetric}
        self.mutual = frozenset(name for name in ontology.types if ontology.is_any(name, mutual))

    def __call__(self, doc: Doc) -> Doc:
        """Join the events of one Doc; circumstances must be read."""
        found = reading(doc)
        entities = _entities(found)
        joined: list[_Joined] = []
        place: dict[int, int] = {}
        for number in sorted(range(len(found.events)), key=lambda n: (found.events[n].trigger.i, n)):
            one = _Joined(found.events[number], found, entities, self)
            at = self._find(joined, one)
            if at is None:
                at = len(joined)
                joined.append(one)
            else:
                joined[at].add(one)
            place[number] = at
        for relation in found.relations:
            if relation.event is not None:
                relation.event = place[relation.event]
        found.events = [one.event for one in joined]
        return doc

    def _find(self, joined: list[_Joined], one: _Joined) -> int | None:
        """The event that a further mention is of: of the same word, taken up, or the latest that shares enough."""
        word = one.event.trigger.i
        if joined and joined[-1].event.trigger.i == word and self._related(joined[-1].type, one.type):
            return len(joined) - 1
        if one.anew:
            return None
        related = [i for i in reversed(range(len(joined))) if self._related(joined[i].type, one.type)]
        if one.resumes and related and self._resumed(joined[related[0]], one):
            return related[0]
        return next((i for i in related if _same(joined[i], one)), None)

    def _resumed(self, before: _Joined, one: _Joined) -> bool:
        """Whether a definite noun takes up an event: in its number, by its word or class, with a part or nearby."""
        noun = one.event.trigger.lemma_.lower()
        above = self.ontology.types[before.type].ancestors
        named = any(self.ontology.types[name].label == noun for name in above) or any(
            _cognate(noun, token.lemma_.lower()) for token in (before.event.trigger, *before.event.others)
        )
        near = one.sentence - before.last <= NEAR and not _is_described(one.event.trigger)
        shared = _shared(before, one)
        return (
            named and before.plural in (None, one.plural) and (shared > 0 or (shared == 0 and not one.parts and near))
        )

    def _related(self, one: str, other: str) -> bool:
        return self.ontology.is_a(one, other) or self.ontology.is_a(other, one)


class _Joined:
    """One event while its mentions are gathered."""

    def __init__(self, event: EventReading, found: Reading, entities: dict[int, object], joiner: EventJoiner) -> None:
        trigger, self.event, self.entities, self.joiner = event.trigger, event, entities, joiner
        self.sentence = self.last = sum(1 for token in trigger.doc[: trigger.i + 1] if token.is_sent_start)
        how = next(iter(found.circumstances.get(trigger.i, ())), Circumstance())
        self.type = event.type
        self.reality = how.polarity, how.modality
        self.resumes = is_noun(trigger) and is_definite(trigger)
        self.plural = (trigger.tag_ in PLURAL) if is_noun(trigger) else None
        self.anew = any(word.lower_ in joiner.cues.anew for word in _beside(trigger, joiner.cues))
        self.time = how.time if not self.resumes or _dated(trigger, found) else None
        self.mutual = event.type in joiner.mutual
        self.parts: Parts = {}
        self.counts: Parts = {}
        for role, index in event.roles:
            key = PATIENT if role == AGENT and self.mutual else role
            counts = {token.lower_ for token in found.mentions[index].span if token.like_num}
            if counts:
                self.counts.setdefault(key, set()).update(counts)
            self.parts.setdefault(key, set()).add(entities.get(index, (index,)))
        event.time = self.time

    def add(self, other: _Joined) -> None:
        """Take in another mention: its parts, its finer class, its narrower time, its words."""
        event = self.event
        event.others.append(other.event.trigger)
        self.last = other.sentence
        if other.type != self.type and self.joiner.ontology.is_a(other.type, self.type):
            self.type = event.finer = other.type
        if other.time and (self.time is None or _within(other.time, self.time)):
            self.time = event.time = other.time
        taken = set().union(*self.parts.values())
        event.roles.extend(pair for pair in other.event.roles if self.entities.get(pair[1]) not in taken)
        for mine, new in ((self.parts, other.parts), (self.counts, other.counts)):
            for role, fillers in new.items():
                mine.setdefault(role, set()).update(fillers)


def _beside(trigger: Token, cues: Cues) -> Iterator[Token]:
    """The words beside a trigger, with those that count its occasions: 'met for the third time'."""
    for child in trigger.children:
        yield child
        occasions = (
            [below for below in child.children if below.lemma_ in cues.occasions] if child.dep_ == "prep" else []
        )
        yield from (word for occasion in occasions for word in occasion.children)


def _entities(found: Reading) -> dict[int, object]:
    """What each mention denotes, equal for the mentions of one chain or one known entity."""
    denoted: dict[int, object] = {}
    for number, chain in enumerate(found.chains):
        known = next((m.known for m in map(found.mentions.__getitem__, chain) if m.known), None)
        denoted |= dict.fromkeys(chain, known or number)
    return denoted


def _shared(before: _Joined, one: _Joined) -> int:
    """How many parts both share, where nothing contradicts; -1 where something does.

    Those who do something to each other ('A and B met') have a part each, whatever their role.
    """
    if not _agree(before.time, one.time) or _conflict(before.parts, one.parts) or _differ(before.counts, one.counts):
        return -1
    shared = [fillers & before.parts.get(role, set()) for role, fillers in one.parts.items()]
    return sum(len(fillers) if one.mutual else 1 for fillers in shared if fillers)


def _cognate(one: str, other: str) -> bool:
    """Whether two words begin alike: 'launch' and 'launched', 'visit' and 'visitor'."""
    return len(one) >= STEM and len(other) >= STEM and one[:STEM] == other[:STEM]


def _is_described(noun: Token) -> bool:
    """Whether more is said of a noun than that it is known: 'the Ghouta massacre', 'the war in the north'."""
    return any(child.dep_ not in {"det", "punct"} and child.pos_ not in {"VERB", "AUX"} for child in noun.children)


def _same(before: _Joined, one: _Joined) -> bool:
    """Whether two mentions share enough to be of one event."""
    dated = bool(one.time and one.time == before.time and one.time.value)
    return before.reality == one.reality and not before.anew and _shared(before, one) >= (1 if dated else ENOUGH)


def _dated(noun: Token, found: Reading) -> bool:
    """Whether a noun has a time of its own: in its phrase, or as the subject of what is dated."""
    inside = any(noun.left_edge.i <= time.span.start <= noun.right_edge.i for time in found.times)
    return inside or noun.dep_ in SUBJECTS


def _conflict(before: Parts, one: Parts) -> bool:
    """Whether a role is filled by others in both."""
    return any(
        not (before[role] <= fillers or fillers <= before[role]) for role, fillers in one.items() if role in before
    )


def _differ(before: Parts, one: Parts) -> bool:
    """Whether a role is filled by so many in one and so many in the other: '30,000 people', '2,000 people'."""
    return any(before.get(role, counts).isdisjoint(counts) for role, counts in one.items())


def _agree(one: Interval | None, other: Interval | None) -> bool:
    """Whether two times may be of one event: one is not known, or lies within the other."""
    return one is None or other is None or _within(one, other) or _within(other, one)


def _within(one: Interval, other: Interval) -> bool:
    """Whether an interval lies within another; an open end reaches without limit."""
    starts = not other.earliest or (bool(one.earliest) and one.earliest[:10] >= other.earliest[:10])
    ends = not other.latest or (bool(one.latest) and one.latest[:10] <= other.latest[:10])
    return starts and ends
