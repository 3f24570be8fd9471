"""GEXF 1.2, through networkx: entities as nodes, asserted relations as edges; the whole graph is held in memory."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import ElementTree, indent

from networkx.readwrite.gexf import GEXFWriter

from kg.export.files import whole_file
from kg.export.network import to_networkx
from kg.ontology import Ontology
from kg.store.interface import QuadStore


def write(store: QuadStore, ontology: Ontology, path: Path) -> None:
    """Write the graph, without the day of writing, so that equal graphs give equal bytes. Raises StopRun."""
    root = GEXFWriter(graph=to_networkx(store), encoding="utf-8", version="1.2draft").xml
    for meta in root.iter():
        meta.attrib.pop("lastmodifieddate", None)
    indent(root)
    with whole_file(path) as stream:
        ElementTree(root).write(stream, encoding="utf-8", xml_declaration=True)
