"""What is said of one and not of the other: 'the school, not the hospital', 'not to Chad', 'not Chad but Mali'."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.claims.cues import Cues
from kg.extract.claims.effects import is_limited
from kg.extract.syntax.tree import COPULAR_LINKS, is_noun, is_verb
from kg.facts import Polarity


def contrast(noun: Token, cues: Cues) -> Polarity | None:
    """Negated for a noun that a 'not' of its own excludes, affirmed for what 'but' puts in its place, else None."""
    if noun.dep_ in COPULAR_LINKS or not is_noun(noun):
        return None
    if _is_excluded(noun, cues) or (noun.dep_ == "pobj" and _is_excluded(noun.head, cues)):
        return Polarity.NEGATED
    before = noun.doc[max(noun.left_edge.i - 1, 0)]
    denied = any(child.dep_ == "neg" for child in (*noun.head.lefts, *noun.head.head.lefts))
    return Polarity.AFFIRMED if noun.dep_ == "conj" and before.lower_ == "but" and denied else None


def _is_excluded(head: Token, cues: Cues) -> bool:
    """Whether 'not' stands right before a phrase and belongs to no verb."""
    first = head.left_edge
    negation = first if first.dep_ == "neg" else first.doc[max(first.i - 1, 0)]
    if negation.dep_ != "neg" or negation.i > head.i or is_verb(negation.head) or is_limited(negation, cues):
        return False
    return negation.i == 0 or negation.nbor(-1).lower_ != "or"  # 'whether or not Chad'
