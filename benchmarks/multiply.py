"""A corpus of any size from a few texts: each copy names other people, places and weapons, as an archive does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from kg.document import Document
from kg.facts import Claim, Entity, Event, Evidence, Facts
from kg.flow import read_documents
from kg.readers import read_inputs

VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnprstvw"
WIRE_PARAGRAPHS = 2


def number_from(*parts: object) -> int:
    """A number that depends on the parts alone."""
    return int.from_bytes(blake2b(repr(parts).encode(), digest_size=8).digest())


def wire_reports(folder: Path) -> Iterator[Document]:
    """Texts of the length of a wire report: two paragraphs each of the articles in a folder."""
    for article in read_inputs([folder]):
        if isinstance(article, Document):
            paragraphs = [part for part in article.text.split("\n\n") if len(part) > 80]
            for start in range(0, len(paragraphs) - WIRE_PARAGRAPHS + 1, WIRE_PARAGRAPHS):
                text = "\n\n".join(paragraphs[start : start + WIRE_PARAGRAPHS])
                yield replace(article, id=f"{article.id}-{start}", text=text)


def seeds(folder: Path) -> list[Facts]:
    """The reports, read by the real pipeline."""
    return list(read_documents(wire_reports(folder)))


def renamed(name: str, variant: int) -> str:
    """Another name of the same length and shape; variant 0 is the name itself."""
    if not variant:
        return name
    shifted = []
    for place, letter in enumerate(name):
        row = VOWELS if letter.lower() in VOWELS else CONSONANTS if letter.lower() in CONSONANTS else ""
        step = number_from(name, variant, place)
        other = row[step % len(row)] if row else letter
        shifted.append(other.upper() if letter.isupper() else other)
    return "".join(shifted)


class Copy:
    """The copy of a document under a number, with its entities renamed."""

    def __init__(self, seed: Facts, number: int) -> None:
        self.seed, self.number = seed, number
        self.variants = {entity.iri: self._variant(entity) for entity in seed.entities}

    def _variant(self, entity: Entity) -> int:
        """Some names are in every tenth document and most are rare: the logarithm of the variant is uniform."""
        share = number_from(self.number, entity.iri) / 2**64
        return int((self.number + 1) ** share) - 1

    def iri(self, old: str) -> str:
        """The copy's IRI of an entity or event."""
        if old in self.variants:
            variant = self.variants[old]
            return f"{old}-{variant}" if variant else old
        return f"{old}-{self.number}"

    def text(self) -> str:
        """The text with the names changed where they stand."""
        letters = list(self.seed.document.text)
        for mention in self.seed.mentions:
            if mention.entity in self.variants and mention.kind == "name":
                letters[mention.start : mention.end] = renamed(mention.text, self.variants[mention.entity])
        return "".join(letters)

    def facts(self) -> Facts:
        """All facts of the copy."""
        text = self.text()
        words = f"{text} ({self.number})"
        document = replace(self.seed.document, id=f"{self.seed.document.id}-{self.number}", text=words)
        return Facts(
            document,
            tuple(
                replace(m, text=text[m.start : m.end], entity=self.iri(m.entity) if m.entity else None)
                for m in self.seed.mentions
            ),
            tuple(self._entity(entity) for entity in self.seed.entities),
            tuple(self._claim(claim, text) for claim in self.seed.claims),
            tuple(self._event(event, text) for event in self.seed.events),
        )

    def _entity(self, entity: Entity) -> Entity:
        variant = self.variants[entity.iri]
        names = tuple(renamed(alias, variant) for alias in entity.aliases)
        same = () if variant else entity.same_as
        return replace(
            entity, iri=self.iri(entity.iri), name=renamed(entity.name, variant), aliases=names, same_as=same
        )

    def _claim(self, claim: Claim, text: str) -> Claim:
        return replace(
            claim,
            subject=self.iri(claim.subject),
            object=self.iri(claim.object),
            evidence=_evidence(claim.evidence, text),
            attributed_to=self.iri(claim.attributed_to) if claim.attributed_to else None,
            reported_via=tuple(self.iri(one) for one in claim.reported_via),
            event=self.iri(claim.event) if claim.event else None,
        )

    def _event(self, event: Event, text: str) -> Event:
        roles = tuple((role, self.iri(filler)) for role, filler in event.roles)
        return replace(event, iri=self.iri(event.iri), roles=roles, evidence=_evidence(event.evidence, text))


def _evidence(evidence: Evidence, text: str) -> Evidence:
    return replace(evidence, text=text[evidence.start : evidence.end])


def multiplied(read: Sequence[Facts], first: int, last: int) -> Iterator[Facts]:
    """The documents `first` to `last` of an endless corpus."""
    return (Copy(read[number % len(read)], number).facts() for number in range(first, last))


def batches(documents: Iterator[Facts], size: int) -> Iterator[list[Facts]]:
    """The documents in lists of `size`."""
    while batch := list(islice(documents, size)):
        yield batch
