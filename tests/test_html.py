"""The page in a real browser: it opens, finds, filters, explains, maps, exports, and lets nothing in or out."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, URIRef
from samples import corpus

from benchmarks.synthetic import synthetic
from kg.export.html import render, write
from kg.export.viewer.encode import inline
from kg.export.viewer.gather import gather
from kg.export.viewer.payload import Edge, Happening, Payload, Quote, Source, Statement
from kg.facts import Entity, Interval
from kg.namespace import CLAIM_BASE, DOCUMENT_BASE, ENTITY_BASE, KG
from kg.ontology import Ontology
from kg.rdf import KG_BASE, corpus_quads
from kg.store.oxigraph import OxigraphStore

playwright = pytest.importorskip("playwright.sync_api")
Page = playwright.Page
HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
ATTACKS = [line for line in (HERE / "xss_strings.txt").read_text("utf-8").splitlines() if line]
browser_test = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")]


def named(
    name: str, kind: str = "Person", *aliases: str, at: tuple[float, float] | None = None, slug: str = ""
) -> Entity:
    iri = ENTITY_BASE + (slug or re.sub(r"\W+", "-", name.lower()))
    return Entity(iri, kind, name, aliases, (), True, *(at or (None, None)))


KIM = named("Kim Jong Un", "Person", "Marshal Kim")
PUTIN = named("Vladimir Putin")
RUSSIA = named("Russia", "Country", "Russian Federation", at=(55.7, 37.6))
KOREA = named("North Korea", "Country", at=(39.0, 125.7))
MISSILE = named("Hwasong-17", "BallisticMissile")
AGENCY = named("KCNA", "NewsOrganization")
LONER = named("Île de Ré", "Region")
FIRST = Source(DOCUMENT_BASE + "one", "A summit in the east", "Example Wire", "2023-09-12", "https://example.org/one")
SECOND = Source(DOCUMENT_BASE + "two", "A denial", "Other Wire", "2023-09-20")


def said(number: int, text: str, source: Source = FIRST, **more: object) -> Statement:
    spans = {"subject": (0, 3), "object": None}
    return replace(
        Statement(f"{CLAIM_BASE}{number}", Quote(source.iri, 100 * number, text, **spans), confidence=0.8), **more
    )


def day(text: str) -> Interval:
    return Interval(text, text, text)


def story() -> Payload:
    """A launch, a planned meeting, a supply that one source reports and another denies; two entities stand apart."""
    edges = (
        Edge(KIM.iri, "leads", KOREA.iri, (said(1, "Kim leads 🚀 North Korea.", extracted_by="rules 1.2"),)),
        Edge(
            KIM.iri, "meets", PUTIN.iri, (said(2, "Kim will meet Putin.", modality="Planned", time=day("2023-09-13")),)
        ),
        Edge(
            KOREA.iri,
            "launches",
            MISSILE.iri,
            (said(3, "The launch took place.", time=day("2023-09-01"), attributed_to=AGENCY.iri),),
        ),
        Edge(
            KOREA.iri,
            "suppliesTo",
            RUSSIA.iri,
            (
                said(4, "It armed Russia."),
                said(5, "It never armed Russia.", SECOND, polarity="Negated", confidence=0.4),
            ),
        ),
        Edge(PUTIN.iri, "leads", RUSSIA.iri, (said(6, "Putin leads Russia.", SECOND),)),
    )
    launch = Happening(
        ENTITY_BASE + "event-1",
        "Launch",
        "Launch of a Hwasong-17",
        (("agent", KOREA.iri), ("instrument", MISSILE.iri)),
        Quote(FIRST.iri, 300, "The launch took place."),
        time=day("2023-09-01"),
    )
    return Payload("A story", (AGENCY, MISSILE, KIM, KOREA, PUTIN, RUSSIA, LONER), edges, (FIRST, SECOND), (launch,))


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


class Opened:
    """A page with what it asked of the network, wrote to the console and said in alerts."""

    def __init__(self, page: Page, address: str, fragment: str = "") -> None:
        self.page = page
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on(
            "console",
            lambda message: self.errors.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: (self.errors.append("dialog " + dialog.message), dialog.dismiss()))
        page.goto(address + fragment)
        page.wait_for_selector("html[data-ready]", state="attached", timeout=30_000)

    def quiet(self) -> None:
        """No error, and nothing asked of the network but the page itself."""
        assert self.errors == []
        assert [url for url in self.requests if not url.startswith(("file:", "blob:", "data:image/svg"))] == []
        assert len([url for url in self.requests if url.startswith("file:")]) == 1

    def find(self, text: str) -> None:
        """Search for an entity and choose the first suggestion."""
        self.page.fill("#search", text)
        self.page.press("#search", "Enter")


Open = Callable[..., Opened]


@pytest.fixture
def open_page(browser: object, ontology: Ontology, tmp_path: Path) -> Iterator[Open]:
    """Render a payload, open it from a file; every page must have stayed quiet."""
    opened: list[Opened] = []

    def make(payload: Payload, fragment: str = "", **options: object) -> Opened:
        context = browser.new_context(**{"viewport": {"width": 1400, "height": 860}, **options})
        path = tmp_path / f"page{len(opened)}.html"
        path.write_text(render(payload, ontology), "utf-8")
        opened.append(Opened(context.new_page(), path.as_uri(), fragment))
        return opened[-1]

    yield make
    for one in opened:
        one.quiet()
        one.page.context.close()


def browsing(test: Callable[..., None]) -> Callable[..., None]:
    """Marks a test that needs Chromium."""
    for mark in browser_test:
        test = mark(test)
    return test


@browsing
def test_opens_with_counts_legend_and_no_label_over_another(open_page: Open) -> None:
    page = open_page(story()).page
    assert "5 entities, 5 relations, 6 claims shown" in page.text_content("#shown")
    assert "2 entities without relations not drawn" in page.text_content("#omitted")
    assert {"person", "country", "planned", "denied"} <= set(page.locator("#filters .what").all_text_contents())
    page.wait_for_timeout(300)
    drawn = page.evaluate("viewer.views.graph.labels.drawn")
    assert {entity.name for entity in story().entities} - {LONER.name, AGENCY.name} <= {
        label["text"] for label in drawn
    }
    boxes = [label["box"] for label in drawn]
    assert not any(
        a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for i, a in enumerate(boxes) for b in boxes[:i]
    )


@browsing
def test_search_finds_by_alias_with_the_keyboard(open_page: Open) -> None:
    page = open_page(story()).page
    page.keyboard.press("/")
    page.keyboard.type("marshal")
    assert page.locator("#search-list [aria-selected=true]").text_content().startswith("Kim Jong Un")
    page.keyboard.press("Enter")
    assert page.text_content("#panel h2") == "Kim Jong Un"
    assert "Marshal Kim" in page.text_content("#panel .aliases")
    page.fill("#search", "ile de re")
    page.keyboard.press("Enter")
    assert page.text_content("#panel h2") == LONER.name
    page.fill("#search", "nobody of this name")
    assert "No entity of that name" in page.text_content("#search-list")


@browsing
def test_click_through_from_entity_to_the_sentence(open_page: Open) -> None:
    opened = open_page(story())
    opened.find("North Korea")
    opened.page.click("#panel td button:has-text('launches')")
    card = opened.page.locator(".claim")
    assert card.locator("blockquote").text_content() == "The launch took place."
    assert "KCNA" in card.text_content()
    assert "1 Sep 2023" in card.text_content()
    assert "0.80" in card.text_content()
    assert card.locator("a").get_attribute("href") == "https://example.org/one"
    opened.find("Kim")
    opened.page.click("#panel td button:has-text('leads')")
    assert opened.page.locator(".claim mark").all_text_contents() == ["Kim"]
    assert "rules 1.2" in opened.page.text_content(".claim")


@browsing
def test_words_are_marked_by_code_points_behind_an_emoji(open_page: Open) -> None:
    text = "The 🚀🚀 of Korea."
    statement = Statement(CLAIM_BASE + "1", Quote(FIRST.iri, 0, text, (10, 15), None))
    page = open_page(
        Payload("x", (KOREA, RUSSIA), (Edge(KOREA.iri, "supports", RUSSIA.iri, (statement,)),), (FIRST,))
    ).page
    page.evaluate("viewer.state.select('edge', 0)")
    assert page.locator(".claim mark").all_text_contents() == ["Korea"]


@browsing
def test_click_on_the_drawing_selects_what_lies_there(open_page: Open) -> None:
    page = open_page(story()).page
    at = page.evaluate("(() => { const n = viewer.views.graph.network; return n.canvasToDOM(n.getPosition(2)); })()")
    box = page.locator("#canvas").bounding_box()
    page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
    page.wait_for_selector("#panel h2:has-text('Kim Jong Un')")


@browsing
def test_disagreement_is_marked_and_can_be_filtered_for(open_page: Open) -> None:
    page = open_page(story()).page
    page.evaluate("viewer.state.select('edge', 3)")
    assert "Sources disagree" in page.text_content(".dispute")
    page.click("text=Only where sources disagree")
    assert "2 entities, 1 relation, 2 claims shown" in page.text_content("#shown")


@browsing
@pytest.mark.parametrize(
    ("action", "shown"),
    [
        (lambda page: page.click("text=Only what happened"), "5 entities, 4 relations, 4 claims"),
        (lambda page: page.click("#filters label:has-text('planned')"), "5 entities, 4 relations, 5 claims"),
        (lambda page: page.click("#filters label:has-text('ballistic missile')"), "4 entities, 4 relations, 5 claims"),
        (lambda page: page.click("#filters label:has-text('leads')"), "5 entities, 3 relations, 4 claims"),
        (lambda page: page.click("#filters label:has-text('A denial')"), "5 entities, 4 relations, 4 claims"),
        (lambda page: page.locator("[aria-label='Least confidence']").fill("0.5"), "5 entities, 5 relations, 5 claims"),
        (
            lambda page: page.evaluate("viewer.state.set({from: '2023-09-10', undated: false})"),
            "2 entities, 1 relation, 1 claim",
        ),
        (
            lambda page: page.evaluate("viewer.state.set({by: 'reported', from: '2023-09-15'})"),
            "3 entities, 2 relations, 2 claims",
        ),
    ],
    ids=["happened", "modality", "class", "relation", "source", "confidence", "time", "reported"],
)
def test_filters_hide_what_they_say_and_count_it(open_page: Open, action: Callable[[Page], None], shown: str) -> None:
    page = open_page(story()).page
    action(page)
    assert page.text_content("#shown").startswith(shown)
    assert "Hidden by filters" in page.text_content("#hidden")
    page.click("#reset")
    assert "5 entities, 5 relations, 6 claims" in page.text_content("#shown")
    assert page.text_content("#hidden") == ""


@browsing
def test_time_slider_by_keyboard(open_page: Open) -> None:
    page = open_page(story()).page
    page.focus(".slider .from")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert "4 Sep 2023" in page.text_content("output.period")
    page.click("text=Keep what has no date")
    assert "2 entities, 1 relation" in page.text_content("#shown")


@browsing
def test_shortest_path_between_two_entities(open_page: Open) -> None:
    page = open_page(story()).page
    page.click("#path-open")
    page.fill("#path-from", "Hwasong")
    page.press("#path-from", "Enter")
    page.fill("#path-to", "putin")
    page.press("#path-to", "Enter")
    page.click("#path-find")
    steps = page.locator(".path li").all_text_contents()
    assert len(steps) == 3
    assert "launches" in steps[0]
    page.evaluate("viewer.state.set({relations: ['launches']})")
    assert "No path" in page.text_content("#panel")


@browsing
def test_focus_depth_expand_fold_and_back(open_page: Open) -> None:
    opened = open_page(story())
    page = opened.page
    drawn = "[...viewer.views.graph.scene.places.keys()].length"
    opened.find("Hwasong")
    page.click("#panel button:has-text('Focus')")
    assert page.evaluate(drawn) == 2
    page.select_option("#panel .actions select", "2")
    assert page.evaluate(drawn) == 4
    opened.find("Russia")
    page.click("#panel button:has-text('Expand')")
    assert page.evaluate(drawn) == 5
    page.click("#panel button:has-text('Fold')")
    assert page.evaluate(drawn) == 4
    for _ in range(5):
        page.click("#back")
    assert page.evaluate(drawn) == 5


@browsing
def test_map_shows_places_and_follows_selection(open_page: Open) -> None:
    page = open_page(story()).page
    page.click("#tab-map")
    assert page.locator("circle.place").count() == 2
    page.locator("circle.place[aria-label^='Russia']").focus()
    page.keyboard.press("Enter")
    assert page.text_content("#panel h2") == "Russia"
    assert page.locator("circle.chosen").count() == 1
    page.click("#filters label:has-text('country')")
    assert page.locator("circle.place").count() == 0


@browsing
def test_timeline_lists_dated_things_and_follows_filters(open_page: Open) -> None:
    page = open_page(story()).page
    page.click("#tab-timeline")
    text = page.text_content("#timeline")
    assert "Launch of a Hwasong-17" in text
    assert "13 Sep 2023" in text
    page.click("text=Only what happened")
    assert "13 Sep 2023" not in page.text_content("#timeline")
    page.click("#timeline button:has-text('Launch of')")
    assert "agent" in page.text_content("#panel .roles")


@browsing
def test_tables_sort_and_open(open_page: Open) -> None:
    page = open_page(story()).page
    page.click("#tab-table")
    first = page.locator("#table table").first
    first.locator("th button:has-text('Name')").click()
    names = first.locator("tbody tr td:first-child").all_text_contents()
    assert names == sorted(names)
    assert len(names) == 5
    first.locator("td button").first.click()
    assert page.text_content("#panel h2") == names[0]


@browsing
def test_fragment_holds_selection_and_filters(open_page: Open) -> None:
    first = open_page(story()).page
    first.evaluate("viewer.state.set({tab: 'table', classes: ['BallisticMissile'], sources: [1], confidence: 0.3})")
    first.evaluate("viewer.state.select('edge', 1)")
    fragment = "#" + first.url.partition("#")[2]
    second = open_page(story(), fragment).page
    assert second.text_content("#shown") == first.text_content("#shown")
    assert "meets" in second.text_content("#panel h2")
    assert second.get_attribute("#tab-table", "aria-selected") == "true"


@browsing
@pytest.mark.parametrize(
    "fragment", ["#entity=nobody&focus=x&depth=abc", "#confidence=zz&from=never&tab=graph", "#%%%", "#path=a&path=b"]
)
def test_fragment_of_nonsense_opens_the_whole_graph(open_page: Open, fragment: str) -> None:
    assert "5 entities" in open_page(story(), fragment).page.text_content("#shown")


def saved(page: Page, form: str) -> bytes:
    page.click("#save summary")
    with page.expect_download() as waiting:
        page.click(f"[data-save={form}]")
    return Path(waiting.value.path()).read_bytes()


@browsing
def test_saves_the_view_as_png_turtle_and_csv(open_page: Open) -> None:
    page = open_page(story()).page
    page.click("text=Only what happened")
    assert saved(page, "png").startswith(b"\x89PNG")
    page.click("#tab-map")
    assert saved(page, "png").startswith(b"\x89PNG")
    graph = Graph().parse(data=saved(page, "ttl").decode(), format="turtle")
    assert (
        URIRef(KOREA.iri),
        URIRef(KG_BASE + "launches"),
        URIRef(MISSILE.iri),
    ) in graph
    assert len(list(graph.subjects(RDF.type, KG.Claim))) == 4
    rows = list(csv.DictReader(io.StringIO(saved(page, "csv").decode("utf-8-sig"))))
    assert len(rows) == 4
    assert {row["modality"] for row in rows} == {"Actual"}
    assert {row["subject"] for row in rows if row["relation"] == "launches"} == {"North Korea"}


@browsing
@pytest.mark.slow
def test_hostile_text_in_every_field_stays_text(open_page: Open) -> None:
    entities = tuple(named(text, "Person", text + " alias", slug=f"x{i}") for i, text in enumerate(ATTACKS))
    sources = tuple(Source(f"{DOCUMENT_BASE}{i}", text, text, text, text) for i, text in enumerate(ATTACKS))
    edges = tuple(
        Edge(
            entities[i].iri,
            "supports",
            entities[(i + 1) % len(entities)].iri,
            (
                Statement(
                    f"{CLAIM_BASE}{i}",
                    Quote(sources[i].iri, 0, text, (0, 1), None),
                    attributed_to=entities[i].iri,
                    extracted_by=text,
                    time=Interval(text, text, text),
                ),
            ),
        )
        for i, text in enumerate(ATTACKS)
    )
    happenings = tuple(
        Happening(
            f"{ENTITY_BASE}event-{i}",
            "Launch",
            text,
            ((text, entities[i].iri),),
            Quote(sources[i].iri, 0, text),
            time=day("2020-01-01"),
        )
        for i, text in enumerate(ATTACKS)
    )
    assert len(ATTACKS) >= 60
    page = open_page(Payload(ATTACKS[0], entities, edges, sources, happenings)).page
    foreign = "img, iframe, object, embed, base, link, svg script, math, marquee, video, audio"
    elements = f"document.querySelectorAll('{foreign}').length"
    before = page.evaluate("document.scripts.length")
    assert page.text_content("h1") == ATTACKS[0]
    assert page.title() == ATTACKS[0]
    for i, text in enumerate(ATTACKS):
        page.evaluate("id => viewer.state.select('entity', id)", i)
        assert page.text_content("#panel h2") == text
        page.evaluate("id => viewer.state.select('edge', id)", i)
        assert page.text_content(".claim blockquote") == text
        assert all(
            href.startswith("http") for href in page.locator("#panel a").evaluate_all("all => all.map(a => a.href)")
        )
        page.evaluate("id => viewer.state.select('happening', id)", i)
        assert page.text_content("#panel h2") == text
        assert page.evaluate(elements) == 0
    for tab in ("map", "timeline", "table"):
        page.click(f"#tab-{tab}")
    page.fill("#search", "alert")
    assert page.evaluate(elements) == 0
    assert page.evaluate("document.scripts.length") == before
    assert (
        Graph()
        .parse(data=saved(page, "ttl").decode(), format="turtle")
        .value(URIRef(entities[0].iri), RDFS.label, any=True)
        is not None
    )


@browsing
def test_policy_stops_connections_and_foreign_scripts(open_page: Open) -> None:
    opened = open_page(story())
    page = opened.page
    assert page.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'stopped')") == "stopped"
    page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'window.hurt = 1'; document.body.append(s); 0"
    )
    assert page.evaluate("window.hurt") is None
    assert all("Content Security Policy" in error for error in opened.errors)
    opened.errors.clear()
    opened.requests[:] = [url for url in opened.requests if url.startswith("file:")]


@browsing
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tab", ["graph", "map", "timeline", "table"])
def test_axe_finds_no_serious_fault(open_page: Open, tab: str, scheme: str) -> None:
    page = open_page(story(), color_scheme=scheme, bypass_csp=True).page
    page.evaluate("viewer.state.select('edge', 3)")
    page.click(f"#tab-{tab}")
    page.add_script_tag(path=HERE / "vendor" / "axe.min.js")
    found = page.evaluate("axe.run()")["violations"]
    serious = [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")]
    assert serious == []


@browsing
def test_narrow_screen_reaches_everything(open_page: Open) -> None:
    page = open_page(story(), viewport={"width": 390, "height": 800}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for selector in ("#tab-graph", "#tab-table", "#search", "#filters-toggle", "#theme", "#path-open"):
        box = page.locator(selector).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    page.click("#filters-toggle")
    assert page.locator("#filters").is_visible()


WEIRD = {
    "empty": (Payload("Nothing"), "0 entities"),
    "one node": (Payload("One", (KIM,)), "1 entity, 0 relations"),
    "long, right-to-left, CJK, nameless": (
        Payload(
            "Names",
            (
                named("x" * 2000, slug="long"),
                named("بنيامين نتنياهو", slug="rtl"),
                named("金正恩", slug="cjk"),
                named("", slug="none"),
            ),
            tuple(
                Edge(ENTITY_BASE + a, "meets", ENTITY_BASE + b, (said(i, "They met."),))
                for i, (a, b) in enumerate([("long", "rtl"), ("rtl", "cjk"), ("cjk", "none"), ("none", "none")])
            ),
            (FIRST,),
        ),
        "4 entities, 4 relations",
    ),
    "odd dates": (
        Payload(
            "Dates",
            (KIM, PUTIN),
            tuple(
                Edge(KIM.iri, relation, PUTIN.iri, (said(i, "Then.", time=time),))
                for i, (relation, time) in enumerate(
                    [
                        ("meets", Interval("0001-01-01", "9999-12-31", "")),
                        ("leads", Interval("2023-02-30", "", "20233")),
                        ("visits", Interval("2024-01-01", "2020-01-01", "")),
                        ("supports", Interval("", "", "-0044")),
                        ("opposes", Interval("2020", "2020", "2020")),
                    ]
                )
            ),
            (replace(FIRST, published="yesterday"),),
        ),
        "2 entities, 5 relations",
    ),
    "unknown class, source and modality": (
        Payload(
            "Odd",
            (named("A", "Nonsense"), named("B")),
            (
                Edge(
                    ENTITY_BASE + "a",
                    "frobs",
                    ENTITY_BASE + "b",
                    (said(1, "", replace(FIRST, iri="urn:lost"), modality="Dreamt"),),
                ),
            ),
        ),
        "2 entities, 1 relation",
    ),
}


@browsing
@pytest.mark.parametrize("case", WEIRD)
def test_odd_graphs_open_in_every_tab(open_page: Open, case: str) -> None:
    payload, shown = WEIRD[case]
    page = open_page(payload).page
    assert shown in page.text_content("#shown")
    assert page.locator("#nothing").is_visible() == (case == "empty")
    for tab in ("map", "timeline", "table", "graph"):
        page.click(f"#tab-{tab}")
    for i in range(len(payload.edges)):
        page.evaluate("id => viewer.state.select('edge', id)", i)
    for i in range(len(payload.entities)):
        page.evaluate("id => viewer.state.select('entity', id)", i)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1400


@browsing
@pytest.mark.slow
def test_a_large_graph_opens_as_communities_that_open_on_click(open_page: Open) -> None:
    page = open_page(synthetic(5200)).page
    nodes = "[...viewer.views.graph.scene.places.keys()]"
    groups = page.evaluate(f"{nodes}.filter((id) => typeof id === 'string').length")
    assert 1 < groups < 400
    assert page.evaluate(f"{nodes}.length") == groups
    page.evaluate(f"viewer.views.graph.click({{nodes: [{nodes}[0]], edges: []}})")
    assert page.evaluate(f"{nodes}.filter((id) => typeof id === 'number').length") > 1
    assert "Overview" in page.text_content("#graph-note")


def test_same_payload_same_bytes(ontology: Ontology) -> None:
    assert render(story(), ontology) == render(story(), ontology)


def test_inlined_json_ends_no_script() -> None:
    text = inline([*ATTACKS, "\u2028\u2029"])
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == [*ATTACKS, "\u2028\u2029"]


def test_page_carries_its_licences_and_stays_small(ontology: Ontology) -> None:
    page = render(story(), ontology)
    assert page.count("Permission") >= 3
    assert len(page.encode()) < 1_100_000


def test_gather_reads_claims_with_their_words(ontology: Ontology) -> None:
    store = OxigraphStore()
    store.load(list(corpus_quads(corpus())))
    payload = gather(store, ontology, "Corpus")
    supply = next(edge for edge in payload.edges if edge.predicate == "suppliesTo")
    assert {(one.polarity, one.modality) for one in supply.statements} == {
        ("Affirmed", "Actual"),
        ("Negated", "Actual"),
    }
    for one in supply.statements:
        start, end = one.quote.subject
        assert one.quote.text[start:end] == "North Korea"
    assert supply.support is None
    assert {source.publisher for source in payload.sources} == {"Example Wire"}
    assert [entity.iri for entity in payload.entities] == sorted(entity.iri for entity in payload.entities)


def test_write_warns_of_what_it_leaves_out(
    ontology: Ontology, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = OxigraphStore()
    store.load(list(corpus_quads(corpus())))
    with caplog.at_level(logging.WARNING):
        write(store, ontology, tmp_path / "graph.html", limit=3)
    assert "3 entities with most relations and leaves out" in caplog.text
    assert "North Korea" in (tmp_path / "graph.html").read_text("utf-8")
