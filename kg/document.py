"""The Document: one source text with what its publisher says about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Document:
    """A source text; every offset in the project counts Unicode code points of `text`.

    `id` is unique in a corpus: the input's own id, or its file name without the ending.
    `published` is the date the publisher gives, None where none is known. `language` is an ISO 639-1 code.
    """

    id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    language: str = "en"

    @property
    def content_hash(self) -> str:
        """Sha-256 (hex) over every field, by which a store sees that a document has changed."""
        fields = (self.id, self.text, self.title, self.publisher, self.published, self.url, self.language)
        return hashlib.sha256(repr(fields).encode("utf-8")).hexdigest()
