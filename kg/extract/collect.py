"""Doc to Facts: the only door out of spaCy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from kg.document import Document
from kg.extract.coreference.identity import Identity, identify
from kg.extract.knowledge import shared_event_names, shared_name_keys
from kg.extract.mentions.completion import UNMARKED
from kg.extract.reading import Circumstance, EventReading, Reading, Relation, reading
from kg.facts import Claim, Entity, Event, Evidence, Facts, Kind, Mention
from kg.iri import digest
from kg.knowledge import Knowledge
from kg.namespace import ENTITY_BASE
from kg.ontology import Ontology


def collect(document: Document, doc: Doc, ontology: Ontology, knowledge: Knowledge) -> Facts:
    """Everything the components read on the Doc, as plain values with offsets into `document.text`."""
    return _Collector(document, doc, ontology, knowledge).facts()


class _Collector:
    """The state of collecting one document: identities of chains, and which chain a mention is in."""

    def __init__(self, document: Document, doc: Doc, ontology: Ontology, knowledge: Knowledge) -> None:
        self.document, self.doc, self.ontology, self.knowledge = document, doc, ontology, knowledge
        self.reading: Reading = reading(doc)
        self.identities: dict[int, Identity] = {}
        for chain in self.reading.chains:
            found = identify(chain, self.reading, ontology, shared_name_keys(ontology), document.id)
            if found:
                self.identities.update(dict.fromkeys(chain, found))

    def facts(self) -> Facts:
        events = {index: self._event(one) for index, one in enumerate(self.reading.events)}
        claims = self._claims({index: event.iri for index, event in events.items() if event})
        kept = sorted({event for event in events.values() if event and len(event.roles) > 1})
        mentions, claims = _told(self._mentions(), claims, self._untold(claims))
        return Facts(self.document, mentions, self._entities(claims), claims, tuple(kept))

    def _untold(self, claims: tuple[Claim, ...]) -> set[int]:
        """Pronouns that only the reading needed: the span reader did not mark them, and no claim rests on them."""
        used = {index for claim in claims for index in (claim.subject_mention, claim.object_mention)}
        return {i for i, m in enumerate(self.reading.mentions) if m.source == UNMARKED and i not in used}

    def _mentions(self) -> tuple[Mention, ...]:
        return tuple(
            Mention(
                index,
                m.span.start_char,
                m.span.end_char,
                m.span.text,
                m.type,
                m.kind,
                self._iri(index),
                m.acts,
                m.reason,
                round(m.score, 2),
            )
            for index, m in enumerate(self.reading.mentions)
        )

    def _iri(self, index: int) -> str | None:
        """The entity a mention refers to; a value refers to none, though a claim may rest on its words."""
        if self.reading.mentions[index].kind is Kind.VALUE:
            return None
        found = self.identities.get(index)
        return found.iri if found else None

    def _end(self, index: int) -> tuple[str, str] | None:
        """IRI and class of a claim's end; a demonym stands for its country."""
        mention = self.reading.mentions[index]
        if mention.kind is Kind.VALUE:
            known = self.knowledge.entity(mention.known) if mention.known else None
            return (known.iri, known.type) if known else None
        found = self.identities.get(index)
        return (found.iri, found.type) if found else None

    def _entities(self, claims: tuple[Claim, ...]) -> tuple[Entity, ...]:
        """One entity an IRI: chains that denote one known entity are one."""
        found: dict[str, Entity] = {}
        for identity in self.identities.values():
            entity = self._entity(identity)
            before = found.get(entity.iri)
            aliases = set(entity.aliases) | (set(before.aliases) if before else set())
            found[entity.iri] = replace(entity, aliases=tuple(sorted(aliases)))
        for iri in {end for claim in claims for end in _ends(claim)} - found.keys():
            known = self.knowledge.entity(iri)
            if known:
                found[iri] = self._entity(Identity(iri, known.type, known.name, (), True, True))
        return tuple(found[iri] for iri in sorted(found))

    def _entity(self, identity: Identity) -> Entity:
        known = self.knowledge.entity(identity.iri) if identity.known else None
        if known is None:
            return Entity(identity.iri, identity.type, identity.name, identity.aliases, (), identity.named)
        return Entity(
            known.iri, known.type, known.name, identity.aliases, known.same_as, True, known.latitude, known.longitude
        )

    def _claims(self, events: dict[int, str]) -> tuple[Claim, ...]:
        """Claims in text order, the most confident where two extractors make the same one."""
        best: dict[tuple[object, ...], Claim] = {}
        for relation in self.reading.relations:
            for claim in self._said(relation, events):
                triple = (claim.subject, claim.predicate, claim.object)
                key = (*triple, claim.evidence, claim.polarity, claim.modality, claim.attributed_to)
                if key not in best or best[key].confidence < claim.confidence:
                    best[key] = claim
        return tuple(sorted(best.values(), key=lambda c: (c.evidence.start, c.subject, c.predicate, c.object, str(c))))

    def _said(self, relation: Relation, events: dict[int, str]) -> Iterator[Claim]:
        """A claim for each who states or denies a relation."""
        granted = self.reading.granted.get(relation.key)
        told = self.reading.circumstances.get(relation.trigger.i, (Circumstance(),))
        for how in told if granted is None else granted:
            claim = self._claim(relation, how, events)
            if claim is not None:
                yield claim

    def _claim(self, relation: Relation, how: Circumstance, events: dict[int, str]) -> Claim | None:
        first, second = relation.subject, relation.object
        subject, target = self._end(first), self._end(second)
        if subject is None or target is None or subject[0] == target[0]:
            return None
        if not self.ontology.allows(relation.predicate, subject[1], target[1]):
            return None
        if relation.predicate in self.ontology.symmetric and target < subject:
            first, second, subject, target = second, first, target, subject
        source, outer = self._sources(how)
        return Claim(
            subject[0], relation.predicate, target[0], first, second,
            self._evidence(relation, how), how.polarity, how.modality, source, outer, how.time,
            round(relation.confidence, 4), relation.extracted_by,
            events.get(relation.event) if relation.event is not None else None,
        )  # fmt: skip

    def _sources(self, how: Circumstance) -> tuple[str | None, tuple[str, ...]]:
        """The entities that say it, innermost first."""
        chain = [how.attributed_to, *how.reported_via] if how.attributed_to is not None else []
        ends = (self._end(index) for index in chain if index is not None)
        iris = list(dict.fromkeys(end[0] for end in ends if end))
        return (iris[0], tuple(iris[1:])) if iris else (None, ())

    def _evidence(self, relation: Relation, how: Circumstance) -> Evidence:
        """The sentences from the first to the last of subject, trigger, object and the words that deny it."""
        spans = [self.reading.mentions[relation.subject].span, self.reading.mentions[relation.object].span]
        tokens = [relation.trigger, *(span.root for span in spans)]
        if how.cue is not None:
            tokens.append(self.doc[how.cue])
        return evidence(self.doc, min(tokens), max(tokens))

    def _event(self, event: EventReading) -> Event | None:
        roles = sorted({(role, end[0]) for role, index in event.roles if (end := self._end(index))})
        if not roles:
            return None
        how = self.reading.circumstances.get(event.trigger.i, (Circumstance(),))[0]
        words = dict.fromkeys(evidence(self.doc, token, token) for token in (event.trigger, *event.others))
        first, *further = words
        kind = event.finer or event.type
        iri = f"{ENTITY_BASE}event-{digest(self.document.id, event.type, event.trigger.idx)}"
        name = shared_event_names(self.ontology).name(kind, self._fillers(event))
        return Event(
            iri, kind, name, tuple(roles), first, event.time, how.polarity, how.modality, tuple(further),
            event.plover, event.cameo,
        )  # fmt: skip

    def _fillers(self, event: EventReading) -> dict[str, list[str]]:
        """The names of those who take part in an event, by role, in the order of the text."""
        found: dict[str, list[str]] = {}
        for role, index in event.roles:
            mention, identity = self.reading.mentions[index], self.identities.get(index)
            iri = mention.known if mention.kind is Kind.VALUE else identity.iri if identity else None
            named = (self.knowledge.entity(iri) if iri else None) or identity
            if named:
                found.setdefault(role, []).append(named.name)
        return found


def _told(
    mentions: tuple[Mention, ...], claims: tuple[Claim, ...], untold: set[int]
) -> tuple[tuple[Mention, ...], tuple[Claim, ...]]:
    """Mentions without the untold ones, numbered anew, and the claims with the new numbers."""
    kept = [mention for mention in mentions if mention.id not in untold]
    number = {mention.id: new for new, mention in enumerate(kept)}
    return (
        tuple(replace(mention, id=number[mention.id]) for mention in kept),
        tuple(
            replace(c, subject_mention=number[c.subject_mention], object_mention=number[c.object_mention])
            for c in claims
        ),
    )


def evidence(doc: Doc, first: Token, last: Token) -> Evidence:
    """The sentence (or sentences) from one token to another, without white space at the ends."""
    span: Span = doc[first.sent.start : last.sent.end]
    words = span.text
    start = span.start_char + len(words) - len(words.lstrip())
    return Evidence(start, start + len(words.strip()), words.strip())


def _ends(claim: Claim) -> Iterator[str]:
    yield claim.subject
    yield claim.object
    if claim.attributed_to:
        yield claim.attributed_to
    yield from claim.reported_via
