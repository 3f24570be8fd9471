"""Rows that are sorted on disk come back in order, each once."""

from __future__ import annotations

from contextlib import closing
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.store.workspace import Workspace

ROWS = st.lists(st.tuples(st.text(max_size=3), st.text(max_size=2), st.integers(0, 3)), max_size=20)


@given(ROWS, ROWS, st.integers(1, 3))
def test_rows_come_back_in_order_and_once(
    first: list[tuple[str, str, int]], then: list[tuple[str, str, int]], by: int
) -> None:
    with closing(Workspace()) as space:
        space.add("some", first)
        space.add("some", then)
        space.add("other", then)
        every = sorted({*first, *then}, key=lambda row: (row[0].encode(), row[1].encode(), row[2]))
        assert list(space.groups("some", by)) == [list(rows) for _, rows in groupby(every, key=lambda row: row[:by])]


def test_a_row_is_found_by_its_first_column() -> None:
    with closing(Workspace()) as space:
        space.add("some", [("a", 1), ("b", 2)])
        assert space.find("some", "b") == ("b", 2)
        with pytest.raises(KeyError):
            space.find("some", "c")
        assert list(space.groups("nothing")) == []
