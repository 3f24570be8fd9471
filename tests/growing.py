"""A process that brings a store up to date, to be killed or to run out of disk: what it reports goes to a log."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Iterable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

from kg.document import Document
from kg.errors import StopRun
from kg.facts import Facts
from kg.store import folder
from kg.store.archive import Archive
from kg.updating import add
from tests.samples import facts_of

ACTORS = ["Russia", "North Korea", "Iran", "Israel", "Turkey", "Syria", "United States"]


def versions(count: int, version: int) -> list[Facts]:
    """A corpus of `count` documents; each version of it says something else under the same ids."""
    return [
        facts_of(
            f"doc-{number:04}",
            (ACTORS[number % len(ACTORS)], "Country"),
            "launches",
            (f"System {number % 40} mark {version}", "BallisticMissile"),
            words=f"Report {number}, version {version}: {{}} fired a {{}} again. " + "It was seen by many. " * 8,
        )
        for number in range(count)
    ]


def grow(place: Path, log: Path, count: int, version: int, file_limit: int = 0) -> None:
    """Run `kg.updating.add` over a version of the corpus; each batch is reported in one write after its commit."""
    corpus = {facts.document.id: facts for facts in versions(count, version)}

    def extract(documents: Iterable[Document]) -> Iterator[Facts]:
        return (corpus[document.id] for document in documents)

    with log.open("a", encoding="utf-8") as out:
        print("started", file=out, flush=True)
        if file_limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))
        try:
            with folder.writing(place) as store:
                for batch in add((f.document for f in corpus.values()), Archive(store), extract):
                    out.write("".join(f"done {one}\n" for one in batch))
                    out.flush()
        except StopRun as error:
            print(f"stopped {error}", file=out, flush=True)


def start(*arguments: object) -> BaseProcess:
    """A process that runs `grow`, forked from a clean one, so that it starts quickly."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.growing", "datasketch"])
    process = context.Process(target=grow, args=arguments)
    process.start()
    return process


def reported(log: Path) -> list[str]:
    """The ids that were reported as done since the last start."""
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [line.removeprefix("done ") for line in lines if line.startswith("done ")]
