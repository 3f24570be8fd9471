"""Component: the circumstances of what each trigger states: polarity, modality, sources and time."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.cues import Cues, load_cues
from kg.extract.reading import Attribution, Circumstance, reading
from kg.extract.scope import reality_of
from kg.extract.sentences import by_sentence, sentence_start
from kg.extract.speech import is_first_person
from kg.extract.timing import Timing
from kg.facts import Modality
from kg.ontology import Ontology

NAME = "kg_claims"
GRANTED = frozenset({"amod", "compound", "poss", "nmod", "appos", "acl"})
VERBAL = frozenset({"VERB", "AUX"})


@Language.factory(
    NAME,
    requires=["token.dep", "token.tag", "token.lemma"],
    assigns=["doc._.reading"],
    default_config={"ontology": {"@misc": "kg.Ontology.v1", "folder": None}},
)
def make(nlp: Language, name: str, ontology: Ontology) -> ClaimReader:
    """The component, with the cues of the ontology."""
    return ClaimReader(load_cues(ontology))


class ClaimReader:
    """Fills `Reading.circumstances` for the triggers of relations and events."""

    def __init__(self, cues: Cues) -> None:
        self.cues = cues

    def __call__(self, doc: Doc) -> Doc:
        """Read the circumstances of every trigger of a Doc."""
        found = reading(doc)
        sources, timing = Sources(doc, found.attributions), Timing(found.times, self.cues)
        triggers = {relation.trigger.i: relation.trigger for relation in found.relations}
        triggers |= {event.trigger.i: event.trigger for event in found.events}
        happening = {event.trigger.i for event in found.events}
        happening |= {
            relation.trigger.i for relation in found.relations if relation.predicate not in self.cues.standing
        }
        for index in sorted(triggers):
            trigger = triggers[index]
            happens = index in happening or (trigger.pos_ in VERBAL and trigger.dep_ not in GRANTED)
            found.circumstances[index] = self.circumstance(trigger, happens, sources, timing)
        return doc

    def circumstance(self, trigger: Token, happens: bool, sources: Sources, timing: Timing) -> Circumstance:
        """The circumstances of one trigger.

        What a noun phrase takes for granted ('IS-controlled territory', 'the Iraqi minister': not `happens`, or a
        modifier of a noun) is affirmed, actual and in the article's own voice, whoever says the sentence.
        """
        stands_for = trigger.head if _is_misread_gerund(trigger) else trigger
        granted = stands_for.dep_ in GRANTED and not _is_content(stands_for)
        if granted or not happens:
            return Circumstance(time=timing.of(trigger) if happens else None)
        reality = reality_of(stands_for, self.cues)
        chain = sources.of(trigger)
        return Circumstance(
            polarity=reality.polarity,
            modality=reality.modality or Modality.ACTUAL,
            attributed_to=chain[0] if chain else None,
            reported_via=chain[1:],
            time=timing.of(trigger),
        )


def _is_misread_gerund(trigger: Token) -> bool:
    """'Chad selling rockets', where the tagger takes the gerund for a noun beside 'rockets'."""
    return trigger.dep_ == "compound" and trigger.pos_ == "NOUN" and trigger.lower_.endswith("ing")


def _is_content(trigger: Token) -> bool:
    """A clause that says what a noun holds ('the plan to fire', 'a claim that they fired'), not what modifies it."""
    return trigger.dep_ == "acl" and any(child.dep_ in {"mark", "aux"} for child in trigger.children)


class Sources:
    """Attributions by the sentences that their content runs over; built once a Doc, asked once a trigger."""

    def __init__(self, doc: Doc, attributions: list[Attribution]) -> None:
        self._attributions = attributions
        self._by_sentence = by_sentence(doc, (attribution.content for attribution in attributions))

    def of(self, trigger: Token) -> tuple[int, ...]:
        """The sources of a trigger as indices of mentions, innermost first.

        Sources that are no mention are left out, and so is the first person: who says 'we believe' is already the
        speaker around it, or the document itself.
        """
        covering = [
            attribution
            for attribution in map(self._attributions.__getitem__, self._by_sentence.get(sentence_start(trigger), ()))
            if attribution.content.start <= trigger.i < attribution.content.end
            and not any(part.start <= trigger.i < part.end for part in (attribution.cue, attribution.source))
            and not is_first_person(attribution.source.root)
        ]
        covering.sort(key=lambda attribution: (len(attribution.content), -attribution.cue.start))
        found = [attribution.source_mention for attribution in covering if attribution.source_mention is not None]
        return tuple(dict.fromkeys(found))
