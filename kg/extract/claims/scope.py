"""How real a statement is: the negation and modality cues whose scope a token stands in, found by climbing its tree."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.claims.cues import NOTHING, Cues, Effect
from kg.extract.claims.effects import (
    POSSIBLE,
    SUBJECTS,
    VERBAL,
    is_denied,
    is_expletive,
    of_predicate,
    of_preposition,
    of_report,
    of_verb,
    of_word,
)
from kg.extract.claims.reality import Reality, beside
from kg.extract.syntax.sentences import sentence_end
from kg.extract.syntax.tree import COPULAR_LINKS, has_to, is_definite, verb_keys
from kg.facts import Modality, Polarity

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
ARGUMENTS = frozenset({"dobj", "attr", "nsubj", "nsubjpass", "pobj", "oprd"})
MODIFIERS = frozenset({"amod", "compound", "poss", "appos", "relcl", "nmod", "parataxis"})
PARTICIPLES = frozenset({"VBG", "VBN"})
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})
WANTED = frozenset({Modality.REQUESTED, Modality.PLANNED})
GOVERNING_PREPOSITIONS = frozenset({"of", "for", "to", "from", "in", "about", "against", "on", "with"})


def reality_of(trigger: Token, cues: Cues, pursuit: bool = False) -> Reality:
    """The polarity and modality of what a token states, in the clauses it is asserted or denied in.

    `pursuit` says that it states what is under way while somebody works for it.
    """
    found = Reality(pursuit)
    here = trigger
    beside(here, cues, found)
    while here.head != here and not _is_modifier(here) and not _parted(here, here.head):
        above = _climb(here, trigger, cues, found)
        if above is None:
            break
        here = above
    if found.modality is None and here.dep_ == "ROOT" and _is_question(here):
        found.modality = Modality.POSSIBLE
    return found


def _climb(here: Token, trigger: Token, cues: Cues, found: Reality) -> Token | None:
    """Read the step from a token to its head; the next token to go on from, None where the scope ends."""
    above = here.head
    if here.dep_ == "conj":
        return _conjoined(here, cues, found)
    if here.dep_ in {"ccomp", "acl", "relcl"}:
        return _complement(here, above, cues, found)
    if here.dep_ in {"xcomp", "acomp", "pcomp", "prep", "agent"}:
        return _open_complement(here, above, cues, found)
    if here.dep_ == "advcl":
        return _adverbial(here, above, cues, found)
    if here.dep_ in ARGUMENTS and here.pos_ in NOMINAL:
        return _argument(here, above, trigger, cues, found)
    return None


def _parted(one: Token, other: Token) -> bool:
    """Whether a semicolon stands between two words: the parser hangs a whole clause under the next one's verb there."""
    first, last = sorted((one.i, other.i))
    return any(token.text == ";" for token in one.doc[first:last])


