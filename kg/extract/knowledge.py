"""What the components share: the ontology, given to spaCy's config by name and read once a folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from spacy.util import registry

from kg.ontology import Ontology, load_ontology


@registry.misc("kg.Ontology.v1")
def shared_ontology(folder: str | None) -> Ontology:
    """The ontology of a folder (the shipped one for None), read once a process: it is never changed."""
    return _read(folder)


@cache
def _read(folder: str | None) -> Ontology:
    return load_ontology(Path(folder) if folder else None)
