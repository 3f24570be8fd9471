"""Training of the reader: GUM first for what a mention is, then the project's corpus, then re3d with the corpus."""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from kg.extract.mentions.encoder import MODEL_FOLDER
from kg.extract.mentions.labels import Labels
from kg.ontology import load_ontology
from training import examples
from training.batches import Piece, Vocabulary, collate, cut, possible
from training.examples import Example
from training.export import ENCODER, export
from training.model import PairReader, Sizes, SpanReader
from training.prepare import WORK, add_argument, prepare

CALIBRATION = Path(__file__).parent / "calibration.json"
SEED = 20


@dataclass(frozen=True)
class Settings:
    """What a run depends on beside the data."""

    first_epochs: int = 1
    corpus_epochs: int = 2
    epochs: int = 10
    runs: int = 2
    corpus_share: float = 0.5
    frozen: int = 0
    batch: int = 4
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    average: float = 0.99
    pair_weight: float = 1.0
    fine_weight: float = 0.3
    rare: float = 2.0
    seed: int = SEED


CORPUS = "corpus"
RARE = ("Weapon", "MilitaryPlatform", "Vehicle")


def vocabulary(found: Sequence[Example], first: Sequence[Example], labels: Labels) -> Vocabulary:
    """The numbering of everything in the data and the ontology."""
    tables = []
    for number in range(len(found[0].features[0])):
        values = sorted({word[number] for entry in [*found, *first] for word in entry.features})
        tables.append({value: position + 1 for position, value in enumerate(values)})
    fine = sorted(name for name in labels.ontology.types if labels.label(name))
    extra = sorted({label for entry in first for target in entry.targets for label in target.labels})
    relations = sorted(labels.ontology.relations)
    families: dict[str, list[int]] = {}
    for name, family in labels.family.items():
        if name in relations:
            families.setdefault(family, []).append(relations.index(name))
    label_of = {name: labels.label(name) for name in fine}
    return Vocabulary(
        tables, labels.coarse, fine, extra, relations, sorted({*fine, *labels.coarse}), label_of, families
    )


def sizes(vocab: Vocabulary) -> Sizes:
    """The sizes of the model's tables and heads for a vocabulary."""
    features = tuple(len(table) + 1 for table in vocab.features)
    return Sizes(
        features,
        len(vocab.coarse),
        len(vocab.fine),
        max(1, len(vocab.extra)),
        len(vocab.relations),
        len(vocab.types) + 1,
    )


