"""Accuracy on documents that training has not seen: `make evaluate`, written to docs/accuracy.md.

Each fold's model (made by `make crossvalidate`) reads the documents of its fold; the evaluation data's own scorers
judge the predictions of all folds together. Documents of the press, which no fold holds, are read by the first model.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.asserted import asserted
from benchmarks.baselines import stock_spacy
from benchmarks.entities import merged_entities
from benchmarks.reliability import reliability
from benchmarks.repeats import bare_copies, without_repeats
from kg.document import Document
from kg.export.annotations import to_json
from kg.extract import Extractor
from kg.readers import read_inputs
from kg.settings import Settings

HEAD = """# Accuracy

Every figure is of documents that the model which read them has not been trained on: five folds by document over the
evaluation data. `make crossvalidate` trains the folds, `make evaluate` writes this page. P, R and F1 are precision,
recall and their harmonic mean; a mention counts where its span and its class are exactly right.
"""

MENTIONS = "## Mentions and relations (re3d)"
REPEATS = """### Without repeated sentences

re3d labels a sentence that stands in several documents in one of them only. What is read in the bare copies counts as
false above; here it does not count."""

WEAK = """## What is weak

- Weapons, platforms and vehicles: the marked data hold few of them, and mark articles and event nouns ('a VBIED',
  'strikes') now as part of a weapon and now not. Named systems come from tables and are surer than nominals.
- Who fights, attacks and supports whom in long sentences: half of such claims are missed.
- Relations of the re3d scheme, which leaves out most of what its texts say: of fifty claims that count as false there,
  drawn at random and read, forty-five are stated by the text.
- Times: one in five events of a known date gets another or none; a participle may take the main verb's.
- What a claim is worth: bounds and confidences were chosen on these same held-out documents, so that other texts will
  come out somewhat lower. Read the sentence before you rely on a claim.
"""


def documents(path: Path) -> list[Document]:
    """The documents of a JSONL file."""
    return [item for item in read_inputs([path]) if isinstance(item, Document)]


def read_by_folds(corpus: Sequence[Document], folds: Sequence[Path]) -> list[str]:
    """Annotations of each document by the model of a fold that holds it out."""
    held: dict[str, int] = {}
    for number, fold in enumerate(folds):
        held |= dict.fromkeys((fold / "documents.txt").read_text(encoding="utf-8").split(), number)
    parts: dict[int, list[Document]] = defaultdict(list)
    for document in corpus:
        parts[held.get(document.id.removeprefix("re3d_"), 0)].append(document)
    lines = []
    for number, part in sorted(parts.items()):
        lines += [to_json(facts) for facts in Extractor(Settings(weights=folds[number] / "reader")).extract(part)]
    return lines


def score(scorer: Path, gold: Path, lines: Iterable[str], work: Path) -> dict[str, Any]:
    """The figures of one of the evaluation data's scorers."""
    work.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, str(scorer), str(gold), str(work), "--json"]
    figures: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return figures


def row(name: str, figures: dict[str, Any]) -> str:
    """A line of a table with precision, recall, F1 and the number of gold items."""
    return (
        f"| {name} | {figures['precision']:.2f} | {figures['recall']:.2f} | {figures['f1']:.2f} | {figures['gold']} |"
    )


def read_by_spancat(folds: Iterable[Path]) -> list[str]:
    """What the span categorizers of `benchmarks.spancat` found in the documents held out of each fold."""
    return [line for fold in folds for line in (fold / "spancat.jsonl").read_text(encoding="utf-8").splitlines()]


def mention_table(title: str, ours: dict[str, Any], spancat: dict[str, Any], stock: dict[str, Any]) -> str:
    """Mentions by class, ours beside the F1 of spaCy's span categorizer and of the stock pipeline."""
    lines = [
        title,
        "",
        "| | P | R | F1 | in gold | spancat F1 | stock spaCy F1 |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, figures in ours.items():
        if isinstance(figures, dict):
            lines.append(f"{row(name, figures)} {spancat[name]['f1']:.2f} | {stock[name]['f1']:.2f} |")
    return "\n".join(lines)


def mention_tables(
    evaluation: Path, corpus: Sequence[Document], read: dict[str, list[str]], work: Path
) -> Iterator[str]:
    """The table of mentions and relations on all of re3d, and without the sentences that it labels elsewhere."""
    scorer, zones = evaluation / "score_mentions.py", bare_copies(evaluation / "re3d", corpus)
    for title, bare, which in ((MENTIONS, {}, ""), (REPEATS, zones, "-marked")):
        figures = [
            score(scorer, evaluation / "re3d", without_repeats(lines, bare), work / f"re3d-{who}{which}.jsonl")
            for who, lines in read.items()
        ]
        yield mention_table(title, *figures)


def claim_table(figures: dict[str, Any], merged: float, asserted: tuple[int, int]) -> str:
    """Claims, entities and relations on the claims data."""
    lines = ["## Claims", "", "| | P | R | F1 | in gold |", "|---|---|---|---|---|"]
    lines += [row(name, figures[name]) for name in ("exact", "related", "pair")]
    lines += ["", "| of matched claims | right |", "|---|---|"]
    lines += [f"| {name} | {value:.2f} |" for name, value in figures["of matched claims"].items()]
    known, unreal = asserted
    lines += [f"| asserted triples that gold has, of {known}, that gold calls not actual | {unreal} |"]
    lines += ["", "| of gold entities | |", "|---|---|"]
    lines += [f"| {name} | {value:.2f} |" for name, value in figures["entities"].items()]
    lines += [f"| share of predicted nodes that join two gold entities | {merged:.3f} |"]
    lines += ["", "### By relation", "", "| | P | R | F1 | in gold |", "|---|---|---|---|---|"]
    lines += [
        row(name, values) for name, values in figures["by relation"].items() if values["gold"] or values["predicted"]
    ]
    return "\n".join(lines)


def main() -> None:
    """Read, score, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with evaluation/")
    parser.add_argument("--folds", type=Path, default=Path("training/work/folds"), help="what make crossvalidate wrote")
    parser.add_argument("--work", type=Path, default=Path("training/work"), help="folder for predictions")
    parser.add_argument("--out", type=Path, default=Path("docs/accuracy.md"))
    parser.add_argument("--note", type=Path, help="a file with a remark on this run, put below the head")
    options = parser.parse_args()
    evaluation = options.shared / "evaluation"
    folds = sorted(path for path in options.folds.iterdir() if (path / "documents.txt").is_file())
    options.work.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, str(evaluation / "re3d_to_jsonl.py"), str(evaluation / "re3d")]
    rows = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    (options.work / "re3d.jsonl").write_text(rows, encoding="utf-8")
    re3d, texts = documents(options.work / "re3d.jsonl"), documents(evaluation / "claims" / "documents.jsonl")
    read = {"ours": read_by_folds(re3d, folds), "spancat": read_by_spancat(folds), "stock": list(stock_spacy(re3d))}
    gold = evaluation / "claims" / "gold.jsonl"
    lines = read_by_folds(texts, folds)
    claims = score(evaluation / "score_claims.py", gold, lines, options.work / "claims-ours.jsonl")
    unreal = asserted(gold, lines)[:2]
    tables = [*mention_tables(evaluation, re3d, read, options.work)]
    tables.append(claim_table(claims, merged_entities(gold, lines), unreal))
    page = [
        HEAD,
        options.note.read_text(encoding="utf-8") if options.note else "",
        *tables,
        reliability(gold, lines),
        WEAK,
    ]
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_text("\n\n".join(part.strip() for part in page if part.strip()) + "\n", encoding="utf-8")
    print(options.out.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