def _conjoined(here: Token, cues: Cues, found: Reality) -> Token:
    """The second of two joined verbs shares the auxiliaries of the first unless it has its own subject or tense."""
    above = here.head
    own = any(child.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass"} for child in here.children)
    if not own and (here.tag_ == above.tag_ or here.pos_ in NOMINAL):
        beside(above, cues, found)
    return above


def _complement(here: Token, above: Token, cues: Cues, found: Reality) -> Token | None:
    """A that-clause or infinitive under a verb, adjective or noun: 'denied that', 'likely that', 'no evidence that'."""
    if _is_cleft(here):
        beside(above.head, cues, found)
        return above.head
    if above.pos_ in NOMINAL:
        if here.tag_ not in PARTICIPLES or any(child.dep_ in {"aux", "mark"} for child in here.children):
            found.add(_of_content_noun(here, above, cues, found))
        return None
    effect = of_verb(above, cues)
    if effect is NOTHING and _is_infinitive(here):
        beside(above, cues, found)
        return above
    if effect.modality in WANTED and not _is_open(here):
        effect = Effect(effect.polarity)
    denied = is_denied(above, cues)
    if denied and effect is NOTHING and above.pos_ == "VERB" and above.lemma_ not in cues.factive:
        effect = POSSIBLE
    elif denied and effect.modality is Modality.POSSIBLE:
        effect = Effect(Polarity.NEGATED, effect.modality)
    found.add(effect)
    if effect.polarity is Polarity.NEGATED and effect.modality is None and denied:
        found.add(Effect(Polarity.NEGATED))
    found.add(of_predicate(above, cues))
    if above.dep_ == "xcomp" and above.head.dep_ == "acomp" and is_expletive(above.head.head):
        found.add(Effect(cues.said(above.head.lower_).polarity))  # 'it would be wrong to say that'
    return None


def _of_content_noun(here: Token, noun: Token, cues: Cues, found: Reality) -> Effect:
    """The effect of a noun on the clause that says what it holds: 'plans to', 'no evidence that', 'a mistake for'."""
    if noun.lemma_ in cues.evidence_nouns:
        negated = any(cues.effect("determiner", child.lower_).polarity for child in noun.children)
        return Effect(Polarity.NEGATED) if negated else NOTHING
    if any(("noun", f"{child.lower_} {noun.lemma_}") in cues.effects for child in noun.children):
        return NOTHING
    effect = cues.effects.get(("contentNoun", noun.lemma_)) or cues.effect("noun", noun.lemma_)
    found.work_for(effect)
    if effect is not NOTHING:
        beside(noun, cues, found)
        return effect
    if any(child.dep_ == "mark" and child.lower_ == "for" for child in here.children):
        return POSSIBLE
    return _of_words(noun, cues)


def _of_words(noun: Token, cues: Cues) -> Effect:
    """The effect of a claim or report: possible where it is the subject and nobody's, or what is said of it.

    What somebody denies of it is left to the voices.
    """
    if noun.lemma_ not in cues.speech_nouns or noun.dep_ not in SUBJECTS:
        return of_report(noun, cues)
    denied_by = any(child.dep_ == "agent" for child in noun.head.children)
    of_it = NOTHING if denied_by else of_verb(noun.head, cues)
    if Polarity.NEGATED in (of_predicate(noun.head, cues).polarity, of_it.polarity):
        return Effect(Polarity.NEGATED)
    owned = any(child.dep_ in {"poss", "prep", "compound", "amod"} for child in noun.children)
    return of_report(noun, cues) if owned else POSSIBLE


def _is_cleft(clause: Token) -> bool:
    """'It was not the army that attacked': a clause that the sentence says, or denies, of what is before it."""
    return clause.dep_ == "relcl" and clause.head.dep_ == "attr" and is_expletive(clause.head.head)


def _is_infinitive(verb: Token) -> bool:
    """'allow them to leave', 'let the army pass': a clause that is as real as the verb above makes it."""
    return verb.tag_ == "VB" and not any(child.dep_ == "mark" or child.tag_ == "MD" for child in verb.children)


def _is_open(verb: Token) -> bool:
    """An infinitive or subjunctive ('urged that it leave'), not a clause that states a fact ('agreed that it left').

    The tagger calls a subjunctive present; with a singular subject it cannot be.
    """
    finite = any(child.dep_ in {"aux", "auxpass"} and child.tag_ in FINITE_TAGS for child in verb.children)
    singular = any(child.dep_ in SUBJECTS and child.tag_ in {"NN", "NNP"} for child in verb.children)
    return (verb.tag_ == "VB" or (verb.tag_ == "VBP" and singular)) and not finite


def _open_complement(here: Token, above: Token, cues: Cues, found: Reality) -> Token | None:
    """What has its subject from above ('plans to', 'failed to', 'able to', 'without', 'prevented from'); climbs on.

    What a verb leads to ('could lead to X selling arms') is as real as the verb, and no more is asked.
    """
    if here.dep_ in {"prep", "agent"}:
        return _governed(here, above, cues, found)
    if here.dep_ == "acomp":
        return _past(above, cues, found)
    if here.dep_ == "pcomp":
        found.add(of_preposition(above, cues))
        return above
    infinitive = has_to(here)
    effect = of_word(above, cues)
    if infinitive and above.pos_ in VERBAL:
        pending = any(child.lower_ in cues.pending for child in above.children)
        found.add(Effect(Polarity.NEGATED) if pending else cues.effect("infinitive", above.lemma_))
        found.work_for(effect)
    found.add(effect)
    if effect.modality is Modality.REQUESTED:
        return None
    return _past(above, cues, found)


def _governed(here: Token, above: Token, cues: Cues, found: Reality) -> Token | None:
    """What stands under a preposition: 'was accused of', 'aimed at', 'denied responsibility for'."""
    if above.dep_ == "dobj" and above.lemma_ in cues.admissions:
        return _admitted(above.head, cues, found)
    if here.lower_ not in GOVERNING_PREPOSITIONS:
        return None
    effect = cues.effects.get(("verb", f"{above.lemma_} {here.lower_}")) or of_word(above, cues)
    found.add(effect)
    if effect is not NOTHING:
        return _past(above, cues, found)
    if above.pos_ in VERBAL:
        beside(above, cues, found)
    gerund = any(child.dep_ == "pcomp" for child in here.children)
    return above if gerund and above.dep_ == "xcomp" else None


def _past(above: Token, cues: Cues, found: Reality) -> Token:
    """Take the cues beside the governing word too: 'did not plan to', 'is not likely to'."""
    beside(above, cues, found)
    if above.pos_ == "ADJ" and above.dep_ == "acomp":
        beside(above.head, cues, found)
        return above.head
    return above


def _adverbial(here: Token, above: Token, cues: Cues, found: Reality) -> Token | None:
    """A purpose is planned; a participle ('..., killing ten') is as real as its main verb; others stand alone."""
    marked = any(child.dep_ in {"mark", "advmod"} and child.tag_ in {"IN", "WRB"} for child in here.children)
    if here.tag_ == "VB" and any(child.dep_ == "mark" and child.lower_ == "for" for child in here.children):
        _infinitive_for(here, above, cues, found)
    elif _is_inverted(here):
        found.add(Effect(modality=Modality.POSSIBLE))
    elif not marked and has_to(here):
        return _purpose(above, cues, found)
    elif not marked and here.tag_ == "VBG" and of_word(above, cues).polarity is Polarity.NEGATED:
        return _open_complement(here, above, cues, found)
    elif not marked and here.tag_ == "VBG" and here.i > above.i:
        beside(above, cues, found)
        return above
    return None


def _infinitive_for(here: Token, above: Token, cues: Cues, found: Reality) -> None:
    """'for the army to leave': no fact after a copula or noun; after another verb, what that makes it."""
    beside(above, cues, found)
    if above.pos_ in NOMINAL:
        found.add(_of_content_noun(here, above, cues, found))
    effect = of_word(above, cues)
    found.add(effect if effect is not NOTHING else of_predicate(above, cues))
    found.add(NOTHING if above.pos_ == "VERB" else POSSIBLE)


def _purpose(above: Token, cues: Cues, found: Reality) -> Token | None:
    """'flew to Oslo to meet', but 'worked to defeat' is under way."""
    effect = of_verb(above, cues)
    found.add(effect)
    if effect.modality is Modality.ACTUAL:
        found.work_for(effect)
        return above
    beside(above, cues, found)
    found.add(Effect(modality=Modality.PLANNED))
    return None


def _is_inverted(clause: Token) -> bool:
    """'Had they attacked', 'Should they attack': an auxiliary before the subject makes a condition."""
    aux = [child.i for child in clause.children if child.dep_ == "aux"]
    subject = [child.i for child in clause.children if child.dep_ in SUBJECTS]
    return bool(aux and subject) and aux[0] < subject[0] and clause.left_edge.i == aux[0]


def _argument(here: Token, above: Token, trigger: Token, cues: Cues, found: Reality) -> Token | None:
    """A noun that names what happens ('denied an attack', 'will hold talks', 'no strike took place')."""
    if above.pos_ == "ADP":
        found.add(of_preposition(above, cues))
        return above
    effect = of_word(above, cues)
    if effect.modality is Modality.REQUESTED and not _asks_for_objects(above, cues):
        effect = NOTHING
    found.add(effect)
    definite = is_definite(here) or any(child.dep_ == "poss" for child in here.children)
    if here.dep_ not in COPULAR_LINKS and (definite or here.pos_ in {"PROPN", "PRON"}):
        return _doing(here, above, cues, found)
    if above.pos_ in VERBAL:
        _predicated(here, above, cues, found)
    return above


def _predicated(noun: Token, verb: Token, cues: Cues, found: Reality) -> None:
    """What the verb says of it; 'not the first raid' was one all the same."""
    said = Reality()
    beside(verb, cues, said)
    one_of_several = any(child.lower_ in cues.anew | cues.limits for child in noun.children)
    limited = noun.dep_ in COPULAR_LINKS and one_of_several and said.polarity is Polarity.NEGATED
    found.add(Effect(None if limited else said.polarity, said.modality))
    for child in verb.children:
        if child.dep_ in {"acomp", "oprd"} and noun.dep_ in SUBJECTS:
            found.add(cues.said(child.lower_))


def _doing(noun: Token, verb: Token, cues: Cues, found: Reality) -> Token | None:
    """That a known thing was done is granted, but not who did it: 'Iran could have launched the strike'."""
    if noun.dep_ not in {"dobj", "nsubjpass"} or verb.pos_ not in VERBAL or cues.doing.isdisjoint(verb_keys(verb)):
        return None
    if verb.lemma_ in cues.speech_verbs:
        return _admitted(verb, cues, found)
    beside(verb, cues, found)
    return verb


def _admitted(verb: Token, cues: Cues, found: Reality) -> Token:
    """'Denied responsibility for the raid' says that it was not they; who has not claimed it may have done it."""
    found.add(Effect(Polarity.NEGATED) if cues.denies(verb.lemma_) else NOTHING)
    if is_denied(verb, cues):
        found.add(POSSIBLE)
    else:
        beside(verb, cues, found)
    return verb


def _asks_for_objects(word: Token, cues: Cues) -> bool:
    """'demanded a halt' but not 'told the magazine': the object of other verbs is who is asked."""
    readings = cues.speech_verbs.get(word.lemma_, ()) if word.pos_ in VERBAL else ()
    takes = any("object" in reading.constructions for reading in readings)
    return not readings or takes or cues.effect("objectVerb", word.lemma_) is not NOTHING


def _is_modifier(token: Token) -> bool:
    """A modifier of a noun, but no clause that says what the noun holds, though the parser may call it relative:
    'evidence that it fired', 'preparations to fire', 'a rumour that it fired a rocket' with two objects.
    """
    objects = [child.lower_ for child in token.children if child.dep_ == "dobj"]
    held = any(child.dep_ == "mark" and child.lower_ == "that" for child in token.children) or has_to(token)
    held = held or (len(objects) > 1 and "that" in objects)
    return token.dep_ in MODIFIERS and not (token.dep_ == "relcl" and (held or _is_cleft(token)))


def _is_question(root: Token) -> bool:
    last = root.doc[sentence_end(root) - 1]
    while last.i > root.i and (last.is_space or last.is_quote):
        last = last.nbor(-1)
    return last.text == "?"
