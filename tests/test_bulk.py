"""Bulk loads: N-Quads in pieces give what they say and its merge, however they are written and cut."""

from __future__ import annotations

import resource
import signal
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, serialize

from kg.errors import StopRun
from kg.namespace import GRAPH_BASE, HISTORY_GRAPH
from kg.store import bulk
from kg.store.bulk import pieces, without_graphs
from kg.store.oxigraph import OxigraphStore

IRIS = st.sampled_from([NamedNode(f"http://example.org/{name}") for name in "abc"])
WORDS = st.text(st.sampled_from('ab <>.\n"\\_:é'), max_size=12)
TEXTS = st.one_of(
    st.builds(Literal, WORDS), st.integers(0, 9).map(Literal), st.builds(Literal, WORDS, language=st.just("en"))
)
GRAPHS = st.sampled_from(
    [DefaultGraph(), *map(NamedNode, ("http://example.org/d1", "http://example.org/d2", HISTORY_GRAPH))]
)
QUADS = st.lists(st.builds(Quad, IRIS, IRIS, st.one_of(IRIS, TEXTS), GRAPHS), max_size=12)


def loaded(content: bytes, folder: Path) -> OxigraphStore:
    path = folder / "quads.nq"
    path.write_bytes(content)
    return OxigraphStore.from_file(path)


@given(QUADS, st.integers(1, 400))
@settings(max_examples=150, deadline=None)
def test_every_quad_is_there_and_merged_however_the_file_is_cut(
    tmp_path_factory: pytest.TempPathFactory, found: list[Quad], size: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "PIECE", size)
        store = loaded(serialize(found, format=RdfFormat.N_QUADS) or b"", tmp_path_factory.mktemp("bulk"))
    assert set(store.quads()) == {quad for quad in found if quad.graph_name != DefaultGraph()}
    assert set(store.merged()) == {quad.triple for quad in found if quad.graph_name != NamedNode(HISTORY_GRAPH)}


@pytest.mark.parametrize(
    "line",
    [
        '<x:a> <x:b> <x:c> .',
        '<x:a>\t<x:b>\t<x:c> .',
        '<x:a> <x:b> "c" .',
        '<x:a> <x:b> "5"^^<x:t> .',
        '<x:a> <x:b> "c <x:d> ." .',
        '<x:a> <x:b> _:c .',
        '<x:a> <x:b> _:c _:d .',
        '<x:a> <x:b> <x:c> <x:g>.',
        '<x:a> <x:b> <x:c>  <x:g> . # said',
        '# said',
        '',
        f'<x:a> <x:b> <x:c> <{GRAPH_BASE}history> .',
    ],
)  # fmt: skip
def test_lines_of_which_the_writing_alone_does_not_tell_are_parsed(line: str, tmp_path: Path) -> None:
    content = f"<x:a> <x:b> <x:c> <x:d> .\n{line}\n".encode()
    assert without_graphs(content) is None
    store = loaded(content, tmp_path)
    merged = {triple.object for triple in store.merged() if not isinstance(triple.object, BlankNode)}
    assert NamedNode("x:c") in merged
    assert merged <= {NamedNode("x:c"), Literal("c"), Literal("c <x:d> ."), Literal("5", datatype=NamedNode("x:t"))}


def test_canonical_lines_are_told_by_their_writing() -> None:
    content = b'<x:a> <x:b> "a <x:b> . \\" <x:c> ." <x:g> .\n_:a <x:b> "x"@en <x:g> .\n<x:a> <x:b> <x:c> <x:g> .'
    assert without_graphs(content) == b'<x:a> <x:b> "a <x:b> . \\" <x:c> ." .\n_:a <x:b> "x"@en .\n<x:a> <x:b> <x:c> .'


def test_a_broken_line_is_told_by_its_number_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PIECE", 100)
    lines = [f"<x:a> <x:b> <x:c{number}> <x:d> .\n" for number in range(30)]
    lines[20] = "<x:a> <x:b> <x:c d> <x:d> .\n"
    with pytest.raises(StopRun, match=r"quads\.nq: .*line 21: .*IRI"):
        loaded("".join(lines).encode(), tmp_path)


def test_pieces_are_whole_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PIECE", 10)
    path = tmp_path / "lines.nq"
    path.write_bytes(b"one line\nanother line\nthe last one")
    assert [(one.before, one.lines) for one in pieces(path)] == [
        (0, b"one line\nanother line\n"), (2, b"the last one"),
    ]  # fmt: skip


def test_a_full_disk_is_told_from_a_broken_file(tmp_path: Path) -> None:
    path = tmp_path / "quads.nq"
    path.write_text("".join(f'<x:a> <x:b> "{number} {"long " * 9}" <x:d> .\n' for number in range(20_000)))
    with get_context("spawn").Pool(1) as pool, pytest.raises(StopRun, match="the store could not be written"):
        pool.apply(load_with_little_room, (path, tmp_path / "store"))


def load_with_little_room(path: Path, place: Path) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    OxigraphStore(place).load_files([path])
