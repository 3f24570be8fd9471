"""From cue words to events and stated relations: each cue's slots filled with mentions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kg.extract.reading import EventReading
from kg.extract.relations.lexicon import AGENT, OBJECT, PATIENT, SUBJECT, Cue, Lexicon, Slot
from kg.extract.relations.offices import DEPARTMENT, FUNCTION, Offices
from kg.extract.relations.referents import Referent, Referents
from kg.extract.syntax.arguments import IMPLICIT, Syntax
from kg.extract.syntax.phrases import Filler
from kg.extract.syntax.tree import HYPHENS, above, is_definite, is_noun, verb_keys
from kg.facts import Kind
from kg.namespace import Spine

PHRASE_LENGTH = 4
PARTS = {"VERB": "VERB", "AUX": "VERB", "NOUN": "NOUN", "PROPN": "NOUN", "ADJ": "ADJ", "ADV": "ADV", "ADP": "ADP"}
SAME_EVENT, EARLIER_EVENT = 0.95, 0.85


@dataclass(slots=True)
class CueMatch:
    """One cue at one trigger, with the mentions that fill its roles, the surest path to each."""

    cue: Cue
    trigger: Token
    roles: dict[str, list[Referent]] = field(default_factory=dict)

    def event(self) -> EventReading:
        """The event this match reads, with its roles in a stable order."""
        pairs = [(role, filler.mention) for role in sorted(self.roles) for filler in self.roles[role]]
        return EventReading(self.cue.event, self.trigger, pairs)

    @property
    def related(self) -> bool:
        """Whether at least two mentions take part, in all the roles that the cue needs."""
        mentions = {filler.mention for fillers in self.roles.values() for filler in fillers}
        return self.cue.needs <= self.roles.keys() and len(mentions) > 1


class CueMatcher:
    """Matches cues in one Doc; remembers who did what, since 'the strikes destroyed a bridge' leaves the doer out."""

    def __init__(self, lexicon: Lexicon, syntax: Syntax, referents: Referents, offices: Offices) -> None:
        self.offices = offices
        self.lexicon = lexicon
        self.syntax = syntax
        self.referents = referents
        self.doers: dict[str, list[Referent]] = {}
        self.open: set[int] = set()
        self.resumptions: list[EventReading] = []

    def matches(self, doc: Doc) -> Iterator[CueMatch]:
        """Every cue of the text that at least two mentions take part in, in text order.

        Event nouns with 'the' that fewer take part in are kept in `resumptions`: they may take up an event.
        """
        for token in doc:
            for cue in cues_at(token, self.lexicon):
                if not self._only_a_name(token, cue):
                    match = self._match(cue, token)
                    if match.related:
                        yield match
                    elif cue.event and is_noun(token) and is_definite(token):
                        self.resumptions.append(match.event())

    def _match(self, cue: Cue, trigger: Token) -> CueMatch:
        best: dict[str, dict[int, Referent]] = {}
        for slot in sorted(cue.slots, key=_implicit):
            if _implicit(slot) and is_noun(trigger) and self._told(best.get(slot.role, {}), slot):
                continue
            if slot.function in (FUNCTION, DEPARTMENT):
                best[slot.role] = self._institutions(best.get(SUBJECT, {}), trigger, slot.function)
                continue
            for role, referent in self._fill(cue, slot, trigger):
                known = best.setdefault(role, {})
                found = known.get(referent.mention)
                if found is None or found.weight < referent.weight:
                    known[referent.mention] = referent
        roles = {role: [fillers[m] for m in sorted(fillers)] for role, fillers in best.items() if fillers}
        if cue.event and is_noun(trigger) and roles.get(AGENT):
            self.doers[cue.event] = roles[AGENT]
        return CueMatch(cue, trigger, roles)

    def _told(self, known: dict[int, Referent], slot: Slot) -> bool:
        """Whether the words say who fills a role, so that who may be meant is of no interest.

        A pronoun says it only half, where the noun's verb has the same subject: 'Chad ended its campaign'.
        """
        return bool(known) and not (slot.function == "subject" and all(map(self.referents.by_pronoun, known)))

    def _institutions(self, bearers: dict[int, Referent], title: Token, function: str) -> dict[int, Referent]:
        """What the offices of those who bear a title are of, or the departments that go with them."""
        known = self.offices.institutions if function == FUNCTION else self.offices.departments
        return {
            institution: Referent(institution, bearer.weight * SAME_EVENT)
            for bearer in bearers.values()
            for institution in known(bearer.mention, title)
        }

    def _fill(self, cue: Cue, slot: Slot, trigger: Token) -> Iterator[tuple[str, Referent]]:
        """What fills one slot, with its role: the slot's own, or the one it yields to."""
        for found in self.syntax.fillers(trigger, slot.function):
            filler = self._meant(cue, found) if slot.role == AGENT else found
            if (slot.role == AGENT or slot.via == "event") and trigger.i != filler.token.i:
                yield from ((slot.role, doer) for doer in self._doers(cue, slot, filler))
            if slot.via == "event":
                continue
            for referent in self._resolve(cue, slot, filler):
                if slot.function == "modifier" and self._part_of_modifier(referent.mention, trigger):
                    continue
                if self._admits(cue, slot.role, referent):
                    yield slot.role, referent
                elif slot.role in self.lexicon.yields_to:
                    yield from self._yield(cue, slot, filler, referent)

    def _meant(self, cue: Cue, filler: Filler) -> Filler:
        """The event noun for a place that does not act: 'the attacks in the town of Kidal, which killed two'."""
        classes = self.lexicon.role_classes[AGENT]
        places = self.referents.resolve(filler)
        if places and all(self.referents.idle(place.mention, classes) for place in places):
            for noun in above(filler.token):
                if any(entry.event == cue.event for entry in cues_at(noun, self.lexicon)):
                    return Filler(noun, filler.weight * SAME_EVENT)
        return filler

    def _part_of_modifier(self, mention: int, trigger: Token) -> bool:
        """Whether a mention is only part of the name that modifies the trigger: 'U.S.' in 'the U.S. Embassy grant'."""
        outer = self.referents.around.get(mention)
        return outer is not None and self.referents.reading.mentions[outer].span.end <= trigger.i

    def _resolve(self, cue: Cue, slot: Slot, filler: Filler) -> list[Referent]:
        """The mentions that a filler names; or its owner's, where it is none or people who may not fill the slot."""
        found = self.referents.resolve(filler)
        if slot.via != "owner":
            return found
        ontology = self.referents.ontology
        people = all(ontology.is_any(self.referents.type(one.mention), (Spine.PERSON, Spine.GROUP)) for one in found)
        if not people or any(self._admits(cue, slot.role, referent) for referent in found):
            return []
        return self.referents.owner(filler, not self._undergone(filler.token))

    def _undergone(self, noun: Token) -> bool:
        """Whether what follows 'of' undergoes what a noun names: 'the defeat of the sect' is not the sect's."""
        return any(
            slot.role in (PATIENT, OBJECT) and slot.function == "of"
            for cue in cues_at(noun, self.lexicon)
            for slot in cue.slots
        )

    def _yield(self, cue: Cue, slot: Slot, filler: Filler, referent: Referent) -> Iterator[tuple[str, Referent]]:
        """A filler that its role does not admit may have another role, and its owner the one meant."""
        other = self.lexicon.yields_to[slot.role]
        if self._admits(cue, other, referent):
            yield other, referent
            for owner in self.referents.owner(filler):
                if self._admits(cue, slot.role, owner):
                    yield slot.role, owner

    def _doers(self, cue: Cue, slot: Slot, filler: Filler) -> list[Referent]:
        """The agents of the event that a noun names, where it stands as the agent of one of the same class.

        Any event will do where the slot asks for one's agent: 'condemned the raid by the sect'.
        """
        token = self.syntax.content(filler.token)
        if not is_noun(token) or token.i in self.open:
            return []
        nouns = [noun for noun in cues_at(token, self.lexicon) if noun.event]
        if slot.role == AGENT:
            nouns = [noun for noun in nouns if noun.event == cue.event]
        elif cue.through:
            nouns = [noun for noun in nouns if self.referents.ontology.is_any(noun.event, cue.through)]
        for noun in nouns:
            self.open.add(token.i)
            agents = self._match(noun, token).roles.get(AGENT)
            self.open.discard(token.i)
            if agents:
                return [Referent(doer.mention, doer.weight * filler.weight * SAME_EVENT) for doer in agents]
        earlier = self.doers.get(cue.event, []) if nouns else []
        return [Referent(doer.mention, doer.weight * filler.weight * EARLIER_EVENT) for doer in earlier]

    def _admits(self, cue: Cue, role: str, referent: Referent) -> bool:
        """Whether the schema's range of a role, and the cue's own wish, admit a mention."""
        name = self.referents.type(referent.mention)
        ontology = self.referents.ontology
        classes, wanted = self.lexicon.role_classes.get(role), cue.classes(role)
        if role in self.lexicon.want_acting and self.referents.idle(referent.mention, classes or frozenset()):
            return False
        return (not classes or ontology.is_any(name, classes)) and (not wanted or ontology.is_any(name, wanted))

    def _only_a_name(self, trigger: Token, cue: Cue) -> bool:
        """Whether an event noun is merely part of a name ('Desert Strike Group')."""
        inside = self.referents.covering.get(trigger.i)
        if not cue.event or not is_noun(trigger) or inside is None or trigger.pos_ != "PROPN":
            return False
        mention = self.referents.reading.mentions[inside]
        return mention.kind is Kind.NAME and not self.referents.ontology.is_a(mention.type, cue.event)


