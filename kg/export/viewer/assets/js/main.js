/** Puts the page together: one state, the views that follow it, and the controls around them. */

import { classLabel, embedded, neighbourSource, relationLabel } from "./data.js";
import { byId, count, el } from "./dom.js";
import { save } from "./exports.js";
import { FilterPanel, sign, stroke } from "./filterpanel.js";
import { visible } from "./filters.js";
import { GraphView } from "./graphview.js";
import { MapView } from "./mapview.js";
import { Panel } from "./panel.js";
import { combobox, Index } from "./search.js";
import { fromFragment, START, State, toFragment } from "./state.js";
import { Table } from "./table.js";
import { Theme } from "./theme.js";
import { Timeline } from "./timeline.js";

const WORDS = { Actual: "happened", Planned: "planned", Possible: "possible", Attempted: "attempted", Requested: "requested", Negated: "denied" };
const FILTERS = ["classes", "relations", "sources", "statuses", "confidence", "by", "from", "to", "undated", "disputed", "loners"];
const TABS = ["graph", "map", "timeline", "table"];

/** What views share: the graph, the state, what is shown, and small parts of pages. */
class App {
  constructor(graph) {
    this.graph = graph;
    this.live = document.documentElement.dataset.live;
    this.fetched = neighbourSource(this.live);
    this.theme = new Theme();
    this.state = new State();
    this.index = new Index(graph);
    this.shown = visible(graph, START);
    this.panel = new Panel(this);
    this.filters = new FilterPanel(this);
    this.views = { graph: new GraphView(this), map: new MapView(this), timeline: new Timeline(this), table: new Table(this) };
  }

  words(status) {
    return WORDS[status] ?? status;
  }

  swatch(type) {
    const entry = this.graph.classes.get(type);
    return sign(entry?.shape, this.theme.colour(entry));
  }

  statusChip(status) {
    const entry = this.graph.statuses.find((one) => one.name === status);
    return el("span", { class: `chip ${status.toLowerCase()}` }, entry && stroke(entry, this.theme.colour(entry)), this.words(status));
  }

  entityButton(id) {
    const { name, type } = this.graph.entities[id];
    return el("button", { type: "button", class: "entity", dir: "auto", title: classLabel(this.graph, type), onclick: () => this.state.select("entity", id) }, name || "(no name)");
  }

  momentButton(moment) {
    return el("button", { type: "button", class: "plain", dir: "auto", onclick: () => this.state.select(moment.kind, moment.id) }, moment.text, this.partners(moment));
  }

  /** Who takes part in an event, as far as its name does not say so. */
  partners({ kind, text, entities }) {
    const names = kind === "happening" ? [...new Set(entities)].map((id) => this.graph.entities[id].name).filter((name) => name && !text.includes(name)) : [];
    return names.length > 0 && el("span", { class: "hush" }, ` · ${names.slice(0, 4).join(", ")}`);
  }

  /** A relation in words: Russia supports Syria. */
  sentence(id) {
    const { from, relation, to } = this.graph.edges[id];
    return `${this.graph.entities[from].name} ${relationLabel(this.graph, relation)} ${this.graph.entities[to].name}`;
  }

  focus(id) {
    this.state.set({ tab: "graph", focus: id, entity: id, edge: -1, happening: -1, path: null, grown: [], shrunk: [] }, true);
  }

  unfocus() {
    this.state.set({ focus: -1, grown: [], shrunk: [] }, true);
  }

  /** Adds an entity's own neighbours to the focus, or folds them away. */
  expand(id, on) {
    const { grown, shrunk } = this.state.now;
    const without = (list) => list.filter((one) => one !== id);
    this.state.set({ grown: on ? [...without(grown), id] : without(grown), shrunk: on ? without(shrunk) : [...without(shrunk), id] }, true);
  }

  askPath(id) {
    byId("path-from").value = this.graph.entities[id].name;
    this.pathEnds = [id, null];
    byId("path").showModal();
    byId("path-to").focus();
  }

  /** Asks the server for what surrounds an entity and starts again with both. */
  async fetchNeighbours(id) {
    const more = await this.fetched(this.graph.entities[id].iri);
    if (more?.page) window.location.assign(more.page);
  }

  refresh(state, before) {
    if (!before || FILTERS.some((name) => state[name] !== before[name])) this.shown = visible(this.graph, state);
    this.filters.update(state);
    this.panel.update(state, this.shown);
    for (const tab of TABS) {
      byId(`tab-${tab}`).setAttribute("aria-selected", String(tab === state.tab));
      byId(`tab-${tab}`).tabIndex = tab === state.tab ? 0 : -1;
      byId(tab).hidden = tab !== state.tab;
    }
    byId("back").disabled = this.state.steps.length === 0;
    this.tell();
    this.views[state.tab].update(state, this.shown, this.drawn);
    if (state.tab === "graph") this.drawn = state;
  }

