"""The pages of the service: the query editor with the ready queries, and the graph viewer read from the store."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg.export.html import LIMIT, render
from kg.export.prefixes import PREFIXES
from kg.export.viewer.gather import gather
from kg.ontology import load_ontology
from kg.queries import ready_queries
from kg.serve.neighbourhood import Found, around, search
from kg.store.snapshots import open_newest

ASSETS = Path(__file__).parent / "assets"
NEIGHBOURS = "/graph/neighbours"
WHOLE = 1_000_000
SHOWN = 20
START = """SELECT ?entity ?name (COUNT(?claim) AS ?claims) WHERE {
  ?claim a kg:Claim ; kg:subject|kg:object ?entity .
  ?entity rdfs:label ?name .
} GROUP BY ?entity ?name ORDER BY DESC(?claims) LIMIT 50
"""
SAFE = {"Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"}


class GraphPages:
    """The viewer over the store in `folder`: all of a small store, of a large one what surrounds chosen entities."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def graph(self, request: Request) -> Response:
        """The viewer, of what surrounds the entities named by ?entity=IRI, or of everything."""
        entities = [iri for iri in request.query_params.getlist("entity") if _is_iri(iri)][-SHOWN:]
        content = await run_in_threadpool(self._graph, entities)
        return Response(content, media_type="text/html") if content else RedirectResponse("search")

    async def neighbours(self, request: Request) -> Response:
        """Where the page is that shows an entity's neighbours beside what the asking page shows."""
        asking = parse_qs(urlsplit(request.headers.get("referer", "")).query).get("entity", [])
        entities = dict.fromkeys([*asking, *request.query_params.getlist("entity")])
        return JSONResponse({"page": f"/graph?{urlencode({'entity': list(entities)}, doseq=True)}"})

    async def search(self, request: Request) -> Response:
        """A form, and the entities with the name asked for."""
        name = request.query_params.get("name", "").strip()
        found = await run_in_threadpool(self._search, name) if name else []
        rows = [{"name": one.name, "kind": one.kind, "query": urlencode({"entity": one.iri})} for one in found]
        return Response(_page("search.html").render(name=name, found=rows), headers=SAFE, media_type="text/html")

    def _graph(self, entities: list[str]) -> str:
        """The page, or '' where the store is too large to show as a whole."""
        ontology, store = load_ontology(), open_newest(self.folder)
        if not entities and len(store) > WHOLE:
            return ""
        payload = gather(around(store, entities) if entities else store, ontology, self.folder.name)
        return render(payload.most_central(LIMIT), ontology, NEIGHBOURS)

    def _search(self, name: str) -> list[Found]:
        return search(open_newest(self.folder), load_ontology(), name)


def page_routes(folder: Path) -> list[BaseRoute]:
    """The routes of the pages over the store in `folder`."""
    pages = GraphPages(folder)
    return [
        Route("/", editor),
        Route("/search", pages.search),
        Route("/graph", pages.graph),
        Route(NEIGHBOURS, pages.neighbours),
        Mount("/assets", StaticFiles(directory=ASSETS)),
    ]


def _is_iri(text: str) -> bool:
    return bool(urlsplit(text).scheme) and not re.search(r"[<>\"{}|^`\\\s]", text)


def _page(name: str) -> Template:
    return Environment(loader=FileSystemLoader(ASSETS), autoescape=True, undefined=StrictUndefined).get_template(name)


async def editor(request: Request) -> Response:
    """The query editor."""
    prefixes = {name: PREFIXES[name] for name in ("kg", "ent", "doc", "rdfs", "rdf", "skos", "owl", "xsd")}
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.items() if name in ("kg", "rdfs"))
    queries = [{"name": one.name, "title": one.title, "text": one.text} for one in ready_queries()]
    data = json.dumps({"prefixes": prefixes, "start": head + START, "queries": queries}).replace("<", "\\u003c")
    template = (ASSETS / "editor.html").read_text(encoding="utf-8")
    return Response(template.replace("{{ data }}", data), headers=SAFE, media_type="text/html")
