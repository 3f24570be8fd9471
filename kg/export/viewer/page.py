"""The HTML page from its assets: template, style, script modules, vendored libraries, and the data, all in one file."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import pyvis
from jinja2 import Environment, FileSystemLoader, StrictUndefined

ASSETS = Path(__file__).parent / "assets"
VIS_NETWORK = Path(pyvis.__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js"
IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./([\w-]+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|const|class) (\w+))", re.MULTILINE)


def bundle(folder: Path, entry: str = "main") -> str:
    """The ES modules that `entry` needs as one script: each a function scope, in the order of their imports."""
    ordered: dict[str, str] = {}

    def visit(name: str) -> None:
        text = (folder / f"{name}.js").read_text("utf-8")
        for _, imported in IMPORT.findall(text):
            if imported not in ordered:
                visit(imported)
        exports = ", ".join(EXPORT.findall(text))
        body = EXPORT.sub("", IMPORT.sub(lambda found: f'const {found[1]} = modules["{found[2]}"];\n', text))
        ordered[name] = f'modules["{name}"] = (() => {{\n{body}\nreturn {{ {exports} }};\n}})();\n'

    visit(entry)
    return '"use strict";\n(() => {\nconst modules = {};\n' + "".join(ordered.values()) + "})();\n"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


@cache
def _assets() -> dict[str, str]:
    """The fixed texts of the page by name."""
    vendor = ASSETS / "vendor"
    return {
        "css": (ASSETS / "style.css").read_text("utf-8"),
        "vis": VIS_NETWORK.read_text("utf-8").strip(),
        "topojson": (vendor / "topojson-client.min.js").read_text("utf-8").strip(),
        "app": bundle(ASSETS / "js"),
        "outlines": (vendor / "outlines.json").read_text("utf-8").strip(),
        **{f"licence_{name}": (vendor / f"{file}.LICENSE").read_text("utf-8") for name, file in LICENCES.items()},
    }


LICENCES = {"vis": "vis-network", "topojson": "topojson-client", "atlas": "world-atlas"}


def page(title: str, data: str, live: str = "") -> str:
    """The page for inlined JSON `data`; `live` is the address of a neighbours endpoint on the page's own server."""
    texts = _assets()
    scripts = " ".join(_hash(texts[name]) for name in ("vis", "topojson", "app"))
    connections = "'self'" if live else "'none'"
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src {_hash(texts['css'])}; img-src data: blob:; "
        f"connect-src {connections}; base-uri 'none'; form-action 'none'"
    )
    templates = Environment(loader=FileSystemLoader(ASSETS), autoescape=True, undefined=StrictUndefined)
    return templates.get_template("page.html").render(title=title, data=data, live=live, policy=policy, **texts)
