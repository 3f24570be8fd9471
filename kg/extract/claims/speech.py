"""Speech in one sentence: which verb, noun or phrase reports, who its source is, and which clause is its content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.extract.claims.content import (
    COLON,
    NOWHERE,
    RELATIVE,
    SUBJECTS,
    WORDS,
    colon_after,
    content_of,
    edges,
    takes,
    words_rejected,
)
from kg.extract.claims.cues import Cues, SpeechCue
from kg.extract.syntax.sentences import sentence_end, sentence_start
from kg.extract.syntax.tree import is_nor
from kg.facts import Modality, Polarity

CLAUSES = frozenset({"ccomp", "xcomp"})
UNREAL = frozenset({Modality.ATTEMPTED, Modality.REQUESTED, Modality.PLANNED})
CITING = "citing"


@dataclass(slots=True)
class Report:
    """A report found by syntax: heads of source and cue, and the token range of the content, empty where not known.

    `quotable` is true where a quotation may be the content. `within` is the verb whose content this report lies in
    ('citing a memo, the paper reported that ...'). `open` is true where the content follows a colon and may run on.
    `rejects` is true where somebody says nothing himself but rejects the words of others.
    """

    source: Token
    cue: Token
    start: int
    end: int
    within: Token | None = None
    open: bool = False
    quotable: bool = False
    rejects: bool = False


def reports(doc: Doc, cues: Cues) -> Iterator[Report]:
    """Every report of the Doc in the order of its cues; content may still be empty, for a quotation to fill."""
    for token in doc:
        found = _according(token, cues)
        if found is None and token.pos_ in {"VERB", "AUX"}:
            found = _put(token, cues) or _verb_report(token, cues)
        elif found is None and token.pos_ == "NOUN":
            found = _noun_report(token, cues) or _view(token, cues)
        elif found is None and token.text == COLON:
            found = _headline(token)
        if found is not None:
            yield found


def subject_of(verb: Token) -> Token | None:
    """The head of the verb's subject: its own, a relative pronoun's antecedent, or that of the verb it continues."""
    here = verb
    while True:
        own = next((child for child in here.children if child.dep_ in SUBJECTS), None)
        if own is not None:
            relative = own.lower_ in RELATIVE and here.dep_ == "relcl"
            return here.head if relative else own
        if here.dep_ in {"conj", "xcomp"} or (here.dep_ == "advcl" and here.tag_ == "VBG"):
            here = here.head
        elif here.dep_ == "acl" and here.tag_ == "VBG":
            return here.head
        else:
            return None


def is_first_person(token: Token) -> bool:
    """'I', 'we', 'our'."""
    return token.morph.to_dict().get("Person") == "1"


def _verb_report(verb: Token, cues: Cues) -> Report | None:
    readings = cues.speech_verbs.get(verb.lemma_.lower(), ())
    if not readings or not _asserted(verb, cues):
        return None
    if verb.lower_ == CITING or (verb.dep_ == "advcl" and takes(readings, "as")):
        return _citation(verb)
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as":
        return _said_as(verb, cues)
    source = _source(verb)
    if source is None or source.i == verb.i or (source.lower_ == "it" and source.dep_ == "nsubjpass"):
        return None
    if all(reading.constructions == WORDS for reading in readings):
        return Report(source, verb, *words_rejected(verb, cues), rejects=True)
    start, end = content_of(verb, source, readings, cues)
    colon = colon_after(verb, cues)
    return Report(source, verb, start, end, open=colon is not None, quotable=takes(readings, "clause"))


def _asserted(verb: Token, cues: Cues) -> bool:
    """Whether somebody does say it: not negated, not something that a verb above makes unreal ('declined to say')."""
    if any(child.dep_ == "neg" for child in verb.children) or is_nor(verb):
        return False
    above = verb.head
    if verb.dep_ in {"xcomp", "acl", "advcl"} and verb.tag_ == "VB":
        effect = cues.effect("noun" if above.pos_ == "NOUN" else "verb", above.lemma_)
        refused = effect.polarity is Polarity.NEGATED or effect.modality in UNREAL
        return not refused and verb.dep_ == "xcomp" and not any(child.dep_ == "neg" for child in above.children)
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), verb)
    negative = [subject, *subject.children]
    return not any(cues.effect("determiner", token.lower_).polarity or token.lemma_ == "nobody" for token in negative)


def _source(verb: Token) -> Token | None:
    """The head of the source; in 'wrote the mediator' the parser may call it an object."""
    agent = next((child for child in verb.children if child.dep_ == "agent"), None)
    if agent is not None and verb.tag_ == "VBN":
        return next((child for child in agent.children if child.dep_ == "pobj"), None)
    passive = verb.tag_ == "VBN" and not any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)
    if passive and (verb.dep_ in {"acl", "amod"} or any(child.dep_ == "auxpass" for child in verb.children)):
        return None
    source = subject_of(verb)
    comma = verb.nbor(-1) if verb.i > 0 else verb
    set_off = comma.text == "," and source is not None and source.i < verb.i and comma.head.i != source.i
    if (source is None and verb.tag_ != "VBG") or verb.dep_ == "parataxis" or set_off:
        after = next((child for child in verb.rights if child.dep_ in {"dobj", "nsubj", "attr"}), None)
        return after if after is not None and after.left_edge.i == verb.i + 1 else source
    return source


def _citation(verb: Token) -> Report | None:
    """'citing a memo, the paper reported that ...': the cited source lies within the report."""
    source = next((child for child in verb.children if child.dep_ == "dobj"), None)
    above = verb.head
    if source is None or above.i == verb.i:
        return None
    clause = next((child for child in above.children if child.dep_ in CLAUSES), None)
    start, end = edges(clause) if clause is not None else edges(above)
    return Report(source, verb, start, end, within=above)


def _said_as(verb: Token, cues: Cues) -> Report | None:
    """'quoted the governor as saying that ...': the object of the verb above is the source."""
    above = verb.head.head
    source = next((child for child in above.children if child.dep_ in {"dobj", "nsubjpass"}), None)
    clause = next((child for child in verb.children if child.dep_ in CLAUSES), None)
    if source is None:
        return None
    start, end = edges(clause) if clause is not None else NOWHERE
    return Report(source, verb, start, end, within=above, open=colon_after(verb, cues) is not None)


def _according(token: Token, cues: Cues) -> Report | None:
    """'according to X': the clause it stands in is the content; 'as X put it' likewise."""
    phrase = next((words for words in cues.source_phrases if token.lower_ == words[0]), None)
    if phrase is None or tuple(t.lower_ for t in token.doc[token.i : token.i + len(phrase)]) != phrase:
        return None
    last = token.doc[token.i + len(phrase) - 1]
    source = next((child for part in (last, token) for child in part.children if child.dep_ == "pobj"), None)
    if source is None or token.head == token:
        return None
    start, end = edges(_clause_above(token))
    first, after = token.i, source.right_edge.i + 1
    if first <= start + 1:
        start = max(start, after)
    elif after >= end - 1:
        end = first
    return Report(source, token, start, end)


def _put(verb: Token, cues: Cues) -> Report | None:
    """'as one officer put it', 'as the bishop said': the clause above is the content."""
    as_marked = any(child.dep_ in {"mark", "advmod"} and child.lower_ == "as" for child in verb.children)
    source = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if verb.lemma_ not in cues.putting_verbs or verb.dep_ != "advcl" or not as_marked or source is None:
        return None
    start, end = edges(verb.head)
    if verb.left_edge.i <= start + 1:
        start = verb.right_edge.i + 1
    return Report(source, verb, start, end)


def _view(noun: Token, cues: Cues) -> Report | None:
    """'in X's view', 'in the words of X'."""
    preposition = noun.head
    if (
        noun.lemma_ not in cues.source_nouns
        or noun.dep_ != "pobj"
        or preposition.lower_ not in cues.source_prepositions
    ):
        return None
    source = _owner(noun)
    if source is None or preposition.head == preposition:
        return None
    start, end = edges(_clause_above(preposition))
    if preposition.left_edge.i <= start + 1:
        start = noun.right_edge.i + 1
    return Report(source, noun, start, end)


