"""The project's own annotated corpus: a strict parser of its markup, and a checker (`python -m training.corpus`).

A story begins with `== id | published-date`; then one sentence a line, each followed by the claims that rest on
it. Mentions are marked in the running text and nest:

    == c-example-01 | 2016-03-04
    [The [Syrian](Nationality) army](e1:MilitaryForce) shelled [Aleppo](e2:PopulatedPlace), [Paris](e3:Country!) said
    > e1 attacks e2 ; by e3 ; at 2016-03

`(id:Class)` opens an entity, `(id)` mentions it again, a bare value type (`Nationality`) marks a value;
`(id:Nationality)` is an adjective that refers to the country `id`. Flags: `!` a place that acts, `~` nominal,
`^` pronoun, `*` name.
"""

from __future__ import annotations

import collections
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.errors import StopRun
from kg.ontology import Ontology, load_ontology

VALUE_TYPES = ("Nationality", "Temporal", "Quantity", "Money")
NATION = "Country"  # what a nationality adjective denotes where the story never names it
FLAGS = {"~": "nominal", "^": "pronoun", "*": "name"}
MODALITIES = ("Planned", "Possible", "Attempted", "Requested")
PRONOUNS = re.compile(
    "he|him|his|himself|she|hers?|herself|its?|itself|they|them|theirs?|themselves|we|us|ours?|ourselves|i|me|my|mine|"
    "myself|yours?|you|who|whom|whose|which|that|this|these|those|both|ones?|each|all|some|others?|another|many|several|none"
)
POSTMODIFIERS = re.compile(r",|\s(?:of|in|on|at|for|from|to|with|by|who|that|which|near|between|and|or|against)\s")
HEADER = re.compile(r"==\s+(?P<id>[\w-]+)\s*\|\s*(?P<date>\d{4}-\d{2}-\d{2})\s*")
REFERENCE = re.compile(r"\((?P<id>[a-z]\w*)?(?P<colon>:)?(?P<type>[A-Z]\w*)?(?P<flags>[!~^*]*)\)")
CLAIM = re.compile(r">\s+(?P<subject>\w+)\s+(?P<predicate>\w+)\s+(?P<object>\w+)\s*(?P<rest>(?:;.*)?)")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked mention: code point offsets into its sentence's text; `entity` is '' for values."""

    start: int
    end: int
    entity: str
    type: str
    kind: str
    acts: bool = False


@dataclass(frozen=True, slots=True)
class MarkedClaim:
    """A claim that rests on one sentence; ids are those of the story."""

    subject: str
    predicate: str
    object: str
    negated: bool = False
    modality: str = "Actual"
    by: str = ""
    via: str = ""
    at: str = ""
    line: int = 0


@dataclass(slots=True)
class MarkedSentence:
    """A sentence without its markup, its mentions in text order, and the claims below it."""

    text: str
    marks: list[Mark]
    claims: list[MarkedClaim] = field(default_factory=list)


