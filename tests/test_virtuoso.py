"""A Virtuoso of Debian's package `virtuoso-opensource` as a remote store; skipped where it is not installed."""

from __future__ import annotations

import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.flow import resolved
from kg.ontology import Ontology
from kg.queries import ready_queries, ready_query
from kg.rdf import quads
from kg.store.archive import Archive
from kg.store.resolution import refresh
from kg.store.sparql import DEFAULT_GRAPH, SparqlStore
from tests.samples import corpus
from tests.test_queries import answers
from tests.test_store import NOW, content, free_port, put

SETTINGS = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 4
NumberOfBuffers = 4000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
"""


@pytest.fixture
def virtuoso(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server with a new database, whose SPARQL users may write."""
    if shutil.which("virtuoso-t") is None or shutil.which("isql-vt") is None:
        pytest.skip("Virtuoso is not installed")
    sql, http = free_port(), free_port()
    (tmp_path / "virtuoso.ini").write_text(SETTINGS.format(sql=sql, http=http))
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(["virtuoso-t", "-f", "-c", "virtuoso.ini"], cwd=tmp_path, **quiet)  # type: ignore[call-overload]
    try:
        wait_for(f"http://127.0.0.1:{http}/sparql", process)
        grant = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", 'exec=GRANT SPARQL_UPDATE TO "SPARQL";']
        subprocess.run(grant, check=True, capture_output=True)
        monkeypatch.setenv(DEFAULT_GRAPH, "union")
        yield f"http://127.0.0.1:{http}/sparql"
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            assert process.poll() is None, "the server ended"
            time.sleep(0.1)
    raise TimeoutError(address)


def test_ask_and_ready_queries_are_answered_as_by_the_embedded_store(virtuoso: str, ontology: Ontology) -> None:
    store = SparqlStore(virtuoso)
    put(Archive(store), corpus())
    refresh(store, ontology)
    assert store.query("ASK { ?s ?p ?o }")
    assert not store.query("ASK { ?s <urn:none> ?o }")
    embedded = resolved(corpus(), ontology)
    for one in ready_queries():
        text = ready_query(one.text, "North Korea")
        assert answers(store.query(text)) == answers(embedded.query(text)), one.name


def test_documents_go_in_come_out_and_are_forgotten(virtuoso: str, tmp_path: Path) -> None:
    store = SparqlStore(virtuoso)
    archive, foreign = Archive(store), content(store)
    put(archive, corpus())
    put(archive, corpus())
    assert content(store) - foreign == {str(quad) for facts in corpus() for quad in quads(facts)}
    archive.remove([archive.documents()["d1"]], NOW)
    assert content(store) - foreign == {str(quad) for facts in corpus()[1:] for quad in quads(facts)}
    assert [change.action for change in archive.history("d1")] == ["added", "removed", "replaced"]
    status = CliRunner().invoke(app(), ["status", "--store", virtuoso])
    assert "documents\t3" in status.stdout
    out = tmp_path / "out.nq"
    assert (
        CliRunner().invoke(app(), ["export", "--store", virtuoso, "--format", "nquads", "--out", str(out)]).exit_code
        == 0
    )
    assert len(out.read_text().splitlines()) == sum(len(quads(facts)) for facts in corpus()[1:])