def _noun_report(noun: Token, cues: Cues) -> Report | None:
    """'X's claim that ...', 'a statement by X that ...', 'Danish accusations of arming ...'."""
    readings = cues.speech_nouns.get(noun.lemma_)
    clause = noun_content(noun, readings) if readings else None
    source = (_owner(noun) or _origin(noun)) if clause is not None else None
    if clause is None or source is None:
        return None
    return Report(source, noun, *edges(clause))


def noun_content(noun: Token, readings: tuple[SpeechCue, ...]) -> Token | None:
    """The head of what a noun of speech says: its that-clause, or the gerund after 'of'; None where it has none."""
    for child in noun.children:
        if child.dep_ in {"acl", "ccomp", "relcl"} and _has_that(child):
            return child
        if child.dep_ == "prep" and child.lower_ == "of" and takes(readings, "of"):
            gerund = next((below for below in child.children if below.dep_ == "pcomp"), None)
            if gerund is not None:
                return gerund
    return None


def _origin(noun: Token) -> Token | None:
    """The name or nationality before a noun: 'US claims', 'Danish accusations'."""
    named = (child for child in noun.lefts if child.dep_ in {"compound", "amod", "nmod"} and child.text[0].isupper())
    return next((child for child in named if child.pos_ in {"PROPN", "ADJ"}), None)


def _owner(noun: Token) -> Token | None:
    """Whose word it is: the possessor, or what follows 'by', 'of' or 'from'."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.rights:
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "of", "from"}:
            return next((below for below in child.children if below.dep_ == "pobj"), None)
    return None


def _headline(colon: Token) -> Report | None:
    """'Army: Ceasefire violated', 'Ceasefire violated: Army': a line of a bare name, a colon and a clause."""
    before = colon.doc[sentence_start(colon) : colon.i]
    after = colon.doc[colon.i + 1 : sentence_end(colon)]
    for name, said in ((before, after), (after, before)):
        words = [token for token in name if not token.is_space and not token.is_punct]
        bare = words and len(words) <= 4 and all(token.pos_ in {"PROPN", "NOUN", "ADJ"} for token in words)
        if bare and words[0].text[0].isupper() and any(token.pos_ == "VERB" for token in said):
            return Report(name.root, colon, said.start, said.end)
    return None


def _has_that(verb: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in verb.children)


def _clause_above(token: Token) -> Token:
    """The nearest verb above a token, or the root of its sentence."""
    here = token.head
    while here.pos_ not in {"VERB", "AUX"} and here.head != here:
        here = here.head
    return here


def possessor_of_words(source: Token, cues: Cues) -> Token | None:
    """Who speaks where words do: 'the ministry' of 'the ministry's report says', 'a ministry report'; else None."""
    if source.pos_ != "NOUN" or source.lemma_ not in cues.speech_nouns:
        return None
    name = next((child for child in source.lefts if child.dep_ == "compound" and child.pos_ == "PROPN"), None)
    return _owner(source) or name
