"""Cross-validation by document on re3d: five models, each with the documents it has not seen.

`python -m training.crossvalidate --out training/work/folds` writes, for each fold, `fold-N/reader` (an artefact),
`fold-N/documents.txt` (ids of the documents held out) and `fold-N/pairs.jsonl` (logits and truth of held-out pairs).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import nn

from training.batches import Vocabulary, collate, cut
from training.examples import Example
from training.export import export
from training.prepare import WORK, add_argument, prepare
from training.train import CALIBRATION, Settings, Trainer, fit, load_data, load_start, vocabulary

FOLDS = 5


def main() -> None:
    """Train and export the models of all folds, or of those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=WORK / "folds")
    parser.add_argument("--fold", type=int, nargs="*", default=list(range(FOLDS)))
    add_argument(parser)
    options = parser.parse_args()
    prepare(options.shared)
    torch.set_num_threads(2)
    settings = Settings()
    found, first, labels = load_data()
    vocab = vocabulary(found, first, labels)
    weights = load_start(vocab, found, first, settings)
    for number in options.fold:
        held = set(held_out(found, number))
        kept = [entry for entry in found if entry.id not in held]
        model = fit(kept, vocab, settings, weights, f"fold {number}")
        write(options.out / f"fold-{number}", model, vocab, [entry for entry in found if entry.id in held])


def held_out(found: Sequence[Example], number: int) -> list[str]:
    """Ids of the re3d documents of a fold: every FOLDS-th in the order of ids."""
    return sorted(entry.id for entry in found if entry.source == "re3d")[number::FOLDS]


def write(folder: Path, model: nn.ModuleDict, vocab: Vocabulary, held: Sequence[Example]) -> None:
    """Keep what a fold gives."""
    export(model, vocab, folder / "reader", json.loads(CALIBRATION.read_text(encoding="utf-8")))
    (folder / "documents.txt").write_text("".join(f"{entry.id}\n" for entry in held), encoding="utf-8")
    with (folder / "pairs.jsonl").open("w", encoding="utf-8") as stream:
        for row in held_out_pairs(model, vocab, held):
            stream.write(json.dumps(row) + "\n")


def held_out_pairs(model: nn.ModuleDict, vocab: Vocabulary, held: Sequence[Example]) -> Iterator[dict[str, object]]:
    """For each pair of marked mentions: the logit of each relation, which hold, and which do not count."""
    tokenizer = Trainer.tokenizer_of()
    model.eval()
    with torch.no_grad():
        for entry in held:
            for piece in cut(entry, tokenizer, vocab, 160, None):
                pairs = piece.pairs
                if pairs is None or not entry.relations_known:
                    continue
                states = model["spans"](*collate([piece]))[2][0]
                logits = model["pairs"](states, pairs.mentions, pairs.pairs, pairs.between, pairs.path)
                for row in range(len(logits)):
                    yield {
                        "document": entry.id,
                        "logits": [round(value, 3) for value in logits[row].tolist()],
                        "gold": [vocab.relations[n] for n in pairs.gold[row].nonzero().flatten().tolist()],
                        "unsure": [vocab.relations[n] for n in (pairs.weight[row] < 1).nonzero().flatten().tolist()],
                    }


if __name__ == "__main__":
    main()
