"""What one word does to what it governs: the cue it is, where it stands and how it is inflected."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.claims.content import WORDS
from kg.extract.claims.cues import NOTHING, Cues, Effect
from kg.extract.syntax.tree import is_nor, verb_keys
from kg.facts import Modality, Polarity

VERBAL = frozenset({"VERB", "AUX"})
PREDICATES = frozenset({"acomp", "attr", "oprd"})
PRESENT = frozenset({"VBZ", "VBP"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
POSSIBLE = Effect(modality=Modality.POSSIBLE)


def of_word(word: Token, cues: Cues) -> Effect:
    """The effect of a verb, adjective or noun."""
    if word.pos_ in VERBAL:
        return of_verb(word, cues)
    if word.pos_ == "ADJ":
        return cues.said(word.lower_)
    return cues.effect("noun", word.lemma_)


def of_verb(verb: Token, cues: Cues) -> Effect:
    """The effect of a verb; what is 'alleged', 'said' or 'accused' by nobody in particular is possible."""
    keys = (verb.lower_, *verb_keys(verb))
    effect = next((cues.effects[key] for key in (("verb", word) for word in keys) if key in cues.effects), NOTHING)
    if effect is NOTHING and verb.tag_ == "VBN":
        effect = cues.said(verb.lower_)
    if effect is NOTHING and verb.tag_ in PRESENT:
        effect = cues.effect("presentVerb", verb.lemma_)
    reported = any(reading.constructions != WORDS for reading in cues.speech_verbs.get(verb.lemma_, ()))
    return POSSIBLE if effect is NOTHING and reported and _is_impersonal(verb, cues) else effect


def _is_impersonal(verb: Token, cues: Cues) -> bool:
    """A passive without an agent ('is said to have fled', 'accused of arming'), or words ('a report accusing')."""
    if verb.tag_ == "VBG":
        return verb.dep_ == "acl" and verb.head.lemma_ in cues.speech_nouns
    if verb.tag_ != "VBN" or any(child.dep_ == "agent" for child in verb.children):
        return False
    active = any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)
    return any(child.dep_ == "auxpass" for child in verb.children) or (verb.dep_ in {"acl", "advcl"} and not active)


def of_preposition(word: Token, cues: Cues) -> Effect:
    """The effect of a preposition with the word before it ('instead of'), or else alone."""
    pair = f"{word.nbor(-1).lower_} {word.lower_}" if word.i > 0 else ""
    return cues.effects.get(("preposition", pair)) or cues.effect("preposition", word.lower_)


def of_marker(marker: Token, verb: Token, cues: Cues) -> Effect:
    """The effect of a conjunction, alone or with a word beside it ('in case', 'rather than').

    Some say that a clause in the present tense has not happened: 'until they attack'.
    """
    before = marker.nbor(-1).lower_ if marker.i > 0 else ""
    after = " ".join(child.lower_ for child in marker.children)
    words = (f"{before} {marker.lower_}", f"{marker.lower_} {after}", marker.lower_)
    effect = next((cues.effects[key] for key in (("marker", word) for word in words) if key in cues.effects), NOTHING)
    tenses = {verb.tag_, *(child.tag_ for child in verb.children if child.dep_ in {"aux", "auxpass"})}
    if effect is NOTHING and marker.dep_ == "mark" and tenses & PRESENT and "VBD" not in tenses:
        return cues.effect("presentMarker", marker.lower_)
    return effect


def of_source(preposition: Token, cues: Cues) -> Effect:
    """What a phrase that names the source says of it: 'according to unconfirmed reports'."""
    below = [child for child in preposition.children if child.dep_ in {"prep", "pobj"}]
    if not below:
        return NOTHING
    return of_source(below[0], cues) if below[0].dep_ == "prep" else of_report(below[0], cues)


def of_report(noun: Token, cues: Cues) -> Effect:
    """What its adjectives say of a noun of speech ('unconfirmed reports'), nothing for other nouns."""
    if noun.lemma_ not in cues.speech_nouns:
        return NOTHING
    said = (cues.effect("adjective", child.lower_) for child in noun.children if child.dep_ == "amod")
    return next((effect for effect in said if effect is not NOTHING), NOTHING)


def of_predicate(verb: Token, cues: Cues) -> Effect:
    """What the adjective after a copula says: 'is false', 'is not true'."""
    words = [child.lower_ for child in verb.children if child.dep_ in PREDICATES]
    if is_denied(verb, cues) and any(cues.effect("predicate", word) is not NOTHING for word in words):
        return Effect(Polarity.NEGATED)
    said = (cues.effect("adjective", word) if is_expletive(verb) else cues.said(word) for word in words)
    return next((effect for effect in said if effect is not NOTHING), NOTHING)


def is_expletive(copula: Token) -> bool:
    """Whether the subject is 'it', which stands for a clause: 'it was the army that', 'it is wrong to'."""
    return any(child.dep_ in SUBJECTS and child.lower_ == "it" for child in copula.children)


def is_denied(verb: Token, cues: Cues) -> bool:
    """Whether 'not', 'nor', nobody or a refusal stands before a verb: 'did not say', 'refused to say'."""
    if verb.dep_ == "xcomp" and of_verb(verb.head, cues).polarity is Polarity.NEGATED:
        return True
    if is_nor(verb):
        return True
    for child in verb.children:
        if child.dep_ == "neg" and not is_limited(child, cues):
            return True
        if child.dep_ in SUBJECTS and any(
            cues.effect("determiner", word.lower_).polarity for word in (child, *child.children)
        ):
            return True
    return False


def is_limited(adverb: Token, cues: Cues) -> bool:
    """'not only', 'no sooner': a negation of the word beside it alone."""
    limits = [child.lower_ for child in adverb.children]
    if adverb.i + 1 < len(adverb.doc):
        limits.append(adverb.nbor().lower_)
    return any(word in cues.limits for word in (adverb.lower_, *limits))
