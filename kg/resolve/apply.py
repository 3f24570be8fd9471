"""A person's decisions carried out on what was read in one document; pure, so that every rebuild gives the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.facts import Claim, Entity, Event, Facts, Mention
from kg.iri import digest
from kg.namespace import ENTITY_BASE
from kg.ontology import Ontology
from kg.resolve.decision import Decision, DecisionKind, active


def split_iri(entity: str, document_id: str) -> str:
    """The IRI that the mentions of an entity in one document get when they are split off."""
    stem = entity.removeprefix(ENTITY_BASE).rsplit("-", 1)[0][:48] or "x"
    return f"{ENTITY_BASE}{stem}-{digest('split', entity, document_id)[:8]}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one entity of a document: its IRI, and class and name where a decision gave them."""

    iri: str
    type: str = ""
    name: str = ""


def outcomes(decisions: Sequence[Decision], document_id: str, entities: Iterable[str]) -> dict[str, Outcome]:
    """Where the standing decisions lead each of a document's entities; those that stay as they are left out."""
    now = {iri: Outcome(iri) for iri in entities}
    for decision in active(decisions):
        if decision.document not in ("", document_id):
            continue
        for iri, outcome in now.items():
            if outcome.iri == decision.entity:
                now[iri] = _follow(outcome, decision)
    return {iri: outcome for iri, outcome in now.items() if outcome != Outcome(iri)}


def _follow(outcome: Outcome, decision: Decision) -> Outcome:
    if decision.kind is DecisionKind.RETYPE:
        return replace(outcome, type=decision.type)
    if decision.kind is DecisionKind.MERGE:
        return Outcome(decision.other, decision.type, decision.name)
    return replace(outcome, iri=decision.other)


def apply(decisions: Sequence[Decision], facts: Facts, ontology: Ontology) -> Facts:
    """The facts of a document as the decisions have them; the same facts where none concerns it.

    Claims between an entity and itself, and claims that the ontology does not admit between the new classes, go.
    """
    changed = outcomes(decisions, facts.document.id, {entity.iri for entity in facts.entities})
    if not changed:
        return facts
    to = {iri: outcome.iri for iri, outcome in changed.items()}
    entities = _entities(facts.entities, changed)
    types = {entity.iri: entity.type for entity in entities}
    return replace(
        facts,
        mentions=tuple(_mention(mention, to) for mention in facts.mentions),
        entities=entities,
        claims=_claims(facts.claims, to, types, ontology),
        events=tuple(sorted(_event(event, to) for event in facts.events)),
    )


def _entities(entities: Sequence[Entity], changed: dict[str, Outcome]) -> tuple[Entity, ...]:
    """One entity an IRI: what an entity was merged into keeps its own name, class and ids."""
    found: dict[str, Entity] = {}
    for entity in sorted(entities, key=lambda one: (one.iri in changed, one.iri)):
        outcome = changed.get(entity.iri, Outcome(entity.iri))
        before = found.get(outcome.iri)
        if before is None:
            name = outcome.name or entity.name
            before = replace(entity, iri=outcome.iri, type=outcome.type or entity.type, name=name)
            if outcome.name:
                before = replace(before, same_as=(), latitude=None, longitude=None)
        elif outcome.type and entity.iri == outcome.iri:
            before = replace(before, type=outcome.type)
        aliases = {*before.aliases, *entity.aliases, entity.name}
        named = before.named or entity.named
        found[outcome.iri] = replace(before, aliases=tuple(sorted(aliases)), named=named)
    return tuple(found[iri] for iri in sorted(found))


def _mention(mention: Mention, to: dict[str, str]) -> Mention:
    return replace(mention, entity=to.get(mention.entity, mention.entity)) if mention.entity else mention


def _event(event: Event, to: dict[str, str]) -> Event:
    return replace(event, roles=tuple(sorted({(role, to.get(iri, iri)) for role, iri in event.roles})))


def _claims(
    claims: Sequence[Claim], to: dict[str, str], types: dict[str, str], ontology: Ontology
) -> tuple[Claim, ...]:
    """The claims between the new entities, the most confident where two have become one."""
    best: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        one = _claim(claim, to, types, ontology)
        if one.subject == one.object or not ontology.allows(one.predicate, types[one.subject], types[one.object]):
            continue
        key = (one.subject, one.predicate, one.object, one.evidence, one.polarity, one.modality, one.attributed_to)
        if key not in best or best[key].confidence < one.confidence:
            best[key] = one
    return tuple(sorted(best.values(), key=lambda c: (c.evidence.start, c.subject, c.predicate, c.object, str(c))))


def _claim(claim: Claim, to: dict[str, str], types: dict[str, str], ontology: Ontology) -> Claim:
    one = replace(
        claim,
        subject=to.get(claim.subject, claim.subject),
        object=to.get(claim.object, claim.object),
        attributed_to=to.get(claim.attributed_to, claim.attributed_to) if claim.attributed_to else None,
        reported_via=tuple(to.get(iri, iri) for iri in claim.reported_via),
    )
    ends = [(one.subject, types[one.subject]), (one.object, types[one.object])]
    if claim.predicate not in ontology.symmetric or ends == sorted(ends):
        return one
    return replace(
        one, subject=one.object, object=one.subject,
        subject_mention=one.object_mention, object_mention=one.subject_mention,
    )  # fmt: skip
