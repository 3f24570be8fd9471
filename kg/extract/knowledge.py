"""What the components share: ontology, known entities and head words, each read once a folder and never changed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from spacy.util import registry

from kg.extract.names.keys import NameKeys
from kg.extract.relations.eventnames import EventNames
from kg.knowledge import HeadWords, Knowledge, load_head_words, load_knowledge
from kg.ontology import Ontology, load_ontology


def shared_ontology(folder: str | None = None, entities: str | None = None) -> Ontology:
    """The ontology of a folder (the shipped one for None), with the user's table of entities, read once a process."""
    return _ontology(Path(folder) if folder else None, Path(entities) if entities else None)


registry.misc("kg.Ontology.v1", func=shared_ontology)


def shared_knowledge(ontology: Ontology) -> Knowledge:
    """The known entities of an ontology's folder, read once a process."""
    return _knowledge(ontology.folder, ontology.entities)


def shared_head_words(ontology: Ontology) -> HeadWords:
    """The head words of an ontology's folder, read once a process."""
    return _head_words(ontology.folder)


def shared_name_keys(ontology: Ontology) -> NameKeys:
    """What makes keys of names, by the words of an ontology's folder, read once a process."""
    return _name_keys(ontology.folder, ontology.entities)


def shared_event_names(ontology: Ontology) -> EventNames:
    """What names events, by the patterns of an ontology's folder, read once a process."""
    return _event_names(ontology.folder)


@cache
def _ontology(folder: Path | None, entities: Path | None = None) -> Ontology:
    return load_ontology(folder, entities)


@cache
def _knowledge(folder: Path, entities: Path | None) -> Knowledge:
    return load_knowledge(_ontology(folder), entities)


@cache
def _head_words(folder: Path) -> HeadWords:
    return load_head_words(_ontology(folder))


@cache
def _name_keys(folder: Path, entities: Path | None) -> NameKeys:
    return NameKeys(_ontology(folder, entities), _knowledge(folder, entities), _head_words(folder))


@cache
def _event_names(folder: Path) -> EventNames:
    return EventNames(_ontology(folder))
