"""The words of the date grammar, read from Turtle, and the class of each token of a Doc as one character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rdflib import RDF, Graph, Literal, Namespace
from rdflib.term import Node
from spacy.tokens import Doc, Token

from kg.errors import StopRun
from kg.ontology import Ontology

FILE = "lexicon-claims.ttl"
LEX = Namespace("https://w3id.org/security-kg/ontology#")

SYMBOLS = {
    "month": "m", "weekday": "w", "unit": "u", "season": "S", "deictic": "D", "feast": "N", "daypart": "p",
    "clock": "c", "half-day": "a", "zone": "R", "weekend": "W", "phase": "h", "fraction": "Q", "last": "l",
    "past": "P", "next": "x", "coming": "X", "this": "t", "recent": "r", "previous": "q", "following": "F",
    "same": "s", "ago": "g", "earlier": "e", "before": "B", "later": "L", "after": "A", "since": "Z", "until": "U",
    "from": "f", "between": "b", "to": "k", "dash": "-", "and": "&", "the": "T", "of": "O", "in": "i", "at": "j",
    "comma": ",", "count": "n", "vague": "v", "ordinal": "o", "margin": "M", "extra": "G", "now": "V",
}  # fmt: skip
"""Part of the date grammar (`kg:part`) -> its character. Tokens of digits have the classes d (1 to 31), n (other
numbers), y (years), z (decades), I (12/09/2002), Y (2020/21), c (clock times), K (18-month) and E (mid-1950s)."""
OTHER = "."
SKIPPED = " "
LONGEST_PHRASE = 4
YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
DECADE = re.compile(r"(?:1[5-9]|20)?\d0s")
ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(am|pm)?|(\d{1,2})(am|pm)")
MILITARY_CLOCK = re.compile(r"([01]\d|2[0-3])[0-5]\d")
SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)")
YEARS = re.compile(r"((?:1[5-9]|20)\d\d)/(?:\d\d)?\d\d")
LENGTH = re.compile(r"\d+-[a-z]+")
FOOTNOTE = re.compile(r"[.,]?\[\d.*$|(?<=\d\d\d\d)\.$")
CENTURY = 100
HOUR = 100
MYRIAD = 10_000


@dataclass(frozen=True, slots=True)
class TimeWord:
    """A temporal word: its class character, its number, whether the number counts months (else days), and whether it
    is a plural ('years').
    """

    symbol: str
    number: int = 0
    months: bool = False
    ambiguous: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class Classes:
    """A Doc as the date grammar sees it: one class character a token, the word behind it and the token's index."""

    symbols: str
    words: list[TimeWord]
    tokens: list[int]


@dataclass(frozen=True)
class TimeWords:
    """Spelling -> word. Words that are always capitalised are kept with capitals, others in lower case."""

    words: dict[str, TimeWord]
    phrases: dict[str, tuple[tuple[str, ...], ...]]

    def read(self, doc: Doc) -> Classes:
        """The class of every token; white space within a line and the later tokens of a phrase are left out."""
        found = [self._word(token) for token in doc]
        for token in doc:
            phrase = self._phrase(token)
            if phrase:
                found[token.i] = self.words[" ".join(phrase)]
                for later in range(token.i + 1, token.i + len(phrase)):
                    found[later] = TimeWord(SKIPPED)
        classes = "".join(word.symbol for word in found)
        for token in doc:
            if found[token.i].ambiguous and not _temporal_beside(token, classes):
                found[token.i] = TimeWord(OTHER)
        kept = [index for index, word in enumerate(found) if word.symbol != SKIPPED]
        return Classes("".join(found[i].symbol for i in kept), [found[i] for i in kept], kept)

    def _word(self, token: Token) -> TimeWord:
        text = token.text
        if token.is_space:
            return TimeWord(OTHER if text.count("\n") > 1 else SKIPPED)
        text = FOOTNOTE.sub("", text) or text
        if text[0].isdigit():
            return _number(token, text.lower())
        word = self.words.get(text) or self.words.get(text.rstrip("."))
        if word is None and (len(text) == 1 or not text.isupper()):
            word = self.words.get(text.lower())
        if word is None and text.isupper() and len(text) > 3:
            word = self.words.get(text.title())
        return word or self._hyphenated(text) or TimeWord(OTHER)

    def _hyphenated(self, text: str) -> TimeWord | None:
        """'mid-1950s', 'late-2016' in one token: the phase times 10,000 and the year; `months` is true of a decade."""
        first, _, rest = text.lower().partition("-")
        phase = self.words.get(first)
        if not rest or phase is None or phase.symbol != SYMBOLS["phase"]:
            return None
        decade = DECADE.fullmatch(rest)
        if decade is None and YEAR.fullmatch(rest) is None:
            return None
        return TimeWord(
            "E", phase.number * MYRIAD + (_shaped_number(rest).number if decade else int(rest)), bool(decade)
        )

    def _phrase(self, token: Token) -> tuple[str, ...]:
        for phrase in self.phrases.get(token.text, ()) or self.phrases.get(token.lower_, ()):
            texts = tuple(part.text for part in token.doc[token.i : token.i + len(phrase)])
            if texts == phrase or (texts[0][0].isupper() and (texts[0].lower(), *texts[1:]) == phrase):
                return phrase
        return ()


