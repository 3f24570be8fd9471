"""A corpus of any size from a few texts: each copy names other people, places and weapons, as an archive does.

The other words change too, for otherwise every document would be a near-duplicate of thousands. One document in twenty
is a reprint of an earlier one, by another publisher.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from kg.document import Document
from kg.facts import Claim, Entity, Event, Evidence, Facts
from kg.flow import read_documents
from kg.readers import read_inputs

VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnprstvw"
WIRE_PARAGRAPHS = 2
WORD = re.compile(r"\b[a-z]{4,}\b")
REPRINTS = 20


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
    steps = blake2b(f"{name} {variant}".encode(), digest_size=64).digest()
    return "".join(_shifted(letter, steps[place % len(steps)]) for place, letter in enumerate(name))


def _shifted(letter: str, step: int) -> str:
    row = VOWELS if letter.lower() in VOWELS else CONSONANTS if letter.lower() in CONSONANTS else ""
    other = row[step % len(row)] if row else letter
    return other.upper() if letter.isupper() else other


class Copy:
    """The copy of a document under a number, with its entities renamed and other words put in."""

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
        letters = list(WORD.sub(self._word, self.seed.document.text))
        for mention in self.seed.mentions:
            if mention.kind == "name":
                variant = self.variants.get(mention.entity or "", 0)
                letters[mention.start : mention.end] = renamed(mention.text, variant)
        return "".join(letters)

    def _word(self, found: re.Match[str]) -> str:
        return renamed(found[0], self.number * (number_from(found[0], found.start(), self.number) % 2))

    def facts(self, number: int) -> Facts:
        """All facts of the copy, in the document of a number: its own, or another that reprints it."""
        text = self.text()
        name, publisher = f"{self.seed.document.id}-{number}", f"Publisher {number % 40}"
        document = replace(self.seed.document, id=name, text=f"{text} ({number})", publisher=publisher)
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
        further = tuple(_evidence(words, text) for words in event.further)
        evidence = _evidence(event.evidence, text)
        return replace(event, iri=self.iri(event.iri), roles=roles, evidence=evidence, further=further)


def _evidence(evidence: Evidence, text: str) -> Evidence:
    return replace(evidence, text=text[evidence.start : evidence.end])


def multiplied(read: Sequence[Facts], first: int, last: int) -> Iterator[Facts]:
    """The documents `first` to `last` of an endless corpus."""
    for number in range(first, last):
        source = reprinted(number, len(read))
        yield Copy(read[source % len(read)], source).facts(number)


def reprinted(number: int, seeds: int) -> int:
    """The number of the document that a document reprints, mostly its own."""
    chance = number_from("reprint", number)
    earlier = number - seeds * (1 + chance // REPRINTS % 3)
    return earlier if chance % REPRINTS == 0 and earlier >= 0 else number
