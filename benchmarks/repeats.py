"""Sentences that re3d labels in another copy only: what is read in the bare copies counts as false, though it is right.

The data set labels a sentence that stands in several documents once. `without_repeats` takes what was predicted in its
other copies out of a set of predictions, so that a scorer can be run with and without them.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kg.document import Document

Zone = tuple[int, int]
SENTENCE = re.compile(r"[^.\n]+(?:\.(?=\s|\[|$)|\n|$)")
SHORTEST = 4  # words


def bare_copies(folder: Path, corpus: Sequence[Document]) -> dict[str, list[Zone]]:
    """Document id -> characters [start, end) of sentences without a label of which another copy has some."""
    labelled = _labelled(folder)
    copies: dict[str, list[tuple[str, int, int, bool]]] = defaultdict(list)
    for document in corpus:
        for start, end in _sentences(document.text):
            words = re.findall(r"\w+", document.text[start:end].lower())
            if len(words) >= SHORTEST:
                has = any(start <= one and two <= end for one, two in labelled[document.id])
                copies[" ".join(words)].append((document.id, start, end, has))
    zones: dict[str, list[Zone]] = defaultdict(list)
    for places in copies.values():
        if any(has for *_, has in places):
            for name, start, end, has in places:
                if not has:
                    zones[name].append((start, end))
    return zones


def without_repeats(lines: Iterable[str], zones: dict[str, list[Zone]]) -> Iterator[str]:
    """The predictions less the mentions in bare copies and the claims that rest on them."""
    for row in map(json.loads, lines):
        bare = zones.get(row["document"], [])
        row["mentions"] = [m for m in row["mentions"] if not _inside(m, bare)]
        kept = {m["id"] for m in row["mentions"]}
        row["claims"] = [c for c in row["claims"] if {c["subject_mention"], c["object_mention"]} <= kept]
        yield json.dumps(row, ensure_ascii=False)


def _inside(mention: dict[str, Any], zones: Sequence[Zone]) -> bool:
    return any(start <= mention["start"] and mention["end"] <= end for start, end in zones)


def _labelled(folder: Path) -> dict[str, list[Zone]]:
    found: dict[str, list[Zone]] = defaultdict(list)
    for path in sorted(folder.glob("*/entities.json")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            found[row["documentId"]].append((row["begin"], row["end"]))
    return found


def _sentences(text: str) -> Iterator[Zone]:
    for match in SENTENCE.finditer(text):
        words = match.group()
        yield match.start() + len(words) - len(words.lstrip()), match.start() + len(words.rstrip())
