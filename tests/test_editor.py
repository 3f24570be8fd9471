"""The query editor in a real browser, from a real server, with no request to anywhere else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest

from tests.test_serve import Service, filled

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A read-only service over a small corpus."""
    one = Service(filled(tmp_path_factory.mktemp("editor") / "store"))
    yield one
    one.stop()


@pytest.fixture
def page(service: Service) -> Iterator[object]:
    """A page that may ask the service alone, and fails the test where a script fails."""
    refused: list[str] = []
    errors: list[str] = []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        opened = browser.new_page()
        opened.on("pageerror", lambda error: errors.append(str(error)))

        def judge(route: object) -> None:
            if route.request.url.startswith((f"http://127.0.0.1:{service.port}/", "data:", "blob:")):  # type: ignore[attr-defined]
                route.continue_()  # type: ignore[attr-defined]
            else:
                refused.append(route.request.url)  # type: ignore[attr-defined]
                route.abort()  # type: ignore[attr-defined]

        opened.route("**/*", judge)
        yield opened
        browser.close()
    assert refused == []
    assert errors == []


def test_a_ready_query_is_chosen_run_and_answered(page: playwright.sync_api.Page, service: Service) -> None:
    page.goto(f"http://127.0.0.1:{service.port}/")
    page.get_by_label("Ready query").select_option("who-met-whom")
    assert "kg:meets" in page.locator(".CodeMirror").first.inner_text()
    page.locator(".yasqe_queryButton").click()
    page.locator(".yasr_results td", has_text="Vladimir Putin").first.wait_for()


def test_a_query_is_typed_with_prefixes_completed(page: playwright.sync_api.Page, service: Service) -> None:
    page.goto(f"http://127.0.0.1:{service.port}/")
    page.locator(".CodeMirror").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.type("SELECT ?name WHERE { ?x a kg:BallisticMissile ; rdfs:label ?name }")
    page.keyboard.press("Escape")
    editor = page.locator(".CodeMirror").first
    assert editor.inner_text().count("PREFIX") == 2
    page.locator(".yasqe_queryButton").click()
    page.locator(".yasr_results td", has_text="Hwasong-17").first.wait_for()


def test_an_entity_is_searched_and_its_neighbours_fetched(page: playwright.sync_api.Page, service: Service) -> None:
    page.goto(f"http://127.0.0.1:{service.port}/")
    page.get_by_role("link", name="Find an entity").click()
    page.get_by_label("Name").fill("hwasong")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Hwasong-17").click()
    page.get_by_role("combobox").first.fill("North Korea")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Fetch neighbours").click()
    page.wait_for_url(re.compile(r"/graph\?entity=[^#]*north-korea"))  # the part after # names it before
    page.get_by_role("combobox").first.fill("United States")
    page.get_by_role("option", name="United States").wait_for()
