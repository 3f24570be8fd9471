"""SPARQL 1.1 Protocol (W3C Recommendation 2013, section 2): from the parts of an HTTP request to an operation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from kg.store.keywords import keywords

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
MAX_BODY = 10_000_000


class ProtocolError(Exception):
    """A request that is not as the protocol wants it; `status` is the HTTP status code of the answer."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or an update; the dataset that the protocol gives it (IRIs; empty where none); `base` resolves IRIs."""

    text: str
    is_update: bool
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str = ""


def parse_request(method: str, query_string: str, content_type: str, body: bytes) -> Operation | None:
    """The operation of a request to the SPARQL endpoint, None where it asks for the service description.

    Raises ProtocolError where method, media type, encoding or parameters are not as the protocol wants them.
    """
    media = content_type.partition(";")[0].strip().lower()
    if method not in ("GET", "POST"):
        raise ProtocolError("use GET or POST", 405)
    url = _parameters(query_string)
    if method == "GET":
        if not url:
            return None
        if any(name == "update" for name, _ in url):
            raise ProtocolError("an update has to be sent by POST")
        return _operation(url, "query")
    if len(body) > MAX_BODY:
        raise ProtocolError(f"the request is longer than {MAX_BODY} bytes", 413)
    if media == FORM:
        form = _parameters(_decoded(body, content_type))
        return _operation([*url, *form], "update" if any(name == "update" for name, _ in form) else "query")
    if media in (QUERY, UPDATE):
        name = "query" if media == QUERY else "update"
        return _operation([*url, (name, _decoded(body, content_type))], name)
    raise ProtocolError(f"send {FORM}, {QUERY} or {UPDATE}, not {media or 'a body without a media type'}", 415)


def _parameters(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except (UnicodeDecodeError, ValueError):
        raise ProtocolError("the parameters are not UTF-8, or too many") from None


def _decoded(body: bytes, content_type: str) -> str:
    charset = re.search(r"charset=\"?([\w-]+)", content_type, re.IGNORECASE)
    if charset and charset.group(1).lower() not in ("utf-8", "utf8"):
        raise ProtocolError("only UTF-8 is accepted", 415)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise ProtocolError("the request is not UTF-8") from None


def _operation(parameters: list[tuple[str, str]], name: str) -> Operation:
    texts = [value for key, value in parameters if key == name]
    if len(texts) != 1:
        raise ProtocolError(f"give exactly one '{name}', not {len(texts)}")
    prefix = "using-" if name == "update" else ""
    default = tuple(value for key, value in parameters if key == f"{prefix}{'' if prefix else 'default-'}graph-uri")
    named = tuple(value for key, value in parameters if key == f"{prefix}named-graph-uri")
    return Operation(texts[0], name == "update", default, named)


def with_dataset(operation: Operation) -> str:
    """The text of an update with the protocol's dataset written into it as USING clauses (section 2.2.3).

    Raises ProtocolError where the update names a dataset itself, which the protocol forbids.
    """
    if not operation.default_graphs and not operation.named_graphs:
        return operation.text
    clauses = "".join(f" USING <{_iri(graph)}>" for graph in operation.default_graphs)
    clauses += "".join(f" USING NAMED <{_iri(graph)}>" for graph in operation.named_graphs)
    pieces, last, before = [], 0, ""
    for word, start in keywords(operation.text):
        if word in ("USING", "WITH"):
            raise ProtocolError("the update names its own dataset (USING or WITH), so the request may not")
        if word == "WHERE" and before != "DELETE":
            pieces.append(operation.text[last:start] + clauses + " ")
            last = start
        before = word
    return "".join(pieces) + operation.text[last:]


def _iri(text: str) -> str:
    if re.search(r"[<>\"{}|^`\\\s]", text):
        raise ProtocolError(f"not an IRI: {text[:80]!r}")
    return text
