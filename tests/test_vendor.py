"""What lies vendored is what was pinned, with its licence, and the modules of the page are lint-free."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.export.viewer.page import ASSETS, bundle
from tools.vendor import MANIFEST, ROOT, differences


def test_vendored_files_are_the_pinned_ones() -> None:
    assert differences() == []


def test_every_vendored_file_is_in_the_manifest() -> None:
    listed = MANIFEST.read_text("utf-8")
    for folder in (ASSETS / "vendor", ROOT / "tests" / "vendor"):
        for path in folder.iterdir():
            assert str(path.relative_to(ROOT)) in listed


def test_a_changed_file_is_reported(tmp_path: Path) -> None:
    shutil.copytree(ASSETS / "vendor", tmp_path / (ASSETS / "vendor").relative_to(ROOT))
    changed = tmp_path / (ASSETS / "vendor").relative_to(ROOT) / "topojson-client.min.js"
    changed.write_text("other", "utf-8")
    lines = differences(tmp_path)
    assert any("topojson-client.min.js: differs" in line for line in lines)
    assert any("axe.min.js: missing" in line for line in lines)


def test_bundle_holds_each_module_once_after_what_it_imports() -> None:
    text = bundle(ASSETS / "js")
    for path in (ASSETS / "js").glob("*.js"):
        assert text.count(f'modules["{path.stem}"] = ') == 1
    assert text.index('modules["dom"] = ') < text.index('modules["panel"] = ') < text.index('modules["main"] = ')


def test_script_modules_are_lint_free() -> None:
    linter = Path(sys.executable).with_name("oxlint")
    if not linter.exists():
        pytest.skip("oxlint is not installed")
    done = subprocess.run([linter, "--deny-warnings", str(ASSETS / "js")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
