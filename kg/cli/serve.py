"""`kg serve`: SPARQL 1.1 over HTTP, a query editor and the graph viewer, from a store."""

from __future__ import annotations

import os
import secrets
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from kg.cli.terminal import say
from kg.errors import StopRun
from kg.serve.app import Service, application
from kg.serve.sandbox import Limits, Sandbox
from kg.store import folder
from kg.store.snapshots import publish

TOKEN = "KG_SERVE_TOKEN"


def serve(
    store: Annotated[Path, typer.Option(help="The folder of the store")],
    host: Annotated[str, typer.Option(help="Address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on", min=1, max=65535)] = 7878,
    writable: Annotated[bool, typer.Option(help=f"Allow updates with a token, from {TOKEN} or made and shown")] = False,
    cors: Annotated[bool, typer.Option(help="Let web pages of other origins read")] = False,
    timeout: Annotated[float, typer.Option(help="Seconds a query may take", min=0.1)] = 30.0,
    memory: Annotated[int, typer.Option(help="Megabytes a query may use", min=100)] = 2000,
    result: Annotated[int, typer.Option(help="Megabytes a result may have", min=1)] = 100,
    workers: Annotated[int, typer.Option(help="Queries answered at a time", min=1)] = 2,
) -> None:
    """Serve a store: SPARQL at /sparql, a query editor at /, the viewer at /graph.

    \b
    kg serve --store archive
    curl 'http://127.0.0.1:7878/sparql' -H 'Accept: text/csv' --data-urlencode 'query=SELECT * {?s ?p ?o} LIMIT 5'
    KG_SERVE_TOKEN=secret kg serve --store archive --writable
    """
    token = (os.environ.get(TOKEN) or secrets.token_urlsafe(24)) if writable else ""
    with ExitStack() as stack:
        writer = stack.enter_context(folder.writing(store)) if writable else None
        if writer is None:
            stack.enter_context(folder.reading(store))
        else:
            publish(writer, store)
        sandbox = Sandbox(store, workers, Limits(timeout, memory, result))
        stack.callback(sandbox.close)
        say(f"serving {store} at http://{host}:{port}/ (SPARQL at /sparql); stop with Ctrl-C")
        if writable and TOKEN not in os.environ:
            say(f"updates need the header 'Authorization: Bearer {token}'")
        app = application(Service(store, sandbox, writer, token), cors=cors)
        try:
            uvicorn.run(app, host=host, port=port, log_level="error", lifespan="off")
        except SystemExit:
            raise StopRun(f"{host}:{port} cannot be listened on; choose another --port") from None


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(serve)
