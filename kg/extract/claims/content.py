"""What is said: the clause, quotation or phrase that a verb of speech governs, as a token range."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.claims.cues import Cues, SpeechCue
from kg.extract.syntax.sentences import sentence_end, sentence_start
from kg.facts import Modality

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
LOOSE = frozenset({"relcl", "appos", "punct", "parataxis", "advcl", "cc", "conj"})
COLON = ":"
WORDS = frozenset({"words"})
NOWHERE = (0, 0)


def content_of(verb: Token, source: Token, readings: tuple[SpeechCue, ...], cues: Cues) -> tuple[int, int]:
    """Token range of the content by the first construction that fits; (0, 0) where none does."""
    colon = colon_after(verb, cues)
    if colon is not None:
        return colon.i + 1, max(sentence_end(verb), colon.i + 1)
    if source.dep_ == "dobj" and verb.dep_ != "parataxis" and any(child.dep_ in SUBJECTS for child in verb.lefts):
        return edges(verb)
    clause = _clause(verb)
    if clause is not None and not takes(readings, "infinitive", only=True):
        return edges(clause)
    if verb.dep_ == "parataxis":
        return edges(verb.head)
    passive = words_rejected(verb, cues) if verb.tag_ == "VBN" and takes(readings, "object") else NOWHERE
    for found in (passive, _governed(verb, source, readings), _misplaced(verb, readings), _before(verb, source)):
        if found != NOWHERE:
            return found
    return NOWHERE


def words_rejected(verb: Token, cues: Cues) -> tuple[int, int]:
    """An object, or the subject of a passive, that is somebody's words: 'rejected the claim that it had fired'."""
    if verb.head.lemma_ in cues.speech_nouns and not any(child.dep_ == "dobj" for child in verb.children):
        return _relativised(verb)
    said = (child for child in verb.children if child.dep_ in {"dobj", "nsubjpass"})
    return next((edges(noun) for noun in said if noun.lemma_ in cues.speech_nouns), NOWHERE)


def _clause(verb: Token) -> Token | None:
    """The content clause: the one after the verb if there are two, and none from before a semicolon."""
    clauses = [child for child in verb.children if child.dep_ == "ccomp"]
    after = [child for child in clauses if child.i > verb.i]
    if after:
        return after[0]
    sentence_before = verb.doc[clauses[0].right_edge.i : verb.i] if clauses else verb.doc[:0]
    return None if any(token.text == ";" for token in sentence_before) else next(iter(clauses), None)


def _misplaced(verb: Token, readings: tuple[SpeechCue, ...]) -> tuple[int, int]:
    """Content that the parser hangs on the hearer ('told the family he had drowned') or calls another clause."""
    if not takes(readings, "clause"):
        return NOWHERE
    asks = any(cue.effect.modality is Modality.POSSIBLE for cue in readings)
    for child in verb.rights:
        if child.dep_ == "advcl" and asks and _is_indirect_question(child):
            return edges(child)
        if child.dep_ == "xcomp" and any(below.tag_ == "MD" for below in child.children):
            return verb.i + 1, child.right_edge.i + 1
        clause = _clause_on_hearer(child)
        if clause is not None:
            return edges(clause)
    return NOWHERE


def _is_indirect_question(clause: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ in {"if", "whether"} for child in clause.children)


def _clause_on_hearer(child: Token) -> Token | None:
    """A clause with a subject of its own that the parser takes for a relative clause of the hearer."""
    for noun in (child, *child.children) if child.dep_ in {"dobj", "prep", "dative"} else ():
        for clause in (below for below in noun.rights if below.dep_ == "relcl"):
            subject = next((below for below in clause.children if below.dep_ in SUBJECTS), None)
            if subject is not None and subject.lower_ not in RELATIVE:
                return clause
    return None


def _governed(verb: Token, source: Token, readings: tuple[SpeechCue, ...]) -> tuple[int, int]:
    """Content as an infinitive ('urged to leave', 'claims to have left'), an accusation or an object, in this order."""
    after = [child for child in verb.rights if child.i != source.i]
    target = next((child for child in after if child.dep_ == "dobj"), None)
    asked = _asked(verb, after, readings) if takes(readings, "infinitive") else NOWHERE
    if asked != NOWHERE:
        return asked
    own = next((c for c in after if c.dep_ == "xcomp" and _has_to(c)), None) if takes(readings, "to") else None
    if own is not None:
        return edges(own)
    charge = next((c for c in _reachable(verb, target) if c.dep_ == "prep" and takes(readings, c.lower_)), None)
    if charge is not None:
        return (target.left_edge.i if target is not None else charge.i), charge.right_edge.i + 1
    return _object(verb, after, target) if takes(readings, "object") else NOWHERE


