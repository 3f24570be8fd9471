"""What a reader is made of: the settings that travel from the command line to every process that reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """`model` names an installed spaCy English pipeline; `ontology` is a folder of Turtle, `entities` a table of the
    user's own entities, `weights` a folder with another learned reader. None takes what ships.
    """

    model: str | None = None
    ontology: Path | None = None
    entities: Path | None = None
    weights: Path | None = None


DEFAULT = Settings()
