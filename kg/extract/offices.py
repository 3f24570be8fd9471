"""Where a title names no institution ('President Obama'): what the office is of, known from the tables."""

from __future__ import annotations

from datetime import date

from spacy.tokens import Token

from kg.extract.referents import Referents
from kg.knowledge import Knowledge, Office

FUNCTION = "office"
TITLE_WORDS = 3


class Offices:
    """Offices that the persons of one Doc held on its date, and the mentions of what they are of."""

    def __init__(self, knowledge: Knowledge, referents: Referents) -> None:
        self.knowledge = knowledge
        self.referents = referents
        published = referents.reading.published
        self.day = date.fromisoformat(published) if published else None

    def institutions(self, person: int, title: Token) -> list[int]:
        """For each office of a person that the title word names, the nearest mention of what it is of."""
        found = {self.referents.nearest(office.of, title) for office in self._held(person) if _names(title, office)}
        return sorted(index for index in found if index is not None)

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
