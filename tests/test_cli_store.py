"""`kg add`, `remove`, `replace`, `status`, `history`, `load`, `backup`, `restore` as a user types them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import StopRun
from kg.namespace import HISTORY_GRAPH
from kg.store import folder

TEXTS = {
    "visit": "The leader of North Korea came to Russia by train. President Vladimir Putin met Kim Jong Un in Vladivostok.",
    "launch": "North Korea fired a Hwasong-17 missile on Friday, South Korean officials said.",
}


def kg(*arguments: object) -> Result:
    """The result of one command line; a KgError is in `exception`."""
    return CliRunner().invoke(app(), [str(one) for one in arguments])


def dump(store: Path) -> list[str]:
    """Every quad of a store but its history, sorted, as N-Quads."""
    with folder.reading(store) as opened:
        return sorted(str(quad) for quad in opened.quads() if str(quad.graph_name) != f"<{HISTORY_GRAPH}>")


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two short articles."""
    place = tmp_path_factory.mktemp("news")
    for name, text in TEXTS.items():
        (place / f"{name}.txt").write_text(f"{name.title()}\n\n{text}\n", encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def filled(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with both articles, made by `kg add`."""
    store = tmp_path_factory.mktemp("store") / "archive"
    result = kg("add", news, "--store", store)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == ["done launch", "done visit", "2 read, 0 unchanged, 0 skipped"]
    return store


@pytest.fixture
def archive(filled: Path, tmp_path: Path) -> Path:
    """A copy of the filled store, to change."""
    shutil.copytree(filled, tmp_path / "archive")
    return tmp_path / "archive"


def test_the_same_files_again_change_nothing_and_are_not_read(archive: Path, news: Path) -> None:
    before = dump(archive)
    result = kg("add", news, "--store", archive)
    assert result.stdout.splitlines() == ["0 read, 2 unchanged, 0 skipped"]
    assert result.exit_code == 0
    assert dump(archive) == before


def test_any_order_gives_the_same_dump(filled: Path, news: Path, tmp_path: Path) -> None:
    for name in sorted(TEXTS, reverse=True):
        assert kg("add", news / f"{name}.txt", "--store", tmp_path / "other").exit_code == 0
    assert dump(tmp_path / "other") == dump(filled)


def test_an_entity_goes_when_its_last_mention_goes(archive: Path) -> None:
    assert any("Vladimir Putin" in line for line in dump(archive))
    result = kg("remove", "visit", "--store", archive)
    assert (result.exit_code, result.stdout) == (0, "1 removed\n")
    assert not any("Putin" in line or "/visit>" in line for line in dump(archive))
    assert any("Hwasong-17" in line for line in dump(archive))


def test_a_changed_file_takes_the_place_of_the_old(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "visit.txt").write_text(
        "Visit\n\nThe president of China went abroad this week. Xi Jinping visited Moscow.\n", encoding="utf-8"
    )
    result = kg("add", tmp_path / "visit.txt", "--store", archive)
    assert result.stdout.splitlines() == ["done visit", "1 read, 0 unchanged, 0 skipped"]
    assert not any("Putin" in line for line in dump(archive))
    assert any("Xi Jinping" in line for line in dump(archive))
    history = kg("history", "visit", "--store", archive).stdout.splitlines()
    assert [line.split("\t")[1] for line in history[1:]] == ["added", "replaced"]


def test_add_and_replace_know_the_users_own_entities(filled: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.csv"
    own.write_text("name,class,aliases,ids\nSaltwind Column,ArmedGroup,the Column,https://example.org/id/7\n")
    article = tmp_path / "raid.txt"
    article.write_text("Raid\n\nFighters of the Saltwind Column raided a depot near Gao on Monday.\n")
    store = tmp_path / "archive"
    shutil.copytree(filled, store)
    assert kg("add", article, "--store", store).exit_code == 0
    assert not any("https://example.org/id/7" in line for line in dump(store))
    assert kg("replace", article, "--store", store, "--entities", own).exit_code == 0
    assert any("https://example.org/id/7" in line for line in dump(store))
    again = tmp_path / "again"
    assert kg("add", article, "--store", again, "--entities", own).exit_code == 0
    assert any("https://example.org/id/7" in line for line in dump(again))


def test_replace_reads_again_what_has_not_changed(archive: Path, news: Path) -> None:
    before = dump(archive)
    result = kg("replace", news / "launch.txt", "--store", archive)
    assert result.stdout.splitlines() == ["done launch", "1 read, 0 unchanged, 0 skipped"]
    assert dump(archive) == before


def test_removing_what_is_not_there_is_said(archive: Path) -> None:
    result = kg("remove", "nonesuch", "launch", "--store", archive)
    assert result.exit_code == 1
    assert "nonesuch: no such document" in result.stderr
    assert kg("remove", "nonesuch", "--store", archive).exit_code == 2


def test_status_shows_documents_size_and_last_change(filled: Path) -> None:
    rows = dict(line.split("\t") for line in kg("status", "--store", filled).stdout.splitlines())
    assert rows["documents"] == "2"
    assert rows["size"].endswith(" MB")
    assert rows["last change"].startswith("20")
    assert int(rows["Claim"]) >= 2
    listed = kg("status", "--store", filled, "--documents").stdout.splitlines()
    assert [line.split("\t")[0] for line in listed] == ["document", "launch", "visit"]


def test_history_of_what_never_was_is_said(filled: Path) -> None:
    assert "never was in this store" in str(kg("history", "nonesuch", "--store", filled).exception)


def test_backup_and_restore_bring_everything_back(archive: Path, tmp_path: Path) -> None:
    before = dump(archive)
    assert "checked" in kg("backup", tmp_path / "copy", "--store", archive).stdout
    shutil.rmtree(archive)
    assert "checked" in kg("restore", tmp_path / "copy", "--store", archive).stdout
    assert dump(archive) == before
    assert len(kg("history", "visit", "--store", archive).stdout.splitlines()) == 2
    assert "exists already" in str(kg("restore", tmp_path / "copy", "--store", archive).exception)


def test_load_makes_a_store_of_n_quads(filled: Path, tmp_path: Path) -> None:
    lines = dump(filled)
    for number in (0, 1):
        shard = "".join(f"{line} .\n" for line in lines[number::2])
        (tmp_path / f"{number}.nq").write_text(shard, encoding="utf-8")
    assert kg("load", *sorted(tmp_path.glob("*.nq")), "--store", tmp_path / "loaded").exit_code == 0
    assert dump(tmp_path / "loaded") == lines
    assert [line.split("\t")[1] for line in history_of(tmp_path / "loaded", "visit")] == ["added"]


def history_of(store: Path, document: str) -> list[str]:
    return kg("history", document, "--store", store).stdout.splitlines()[1:]


def test_a_dump_cut_short_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "cut.nq").write_text('<urn:a> <urn:b> "c" <urn:g> .\n<urn:a> <urn:b> "unfinis', encoding="utf-8")
    result = kg("load", tmp_path / "cut.nq", "--store", tmp_path / "loaded")
    assert "cannot be read as RDF" in str(result.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["cut.nq"]


@pytest.mark.parametrize("command", [["status"], ["history", "visit"], ["remove", "visit"], ["backup", "elsewhere"]])
def test_a_damaged_store_is_said_in_one_line(archive: Path, command: list[str]) -> None:
    for path in (archive / "data").glob("MANIFEST-*"):
        path.unlink()
        path.write_bytes(b"not a manifest")
    result = kg(*command, "--store", archive)
    assert isinstance(result.exception, StopRun)
    assert "restore it from a backup" in str(result.exception)
    assert "\n" not in str(result.exception)


@pytest.mark.parametrize("command", [["status"], ["remove", "visit"], ["query", "-e", "ASK {}"]])
def test_a_folder_that_is_no_store_is_left_alone(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    assert "no store there" in str(kg(*command, "--store", tmp_path).exception)
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_store_of_another_version_is_refused(archive: Path) -> None:
    (archive / folder.MARKER).write_text('{"store": "security-kg", "version": 99}')
    assert "version 99" in str(kg("status", "--store", archive).exception)


@pytest.fixture
def writer(archive: Path) -> Iterator[Path]:
    """A store that another process is writing to."""
    code = "import sys; from pathlib import Path; from kg.store import folder\n"
    code += "with folder.writing(Path(sys.argv[1])): print('open', flush=True); sys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, archive], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    yield archive
    process.communicate()


def test_a_second_writer_is_told_and_readers_go_on(writer: Path) -> None:
    command = [sys.executable, "-m", "kg.cli", "remove", "visit", "--store", str(writer)]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert refused.stderr == f"kg: {writer}: another kg is writing to this store; wait for it to end and run again\n"
    assert "documents\t2" in kg("status", "--store", writer).stdout
    assert "launch" in kg("query", "-e", "SELECT ?d { ?d a kg:Document }", "--store", writer).stdout
