"""Rows about many documents, kept and sorted on disk, so that what is worked out from them fits in little memory.

SQLite keeps them in a temporary file of its own (in the folder that SQLITE_TMPDIR or TMPDIR names), which goes with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from kg.errors import StopRun

Row = tuple[Any, ...]


class Workspace:
    """Tables of rows of texts and numbers; every method raises StopRun where the disk is full."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")
        self._base.execute("PRAGMA journal_mode = OFF")
        self._widths: dict[str, int] = {}

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Add rows, all of one width, to a table, which is made with the first of them."""
        some = list(rows)
        if not some:
            return
        with _told():
            if table not in self._widths:
                self._widths[table] = len(some[0])
                self._base.execute(f"CREATE TABLE {table} ({', '.join(f'c{at}' for at in range(len(some[0])))})")
            self._base.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * self._widths[table])})", some)

    def groups(self, table: str, columns: int = 1) -> Iterator[list[Row]]:
        """The rows in order, each once; those whose first `columns` are the same come together."""
        if table not in self._widths:
            return
        order = ", ".join(str(at + 1) for at in range(self._widths[table]))
        with _told():
            rows = self._base.execute(f"SELECT * FROM {table} ORDER BY {order}")
            for _, members in groupby(rows, key=lambda row: row[:columns]):
                yield [row for row, _ in groupby(members)]

    def find(self, table: str, key: str) -> Row:
        """The row of a table whose first column is `key`. Raises KeyError where there is none."""
        with _told():
            self._base.execute(f"CREATE INDEX IF NOT EXISTS {table}_by_key ON {table} (c0)")
            found: Row | None = self._base.execute(f"SELECT * FROM {table} WHERE c0 = ?", (key,)).fetchone()
        if found is None:
            raise KeyError(key)
        return found

    def close(self) -> None:
        """Forget everything."""
        self._base.close()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StopRun(f"temporary files cannot be written ({error}); name another folder with TMPDIR") from None
