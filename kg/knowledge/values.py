"""Known entities and offices as frozen values, and the lookups over them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

ARTICLES = re.compile(r"^(?:the )+(?=\S)")
NOT_WORD = re.compile(r"[\W_]+")
APOSTROPHES = re.compile(r"['’ʼ‘`]")


def normalise(name: str) -> str:
    """A name without case, accents, punctuation and leading 'the', by which spellings are compared.

    Letters of other scripts stay, apostrophes vanish, every other mark becomes a blank.
    """
    bare = APOSTROPHES.sub("", name)
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return ARTICLES.sub("", NOT_WORD.sub(" ", bare.casefold()).strip())


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """An entity of the tables. `type` is the local name of its finest class.

    `ambiguous` holds those of its names that mean something else as often, so that they need evidence. `demonyms` are
    adjectives ('Syrian'), `inhabitants` nouns for its people ('Syrians', 'Briton'). `country` is the IRI of the state
    it lies in or belongs to, its own where it is one; `within` the IRIs it is directly part of or located in.
    `same_as` are IRIs of trusted tables. Latitude and longitude are WGS84 degrees. `capital` is true of a state's.
    """

    iri: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    ambiguous: frozenset[str] = frozenset()
    metonyms: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    inhabitants: tuple[str, ...] = ()
    gender: str = ""
    same_as: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    within: tuple[str, ...] = ()
    population: int = 0
    capital: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The label and the aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True, order=True)
class Office:
    """A person's holding of an office; `titles` in lower case; `since` and `until` are the first and last day."""

    of: str
    holder: str
    titles: tuple[str, ...]
    since: date
    until: date | None = None
    iri: str = ""

    def held_on(self, day: date) -> bool:
        """Whether the office was held on the day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Knowledge:
    """All known entities by IRI, all offices in stable order, and countries by ISO 3166-1 alpha-2 code."""

    entities: Mapping[str, KnownEntity]
    offices: tuple[Office, ...] = ()
    countries: Mapping[str, str] = field(default_factory=dict)

    def entity(self, iri: str) -> KnownEntity | None:
        """The entity of an IRI, None where it is not known."""
        return self.entities.get(iri)

    @cached_property
    def by_name(self) -> Mapping[str, tuple[KnownEntity, ...]]:
        """Entities by normalised label or alias, in the order of the tables."""
        return _index((entity, entity.names) for entity in self.entities.values())

    @cached_property
    def by_demonym(self) -> Mapping[str, tuple[KnownEntity, ...]]:
        """States and areas by normalised demonym or name of the inhabitants ('syrian', 'syrians', 'briton')."""
        return _index((entity, entity.demonyms + entity.inhabitants) for entity in self.entities.values())

    @cached_property
    def by_metonym(self) -> Mapping[str, tuple[KnownEntity, ...]]:
        """Entities by what stands for them: 'moscow' and 'kremlin' give Russia."""
        return _index((entity, entity.metonyms) for entity in self.entities.values())

    def named(self, name: str) -> tuple[KnownEntity, ...]:
        """The entities that bear a name, compared as `normalise` does."""
        return self.by_name.get(normalise(name), ())

    def country_of_demonym(self, word: str) -> str | None:
        """The IRI of the one state or area that 'Syrian' or 'Syrians' speaks of, None where none or several."""
        return _only(self.by_demonym.get(normalise(word), ()))

    def metonym_of(self, name: str) -> str | None:
        """The IRI of the one entity that a name such as 'the Kremlin' or 'Moscow' can stand for."""
        return _only(self.by_metonym.get(normalise(name), ()))

    def office_holder(self, of: str, title: str, on: date | None) -> str | None:
        """Who held the office `title` of the state or organization `of` on a day; the last known holder for None.

        None where nobody is known, or where several persons held that title at once. On the day of a handover it is
        the newcomer.
        """
        held = [office for office in self.offices_of(of, title) if on is None or office.held_on(on)]
        if not held:
            return None
        latest = max(office.since for office in held)
        staying = {office.holder for office in held if on is None or office.until != on}
        holders = staying or {office.holder for office in held}
        if on is None:
            holders = {office.holder for office in held if office.since == latest}
        return holders.pop() if len(holders) == 1 else None

    def offices_of(self, of: str, title: str) -> tuple[Office, ...]:
        """The terms of one office, in order of their beginning."""
        return self._offices_by_title.get((of, normalise(title)), ())

    def offices_held(self, holder: str) -> tuple[Office, ...]:
        """The terms of one person, in order of their beginning."""
        return self._offices_by_holder.get(holder, ())

    @cached_property
    def titles(self) -> frozenset[str]:
        """All titles of offices, normalised."""
        return frozenset(title for _, title in self._offices_by_title)

    def after_office(self, words: list[str]) -> list[str]:
        """The words of a person's name after an office of several words before it: 'Secretary of State Kerry'."""
        plain = [normalise(word) for word in words]
        for at in range(len(words) - 1, 1, -1):
            if any(" ".join(plain[start:at]) in self.titles for start in range(at - 1)):
                return words[at:]
        return words

    @cached_property
    def _offices_by_title(self) -> Mapping[tuple[str, str], tuple[Office, ...]]:
        table: dict[tuple[str, str], list[Office]] = defaultdict(list)
        for office in sorted(self.offices, key=lambda entry: (entry.since, entry.iri)):
            for title in office.titles:
                table[office.of, normalise(title)].append(office)
        return {key: tuple(found) for key, found in table.items()}

    @cached_property
    def _offices_by_holder(self) -> Mapping[str, tuple[Office, ...]]:
        table: dict[str, list[Office]] = defaultdict(list)
        for office in sorted(self.offices, key=lambda entry: (entry.since, entry.iri)):
            table[office.holder].append(office)
        return {key: tuple(found) for key, found in table.items()}


def _index(entries: Iterable[tuple[KnownEntity, tuple[str, ...]]]) -> dict[str, tuple[KnownEntity, ...]]:
    table: dict[str, dict[str, KnownEntity]] = defaultdict(dict)
    for entity, names in entries:
        for name in names:
            table[normalise(name)][entity.iri] = entity
    return {name: tuple(found.values()) for name, found in table.items() if name}


def _only(found: tuple[KnownEntity, ...]) -> str | None:
    return found[0].iri if len(found) == 1 else None
