"""How much a store holds, by class."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg.namespace import KG
from kg.store.interface import QuadStore

BY_CLASS = "SELECT ?class (COUNT(DISTINCT ?one) AS ?n) WHERE { ?one a ?class } GROUP BY ?class"


def count_by_class(store: QuadStore) -> list[tuple[str, int]]:
    """Local names of the ontology's classes with the number of their instances, most first."""
    rows = store.query(BY_CLASS)
    assert isinstance(rows, QuerySolutions)
    counts = []
    for row in rows:
        kind, number = row["class"], row["n"]
        if isinstance(kind, NamedNode) and isinstance(number, Literal) and kind.value.startswith(str(KG._NS)):
            counts.append((kind.value.removeprefix(str(KG._NS)), int(number.value)))
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))
