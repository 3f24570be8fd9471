"""A process that brings a store up to date, to be killed or to run out of disk: what it reports goes to a log."""

from __future__ import annotations

import multiprocessing
import pickle
import resource
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path

from kg.document import Document
from kg.errors import StopRun
from kg.extract import Extractor
from kg.facts import Facts
from kg.readers import read_inputs
from kg.store import folder
from kg.store.archive import Archive
from kg.updating import add


def paragraphs(examples: Path, extractor: Extractor) -> list[Facts]:
    """What the pipeline reads in each paragraph of the examples."""
    articles = [item for item in read_inputs([examples]) if isinstance(item, Document)]
    parts = [(article, part) for article in articles for part in article.text.split("\n\n") if len(part) > 80]
    return list(extractor.extract(replace(one, id=f"{n}", text=part) for n, (one, part) in enumerate(parts)))


def versions(read: Sequence[Facts], count: int, version: int) -> list[Facts]:
    """A corpus of `count` paragraphs; in each version of it there is another one under each id."""
    found = (read[(number + version) % len(read)] for number in range(count))
    return [
        replace(facts, document=replace(facts.document, id=f"doc-{number:04}", text=f"{facts.document.text} {version}"))
        for number, facts in enumerate(found)
    ]


def grow(place: Path, log: Path, read: Path, count: int, version: int, file_limit: int = 0) -> None:
    """Run `kg.updating.add` over a version of the corpus; each batch is reported in one write after its commit.

    `read` is a file with the pickled facts of the paragraphs.
    """
    corpus = {facts.document.id: facts for facts in versions(pickle.loads(read.read_bytes()), count, version)}

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
