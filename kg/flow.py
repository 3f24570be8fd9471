"""The whole flow: inputs to documents, to facts, to quads in a store, to files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from itertools import chain
from pathlib import Path

import networkx
import rdflib

from kg.document import Document
from kg.errors import SkipDocument, StopRun
from kg.export import turtle
from kg.export.network import to_networkx
from kg.extract import Extractor
from kg.facts import Claim, Entity, Facts
from kg.ontology import Ontology, load_ontology
from kg.rdf import quads
from kg.readers import Item, read_inputs
from kg.resolve.apply import apply
from kg.resolve.decision import Decision
from kg.resolve.graph import corpus_quads
from kg.resolve.naming import named_once
from kg.settings import DEFAULT, Settings
from kg.store.interface import QueryResult
from kg.store.oxigraph import OxigraphStore
from kg.workers import extract_parallel

WRITERS = {".ttl": "turtle", ".trig": "trig", ".html": "html"}
Progress = Callable[[Iterable[Facts]], Iterable[Facts]]


@dataclass(frozen=True)
class Graph:
    """What was read in a set of documents, to iterate, query and save."""

    corpus: tuple[Facts, ...]
    store: OxigraphStore
    ontology: Ontology
    skipped: tuple[SkipDocument, ...] = field(default=())

    @property
    def documents(self) -> list[Document]:
        """The documents read, in the order of their ids."""
        return [facts.document for facts in self.corpus]

    @property
    def entities(self) -> list[Entity]:
        """Every entity once, in the order of IRIs, with the aliases of all documents."""
        return merged_entities(self.corpus)

    @property
    def claims(self) -> list[Claim]:
        """Every claim, document by document."""
        return [claim for facts in self.corpus for claim in facts.claims]

    def query(self, sparql: str) -> QueryResult:
        """Answer a SPARQL 1.1 query over all documents. Raises StopRun where it is not valid."""
        return self.store.query(sparql)

    def to_rdflib(self) -> rdflib.Graph:
        """The asserted triples, entities, claims and evidence as an rdflib Graph."""
        return rdflib.Graph().parse(data=turtle.text(self.store), format="turtle")

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Entities as nodes, asserted triples as edges keyed by relation."""
        return to_networkx(self.store)

    def save(self, path: str | Path) -> None:
        """Write the graph in the format of the file's ending: .ttl, .trig or .html. Raises StopRun for others."""
        path = Path(path)
        if path.suffix not in WRITERS:
            raise StopRun(f"{path}: cannot save as {path.suffix!r}; use one of {', '.join(WRITERS)}")
        writer = import_module(f"kg.export.{WRITERS[path.suffix]}")
        writer.write(self.store, self.ontology, path)


def build(
    inputs: Sequence[str | Path],
    settings: Settings = DEFAULT,
    *,
    progress: Progress = iter,
    workers: int = 1,
    decisions: Sequence[Decision] = (),
) -> Graph:
    """Read files, folders or globs into a Graph; documents that cannot be used are in `skipped`.

    `decisions` are a person's, carried out on what was read.

    Raises StopRun where the pipeline or the ontology cannot be loaded.
    """
    skipped: list[SkipDocument] = []
    found = progress(read_facts(inputs, settings, skipped, workers))
    corpus = sorted(found, key=lambda facts: facts.document.id)
    return resolved(corpus, load_ontology(settings.ontology), decisions, skipped)


def resolved(
    corpus: Iterable[Facts],
    ontology: Ontology,
    decisions: Sequence[Decision] = (),
    skipped: Sequence[SkipDocument] = (),
) -> Graph:
    """The Graph of what was read in documents: a function of the set of documents, in any order."""
    ordered = sorted(corpus, key=lambda one: one.document.id)
    decided = named_once([apply(decisions, facts, ontology) for facts in ordered])
    store = OxigraphStore()
    for facts in decided:
        store.load(quads(facts))
    store.load(corpus_quads(decided, decisions, ontology))
    return Graph(decided, store, ontology, tuple(skipped))


def read_facts(
    inputs: Sequence[str | Path], settings: Settings, skipped: list[SkipDocument], workers: int = 1
) -> Iterator[Facts]:
    """The Facts of each usable document, in order; the others are put into `skipped`.

    The pipeline is loaded when the first usable document has been found.
    """
    documents = usable(read_inputs(inputs), skipped)
    first = next(documents, None)
    if first is not None:
        yield from read_documents(chain([first], documents), settings, workers)


def read_documents(documents: Iterable[Document], settings: Settings = DEFAULT, workers: int = 1) -> Iterator[Facts]:
    """The Facts of documents, in order, read in this process or by several."""
    if workers > 1:
        return extract_parallel(documents, workers, settings)
    return Extractor(settings).extract(documents)


def usable(items: Iterable[Item], skipped: list[SkipDocument]) -> Iterator[Document]:
    """The documents among the items; what cannot be used is put into `skipped`."""
    for item in items:
        if isinstance(item, Document):
            yield item
        else:
            skipped.append(item)


def merged_entities(corpus: Iterable[Facts]) -> list[Entity]:
    """Every entity once, in the order of IRIs, with the aliases of all documents; the first document's name stays."""
    found: dict[str, Entity] = {}
    aliases: dict[str, set[str]] = {}
    for facts in corpus:
        for entity in facts.entities:
            found.setdefault(entity.iri, entity)
            aliases.setdefault(entity.iri, set()).update(entity.aliases)
    return [
        Entity(e.iri, e.type, e.name, tuple(sorted(aliases[iri])), e.same_as, e.named, e.latitude, e.longitude)
        for iri, e in sorted(found.items())
    ]
