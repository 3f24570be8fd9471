"""What a person sees: messages and progress on standard error, results on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from kg.errors import SkipDocument

T = TypeVar("T")


def say(message: str) -> None:
    """One line on standard error."""
    print(f"kg: {message}", file=sys.stderr)


def progress(items: Iterable[T], total: int | None = None, what: str = "reading") -> Iterator[T]:
    """The items, with a bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield from bar.track(items, total=total, description=what)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table on standard output: drawn on a terminal, tab-separated in a pipe."""
    if not sys.stdout.isatty():
        print("\t".join(header))
        for row in rows:
            print("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row))
        return
    drawn = Table(*header, box=box.SIMPLE_HEAD)
    for row in rows:
        drawn.add_row(*row)
    Console().print(drawn, markup=False)


def report_skipped(skipped: Iterable[SkipDocument]) -> None:
    """One line on standard error for each document left out."""
    for one in skipped:
        say(f"skipped {one}")


def exit_code(done: int, skipped: int) -> int:
    """0 all done, 1 some documents skipped, 2 nothing done."""
    if not done:
        return 2
    return 1 if skipped else 0