def _asked(verb: Token, after: list[Token], readings: tuple[SpeechCue, ...]) -> tuple[int, int]:
    """'urged both sides to withdraw', 'called on them to leave', 'appealed for calm'."""
    infinitive = next((c for c in after if c.dep_ in {"xcomp", "ccomp", "advcl"} and _has_to(c)), None)
    addressed = [child for child in after if child.dep_ in {"dobj", "dative", "prep"}]
    if infinitive is not None and (addressed or any(child.dep_ == "nsubj" for child in infinitive.children)):
        opening = min(child.left_edge.i for child in (*addressed, infinitive))
        opening += verb.doc[opening].dep_ == "prep"
        return opening, infinitive.right_edge.i + 1
    wanted = next((child for child in after if child.dep_ == "prep" and takes(readings, child.lower_)), None)
    return (wanted.i, wanted.right_edge.i + 1) if wanted is not None else NOWHERE


def _object(verb: Token, after: list[Token], target: Token | None) -> tuple[int, int]:
    """'denied the attack', 'admitted smuggling rifles', 'a raid for which it claimed responsibility'."""
    if any(child.dep_ == "prep" and any(c.lower_ == "which" for c in child.children) for child in verb.children):
        return _relativised(verb)
    head = next((c for c in after if c.dep_ == "xcomp" and c.tag_ == "VBG"), target)
    return edges(head) if head is not None else _relativised(verb)


def _reachable(verb: Token, target: Token | None) -> Iterator[Token]:
    """Prepositions of the verb, and of its object where a gerund follows ('him of selling')."""
    yield from verb.rights
    if target is not None:
        yield from (child for child in target.rights if any(below.dep_ == "pcomp" for below in child.children))


def _relativised(verb: Token) -> tuple[int, int]:
    """'the attack claimed by the group', 'a raid for which it claimed responsibility': the noun phrase above."""
    if verb.dep_ not in {"acl", "relcl"}:
        return NOWHERE
    return verb.head.left_edge.i, verb.left_edge.i


def _before(verb: Token, source: Token) -> tuple[int, int]:
    """Content that stands before the reporting clause with a comma between and that the parser did not attach."""
    if any(child.dep_ == "xcomp" for child in verb.children):
        return NOWHERE
    start = sentence_start(verb)
    first = min(verb.i, noun_phrase(source)[0])
    if first - 1 <= start or verb.doc[first - 1].text != ",":
        return NOWHERE
    clause = verb.doc[start : first - 1]
    return (clause.start, clause.end) if any(token.pos_ in {"VERB", "AUX"} for token in clause) else NOWHERE


def noun_phrase(head: Token) -> tuple[int, int]:
    """Token range of the noun phrase of a head, without relative clauses and appositions after it."""
    end = head.i + 1
    for child in head.rights:
        joined = child.dep_ in {"cc", "conj"} and child.pos_ in {"CCONJ", "NOUN", "PROPN", "PRON"}
        if (child.dep_ in LOOSE and not joined) or child.left_edge.i != end:
            break
        inner = next((below for below in child.rights if below.dep_ == "pobj"), None) if child.dep_ == "prep" else None
        if child.dep_ == "cc":
            end = child.i + 1
        elif joined or inner is not None:
            end = noun_phrase(inner or child)[1]
        else:
            end = child.right_edge.i + 1
    return head.left_edge.i, end


def takes(readings: tuple[SpeechCue, ...], construction: str, only: bool = False) -> bool:
    """Whether a verb has a construction in any of its readings; with `only`, in all, and takes no that-clause."""
    every = [construction in reading.constructions for reading in readings]
    return (
        all(every) and len(every) > 0 and not any("clause" in r.constructions for r in readings) if only else any(every)
    )


def colon_after(verb: Token, cues: Cues) -> Token | None:
    """The colon that opens what a verb says, with no other verb of speech between: 'He said: ...'."""
    for token in verb.doc[verb.i + 1 : sentence_end(verb) + 1]:
        if token.text == COLON:
            return token
        if token.pos_ == "VERB" and token.lemma_ in cues.speech_verbs:
            return None
    return None


def _has_to(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def edges(head: Token) -> tuple[int, int]:
    """Token range of a subtree, without punctuation at its ends."""
    start, end = head.left_edge.i, head.right_edge.i + 1
    while start < end and (head.doc[start].is_punct or head.doc[start].is_space) and not head.doc[start].is_quote:
        start += 1
    while end > start and (head.doc[end - 1].is_punct or head.doc[end - 1].is_space) and not head.doc[end - 1].is_quote:
        end -= 1
    return start, end
