"""Reads the known entities: Turtle tables (entities*.ttl), the table of places, and a user's own table."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from rdflib import OWL, RDF, RDFS, SKOS

from kg.errors import StopRun
from kg.iri import digest
from kg.knowledge.collector import collector_paused
from kg.knowledge.values import Knowledge, KnownEntity, Office, normalise
from kg.namespace import ENTITY_BASE, KG, Spine
from kg.ontology import Ontology, local_name

PATTERN = "entities*.ttl"
PLACES = "places.tsv"
GEONAMES = "https://sws.geonames.org/{}/"
WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
TERM = str(KG._NS)
OFFICE = TERM + "Office"
COUNTRY = TERM + Spine.COUNTRY
TYPE, LABEL, ALT_LABEL, SAME_AS = str(RDF.type), str(RDFS.label), str(SKOS.altLabel), str(OWL.sameAs)
Node = dict[str, list[str]]


@collector_paused()
def load_knowledge(ontology: Ontology, extra: Path | None = None) -> Knowledge:
    """All entities*.ttl and places.tsv of the ontology's folder, and `extra`, a user's Turtle or CSV table.

    The user's table is read last and may add names to known entities (Turtle, same IRI) or bring new ones.
    Raises StopRun, naming file and line, where a table is missing, broken, or names a class that the schema lacks.
    """
    nodes: dict[str, Node] = {}
    files = sorted(ontology.folder.glob(PATTERN))
    if extra is not None and extra.suffix.lower() != ".csv":
        files.append(extra)
    for path in files:
        _read_turtle(path, nodes, ontology)
    countries = {codes[0]: iri for iri, node in nodes.items() if (codes := node.get(TERM + "countryCode"))}
    entities = {entity.iri: entity for entity in _entities(nodes, ontology)}
    if extra is not None and extra.suffix.lower() == ".csv":
        entities |= {entity.iri: entity for entity in read_csv(extra, ontology)}
    for place in _places(ontology.folder / PLACES, countries):
        entities.setdefault(place.iri, place)
    return Knowledge(entities, tuple(sorted(_offices(nodes))), countries)


def _read_turtle(path: Path, nodes: dict[str, Node], ontology: Ontology) -> None:
    """Add the statements of one file to `nodes`: subject -> predicate -> values, in the file's order."""
    try:
        for subject, predicate, value, _ in parse(path=str(path), format=RdfFormat.TURTLE):
            if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
                raise StopRun(f"{path}: blank nodes are not read; give {predicate} a node with an IRI")
            name, text = predicate.value, value.value
            values = nodes.setdefault(subject.value, defaultdict(list))[name]
            if text not in values:
                values.append(text)
            if name == TYPE:
                _check_class(text, ontology, f"{path}: {subject.value}")
    except OSError:
        raise StopRun(f"{path}: cannot be read; check the path") from None
    except SyntaxError as error:
        raise StopRun(f"{path}: not valid Turtle ({' '.join(str(error).split())[:200]})") from None


def _check_class(iri: str, ontology: Ontology, where: str) -> None:
    if iri.startswith(TERM) and iri != OFFICE and local_name(iri) not in ontology.types:
        raise StopRun(f"{where} is a {local_name(iri)}, which schema.ttl lacks; use one of its classes")


def _entities(nodes: Mapping[str, Node], ontology: Ontology) -> Iterator[KnownEntity]:
    """Every node with a class of the ontology and a label; its country follows from where it lies or belongs."""
    for iri, node in nodes.items():
        types = [name for name in map(local_name, node.get(TYPE, ())) if name in ontology.types]
        labels = node.get(LABEL, ())
        if not types or not labels or iri.startswith(TERM):
            continue
        finest = max(types, key=lambda name: (ontology.depth(name), name))
        yield KnownEntity(
            iri=iri,
            type=finest,
            name=labels[0],
            aliases=tuple(dict.fromkeys((*labels[1:], *node.get(ALT_LABEL, ())))),
            ambiguous=frozenset(_values(node, "ambiguousName")),
            metonyms=_values(node, "metonym"),
            demonyms=_values(node, "demonym"),
            inhabitants=_values(node, "inhabitants"),
            gender=next(iter(_values(node, "gender")), ""),
            same_as=tuple(sorted(node.get(SAME_AS, ()))),
            latitude=_number(node, WGS84 + "lat"),
            longitude=_number(node, WGS84 + "long"),
            country=_country(iri, nodes),
            within=_within(node),
            population=int(_number(node, TERM + "population") or 0),
        )


