"""The maker of the place table on a few made-up rows, and the shipped table itself."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("places", ROOT / "tools" / "places.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def place(key: int, name: str, code: str, population: int, others: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "geonameid": key, "name": name, "countrycode": code, "population": population,
        "alternatenames": list(others), "latitude": 1.23456, "longitude": -2.0,
    }  # fmt: skip


def test_ordinary_words_and_small_towns_are_left_out(maker: ModuleType) -> None:
    made = maker.rows(
        [
            place(1, "Reading", "GB", 250_000),
            place(2, "Orange", "US", 2_000_000),
            place(3, "Tinyton", "US", 900),
            place(4, "Tinyabad", "SY", 900),
        ],
        set(),
    )
    assert [row.split("\t")[1] for row in made] == ["Orange", "Tinyabad"]


def test_spellings_keep_the_consonants_and_drop_what_is_another_word(maker: ModuleType) -> None:
    (row,) = maker.rows([place(5, "Al Fulānīyah", "IQ", 90_000, ("Fulaniya", "Nieuwstad", "Al Fulaniyah"))], set())
    assert row.split("\t")[2].split("|") == ["Fulānīyah", "Fulaniya"]


def test_rows_stand_in_the_order_of_ids_and_mark_capitals(maker: ModuleType) -> None:
    made = maker.rows([place(9, "Northport", "YE", 10), place(7, "Southport", "YE", 10)], {("YE", "Southport")})
    assert [row.split("\t")[0] for row in made] == ["7", "9"]
    assert [row.split("\t")[-1] for row in made] == ["capital", ""]


def test_the_shipped_table_is_attributed_and_small() -> None:
    path = ROOT / "ontology" / "places.tsv"
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert "GeoNames" in first
    assert "CC BY 4.0" in first
    assert path.stat().st_size < 2_500_000
