"""Component: where a sentence must and must not begin, told to the parser before it decides.

A blank line ends a sentence, so that a headline is never joined to the paragraph below it; the full stop of a title
('Capt. Ali') ends none; a footnote mark ('denied.[2]') belongs to the sentence before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

from kg.extract.coreference.words import load_reference_words
from kg.ontology import Ontology

NAME = "kg_paragraphs"
# 'U.S.-led' is two words, and so are a word, its full stop or comma, and the footnote mark behind it.
INFIXES = (r"(?<=[A-Za-z]\.)-(?=[A-Za-z])", r"(?<=[a-z]{2})[.,;:](?=\[)", r"(?<=[\w.,;:”\"\)\]])\[(?=\w)", r"\](?=\[)")

STOPS = frozenset({".", "!", "?", '"', "”"})
LONGEST_MARK = 5  # tokens, as in '[citation needed]'


@Language.factory(
    NAME,
    assigns=["token.is_sent_start"],
    default_config={"ontology": {"@misc": "kg.Ontology.v1", "folder": None}},
)
def make(nlp: Language, name: str, ontology: Ontology) -> Paragraphs:
    """The component, with the titles of the ontology that are written with a full stop."""
    titles = load_reference_words(ontology).honorifics
    return Paragraphs(frozenset(title for title in titles if title.endswith(".")))


def split_further(nlp: Language) -> None:
    """Have the pipeline's tokenizer part what its own rules leave together."""
    tokenizer: Any = nlp.tokenizer
    infixes = [*(nlp.Defaults.infixes or ()), *INFIXES]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer


def _footnotes(doc: Doc) -> Iterator[tuple[int, int]]:
    """Runs of footnote marks, which follow a word without a space: token indices [start, end)."""
    end = 0
    for token in doc[1:]:
        before = doc[token.i - 1]
        if token.i >= end and not before.whitespace_ and not before.is_space:
            end = _marks_end(doc, token.i)
            if end > token.i:
                yield token.i, end


def _marks_end(doc: Doc, start: int) -> int:
    """The index after the footnote marks that begin at a token; the token's own where none does."""
    while start < len(doc) and doc[start].text == "[":
        closed = next((token.i + 1 for token in doc[start + 1 : start + LONGEST_MARK] if token.text == "]"), None)
        if closed is None:
            break
        start = closed
    return start


class Paragraphs:
    """Marks starts of sentences; `titles` are in lower case with their full stop."""

    def __init__(self, titles: frozenset[str]) -> None:
        self.titles = titles

    def __call__(self, doc: Doc) -> Doc:
        """Mark each token after a line end as a start, and each token after a title or in a footnote mark as none."""
        for token in doc[:-1]:
            if "\n" in token.text and token.is_space:
                doc[token.i + 1].is_sent_start = True
            elif token.text.endswith(".") and self._is_title(doc, token.i):
                doc[token.i + 1].is_sent_start = False
        for start, end in _footnotes(doc):
            for token in doc[start:end]:
                token.is_sent_start = False
            if end < len(doc) and not doc[end].is_space:
                doc[end].is_sent_start = doc[start - 1].text in STOPS
        return doc

    def _is_title(self, doc: Doc, index: int) -> bool:
        """Whether a title ends here, its full stop in the same token or in one of its own."""
        text = doc[index].lower_
        return text in self.titles or (text == "." and index > 0 and doc[index - 1].lower_ + "." in self.titles)
