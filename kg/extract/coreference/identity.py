"""Which entity a chain of mentions denotes: its class, its name, its IRI.

An IRI is a function of the document and of what is known, never of other documents: the same entity gets the same
IRI in any order of documents and any number of workers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.names.keys import BODIES, PERSON, NameKeys
from kg.extract.reading import Reading, SpanMention
from kg.facts import Kind
from kg.iri import digest
from kg.knowledge import normalise
from kg.namespace import ENTITY_BASE
from kg.ontology import Ontology

DETERMINERS = re.compile(r"^(?:the|a|an|its|his|her|their|our|this|that|these|those)\s+", re.IGNORECASE)
POSSESSIVE = re.compile(r"['’]s?$")


def clean_name(text: str) -> str:
    """A mention's words as a name: white space joined, no leading determiner, no trailing possessive."""
    return DETERMINERS.sub("", POSSESSIVE.sub("", " ".join(text.split()))).strip() or text


def slug(name: str) -> str:
    """A name as the readable part of an IRI."""
    return re.sub(r"[^a-z0-9]+", "-", normalise(name)).strip("-")[:48] or "x"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a chain denotes; `named` is false where no mention of it is a name."""

    iri: str
    type: str
    name: str
    aliases: tuple[str, ...]
    named: bool
    known: bool


def identify(
    chain: Sequence[int], reading: Reading, ontology: Ontology, keys: NameKeys, document_id: str
) -> Identity | None:
    """The entity of a chain, None where it holds only pronouns or values."""
    mentions = [reading.mentions[index] for index in chain]
    speaking = [m for m in mentions if m.kind in (Kind.NAME, Kind.NOMINAL)]
    if not speaking:
        return None
    names = [m for m in speaking if m.kind is Kind.NAME]
    kind = chain_type(names or speaking, ontology)
    aliases = tuple(sorted({clean_name(m.span.text) for m in names or speaking}))
    group = family(kind, ontology)
    written = [clean_name(m.span.text) for m in names or speaking]
    forms = [keys.bare(form, group) for form in written] if names else written
    if group == PERSON:
        forms = [form for form in forms if keys.names_somebody(form)] or forms
    name = best_name(forms)
    known = next((m.known for m in mentions if m.known), None)
    if names and not known:
        known = known_as(name, group, ontology, keys)
    if known:
        return Identity(known, kind, name, aliases, True, True)
    if names and keys.distinctive(name, group):
        key = keys.key(without_initials(name, forms), group)
        iri = f"{ENTITY_BASE}{slug(key)}-{digest(group, key)[:8]}"
    else:
        place = f"{document_id}#{mentions[0].span.start_char}"
        iri = f"{ENTITY_BASE}{slug(name)}-{digest(group, normalise(name), place)[:8]}"
    return Identity(iri, kind, name, aliases, bool(names), False)


def known_as(name: str, group: str, ontology: Ontology, keys: NameKeys) -> str | None:
    """The IRI of the one known entity that bears a name once it is bare: a full name of a person without titles, an
    organization's without an acronym in brackets and epithets.
    """
    if group == PERSON and keys.distinctive(name, group):
        people = [one.iri for one in keys.knowledge.named(name) if family(one.type, ontology) == group]
        return people[0] if len(people) == 1 else None
    core = keys.core(name) if group in BODIES else name
    found = (
        [one.iri for one in keys.knowledge.named(core) if family(one.type, ontology) == group] if core != name else []
    )
    return found[0] if len(found) == 1 else None


def chain_type(mentions: Sequence[SpanMention], ontology: Ontology) -> str:
    """The class most mentions have; among equals the most specific, then the first by name."""
    votes = Counter(m.type for m in mentions)
    for one in list(votes):
        votes[one] += sum(count for other, count in votes.items() if other != one and ontology.is_a(one, other))
    return max(votes, key=lambda one: (votes[one], ontology.depth(one), one))


def best_name(forms: Sequence[str]) -> str:
    """The longest of the forms; of equally long ones the most common, then the last in the alphabet."""
    counts = Counter(forms)
    return max(counts, key=lambda form: (min(len(form), 60), counts[form], form))


def without_initials(name: str, forms: Sequence[str]) -> str:
    """The name without its initials where the text writes it so as well ('John F. Kelly', 'John Kelly')."""
    words = name.split()
    short = " ".join(word for word in words if len(word.strip(".")) > 1)
    return short if " " in short and short in forms else name


def family(kind: str, ontology: Ontology) -> str:
    """The coarse class within which two equal names are one entity (an identity family of the schema)."""
    above = ontology.types[kind].ancestors if kind in ontology.types else frozenset()
    families = sorted(above & ontology.identity_families)
    return families[0] if families else kind
