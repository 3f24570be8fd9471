"""The words of `lexicon-coreference.ttl` as typed values: pronouns, honorifics, gendered and resuming nouns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import RDF, Graph
from rdflib.term import Node

from kg.namespace import KG
from kg.ontology import Ontology, local_name

FILE = "lexicon-coreference.ttl"
VERBS = "lexicon.ttl"
TERM = KG._NS


@dataclass(frozen=True, slots=True)
class Pronoun:
    """What a pronoun agrees with; '' and None where it does not say. `refers_to` is the class it is read as alone."""

    person: int
    number: str = ""
    gender: str = ""
    animate: bool | None = None
    relative: bool = False
    refers_to: str = ""


@dataclass(frozen=True)
class ReferenceWords:
    """All words of reference, in lower case.

    `gender` of honorifics, nouns and given names is 'male', 'female' or ''. `resumes` gives the classes that a common
    noun can take up, `loose_parts` the words that names of a class may have or lack; `partitive` words before a place
    name make it a part of that place, of `part_class`; `parents` begin names by the name of a child ('Umm Yusuf').
    `synonyms` maps nouns for one body of a state to a common name; `services` are bodies whose people bear their name
    first ('Navy Capt. Omar Diallo'); `judging` verbs blame or thank their object for what is its own.
    """

    pronouns: Mapping[str, Pronoun]
    honorifics: Mapping[str, str]
    gendered_nouns: Mapping[str, str]
    given_names: Mapping[str, str]
    resumes: Mapping[str, frozenset[str]]
    loose_parts: Mapping[str, frozenset[str]]
    definite: frozenset[str]
    indefinite: frozenset[str]
    different: frozenset[str]
    equating: frozenset[str]
    alias_phrases: frozenset[str]
    partitive: frozenset[str]
    part_class: str
    naming: frozenset[str]
    changed: frozenset[str]
    quantities: frozenset[str]
    demonstrative: frozenset[str]
    parents: frozenset[str]
    synonyms: Mapping[str, str]
    services: frozenset[str]
    judging: frozenset[str]


def load_reference_words(ontology: Ontology) -> ReferenceWords:
    """Read both lexicons that name them. Raises StopRun where one is missing or broken."""
    graph = ontology.file(FILE)
    taken = {local: _taken(graph, local) for local in ("definite", "indefinite", "different")}
    return ReferenceWords(
        pronouns={word: _pronoun(graph, node) for node, word in _words(graph, "PronounForm")},
        honorifics=_genders(graph, "Honorific"),
        gendered_nouns=_genders(graph, "GenderedNoun"),
        given_names=_genders(graph, "GivenName"),
        resumes=_classes(graph, "Resumption", "resumes"),
        loose_parts=_parts(graph),
        definite=taken["definite"],
        indefinite=taken["indefinite"],
        different=taken["different"],
        equating=frozenset(word for _, word in _words(graph, "Equation")),
        alias_phrases=frozenset(word for _, word in _words(graph, "AliasPhrase")),
        partitive=_taken(graph, "part"),
        part_class=next((local_name(str(name)) for name in graph.objects(None, TERM.makes)), ""),
        naming=_taken(graph, "naming"),
        changed=_taken(graph, "changed"),
        quantities=_taken(graph, "quantity"),
        demonstrative=_taken(graph, "demonstrative"),
        parents=_taken(graph, "parent"),
        services=_taken(graph, "service"),
        judging=frozenset(map(str, ontology.file(VERBS).objects(TERM.judgingVerbs, TERM.lemma))),
        synonyms={word: local_name(str(node)) for node, word in _words(graph, "Synonyms")},
    )


def _words(graph: Graph, kind: str) -> Iterable[tuple[Node, str]]:
    for node in sorted(graph.subjects(RDF.type, TERM[kind]), key=str):
        for word in graph.objects(node, TERM.word):
            yield node, str(word)


def _pronoun(graph: Graph, node: Node) -> Pronoun:
    animate = graph.value(node, TERM.animate)
    return Pronoun(
        int(str(graph.value(node, TERM.grammaticalPerson))),
        str(graph.value(node, TERM.grammaticalNumber) or ""),
        str(graph.value(node, TERM.gender) or ""),
        None if animate is None else str(animate) == "true",
        str(graph.value(node, TERM.relative)) == "true",
        local_name(str(graph.value(node, TERM.readAs) or "")),
    )


def _genders(graph: Graph, kind: str) -> dict[str, str]:
    return {word: str(graph.value(node, TERM.gender) or "") for node, word in _words(graph, kind)}


def _classes(graph: Graph, kind: str, term: str) -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = defaultdict(set)
    for node, word in _words(graph, kind):
        table[word].update(local_name(str(name)) for name in graph.objects(node, TERM[term]))
    return {word: frozenset(names) for word, names in table.items()}


def _parts(graph: Graph) -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = defaultdict(set)
    for node, word in _words(graph, "NamePart"):
        for name in graph.objects(node, TERM.namePartOf):
            table[local_name(str(name))].add(word)
    return {name: frozenset(words) for name, words in table.items()}


def _taken(graph: Graph, value: str) -> frozenset[str]:
    return frozenset(word for node, word in _words(graph, "Reference") if str(graph.value(node, TERM.taken)) == value)
