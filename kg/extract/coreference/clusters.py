"""Growing sets of mentions that refer to one entity, and the conditions under which two of them may be one.

Sets are joined by passes from the surest to the least sure, and what is known of a set holds for all its members
(the entity-centric sieves of Lee et al. 2013, Computational Linguistics 39(4)).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from heapq import merge
from itertools import takewhile

from spacy.tokens import Token

from kg.extract.coreference.features import SUBJECTS, Features
from kg.extract.names.matching import Name, agree
from kg.extract.reading import SpanMention
from kg.facts import Kind
from kg.namespace import Spine
from kg.ontology import Ontology

PEOPLE = frozenset({Spine.ORGANIZATION, Spine.GROUP})
OBJECTS = frozenset({"dobj", "dative", "pobj"})
# Prepositions whose pronoun cannot be the subject of the same verb, unlike that of 'with' ('he took it with him')
CLOSE_PREPOSITIONS = frozenset({"to", "by", "from", "against", "of", "for", "at"})


@dataclass(slots=True)
class Profile:
    """What is known of a cluster: of its names (`named`) and of its other mentions, and of all of them.

    `people` are the different names of persons in it; `genders` counts them; `countries` are IRIs.
    """

    family_named: str = ""
    family_other: str = ""
    types_named: set[str] = field(default_factory=set)
    types_other: set[str] = field(default_factory=set)
    people: set[Name] = field(default_factory=set)
    genders: Counter[str] = field(default_factory=Counter)
    countries: set[str] = field(default_factory=set)

    def take(self, other: Profile) -> None:
        """Add what is known of another cluster, which comes later in the text."""
        self.family_named = self.family_named or other.family_named
        self.family_other = self.family_other or other.family_other
        self.types_named |= other.types_named
        self.types_other |= other.types_other
        self.people |= other.people
        self.genders += other.genders
        self.countries |= other.countries

    @property
    def family(self) -> str:
        """The identity family: of the names, else of the others."""
        return self.family_named or self.family_other

    @property
    def types(self) -> set[str]:
        """The classes of the names, else of the others."""
        return self.types_named or self.types_other


def profile(feature: Features) -> Profile:
    """The profile of a mention alone."""
    genders = Counter({feature.gender: 1} if feature.gender else {})
    if feature.kind is Kind.NAME:
        people = {feature.name} if feature.family == Spine.PERSON else set()
        return Profile(feature.family, "", {feature.type}, set(), people, genders, set(feature.countries))
    types = set() if feature.kind is Kind.PRONOUN else {feature.type}
    return Profile("", feature.family, set(), types, set(), genders, set(feature.countries))


class Clusters:
    """A partition of the mentions of one Doc; at first each stands alone.

    `step` names the pass at work; `reasons` holds, by mention, the pass that put it to an earlier one, `met_by` the
    pass that first put a later one to it.
    """

    def __init__(self, features: Sequence[Features], mentions: Sequence[SpanMention], ontology: Ontology) -> None:
        self.features, self.ontology = features, ontology
        self._of = list(range(len(features)))
        self._members: dict[int, list[int]] = {index: [index] for index in range(len(features))}
        self._known: dict[int, str] = {index: m.known for index, m in enumerate(mentions) if m.known}
        self._apart: dict[int, set[int]] = {index: set() for index in range(len(features))}
        self._renamed: set[int] = set()
        self._profiles = {feature.index: profile(feature) for feature in features}
        self._called: dict[int, tuple[Name, ...]] = {}
        self.step = ""
        self.reasons: dict[int, str] = {}
        self.met_by: dict[int, str] = {}
        for one in features:
            for other in takewhile(partial(_starts_within, one.root.sent.end), features[one.index + 1 :]):
                if _exclude(one, other):
                    self.keep_apart(one.index, other.index)

    def keep_apart(self, one: int, other: int) -> None:
        """Bar two mentions from ever being one."""
        self._apart[self._of[one]].add(other)
        self._apart[self._of[other]].add(one)

    def allow(self, one: int, other: int) -> None:
        """Lift the bar between two mentions that syntax alone has put up."""
        self._apart[self._of[one]].discard(other)
        self._apart[self._of[other]].discard(one)

    def of(self, index: int) -> int:
        """The number of the cluster that a mention is in; it changes as clusters are joined."""
        return self._of[index]

    def members(self, index: int) -> list[int]:
        """The mentions of the cluster of mention `index`, in text order."""
        return self._members[self._of[index]]

    def same(self, one: int, other: int) -> bool:
        """Whether two mentions are in one cluster."""
        return self._of[one] == self._of[other]

    def known(self, index: int) -> str | None:
        """The IRI of the known entity that the cluster of a mention denotes."""
        return self._known.get(self._of[index])

    def identify(self, index: int, iri: str, called: Sequence[Name] = ()) -> None:
        """Say which known entity the cluster of a mention denotes, and what that entity is called."""
        if called:
            self._called.setdefault(self._of[index], tuple(called))
        self._known.setdefault(self._of[index], iri)
        self.reasons.setdefault(index, self.step)

    def chains(self) -> list[list[int]]:
        """All clusters as sorted lists of mention indices, in order of their first mention."""
        return sorted(sorted(members) for members in self._members.values())

    def names(self, index: int) -> list[Features]:
        """The mentions of the cluster that are names."""
        return [self.features[m] for m in self.members(index) if self.features[m].kind is Kind.NAME]

    def gender(self, index: int) -> str:
        """'male' or 'female' as most mentions of the cluster have it, '' where unknown or undecided."""
        count = self._profiles[self._of[index]].genders
        male, female = count["male"], count["female"]
        return "male" if male > female else "female" if female > male else ""

    def family(self, index: int) -> str:
        """The identity family of the cluster: of its names, else of its other mentions."""
        return self._profiles[self._of[index]].family

    def types(self, index: int) -> set[str]:
        """Classes of the cluster's names, else of its nominals."""
        return self._profiles[self._of[index]].types

    def join(self, one: int, other: int, renamed: bool = False) -> bool:
        """Make one cluster of two, unless something speaks against it; whether they are one afterwards.

        `renamed` says that the text itself gives the two different names.
        """
        a, b = self._of[one], self._of[other]
        if a == b:
            return True
        if renamed:
            self._renamed.update((a, b))
        if not self._may_join(a, b):
            return False
        first, second = min(a, b), max(a, b)
        if second in self._renamed:
            self._renamed.add(first)
        taken = self._members.pop(second)
        self.reasons |= {member: self.step for member in taken if member not in self.reasons}
        self.met_by.setdefault(first, self.step)
        self._members[first] = list(merge(self._members[first], taken))
        self._profiles[first].take(self._profiles.pop(second))
        self._apart[first] |= self._apart.pop(second)
        if second in self._known:
            self._known.setdefault(first, self._known.pop(second))
        if second in self._called:
            self._called.setdefault(first, self._called.pop(second))
        for member in taken:
            self._of[member] = first
        return True

    def _may_join(self, a: int, b: int) -> bool:
        known_a, known_b = self._known.get(a), self._known.get(b)
        if known_a and known_b and known_a != known_b:
            return False
        if any(self._of[member] == b for member in self._apart[a]):
            return False
        return self._families_agree(a, b) and self._names_agree(a, b) and self._traits_agree(a, b)

    def _families_agree(self, a: int, b: int) -> bool:
        one, other = self.family(a), self.family(b)
        return not one or not other or one == other or {one, other} == PEOPLE

    def _names_agree(self, a: int, b: int) -> bool:
        """No two full names of persons may differ ('Kim Jong Un', 'Kim Yo Jong')."""
        if self._known.get(a) and self._known.get(b):
            return True
        if not (self._may_be_called(a, b) and self._may_be_called(b, a)):
            return False
        one, other = self._profiles[a].people, self._profiles[b].people
        pairs = [agree(x, y) or _parts_of_one(x, y, one | other) for x in one for y in other]
        if a in self._renamed and b in self._renamed:
            return True
        return any(pairs) or not pairs if self._renamed & {a, b} else all(pairs)

    def _may_be_called(self, cluster: int, other: int) -> bool:
        """Whether the names of a cluster agree with what the known entity of the other is called."""
        names, called = self._profiles[cluster].people, self._called.get(other)
        return not names or not called or any(agree(one, name) for one in names for name in called)

    def _traits_agree(self, a: int, b: int) -> bool:
        if len({self.gender(a), self.gender(b)} - {""}) > 1:
            return False
        one, other = self._profiles[a].countries, self._profiles[b].countries
        return not one or not other or not one.isdisjoint(other)

    def compatible(self, one: int, other: int) -> bool:
        """Whether a class of one cluster is above or equal to a class of the other."""
        pairs: Iterable[tuple[str, str]] = ((a, b) for a in self.types(one) for b in self.types(other))
        return any(self.ontology.is_a(a, b) or self.ontology.is_a(b, a) or a == b for a, b in pairs)


