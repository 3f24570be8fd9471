"""The wheel brings all that a run needs: ontology, queries, viewer, learned reader; and no more than it should."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

LARGEST_WHEEL = 60_000_000


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the checkout."""
    out = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(out),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (found,) = out.glob("*.whl")
    return found


def test_the_wheel_holds_every_turtle_file_and_query(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in [*(ROOT / "ontology").iterdir(), *(ROOT / "kg" / "queries").glob("*.rq")]:
        inside = f"kg/_ontology/{path.name}" if path.parent.name == "ontology" else f"kg/queries/{path.name}"
        assert inside in names
    assert wheel.stat().st_size < LARGEST_WHEEL
    assert not [name for name in names if name.startswith(("tests/", "training/", "benchmarks/"))]


def test_the_unpacked_wheel_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = "import kg.ontology, kg.knowledge; o = kg.ontology.load_ontology(); print(o.folder, len(kg.knowledge.load_knowledge(o).entities))"
    command = [sys.executable, "-P", "-c", code]
    environment = {"PYTHONPATH": str(tmp_path / "site"), "PATH": "/usr/bin:/bin"}
    printed = subprocess.run(command, check=True, capture_output=True, text=True, cwd=tmp_path, env=environment).stdout
    assert str(tmp_path / "site" / "kg" / "_ontology") in printed
