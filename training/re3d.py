"""re3d (Dstl, 2017) as training documents: sure labels are targets, unsure ones are left out of the loss."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.mentions.labels import Labels
from kg.knowledge import HeadWords, load_head_words
from training.examples import Example, Link, Target, example, word_span

SURE = 0.5
EVENT, WEAPON = "Event", "Weapon"
KEPT_WHEN_UNSURE = "Nationality"  # the data set doubts most adjectives that it marks, the vocabulary wants them all


def documents(folder: Path, nlp: Language, labels: Labels) -> Iterator[tuple[Example, str]]:
    """Each document of the parts of a re3d folder as an example, with its text."""
    heads = load_head_words(labels.ontology)
    for part in sorted(path for path in folder.iterdir() if path.is_dir()):
        entities, relations = _rows(part / "entities.json"), _rows(part / "relations.json")
        for line in (part / "documents.json").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            name = row["_id"]
            doc = nlp(row["text"])
            rows = [_doubted(entry, doc, heads, labels) for entry in entities[name]]
            yield _document(name, doc, rows, relations[name], labels), row["text"]


def _silent(doc: Doc, index: dict[int, int], entities: list[dict]) -> list[tuple[int, int]]:
    """Runs of words between full stops or line ends without any label, sure or not.

    Of a sentence that stands in several documents, the data set labels one copy and leaves the others bare.
    """
    labelled = {place for row in entities for place in range(row["begin"], row["end"])}
    runs: list[list[Token]] = [[]]
    for token in doc:
        if token.i in index:
            runs[-1].append(token)
        if token.text == "." or "\n" in token.text:
            runs.append([])
    bare = [run for run in runs if run and not any(token.idx in labelled for token in run)]
    return [(index[run[0].i], index[run[-1].i] + 1) for run in bare]


def _rows(path: Path) -> dict[str, list[dict]]:
    found = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found[row["documentId"]].append(row)
    return found


def _doubted(row: dict, doc: Doc, heads: HeadWords, labels: Labels) -> dict:
    """The row; unsure where it calls an event a weapon ('strikes')."""
    span = doc.char_span(row["begin"], row["end"], alignment_mode="expand")
    if labels.of_re3d.get(row["type"]) != WEAPON or span is None:
        return row
    name = heads.find([token.lemma_ for token in span])
    return {**row, "confidence": 0.0} if name and labels.ontology.is_a(name, EVENT) else row


def _document(name: str, doc: Doc, entities: list[dict], relations: list[dict], labels: Labels) -> Example:
    found, index = example(doc, name, "re3d")
    targets: dict[tuple[int, int], Target] = {}
    for row in entities:
        label = labels.of_re3d.get(row["type"])
        span = word_span(doc, index, row["begin"], row["end"])
        if label is None or span is None or found.sentence[span[0]] != found.sentence[span[1] - 1]:
            continue
        target = targets.setdefault(span, Target(*span))
        sure = row["confidence"] >= SURE or label == KEPT_WHEN_UNSURE
        (target.labels if sure else target.ignored).append(label)
    found.targets = [targets[span] for span in sorted(targets)]
    found.silent = _silent(doc, index, entities)
    number = {(target.start, target.end): position for position, target in enumerate(found.targets)}
    for row in relations:
        ends = [
            number.get(word_span(doc, index, row[f"{end}Begin"], row[f"{end}End"]) or (-1, -1))
            for end in ("source", "target")
        ]
        if row["confidence"] >= SURE and row["type"] in labels.family.values() and None not in ends:
            found.families.append(Link(ends[0], ends[1], row["type"]))
    return found
