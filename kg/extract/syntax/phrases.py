"""Phrases around one token: possessors, modifiers, objects of prepositions, whom a role noun is said of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.syntax.tree import (
    COPULAR_LINKS,
    HYPHENS,
    LEFT_MODIFIERS,
    SUBJECTS,
    antecedent,
    is_bare,
    is_noun,
    is_verb,
    same_line,
)

SHARED, DISTANT = 0.95, 0.8
APOSTROPHES = frozenset({"'s", "’s"})
NEAR = 6
PREDICATIVE = COPULAR_LINKS | {"acomp"}


@dataclass(frozen=True, slots=True)
class Filler:
    """A token that fills a function; `weight` (0 to 1) says how sure the path to it is."""

    token: Token
    weight: float

    def weaker(self, factor: float) -> Filler:
        """The same token by a less sure path."""
        return Filler(self.token, self.weight * factor)


def raised_objects(verb: Token) -> Iterator[Filler]:
    """The subject of an infinitive clause, which its verb treats as an object: 'helped the army hold the town'."""
    for clause in verb.children:
        if clause.dep_ in ("ccomp", "xcomp") and clause.tag_ == "VB":
            marks = {child.dep_ for child in clause.children}
            subjects = [child for child in clause.children if child.dep_ in SUBJECTS and child.i > verb.i]
            if not marks & {"mark"} and not any(child.tag_ == "MD" for child in clause.children):
                yield from (Filler(subject, DISTANT) for subject in subjects)


def by_phrase(trigger: Token) -> Iterator[Filler]:
    """The doer named after 'by'."""
    for child in trigger.children:
        if child.lower_ == "by" and child.dep_ in ("agent", "prep"):
            yield from (Filler(target, 1.0) for target in child.children if target.dep_ == "pobj")


def recipients(verb: Token) -> Iterator[Filler]:
    """The indirect object, bare or after 'to'."""
    for child in verb.children:
        if child.dep_ == "dative":
            targets = [target for target in child.children if target.dep_ == "pobj"] if child.pos_ == "ADP" else [child]
            yield from (Filler(target, 1.0) for target in targets)


def hyphenated(participle: Token) -> Iterator[Filler]:
    """The agent written before a hyphen: 'Saudi-led', 'IS-held', 'Beirut-based'."""
    if participle.i >= 2 and participle.nbor(-1).text in HYPHENS:
        yield Filler(participle.nbor(-2), 1.0)


def _hosts(noun: Token) -> list[Token]:
    """The nouns whose left modifiers are a noun's own: itself, the name it is a title of, a bare conjunct's first."""
    if noun.dep_ in LEFT_MODIFIERS:
        return [noun, noun.head]
    return [noun, noun.head] if noun.dep_ == "conj" and is_bare(noun) and is_noun(noun.head) else [noun]


def possessors(noun: Token) -> Iterator[Filler]:
    """Whose a noun is: 'Chad's army', 'Chad, whose army'."""
    found = False
    for host in _hosts(noun):
        for child in host.children:
            if child.dep_ == "poss" and child.i < noun.i:
                found = True
                yield Filler(antecedent(child, host.head), 1.0 if host.i == noun.i else SHARED)
    if not found:
        yield from _apostrophe(noun)


def _apostrophe(noun: Token) -> Iterator[Filler]:
    """The owner before an 's that the parser took for something else, with only modifiers up to the noun."""
    for i in range(noun.i - 1, max(noun.sent.start, noun.i - NEAR), -1):
        token = noun.doc[i]
        if token.lower_ in APOSTROPHES and token.dep_ not in ("case", "aux", "ROOT"):
            yield Filler(token.nbor(-1), SHARED)
        if token.pos_ not in ("ADJ", "ADV", "CCONJ", "NUM") and token.tag_ not in ("VBN", "VBG", "NN"):
            return


def modifiers(noun: Token) -> Iterator[Filler]:
    """Nouns and adjectives before a noun in its phrase, through flat or nested compounds."""
    for host in _hosts(noun):
        stack = [child for child in host.children if child.dep_ in LEFT_MODIFIERS and child.i < noun.i]
        while stack:
            token = stack.pop()
            yield Filler(token, 1.0)
            if not is_verb(token):  # the doer in 'Saudi-led' modifies no more than the participle
                stack.extend(child for child in token.children if child.dep_ in LEFT_MODIFIERS)


