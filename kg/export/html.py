"""HTML: one self-contained page that shows the graph, made with pyvis."""

from __future__ import annotations

import logging
from pathlib import Path

from kg.export.files import whole_file
from kg.export.viewer.encode import encode, inline
from kg.export.viewer.gather import gather
from kg.export.viewer.page import page
from kg.export.viewer.payload import Payload
from kg.ontology import Ontology
from kg.store.interface import QuadStore

LIMIT = 20_000

logger = logging.getLogger(__name__)


def render(payload: Payload, ontology: Ontology, live: str = "") -> str:
    """The page of a payload. `live` is the path of a neighbours endpoint where a server shows the page."""
    return page(payload.title, inline(encode(payload, ontology)), live)


def write(
    store: QuadStore, ontology: Ontology, path: Path, *, title: str = "Knowledge graph", limit: int = LIMIT
) -> None:
    """Write the page of a whole store; of more than `limit` entities the most central ones, with a warning in the log.

    Raises StopRun where the file cannot be written.
    """
    payload = gather(store, ontology, title).most_central(limit)
    if payload.omitted:
        logger.warning(
            "%s shows the %d entities with most relations and leaves out %d; "
            "build from fewer documents, or look at all of it with: kg serve",
            path, len(payload.entities), payload.omitted,
        )  # fmt: skip
    content = render(payload, ontology).encode("utf-8")
    with whole_file(path) as stream:
        stream.write(content)
