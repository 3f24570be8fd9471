"""Everything a pass of coreference works on: one Doc's mentions, their features and clusters, and what is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from spacy.tokens import Doc

from kg.extract.coreference.clusters import Clusters
from kg.extract.coreference.features import Describer, Features
from kg.extract.coreference.words import ReferenceWords
from kg.extract.reading import Reading, reading
from kg.facts import Kind
from kg.knowledge import HeadWords, Knowledge, normalise
from kg.ontology import Ontology


@dataclass(frozen=True)
class Scene:
    """A Doc being resolved. `day` is the document's date, None where unknown."""

    doc: Doc
    reading: Reading
    features: list[Features]
    clusters: Clusters
    ontology: Ontology
    knowledge: Knowledge
    words: ReferenceWords
    day: date | None

    def of_kind(self, kind: Kind) -> list[Features]:
        """The mentions of one kind, in text order."""
        return [f for f in self.features if f.kind is kind]

    def identify(self, feature: Features, iri: str) -> None:
        """Say which known entity a mention denotes; its class becomes that entity's."""
        entity = self.knowledge.entity(iri)
        called = [tuple(normalise(name).split()) for name in entity.names] if entity else []
        self.clusters.identify(feature.index, iri, called)

    def before(self, feature: Features, sentences: int) -> list[Features]:
        """Names and nominals that begin before a mention, at most so many sentences back, nearest first."""
        earlier = (self.features[index] for index in range(feature.index - 1, -1, -1))
        near = takewhile(lambda f: feature.sentence - f.sentence <= sentences, earlier)
        return [f for f in near if f.kind in (Kind.NAME, Kind.NOMINAL)]

    def around(self, feature: Features, sentences: int) -> list[Features]:
        """Names and nominals at most so many sentences away, those before the mention first, each nearest first."""
        following = (self.features[index] for index in range(feature.index + 1, len(self.features)))
        near = takewhile(lambda f: f.sentence - feature.sentence <= sentences, following)
        later = [f for f in near if f.kind in (Kind.NAME, Kind.NOMINAL)]
        return self.before(feature, sentences) + later


def set_scene(doc: Doc, ontology: Ontology, knowledge: Knowledge, heads: HeadWords, words: ReferenceWords) -> Scene:
    """The scene of a Doc whose mentions are final."""
    found = reading(doc)
    describer = Describer(ontology, knowledge, heads, words)
    features = describer.describe(found.mentions)
    for feature, mention in zip(features, found.mentions, strict=True):
        if mention.known and mention.kind is not Kind.VALUE and not describer.may_be(feature, mention.known):
            mention.known = None
    clusters = Clusters(features, found.mentions, ontology)
    day = date.fromisoformat(found.published) if found.published else None
    return Scene(doc, found, features, clusters, ontology, knowledge, words, day)
