"""Snapshots of a store's database: hard-linked checkpoints that readers open and that never change under them.

A reader locks its snapshot for sharing, and the writer drops only snapshots that nobody reads.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import weakref
from contextlib import suppress
from pathlib import Path

from kg.errors import StopRun
from kg.store.oxigraph import OxigraphStore

PLACE = "snapshots"


def publish(store: OxigraphStore, folder: Path) -> None:
    """Make what is committed visible to readers, and drop older snapshots that nobody reads; the writer calls it.

    Raises StopRun where the disk is full; readers then go on with the snapshot before.
    """
    place = folder / PLACE
    place.mkdir(exist_ok=True)
    before = _numbered(place)
    for leftover in place.glob(".*"):
        shutil.rmtree(leftover, ignore_errors=True)
    number = int(before[-1].name) + 1 if before else 1
    fresh = place / f".{number}"
    try:
        store.backup(fresh)
        fresh.rename(place / str(number))
    except StopRun:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    for old in before:
        _drop(old)


def newest(folder: Path) -> Path:
    """The folder of the newest snapshot. Raises StopRun where there is none yet."""
    found = _numbered(folder / PLACE)
    if not found:
        raise StopRun(f"{folder}: the store is being made; nothing can be read yet")
    return found[-1]


def open_newest(folder: Path) -> OxigraphStore:
    """The newest snapshot for reading, kept from being dropped as long as the returned store is alive.

    Raises StopRun where there is none yet, or where it is damaged.
    """
    while True:
        place = newest(folder)
        with suppress(FileNotFoundError):
            held = os.open(place, os.O_RDONLY)
            fcntl.flock(held, fcntl.LOCK_SH)
            if place.exists():
                break
            os.close(held)
    try:
        store = OxigraphStore(place, read_only=True)
    except StopRun:
        os.close(held)
        raise
    weakref.finalize(store, os.close, held)
    return store


def _drop(place: Path) -> None:
    """Delete a snapshot unless somebody reads it; a reader that comes meanwhile waits and finds it gone."""
    held = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(place, ignore_errors=True)
    except BlockingIOError:
        return
    finally:
        os.close(held)


def _numbered(place: Path) -> list[Path]:
    if not place.is_dir():
        return []
    return sorted((p for p in place.iterdir() if p.name.isdigit()), key=lambda p: int(p.name))
