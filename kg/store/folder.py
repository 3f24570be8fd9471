"""A store in a folder: one writer at a time, and readers that go on while it writes.

The folder holds `kg-store.json` (its version), `lock`, the database under `data/`, and its snapshots. A writer holds
the lock; readers open the newest snapshot. A reader that finds no writer publishes first, so that it sees all that was
committed before a crash.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

from kg.errors import StopRun
from kg.store.oxigraph import OxigraphStore
from kg.store.snapshots import open_newest, publish

MARKER = "kg-store.json"
VERSION = 1


@contextmanager
def writing(folder: Path) -> Iterator[OxigraphStore]:
    """The store of a folder for writing, made where there is none; a snapshot is published at the end.

    Raises StopRun where the folder is something else, is of another version, or has a writer already.
    """
    _prepare(folder)
    with _lock(folder) as held:
        if not held:
            raise StopRun(f"{folder}: another kg is writing to this store; wait for it to end and run again")
        store = OxigraphStore(folder / "data")
        try:
            yield store
        except BaseException:
            with suppress(StopRun):
                publish(store, folder)
            raise
        else:
            publish(store, folder)
        finally:
            store.close()


@contextmanager
def reading(folder: Path) -> Iterator[OxigraphStore]:
    """The newest committed state of a folder's store, for reading.

    Raises StopRun where there is no store, one of another version, or a damaged one.
    """
    _check(folder)
    with _lock(folder) as held:
        if held:
            store = OxigraphStore(folder / "data")
            try:
                publish(store, folder)
            finally:
                store.close()
    yield open_newest(folder)


def size(folder: Path) -> int:
    """Bytes on disk, each file once however many snapshots link to it."""
    found = {(stat.st_dev, stat.st_ino): stat.st_size for stat in _files(folder)}
    return sum(found.values())


def _files(folder: Path) -> Iterator[os.stat_result]:
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            if path.is_file():
                yield path.stat()


def backup(source: Path, target: Path) -> int:
    """Copy the newest state of a store to a new folder, a store itself, and compare; the number of quads.

    Raises StopRun where the source is no store, the target exists, or the copy fails or differs; nothing is left then.
    """
    with reading(source) as store:
        expected = fingerprint(store)
        with fresh(target) as place:
            store.copy_to(place / "data")
            with writing(place) as copied:
                if fingerprint(copied) != expected:
                    raise StopRun(f"{target}: the copy differs from the store; nothing was kept, try again")
        return len(store)


def fingerprint(store: OxigraphStore) -> int:
    """A number that depends on the set of quads alone: the sum of their hashes."""
    return sum(int.from_bytes(blake2b(str(quad).encode(), digest_size=16).digest()) for quad in store.quads())


@contextmanager
def fresh(target: Path) -> Iterator[Path]:
    """A prepared folder beside `target` that takes its name when all went well, and goes when not.

    Raises StopRun where `target` exists.
    """
    if target.exists():
        raise StopRun(f"{target}: exists already; name a folder that does not")
    place = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        _prepare(place)
        yield place
        place.rename(target)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _prepare(folder: Path) -> None:
    marker = folder / MARKER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            marker.write_text(json.dumps({"store": "security-kg", "version": VERSION}) + "\n", encoding="utf-8")
    except OSError as error:
        with suppress(OSError):
            if not marker.stat().st_size:
                marker.unlink()
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
def _lock(folder: Path) -> Iterator[bool]:
    """Take the folder's lock; False where another process holds it. The system frees it when a process dies."""
    try:
        handle = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o644)
    except OSError as error:
        raise StopRun(f"{folder}: the store's lock cannot be opened ({error.strerror})") from None
    try:
        yield _taken(handle)
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
