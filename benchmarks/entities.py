"""How often one node of the graph stands for two gold entities, by the names it goes under."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def normal(text: str) -> str:
    """A form as the claim scorer compares it: lower case, no punctuation, no determiner."""
    text = re.sub(r"[’']s$|[^\w\s]", " ", text.lower().replace("’", "'"))
    return re.sub(r"\s+", " ", re.sub(r"^(the|a|an|its|his|her|their) ", "", text.strip())).strip()


def merged_entities(gold: Path, lines: Iterable[str]) -> float:
    """Of the predicted nodes that meet a gold entity, the share that meet two; shared forms are left out."""
    found: dict[str, Any] = {row["document"]: row for row in map(json.loads, lines)}
    matched = joined = 0
    for row in map(json.loads, gold.read_text(encoding="utf-8").splitlines()):
        owners: dict[str, set[str]] = defaultdict(set)
        for entity in row["entities"]:
            for form in [entity["name"], *entity["aliases"]]:
                owners[normal(form)].add(entity["id"])
        forms: dict[str, set[str]] = defaultdict(set)
        for mention in found.get(row["doc"], {"mentions": []})["mentions"]:
            if mention.get("entity") and mention["kind"] != "pronoun":
                forms[mention["entity"]].add(normal(mention["text"]))
        for names in forms.values():
            met = {next(iter(owners[name])) for name in names if len(owners.get(name, ())) == 1}
            matched += bool(met)
            joined += len(met) > 1
    return joined / max(1, matched)
