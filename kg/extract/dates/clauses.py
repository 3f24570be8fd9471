"""How the clauses of a sentence lie in time to each other: at the same time, one after the other, or unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rdflib import Namespace
from spacy.tokens import Token

from kg.extract.dates.words import FILE
from kg.ontology import Ontology, local_name

LEX = Namespace("https://w3id.org/security-kg/ontology#")
CUE = Namespace("https://w3id.org/security-kg/lexicon#")
VERBAL = frozenset({"VERB", "AUX"})
RELATIVES = frozenset({"that", "which"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "mark"})


class Order(StrEnum):
    """How a clause lies to another: at the same time, before it or after it."""

    SAME = "same"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class TimeCues:
    """Words that join a clause to another, by how the clause lies to the other in time, and relations that are states.

    A state that a noun implies ('an Israeli corvette') has no time of its own.
    """

    orders: dict[str, Order]
    states: frozenset[str]

    def order(self, verb: Token) -> Order | None:
        """How the clause of a verb lies to the one it is joined to, by the word that joins them."""
        joining = (child.lower_ for child in verb.lefts if child.dep_ in {"mark", "advmod", "prep"})
        return next((self.orders[word] for word in joining if word in self.orders), None)


def load_time_cues(ontology: Ontology) -> TimeCues:
    """Read the joining words and the states of `lexicon-claims.ttl`."""
    graph = ontology.file(FILE)
    nodes = {CUE["time-clause-same"]: Order.SAME, CUE["time-clause-after"]: Order.BEFORE}
    nodes[CUE["time-clause-before"]] = Order.AFTER
    orders = {str(word): order for node, order in nodes.items() for word in graph.objects(node, LEX.marker)}
    states = (local_name(str(relation)) for relation in graph.objects(CUE["time-states"], LEX.relation))
    return TimeCues(orders, frozenset(states))


def beside(verb: Token, cues: TimeCues) -> Iterator[tuple[Token, Order]]:
    """The verbs of the clauses next to a verb's, with how its clause lies to theirs; the one above it first."""
    yield from _above(verb, cues)
    for child in verb.children:
        joined = child.dep_ == "conj" or is_parted(child)
        while_it = child.dep_ == "advcl" and cues.order(child) is Order.SAME
        both_tell = (tells(verb) and tells(child)) or (joined and verb.tag_ == child.tag_ == "VBN")
        done = child.dep_ == "xcomp" and child.tag_ == "VB"
        if done or ((joined or while_it) and both_tell):
            yield child, Order.SAME


def _above(verb: Token, cues: TimeCues) -> Iterator[tuple[Token, Order]]:
    above, order = verb.head, cues.order(verb)
    if verb.dep_ == "conj" or is_parted(verb):
        if tells(verb) and tells(above):
            yield above, Order.SAME
    elif verb.dep_ == "advcl":
        bare = verb.tag_ in {"VBN", "VB"} and not has_own(verb)
        if bare or (order is Order.SAME and tells(verb) and tells(above)):
            yield above, Order.SAME
        elif order in {Order.BEFORE, Order.AFTER}:
            yield above, order
    elif verb.dep_ == "relcl" and tells(verb) and _is_told_of(above, verb):
        yield above, Order.SAME
    elif verb.dep_ == "relcl" and order is Order.SAME and tells(verb):
        if tells(verb_above(above)):
            yield verb_above(above), Order.SAME
    elif verb.dep_ == "pcomp" and above.lower_ in cues.orders:
        yield verb_above(above), cues.orders[above.lower_]


def _is_told_of(noun: Token, verb: Token) -> bool:
    """Whether a relative clause tells what its noun did: 'the raid in April that killed two'."""
    return any(child.dep_ == "nsubj" and child.lower_ in RELATIVES for child in verb.lefts)


def verb_above(token: Token) -> Token:
    """The verb that a token stands under, itself where it is one; the root where there is none."""
    while token.head != token and token.pos_ not in VERBAL:
        token = token.head
    return token


def tells(verb: Token) -> bool:
    """Whether a verb tells of something in the simple past: 'fired', 'were hit', not 'has fired', 'had fired'."""
    auxiliaries = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    if any(child.lemma_ == "have" or child.tag_ == "MD" for child in auxiliaries):
        return False
    if verb.tag_ == "VBN" and not auxiliaries and verb.dep_ == "conj":
        return tells(verb.head)
    return verb.tag_ == "VBD" or any(child.tag_ == "VBD" for child in auxiliaries)


def is_parted(verb: Token) -> bool:
    """Whether a clause is a sentence of its own, parted by a semicolon from the one it hangs on."""
    if verb.dep_ not in {"ccomp", "parataxis"} or verb.head == verb:
        return False
    first, last = sorted((verb.i, verb.head.i))
    return any(token.text == ";" for token in verb.doc[first:last])


def has_own(verb: Token) -> bool:
    """Whether a verb has a subject of its own, or a word that joins it to the clause above."""
    return any(child.dep_ in SUBJECTS for child in verb.children)
