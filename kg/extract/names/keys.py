"""Name keys: what two spellings of one name, met in two documents, have in common, and two different names have not.

A key serves names that no table knows. It is made to be precise: letters change only where transliterations of one
name differ and no two names do, and whole words by the groups of `lexicon-names.ttl`. Names that stay apart although
they may be one are left to the candidates that `kg explain` lists.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import RDF, Graph

from kg.extract.coreference.words import load_reference_words
from kg.knowledge import HeadWords, Knowledge, normalise
from kg.namespace import KG, Spine
from kg.ontology import Ontology, local_name

FILE = "lexicon-names.ttl"
NODE_PREFIX = "name-"
TERM = KG._NS
PERSON, PLACE = Spine.PERSON, Spine.PLACE
BODIES = frozenset({Spine.ORGANIZATION, Spine.GROUP})
APOSTROPHES = re.compile(r"['’ʼ‘`´]")
OWNER = re.compile(r"['’]s\b")
SEPARATOR = re.compile(r"[\W_]+")
HYPHEN = re.compile("[‐‑]")
BRACKETS = re.compile(r"\([^)]*\)|[()\[\]]")
SUFFIX = re.compile(r",(?=\s+[JS]r\b)")
ARTICLES = frozenset({"the", "a", "an"})
LINKS = frozenset({"of", "the", "for", "and", "in"})
STANDING = ("al", "el")
LETTERS = 4
LONG = 5
PHRASE = 3
SERVANT = re.compile(r"^abd(?:ul|el|al|ol|oul|ur|er|ar|us|es|as)(?=.{3})")
SERVANTS = frozenset({"abdul", "abdel", "abdal", "abdol", "abdoul", "abdur", "abder"})
# Spellings of one sound in transliterated names; applied in this order to words of LETTERS letters or more.
SOUNDS = (
    (re.compile(r"oo|ou|uu"), "u"),
    (re.compile(r"aa"), "a"),
    (re.compile(r"ks"), "x"),
    (re.compile(r"dj"), "j"),
    (re.compile(r"q"), "k"),
    (re.compile(r"iy(?=a)"), "i"),
    (re.compile(r"(?:iy|yy|ii|ij|yi|y)$"), "i"),
    (re.compile(r"(?<=[aeo])y(?=[^aeiou])"), "i"),
    (re.compile(r"([b-df-hj-np-tv-z])\1"), r"\1"),
)
TWIN = re.compile(r"ee")
DOUBLED = re.compile(r"([b-df-hj-np-tv-za])\1")


def latin(text: str) -> str:
    """The text in lower case without accents; letters of other scripts stay."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def sounded(word: str) -> str:
    """A word of a transliterated name with one letter for each way to write a sound; short words stay as they are."""
    if len(word) < LETTERS:
        return word
    if len(word) >= LONG:
        word = TWIN.sub("i", word)
    for pattern, letter in SOUNDS:
        word = pattern.sub(letter, word)
    return word


@dataclass(frozen=True)
class NameWords:
    """The groups of `lexicon-names.ttl`, in lower case; `spelling` gives the common spelling of a word."""

    spelling: Mapping[str, str]
    particles: frozenset[str]
    links: frozenset[str]
    epithets: frozenset[str]
    generic: frozenset[str]
    legal_forms: frozenset[str]
    turning: frozenset[str]


def load_name_words(ontology: Ontology) -> NameWords:
    """Read `lexicon-names.ttl` of the ontology's folder. Raises StopRun where it is missing or broken."""
    graph = ontology.file(FILE)
    spelling: dict[str, str] = {}
    for node in sorted(graph.subjects(RDF.type, TERM.NameVariants), key=str):
        common = local_name(str(node)).removeprefix(NODE_PREFIX)
        spelling.update((str(word), common) for word in graph.objects(node, TERM.word))
    return NameWords(
        spelling,
        _words(graph, "NameParticle"),
        _words(graph, "NameLink"),
        _words(graph, "Epithet"),
        frozenset(spelling.get(word, word) for word in _words(graph, "GenericWord")),
        _words(graph, "LegalForm"),
        _words(graph, "TurningNoun"),
    )


def _words(graph: Graph, kind: str) -> frozenset[str]:
    return frozenset(str(w) for node in graph.subjects(RDF.type, TERM[kind]) for w in graph.objects(node, TERM.word))


