"""Component: the circumstances of what each trigger states: polarity, modality, sources and time."""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.claims.contrast import contrast
from kg.extract.claims.cues import Cues, load_cues
from kg.extract.claims.reality import granted_reality
from kg.extract.claims.scope import reality_of
from kg.extract.claims.voices import Voice, Voices
from kg.extract.dates.clauses import TimeCues, load_time_cues
from kg.extract.dates.timing import Timing
from kg.extract.reading import Circumstance, Reading, Relation, reading
from kg.extract.syntax.tree import COPULAR_LINKS, has_to
from kg.facts import Interval, Modality, Polarity
from kg.ontology import Ontology

NAME = "kg_claims"
EXCLUDED = Polarity.NEGATED
GRANTED = frozenset({"amod", "compound", "poss", "nmod", "appos", "acl"})
VERBAL = frozenset({"VERB", "AUX"})


@Language.factory(
    NAME,
    requires=["token.dep", "token.tag", "token.lemma"],
    assigns=["doc._.reading"],
    default_config={"ontology": {"@misc": "kg.Ontology.v1", "folder": None}},
)
def make(nlp: Language, name: str, ontology: Ontology) -> ClaimReader:
    """The component, with the cues of the ontology."""
    return ClaimReader(load_cues(ontology), load_time_cues(ontology))


class ClaimReader:
    """Fills `Reading.circumstances` for the triggers of relations and events."""

    def __init__(self, cues: Cues, time_cues: TimeCues) -> None:
        self.cues, self.time_cues = cues, time_cues

    def __call__(self, doc: Doc) -> Doc:
        """Read the circumstances of every trigger of a Doc."""
        found = reading(doc)
        voices, timing = (
            Voices(doc, found.attributions + found.rejections, self.cues),
            Timing(found.times, self.cues, self.time_cues),
        )
        triggers = {relation.trigger.i: relation.trigger for relation in found.relations}
        triggers |= {event.trigger.i: event.trigger for event in found.events}
        happening = {event.trigger.i for event in found.events}
        happening |= {
            relation.trigger.i for relation in found.relations if relation.predicate not in self.cues.standing
        }
        stated: dict[int, set[str]] = {}
        for relation in found.relations:
            stated.setdefault(relation.trigger.i, set()).add(relation.predicate)
        dated = {event.trigger.i for event in found.events}
        dated |= {relation.trigger.i for relation in found.relations if not self._is_implied(relation, found)}
        for index in sorted(triggers):
            trigger = triggers[index]
            happens = index in happening or (trigger.pos_ in VERBAL and trigger.dep_ not in GRANTED)
            happens = happens or trigger.dep_ in COPULAR_LINKS
            time = timing.of(trigger, index not in dated) if happens else None
            pursuit = index in stated and stated[index] <= self.cues.pursuits
            found.circumstances[index] = self.circumstances(trigger, happens, pursuit, voices, time)
        self._settle(found)
        return doc

    def _settle(self, found: Reading) -> None:
        """Give relations circumstances of their own where they hold whatever is said, or a 'not' excludes an end."""
        for relation in found.relations:
            if relation.granted or self._is_standing(relation, found):
                found.granted[relation.key] = (self.granted(relation, found),)
            elif (polarity := self._contrasted(relation, found)) is not None:
                told = found.circumstances[relation.trigger.i]
                found.granted[relation.key] = tuple(replace(one, polarity=polarity) for one in told)
        for event in found.events:
            event.roles[:] = [
                role for role in event.roles if contrast(found.mentions[role[1]].span.root, self.cues) is not EXCLUDED
            ]

    def _is_standing(self, relation: Relation, found: Reading) -> bool:
        """Whether a noun phrase takes for granted what holds for long: 'the minister', but not 'is no minister'."""
        if relation.trigger.pos_ in VERBAL or relation.predicate not in self.cues.standing:
            return False
        noun = relation.trigger
        known = any(has_to(token) for token in (*noun.rights, *noun.head.rights))  # 'will be the tenth member to fly'
        return known or noun.dep_ not in COPULAR_LINKS or noun.i in _ends(relation, found)

    def _contrasted(self, relation: Relation, found: Reading) -> Polarity | None:
        """What a 'not' or 'but' beside one of its ends says of a relation."""
        ends = (found.mentions[index].span.root for index in (relation.subject, relation.object))
        said = [polarity for polarity in (contrast(end, self.cues) for end in ends) if polarity is not None]
        return min(said, key=lambda polarity: polarity is not EXCLUDED, default=None)

    def granted(self, relation: Relation, found: Reading) -> Circumstance:
        """The circumstances of what holds whatever the sentence does with it: troops are there, unless they are none.

        Whose they would be is a fact all the same.
        """
        told = found.circumstances[relation.trigger.i][0]
        if told.polarity is Polarity.NEGATED:  # who denies the rest does not say this
            told = Circumstance(time=told.time)
        if relation.trigger.pos_ in VERBAL:
            return replace(told, modality=Modality.ACTUAL)
        reality = granted_reality(relation.trigger, self.cues)
        if relation.predicate in self.cues.standing and relation.trigger.i in _ends(relation, found):
            reality.polarity = Polarity.AFFIRMED  # 'no Iraqi soldiers'
        return replace(told, polarity=reality.polarity, modality=reality.modality or Modality.ACTUAL)

    def _is_implied(self, relation: Relation, found: Reading) -> bool:
        """Whether a noun or participle only implies a state: 'an Omani corvette', 'rebels backed by Chad'."""
        trigger = relation.trigger
        bare = trigger.i in _ends(relation, found) or trigger.pos_ == "ADJ" or trigger.dep_ == "acl"
        return relation.predicate in self.time_cues.states and bare

    def circumstances(
        self, trigger: Token, happens: bool, pursuit: bool, voices: Voices, time: Interval | None
    ) -> tuple[Circumstance, ...]:
        """The circumstances of one trigger, one for each who states or denies it.

        What a noun phrase takes for granted ('IS-controlled territory', 'the Iraqi minister': not `happens`, or a
        modifier of a noun) is in the article's own voice, whoever says the sentence, and affirmed and actual unless its
        own words say otherwise ('territory not held by IS').
        """
        stands_for = trigger.head if _is_misread_gerund(trigger) else trigger
        granted = stands_for.dep_ in GRANTED and not _is_content(stands_for)
        if not happens:
            return (Circumstance(time=time),)
        reality = granted_reality(stands_for, self.cues) if granted else reality_of(stands_for, self.cues, pursuit)
        stated = Circumstance(reality.polarity, reality.modality or Modality.ACTUAL, time=time)
        if granted:
            return (stated,)
        said = [_said(voice, stated) for voice in voices.of(trigger)]
        return tuple(one for one in said if one is not None)


