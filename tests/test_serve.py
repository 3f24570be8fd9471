"""The SPARQL service as clients see it: the protocol, formats, limits, tokens, and clients that misbehave."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, SPARQLWrapper

from kg.ontology import load_ontology
from kg.queries import ReadyQuery, ready_queries, ready_query
from kg.store import folder
from kg.store.archive import Archive
from kg.store.resolution import refresh
from tests.protocol_manifest import ProtocolTest, Request, load_manifest
from tests.samples import corpus
from tests.test_store import free_port

PROTOCOL = Path(__file__).parent.parent.parent / "shared" / "evaluation" / "sparql11-protocol"
MANIFEST = load_manifest(PROTOCOL) if PROTOCOL.is_dir() else []
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ),
    "RDF": ("text/turtle", "application/n-triples", "application/rdf+xml"),
}
KG = "https://w3id.org/security-kg/ontology#"


class Service:
    """A real `kg serve` process and a plain HTTP client for it."""

    def __init__(self, store: Path, *options: str) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "kg.cli", "serve", "--store", str(store), "--port", str(self.port), *options]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, env=os.environ | {"KG_SERVE_TOKEN": "sesame"})
        self.address = f"http://127.0.0.1:{self.port}/sparql"
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            try:
                if self.send("GET", "/sparql?query=ASK%7B%7D")[0] == 200:
                    return
            except OSError:
                assert self.process.poll() is None, "the service ended"
                time.sleep(0.1)
        self.stop()
        raise TimeoutError(self.address)

    def send(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, str, bytes]:
        """Status, media type and body of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body or None, headers or {})
            answer = connection.getresponse()
            return answer.status, (answer.getheader("Content-Type") or "").split(";")[0], answer.read()
        finally:
            connection.close()

    def query(self, text: str, accept: str = "application/sparql-results+json") -> tuple[int, str, bytes]:
        """The answer to a query sent in the query string."""
        return self.send("GET", "/sparql?" + urllib.parse.urlencode({"query": text}), headers={"Accept": accept})

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.wait(20)
        if self.process.stderr:
            self.process.stderr.close()


def filled(place: Path) -> Path:
    with folder.writing(place) as store:
        archive = Archive(store)
        archive.put(corpus(), datetime(2024, 5, 1, tzinfo=UTC))
        refresh(store, load_ontology())
        for path in sorted(PROTOCOL.glob("data*.nt")):
            name = NamedNode(f"http://kasei.us/2009/09/sparql/data/{path.stem}.rdf")
            store.load(
                [Quad(t.subject, t.predicate, t.object, name) for t in parse(path.read_bytes(), RdfFormat.N_TRIPLES)]
            )
    return place


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A read-only service over a small corpus."""
    one = Service(
        filled(tmp_path_factory.mktemp("serve") / "store"), "--timeout", "3", "--memory", "1000", "--result", "1"
    )
    yield one
    one.stop()


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that takes updates."""
    one = Service(filled(tmp_path_factory.mktemp("writable") / "store"), "--writable")
    yield one
    one.stop()


def check(service: Service, request: Request) -> None:
    headers = {"Authorization": "Bearer sesame"} | request.headers
    path = request.path.replace("/sparql/", "/sparql", 1)
    status, media, body = service.send(request.method, path, request.body, headers)
    assert f"{status // 100}xx" in request.statuses, body
    if request.kind:
        assert media in FORMATS[request.kind]
    if request.boolean is not None:
        said = json.loads(body)["boolean"] if "json" in media else b"<boolean>true" in body
        assert said is request.boolean


@pytest.mark.parametrize("test", [t for t in MANIFEST if "update" not in t.name], ids=lambda test: test.name)
def test_w3c_query_protocol(service: Service, test: ProtocolTest) -> None:
    for request in test.requests:
        check(service, request)


@pytest.mark.parametrize("test", [t for t in MANIFEST if "update" in t.name], ids=lambda test: test.name)
def test_w3c_update_protocol(writable: Service, test: ProtocolTest) -> None:
    for request in test.requests:
        check(writable, request)


