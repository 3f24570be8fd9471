"""The web application: the SPARQL endpoint, the graph store for reading, and the pages."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import RdfFormat, serialize
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.errors import StopRun
from kg.export.prefixes import PREFIXES
from kg.serve.description import describe
from kg.serve.negotiation import GRAPH_TYPES, choose
from kg.serve.pages import page_routes
from kg.serve.protocol import MAX_BODY, Operation, ProtocolError, parse_request, with_dataset
from kg.serve.sandbox import Answer, Sandbox, plain
from kg.store.oxigraph import OxigraphStore
from kg.store.snapshots import open_newest, publish

METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]


@dataclass(frozen=True)
class Service:
    """What the endpoint works on. `writer` is None on a read-only service; `token` guards updates."""

    folder: Path
    sandbox: Sandbox
    writer: OxigraphStore | None = None
    token: str = ""

    async def sparql(self, request: Request) -> Response:
        """SPARQL 1.1 Protocol: query, update, or the service description."""
        try:
            body = await _body(request)
            content_type = request.headers.get("content-type", "")
            operation = parse_request(request.method, request.url.query, content_type, body)
            if operation is None:
                return await run_in_threadpool(self._description, request)
            if operation.is_update:
                return _response(await run_in_threadpool(self._update, request, operation))
            accept = request.headers.get("accept", "")
            asked = replace(operation, base=str(request.url.replace(query="")))
            return _response(await run_in_threadpool(self.sandbox.run, asked, accept))
        except ProtocolError as error:
            return _response(plain(error.status, str(error)))

    def _update(self, request: Request, operation: Operation) -> Answer:
        if self.writer is None:
            raise ProtocolError("this service is read only; start it with --writable to allow updates", 403)
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            raise ProtocolError("updates need the header 'Authorization: Bearer TOKEN'", 401)
        text = with_dataset(operation)
        try:
            self.writer.update(text, base=str(request.url.replace(query="")))
        except StopRun as error:
            raise ProtocolError(str(error)) from None
        publish(self.writer, self.folder)
        return Answer(204, "", b"")

    def _description(self, request: Request) -> Response:
        media = choose(request.headers.get("accept", ""), dict(GRAPH_TYPES)) or "text/turtle"
        store = open_newest(self.folder)
        endpoint = str(request.url.replace(path="/sparql", query=""))
        return Response(describe(endpoint, media, store, writable=self.writer is not None), media_type=media)

    async def void(self, request: Request) -> Response:
        """The description at its well-known place (VoID, section 7.2)."""
        return await run_in_threadpool(self._description, request)

    async def graph_store(self, request: Request) -> Response:
        """SPARQL 1.1 Graph Store HTTP Protocol, reading: ?graph=IRI or ?default (the union of all graphs)."""
        if request.method not in ("GET", "HEAD"):
            return _response(plain(405, "the graph store is for reading: use GET"))
        media = choose(request.headers.get("accept", ""), dict(GRAPH_TYPES))
        name = request.query_params.get("graph")
        if media is None:
            return _response(plain(406, f"a graph comes as {', '.join(GRAPH_TYPES)}"))
        if (name is None) == ("default" not in request.query_params):
            return _response(plain(400, "name one graph with ?graph=IRI, or all of them with ?default"))
        content = await run_in_threadpool(self._graph, name, GRAPH_TYPES[media])
        if content is None:
            return _response(plain(404, f"no graph {name} in this store"))
        return Response(content, media_type=media)

    def _graph(self, name: str | None, form: RdfFormat) -> bytes | None:
        store = open_newest(self.folder)
        triples = sorted({quad.triple for quad in store.quads(name)}, key=str)
        if name is not None and not triples:
            return None
        return serialize(triples, None, form, prefixes=PREFIXES)


Endpoint = Callable[[Request], Awaitable[Response]]


def application(service: Service, *, cors: bool = False) -> Starlette:
    """The application with its routes; `cors` lets pages of other origins read from it."""
    routes = [
        Route("/sparql", service.sparql, methods=METHODS),
        Route("/sparql/", service.sparql, methods=METHODS),
        Route("/graph-store", service.graph_store, methods=METHODS),
        Route("/.well-known/void", service.void),
        *page_routes(service.folder),
    ]
    allowed = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"])
    return Starlette(routes=routes, middleware=[allowed] if cors else [])


async def _body(request: Request) -> bytes:
    """The request's body. Raises ProtocolError once it is longer than allowed, without reading on."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > MAX_BODY:
            raise ProtocolError(f"the request is longer than {MAX_BODY} bytes", 413)
    return bytes(content)


def _response(answer: Answer) -> Response:
    headers = {"Vary": "Accept"} | ({"WWW-Authenticate": "Bearer"} if answer.status == 401 else {})
    return Response(answer.body, answer.status, headers, answer.media or None)