class NameKeys:
    """Makes the keys of names. `family` is the identity family of the bearer's class, '' where it has none."""

    def __init__(self, ontology: Ontology, knowledge: Knowledge, heads: HeadWords) -> None:
        self.words = load_name_words(ontology)
        self.knowledge = knowledge
        reference = load_reference_words(ontology)
        self.titles, self.given = frozenset(reference.honorifics) | knowledge.titles, frozenset(reference.given_names)
        self.people = frozenset(word for word, kind in heads.classes.items() if ontology.is_a(kind, PERSON))
        common = [word for word, kind in heads.classes.items() if ontology.is_any(kind, (*BODIES, PLACE))]
        self.common = frozenset(self._spelt(part) for phrase in common for part in _split(phrase)) | self.words.generic

    def key(self, name: str, family: str) -> str:
        """The key of a name: equal for spellings of one name, without blanks; never empty."""
        return "".join(self.parts(name, family)) or SEPARATOR.sub("", latin(name)) or name

    def bare(self, name: str, family: str) -> str:
        """The name as it is written, but a person's without titles, ranks and demonyms before it.

        A title alone stays whole: 'US Secretary of Defense', 'Minister for Africa'.
        """
        if family != PERSON or not self.names_somebody(name):
            return name
        return " ".join(self._person(name)) or name

    def names_somebody(self, name: str) -> bool:
        """Whether a person's name is more than titles and states, and what they are of: 'Minister for Africa'."""
        words, written = self._person(name), name.split()
        if all(self._leads_up(word) for word in words):
            return False
        at = written.index(words[0]) if words[0] in written else 0
        of_place = at > 0 and written[at - 1].islower()
        return not (of_place and any(one.type != PERSON for one in self.knowledge.named(" ".join(words))))

    def core(self, name: str) -> str:
        """The name without what stands in brackets and without epithets such as 'US-backed'."""
        words = BRACKETS.sub(" ", name).split()
        return " ".join(w for w in words if HYPHEN.sub("-", w).rpartition("-")[2] not in self.words.epithets)

    def distinctive(self, name: str, family: str) -> bool:
        """Whether the name alone tells its bearer from others of the same family, in any document.

        One word does not name a person ('Kim'), nor does a title ('Prime Minister'); words that bodies and places of
        any state bear name none ('Ministry of Defence', '2nd Battalion', 'Central Hospital').
        """
        if family == PERSON:
            words = self._person(name)
            return len(words) > 1 and not all(self._leads_up(word) for word in words)
        if family == PLACE or family in BODIES:
            words = [self._spelt(word) for word in _split(name)]
            return not all(w in self.common or w in LINKS or w[0].isdigit() for w in words)
        return True

    def parts(self, name: str, family: str) -> tuple[str, ...]:
        """The words of the key, in order."""
        if family == PERSON:
            words = _servants(self._without_articles(self._person(name)))
            return tuple(sounded(self._spelt(word)) for word in words)
        if family in BODIES:
            return tuple(self._body(name))
        return tuple(_split(name))

    def _spelt(self, word: str) -> str:
        return self.words.spelling.get(word, word)

    def _person(self, name: str) -> list[str]:
        """The words of a person's name, as written, without what describes the bearer before or after it.

        That is titles, ranks, demonyms and owners before ('Egypt's President'), and whatever follows a comma or a word
        in lower case; all words where none would be left.
        """
        name = " ".join(self.knowledge.after_office(name.split()))
        part = next((part for part in SUFFIX.sub("", name).split(",") if self._proper(part)), name)
        words = [word for word in self._proper(part) or part.split() if word.strip(".'’\"“”()")]
        for at in range(len(words) - 1, 0, -1):
            if self._is_title(words[at - 1]):
                sure = len(words) - at > 1 or all(self._leads_up(word) for word in words[:at])
                return words[at:] if sure else words
        return words

    def _proper(self, text: str) -> list[str]:
        """The words that can be parts of a name, titles among them: those after an owner or after a noun for a person
        ('Egypt's', 'the suspect'), else the longest run.
        """
        runs: list[list[str]] = [[]]
        introduced: list[list[str]] = []
        for word in BRACKETS.sub(" ", text).split():
            plain = latin(word.split("-")[0])
            if OWNER.search(word) and not text.endswith(word):
                runs = [[]]
            elif (word[:1].isupper() and plain not in ARTICLES) or plain in self.words.links | self.words.particles:
                runs[-1].append(OWNER.sub("", word))
            else:
                runs.append([])
                introduced += [runs[-1]] if plain in self.people else []
        named = [run for run in runs if any(word[:1].isupper() and not self._is_title(word) for word in run)]
        return max(named, key=lambda run: (any(run is one for one in introduced), len(run)), default=[])

    def _leads_up(self, word: str) -> bool:
        """Whether a word before a person's name is a title, a small word, or a state ('US Secretary of State')."""
        return self._is_title(word) or word.islower() or self._is_state([word])

    def _is_title(self, word: str) -> bool:
        plain = latin(word).strip(".,")
        if plain in self.titles or plain in self.people:
            return True
        return bool(self.knowledge.by_demonym.get(plain)) and plain not in self.given

    def _without_articles(self, words: Sequence[str], *, leading: bool = False) -> list[str]:
        """The words in lower case, the Arabic article gone: before a hyphen, in lower case, or after another word.

        A capital 'Al' that begins a name is somebody's first name, unless `leading` says otherwise. After 'Abd' the
        article stays.
        """
        found: list[str] = []
        for at, word in enumerate(words):
            head, _, rest = HYPHEN.sub("-", word).partition("-")
            article = latin(head) in self.words.particles
            alone = not rest and head.lower() in STANDING and at < len(words) - 1 and (at or leading or head.islower())
            if not article or not (rest or alone):
                found += _split(word)
                continue
            found += ["al"] * (found[-1:] == ["abd"]) + _split(rest)
        return found

    def _body(self, name: str) -> list[str]:
        """An organization's words: states by their name, spellings made one, of-phrases turned, legal form gone."""
        words = self._without_articles(OWNER.sub("", self.core(name) or name).split(), leading=True)
        words = self._turned([word for word in words if word not in ("the", "for")])
        while len(words) > 1 and words[-1] in self.words.legal_forms:
            words = words[:-1]
        return [DOUBLED.sub(r"\1", self._spelt(word)) for word in self._with_states(words)]

    def _turned(self, words: Sequence[str]) -> list[str]:
        """'foreign ministry of syria', 'ministry of defense of syria' with the state and the task in front; no 'of'."""
        at = next((i for i, word in enumerate(words) if word in self.words.turning), len(words))
        if list(words[at + 1 : at + 2]) != ["of"]:
            return [word for word in words if word != "of"]
        phrases: list[list[str]] = [[]]
        for word in words[at + 2 :]:
            if word == "of":
                phrases.append([])
            else:
                phrases[-1].append(word)
        states = [word for phrase in phrases if self._is_state(phrase) for word in phrase]
        tasks = [word for phrase in reversed(phrases) if not self._is_state(phrase) for word in phrase]
        return [*states, *words[:at], *tasks, words[at]]

    def _is_state(self, phrase: Sequence[str]) -> bool:
        return any(entity.country == entity.iri for entity in self.knowledge.named(" ".join(phrase)))

    def _with_states(self, words: Sequence[str]) -> list[str]:
        """The words with the name of the state for each demonym: 'north korean army' as 'northkorea army'."""
        found, at = [], 0
        while at < len(words):
            for size in range(PHRASE, 0, -1):
                iri = self.knowledge.country_of_demonym(" ".join(words[at : at + size]))
                state = self.knowledge.entity(iri) if iri else None
                if state is not None and len(words) > 1:
                    found.append("".join(normalise(state.name).split()))
                    break
            else:
                size = 1
                found.append(words[at])
            at += size
        return found


def _split(text: str) -> list[str]:
    return SEPARATOR.sub(" ", APOSTROPHES.sub("", latin(text))).split()


def _servants(words: Sequence[str]) -> list[str]:
    """'abd al fattah', 'abdel fattah' and 'abdelfattah' as one word, 'abdulfattah'."""
    found: list[str] = []
    for word in words:
        if found and found[-1] == "abdul":
            found[-1] += word
        elif found and found[-1] == "abd" and word == "al":
            found[-1] = "abdul"
        else:
            found.append("abdul" if word in SERVANTS else SERVANT.sub("abdul", word))
    return found
