"""Component: which mentions of a Doc refer to one entity, by passes from the surest to the least sure."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.coreference import known as beforehand
from kg.extract.coreference import names, nominals, pronouns
from kg.extract.coreference import resumptions as resuming
from kg.extract.coreference.scene import Scene, set_scene
from kg.extract.coreference.words import ReferenceWords, load_reference_words
from kg.extract.knowledge import shared_head_words, shared_knowledge
from kg.extract.reading import reading
from kg.facts import Kind
from kg.knowledge import HeadWords, Knowledge
from kg.ontology import Ontology

NAME = "kg_coreference"
KNOWN_NAME, STANDS_FOR = "known name", "stands for"
PASSES: tuple[Callable[[Scene], None], ...] = (
    beforehand.offices,
    beforehand.titled_names,
    names.same_known,
    names.other_scripts,
    names.equal_names,
    nominals.same_head,
    nominals.named_by_kind,
    names.acronyms,
    names.aliases,
    names.handles,
    names.shorter_names,
    names.equal_words,
    nominals.appositions,
    nominals.equations,
    nominals.roles,
    resuming.named_nouns,
    resuming.resumptions,
    nominals.equal_descriptions,
    nominals.only_forces,
    pronouns.relatives,
    pronouns.speakers,
    pronouns.statements,
    pronouns.third_person,
)


@Language.factory(
    NAME,
    requires=["token.dep", "token.tag", "token.lemma"],
    assigns=["doc._.reading"],
    default_config={"ontology": {"@misc": "kg.Ontology.v1", "folder": None}},
)
def make(nlp: Language, name: str, ontology: Ontology) -> CoreferenceResolver:
    """The component, with the known entities and the reference words of the ontology."""
    return CoreferenceResolver(
        ontology, shared_knowledge(ontology), shared_head_words(ontology), load_reference_words(ontology)
    )


class CoreferenceResolver:
    """Fills `Reading.chains`, and `known` and class of the mentions that a chain identifies.

    Reads mentions, the document's date, and attributions ('I' is whom they name). Every mention is in one chain; a
    value stands alone.
    """

    def __init__(self, ontology: Ontology, knowledge: Knowledge, heads: HeadWords, words: ReferenceWords) -> None:
        self.ontology, self.knowledge, self.heads, self.words = ontology, knowledge, heads, words

    def __call__(self, doc: Doc) -> Doc:
        """Resolve one Doc, whose mentions are final."""
        mentions = reading(doc).mentions
        by_name = [mention.known for mention in mentions]
        beforehand.bracketed_names(doc)
        beforehand.known_names(doc, self.ontology, self.knowledge, self.words)
        for mention, known in zip(mentions, by_name, strict=True):
            mention.reason = (KNOWN_NAME if mention.known == known else STANDS_FOR) if mention.known else ""
        beforehand.surnames(doc, self.ontology)
        scene = set_scene(doc, self.ontology, self.knowledge, self.heads, self.words)
        for each in PASSES:
            scene.clusters.step = each.__name__.replace("_", " ")
            each(scene)
        scene.reading.chains = scene.clusters.chains()
        for chain in scene.reading.chains:
            iri = scene.clusters.known(chain[0])
            for index in chain if iri else ():
                mention = scene.reading.mentions[index]
                if mention.kind is not Kind.VALUE:
                    mention.known = iri
        _give_reasons(scene)
        return doc


def _give_reasons(scene: Scene) -> None:
    """Say of each mention why it denotes what it does, where its own name does not say it."""
    for index, mention in enumerate(scene.reading.mentions):
        if not mention.reason:
            met = scene.clusters.met_by.get(index) if mention.known else None
            mention.reason = scene.clusters.reasons.get(index) or met or str(mention.kind)
