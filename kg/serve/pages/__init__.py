"""The pages of the service: the query editor with the ready queries, and the graph viewer read from the store."""

from __future__ import annotations

import json
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg.export.html import LIMIT, render
from kg.export.prefixes import PREFIXES
from kg.export.viewer.gather import gather
from kg.ontology import load_ontology
from kg.queries import ready_queries
from kg.store.snapshots import open_newest

ASSETS = Path(__file__).parent / "assets"
START = """SELECT ?entity ?name (COUNT(?claim) AS ?claims) WHERE {
  ?claim a kg:Claim ; kg:subject|kg:object ?entity .
  ?entity rdfs:label ?name .
} GROUP BY ?entity ?name ORDER BY DESC(?claims) LIMIT 50
"""
SAFE = {"Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"}


def page_routes(folder: Path) -> list[BaseRoute]:
    """The routes of the pages over the store in `folder`."""

    async def graph(request: Request) -> Response:
        return Response(await run_in_threadpool(_graph, folder), media_type="text/html")

    return [Route("/", editor), Route("/graph", graph), Mount("/assets", StaticFiles(directory=ASSETS))]


async def editor(request: Request) -> Response:
    """The query editor."""
    prefixes = {name: PREFIXES[name] for name in ("kg", "ent", "doc", "rdfs", "rdf", "skos", "owl", "xsd")}
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.items() if name in ("kg", "rdfs"))
    queries = [{"name": one.name, "title": one.title, "text": one.text} for one in ready_queries()]
    data = json.dumps({"prefixes": prefixes, "start": head + START, "queries": queries}).replace("<", "\\u003c")
    template = (ASSETS / "editor.html").read_text(encoding="utf-8")
    return Response(template.replace("{{ data }}", data), headers=SAFE, media_type="text/html")


def _graph(folder: Path) -> str:
    ontology = load_ontology()
    payload = gather(open_newest(folder), ontology, folder.name)
    return render(payload.most_central(LIMIT), ontology)
