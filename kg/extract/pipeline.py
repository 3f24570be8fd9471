"""Builds the reader: a stock English pipeline and the project's components, and runs it over documents."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_config

from kg.document import Document
from kg.errors import StopRun
from kg.extract.knowledge import shared_ontology
from kg.extract.reading import reading
from kg.extract.syntax import contrasts, forms, paragraphs
from kg.ontology import Ontology
from kg.settings import Settings

CONFIG = Path(__file__).with_name("pipeline.cfg")
PIECE = 20_000
BATCH = 32
PARSED_AT_ONCE = 8


@dataclass(frozen=True)
class Reader:
    """A stock Language with the names of the project's components, in order, that run after it."""

    nlp: Language
    components: tuple[str, ...]
    ontology: Ontology

    def read(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Doc]]:
        """The annotated Doc of each document, in order.

        A long text goes through the stock components in pieces of about PIECE characters, cut between paragraphs,
        and is put together again before the project's components, so that memory does not grow with its square.
        """
        batch: list[Document] = []
        for document in documents:
            batch.append(document)
            if len(batch) >= BATCH or len(document.text) > PIECE:
                yield from self._batch(batch)
                batch = []
        yield from self._batch(batch)

    def _batch(self, batch: list[Document]) -> Iterator[tuple[Document, Doc]]:
        pieces = [(piece, index) for index, document in enumerate(batch) for piece in cut(document.text)]
        parsed = self.nlp.pipe(pieces, as_tuples=True, disable=self.components, batch_size=PARSED_AT_ONCE)
        waiting: list[Doc] = []
        current = 0
        for doc, index in parsed:
            if index != current:
                yield batch[current], self._finish(batch[current], waiting)
                waiting, current = [], index
            waiting.append(doc)
        if batch:
            yield batch[current], self._finish(batch[current], waiting)

    def _finish(self, document: Document, pieces: list[Doc]) -> Doc:
        doc = pieces[0] if len(pieces) == 1 else Doc.from_docs(pieces, ensure_whitespace=False)
        reading(doc).published = document.published.isoformat() if document.published else ""
        for name in self.components:
            doc = self.nlp.get_pipe(name)(doc)
        return doc


def cut(text: str, size: int = PIECE) -> list[str]:
    """Pieces of about `size` characters at most that join to the text, cut after a line end or else a blank."""
    pieces = []
    while len(text) > size:
        at = max(text.rfind("\n", size // 2, size), -1)
        at = at if at > 0 else text.rfind(" ", size // 2, size)
        at = at + 1 if at > 0 else size
        pieces.append(text[:at])
        text = text[at:]
    return [*pieces, text]


def build_reader(settings: Settings) -> Reader:
    """Load the pipeline and its components.

    Raises StopRun where the pipeline is not installed, is not English, or has no parser.
    """
    config = load_config(CONFIG)["reader"]
    nlp = load_language(settings.model or config["model"])
    folder, entities = (str(path) if path else None for path in (settings.ontology, settings.entities))
    ontology = {"@misc": "kg.Ontology.v1", "folder": folder, "entities": entities}
    paragraphs.split_further(nlp)
    forms.teach(nlp, shared_ontology(folder, entities))
    nlp.add_pipe(paragraphs.NAME, before="parser", config={"ontology": ontology})
    nlp.add_pipe(contrasts.NAME, after="parser")
    for name, module in config["components"].items():
        importlib.import_module(module)
        weights = {"folder": str(settings.weights)} if name in config["learned"] and settings.weights else {}
        nlp.add_pipe(name, config={"ontology": ontology} | weights)
    return Reader(nlp, tuple(config["components"]), shared_ontology(folder, entities))


def load_language(name: str) -> Language:
    """An installed spaCy English pipeline with a parser, by package name or folder.

    Raises StopRun where there is none, saying what to install.
    """
    try:
        nlp = spacy.load(name)
    except OSError:
        raise StopRun(
            f"the spaCy pipeline {name!r} is not installed; install it, or leave --model out to use the default"
        ) from None
    if nlp.lang != "en" or "parser" not in nlp.pipe_names:
        raise StopRun(f"the spaCy pipeline {name!r} is not an English one with a parser; choose another with --model")
    return nlp