@pytest.mark.skipif(not MANIFEST, reason="the W3C tests are not here")
def test_all_of_the_w3c_tests_are_run() -> None:
    assert len(MANIFEST) == 34


@pytest.mark.parametrize(
    "media",
    ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"],
)
def test_select_comes_in_the_format_asked_for(service: Service, media: str) -> None:
    status, given, body = service.query(f"SELECT ?c WHERE {{ ?c a <{KG}Claim> }}", media)
    assert (status, given) == (200, media)
    assert body.count(b"security-kg/claim/") == 4


@pytest.mark.parametrize(
    "media", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_graphs_come_in_the_format_asked_for(service: Service, media: str) -> None:
    status, given, body = service.query(f"CONSTRUCT WHERE {{ ?c a <{KG}Claim> }}", media)
    assert (status, given) == (200, media)
    assert len(list(parse(body, RdfFormat.from_media_type(media)))) == 4


def test_a_format_that_cannot_be_given_is_said(service: Service) -> None:
    assert service.query("ASK {}", "image/png")[0] == 406


def test_query_with_from_is_answered_from_that_graph_alone(service: Service) -> None:
    text = f"SELECT ?c FROM <https://w3id.org/security-kg/document/d1> WHERE {{ ?c a <{KG}Claim> }}"
    assert len(json.loads(service.query(text)[2])["results"]["bindings"]) == 1


def test_updates_are_refused_on_a_read_only_service(service: Service) -> None:
    status, _, body = service.send(
        "POST", "/sparql", b"CLEAR ALL", {"Content-Type": "application/sparql-update", "Authorization": "Bearer sesame"}
    )
    assert status == 403
    assert b"--writable" in body


def test_updates_need_the_token(writable: Service) -> None:
    headers = {"Content-Type": "application/sparql-update"}
    assert writable.send("POST", "/sparql", b"INSERT DATA { <a:a> <a:b> 1 }", headers)[0] == 401
    assert (
        writable.send("POST", "/sparql", b"INSERT DATA { <a:a> <a:b> 1 }", headers | {"Authorization": "Bearer wrong"})[
            0
        ]
        == 401
    )
    assert json.loads(writable.query("ASK { <a:a> <a:b> 1 }")[2])["boolean"] is False


def test_a_query_that_explodes_ends_and_the_server_lives_on(service: Service) -> None:
    cross = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(6)) + " }"
    status, _, body = service.query(cross)
    assert status == 503
    assert b"seconds" in body
    assert service.query("ASK {}")[0] == 200


def test_a_query_that_takes_all_memory_ends_and_the_server_lives_on(tmp_path: Path) -> None:
    service = Service(filled(tmp_path / "store"), "--timeout", "60", "--memory", "200")
    try:
        status, _, body = service.query("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i")
        assert (status, b"200 MB of memory" in body) == (503, True)
        assert service.query("ASK {}")[0] == 200
    finally:
        service.stop()


@pytest.mark.parametrize("one", ready_queries(), ids=lambda one: one.name)
def test_ready_queries_are_answered(service: Service, one: ReadyQuery) -> None:
    status, media, _ = service.query(ready_query(one.text, "North Korea"), "text/csv")
    assert (status, media) == (200, "text/csv")


def test_a_result_over_the_limit_is_refused(service: Service) -> None:
    status, _, body = service.query("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } LIMIT 20000")
    assert status == 413
    assert b"LIMIT" in body


@pytest.mark.parametrize("text", ["SELECT WHERE {", "INSERT DATA { <a:a> <a:b> 1 }", ""])
def test_bad_queries_get_one_clear_line(service: Service, text: str) -> None:
    status, _, body = service.query(text)
    assert status == 400
    assert body.count(b"\n") == 1


def test_graph_store_reads_one_graph_and_the_union(service: Service) -> None:
    one = service.send(
        "GET",
        "/graph-store?graph=" + urllib.parse.quote("https://w3id.org/security-kg/document/d1"),
        headers={"Accept": "application/n-triples"},
    )
    every = service.send("GET", "/graph-store?default", headers={"Accept": "application/n-triples"})
    assert (one[0], every[0]) == (200, 200)
    assert set(one[2].splitlines()) < set(every[2].splitlines())
    assert service.send("GET", "/graph-store?graph=urn:none")[0] == 404
    assert service.send("PUT", "/graph-store?default", b"x")[0] == 405


