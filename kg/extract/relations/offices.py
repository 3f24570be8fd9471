"""What a known person's office is of ('President Obama'), and the department that goes with it ('home secretary')."""

from __future__ import annotations

from datetime import date

from spacy.tokens import Token

from kg.extract.relations.referents import Referents
from kg.knowledge import Knowledge, KnownEntity, Office, normalise

FUNCTION, DEPARTMENT = "office", "department"
TITLE_WORDS = 3


class Offices:
    """Offices that the persons of one Doc held on its date, and the mentions of what they are of."""

    def __init__(self, knowledge: Knowledge, referents: Referents, department_nouns: frozenset[str]) -> None:
        self.knowledge = knowledge
        self.department_nouns = department_nouns
        self.referents = referents
        published = referents.reading.published
        self.day = date.fromisoformat(published) if published else None

    def institutions(self, person: int, title: Token) -> list[int]:
        """For each office of a person that the title word names, the nearest mention of what it is of."""
        found = {self.referents.nearest(office.of, title) for office in self._held(person) if _names(title, office)}
        return sorted(index for index in found if index is not None)

    def departments(self, person: int, title: Token) -> list[int]:
        """The nearest mention of the department that a held office's title shares a word with, in the same state."""
        words = {
            (office.of, word)
            for office in self._held(person)
            if _names(title, office)
            for name in office.titles
            for word in name.split()
        }
        bodies = [iri for iri in self.referents.by_known if self._heads(words, self.knowledge.entity(iri))]
        found = {self.referents.nearest(iri, title) for iri in bodies}
        return sorted(index for index in found if index is not None)

    def _heads(self, words: set[tuple[str, str]], body: KnownEntity | None) -> bool:
        """Whether a body is a department of the state of an office, and its name has a word of the title."""
        if body is None:
            return False
        names = [set(normalise(name).split()) for name in body.names]
        named = set().union(*(name for name in names if name & self.department_nouns))
        return any(state == body.country and word in named for state, word in words)

    def _held(self, person: int) -> list[Office]:
        """The offices held on the document's date, or all where it has none."""
        known = self.referents.known(person)
        offices = self.knowledge.offices_held(known) if known else ()
        return [office for office in offices if self.day is None or office.held_on(self.day)]


def _names(title: Token, office: Office) -> bool:
    """Whether the words that end at, or begin with, a title word are a title of the office or part of one."""
    words = [token.lower_ for token in title.doc[max(title.sent.start, title.i - TITLE_WORDS + 1) : title.i + 1]]
    endings = {" ".join(words[i:]) for i in range(len(words))}
    return any(name in endings or name.split()[0] == title.lower_ for name in office.titles)