@dataclass(slots=True)
class Story:
    """A story of the corpus; `types` maps each entity id to the class given at its first mention."""

    id: str
    published: str
    line: int
    sentences: list[MarkedSentence] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a corpus file; `line` counts from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class _Parser:
    """Reads one file, collecting stories and problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.stories: list[Story] = []
        self.problems: list[Problem] = []
        self.line = 0

    def wrong(self, message: str) -> None:
        self.problems.append(Problem(self.file, self.line, message))

    def parse(self, lines: Iterable[str]) -> None:
        for number, raw in enumerate(lines, 1):
            self.line = number
            line = raw.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("=="):
                self.header(line)
            elif not self.stories:
                self.wrong("text before the first '== id | date' line")
            elif line.startswith(">"):
                self.claim(line)
            else:
                self.sentence(line)

    def header(self, line: str) -> None:
        found = HEADER.fullmatch(line)
        if found is None:
            self.wrong("a story's header is '== id | YYYY-MM-DD'")
        name, date = (found["id"], found["date"]) if found else (f"line-{self.line}", "")
        self.stories.append(Story(name, date, self.line))

    def sentence(self, line: str) -> None:
        words: list[str] = []
        length, position = 0, 0
        open_at: list[int] = []
        marks: list[Mark] = []
        while position < len(line):
            character = line[position]
            if character == "[":
                open_at.append(length)
                position += 1
            elif character == "]":
                position = self.close(line, position, open_at, "".join(words), marks)
            else:
                words.append(character)
                length += 1
                position += 1
        if open_at:
            self.wrong(f"{len(open_at)} '[' without its ']'")
        marks.sort(key=lambda mark: (mark.start, -mark.end))
        self.stories[-1].sentences.append(MarkedSentence("".join(words), [self.typed(mark) for mark in marks]))

    def typed(self, mark: Mark) -> Mark:
        """The mention with its entity's class where the markup gives it none of its own."""
        types = self.stories[-1].types
        if mark.type:
            if mark.entity and mark.type == "Nationality":
                types.setdefault(mark.entity, NATION)
            return mark
        if mark.entity not in types:
            self.wrong(f"entity {mark.entity} has no class at its first mention")
            types[mark.entity] = ""
        return replace(mark, type=types[mark.entity])

    def close(self, line: str, position: int, open_at: list[int], text: str, marks: list[Mark]) -> int:
        """Handle the ']' at `position`; returns the position after its reference."""
        found = REFERENCE.match(line, position + 1)
        if not open_at:
            self.wrong(f"']' without its '[' at column {position + 1}")
        elif found is None:
            self.wrong(f"']' at column {position + 1} is not followed by (id:Class), (id) or (ValueType)")
            open_at.pop()
        else:
            start = open_at.pop()
            mark = self.mark(start, text, found)
            if mark is not None:
                marks.append(mark)
        return found.end() if found else position + 1

    def mark(self, start: int, text: str, found: re.Match[str]) -> Mark | None:
        surface = text[start:]
        if not surface or surface != surface.strip():
            self.wrong(f"mention {surface!r} is empty or has space at its edge")
            return None
        entity, name, flags = found["id"] or "", found["type"] or "", found["flags"]
        if bool(found["colon"]) != bool(entity and name):
            self.wrong(f"reference {found[0]} of {surface!r} is not (id:Class), (id) or (ValueType)")
            return None
        if not entity:
            if name not in VALUE_TYPES:
                self.wrong(f"{name or 'nothing'} of {surface!r} is no value type; entities are written (id:Class)")
            return Mark(start, len(text), "", name, "value")
        types = self.stories[-1].types
        if name:
            types.setdefault(entity, "Country" if name == "Nationality" else name)
        kind = next((FLAGS[flag] for flag in flags if flag in FLAGS), None) or guess_kind(surface)
        return Mark(start, len(text), entity, name, kind, "!" in flags)

    def claim(self, line: str) -> None:
        found = CLAIM.fullmatch(line)
        if found is None or not self.stories[-1].sentences:
            self.wrong(
                "a claim is '> e1 relation e2 ; Negated ; Planned ; by e3 ; via e4 ; at 2016-03-03', below its sentence"
            )
            return
        options = self.options([part.strip() for part in found["rest"].split(";") if part.strip()])
        claim = MarkedClaim(found["subject"], found["predicate"], found["object"], line=self.line, **options)  # type: ignore[arg-type]
        self.stories[-1].sentences[-1].claims.append(claim)

    def options(self, parts: list[str]) -> dict[str, str | bool]:
        options: dict[str, str | bool] = {}
        for part in parts:
            key, _, value = part.partition(" ")
            if part == "Negated":
                options["negated"] = True
            elif part in MODALITIES:
                options["modality"] = part
            elif key in ("by", "via", "at") and value:
                options[key] = value.strip()
                if key == "at" and not DATE.fullmatch(value.strip()):
                    self.wrong(f"{value!r} is not an ISO date, month or year")
            elif part not in ("Affirmed", "Actual"):
                self.wrong(f"unknown option {part!r} of a claim")
        return options


def guess_kind(surface: str) -> str:
    """How a mention refers: 'pronoun', 'name' where the head word is capitalised, else 'nominal'."""
    if PRONOUNS.fullmatch(surface.lower()):
        return "pronoun"
    head = POSTMODIFIERS.split(surface)[0].split()
    return "name" if head and (head[-1][:1].isupper() or (len(head) == 1 and surface[0].isdigit())) else "nominal"


def parse(text: str, file: str = "corpus") -> tuple[list[Story], list[Problem]]:
    """Read a corpus file's text; problems name `file` and the line."""
    parser = _Parser(file)
    parser.parse(text.splitlines())
    return parser.stories, parser.problems + list(_check_references(parser.stories, file))


