"""The peer of the store's queries: the same triples and the same SPARQL in rdflib, in memory."""

from __future__ import annotations

import signal
import time
from typing import Any

import rdflib
from pyoxigraph import Quad, RdfFormat, serialize

from benchmarks.multiply import multiplied
from kg.facts import Facts
from kg.queries import ready_queries, ready_query
from kg.rdf import quads

LONGEST_SECONDS = 30


def rdflib_queries(read: list[Facts], size: int, about: str) -> dict[str, Any]:
    """Seconds to load, and milliseconds of each ready query that needs no named graph, for an rdflib Graph has none.

    None stands for a query that takes longer than LONGEST_SECONDS.
    """
    triples = {quad.triple for facts in multiplied(read, 0, size) for quad in _quads(facts)}
    content = serialize(triples, None, RdfFormat.N_TRIPLES) or b""
    started = time.perf_counter()
    graph = rdflib.Graph().parse(data=content, format="nt")
    loaded = time.perf_counter() - started
    plain = (one for one in ready_queries() if "GRAPH" not in one.text)
    texts = {one.name: ready_query(one.text, about) for one in plain}
    return {"triples": len(triples), "load": loaded, "queries": {name: _time(graph, t) for name, t in texts.items()}}


def _quads(facts: Facts) -> list[Quad]:
    return quads(facts)


def _time(graph: rdflib.Graph, text: str) -> list[float] | None:
    def stop(number: int, frame: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST_SECONDS)
    started = time.perf_counter()
    try:
        count = len(list(graph.query(text)))
    except TimeoutError:
        return None
    finally:
        signal.alarm(0)
    return [round(1000 * (time.perf_counter() - started), 1), count]