def bearers(noun: Token) -> Iterator[Filler]:
    """Whom a role noun is said of, the most explicit first: name after a title, apposition, copula, 'as', itself."""
    head = noun.head
    named = [child for child in noun.children if child.dep_ == "appos"]
    if noun.dep_ in LEFT_MODIFIERS and is_noun(head):
        named.append(head)
    if noun.dep_ == "appos" and is_noun(head):
        named.append(head)
    if noun.dep_ in PREDICATIVE and is_verb(head):
        named.extend(_said_of(head))
    if noun.dep_ == "pobj" and head.lower_ == "as" and is_verb(head.head):
        named.extend(_said_of(head.head))
        if noun.i == head.i + 1:
            named.extend(antecedent(child, head.head) for child in head.head.children if child.dep_ in SUBJECTS)
    named = [token for token in named if same_line(token, noun)]
    yield from (Filler(token, 1.0) for token in named)
    if not named:
        yield Filler(noun, 1.0)


def _said_of(verb: Token) -> list[Token]:
    """Whom a predicate noun describes: the verb's object where it has one ('named him head'), else its subject."""
    objects = [child for child in verb.children if child.dep_ in ("dobj", "dative") and is_noun(child)]
    return objects or [antecedent(child, verb) for child in verb.children if child.dep_ in SUBJECTS]


def governors(trigger: Token) -> list[Token]:
    """Where a trigger's prepositional phrases hang: on itself, a title's name, or by mistake on a verb beside it."""
    if is_noun(trigger):
        titled = trigger.dep_ in LEFT_MODIFIERS and trigger.head.pos_ == "PROPN"
        return [trigger, trigger.head] if titled else [trigger]
    if trigger.dep_ == "acomp":
        return [trigger, trigger.head]
    below = [child for child in trigger.children if child.dep_ in ("dobj", "acomp", "prt", "advmod")]
    ofs = (filler.token for child in below if child.dep_ == "dobj" for filler in objects_of(child, "of"))
    return [trigger, *below, *ofs]


def objects_of(token: Token, preposition: str) -> Iterator[Filler]:
    """Objects of a preposition below a token, also through a chained one ('away from', 'from the base to')."""
    for child in token.children:
        if child.dep_ in ("prep", "dative", "agent", "prt") and child.lower_ == preposition:
            for target in child.children:
                if target.dep_ in ("pobj", "pcomp") and not is_verb(target):
                    yield Filler(target, 1.0)
        elif child.dep_ == "prep":
            for inner in child.children:
                chained_on = inner.i == child.i + 1 or child.lower_ == "from"
                if inner.dep_ == "prep" and inner.lower_ == preposition and chained_on:
                    yield from (Filler(target, SHARED) for target in inner.children if target.dep_ == "pobj")


def chained(token: Token, first: str, noun: str, second: str) -> Iterator[Filler]:
    """The object of a preposition behind a fixed noun of another one: 'killed at the hands of the junta'."""
    for middle in objects_of(token, first):
        if middle.token.lower_ == noun:
            yield from (filler.weaker(middle.weight) for filler in objects_of(middle.token, second))


def earlier_objects(noun: Token, before: Token) -> Iterator[Token]:
    """The objects of a noun's prepositional phrases that precede another one: 'support for Chad in the fight'."""
    for child in noun.children:
        if child.dep_ == "prep" and child.i < before.i:
            yield from (target for target in child.children if target.dep_ == "pobj")


def following(noun: Token, preposition: str) -> Iterator[Filler]:
    """The object of a preposition right behind a noun phrase, though the parser hung it on the verb above."""
    host = noun.head if noun.dep_ in LEFT_MODIFIERS else noun
    if host.i + 1 < len(host.doc):
        after = host.nbor()
        above = after.lower_ == preposition and is_verb(after.head) and after.head.is_ancestor(host)
        if above and after.dep_ in ("prep", "agent"):
            yield from (Filler(target, 1.0) for target in after.children if target.dep_ == "pobj")


def fronted(verb: Token, preposition: str) -> Iterator[Filler]:
    """The object of a preposition that opens a sentence: 'Near Kidal, strikes destroyed' (parsers miss it)."""
    opening = next((token for token in verb.sent if token.is_alpha), None)
    if opening is None or opening.lower_ != preposition or opening.i >= verb.i:
        return
    end = opening.i + 1
    while end < verb.i and verb.doc[end].pos_ in ("DET", "ADJ", "NOUN", "PROPN", "NUM"):
        end += 1
    if verb.doc[end].text == "," and is_noun(verb.doc[end - 1]) and end > opening.i + 1:
        yield Filler(verb.doc[end - 1], SHARED)


def loose_objects(trigger: Token, preposition: str) -> Iterator[Filler]:
    """Objects of a preposition that only events take, wherever the parser hung it among nouns below the trigger."""
    stack = [child for child in trigger.children if child.i > trigger.i]
    while stack:
        token = stack.pop()
        if token.dep_ == "prep" and token.lower_ == preposition:
            yield from (Filler(target, DISTANT * DISTANT) for target in token.children if target.dep_ == "pobj")
        elif token.dep_ not in ("relcl", "ccomp", "conj") or not is_verb(token):
            stack.extend(token.children)