def _check_references(stories: list[Story], file: str) -> Iterator[Problem]:
    """Every end of a claim is mentioned in its sentence, every source in the story."""
    for story in stories:
        for sentence in story.sentences:
            here = {mark.entity for mark in sentence.marks}
            for claim in sentence.claims:
                for end in (claim.subject, claim.object):
                    if end not in here:
                        yield Problem(file, claim.line, f"{end} is not mentioned in the sentence of this claim")
                for source in (claim.by, claim.via):
                    if source and source not in story.types:
                        yield Problem(file, claim.line, f"source {source} is not mentioned in the story")
                if claim.subject == claim.object:
                    yield Problem(file, claim.line, f"{claim.subject} is related to itself")


def check_vocabulary(stories: list[Story], file: str, ontology: Ontology) -> Iterator[Problem]:
    """Unknown classes and relations, and claims outside domain and range."""
    for story in stories:
        for entity, name in story.types.items():
            if name and name not in ontology.types:
                yield Problem(file, story.line, f"{entity} of {story.id}: unknown class {name}")
        for sentence in story.sentences:
            for mark in sentence.marks:
                if mark.acts and not ontology.is_a(mark.type, "Place"):
                    yield Problem(
                        file, story.line, f"{story.id}: {sentence.text[mark.start : mark.end]!r} acts, but is no place"
                    )
            for claim in sentence.claims:
                yield from _check_claim(claim, story, file, ontology)


def _check_claim(claim: MarkedClaim, story: Story, file: str, ontology: Ontology) -> Iterator[Problem]:
    one, two = story.types.get(claim.subject, ""), story.types.get(claim.object, "")
    if claim.predicate not in ontology.relations:
        yield Problem(file, claim.line, f"unknown relation {claim.predicate}")
    elif one in ontology.types and two in ontology.types and not ontology.allows(claim.predicate, one, two):
        yield Problem(file, claim.line, f"{claim.predicate} does not go from {one} to {two}")


def check_unique(stories: list[tuple[str, Story]]) -> Iterator[Problem]:
    """Story ids are unique over all files; takes (file, story) pairs."""
    seen: dict[str, str] = {}
    for file, story in stories:
        if story.id in seen:
            yield Problem(file, story.line, f"story id {story.id} is also in {seen[story.id]}")
        seen[story.id] = file


def load(paths: Iterable[Path]) -> list[Story]:
    """Read corpus files.

    Raises StopRun with the first problem where the markup is broken.
    """
    stories: list[Story] = []
    for path in sorted(paths):
        found, problems = parse(path.read_text(encoding="utf-8"), str(path))
        if problems:
            raise StopRun(f"{problems[0]} (run python -m training.corpus to see all)")
        stories.extend(found)
    return stories


def summary(stories: list[Story]) -> Iterator[str]:
    """Lines that say how much is there, by class and by relation."""
    sentences = [sentence for story in stories for sentence in story.sentences]
    words = sum(len(sentence.text.split()) for sentence in sentences)
    types = collections.Counter(mark.type for sentence in sentences for mark in sentence.marks)
    kinds = collections.Counter(mark.kind for sentence in sentences for mark in sentence.marks)
    relations = collections.Counter(claim.predicate for sentence in sentences for claim in sentence.claims)
    yield f"{len(stories)} stories, {len(sentences)} sentences, {words} words"
    yield f"{types.total()} mentions ({_listing(kinds)}): {_listing(types)}"
    yield f"{relations.total()} claims: {_listing(relations)}"


def _listing(counts: collections.Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def main(arguments: list[str]) -> int:
    """Check the named files: print counts and problems; the exit status is 1 where there are any."""
    pairs: list[tuple[str, Story]] = []
    problems: list[Problem] = []
    try:
        ontology = load_ontology()
    except StopRun as error:
        ontology = None
        print(f"classes and relations are not checked: {error}")
    for name in arguments:
        stories, found = parse(Path(name).read_text(encoding="utf-8"), name)
        problems += found
        problems += check_vocabulary(stories, name, ontology) if ontology else ()
        pairs += [(name, story) for story in stories]
    problems += check_unique(pairs)
    print(*summary([story for _, story in pairs]), sep="\n")
    print(*problems, sep="\n")
    print(f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