def _values(node: Node, term: str) -> tuple[str, ...]:
    return tuple(node.get(TERM + term, ()))


def _number(node: Node, predicate: str) -> float | None:
    values = node.get(predicate)
    return float(values[0]) if values else None


def _within(node: Node) -> tuple[str, ...]:
    return _values(node, "partOf") + _values(node, "locatedIn")


def _country(iri: str, nodes: Mapping[str, Node]) -> str | None:
    """The first state met on the way up, breadth first; None where there is none."""
    waiting = [iri]
    for current in waiting:
        node = nodes.get(current, {})
        if COUNTRY in node.get(TYPE, ()):
            return current
        waiting.extend(above for above in _within(node) if above not in waiting)
    return None


def _offices(nodes: Mapping[str, Node]) -> Iterator[Office]:
    for iri, node in nodes.items():
        if OFFICE not in node.get(TYPE, ()):
            continue
        try:
            until = _values(node, "until")
            yield Office(
                of=_values(node, "of")[0],
                holder=_values(node, "holder")[0],
                titles=tuple(sorted(_values(node, "officeTitle"))),
                since=date.fromisoformat(_values(node, "from")[0]),
                until=date.fromisoformat(until[0]) if until else None,
                iri=iri,
            )
        except (IndexError, ValueError):
            raise StopRun(f"{iri}: an office needs kg:of, kg:holder, and kg:from and kg:until as ISO dates") from None


def _places(path: Path, countries: Mapping[str, str]) -> Iterator[KnownEntity]:
    """The rows of the place table; lines that begin with '#' are remarks."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise StopRun(f"{path}: no such file; reinstall security-kg or name another ontology folder") from None
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            continue
        try:
            key, name, alternates, code, latitude, longitude, population, capital = line.split("\t")
            country = countries.get(code)
            yield KnownEntity(
                iri=f"{ENTITY_BASE}place-{key}",
                type="PopulatedPlace",
                name=name,
                aliases=tuple(alternates.split("|")) if alternates else (),
                same_as=(GEONAMES.format(key),),
                latitude=float(latitude),
                longitude=float(longitude),
                country=country,
                within=(country,) if country else (),
                population=int(population),
                capital=capital == "capital",
            )
        except ValueError:
            raise StopRun(f"{path}, line {number}: a place needs eight columns; make the table again") from None


def read_csv(path: Path, ontology: Ontology) -> Iterator[KnownEntity]:
    """A user's CSV with the columns name, class, aliases and ids; the last two, separated by '|', may be empty.

    Raises StopRun, naming the line, where a column is missing or a class unknown.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield from _csv_rows(path, csv.DictReader(stream), ontology)
    except OSError:
        raise StopRun(f"{path}: cannot be read; check the path") from None
    except UnicodeDecodeError:
        raise StopRun(f"{path}: not UTF-8; save the table as UTF-8") from None


def _csv_rows(path: Path, rows: csv.DictReader[str], ontology: Ontology) -> Iterator[KnownEntity]:
    missing = [column for column in ("name", "class") if column not in (rows.fieldnames or ())]
    if missing:
        raise StopRun(
            f"{path}, line 1: no column {' and no column '.join(missing)}; the columns are name,class,aliases,ids"
        )
    for row in rows:
        name, kind = (row["name"] or "").strip(), (row["class"] or "").strip().removeprefix("kg:")
        if not name or kind not in ontology.types:
            raise StopRun(
                f"{path}, line {rows.line_num}: {f'{kind!r} is no class' if name else 'no name'}; see schema.ttl"
            )
        slug = normalise(name).replace(" ", "-")
        yield KnownEntity(
            iri=f"{ENTITY_BASE}{slug}-{digest(kind, slug)[:8]}",
            type=kind,
            name=name,
            aliases=_parts(row.get("aliases")),
            same_as=_parts(row.get("ids")),
        )


def _parts(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split("|") if part.strip())
