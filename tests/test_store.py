"""One conformance test for all stores: in memory, in a folder, and a real SPARQL 1.1 server over HTTP."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions

from kg.errors import StopRun
from kg.facts import Facts
from kg.iri import document_iri
from kg.namespace import HISTORY_GRAPH
from kg.rdf import quads
from kg.store import folder
from kg.store.archive import Archive
from kg.store.interface import QuadStore
from kg.store.oxigraph import OxigraphStore
from kg.store.snapshots import publish
from kg.store.sparql import SparqlStore
from tests.samples import corpus, facts_of

SERVER = shutil.which("oxigraph", path=str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"])
LAUNCHES = "SELECT ?s WHERE { ?s <https://w3id.org/security-kg/ontology#launches> ?o }"
NOW = datetime(2024, 5, 1, tzinfo=UTC)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def server() -> Iterator[str]:
    """The query address of a real Oxigraph server."""
    if SERVER is None:
        pytest.skip("the oxigraph server is not installed")
    address = f"127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [SERVER, "serve", "--bind", address],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://{address}/")
        yield f"http://{address}/query"
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


@pytest.fixture(params=["memory", "folder", "remote"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[QuadStore]:
    """Each backend in turn, empty."""
    with ExitStack() as stack:
        if request.param == "memory":
            yield OxigraphStore()
        elif request.param == "folder":
            yield stack.enter_context(folder.writing(tmp_path / "store"))
        else:
            yield SparqlStore(request.getfixturevalue("server"))


def put(archive: Archive, documents: list[Facts]) -> None:
    archive.put(documents, NOW)


def content(store: QuadStore) -> set[str]:
    """All quads about documents, without the history of when they came."""
    return {str(quad) for quad in store.quads() if str(quad.graph_name) != f"<{HISTORY_GRAPH}>"}


def test_what_is_put_in_comes_out(store: QuadStore) -> None:
    put(Archive(store), corpus())
    assert content(store) == {str(quad) for facts in corpus() for quad in quads(facts)}
    assert list(Archive(store).documents()) == ["d1", "d2", "d3", "d4"]


def test_queries_see_the_union_of_all_documents(store: QuadStore) -> None:
    put(Archive(store), corpus())
    found = store.query("SELECT ?c WHERE { ?c a <https://w3id.org/security-kg/ontology#Claim> }")
    assert isinstance(found, QuerySolutions)
    assert len(list(found)) == 4
    assert bool(store.query("ASK { ?s <https://w3id.org/security-kg/ontology#launches> ?o }"))


def test_a_triple_that_two_documents_state_is_counted_once_and_stays_until_the_last_goes(store: QuadStore) -> None:
    archive = Archive(store)
    again = replace(corpus()[0], document=replace(corpus()[0].document, id="d1-again"))
    put(archive, [corpus()[0], again])
    assert len(list(store.query(LAUNCHES))) == 1  # type: ignore[arg-type]
    archive.remove([archive.documents()["d1"]], NOW)
    assert len(list(store.query(LAUNCHES))) == 1  # type: ignore[arg-type]
    archive.remove([archive.documents()["d1-again"]], NOW)
    assert len(list(store.query(LAUNCHES))) == 0  # type: ignore[arg-type]


def test_putting_the_same_twice_changes_nothing(store: QuadStore) -> None:
    archive = Archive(store)
    put(archive, corpus())
    before = content(store)
    put(archive, corpus())
    assert content(store) == before


def test_removing_a_document_removes_precisely_its_own(store: QuadStore) -> None:
    archive = Archive(store)
    put(archive, corpus())
    archive.remove([archive.documents()["d1"]], NOW)
    assert content(store) == {str(quad) for facts in corpus()[1:] for quad in quads(facts)}
    assert not store.query("ASK { <https://w3id.org/security-kg/entity/hwasong-17> ?p ?o }")
    assert store.query("ASK { <https://w3id.org/security-kg/entity/north-korea> ?p ?o }")


def test_a_changed_document_takes_the_place_of_the_old(store: QuadStore) -> None:
    archive = Archive(store)
    put(archive, corpus())
    new = facts_of("d1", ("North Korea", "Country"), "develops", ("Hwasong-18", "BallisticMissile"))
    put(archive, [new])
    assert {str(quad) for quad in store.quads(document_iri("d1"))} == {str(quad) for quad in quads(new)}
    assert [change.action for change in archive.history("d1")] == ["added", "replaced"]


def test_history_tells_what_was_done(store: QuadStore) -> None:
    archive = Archive(store)
    archive.put(corpus()[:1], datetime(2024, 5, 1, tzinfo=UTC))
    archive.put(corpus()[:1], datetime(2024, 5, 2, tzinfo=UTC))
    archive.remove([archive.documents()["d1"]], datetime(2024, 5, 3, tzinfo=UTC))
    assert [change.action for change in archive.history("d1")] == ["added", "replaced", "removed"]
    assert archive.history("never-here") == []


def test_a_bad_query_is_said_in_one_line(store: QuadStore) -> None:
    with pytest.raises(StopRun) as caught:
        store.query("SELECT WHERE {")
    assert "\n" not in str(caught.value)


def test_a_failed_update_leaves_everything(store: QuadStore) -> None:
    put(Archive(store), corpus())
    before = content(store)
    with pytest.raises(StopRun):
        store.update(f"DROP GRAPH <{document_iri('d1')}> ; INSERT DATA {{ nonsense")
    assert content(store) == before


@settings(max_examples=20, deadline=None)
@given(st.permutations(corpus()), st.integers(1, 4))
def test_any_order_and_batch_size_give_the_same_store(documents: list[Facts], size: int) -> None:
    archive = Archive(OxigraphStore())
    for start in range(0, len(documents), size):
        put(archive, documents[start : start + size])
    assert content(archive.store) == {str(quad) for facts in corpus() for quad in quads(facts)}


def test_a_second_writer_is_told_and_readers_go_on(tmp_path: Path) -> None:
    place = tmp_path / "store"
    with folder.writing(place) as store:
        put(Archive(store), corpus()[:2])
        publish(store, place)
        with pytest.raises(StopRun, match="another kg is writing"), folder.writing(place):
            pass
        with folder.reading(place) as reader:
            assert list(Archive(reader).documents()) == ["d1", "d2"]
            put(Archive(store), corpus()[2:])
            publish(store, place)
            assert list(Archive(reader).documents()) == ["d1", "d2"]
        with folder.reading(place) as later:
            assert len(Archive(later).documents()) == 4


def test_backup_is_a_store_with_the_same_content(tmp_path: Path) -> None:
    with folder.writing(tmp_path / "store") as store:
        put(Archive(store), corpus())
        expected = content(store)
    folder.backup(tmp_path / "store", tmp_path / "copy")
    with folder.reading(tmp_path / "copy") as copy:
        assert content(copy) == expected
    with pytest.raises(StopRun, match="exists"):
        folder.backup(tmp_path / "store", tmp_path / "copy")


def test_other_folders_and_versions_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "photos"
    other.mkdir()
    (other / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(StopRun, match="no store there"), folder.writing(other):
        pass
    assert [path.name for path in other.iterdir()] == ["holiday.jpg"]
    with folder.writing(tmp_path / "old"):
        pass
    (tmp_path / "old" / folder.MARKER).write_text('{"store": "security-kg", "version": 99}')
    with pytest.raises(StopRun, match="version 99"), folder.reading(tmp_path / "old"):
        pass


def test_an_unreachable_endpoint_is_said_in_one_line() -> None:
    with pytest.raises(StopRun, match="cannot be reached"):
        SparqlStore(f"http://127.0.0.1:{free_port()}/query").graphs()
