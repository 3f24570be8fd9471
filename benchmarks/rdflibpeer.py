"""The peer of the store's queries: the same triples and the same SPARQL in rdflib, in memory."""

from __future__ import annotations

import signal
import time
from typing import Any

import rdflib
from pyoxigraph import RdfFormat, serialize

from benchmarks.multiply import multiplied
from kg.facts import Facts
from kg.flow import resolved
from kg.ontology import load_ontology
from kg.queries import ready_queries, ready_query

LONGEST_SECONDS = 30


def rdflib_queries(read: list[Facts], size: int, about: str) -> dict[str, Any]:
    """Seconds to load, and milliseconds of each ready query, for the merge of the documents with their summary.

    None stands for a query that takes longer than LONGEST_SECONDS.
    """
    triples = list(resolved(multiplied(read, 0, size), load_ontology()).store.merged())
    content = serialize(triples, None, RdfFormat.N_TRIPLES) or b""
    started = time.perf_counter()
    graph = rdflib.Graph().parse(data=content, format="nt")
    loaded = time.perf_counter() - started
    texts = {one.name: ready_query(one.text, about) for one in ready_queries()}
    return {"triples": len(triples), "load": loaded, "queries": {name: _time(graph, t) for name, t in texts.items()}}


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
