"""Claims of documents (`claims/train.jsonl`) laid onto the mentions of a training document."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import product

from spacy.tokens import Doc

from kg.extract.mentions.labels import Labels
from training.examples import Example, Link, Target, word_span

UNCERTAIN_WEIGHT = 0.5


def add_claims(found: Example, doc: Doc, index: dict[int, int], row: dict, labels: Labels) -> None:
    """Add entity ids, fine classes and links to an example, from a document's entities and claims."""
    _add_entities(found, doc, index, row["entities"], labels)
    found.relations_known = True
    by_entity = defaultdict(list)
    for number, target in enumerate(found.targets):
        if target.entity:
            by_entity[target.entity].append(number)
    claimed = set()
    for claim in row["claims"]:
        claimed.add((claim["s"], claim["o"]))
        where = _sentences(found, doc, index, claim["evidence"])
        near = nearest(found, by_entity[claim["s"]], by_entity[claim["o"]], where)
        weight = 1.0 if claim.get("certain", True) else UNCERTAIN_WEIGHT
        found.links += [Link(one, two, claim["p"], weight) for one, two in near]
    mask(found, claimed)


def _add_entities(found: Example, doc: Doc, index: dict[int, int], entities: list[dict], labels: Labels) -> None:
    number = {(target.start, target.end): position for position, target in enumerate(found.targets)}
    for entity in entities:
        for form in sorted({entity["name"], *entity["aliases"]}, key=lambda form: (-len(form), form)):
            for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", doc.text):
                span = word_span(doc, index, *match.span())
                if span is None:
                    continue
                position = number.get(span, number.get((span[0] - 1, span[1])))
                if position is None and _inside(found, span, entity["id"]):
                    continue
                if position is None:
                    position = number[span] = len(found.targets)
                    found.targets.append(Target(*span, ignored=list(labels.coarse)))
                target = found.targets[position]
                if not target.entity:
                    target.entity = entity["id"]
                    fits = [label for label in target.labels if labels.fits(entity["type"], label)]
                    target.fine = entity["type"] if fits or not target.labels else ""


def _inside(found: Example, span: tuple[int, int], entity: str) -> bool:
    """Whether the span lies within a mention of the same entity that is to be found."""
    return any(
        target.start <= span[0] and span[1] <= target.end and target.labels and target.entity == entity
        for target in found.targets
    )


def _sentences(found: Example, doc: Doc, index: dict[int, int], evidence: str) -> set[int]:
    """Numbers of the sentences in which the words of the evidence stand, at their first place."""
    start = doc.text.find(evidence)
    span = word_span(doc, index, start, start + len(evidence)) if start >= 0 else None
    return set(found.sentence[span[0] : span[1]]) if span else set()


def nearest(found: Example, subjects: list[int], objects: list[int], where: set[int]) -> list[tuple[int, int]]:
    """The pairs of targets in one of the sentences `where` that stand nearest to each other."""
    gaps = defaultdict(list)
    for one, two in product(subjects, objects):
        first, second = found.targets[one], found.targets[two]
        number = found.sentence[first.start]
        if (first.start, first.end) != (second.start, second.end) and number == found.sentence[second.start] in where:
            gap = max(first.start, second.start) - min(first.end, second.end)
            gaps[max(gap, 0)].append((one, two))
    return gaps[min(gaps)] if gaps else []


def mask(found: Example, claimed: set[tuple[str, str]]) -> None:
    """Mask pairs that may be related without being marked: the same two entities elsewhere, and unknown mentions."""
    linked = {(link.subject, link.object) for link in found.links}
    by_sentence = defaultdict(list)
    for number, target in enumerate(found.targets):
        by_sentence[found.sentence[target.start]].append(number)
    for members in by_sentence.values():
        for one, two in product(members, members):
            first, second = found.targets[one].entity, found.targets[two].entity
            unknown = not first or not second or (first, second) in claimed
            if one != two and unknown and (one, two) not in linked:
                found.masked.append((one, two))
