/** The side panel: everything about the selected entity, relation, event or path. */

import { claimCard, marked, sourceLine } from "./claims.js";
import { classLabel, disputed, otherEnd, relationLabel } from "./data.js";
import { byId, count, el, link } from "./dom.js";
import { spanText } from "./dates.js";
import { moments } from "./moments.js";
import { shortestPath } from "./filters.js";

const FIRST = 100; // rows of a list before the user asks for more

/** A list that grows by a button. */
export function growing(items, make, tag = "ol", attributes = {}) {
  const list = el(tag, attributes, items.slice(0, FIRST).map(make));
  if (items.length <= FIRST) return [list];
  let shown = FIRST;
  const more = el("button", { type: "button", class: "more", onclick: () => {
    list.append(...items.slice(shown, shown + FIRST * 5).map(make));
    shown += FIRST * 5;
    if (shown >= items.length) more.remove();
  } }, `Show more of ${items.length.toLocaleString("en")}`);
  return [list, more];
}

/** Fills the panel from the state. */
export class Panel {
  constructor(app) {
    this.app = app;
    this.root = byId("panel");
    this.body = byId("panel-body");
    byId("panel-close").addEventListener("click", () => app.state.set({ entity: -1, edge: -1, happening: -1, path: null }, true));
  }

  update(state, shown) {
    const parts = this.content(state, shown);
    this.root.hidden = parts === null;
    document.body.classList.toggle("with-panel", parts !== null);
    this.body.replaceChildren(...(parts ?? []).flat(3).filter(Boolean));
    this.body.scrollTop = 0;
    byId("back").disabled = this.app.state.steps.length === 0;
  }

  content(state, shown) {
    if (state.edge >= 0) return this.relation(state.edge, shown);
    if (state.happening >= 0) return this.happening(state.happening);
    if (state.entity >= 0) return this.entity(state.entity, state, shown);
    if (state.path) return this.path(state.path, shown);
    return null;
  }

  entity(id, state, shown) {
    const { app } = this;
    const entity = app.graph.entities[id];
    const [latitude, longitude] = entity.at ?? [];
    return [
      el("p", { class: "kind" }, app.swatch(entity.type), classLabel(app.graph, entity.type)),
      el("h2", { dir: "auto", tabindex: "-1" }, entity.name || "(no name)"),
      entity.aliases && el("p", { class: "aliases", dir: "auto" }, "Also ", entity.aliases.map((name, i) => [i > 0 && ", ", el("bdi", {}, name)])),
      el("p", { class: "ids" }, (entity.sameAs ?? []).map((iri) => link(iri, this.idLabel(iri))), latitude !== undefined && el("span", {}, `${latitude.toFixed(2)}, ${longitude.toFixed(2)}`)),
      this.actions(id, state),
      this.timeline(id, state, shown),
      this.relations(entity, shown),
      this.sayings(id, shown),
    ];
  }