def _implicit(slot: Slot) -> int:
    """The order of slots: what is said, what may be meant, what is known beforehand."""
    return 2 if slot.function in (FUNCTION, DEPARTMENT) else int(slot.function in IMPLICIT)


def cues_at(token: Token, lexicon: Lexicon) -> tuple[Cue, ...]:
    """The cues whose words end at (or, for verbs with a particle, begin at) a token; the longest phrase wins."""
    part = "NOUN" if is_noun(token) else PARTS.get(token.pos_)
    if part is None or (token.dep_ == "dobj" and ("VERB", f"{token.head.lemma_} {token.lower_}") in lexicon.by_lemma):
        return ()  # 'take delivery' is a verb
    for key in cue_keys(token):
        found = lexicon.by_lemma.get((part, key))
        if found:
            return found
        if part == "VERB" and key in lexicon.other_verbs:
            return ()
    lemma = lexicon.participles.get(token.lower_) if part in ("ADJ", "VERB") else None
    return lexicon.by_lemma.get(("VERB", lemma), ()) if lemma is not None else ()


def cue_keys(token: Token) -> list[str]:
    """Phrases under which a token may be listed, the longest first."""
    if PARTS.get(token.pos_) == "VERB":
        joined = token.i > 1 and token.nbor(-1).text in HYPHENS and not token.nbor(-1).whitespace_
        return [*([f"{token.nbor(-2).lower_}-{token.lemma_.lower()}"] if joined else []), *verb_keys(token)]
    lemma = token.lemma_.lower()
    start = max(token.sent.start, token.i - PHRASE_LENGTH + 1)
    words = [word.lower_ for word in token.doc[start : token.i]]
    phrases = [" ".join([*words[i:], lemma]).replace(" - ", "-") for i in range(len(words))]
    return [*phrases, lemma, token.lower_]
