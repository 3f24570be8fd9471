"""GraphML, through networkx: entities as nodes, asserted relations as edges; the whole graph is held in memory."""

from __future__ import annotations

from pathlib import Path

import networkx

from kg.export.files import whole_file
from kg.export.network import to_networkx
from kg.ontology import Ontology
from kg.store.interface import QuadStore


def write(store: QuadStore, ontology: Ontology, path: Path) -> None:
    """Write the graph. Raises StopRun where the file cannot be written."""
    with whole_file(path) as stream:
        networkx.write_graphml_xml(to_networkx(store), stream, encoding="utf-8", prettyprint=True)
