"""Which side of the document's date a clause lies on, by its verb."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.claims.cues import Cues
from kg.extract.dates.placing import Tense
from kg.facts import Modality

VERBAL = frozenset({"VERB", "AUX"})
AHEAD = frozenset({Modality.PLANNED, Modality.POSSIBLE, Modality.REQUESTED})


def tense_of(token: Token, cues: Cues) -> Tense:
    """The tense of the clause that a token stands in; a clause without a verb counts as past."""
    here = token
    while True:
        if here.pos_ == "ADJ" and cues.effect("adjective", here.lower_).modality is Modality.PLANNED:
            return Tense.FUTURE
        if here.pos_ in VERBAL:
            found = _of_verb(here, cues)
            if found is not None:
                return found
        since = here.head.lower_ == "since" and here.dep_ == "pcomp"
        if here.head == here or since:
            return Tense.PAST
        here = here.head


def _of_verb(verb: Token, cues: Cues) -> Tense | None:
    """The tense that a verb form shows by itself, None where it takes that of the clause above it."""
    auxiliaries = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    modal = any(cues.effect("auxiliary", child.lower_).modality in AHEAD for child in auxiliaries)
    perfect = any(child.lemma_ == "have" for child in auxiliaries)
    if modal:
        return Tense.PAST if perfect else Tense.FUTURE
    planned = cues.effect("verb", verb.lemma_).modality is Modality.PLANNED and verb.tag_ == "VBN"
    planned |= any(cues.effect("adjective", child.lower_).modality is Modality.PLANNED for child in verb.children)
    ahead = verb.lemma_ == "be" and verb.tag_ in {"VBZ", "VBP"} and any(_to_do(child) for child in verb.children)
    if (planned or ahead) and not perfect:
        return Tense.FUTURE
    if any(child.tag_ in {"VBD"} for child in (verb, *auxiliaries)) or perfect:
        return Tense.PAST
    if any(child.tag_ in {"VBZ", "VBP"} for child in (verb, *auxiliaries)):
        return Tense.PRESENT
    if verb.tag_ == "VB" and verb.dep_ in {"xcomp", "acl", "ccomp"}:
        above = cues.effect("noun" if verb.dep_ == "acl" else "verb", verb.head.lemma_).modality
        return Tense.FUTURE if above in AHEAD else None
    return Tense.PAST if verb.tag_ == "VBN" else None


def _to_do(token: Token) -> bool:
    """The infinitive of 'is to meet'."""
    to = any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)
    return to and token.tag_ == "VB" and token.dep_ == "xcomp"
