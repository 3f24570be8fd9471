"""What labels of models and data sets mean in the ontology: the tables of `ontology/labels.ttl`."""

from __future__ import annotations

from functools import cache

from kg.namespace import KG, Spine
from kg.ontology import Ontology, local_name

FILE = "labels.ttl"
ACTING = Spine.ORGANIZATION  # the coarse label under which places that act are read
PLACE = Spine.PLACE


class Labels:
    """Coarse labels of classes, and classes of the labels of entity recognizers and of the re3d data set.

    `coarse` lists the coarse labels; each is the local name of the class that it stands for. Of those in
    `head_decides` the head word of a mention says more than the model.
    """

    def __init__(self, ontology: Ontology) -> None:
        tables: dict[str, dict[str, list[str]]] = {}
        for subject, predicate, value in sorted(ontology.file(FILE)):
            if str(predicate).startswith(str(KG._NS)):
                row = tables.setdefault(local_name(str(predicate)), {})
                row.setdefault(local_name(str(subject)), []).append(str(value))
        self.ontology = ontology
        self.of_class = {name: values[0] for name, values in tables["readerLabel"].items()}
        self.coarse = sorted(set(self.of_class.values()))
        self.of_recognizer = {label: name for name, values in tables["nerLabel"].items() for label in values}
        self.of_re3d = {label: name for name, values in tables["re3dLabel"].items() for label in values}
        self.family = {name: values[0] for name, values in tables["re3dRelation"].items()}
        self.stands_for = {name: local_name(values[0]) for name, values in tables["standsFor"].items()}
        self.head_decides = frozenset(tables["headDecides"])
        self.label = cache(self._label)

    def _label(self, name: str) -> str:
        """The coarse label of a class (its own or its nearest ancestor's), '' where it has none."""
        if name in self.of_class:
            return self.of_class[name]
        found = [above for above in sorted(self.of_class) if self.ontology.is_a(name, above)]
        return self.of_class[max(found, key=self.ontology.depth)] if found else ""

    def fits(self, name: str, label: str) -> bool:
        """Whether a mention of the class may stand under the coarse label; a place may act."""
        own = self.label(name)
        return own == label or (label == ACTING and own == PLACE)

    def is_value(self, name: str) -> bool:
        """Whether a type is a value (a date, a sum) and not a class of entities."""
        return name in self.of_class and name not in self.ontology.types
