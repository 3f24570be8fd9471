"""The documentation is true: its code runs, its commands print what it says, its links lead somewhere."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_cli import run

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_library_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len([line for line in code.splitlines() if line.strip()]) <= 8
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    exec(compile(code, "README.md", "exec"), {})
    assert "suppliesTo" in capsys.readouterr().out
    assert (tmp_path / "arms.html").stat().st_size > 10_000


def test_the_query_shown_gives_the_answer_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    (shown,) = re.findall(r"<!-- run: .*? -->\n```\n(.*?)```", README, re.DOTALL)
    command, *answer = shown.strip().splitlines()
    monkeypatch.chdir(ROOT)
    result = run(*shlex.split(command.removeprefix("$ kg ")))
    assert result.returncode == 0
    assert len(answer) > 1
    for line in answer:
        assert line in result.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target
