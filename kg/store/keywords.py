"""The keywords of a SPARQL text at its outer level: enough of a lexer to see FROM, USING and WHERE for what they are.

pyoxigraph neither tells whether a query names its own dataset nor takes the protocol's dataset for an update.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

TOKEN = re.compile(
    r"(?P<skip>#[^\n]*|'''.*?'''|\"\"\".*?\"\"\"|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|<[^<>\"{}|^`\\\s]*>)"
    r"|(?P<brace>[{}])|(?P<word>[?$:]?[A-Za-z_][\w:.-]*)",
    re.DOTALL,
)


def keywords(text: str) -> Iterator[tuple[str, int]]:
    """Words outside braces, strings, IRIs and comments, in upper case, with their offsets; a closing brace as '}'."""
    depth = 0
    for found in TOKEN.finditer(text):
        if found.lastgroup == "brace":
            depth += 1 if found.group() == "{" else -1
            if depth == 0:
                yield "}", found.start()
        elif found.lastgroup == "word" and depth == 0:
            yield found.group().upper(), found.start()
