"""What is read so far of polarity and modality, and the cues right beside a word."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.claims.cues import NOTHING, Cues, Effect
from kg.extract.claims.effects import SUBJECTS, is_limited, of_marker, of_source
from kg.facts import Modality, Polarity

PREMODIFIERS = {"amod": "adjective", "det": "determiner"}


@dataclass(slots=True)
class Reality:
    """Polarity and modality while they are read: negations undo each other, the innermost modality stands.

    What negations undo is possible, no more ('has not ruled out attacking').
    """

    pursuit: bool = False
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality | None = None

    def add(self, effect: Effect) -> None:
        """Put a statement under one more cue."""
        real = effect.modality is Modality.ACTUAL or (effect.under_way and self.pursuit)
        modality = None if real else effect.modality
        if effect.polarity is Polarity.NEGATED:
            undone = self.polarity is Polarity.NEGATED
            self.polarity = Polarity.AFFIRMED if undone else Polarity.NEGATED
            modality = modality or (Modality.POSSIBLE if undone else None)
        self.modality = self.modality or modality

    def work_for(self, effect: Effect) -> None:
        """Put a statement under a word of work for it.

        It is under way where it is a `pursuit` ('works to defeat them': fights), else attempted ('works to kill him').
        """
        if effect.modality is Modality.ACTUAL and not self.pursuit:
            self.modality = self.modality or Modality.ATTEMPTED


def granted_reality(trigger: Token, cues: Cues) -> Reality:
    """What a noun phrase takes for granted is as real as its own words make it: 'towns not held by rebels'."""
    found = Reality()
    beside(trigger, cues, found)
    before = trigger.left_edge.i - 1
    if trigger.dep_ == "appos" and before >= 0:  # the parser hangs 'not' in ', not a member of' on the name
        found.add(cues.effect("adverb", trigger.doc[before].lower_))
    return found


def beside(token: Token, cues: Cues, found: Reality) -> None:
    """Cues that are children of a token: auxiliaries, adverbs and negations of a verb; adjectives of a noun."""
    perfect = any(child.dep_ == "aux" and child.lemma_ == "have" for child in token.children)
    for child in token.children:
        if child.dep_ in {"aux", "auxpass"}:
            effect = cues.effect("auxiliary", child.lower_)
            past_plan = perfect and effect.modality is Modality.PLANNED and child.lower_ not in {"will", "shall"}
            found.add(Effect(modality=Modality.POSSIBLE) if past_plan else effect)
        elif child.dep_ in {"neg", "advmod", "preconj"} and not is_limited(child, cues):
            found.add(cues.effect("adverb", child.lower_))
            found.add(cues.effect("nextAdverb", child.lower_) if child.i + 1 == token.i else NOTHING)
            for below in child.children:
                found.add(cues.effect("determiner", below.lower_))
        elif child.dep_ == "mark" or (child.dep_ == "prep" and child.i < token.i):
            found.add(of_marker(child, token, cues))
            found.add(of_source(child, cues))
        elif child.dep_ in PREMODIFIERS:
            found.add(cues.effect(PREMODIFIERS[child.dep_], child.lower_))
        elif child.dep_ in SUBJECTS:
            for below in (child, *child.children):
                found.add(cues.effect("determiner", below.lower_))