def test_service_description_and_void(service: Service) -> None:
    status, media, body = service.send("GET", "/sparql", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=body, format="turtle")
    assert (status, media) == (200, "text/turtle")
    assert (None, rdflib.URIRef("http://rdfs.org/ns/void#vocabulary"), rdflib.URIRef(KG)) in graph


def test_no_other_origin_may_read_unless_told(service: Service) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", service.port)
    connection.request("GET", "/sparql?query=ASK%7B%7D", headers={"Origin": "http://elsewhere.example"})
    assert connection.getresponse().getheader("Access-Control-Allow-Origin") is None
    connection.close()


def test_sparqlwrapper_and_rdflib_and_curl(service: Service) -> None:
    wrapper = SPARQLWrapper(service.address)
    wrapper.setQuery(f"SELECT ?c WHERE {{ ?c a <{KG}Claim> }}")
    wrapper.setReturnFormat(JSON)
    assert len(wrapper.query().convert()["results"]["bindings"]) == 4
    graph = rdflib.Graph(SPARQLStore(service.address))
    assert len(list(graph.query(f"SELECT ?c WHERE {{ ?c a <{KG}Claim> }}"))) == 4
    curl = ["curl", "-s", service.address, "-H", "Accept: text/csv", "--data-urlencode", "query=SELECT (1 AS ?one) {}"]
    assert subprocess.run(curl, capture_output=True, check=True).stdout.split() == [b"one", b"1"]


def test_a_client_that_hangs_up_does_no_harm(service: Service) -> None:
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", service.port)) as one:
            one.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nASK"
            )
    assert service.query("ASK {}")[0] == 200


def test_many_clients_at_once_all_get_answers(service: Service) -> None:
    statuses: list[int] = []

    def ask() -> None:
        for _ in range(5):
            statuses.append(service.query(f"SELECT ?c WHERE {{ ?c a <{KG}Claim> }}")[0])

    threads = [threading.Thread(target=ask) for _ in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 1000


def test_the_pages_come_from_the_package(service: Service) -> None:
    status, media, body = service.send("GET", "/")
    assert (status, media) == (200, "text/html")
    assert b"who-met-whom" in body
    assert b"http" not in body.split(b'<script type="application/json"')[0]
    assert service.send("GET", "/assets/yasgui.min.js")[0] == 200
    assert b"North Korea" in service.send("GET", "/graph")[2]


def test_void_lies_at_its_well_known_place(service: Service) -> None:
    status, _, body = service.send("GET", "/.well-known/void", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=body, format="turtle")
    assert status == 200
    endpoints = {
        str(o) for o in graph.objects(None, rdflib.URIRef("http://www.w3.org/ns/sparql-service-description#endpoint"))
    }
    assert endpoints == {service.address}


def test_an_entity_is_found_and_its_neighbours_shown(service: Service) -> None:
    found = service.send("GET", "/search?name=hwasong")[2].decode()
    link = re.search(r'href="(graph\?[^"]+)"[^>]*>Hwasong-17</a> \(ballistic missile\)', found)
    assert link
    page = service.send("GET", "/" + link.group(1))[2]
    assert b"North Korea" in page
    assert b"Vladimir Putin" not in page
    entity = urllib.parse.urlencode({"entity": "https://w3id.org/security-kg/entity/kim-jong-un"})
    referer = {"Referer": f"http://127.0.0.1:{service.port}/{link.group(1)}"}
    answer = json.loads(service.send("GET", f"/graph/neighbours?{entity}", headers=referer)[2])
    both = service.send("GET", answer["page"])[2]
    assert b"Hwasong-17" in both
    assert b"Vladimir Putin" in both


@pytest.mark.parametrize("name", ['"} DROP ALL #', "<script>", "\\", "%00"])
def test_a_search_for_anything_is_only_a_search(service: Service, name: str) -> None:
    status, _, body = service.send("GET", "/search?" + urllib.parse.urlencode({"name": name}))
    assert status == 200
    assert b"<script>" not in body
