"""What a graph knows of one entity as a node: names, classes, mentions with reasons, decisions, possible duplicates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import QuerySolution, QuerySolutions

from kg.errors import StopRun
from kg.facts import Entity
from kg.namespace import KG, RESOLUTION_GRAPH
from kg.ontology import Ontology, local_name
from kg.resolve.candidates import Candidate, Candidates

KG_BASE = str(KG._NS)
PREFIXES = f"""PREFIX kg: <{KG_BASE}> PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""
EXACT = """SELECT DISTINCT ?entity WHERE {{ GRAPH ?g {{ ?entity {path} {name} ; a ?class
  FILTER NOT EXISTS {{ ?entity kg:unnamed true }} }} }} ORDER BY ?entity"""
LOOSE = """SELECT DISTINCT ?entity WHERE {{ GRAPH ?g {{ ?entity rdfs:label|skos:altLabel ?label ; a ?class
  FILTER NOT EXISTS {{ ?entity kg:unnamed true }} FILTER(LCASE(STR(?label)) = LCASE({name})) }} }} ORDER BY ?entity"""
NAMES = """SELECT DISTINCT ?class ?label ?alias ?id WHERE {{ GRAPH ?g {{ <{iri}> a ?class ; rdfs:label ?label
  OPTIONAL {{ <{iri}> skos:altLabel ?alias }} OPTIONAL {{ <{iri}> owl:sameAs ?id }} }} }}"""
MENTIONS = """SELECT ?document ?title ?text ?reason (COUNT(*) AS ?times) (MAX(?sure) AS ?score) WHERE {{
  GRAPH ?g {{ ?mention kg:denotes <{iri}> ; kg:text ?text . ?g dcterms:identifier ?document ; rdfs:label ?title
    OPTIONAL {{ ?mention kg:reason ?reason }} OPTIONAL {{ ?mention kg:score ?sure }} }}
}} GROUP BY ?document ?title ?text ?reason ORDER BY ?document ?reason ?text"""
DECISIONS = """SELECT ?decision ?kind ?who ?reason ?at ?class WHERE {{ GRAPH <{graph}> {{
  ?decision kg:decisionKind ?kind ; kg:decidedBy ?who ; kg:entity|kg:other <{iri}> FILTER(?kind != "link")
  OPTIONAL {{ ?decision kg:reason ?reason }} OPTIONAL {{ ?decision kg:recordedAt ?at }}
  OPTIONAL {{ ?decision kg:decidedClass ?class }} }} }} ORDER BY ?at ?decision"""
ALL = """SELECT DISTINCT ?entity ?class ?label WHERE { GRAPH ?g { ?entity a ?class ; rdfs:label ?label
  FILTER NOT EXISTS { ?entity kg:unnamed true } FILTER NOT EXISTS { ?entity kg:polarity ?any }
  FILTER NOT EXISTS { ?entity kg:contentHash ?hash } } FILTER(STRSTARTS(STR(?class), STR(kg:))) }
ORDER BY ?entity ?label ?class"""
EDGES = "SELECT DISTINCT ?s ?o WHERE { GRAPH ?g { ?c a kg:Claim ; kg:subject ?s ; kg:object ?o } }"
Ask = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Seen:
    """Words of a document that denote the entity: how often, why, and the surest score as text."""

    document: str
    title: str
    text: str
    reason: str
    times: str
    score: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision that concerns the entity, as `kg explain` shows it."""

    id: str
    kind: str
    who: str
    at: str
    reason: str


@dataclass(frozen=True)
class Dossier:
    """All of it."""

    iri: str
    names: tuple[str, ...]
    types: tuple[str, ...]
    same_as: tuple[str, ...]
    seen: tuple[Seen, ...]
    decisions: tuple[Taken, ...]
    candidates: tuple[Candidate, ...]


def find_entity(ask: Ask, wanted: str) -> str:
    """The IRI of the entity that has a name, or of the IRI itself.

    A name that one entity bears as its main name means that one; capitals count only where they decide. Raises StopRun
    where no entity or several have it.
    """
    if "://" in wanted:
        if not list(_rows(ask, f"SELECT ?class WHERE {{ GRAPH ?g {{ <{_iri(wanted)}> a ?class }} }} LIMIT 1")):
            raise StopRun(f"{wanted}: no such entity in the graph")
        return wanted
    name = '"' + wanted.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
    found: list[str] = []
    exact = [EXACT.format(path=path, name=name) for path in ("rdfs:label", "skos:altLabel")]
    for query in (*exact, LOOSE.format(name=name)):
        found = [_text(row, "entity") for row in _rows(ask, query)]
        if found:
            break
    if not found:
        raise StopRun(f"{wanted}: no entity of that name in the graph")
    if len(found) > 1:
        raise StopRun(f"{wanted}: several entities have that name; give the IRI of one: {' '.join(found)}")
    return found[0]


def _iri(text: str) -> str:
    if any(mark in text for mark in '<>"{}|^` \\\n'):
        raise StopRun(f"{text}: not an IRI")
    return text


def dossier(ask: Ask, iri: str, ontology: Ontology) -> Dossier:
    """What the graph that `ask` queries knows of an entity."""
    rows = list(_rows(ask, NAMES.format(iri=iri)))
    labels = sorted({_text(row, "label") for row in rows})
    aliases = sorted({_text(row, "alias") for row in rows} - {"", *labels})
    candidates = entities_of(ask, ontology)
    me = candidates.entities.get(iri)
    return Dossier(
        iri,
        (*labels, *aliases),
        tuple(sorted({local_name(_text(row, "class")) for row in rows})),
        tuple(sorted({_text(row, "id") for row in rows} - {""})),
        tuple(Seen(*(_text(row, name) for name in Seen.__slots__)) for row in _rows(ask, MENTIONS.format(iri=iri))),
        tuple(_taken(row) for row in _rows(ask, DECISIONS.format(iri=iri, graph=RESOLUTION_GRAPH))),
        tuple(candidates.of(me)) if me else (),
    )


def _taken(row: QuerySolution) -> Taken:
    what = [_text(row, "reason"), local_name(_text(row, "class")) if row["class"] else ""]
    number, because = local_name(_text(row, "decision"))[:8], ", ".join(part for part in what if part)
    return Taken(number, _text(row, "kind"), _text(row, "who"), _text(row, "at"), because)


def entities_of(ask: Ask, ontology: Ontology) -> Candidates:
    """All named entities of a graph, ready to be compared."""
    names: dict[str, list[str]] = defaultdict(list)
    types: dict[str, str] = {}
    for row in _rows(ask, ALL):
        names[_text(row, "entity")].append(_text(row, "label"))
        types.setdefault(_text(row, "entity"), local_name(_text(row, "class")))
    entities = (Entity(iri, types[iri], found[0], tuple(dict.fromkeys(found))) for iri, found in names.items())
    return Candidates(entities, neighbours((_text(r, "s"), _text(r, "o")) for r in _rows(ask, EDGES)), ontology)


def neighbours(edges: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """The entities that each entity is related to."""
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in edges:
        found[one].add(other)
        found[other].add(one)
    return {iri: frozenset(others) for iri, others in found.items()}


def _rows(ask: Ask, query: str) -> Iterator[QuerySolution]:
    found = ask(PREFIXES + query)
    assert isinstance(found, QuerySolutions)
    yield from found


def _text(row: QuerySolution, name: str) -> str:
    found = row[name]
    return str(getattr(found, "value", found) or "")
