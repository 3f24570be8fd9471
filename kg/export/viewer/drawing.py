"""The graph as pyvis data: nodes and edges with position, size, shape and colour, and the options of vis-network."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyvis.edge import Edge as VisEdge
from pyvis.network import Network
from pyvis.node import Node as VisNode

from kg.export.viewer.display import Style
from kg.export.viewer.layout import lay_out
from kg.export.viewer.payload import Payload

CHARACTER = 6.4  # mean width of a label's character, CSS pixels
LABEL = 26  # characters of a label that the drawing shows
BOX = 16  # characters of a label that the layout makes room for

OPTIONS: dict[str, Any] = {
    "physics": {
        "enabled": False,
        "solver": "forceAtlas2Based",
        "forceAtlas2Based": {"gravitationalConstant": -60, "springLength": 70, "avoidOverlap": 0.6},
        "stabilization": False,
    },
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 9999999,
    },
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 2.5},
    "edges": {
        "smooth": False,
        "width": 1.3,
        "selectionWidth": 1.5,
        "hoverWidth": 0.8,
        "arrows": {"to": {"enabled": False, "scaleFactor": 0.5}},
        "arrowStrikethrough": False,
    },
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """The parts of a pyvis network as plain data, and the community of each node."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    options: dict[str, Any]
    communities: tuple[int, ...]


def node_size(degree: int) -> float:
    """Radius in CSS pixels of a node with that many relations."""
    return round(min(6 + 3 * math.sqrt(degree), 28), 1)


def draw(payload: Payload, style: Callable[[str], Style], symmetric: frozenset[str]) -> Drawing:
    """Lay out and dress a payload; a node's id is its place in `payload.entities`, an edge's in `payload.edges`."""
    number = {entity.iri: i for i, entity in enumerate(payload.entities)}
    degrees = payload.degrees()
    sizes = [node_size(degrees[entity.iri]) for entity in payload.entities]
    lengths = [min(len(entity.name), BOX) for entity in payload.entities]
    boxes = [(max(2 * size, CHARACTER * n) + 10, 2 * size + 22) for size, n in zip(sizes, lengths, strict=True)]
    layout = lay_out(boxes, [(number[edge.subject], number[edge.object]) for edge in payload.edges])
    network = Network(directed=True)
    network.set_options(json.dumps(OPTIONS))
    # The lists are filled directly: Network.add_node and add_edge search all nodes for each one they add.
    for i, (entity, (x, y)) in enumerate(zip(payload.entities, layout.positions, strict=True)):
        look = style(entity.type)
        node = VisNode(i, look.shape, entity.name[: LABEL + 1], color=look.colour, x=x, y=y, size=sizes[i])
        network.nodes.append(node.options)
    for i, edge in enumerate(payload.edges):
        arrows = {"arrows": ""} if edge.predicate in symmetric else {}
        network.edges.append(VisEdge(number[edge.subject], number[edge.object], directed=True, id=i, **arrows).options)
    nodes, edges, _, _, _, options = network.get_network_data()
    return Drawing(nodes, edges, options if isinstance(options, dict) else json.loads(options), layout.communities)
