"""How soon the page answers, beside the page that pyvis itself writes of the same graph, in one run.

`python -m benchmarks.viewer [--sizes 200,1000,5000,20000] [--stock 200,1000] [--repeat 3]` prints a Markdown table:
seconds from navigation until the page answers a script (the main thread is free and the drawing has been painted),
the median of the repeats, in headless Chromium. A stock page that does not answer in time is given as such.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLong
from pyvis.network import Network

from benchmarks.synthetic import synthetic
from kg.export.html import render
from kg.export.viewer.payload import Payload
from kg.ontology import load_ontology

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
LOADED = """
typeof network !== "undefined" && document.querySelector("canvas") !== null &&
(document.getElementById("loadingBar") === null || document.getElementById("text").textContent === "100%")
"""


def ours_ready(page: Page) -> None:
    """Waits until the viewer has drawn."""
    page.wait_for_selector("html[data-ready]", state="attached")


def stock_ready(page: Page) -> None:
    """Waits until a stock page has laid itself out and taken its loading bar away."""
    page.wait_for_function(LOADED, polling=50)


def stock_page(payload: Payload, path: Path) -> None:
    """The same graph as pyvis writes it with its default settings, its library inlined so that it needs no network."""
    network = Network(directed=True, cdn_resources="in_line")
    number = {entity.iri: i for i, entity in enumerate(payload.entities)}
    for entity, i in number.items():
        network.add_node(i, label=payload.entities[i].name, title=entity)
    for edge in payload.edges:
        network.add_edge(number[edge.subject], number[edge.object], label=edge.predicate)
    path.write_text(network.generate_html(), "utf-8")


def seconds(browser: Browser, path: Path, ready: Callable[[Page], None], limit: float) -> float | None:
    """Seconds until the page is ready and two frames have been painted since; None after `limit` seconds."""
    page = browser.new_page(viewport={"width": 1400, "height": 860})
    page.route("http*://**", lambda route: route.abort())
    page.set_default_timeout(limit * 1000)
    start = time.perf_counter()
    try:
        page.goto(path.as_uri(), wait_until="commit")
        ready(page)
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return time.perf_counter() - start
    except TooLong:
        return None
    finally:
        page.close()


def measured(browser: Browser, path: Path, ready: Callable[[Page], None], repeat: int, limit: float) -> str:
    """The median time as text."""
    found = [seconds(browser, path, ready, limit) for _ in range(repeat)]
    times = [value for value in found if value is not None]
    return f"{statistics.median(times):.2f} s" if len(times) == len(found) else f"not within {limit:.0f} s"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="200,1000,5000,20000")
    parser.add_argument("--stock", default="200,1000")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--limit", type=float, default=120, help="seconds to wait for a page")
    options = parser.parse_args()
    stock = {int(size) for size in options.stock.split(",") if size}
    ontology = load_ontology()
    print("| entities | relations | written in | page | opens in | stock pyvis opens in |\n|---|---|---|---|---|---|")
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as name:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for size in (int(text) for text in options.sizes.split(",")):
            payload = synthetic(size)
            ours, theirs = Path(name) / "ours.html", Path(name) / "stock.html"
            start = time.perf_counter()
            ours.write_text(render(payload, ontology), "utf-8")
            written = time.perf_counter() - start
            opened = measured(browser, ours, ours_ready, options.repeat, options.limit)
            peer = "not measured"
            if size in stock:
                stock_page(payload, theirs)
                peer = measured(browser, theirs, stock_ready, 1, options.limit)
            counts = f"| {size:,} | {len(payload.edges):,} | {written:.1f} s | {ours.stat().st_size / 1e6:.1f} MB "
            print(f"{counts}| {opened} | {peer} |", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
