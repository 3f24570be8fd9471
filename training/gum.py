"""GUM (CoNLL-U) as training documents: nested mention spans in their own label space, for a first epoch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from training.examples import Example, Target, example, join

LABEL = "gum:{}"
ENTITY = re.compile(r"\((?P<open>\d+)-(?P<type>[a-z]+)-[^()]*(?P<single>\))?|(?P<close>\d+)\)")


def documents(folder: Path, nlp: Language) -> Iterator[Example]:
    """Each file of the folder as an example."""
    for path in sorted(folder.glob("*.conllu")):
        blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
        open_spans: list[tuple[str, str, int]] = []
        yield join(path.stem, "gum", [_sentence(block, nlp, path.stem, open_spans) for block in blocks])


def _sentence(block: str, nlp: Language, name: str, open_spans: list[tuple[str, str, int]]) -> Example:
    rows = [line.split("\t") for line in block.splitlines() if re.match(r"\d+\t", line)]
    spaces = ["SpaceAfter=No" not in row[9] for row in rows]
    doc = nlp(Doc(nlp.vocab, words=[row[1] for row in rows], spaces=spaces))
    found, _ = example(doc, name, "gum", one_sentence=True)
    open_spans.clear()
    for position, row in enumerate(rows):
        marks = re.search(r"Entity=([^|]+)", row[9])
        for match in ENTITY.finditer(marks[1] if marks else ""):
            _mark(match, position, open_spans, found)
    return found


def _mark(match: re.Match[str], position: int, open_spans: list[tuple[str, str, int]], found: Example) -> None:
    if match["open"] and match["single"]:
        found.targets.append(Target(position, position + 1, [LABEL.format(match["type"])]))
    elif match["open"]:
        open_spans.append((match["open"], match["type"], position))
    else:
        for place in range(len(open_spans) - 1, -1, -1):
            if open_spans[place][0] == match["close"]:
                _, kind, start = open_spans.pop(place)
                found.targets.append(Target(start, position + 1, [LABEL.format(kind)]))
                break
