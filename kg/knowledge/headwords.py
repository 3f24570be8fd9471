"""Head words of nominal mentions: which class a common noun names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import Namespace

from kg.ontology import Ontology, local_name

FILE = "headwords.ttl"
TERMS = Namespace("https://w3id.org/security-kg/ontology#")


@dataclass(frozen=True)
class HeadWords:
    """Classes by head word; `plural` gives the class of a plural where it differs from the singular's."""

    classes: Mapping[str, str]
    plural: Mapping[str, str]
    longest: int

    def find(self, lemmas: Sequence[str], plural: bool = False) -> str | None:
        """The class named by the longest head word at the end of `lemmas`, None where none fits.

        `lemmas` are those of a span up to its head, in order; a hyphen that stands as a token of its own is joined to
        its neighbours. `plural` says that the head is in the plural.
        """
        words = join_hyphens(lemmas)
        for size in range(min(self.longest, len(words)), 0, -1):
            found = self.classes.get(" ".join(words[-size:]).lower())
            if found:
                return self.plural.get(found, found) if plural else found
        return None


def join_hyphens(words: Sequence[str]) -> list[str]:
    """['surface', '-', 'to', '-', 'air', 'missile'] -> ['surface-to-air', 'missile']."""
    joined: list[str] = []
    glue = False
    for word in words:
        if word == "-" and joined:
            joined[-1] += "-"
            glue = True
        elif glue:
            joined[-1] += word
            glue = False
        else:
            joined.append(word)
    return joined


def load_head_words(ontology: Ontology) -> HeadWords:
    """Read `headwords.ttl` of the ontology's folder. Raises StopRun where it is missing or broken."""
    graph = ontology.file(FILE)
    pairs = sorted((str(word).lower(), local_name(str(node))) for node, word in graph.subject_objects(TERMS.headWord))
    plural = {local_name(str(a)): local_name(str(b)) for a, b in graph.subject_objects(TERMS.pluralClass)}
    longest = max((word.count(" ") + 1 for word, _ in pairs), default=0)
    return HeadWords(dict(pairs), plural, longest)