class Trainer:
    """Holds the model and its averaged copy while it is trained."""

    def __init__(self, vocab: Vocabulary, settings: Settings, weights: dict[str, Tensor] | None = None) -> None:
        torch.manual_seed(settings.seed)
        self.rng = random.Random(settings.seed)
        self.vocab, self.settings = vocab, settings
        self.tokenizer = self.tokenizer_of()
        encoder = BertModel.from_pretrained(
            ENCODER, add_pooling_layer=False, attn_implementation="sdpa", attention_probs_dropout_prob=0.0
        )
        self.model = nn.ModuleDict({"spans": SpanReader(encoder, sizes(vocab)), "pairs": PairReader(sizes(vocab))})
        if weights is not None:
            self.model.load_state_dict(weights)
        self.averaged = copy.deepcopy(self.model)
        self.rare = torch.ones(len(vocab.coarse))
        for name in RARE:
            self.rare[vocab.coarse.index(name)] = settings.rare

    @staticmethod
    def tokenizer_of() -> Tokenizer:
        """The encoder's tokenizer, without padding or truncation."""
        tokenizer = Tokenizer.from_file(str(ENCODER / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    def run(self, found: Sequence[Example], epochs: int, log: str, share: float = 1.0, frozen: int = 0) -> None:
        """Train on the examples, each epoch on a `share` of the corpus; the averaged weights are the result.

        The lowest `frozen` layers of the encoder, and what is below them, keep their weights.
        """
        settings = self.settings
        optimizer = self.optimizer(frozen)
        self.averaged.load_state_dict(self.model.state_dict())
        step, total = 0, epochs * sum(1 for _ in self.batches(found, random.Random(0), share))
        rates = [group["lr"] for group in optimizer.param_groups]
        for epoch in range(epochs):
            began, summed, count = time.monotonic(), [0.0, 0.0, 0.0], 0
            self.model.train()
            for pieces in self.batches(found, self.rng, share):
                factor = min((step + 1) / (0.1 * total), max(0.0, (total - step) / (0.9 * total)))
                for group, rate in zip(optimizer.param_groups, rates, strict=True):
                    group["lr"] = rate * factor
                losses = self.loss(pieces)
                optimizer.zero_grad()
                sum(losses).backward()
                nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
                optimizer.step()
                self.follow(min(settings.average, (step + 1) / (step + 10)))
                summed = [a + float(b.detach()) for a, b in zip(summed, losses, strict=True)]
                count, step = count + 1, step + 1
            shown = " ".join(f"{value / count:.3f}" for value in summed)
            print(f"{log} epoch {epoch + 1}/{epochs}: loss {shown}, {time.monotonic() - began:.0f} s", flush=True)

    def follow(self, decay: float) -> None:
        """Move the averaged weights towards the present ones."""
        with torch.no_grad():
            for mean, now in zip(self.averaged.parameters(), self.model.parameters(), strict=True):
                mean.lerp_(now, 1 - decay)

    def optimizer(self, frozen: int) -> torch.optim.Optimizer:
        """AdamW; lower layers of the encoder learn more slowly."""
        groups: dict[float, list[nn.Parameter]] = {}
        for name, parameter in self.model.named_parameters():
            rate, depth = self.settings.head_rate, frozen
            if ".encoder." in name or ".features." in name:
                found = name.split("layer.")
                depth = int(found[1].split(".")[0]) if len(found) > 1 else -1
            if "word_embeddings" in name or (frozen and depth < frozen):
                parameter.requires_grad_(False)
                continue
            if ".encoder." in name:
                rate = self.settings.rate * self.settings.layer_decay ** (5 - depth)
            groups.setdefault(rate, []).append(parameter)
        return torch.optim.AdamW([{"params": p, "lr": r} for r, p in groups.items()], weight_decay=0.01, fused=True)

    def batches(self, found: Sequence[Example], rng: random.Random, share: float) -> list[list[Piece]]:
        """Chunks of random length in random order, those of similar length together."""
        pieces = []
        for entry in found:
            if entry.source == CORPUS and rng.random() >= share:
                continue
            limit = rng.choice((64, 96, 128, 160))
            pieces += list(cut(entry, self.tokenizer, self.vocab, limit, rng))
        pieces = [piece for piece in pieces if piece.targets or rng.random() < 0.5]
        pieces.sort(key=lambda piece: len(piece.chunk.pieces) + rng.random() * 40)
        size = self.settings.batch
        batches = [pieces[start : start + size] for start in range(0, len(pieces), size)]
        rng.shuffle(batches)
        return batches

    def loss(self, pieces: list[Piece]) -> tuple[Tensor, Tensor, Tensor]:
        """Losses of span labels, of fine classes, of pairs."""
        reader: SpanReader = self.model["spans"]  # type: ignore[assignment]
        words = reader.words(*collate(pieces))
        spans = reader.spans(words)
        allowed = possible(pieces, words.shape[1])
        if pieces[0].source == "gum":
            labels = self.span_loss(reader.extra(spans), pieces, allowed, self.vocab.extra)
            return labels, labels.new_zeros(()), labels.new_zeros(())
        labels = self.span_loss(reader.coarse(spans), pieces, allowed, self.vocab.coarse)
        return labels, self.fine_loss(reader, spans, pieces), self.pair_loss(reader.state(words), pieces)

    def span_loss(self, logits: Tensor, pieces: list[Piece], allowed: Tensor, names: list[str]) -> Tensor:
        """Cross-entropy of each label of each span that lies in a sentence; ignored labels do not count."""
        gold = torch.zeros_like(logits)
        weight = allowed.unsqueeze(-1).expand_as(logits).float().clone()
        for row, piece in enumerate(pieces):
            weight[row, piece.silent] = 0
            if piece.source == "re3d":
                weight[row, :, :, [n for n, name in enumerate(names) if name == "Event"]] = 0
            for start, end, target in piece.targets:
                for name in target.ignored:
                    weight[row, start, end - start - 1, names.index(name)] = 0
                for name in target.labels:
                    gold[row, start, end - start - 1, names.index(name)] = 1
                    weight[row, start, end - start - 1, names.index(name)] = 1
        if len(names) == len(self.rare):
            weight = weight * (1 + gold * (self.rare - 1))
        losses = nn.functional.binary_cross_entropy_with_logits(logits, gold, weight, reduction="sum")
        return losses / max(1, sum(len(piece.chunk.first) for piece in pieces)) * 5

    def fine_loss(self, reader: SpanReader, spans: Tensor, pieces: list[Piece]) -> Tensor:
        """Cross-entropy of the class of each mention whose class is known."""
        where, gold = [], []
        for row, piece in enumerate(pieces):
            for start, end, target in piece.targets:
                if target.fine in self.vocab.fine and target.labels:
                    where.append((row, start, end - start - 1))
                    gold.append(self.vocab.fine.index(target.fine))
        if not where:
            return spans.new_zeros(())
        index = torch.tensor(where)
        logits = reader.fine(spans[index[:, 0], index[:, 1], index[:, 2]])
        return self.settings.fine_weight * nn.functional.cross_entropy(logits, torch.tensor(gold))

    def pair_loss(self, states: Tensor, pieces: list[Piece]) -> Tensor:
        """Cross-entropy of each relation of each pair; of a family of relations, that any of them holds either way."""
        total, count = states.new_zeros(()), 0
        for row, piece in enumerate(pieces):
            pairs = piece.pairs
            if pairs is None:
                continue
            logits = self.model["pairs"](states[row], pairs.mentions, pairs.pairs, pairs.between, pairs.path)
            losses = nn.functional.binary_cross_entropy_with_logits(logits, pairs.gold, pairs.weight, reduction="sum")
            for one, two, members in pairs.families:
                none = nn.functional.logsigmoid(-logits[[one, two]][:, members]).sum()
                losses = losses - 0.5 * torch.log1p(-none.exp().clamp(max=1 - 1e-6))
            total = total + losses
            count += len(piece.chunk.first)
        return self.settings.pair_weight * total / max(1, count) * 5


def start(
    found: Sequence[Example], first: Sequence[Example], vocab: Vocabulary, settings: Settings
) -> dict[str, Tensor]:
    """Weights that every training on re3d starts from: GUM, then the project's corpus."""
    trainer = Trainer(vocab, settings)
    trainer.run(first, settings.first_epochs, "gum")
    trainer.run([entry for entry in found if entry.source == CORPUS], settings.corpus_epochs, CORPUS)
    return trainer.averaged.state_dict()


def fit(
    found: Sequence[Example], vocab: Vocabulary, settings: Settings, weights: dict[str, Tensor], log: str
) -> nn.ModuleDict:
    """The model after training on re3d and the corpus together, from the weights of `start`.

    It has the mean of the weights of several runs that differ in their seed (Wortsman et al. 2022, Model soups).
    """
    runs = []
    for seed in range(settings.seed, settings.seed + settings.runs):
        trainer = Trainer(vocab, replace(settings, seed=seed), weights)
        trainer.run(found, settings.epochs, f"{log} seed {seed}", settings.corpus_share, settings.frozen)
        runs.append(trainer.averaged.state_dict())
    trainer.averaged.load_state_dict({name: torch.stack([run[name] for run in runs]).mean(dim=0) for name in runs[0]})
    return trainer.averaged


def load_data() -> tuple[list[Example], list[Example], Labels]:
    """The prepared examples, those of the first stage, and the label tables."""
    labels = Labels(load_ontology())
    return examples.load(WORK / "examples.jsonl"), examples.load(WORK / "gum.jsonl"), labels


def load_start(
    vocab: Vocabulary, found: Sequence[Example], first: Sequence[Example], settings: Settings
) -> dict[str, Tensor]:
    """The weights of `start`, from `training/work/start.pt` where it was made from the same data and settings."""
    path = WORK / "start.pt"
    data = [*first, *(entry for entry in found if entry.source == CORPUS)]
    earlier = replace(settings, epochs=0, corpus_share=0.0, frozen=0, runs=0)
    key = hashlib.sha256(repr((vocab, earlier, data)).encode("utf-8")).hexdigest()
    if path.is_file():
        kept = torch.load(path)
        if kept["key"] == key:
            return kept["weights"]
    weights = start(found, first, vocab, settings)
    torch.save({"key": key, "weights": weights}, path)
    return weights


def main() -> None:
    """Prepare the data, train on everything, write the artefact that ships."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_argument(parser)
    prepare(parser.parse_args().shared)
    torch.set_num_threads(2)
    settings = Settings()
    found, first, labels = load_data()
    vocab = vocabulary(found, first, labels)
    weights = load_start(vocab, found, first, settings)
    model = fit(found, vocab, settings, weights, "all")
    export(model, vocab, MODEL_FOLDER, json.loads(CALIBRATION.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
