"""Turtle in, typed views out: the classes and relations of `ontology/`, passed as an argument, never a singleton."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from kg.errors import StopRun
from kg.namespace import KG

SCHEMA_FILES = ("schema.ttl",)
DISPLAY_FILE = "display.ttl"


def ontology_folder() -> Path:
    """Where the shipped Turtle lies: inside the wheel, or beside the package in a checkout."""
    packaged = Path(__file__).parent / "_ontology"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "ontology"


def load_turtle(path: Path) -> Graph:
    """Parse one Turtle file.

    Raises StopRun, naming the file and line, where it is missing or is not Turtle.
    """
    try:
        return Graph().parse(path, format="turtle")
    except FileNotFoundError:
        raise StopRun(f"{path}: no such file; reinstall security-kg or name another ontology folder") from None
    except (SyntaxError, ValueError) as error:
        first = " ".join(str(error).split())[:200]
        raise StopRun(f"{path}: not valid Turtle ({first})") from None


def local_name(iri: str) -> str:
    """The part of an IRI after its last '#' or '/'."""
    return iri.rstrip("#/").replace("#", "/").rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class EntityType:
    """A class of the ontology; `ancestors` holds local names and includes its own."""

    name: str
    iri: str
    label: str
    ancestors: frozenset[str]
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation between entities; `domain` and `range` are local names of classes, any of which will do."""

    name: str
    iri: str
    label: str
    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool = False
    transitive: bool = False
    inverse: str | None = None
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """How a class, modality or polarity is drawn: colours as #RRGGBB, dashes as lengths in pixels ('0': whole line)."""

    colour: str
    colour_dark: str
    shape: str = "dot"
    order: int = 0
    dashes: str = "0"


@dataclass(frozen=True)
class Ontology:
    """The schema as data. `graph` holds the parsed schema; `folder` is where the other Turtle files lie; `entities` is
    a table of the user's own.
    """

    types: dict[str, EntityType]
    relations: dict[str, RelationType]
    graph: Graph = field(repr=False)
    folder: Path
    entities: Path | None = None

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether class `name` is `ancestor` or below it (local names); False for unknown names."""
        found = self.types.get(name)
        return found is not None and ancestor in found.ancestors

    def is_any(self, name: str, ancestors: Iterable[str]) -> bool:
        """Whether class `name` is below any of `ancestors`."""
        found = self.types.get(name)
        return found is not None and not found.ancestors.isdisjoint(ancestors)

    def allows(self, predicate: str, subject_type: str, object_type: str) -> bool:
        """Whether domain and range of `predicate` admit the two classes, in this direction."""
        relation = self.relations[predicate]
        return self.is_any(subject_type, relation.domain) and self.is_any(object_type, relation.range)

    def depth(self, name: str) -> int:
        """How specific a class is: the number of its ancestors."""
        return len(self.types[name].ancestors) if name in self.types else 0

    def file(self, name: str) -> Graph:
        """Another Turtle file of the same folder, parsed ('lexicon.ttl', 'display.ttl', 'entities.ttl')."""
        return load_turtle(self.folder / name)

    @cached_property
    def _display(self) -> Graph:
        return self.file(DISPLAY_FILE)

    def style(self, name: str) -> Style:
        """How the class, modality or polarity `name` is drawn; each value from the nearest ancestor that has one.

        Raises StopRun where display.ttl gives it no colour.
        """
        line = list(self._upwards(name))
        found = {term: self._shown(line, term) for term in ("colour", "colourDark", "shape", "order", "dashes")}
        if found["colour"] is None or found["colourDark"] is None:
            raise StopRun(f"{self.folder / DISPLAY_FILE}: no kg:colour and kg:colourDark for {name}; add them")
        return Style(
            found["colour"],
            found["colourDark"],
            found["shape"] or "dot",
            int(found["order"] or 0),
            found["dashes"] or "0",
        )

    def _shown(self, line: list[str], term: str) -> str | None:
        for name in line:
            value = self._display.value(KG._NS[name], KG._NS[term])
            if value is not None:
                return str(value)
        return None

    def _upwards(self, name: str) -> Iterable[str]:
        """A class and its ancestors, nearest first."""
        seen, queue = {name}, [name]
        while queue:
            here = queue.pop(0)
            yield here
            above = [p for p in (self.types[here].parents if here in self.types else ()) if p not in seen]
            seen.update(above)
            queue.extend(above)

    @cached_property
    def identity_families(self) -> frozenset[str]:
        """Local names of the classes within which two entities of the same name are one."""
        marked = self.graph.subjects(RDF.type, KG._NS.IdentityFamily)
        return frozenset(local_name(str(node)) for node in marked)

    @cached_property
    def symmetric(self) -> frozenset[str]:
        """Local names of the symmetric relations."""
        return frozenset(name for name, relation in self.relations.items() if relation.symmetric)


def load_ontology(folder: Path | None = None, entities: Path | None = None) -> Ontology:
    """Read `schema.ttl` of `folder` (the shipped ontology by default); `entities` is a table of the user's own.

    Raises StopRun where a file is missing or broken.
    """
    where = folder or ontology_folder()
    graph = load_turtle(where / SCHEMA_FILES[0])
    types = {entry.name: entry for entry in _types(graph)}
    relations = {entry.name: entry for entry in _relations(graph)}
    return Ontology(types, relations, graph, where, entities)


def _types(graph: Graph) -> Iterable[EntityType]:
    for node in graph.subjects(RDF.type, OWL.Class):
        if isinstance(node, URIRef) and str(node).startswith(str(KG._NS)):
            above = {local_name(str(c)) for c in graph.transitive_objects(node, RDFS.subClassOf) if _ours(c)}
            parents = sorted(local_name(str(c)) for c in graph.objects(node, RDFS.subClassOf) if _ours(c))
            yield EntityType(local_name(str(node)), str(node), _label(graph, node), frozenset(above), tuple(parents))


def _relations(graph: Graph) -> Iterable[RelationType]:
    for node in graph.subjects(RDF.type, KG._NS.RelationType):
        if not isinstance(node, URIRef):
            continue
        inverse = graph.value(node, OWL.inverseOf)
        yield RelationType(
            local_name(str(node)),
            str(node),
            _label(graph, node),
            _classes(graph, node, RDFS.domain),
            _classes(graph, node, RDFS.range),
            (node, RDF.type, OWL.SymmetricProperty) in graph,
            (node, RDF.type, OWL.TransitiveProperty) in graph,
            local_name(str(inverse)) if inverse else None,
            tuple(sorted(local_name(str(p)) for p in graph.objects(node, RDFS.subPropertyOf) if _ours(p))),
        )


def _classes(graph: Graph, node: URIRef, predicate: URIRef) -> frozenset[str]:
    """The local names in a domain or range: one class, or an owl:unionOf list."""
    names: set[str] = set()
    for value in graph.objects(node, predicate):
        union = graph.value(value, OWL.unionOf)
        members = list(graph.items(union)) if union is not None else [value]
        names.update(local_name(str(member)) for member in members)
    return frozenset(names)


def _ours(node: object) -> bool:
    return isinstance(node, URIRef) and str(node).startswith(str(KG._NS))


def _label(graph: Graph, node: URIRef) -> str:
    return str(graph.value(node, SKOS.prefLabel) or graph.value(node, RDFS.label) or local_name(str(node)))
