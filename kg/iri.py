"""How IRIs are made: from content alone, so that the same content always gets the same IRI."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from kg.namespace import DOCUMENT_BASE


def document_iri(document_id: str) -> str:
    """The IRI of a document, which is also the name of its graph."""
    return DOCUMENT_BASE + quote(document_id, safe="")


def digest(*parts: object) -> str:
    """Sixteen hex digits that depend on the parts alone."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8")).hexdigest()[:16]
