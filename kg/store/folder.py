"""A store in a folder: one writer at a time, and readers that go on while it writes.

The folder holds `kg-store.json` (its version), `lock`, the database under `data/`, and under `snapshots/` hard-linked
checkpoints of it. A writer holds the lock; readers open the newest snapshot, which never changes under them. A reader
that finds no writer publishes first, so that it sees all that was committed before a crash.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import IO

from kg.errors import StopRun
from kg.store.oxigraph import OxigraphStore

MARKER = "kg-store.json"
VERSION = 1


@contextmanager
def writing(folder: Path) -> Iterator[OxigraphStore]:
    """The store of a folder for writing, made where there is none; a snapshot is published at the end.

    Raises StopRun where the folder is something else, is of another version, or has a writer already.
    """
    _prepare(folder)
    with _lock(folder) as held:
        if held is None:
            raise StopRun(f"{folder}: another kg is writing to this store; wait for it to end and run again")
        store = OxigraphStore(folder / "data")
        try:
            yield store
        finally:
            publish(store, folder)
            store.close()


@contextmanager
def reading(folder: Path) -> Iterator[OxigraphStore]:
    """The newest committed state of a folder's store, for reading.

    Raises StopRun where there is no store, or one of another version.
    """
    _check(folder)
    with _lock(folder) as held:
        if held is not None:
            store = OxigraphStore(folder / "data")
            publish(store, folder)
            store.close()
    yield OxigraphStore(newest(folder), read_only=True)


def backup(source: Path, target: Path) -> int:
    """Copy the newest state of a store to a new folder, a store itself, and compare; the number of quads.

    Raises StopRun where the source is no store, the target exists, or the copy differs.
    """
    if target.exists():
        raise StopRun(f"{target}: exists already; name a folder that does not")
    with reading(source) as store:
        _prepare(target)
        store.copy_to(target / "data")
        copied = OxigraphStore(target / "data")
        same = fingerprint(store) == fingerprint(copied)
        publish(copied, target)
        copied.close()
    if not same:
        shutil.rmtree(target)
        raise StopRun(f"{target}: the copy differs from the store; nothing was kept, try again")
    return len(store)


def fingerprint(store: OxigraphStore) -> int:
    """A number that depends on the set of quads alone: the sum of their hashes."""
    return sum(int.from_bytes(blake2b(str(quad).encode(), digest_size=16).digest()) for quad in store.quads())


def publish(store: OxigraphStore, folder: Path) -> None:
    """Make what is committed visible to readers, and drop the snapshots before the last."""
    place = folder / "snapshots"
    place.mkdir(exist_ok=True)
    before = _snapshots(place)
    number = int(before[-1].name) + 1 if before else 1
    fresh = place / f".{number}.{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    store.backup(fresh)
    fresh.rename(place / str(number))
    for old in before[:-1]:
        shutil.rmtree(old, ignore_errors=True)


def newest(folder: Path) -> Path:
    """The folder of the newest snapshot. Raises StopRun where there is none yet."""
    found = _snapshots(folder / "snapshots")
    if not found:
        raise StopRun(f"{folder}: the store is being made; nothing can be read yet")
    return found[-1]


def _snapshots(place: Path) -> list[Path]:
    if not place.is_dir():
        return []
    return sorted((p for p in place.iterdir() if p.name.isdigit()), key=lambda p: int(p.name))


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            (folder / MARKER).write_text(
                json.dumps({"store": "security-kg", "version": VERSION}) + "\n", encoding="utf-8"
            )
    except OSError as error:
        raise StopRun(f"{folder}: cannot make a store there ({error.strerror})") from None
    _check(folder)


def _check(folder: Path) -> None:
    try:
        version = json.loads((folder / MARKER).read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError, TypeError):
        raise StopRun(f"{folder}: no store there; make one in a new folder with: kg add INPUT --store DIR") from None
    if version != VERSION:
        raise StopRun(
            f"{folder}: a store of version {version}, this kg reads version {VERSION}; export it with its own kg"
        )


@contextmanager
def _lock(folder: Path) -> Iterator[IO[str] | None]:
    """The folder's lock, None where another process holds it; the system frees it when a process dies."""
    with open(folder / "lock", "a", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield handle
