"""How classes, polarity and modality are drawn: `ontology/display.ttl`, inherited from the nearest ancestor."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import Graph, URIRef

from kg.namespace import KG
from kg.ontology import Ontology

PROPERTIES = ("colour", "colourDark", "shape", "order", "dashes")


@dataclass(frozen=True, slots=True)
class Style:
    """Colours as #RRGGBB on light and dark ground, a node's shape, the place in a legend, lengths of dash and gap."""

    colour: str
    colour_dark: str
    shape: str = "dot"
    order: int = 999
    dashes: tuple[int, ...] = ()


UNKNOWN = Style("#767676", "#9E9E9E")


class Display:
    """The display data of an ontology. Raises StopRun where display.ttl is missing or broken."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._graph: Graph = ontology.file("display.ttl")

    def style(self, name: str) -> Style:
        """The style of a class, polarity or modality (local name)."""
        found = {key: value for key in PROPERTIES if (value := self._nearest(name, key)) is not None}
        dashes = tuple(int(length) for length in found.get("dashes", "0").split())
        return Style(
            found.get("colour", UNKNOWN.colour),
            found.get("colourDark", found.get("colour", UNKNOWN.colour_dark)),
            found.get("shape", UNKNOWN.shape),
            int(found.get("order", UNKNOWN.order)),
            dashes if any(dashes) else (),
        )

    def _nearest(self, name: str, key: str) -> str | None:
        """The value of a display property on the class or, breadth first, on what it is below."""
        queue = [name]
        for current in queue:
            value = self._graph.value(URIRef(KG._NS[current]), URIRef(KG._NS[key]))
            if value is not None:
                return str(value)
            known = self._ontology.types.get(current)
            queue += [parent for parent in (known.parents if known else ()) if parent not in queue]
        return None
