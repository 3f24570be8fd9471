"""Component: where a sentence must and must not begin, told to the parser before it decides.

A blank line ends a sentence, so that a headline is never joined to the paragraph below it; the full stop of a title
('Capt. Ali') ends none.
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

from kg.extract.coreference.words import load_reference_words
from kg.ontology import Ontology

NAME = "kg_paragraphs"
# 'U.S.-led' is two words, and so are a word's full stop and the footnote mark behind it.
INFIXES = (r"(?<=[A-Za-z]\.)-(?=[A-Za-z])", r"(?<=[a-z]{2})\.(?=\[)", r"(?<=\.)\[(?=\d)")


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


class Paragraphs:
    """Marks starts of sentences; `titles` are in lower case with their full stop."""

    def __init__(self, titles: frozenset[str]) -> None:
        self.titles = titles

    def __call__(self, doc: Doc) -> Doc:
        """Mark each token after a line end as a start, and each token after a title as none."""
        for token in doc[:-1]:
            if "\n" in token.text and token.is_space:
                doc[token.i + 1].is_sent_start = True
            elif token.text.endswith(".") and self._is_title(doc, token.i):
                doc[token.i + 1].is_sent_start = False
        return doc

    def _is_title(self, doc: Doc, index: int) -> bool:
        """Whether a title ends here, its full stop in the same token or in one of its own."""
        text = doc[index].lower_
        return text in self.titles or (text == "." and index > 0 and doc[index - 1].lower_ + "." in self.titles)
