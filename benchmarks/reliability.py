"""Whether a confidence means what it says: of claims with about that confidence, how many are right."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.entities import normal

BANDS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
SYMMETRIC = frozenset({"borders", "meets", "communicatesWith", "negotiatesWith", "alliedWith", "fights"})


def reliability(gold: Path, lines: Iterable[str]) -> str:
    """A table in Markdown: bands of confidence with the number of claims and the share of them that gold has."""
    found = {row["document"]: row for row in map(json.loads, lines)}
    judged = [
        pair
        for row in map(json.loads, gold.read_text(encoding="utf-8").splitlines())
        for pair in judge(row, found.get(row["doc"], {"mentions": [], "entities": [], "claims": []}))
    ]
    rows = ["### Confidence", "", "| confidence | claims | right |", "|---|---|---|"]
    for low, high in pairwise(BANDS):
        band = [right for confidence, right in judged if low <= confidence < high]
        if band:
            rows.append(f"| {low:.1f} to {min(high, 1.0):.1f} | {len(band)} | {sum(band) / len(band):.2f} |")
    return "\n".join(rows)


def judge(gold: dict[str, Any], row: dict[str, Any]) -> list[tuple[float, bool]]:
    """Confidence of each distinct claim and whether gold has it; claims that gold calls uncertain are left out."""
    forms, names = forms_of(row), names_of(gold)
    best: dict[tuple[str, str, str], float] = {}
    for claim in row["claims"]:
        key = claim["subject"], claim["predicate"], claim["object"]
        best[key] = max(best.get(key, 0.0), claim["confidence"])
    judged = []
    for (subject, predicate, target), confidence in best.items():
        hits = [c for c in gold["claims"] if c["p"] == predicate and meets(forms, names, subject, target, c)]
        if not hits or any(c.get("certain", True) for c in hits):
            judged.append((confidence, bool(hits)))
    return judged


def forms_of(row: dict[str, Any]) -> dict[str, set[str]]:
    """The forms under which a prediction names each of its entities."""
    forms: dict[str, set[str]] = defaultdict(set)
    for mention in row["mentions"]:
        if mention["entity"] and mention["kind"] != "pronoun":
            forms[mention["entity"]].add(normal(mention["text"]))
    for entity in row["entities"]:
        forms[entity["iri"]].add(normal(entity["name"]))
    return forms


def names_of(gold: dict[str, Any]) -> dict[str, set[str]]:
    """The forms of each gold entity."""
    return {one["id"]: {normal(form) for form in [one["name"], *one["aliases"]]} for one in gold["entities"]}


def meets(
    forms: dict[str, set[str]], names: dict[str, set[str]], subject: str, target: str, claim: dict[str, Any]
) -> bool:
    """Whether the ends of a predicted triple are those of a gold claim; of a symmetric one in either order."""
    straight = bool(forms[subject] & names[claim["s"]] and forms[target] & names[claim["o"]])
    turned = bool(forms[subject] & names[claim["o"]] and forms[target] & names[claim["s"]])
    return straight or (claim["p"] in SYMMETRIC and turned)
