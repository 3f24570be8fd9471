"""The only place that knows spaCy: from a Document to Facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.document import Document
from kg.facts import Facts
from kg.knowledge import load_knowledge
from kg.settings import DEFAULT, Settings


class Extractor:
    """Reads documents into Facts with one loaded pipeline. Raises StopRun where the pipeline cannot be loaded."""

    def __init__(self, settings: Settings = DEFAULT) -> None:
        from kg.extract.pipeline import build_reader  # noqa: PLC0415  spaCy takes a second to import

        self._reader = build_reader(settings)
        self._knowledge = load_knowledge(self._reader.ontology, settings.entities)

    def extract(self, documents: Iterable[Document]) -> Iterator[Facts]:
        """The Facts of each document, in order."""
        from kg.extract.collect import collect  # noqa: PLC0415

        for document, doc in self._reader.read(documents):
            yield collect(document, doc, self._reader.ontology, self._knowledge)
