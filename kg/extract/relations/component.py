"""The component kg_relations: cues, rules and constructions to relations, checked against the ontology and merged."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.knowledge import shared_knowledge
from kg.extract.reading import Relation, reading
from kg.extract.relations.events import CueMatch, CueMatcher
from kg.extract.relations.lexicon import OBJECT, SUBJECT, Lexicon, load_lexicon
from kg.extract.relations.offices import Offices
from kg.extract.relations.referents import Referent, Referents
from kg.extract.relations.rules import Rule, load_rules
from kg.extract.relations.structure import structural_relations
from kg.extract.syntax.arguments import Syntax
from kg.ontology import Ontology

# What is too unlikely is not stated; the bounds give the best balance on held-out documents. Without a pattern's vote
# more is asked: the classifier alone is right less often than it says.
LEAST, ALONE = 0.4, 0.6
# From combined votes to the share of such relations that annotators of documents held out of training found right
# (Platt 1999); votes are never quite independent, so that the combination is surer than it should be.
SCALE, OFFSET, SUREST = 0.75, -0.1, 0.995
PATTERN = "pattern:"
# How much a path, a pronoun or place that does not act, and the scores of mentions take from a prior; fitted on text
# with annotated relations.
DISCOUNT, DOUBT, TRUST = 0.4, 0.75, 0.8


class RelationReader:
    """Adds events and relations to `doc._.reading`, and merges candidates that earlier components left there.

    With `state_all` even what is too unlikely stays, for measuring.
    """

    def __init__(self, ontology: Ontology, *, state_all: bool = False) -> None:
        self.ontology = ontology
        self.state_all = state_all
        self.lexicon: Lexicon = load_lexicon(ontology)
        self.knowledge = shared_knowledge(ontology)
        self.rules: dict[str, list[Rule]] = defaultdict(list)
        for rule in load_rules(ontology):
            for name in ontology.types:
                if ontology.is_a(name, rule.event):
                    self.rules[name].append(rule)
        self.syntax = Syntax(self.lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc; mentions and chains must be final."""
        found = reading(doc)
        referents = Referents(doc, self.ontology, self.syntax)
        read = self._cued(doc, referents)
        cued = {_pair(entry, referents) for entry in read if self._fits(entry, referents)}
        read.extend(
            entry
            for entry in structural_relations(doc, self.lexicon, self.knowledge, self.syntax, referents)
            if _pair(entry, referents) not in cued
        )
        fitting = [entry for entry in found.relations if self._fits(entry, referents)]
        fitting.extend(self._weighed(entry, referents) for entry in read if self._fits(entry, referents))
        merged = merge(fitting, referents, self.ontology)
        found.relations = merged if self.state_all else stated(merged, referents)
        return doc

    def _cued(self, doc: Doc, referents: Referents) -> list[Relation]:
        """The relations of all cues; events go to the Reading, comparisons ('his counterpart') come last."""
        events = referents.reading.events
        read: list[Relation] = []
        comparisons: list[CueMatch] = []
        offices = Offices(self.knowledge, referents, self.lexicon.department_nouns)
        matcher = CueMatcher(self.lexicon, self.syntax, referents, offices)
        for match in matcher.matches(doc):
            if match.cue.event:
                events.append(match.event())
                read.extend(self._by_rule(match, len(events) - 1, referents))
            elif match.cue.like_owner:
                comparisons.append(match)
            else:
                read.extend(self._stated(match))
        events.extend(matcher.resumptions)
        said = {(referents.entity(entry.subject), entry.predicate) for entry in read}
        for match in comparisons:
            owners = [referents.at(filler.token) for filler in self.syntax.fillers(match.trigger, "possessive")]
            if any((referents.entity(m), match.cue.relation) in said for m in owners if m is not None):
                read.extend(self._stated(match))
        return read

    def _by_rule(self, match: CueMatch, event: int, referents: Referents) -> Iterator[Relation]:
        """The relations that follow from an event's roles."""
        for rule in self.rules.get(match.cue.event, ()):
            fitting = {role: self._fitting(rule, role, match, referents) for role in match.roles}
            needed = {role for role, _ in rule.required}
            if any(map(match.roles.get, rule.absent)) or not all(map(fitting.get, needed)):
                continue
            for subject in fitting.get(rule.subject, ()):
                for target in fitting.get(rule.object, ()):
                    yield self._relation(match, subject, rule.predicate, target, event)

    def _fitting(self, rule: Rule, role: str, match: CueMatch, referents: Referents) -> list[Referent]:
        """The fillers of a role that have the classes that the rule asks for."""
        wanted = [name for required, name in rule.required if required == role]
        fillers = match.roles[role]
        return [f for f in fillers if all(self.ontology.is_a(referents.type(f.mention), name) for name in wanted)]

    def _stated(self, match: CueMatch) -> Iterator[Relation]:
        """The relation that a cue states directly, for each pair of its ends."""
        for subject in match.roles.get(SUBJECT, ()):
            for target in match.roles.get(OBJECT, ()):
                yield self._relation(match, subject, match.cue.relation, target, None)

    def _relation(
        self, match: CueMatch, subject: Referent, predicate: str, target: Referent, event: int | None
    ) -> Relation:
        confidence = round(match.cue.prior * (subject.weight * target.weight) ** DISCOUNT, 4)
        extractor = f"{PATTERN}{match.cue.name}@{self.lexicon.version}"
        ends = subject.mention, predicate, target.mention
        return Relation(*ends, match.trigger, extractor, confidence, event, match.cue.granted)

    def _fits(self, relation: Relation, referents: Referents) -> bool:
        """Whether domain and range admit the two mentions and these are two entities."""
        one, other = referents.type(relation.subject), referents.type(relation.object)
        return not referents.same(relation.subject, relation.object) and self.ontology.allows(
            relation.predicate, one, other
        )

    def _weighed(self, relation: Relation, referents: Referents) -> Relation:
        """A relation read from cues, no surer than its mentions are; less for pronouns and places that do not act."""
        kind = self.ontology.relations[relation.predicate]
        doubts = sum(
            referents.idle(index, classes) + referents.by_pronoun(index)
            for index, classes in ((relation.subject, kind.domain), (relation.object, kind.range))
        )
        scores = referents.score(relation.subject) * referents.score(relation.object)
        return replace(relation, confidence=round(relation.confidence * DOUBT**doubts * scores**TRUST, 4))