def _ends(relation: Relation, found: Reading) -> set[int]:
    return {found.mentions[index].span.root.i for index in (relation.subject, relation.object)}


def _said(voice: Voice, stated: Circumstance) -> Circumstance | None:
    """What a voice makes of a statement; None where it denies what is negated or not said to be a fact."""
    if voice.denies and (stated.polarity is Polarity.NEGATED or stated.modality is Modality.PLANNED):
        return None
    if voice.denies:  # that it may be so, too
        modality = Modality.ACTUAL if stated.modality is Modality.POSSIBLE else stated.modality
        stated = replace(stated, polarity=Polarity.NEGATED, modality=modality)
    source = voice.chain[0] if voice.chain else None
    return replace(stated, attributed_to=source, reported_via=voice.chain[1:], cue=voice.cue)


def _is_misread_gerund(trigger: Token) -> bool:
    """'Chad selling rockets', where the tagger takes the gerund for a noun beside 'rockets'."""
    return trigger.dep_ == "compound" and trigger.pos_ == "NOUN" and trigger.lower_.endswith("ing")


def _is_content(trigger: Token) -> bool:
    """A clause that says what a noun holds ('the plan to fire', 'a claim that they fired'), not what modifies it."""
    return trigger.dep_ == "acl" and any(child.dep_ in {"mark", "aux"} for child in trigger.children)