  idLabel(iri) {
    const { hostname } = new URL(iri, "https://example.org");
    const name = hostname.replace(/^(www|sws)\./, "").split(".")[0];
    return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${iri.replace(/\/$/, "").split("/").pop()}`;
  }

  actions(id, state) {
    const { app } = this;
    const button = (text, action, pressed) => el("button", { type: "button", onclick: action, "aria-pressed": pressed }, text);
    const focused = state.focus === id;
    const depth = el("select", { "aria-label": "Steps around it", onchange: (event) => app.state.set({ focus: id, depth: Number(event.target.value), grown: [], shrunk: [] }, true) },
      [1, 2, 3, 4].map((n) => el("option", { value: n, selected: n === state.depth }, count(n, "step"))));
    return el("div", { class: "actions" },
      button(focused ? "Show all" : "Focus", () => (focused ? app.unfocus() : app.focus(id)), String(focused)), depth,
      state.focus >= 0 && !focused && [button("Expand", () => app.expand(id, true)), button("Fold", () => app.expand(id, false))],
      button("Path from here", () => app.askPath(id)),
      app.graph.entities[id].at && button("On the map", () => app.state.set({ tab: "map" }, true)),
      app.live && button("Fetch neighbours", () => app.fetchNeighbours(id)));
  }

  timeline(id, state, shown) {
    const found = moments(this.app, shown, state.by).filter((moment) => moment.entities.includes(id));
    if (found.length === 0) return null;
    return el("details", { open: found.length <= 8 }, el("summary", {}, "Timeline", el("span", { class: "number" }, String(found.length))),
      growing(found, (moment) => el("li", {}, el("time", {}, spanText(moment.time)), this.app.momentButton(moment), moment.one.status !== "Actual" && this.app.statusChip(moment.one.status)), "ol", { class: "moments" }));
  }

  relations(entity, shown) {
    const { app } = this;
    const edges = entity.edges.map((id) => app.graph.edges[id]);
    const on = edges.filter((edge) => shown.edges[edge.id]);
    const hidden = edges.length - on.length;
    on.sort((a, b) => (a.relation < b.relation ? -1 : a.relation > b.relation ? 1 : a.id - b.id));
    const rows = (edge) => {
      const info = shown.edges[edge.id];
      const outward = edge.from === entity.id;
      const symmetric = app.graph.relations.get(edge.relation)?.symmetric;
      return el("tr", {},
        el("td", {}, el("button", { type: "button", class: "plain", onclick: () => app.state.select("edge", edge.id) },
          el("span", { "aria-hidden": "true", class: "arrow" }, symmetric ? "↔ " : outward ? "→ " : "← "),
          relationLabel(app.graph, edge.relation), !outward && !symmetric && el("span", { class: "away" }, " (towards it)"))),
        el("td", {}, app.entityButton(otherEnd(edge, entity.id))),
        el("td", {}, info.disputed ? el("span", { class: "chip alarm" }, "≠ disputed") : info.status === "Actual" ? null : app.statusChip(info.status)),
        el("td", { class: "number" }, String(info.statements.length)));
    };
    const [body, more] = growing(on, rows, "tbody");
    return [
      el("h3", {}, count(on.length, "relation"), hidden > 0 && el("small", {}, ` and ${hidden} hidden by filters`)),
      on.length > 0 && el("table", { class: "relations" }, el("thead", {}, el("tr", {}, ["Relation", "With", "Status", "Claims"].map((name) => el("th", { scope: "col" }, name)))), body),
      more,
    ];
  }

  sayings(id, shown) {
    const said = shown.edges.flatMap((info) => info?.statements ?? []).filter((one) => one.by === id || one.via.includes(id));
    if (said.length === 0) return null;
    return el("details", {}, el("summary", {}, "What it says", el("span", { class: "number" }, String(said.length))),
      growing(said, (one) => el("li", {}, el("button", { type: "button", class: "plain", onclick: () => this.app.state.select("edge", one.edge) }, this.app.sentence(one.edge)), " ", one.status !== "Actual" && this.app.statusChip(one.status)), "ul", { class: "sayings" }));
  }

  relation(id, shown) {
    const { app } = this;
    const edge = app.graph.edges[id];
    const on = shown.edges[id]?.statements ?? [];
    const hidden = edge.statements.length - on.length;
    return [
      el("p", { class: "kind" }, "Relation"),
      el("h2", { tabindex: "-1", class: "triple" }, app.entityButton(edge.from), " ", el("span", { class: "predicate" }, relationLabel(app.graph, edge.relation)), " ", app.entityButton(edge.to)),
      disputed(edge.statements) && this.dispute(edge),
      edge.support && el("p", { class: "support" }, `Rests on ${count(edge.support[0], "document")} and ${count(edge.support[1], "independent source")}; belief ${edge.support[2].toFixed(2)}`),
      el("h3", {}, count(on.length, "claim"), hidden > 0 && el("small", {}, ` and ${hidden} hidden by filters`)),
      growing([...on].sort((a, b) => b.confidence - a.confidence || a.id - b.id), (one) => claimCard(app, one), "div"),
    ];
  }

  dispute(edge) {
    const number = (status) => edge.statements.filter((one) => one.status === status).length;
    return el("p", { class: "dispute" }, el("strong", {}, "≠ Sources disagree. "), `${count(number("Actual"), "claim")} that it happened, ${count(number("Negated"), "claim")} that it did not.`);
  }

  happening(id) {
    const { app } = this;
    const one = app.graph.happenings[id];
    const edges = app.graph.statements.filter((statement) => statement.event === id);
    return [
      el("p", { class: "kind" }, app.swatch(one.type), classLabel(app.graph, one.type)),
      el("h2", { dir: "auto", tabindex: "-1" }, one.name),
      el("p", {}, app.statusChip(one.status), " ", spanText(one.time)),
      el("dl", { class: "roles" }, one.roles.map(([role, entity]) => [el("dt", {}, app.graph.roles[role] ?? role), el("dd", {}, app.entityButton(entity))])),
      marked(one.text, []),
      el("p", { class: "source" }, sourceLine(app.graph, one.source)),
      edges.length > 0 && [el("h3", {}, "What follows from it"), el("ul", { class: "sayings" }, edges.map((statement) =>
        el("li", {}, el("button", { type: "button", class: "plain", onclick: () => app.state.select("edge", statement.edge) }, app.sentence(statement.edge)))))],
    ];
  }

  path([from, to], shown) {
    const { app } = this;
    const edges = shortestPath(app.graph, shown, from, to);
    const head = [el("p", { class: "kind" }, "Shortest path"), el("h2", { class: "triple", tabindex: "-1" }, app.entityButton(from), " to ", app.entityButton(to))];
    if (edges === null) return [...head, el("p", {}, "No path over the relations that the filters leave.")];
    return [...head, el("p", {}, count(edges.length, "step")), el("ol", { class: "path" }, edges.map((id) =>
      el("li", {}, el("button", { type: "button", class: "plain", onclick: () => app.state.select("edge", id) }, app.sentence(id)))))];
  }
}
