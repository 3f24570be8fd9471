"""Ray and Spark read what one process reads: each engine really runs here, and is skipped where it is not installed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path

import pytest

from kg.extract import Extractor
from kg.rdf import quads
from kg.readers import read_inputs
from kg.settings import DEFAULT, Settings

TEXTS = [
    "The leader of North Korea came to Russia by train. President Vladimir Putin met Kim Jong Un in Vladivostok.",
    "The president of China went abroad this week. Xi Jinping visited Moscow on Monday, officials said.",
    "North Korea fired a Hwasong-17 missile on Friday, South Korean officials said. Japan condemned the launch.",
]  # fmt: skip


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Forty short articles as JSON lines, and one that cannot be used."""
    rows = [{"id": f"a{number:02}", "title": f"No. {number}", "text": TEXTS[number % 3]} for number in range(40)]
    rows.append({"id": "broken", "title": "Broken", "text": ""})
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def dying_once(mark: Path) -> Callable[..., object]:
    """A `process_batch` that takes its process with it when its first shard has been written."""

    def process(records: Iterable[Mapping[str, object]], out: str, settings: Settings) -> object:
        from kg.engines.batch import process_batch

        done = process_batch(records, out, settings)
        if not mark.exists():
            mark.touch()
            os._exit(1)
        return done

    return process


def expected(table: Path, extractor: Extractor) -> set[str]:
    documents = [item for item in read_inputs([table]) if not isinstance(item, Exception)]
    return {f"{quad} ." for facts in extractor.extract(documents) for quad in quads(facts)}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("engine", "package"), [("ray", "ray.data"), ("spark", "pyspark.sql")])
def test_an_engine_gives_what_one_process_gives(
    engine: str, package: str, table: Path, tmp_path: Path, extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip(package)
    module = import_module(f"kg.engines.{engine}")
    with monkeypatch.context() as patch:
        patch.setattr(module, "process_batch", dying_once(tmp_path / "died"))
        tried = list(module.write_shards([str(table)], str(tmp_path / "shards"), 2, DEFAULT))
    again = list(module.write_shards([str(table)], str(tmp_path / "shards"), 2, DEFAULT))
    assert (tmp_path / "died").exists()
    for done in (tried, again):
        assert sum(one.documents for one in done) == 40
        assert [line.split(":")[0] for one in done for line in one.skipped] == ["broken"]
    shards = sorted((tmp_path / "shards").glob("*.nq"))
    lines = [line for shard in shards for line in shard.read_text(encoding="utf-8").splitlines()]
    assert len(shards) > 1
    assert len(lines) == len(set(lines)), "a document was written twice"
    assert set(lines) == expected(table, extractor)
