"""Content negotiation (RFC 9110, section 12.5.1): which result format a client gets."""

from __future__ import annotations

from pyoxigraph import QueryResultsFormat, RdfFormat

RESULT_TYPES = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
    "application/json": QueryResultsFormat.JSON,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
}
BOOLEAN_TYPES = {
    name: form for name, form in RESULT_TYPES.items() if form in (QueryResultsFormat.JSON, QueryResultsFormat.XML)
}
GRAPH_TYPES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "text/plain": RdfFormat.N_TRIPLES,
    "application/json": RdfFormat.JSON_LD,
    "application/xml": RdfFormat.RDF_XML,
}


def choose(accept: str, offered: dict[str, object]) -> str | None:
    """The offered media type that an Accept header likes best, the first among equals, None where none will do."""
    if not accept.strip():
        return next(iter(offered))
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    best, quality = None, 0.0
    for media in offered:
        matching = [(specific, q) for name, specific, q in ranges if _matches(name, media)]
        q = max(matching)[1] if matching else 0.0
        if q > quality:
            best, quality = media, q
    return best


def _range(part: str) -> tuple[str, int, float]:
    """Media range, how specific it is, and its quality."""
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        value = min(1.0, max(0.0, float(quality)))
    except ValueError:
        value = 0.0
    return name, 0 if name == "*/*" else 1 if name.endswith("/*") else 2, value


def _matches(name: str, media: str) -> bool:
    return name in ("*/*", media) or (name.endswith("/*") and media.startswith(name[:-1]))
