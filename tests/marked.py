"""Marked sentences, in the markup of training/corpus, read by the relation component alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.relations import MODEL, annotated, sample_of
from kg.extract.knowledge import shared_ontology
from kg.extract.reading import reading
from kg.extract.relations.component import RelationReader
from kg.extract.syntax import paragraphs
from training.corpus import parse

Triple = tuple[str, str, str]


@cache
def language() -> Language:
    """The stock pipeline with paragraph breaks, loaded once."""
    nlp = spacy.load(MODEL)
    nlp.add_pipe(paragraphs.NAME, before="parser")
    return nlp


@cache
def relation_reader(folder: Path | None = None) -> RelationReader:
    """The component with the ontology of a folder (the shipped one for None)."""
    return RelationReader(shared_ontology(str(folder) if folder else None))


def marked_doc(markup: str) -> Doc:
    """A Doc whose Reading holds the mentions and chains that the markup gives, before relations are read."""
    stories, problems = parse(f"== c-test-01 | 2020-01-01\n{markup}\n")
    assert not problems, problems
    return annotated(sample_of(stories[0]), language())


def read(markup: str, folder: Path | None = None) -> Doc:
    """The Doc with its relations read."""
    return relation_reader(folder)(marked_doc(markup))


def triples(markup: str, folder: Path | None = None) -> set[Triple]:
    """The relations read in marked text, by entity ids; symmetric ones in both directions."""
    found = reading(read(markup, folder))
    symmetric = relation_reader(folder).ontology.symmetric
    result: set[Triple] = set()
    for relation in found.relations:
        one, other = found.mentions[relation.subject].source, found.mentions[relation.object].source
        result.add((one, relation.predicate, other))
        if relation.predicate in symmetric:
            result.add((other, relation.predicate, one))
    return result
