"""The two errors with meaning: skip this item, or stop the run."""

from __future__ import annotations


class KgError(Exception):
    """Any failure that a person can act on; its text is one line that says what to do."""


class SkipDocument(KgError):
    """One document cannot be used: it is reported and left out, the rest of the batch goes through."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class StopRun(KgError):
    """The run cannot go on (bad option, unwritable output, broken store or ontology)."""
