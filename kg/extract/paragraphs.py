"""Component: a blank line ends a sentence, so that the parser never joins a headline to the paragraph below it."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

NAME = "kg_paragraphs"


@Language.component(NAME, assigns=["token.is_sent_start"])
def split_paragraphs(doc: Doc) -> Doc:
    """Mark the token after each run of white space that holds a line end as the start of a sentence."""
    for token in doc[:-1]:
        if "\n" in token.text and token.is_space:
            doc[token.i + 1].is_sent_start = True
    return doc