  /** The line that counts what is shown and what is hidden. */
  tell() {
    const { counts } = this.shown;
    const { graph } = this;
    const linked = graph.entities.length - this.shown.loners;
    const shownLinked = graph.entities.filter((entity) => entity.edges.length > 0 && this.shown.nodes[entity.id]).length;
    const hidden = [[linked - shownLinked, "entity", "entities"], [graph.edges.length - counts.edges, "relation", "relations"], [graph.statements.length - counts.claims, "claim", "claims"]]
      .filter(([number]) => number > 0).map(([number, one, many]) => count(number, one, many));
    byId("shown").textContent = `${count(counts.entities, "entity", "entities")}, ${count(counts.edges, "relation")}, ${count(counts.claims, "claim")} shown`;
    byId("hidden").textContent = hidden.length > 0 ? `Hidden by filters: ${hidden.join(", ")}` : "";
    byId("reset").hidden = hidden.length === 0;
    const omitted = graph.omitted > 0 ? `${count(graph.omitted, "less connected entity", "less connected entities")} left out of this page` : "";
    const apart = this.shown.loners > 0 && counts.entities === shownLinked ? `${count(this.shown.loners, "entity", "entities")} without relations not drawn` : "";
    byId("omitted").textContent = [apart, omitted].filter(Boolean).join(" · ");
    const nothing = graph.entities.length === 0 ? "This graph is empty: no entity was found in what was read." : counts.entities === 0 ? "The filters hide everything." : "";
    byId("nothing").hidden = !nothing;
    byId("nothing-text").textContent = nothing;
    byId("nothing-reset").hidden = graph.entities.length === 0;
  }
}

function tabs(app) {
  for (const tab of TABS) {
    const button = byId(`tab-${tab}`);
    button.addEventListener("click", () => app.state.set({ tab }, true));
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: TABS.length - 1 }[event.key];
      if (!step) return;
      const next = TABS[(TABS.indexOf(tab) + step) % TABS.length];
      app.state.set({ tab: next }, true);
      byId(`tab-${next}`).focus();
    });
  }
}

function pathDialog(app) {
  app.pathEnds = [null, null];
  const answer = byId("path-answer");
  combobox(app, byId("path-from"), (id) => { app.pathEnds[0] = id; });
  combobox(app, byId("path-to"), (id) => { app.pathEnds[1] = id; });
  for (const [end, name] of ["path-from", "path-to"].entries()) byId(name).addEventListener("input", () => { app.pathEnds[end] = null; });
  byId("path-open").addEventListener("click", () => byId("path").showModal());
  byId("path-find").addEventListener("click", () => {
    const [from, to] = app.pathEnds;
    answer.textContent = from === null || to === null ? "Choose both entities from the suggestions." : "";
    if (from === null || to === null) return;
    byId("path").close();
    app.state.set({ tab: "graph", focus: -1, path: [from, to], entity: -1, edge: -1, happening: -1 }, true);
  });
}

function controls(app) {
  const on = (id, action) => byId(id).addEventListener("click", action);
  on("theme", () => app.theme.toggle());
  on("reset", () => app.state.resetFilters());
  on("nothing-reset", () => app.state.resetFilters());
  on("back", () => app.state.back());
  on("zoom-in", () => app.views.graph.zoom(1.4));
  on("zoom-out", () => app.views.graph.zoom(1 / 1.4));
  on("fit", () => app.views.graph.fit());
  on("physics", ({ currentTarget }) => {
    const pressed = currentTarget.getAttribute("aria-pressed") !== "true";
    currentTarget.setAttribute("aria-pressed", String(pressed));
    app.views.graph.physics(pressed);
  });
  on("about-open", () => byId("about").showModal());
  on("filters-toggle", () => {
    const open = document.body.classList.toggle("with-filters");
    byId("filters-toggle").setAttribute("aria-expanded", String(open));
  });
  on("filters-close", () => byId("filters-toggle").click());
  for (const button of document.querySelectorAll("[data-save]")) {
    button.addEventListener("click", () => { byId("save").open = false; save(app, button.dataset.save); });
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, dialog");
    if (event.key === "/" && !typing) { event.preventDefault(); byId("search").focus(); }
    if (event.key === "Escape" && !typing) app.state.set({ entity: -1, edge: -1, happening: -1, path: null });
  });
}

function fragment(app) {
  let written = window.location.hash.slice(1);
  app.state.listen((state) => {
    written = toFragment(state, app.graph);
    window.history.replaceState(null, "", `#${written}`);
  });
  window.addEventListener("hashchange", () => {
    const given = window.location.hash.slice(1);
    if (given !== written) app.state.set(fromFragment(given, app.graph));
  });
}

function start() {
  const app = new App(embedded());
  app.state.listen((state, before) => app.refresh(state, before));
  tabs(app);
  pathDialog(app);
  controls(app);
  combobox(app, byId("search"), (id) => app.state.select("entity", id, app.graph.entities[id].edges.length === 0 ? { loners: true } : {}));
  if (window.matchMedia("(min-width: 900px)").matches) byId("filters-toggle").click();
  app.state.now = fromFragment(window.location.hash.slice(1), app.graph);
  app.refresh(app.state.now, null);
  fragment(app);
  app.theme.listen(() => app.refresh(app.state.now, app.state.now));
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
  window.viewer = app;
}

start();
