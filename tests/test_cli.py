"""The command line as a person meets it: results, messages, exit codes, and files written whole or not at all."""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.cli import main
from kg.errors import StopRun
from kg.flow import Graph
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples" / "2019-07-12-arms-delivery.txt"


@dataclass(frozen=True)
class Result:
    """What a run printed and its exit code."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str | Path, stdin: str = "") -> Result:
    """Run the command line in this process, as `kg` would."""
    out, errors = io.StringIO(), io.StringIO()
    code = 0
    with ExitStack() as stack:
        stack.enter_context(pytest.MonkeyPatch.context()).setattr(sys, "argv", ["kg", *map(str, arguments)])
        stack.enter_context(pytest.MonkeyPatch.context()).setattr(
            sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()))
        )
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(errors))
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
    return Result(code, out.getvalue(), errors.getvalue())


def message(result: Result) -> str:
    """Standard error, which must be lines for a person, not a traceback."""
    assert "Traceback" not in result.stderr
    return result.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of one article, read beside a file that cannot be read."""
    out = tmp_path_factory.mktemp("built")
    (out / "bad.txt").write_bytes(b"\x00\x01" * 500)
    result = run("build", EXAMPLE, out / "bad.txt", "--out", out)
    assert result.returncode == 1, result.stderr
    assert "bad.txt" in message(result)
    assert "1 read, 1 skipped" in result.stdout
    return out


def test_build_writes_three_files_and_nothing_else(built: Path) -> None:
    assert sorted(path.name for path in built.iterdir()) == ["bad.txt", "graph.html", "graph.trig", "graph.ttl"]


def test_query_reads_what_build_wrote(built: Path) -> None:
    asked = "PREFIX kg: <https://w3id.org/security-kg/ontology#> SELECT ?c WHERE { ?c a kg:Claim }"
    result = run("query", "-e", asked, "--data", built / "graph.trig", "--format", "json")
    assert result.returncode == 0
    assert json.loads(result.stdout)["results"]["bindings"]


def test_query_result_formats(built: Path) -> None:
    data = ("--data", built / "graph.trig")
    assert run("query", "-e", "SELECT (1 AS ?x) {}", *data, "--format", "csv").stdout.split() == ["x", "1"]
    assert run("query", "-e", "SELECT (1 AS ?x) {}", *data).stdout.split() == ["x", "1"]
    assert run("query", "-e", "ASK {}", *data).stdout == "yes\n"
    constructed = run("query", "-e", "CONSTRUCT { <a:b> <a:c> 1 } WHERE {}", *data, "--format", "turtle")
    assert "<a:b> <a:c> 1" in constructed.stdout
    refused = run("query", "-e", "CONSTRUCT { <a:b> <a:c> 1 } WHERE {}", *data, "--format", "csv")
    assert (refused.returncode, "turtle" in message(refused)) == (2, True)


def test_validate_says_that_the_graph_is_valid(built: Path) -> None:
    result = run("validate", built / "graph.ttl")
    assert (result.returncode, "valid" in result.stdout) == (0, True)


def test_top_and_timeline(built: Path) -> None:
    assert "Turkey" in run("top", "--data", built / "graph.trig").stdout
    told = run("timeline", "Turkey", "--data", built / "graph.trig", "--format", "csv").stdout.splitlines()
    assert told[0] == "when,what,status,source,documents,sentence"
    assert "no entity of that name" in message(run("timeline", "Atlantis", "--data", built / "graph.trig"))


def test_extract_prints_the_annotation_format() -> None:
    result = run(
        "extract", "-", stdin="Turkey sent two frigates to Libya on Monday, the defence ministry in Ankara said."
    )
    row = json.loads(result.stdout)
    assert row["document"] == "stdin"
    assert {"entities", "mentions", "claims", "published"} <= row.keys()
    assert all(row["text"][m["start"] : m["end"]] == m["text"] for m in row["mentions"])
    assert message(result) == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "nowhere.txt"], "no such file"),
        (["build", "tests/shapes"], "no articles"),
        (["build", str(EXAMPLE), "--model", "no_such_pipeline"], "not installed"),
        (["build", str(EXAMPLE), "--entities", "nowhere.csv"], "cannot be read"),
        (["build", str(EXAMPLE), "--out", "/proc/nowhere"], "cannot write"),
        (["query", "-e", "SELECT WHERE {", "--data", "exports/graph.trig"], "not a valid SPARQL query"),
        (["query", "-e", "ASK {}", "--data", "nowhere.trig"], "no such file"),
        (["query", "-e", "ASK {}", "--data", "README.md"], "unknown kind"),
        (["query", "no-such-query"], "no ready query"),
        (["query", "everything-about"], "--about"),
        (["query"], "query"),
        (["validate", "nowhere.ttl"], "no such file"),
        (["status", "--store", "tests"], "no store there"),
    ],
)
def test_bad_input_is_one_clear_line_and_exit_code_two(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    lines = message(result).splitlines()
    assert result.returncode == 2
    assert any(words in line for line in lines), lines
    assert len(lines) <= 2


def test_files_are_written_whole_or_not_at_all(example_graph: Graph, tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for name in ("graph.ttl", "graph.trig", "graph.html"):
        (tmp_path / name).write_text("what was there", encoding="utf-8")
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
        try:
            with pytest.raises(StopRun, match="cannot be written"):
                example_graph.save(tmp_path / name)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"what was there"}
    assert len(list(tmp_path.iterdir())) == 3


def test_the_installed_command_runs_as_a_process() -> None:
    command = [str(Path(sys.executable).with_name("kg")), "query", "--list"]
    assert b"who-met-whom" in subprocess.run(command, capture_output=True, check=True).stdout


def test_ready_queries_are_listed() -> None:
    listed = run("query", "--list").stdout
    for name in ("who-met-whom", "who-launched-what", "not-actual", "one-source", "everything-about", "disagreement"):
        assert name in listed


def test_every_command_has_help_with_an_example() -> None:
    commands = [line.split()[0] for line in run("--help").stdout.split("Commands:")[1].splitlines() if line.strip()]
    for command in [name for name in commands if name.islower()]:
        text = run(command, "--help").stdout
        assert (
            f"kg {command}" in text.replace("Usage: kg", "", 1)
            or f"kg {command}" in text.split("Options")[0].split("\n", 2)[2]
        )