def _pair(relation: Relation, referents: Referents) -> tuple[frozenset[int], int]:
    """The two entities of a relation, in either order, and its sentence."""
    ends = frozenset((referents.entity(relation.subject), referents.entity(relation.object)))
    return ends, relation.trigger.sent.start


def merge(relations: Iterable[Relation], referents: Referents, ontology: Ontology) -> list[Relation]:
    """One relation for each triple of entities and sentence, its extractors joined, in text order.

    Extractors of one family (patterns) are not independent: the surest counts. Families are: their votes combine as
    1 - (1 - p)(1 - q), which is then calibrated. A relation gives way to a more specific one of the same pair and
    sentence that is sure.
    """
    groups: dict[tuple[int, str, int, int], list[Relation]] = defaultdict(list)
    for relation in relations:
        ends = referents.entity(relation.subject), referents.entity(relation.object)
        if ontology.relations[relation.predicate].symmetric and ends[0] > ends[1]:
            ends = ends[1], ends[0]
        groups[ends[0], relation.predicate, ends[1], relation.trigger.sent.start].append(relation)
    merged = {key: _vote(votes) for key, votes in groups.items()}
    kept = [
        relation
        for (one, predicate, other, sentence), relation in merged.items()
        if not any(
            predicate in ontology.relations[below].parents
            for below in ontology.relations
            if _sure(merged.get((one, below, other, sentence)))
        )
    ]
    return sorted(kept, key=lambda entry: (entry.trigger.i, entry.subject, entry.predicate, entry.object))


def _sure(relation: Relation | None) -> bool:
    """Whether the votes for a relation are enough to state it."""
    return relation is not None and relation.confidence >= (LEAST if PATTERN in relation.extracted_by else ALONE)


def stated(relations: Iterable[Relation], referents: Referents) -> list[Relation]:
    """The relations whose votes are enough to state them.

    What the classifier alone finds gives way to what patterns read of the same pair in the same sentence, and says
    nothing of a name and what is part of it ('Syrian' in 'the Syrian Democratic Forces').
    """
    sure = [entry for entry in relations if _sure(entry)]
    read = {_pair(entry, referents) for entry in sure if PATTERN in entry.extracted_by}
    return [
        entry
        for entry in sure
        if PATTERN in entry.extracted_by or not (_pair(entry, referents) in read or referents.in_name(entry))
    ]


def _vote(votes: list[Relation]) -> Relation:
    """The surest of several relations with the same ends, with the combined confidence and all extractors.

    A pattern's word decides whether and when it happened; the classifier knows only where the two ends meet.
    """
    families: dict[str, float] = defaultdict(float)
    for vote in votes:
        family = vote.extracted_by.split(":")[0].split("@")[0]
        families[family] = max(families[family], vote.confidence)
    doubt = 1.0
    for confidence in families.values():
        doubt *= 1.0 - confidence
    best = min(
        votes,
        key=lambda vote: (PATTERN not in vote.extracted_by, -vote.confidence, vote.event is None, vote.trigger.i),
    )
    names = "+".join(sorted({vote.extracted_by for vote in votes}))
    return replace(best, extracted_by=names, confidence=round(calibrated(1.0 - doubt), 4))


def calibrated(vote: float) -> float:
    """How often relations with this combined vote are right, 0 to 1."""
    odds = min(vote, SUREST) / (1.0 - min(vote, SUREST))
    return 1.0 / (1.0 + math.exp(-OFFSET) * odds**-SCALE) if vote > 0 else 0.0


@Language.factory("kg_relations", default_config={"ontology": {"@misc": "kg.Ontology.v1", "folder": None}})
def make_relation_reader(nlp: Language, name: str, ontology: Ontology) -> RelationReader:
    """The component kg_relations for a pipeline."""
    return RelationReader(ontology)
