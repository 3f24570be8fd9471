"""Reads security news into a knowledge graph of sourced, dated, qualified claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import KgError, SkipDocument, StopRun
from kg.facts import Claim, Entity, Event, Evidence, Interval, Mention
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.flow import Graph, build

__all__ = [
    "Claim", "Entity", "Event", "Evidence", "Graph", "Interval", "KgError", "Mention", "Settings", "SkipDocument",
    "StopRun", "build",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """`Graph` and `build` on first use, since the libraries below them take a second to import (PEP 562)."""
    if name in ("Graph", "build"):
        from kg import flow  # noqa: PLC0415

        return getattr(flow, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
