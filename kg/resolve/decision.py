"""A decision about an entity, by the program or a person, as a value, a line of JSON, and an id."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path

from kg.errors import StopRun
from kg.iri import digest

PROGRAM = "kg"
DECISIONS = "decisions.jsonl"


class DecisionKind(StrEnum):
    """What is decided. The program links and reports conflicts; a person merges, splits, retypes and undoes."""

    LINK = "link"
    CONFLICT = "conflict"
    MERGE = "merge"
    SPLIT = "split"
    RETYPE = "retype"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """One decision about the entity of an IRI.

    `other` is the IRI it is merged into, or that a split makes, or the id of the decision undone. `type` is the local
    name of the class that `entity` gets (retype) or `other` has (merge); a conflict names its classes in `reason`.
    `document` is the id of the document it is about, '' for all. `evidence` holds IRIs of mentions. `score` is between
    0 and 1. `decided_by` is PROGRAM or a person; `at` an ISO dateTime (UTC), '' for the program's decisions, which
    follow from the documents alone.
    """

    kind: DecisionKind
    entity: str
    other: str = ""
    type: str = ""
    name: str = ""
    document: str = ""
    reason: str = ""
    score: float = 1.0
    evidence: tuple[str, ...] = ()
    decided_by: str = PROGRAM
    at: str = ""

    @property
    def id(self) -> str:
        """Eight hex digits by which the decision can be undone."""
        return digest(self.kind, self.entity, self.other, self.type, self.document, self.reason, self.at)[:8]


def active(decisions: Iterable[Decision]) -> list[Decision]:
    """A person's decisions that have not been undone, in the order they were taken."""
    standing: dict[str, Decision] = {}
    for decision in decisions:
        if decision.kind is DecisionKind.UNDO:
            standing.pop(decision.other, None)
        else:
            standing[decision.id] = decision
    return list(standing.values())


def to_line(decision: Decision) -> str:
    """The decision as one line of JSON, its id first and without empty fields."""
    kept = {
        key: value
        for key, value in asdict(decision).items()
        if value not in ("", ()) and (key, value) != ("score", 1.0)
    }
    return json.dumps({"id": decision.id} | kept, ensure_ascii=False)


def from_line(line: str, where: str) -> Decision:
    """The decision of a line of JSON. Raises StopRun, naming the line (`where`), for what is none."""
    try:
        found = dict(json.loads(line))
        found["evidence"] = tuple(found.get("evidence", ()))
        found["kind"] = DecisionKind(found["kind"])
        return Decision(**{field.name: found[field.name] for field in fields(Decision) if field.name in found})
    except (ValueError, KeyError, TypeError) as error:
        problem = "no kind or entity" if isinstance(error, KeyError | TypeError) else str(error)
        raise StopRun(f"{where}: not a decision ({problem}); correct the line or delete it") from None


def read_decisions(path: Path) -> list[Decision]:
    """The decisions of a file, none where there is no file. Raises StopRun, naming the line, where one is broken."""
    if not path.exists():
        return []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise StopRun(f"{path}: cannot be read ({error}); give another file with --decisions") from None
    return [from_line(line, f"{path}, line {number}") for number, line in enumerate(lines, 1) if line.strip()]


def append_decision(path: Path, decision: Decision) -> None:
    """Add a decision at the end of a file. Raises StopRun where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as stream:
            stream.write(to_line(decision) + "\n")
    except OSError as error:
        raise StopRun(f"{path}: cannot be written ({error.strerror}); give another file with --decisions") from None


def to_undo(decisions: Sequence[Decision], wanted: str | None) -> Decision:
    """The standing decision of an id, or the last one. Raises StopRun where there is none."""
    standing = active(decisions)
    found = [one for one in standing if wanted in (None, one.id)]
    if not found:
        raise StopRun(f"no standing decision {wanted}; kg explain shows the ids" if wanted else "nothing to undo")
    return found[-1]