def load_timewords(ontology: Ontology) -> TimeWords:
    """Read the temporal words of `lexicon-claims.ttl`.

    Raises StopRun where the file is missing or names a part that the date grammar does not know.
    """
    graph = ontology.file(FILE)
    words = dict(_words(graph, str(ontology.folder / FILE)))
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for spelling in sorted(words, key=lambda text: (-len(text), text)):
        parts = tuple(spelling.split())
        if len(parts) > 1:
            phrases.setdefault(parts[0], []).append(parts)
    return TimeWords(words, {first: tuple(found) for first, found in phrases.items()})


def _words(graph: Graph, where: str) -> Iterator[tuple[str, TimeWord]]:
    for node in sorted(graph.subjects(RDF.type, LEX.TemporalWord), key=str):
        part = str(graph.value(node, LEX.part))
        if part not in SYMBOLS:
            raise StopRun(f"{where}: {node} has the part {part!r}; use one of {', '.join(sorted(SYMBOLS))}")
        months = graph.value(node, LEX.months)
        number = _integer(graph, node, LEX.months if months is not None else LEX.number)
        word = TimeWord(SYMBOLS[part], number, months is not None, (node, LEX.ambiguous, Literal(True)) in graph)
        for spelling in graph.objects(node, LEX.word):
            yield str(spelling), replace(word, several=part == "unit" and str(spelling).endswith("s"))


def _integer(graph: Graph, node: Node, predicate: Node) -> int:
    value = graph.value(node, predicate)
    return int(str(value)) if value is not None else 0


def _number(token: Token, text: str) -> TimeWord:
    """The class of a token that starts with a digit."""
    if text.isdecimal() and text.isascii():
        if MILITARY_CLOCK.fullmatch(text) and _clock_follows(token):
            return TimeWord("c", int(text))
        if YEAR.fullmatch(text):
            return TimeWord("y", int(text))
        return TimeWord("d" if 1 <= int(text[:9]) <= 31 else "n", int(text[:9]))
    return _shaped_number(text)


def _shaped_number(text: str) -> TimeWord:
    if found := ORDINAL.fullmatch(text):
        return TimeWord("d", int(found[1]))
    if DECADE.fullmatch(text):
        decade = int(text[:-1])
        return TimeWord("z", decade if decade >= CENTURY else 1900 + decade)
    if found := CLOCK.fullmatch(text):
        hour = int(found[1] or found[4])
        if found[3] or found[5]:
            hour = hour % 12 + (12 if (found[3] or found[5]) == "pm" else 0)
        return TimeWord("c", hour * HOUR + int(found[2] or 0))
    if found := SLASHED.fullmatch(text):
        first, second, year = map(int, found.groups())
        month, day = (first, second) if second > 12 else (second, first)
        return TimeWord("I", (year * HOUR + month) * HOUR + day)
    if found := YEARS.fullmatch(text):
        return TimeWord("Y", int(found[1]))
    return TimeWord("K" if LENGTH.fullmatch(text) else OTHER)


def _clock_follows(token: Token) -> bool:
    return token.i + 1 < len(token.doc) and token.nbor().lower_ in {"hours", "hrs", "gmt", "utc", "local"}


def _temporal_beside(token: Token, classes: str) -> bool:
    """Whether a word that may be temporal is: capitalised or a season, beside a temporal word or where NER says so."""
    if token.tag_ == "MD":
        return False
    before = classes[token.i - 1 : token.i]
    after = classes[token.i + 1 : token.i + 2]
    if token.ent_type_ == "DATE" or after in {"y", "d"} or before in {"d", "h", "o"}:
        return token.text[0].isupper() or token.pos_ == "NOUN"
    return before in {*"ilxtZUOfb-"} or (
        before in {*"Tjn"} and token.pos_ in {"NOUN", "PROPN"} and not token.text.isupper()
    )
