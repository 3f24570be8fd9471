"""What an event is called: the label of its class with the names of those who take part, as `display.ttl` has it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.namespace import KG
from kg.ontology import DISPLAY_FILE, Ontology, local_name

PART = re.compile(r"\[([^\[\]{]*)\{(\w+)\}\]")
MOST_NAMES = 3


class EventNames:
    """Names events by the pattern (`kg:eventLabel`) of their class or of its nearest ancestor that has one.

    A pattern is a list of parts such as '[by {agent}]'; a part is left out where nothing fills its role.
    """

    def __init__(self, ontology: Ontology) -> None:
        patterns = {
            local_name(str(subject)): str(value)
            for subject, value in ontology.file(DISPLAY_FILE).subject_objects(KG._NS.eventLabel)
        }
        self._parts: dict[str, list[tuple[str, str]]] = {}
        self._labels: dict[str, str] = {}
        for name, kind in ontology.types.items():
            known = max(sorted(kind.ancestors & patterns.keys()), key=ontology.depth, default="")
            if known:
                self._parts[name] = [(words, role) for words, role in PART.findall(patterns[known])]
                self._labels[name] = kind.label

    def name(self, kind: str, roles: Mapping[str, Sequence[str]]) -> str:
        """The name of an event of a class, from the names that fill each role, in their order.

        'Launch by North Korea of a Hwasong-12'; of more than three names the first two and how many others.
        """
        parts = [
            words + _listed(list(dict.fromkeys(roles[role])))
            for words, role in self._parts.get(kind, ())
            if roles.get(role)
        ]
        label = self._labels.get(kind, kind)
        return " ".join([label[:1].upper() + label[1:], *parts])


def _listed(names: list[str]) -> str:
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} others"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
