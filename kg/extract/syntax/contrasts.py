"""Component: 'the school, not the hospital' names two things, where the parser takes the second for an apposition."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

NAME = "kg_contrasts"
INDEFINITE = frozenset({"a", "an"})  # ', not a member of it,' describes what stands before


@Language.component(NAME, assigns=["token.dep"])
def part(doc: Doc) -> Doc:
    """Make an apposition that a 'not' right before it excludes a conjunct."""
    for token in doc:
        if token.dep_ == "appos" and token.left_edge.i > 0:
            first = token.left_edge
            if first.nbor(-1).dep_ == "neg" and first.lower_ not in INDEFINITE:
                token.dep_ = "conj"
    return doc
