"""Output files are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kg.errors import StopRun


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file beside `path` for writing bytes, and put it in place of `path` when all went well.

    Raises StopRun where the folder cannot be written or the disk is full; what was there stays as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise StopRun(
            f"{path.parent}: cannot write there ({error.strerror}); choose another folder with --out"
        ) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as error:
        raise StopRun(f"{path}: cannot be written ({error.strerror}); nothing was changed") from None
    finally:
        if os.path.exists(name):
            os.unlink(name)
