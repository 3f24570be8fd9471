"""The cues of speech, modality and negation of `lexicon-claims.ttl`, as typed values."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import RDF, Graph, Literal, Namespace
from rdflib.term import Node

from kg.errors import StopRun
from kg.extract.dates.words import FILE
from kg.facts import Modality, Polarity
from kg.ontology import Ontology, local_name

LEX = Namespace("https://w3id.org/security-kg/ontology#")
CUE = Namespace("https://w3id.org/security-kg/lexicon#")
STANDING, EVIDENCE, CONTINUING = CUE["granted-standing"], CUE["negation-evidence"], CUE["time-continuing"]
STATE_SPEAKERS = CUE["state-speakers"]
ANEW = CUE["event-anew"]
PURSUED = CUE["modality-actual"]
FACTIVE = CUE["negation-factive"]
LIMITED = CUE["negation-limited"]
PENDING = CUE["negation-pending"]
DOING = CUE["doing"]
PLACES = (
    "verb",
    "noun",
    "adjective",
    "complementAdjective",
    "adverb",
    "auxiliary",
    "determiner",
    "marker",
    "preposition",
    "infinitive",
    "objectVerb",
    "presentMarker",
    "presentVerb",
    "contentNoun",
    "nextAdverb",
    "predicate",
)
POLARITIES, MODALITIES = frozenset(Polarity), frozenset(Modality)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a cue does to what it governs; None where it says nothing of polarity or modality.

    `under_way` says that a pursuit is no less actual for it: 'is committed to fighting them'.
    """

    polarity: Polarity | None = None
    modality: Modality | None = None
    under_way: bool = False


@dataclass(frozen=True, slots=True)
class SpeechCue:
    """How a verb or noun of speech takes its content, and what it does to it."""

    name: str
    constructions: frozenset[str]
    effect: Effect


@dataclass(frozen=True)
class Cues:
    """All cues of one ontology folder. Keys of `effects` are a place ('verb', 'auxiliary', ...) and a word."""

    effects: dict[tuple[str, str], Effect]
    speech_verbs: dict[str, tuple[SpeechCue, ...]]
    speech_nouns: dict[str, tuple[SpeechCue, ...]]
    source_nouns: frozenset[str]
    source_prepositions: frozenset[str]
    source_phrases: frozenset[tuple[str, ...]]
    putting_verbs: frozenset[str]
    evidence_nouns: frozenset[str]
    standing: frozenset[str]
    pursuits: frozenset[str]
    speakers: frozenset[str]
    state_speakers: frozenset[str]
    continuing: frozenset[str]
    pending: frozenset[str]
    limits: frozenset[str]
    factive: frozenset[str]
    anew: frozenset[str]
    occasions: frozenset[str]
    doing: frozenset[str]
    admissions: frozenset[str]

    def denies(self, word: str) -> bool:
        """Whether a verb or noun of speech says that what it governs is not so ('deny', 'denial')."""
        readings = (*self.speech_verbs.get(word, ()), *self.speech_nouns.get(word, ()))
        return any(reading.effect.polarity is Polarity.NEGATED for reading in readings)

    def effect(self, place: str, word: str) -> Effect:
        """What a word does where it stands in `place`; an effect of nothing for other words."""
        return self.effects.get((place, word), NOTHING)

    def said(self, word: str) -> Effect:
        """What an adjective does that is said of something, not put before it: 'is likely', 'was close to'."""
        return self.effects.get(("complementAdjective", word)) or self.effect("adjective", word)


NOTHING = Effect()


