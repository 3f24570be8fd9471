"""docs/performance.md from the figures of `benchmarks.growth`: `python -m benchmarks.growthpage`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from benchmarks.growthplot import plot

HEAD = """# Performance of the store

`python -m benchmarks.growth examples/ --work FOLDER` measures, `python -m benchmarks.growthpage` writes this page.

The documents have the length of a wire report (about 530 characters and 440 quads each). Thirty of them, two paragraphs
each of the articles in `examples/`, are read once by the real pipeline; what was read is then multiplied. In each copy
every name is changed for another of the same length, so that entities grow with the documents: a few names recur again
and again, most are rare. Half of the other words change too, and one document in twenty is a reprint of another, so
that copies of reports are found as in an archive. To read them all would measure the pipeline, not the store: two
processes read about ten whole articles a second here (`python -m benchmarks.workers examples/`: 1.9 times one process),
a fifth of what a first build manages.

Measured on two cores of a virtual machine. It did other work at the same time, so that the rates below are documents
for each second of processor time, all threads and processes together. Each step runs in a process of its own, whose
peak memory is given.

![Growth of building and of queries with the number of documents](growth.svg)

## Building

Written: quads made of what was read, and written as N-Quads shards, by two processes. Loaded: `kg load`, which merges
the shards, resolves over all documents (who is who, copies of reports, sources, counts, lists) and compacts. Added: a
thousand documents more by the loop of `kg add`, without the reading: transactions of 32, resolved every 512.

"""
MEMORY = """
Memory does not grow with the documents: shards go in by pieces of ten megabytes, each with its part of the merge;
documents are read back one at a time to resolve over them; and what is worked out over several documents (classes,
copies, supports, counts) is sorted on disk by SQLite first, in the folder that `TMPDIR` names (about 20 kilobytes a
document). What is left to grow are the database's indexes of its own files.
"""
STEPS = {"write", "load", "queries", "add"}
QUERIES = """
## Ready queries

Milliseconds, median of three, with the number of answers; read from disk, all answers fetched.

"""
PLAN = """
The ready queries start from short lists in the summary graph ([resolution.md](resolution.md#sources-and-belief)), such
as the newest 200 claims of a relation, so that their time does not depend on the size of the store. What is optional in
an answer stands outside a subquery with a LIMIT: from that Oxigraph knows that few answers need it, and looks it up for
each instead of reading all there is. `everything-about` and `timeline` have no such bound: they look at all claims on
an entity, a tenth of a millisecond each, and are asked here about one that is in every tenth document: restrict them to
a time or a relation where there are thousands. `disagreement` looks up who affirms each of the newest 200 denials, over
all documents that do; a count of denials with each support, kept as those of documents and sources are, would end that.
"""

WHY = """From one term to the next is about seven microseconds for the store, on disk, and some ten times that for
rdflib, in memory. What only follows a short list gains that much and no more, what searches or counts gains far more.
"""


def page(rows: list[dict[str, Any]]) -> str:
    """The page as Markdown."""
    parts = [HEAD, *_building(rows), MEMORY, QUERIES, *_queries(rows), PLAN]
    if peer := rows[0].get("rdflib"):
        parts += _peer(rows[0], peer)
    return "".join(parts)


def _building(rows: list[dict[str, Any]]) -> list[str]:
    head = "documents | quads | written, docs/s | loaded, docs/s | added, docs/s | size, MB"
    head += " | memory writing, MB | loading, MB | adding, MB | asking, MB"
    lines = [f"| {head} |\n", "|" + "---:|" * (head.count("|") + 1) + "\n"]
    for row in rows:
        rates = [f"{row[step]['documents'] / row[step]['cpu']:.0f}" for step in ("write", "load", "add")]
        memory = [f"{row[step]['memory']:,}" for step in ("write", "load", "add", "queries")]
        cells = [f"{row['documents']:,}", f"{row['write']['quads']:,}", *rates, f"{row['load']['size']:,}", *memory]
        lines.append(f"| {' | '.join(cells)} |\n")
    return [*lines, *(f"\n{row['note']}\n" for row in rows if "note" in row)]


def _queries(rows: list[dict[str, Any]]) -> list[str]:
    lines = ["| query |" + "".join(f" {row['documents']:,} documents | answers |" for row in rows) + "\n"]
    lines.append("|---|" + "---:|---:|" * len(rows) + "\n")
    for name in rows[0]["queries"]["queries"]:
        cells = [cell for row in rows for cell in _timed(row["queries"]["queries"][name])]
        lines.append(f"| {name} | {' | '.join(cells)} |\n")
    return lines


def _timed(pair: list[float]) -> tuple[str, str]:
    return f"{pair[0]:,.1f}", f"{pair[1]:,.0f}"


def _peer(row: dict[str, Any], peer: dict[str, Any]) -> list[str]:
    lines = [
        f"\n## Beside rdflib\n\nThe same queries over the same {row['documents']:,} documents in one run, in an rdflib "
        f"Graph in memory ({peer['triples']:,} triples, parsed in {peer['load']:.0f} s). "
        "A dash stands for a query that rdflib did not end in 30 seconds.\n\n",
        "| query | store, ms | rdflib, ms | times as fast |\n|---|---:|---:|---:|\n",
    ]
    for name, other in peer["queries"].items():
        spent = row["queries"]["queries"][name][0]
        cells = ("-", "over " + f"{30_000 / spent:,.0f}") if other is None else _ratio(other[0], spent)
        lines.append(f"| {name} | {spent:,.1f} | {cells[0]} | {cells[1]} |\n")
    both = [(row["queries"]["queries"][name][0], other[0]) for name, other in peer["queries"].items() if other]
    ours, theirs = (sum(column) for column in zip(*both, strict=True))
    lines.append(f"| together | {ours:,.1f} | {theirs:,.0f} | {theirs / ours:,.0f} |\n\n{WHY}")
    return lines


def _ratio(other: float, spent: float) -> tuple[str, str]:
    return f"{other:,.0f}", f"{other / spent:,.0f}"


def main() -> None:
    """Write the page and its plot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path, default=Path("benchmarks/results/growth.json"))
    parser.add_argument("--out", type=Path, default=Path("docs"))
    options = parser.parse_args()
    rows = [row for row in json.loads(options.results.read_text(encoding="utf-8")) if row.keys() >= STEPS]
    (options.out / "performance.md").write_text(page(rows), encoding="utf-8")
    (options.out / "growth.svg").write_text(plot(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