def _parts_of_one(one: Name, other: Name, names: Iterable[Name]) -> bool:
    """Whether two names are parts of a longer one among `names`: 'Angela' and 'Merkel' of 'Angela Merkel'."""
    longer = (name for name in names if len(name) > max(len(one), len(other)))
    return any(agree(one, name) and agree(other, name) for name in longer)


def _starts_within(end: int, feature: Features) -> bool:
    return feature.span.start < end


def _exclude(one: Features, other: Features) -> bool:
    """Whether syntax bars two mentions of one sentence from being one: nested, coordinated or co-arguments."""
    if one.span.start <= other.span.start and other.span.end <= one.span.end:
        return one.root.i != other.root.i or (len(one.span) != len(other.span) and _coordinates(one, other))
    if one.root.i in {t.i for t in other.root.conjuncts}:
        return True
    reflexive = any(f.kind is Kind.PRONOUN and f.span.text.lower().endswith(("self", "selves")) for f in (one, other))
    return not reflexive and _coarguments(one, other)


def _coordinates(outer: Features, inner: Features) -> bool:
    """'Kim and Putin' is not 'Kim', though it has the same head."""
    rest = outer.span.doc[inner.span.end : outer.span.end]
    opened = len(rest) > 0 and rest[0].pos_ == "CCONJ"
    return opened or any(t.dep_ == "conj" and t.head.i == outer.root.i for t in rest)


def _coarguments(one: Features, other: Features) -> bool:
    """Subject and object of one verb, as in 'Kim told him' or 'Kim lied to him'."""
    governors = [_governor(one), _governor(other)]
    if governors[0].i != governors[1].i or governors[0].pos_ != "VERB":
        return False
    roles = {one.root.dep_, other.root.dep_}
    return bool(roles & SUBJECTS) and bool(roles & OBJECTS)


def _governor(feature: Features) -> Token:
    """The verb that a mention is an argument of, through a preposition for a pronoun."""
    head = feature.root.head
    through = feature.kind is Kind.PRONOUN and feature.root.dep_ == "pobj" and head.lower_ in CLOSE_PREPOSITIONS
    return head.head if through else head