def load_cues(ontology: Ontology) -> Cues:
    """Read the cues of `lexicon-claims.ttl`.

    Raises StopRun where the file is missing, or a cue reads as something that is no polarity or modality.
    """
    graph = ontology.file(FILE)
    return Cues(
        effects=_effects(graph, str(ontology.folder / FILE)),
        speech_verbs=_speech(graph, LEX.verb, str(ontology.folder / FILE)),
        speech_nouns=_speech(graph, LEX.noun, str(ontology.folder / FILE)),
        source_nouns=_source_words(graph, LEX.noun),
        source_prepositions=_source_words(graph, LEX.preposition),
        source_phrases=frozenset(tuple(words.split()) for words in _source_words(graph, LEX.word)),
        putting_verbs=_source_words(graph, LEX.verb),
        evidence_nouns=frozenset(str(noun) for noun in graph.objects(EVIDENCE, LEX.noun)),
        speakers=frozenset(local_name(str(node)) for node in graph.objects(None, LEX.speakerClass)),
        state_speakers=frozenset(str(noun) for noun in graph.objects(STATE_SPEAKERS, LEX.noun)),
        anew=frozenset(str(word) for word in graph.objects(ANEW, LEX.word)),
        occasions=frozenset(str(word) for word in graph.objects(ANEW, LEX.noun)),
        doing=frozenset(str(verb) for verb in graph.objects(DOING, LEX.verb)),
        admissions=frozenset(str(noun) for noun in graph.objects(DOING, LEX.noun)),
        pending=frozenset(str(word) for word in graph.objects(PENDING, LEX.adverb)),
        limits=frozenset(str(word) for word in graph.objects(LIMITED, LEX.adverb)),
        factive=frozenset(str(word) for word in graph.objects(FACTIVE, LEX.verb)),
        continuing=frozenset(str(word) for word in graph.objects(CONTINUING, LEX.adverb)),
        standing=frozenset(local_name(str(relation)) for relation in graph.objects(STANDING, LEX.relation)),
        pursuits=frozenset(local_name(str(relation)) for relation in graph.objects(PURSUED, LEX.relation)),
    )


def _effects(graph: Graph, where: str) -> dict[tuple[str, str], Effect]:
    """Later cues add to earlier ones of the same word: a word may both negate and plan."""
    found: dict[tuple[str, str], Effect] = {}
    for node in _cues(graph, LEX.ModalityCue, LEX.NegationCue):
        effect = _effect(graph, node, where)
        for place in PLACES:
            for word in sorted(map(str, graph.objects(node, LEX[place]))):
                found[place, word] = _both(found.get((place, word), NOTHING), effect)
    return found


def _both(one: Effect, other: Effect) -> Effect:
    return Effect(one.polarity or other.polarity, one.modality or other.modality, one.under_way or other.under_way)


def _speech(graph: Graph, place: Node, where: str) -> dict[str, tuple[SpeechCue, ...]]:
    found: dict[str, list[SpeechCue]] = {}
    for node in _cues(graph, LEX.SpeechCue):
        constructions = frozenset(map(str, graph.objects(node, LEX.construction)))
        cue = SpeechCue(local_name(str(node)), constructions, _effect(graph, node, where))
        for word in sorted(map(str, graph.objects(node, place))):
            found.setdefault(word, []).append(cue)
    return {word: tuple(cues) for word, cues in found.items()}


def _source_words(graph: Graph, predicate: Node) -> frozenset[str]:
    nodes = _cues(graph, LEX.SourcePhrase)
    return frozenset(str(word) for node in nodes for word in graph.objects(node, predicate))


def _cues(graph: Graph, *classes: Node) -> list[Node]:
    return sorted((node for kind in classes for node in graph.subjects(RDF.type, kind)), key=str)


def _effect(graph: Graph, node: Node, where: str) -> Effect:
    reads = graph.value(node, LEX.reads)
    if reads is None:
        return NOTHING
    name = local_name(str(reads))
    if name in POLARITIES:
        return Effect(polarity=Polarity(name))
    if name in MODALITIES:
        return Effect(modality=Modality(name), under_way=(node, LEX.underWay, Literal(True)) in graph)
    raise StopRun(f"{where}: {node} reads as {name}; use one of {', '.join(sorted(POLARITIES | MODALITIES))}")
