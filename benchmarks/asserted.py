"""Triples that the graph asserts although gold says they did not happen: planned, possible, asked for or denied."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.reliability import forms_of, meets, names_of

EMPTY: dict[str, Any] = {"mentions": [], "entities": [], "claims": []}


def asserted(gold: Path, lines: Iterable[str]) -> tuple[int, int, list[str]]:
    """How many asserted triples gold knows, how many of them in no claim that is affirmed and actual, and which."""
    found = {row["document"]: row for row in map(json.loads, lines)}
    known, unreal = 0, []
    for row in map(json.loads, gold.read_text(encoding="utf-8").splitlines()):
        predicted = found.get(row["doc"], EMPTY)
        forms, names = forms_of(predicted), names_of(row)
        triples = {(c["subject"], c["predicate"], c["object"]): c for c in predicted["claims"] if _is_real(c)}
        for (subject, predicate, target), claim in triples.items():
            hits = [c for c in row["claims"] if c["p"] == predicate and meets(forms, names, subject, target, c)]
            known += bool(hits)
            if hits and not any(_is_real(c) for c in hits):
                unreal.append(f"{row['doc']}: {predicate}: {hits[0]['modality']}: {claim['evidence']['text']}")
    return known, len(unreal), unreal


def _is_real(claim: dict[str, Any]) -> bool:
    return bool(claim["polarity"] == "Affirmed" and claim["modality"] == "Actual")
