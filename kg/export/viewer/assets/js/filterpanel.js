/** The filter column, which is the legend too. */

import { byId, count, el, svg } from "./dom.js";
import { days, isoDay, written } from "./dates.js";

const SHAPES = {
  dot: "M8 2a6 6 0 1 0 .01 0z", square: "M3 3h10v10H3z", diamond: "M8 1l7 7-7 7-7-7z", triangle: "M8 2l6.5 11.5h-13z",
  triangleDown: "M8 14L1.5 2.500h13z", hexagon: "M4.500 2h7L15 8l-3.500 6h-7L1 8z", star: "M8 1l2 5h5l-4 3.300L12.500 15 8 11.500 3.500 15 5 9.300 1 6h5z",
};

/** The sign of a class: its shape in its colour. */
export function sign(shape, colour) {
  return svg("svg", { viewBox: "0 0 16 16", class: "sign", "aria-hidden": "true" }, svg("path", { d: SHAPES[shape] ?? SHAPES.dot, fill: colour }));
}

/** The sign of a status: a line as the graph draws it. */
export function stroke(entry, colour) {
  return svg("svg", { viewBox: "0 0 30 8", class: "stroke", "aria-hidden": "true" },
    svg("line", { x1: 1, x2: 29, y1: 4, y2: 4, stroke: colour, "stroke-width": 2, "stroke-dasharray": entry.dashes.join(" ") || null }));
}

/** Builds the controls once; `update` sets them to the state. */
export class FilterPanel {
  constructor(app) {
    this.app = app;
    this.state = app.state;
    this.root = byId("filters-body");
    this.range = this.timeRange();
    this.build();
    app.theme.listen(() => this.build());
  }

  build() {
    this.boxes = [];
    const { graph, theme } = this.app;
    const classes = [...graph.classes.values()].filter((entry) => this.counts("entities", "type").has(entry.name)).sort((a, b) => a.order - b.order || (a.label < b.label ? -1 : 1));
    const relations = [...graph.relations.values()].sort((a, b) => (a.label < b.label ? -1 : 1));
    const statuses = graph.statuses.filter((entry) => this.counts("statements", "status").has(entry.name));
    this.root.replaceChildren(
      this.reality(statuses, theme),
      this.group("Classes", "classes", classes, (entry) => [this.app.swatch(entry.name), entry.label], this.counts("entities", "type")),
      this.group("Relations", "relations", relations, (entry) => [entry.label], this.counts("edges", "relation")),
      this.time(),
      this.confidence(),
      this.sources(),
      this.extra());
    this.update(this.state.now);
  }

  counts(list, field) {
    const found = new Map();
    for (const one of this.app.graph[list]) found.set(one[field], (found.get(one[field]) ?? 0) + 1);
    return found;
  }

  toggle(field, value, on) {
    const others = this.state.now[field].filter((one) => one !== value);
    this.state.set({ [field]: on ? others : [...others, value] });
  }

  box(field, value, parts, number, extra = {}) {
    const input = el("input", { type: "checkbox", onchange: (event) => this.toggle(field, value, event.target.checked) });
    this.boxes.push((state) => { input.checked = !state[field].includes(value); });
    return el("label", { class: "row", ...extra }, input, el("span", { class: "what" }, parts), el("span", { class: "number" }, number.toLocaleString("en")));
  }

  group(title, field, entries, parts, counts, open = true) {
    const names = entries.map((entry) => entry.name ?? entry.id);
    const all = (on) => this.state.set({ [field]: on ? [] : names });
    return el("details", { class: "group", open },
      el("summary", {}, title, el("span", { class: "number" }, String(names.length))),
      el("p", { class: "all" },
        el("button", { type: "button", onclick: () => all(true) }, "All"),
        el("button", { type: "button", onclick: () => all(false) }, "None")),
      entries.map((entry, i) => this.box(field, names[i], parts(entry), counts.get(names[i]) ?? 0)));
  }

  reality(statuses, theme) {
    const counts = this.counts("statements", "status");
    const others = statuses.map((entry) => entry.name).filter((name) => name !== "Actual");
    const only = el("input", { type: "checkbox", role: "switch", id: "only-happened", onchange: (event) => this.state.set({ statuses: event.target.checked ? others : [] }) });
    this.boxes.push((state) => { only.checked = others.length > 0 && others.every((name) => state.statuses.includes(name)) && !state.statuses.includes("Actual"); });
    return el("section", { class: "group" },
      el("h3", {}, "Did it happen?"),
      el("label", { class: "row switch" }, only, el("span", { class: "what" }, "Only what happened")),
      statuses.map((entry) => this.box("statuses", entry.name, [stroke(entry, theme.colour(entry)), this.app.words(entry.name)], counts.get(entry.name))));
  }

  /** First and last day on the slider: the middle 98 % of all dates, so that one odd date does not squeeze the rest. */
  timeRange() {
    const firsts = [];
    for (const one of [...this.app.graph.statements, ...this.app.graph.happenings]) {
      for (const when of [one.span, one.reported]) if (when) firsts.push(...when.filter((day) => day !== null));
    }
    firsts.sort((a, b) => a - b);
    const edge = Math.floor(firsts.length * 0.01);
    return firsts.length > 0 ? [firsts[edge], firsts[firsts.length - 1 - edge]] : null;
  }

  time() {
    if (!this.range || this.range[0] === this.range[1]) return null;
    const [first, last] = this.range;
    const output = el("output", { class: "period" });
    const slider = (name, text) => el("input", { type: "range", min: first, max: last, step: 1, "aria-label": text, class: name, oninput: () => this.slide() });
    const [from, to] = [slider("from", "From"), slider("to", "Until")];
    const by = el("select", { "aria-label": "Which time", onchange: (event) => this.state.set({ by: event.target.value }) },
      el("option", { value: "happened" }, "happened"), el("option", { value: "reported" }, "reported"));
    const undated = el("input", { type: "checkbox", onchange: (event) => this.state.set({ undated: event.target.checked }) });
    this.slide = () => {
      const [a, b] = [Math.min(from.valueAsNumber, to.valueAsNumber), Math.max(from.valueAsNumber, to.valueAsNumber)];
      this.state.set({ from: a > first ? isoDay(a) : null, to: b < last ? isoDay(b) : null });
    };
    this.boxes.push((state) => {
      from.value = days(state.from)?.[0] ?? first;
      to.value = days(state.to)?.[1] ?? last;
      const part = (edge, text) => (edge ? written(edge) : text);
      output.textContent = state.from || state.to ? `${part(state.from, "any time")} – ${part(state.to, "any time")}` : "any time";
      for (const input of [from, to]) input.setAttribute("aria-valuetext", written(isoDay(input.valueAsNumber)));
      by.value = state.by;
      undated.checked = state.undated;
      const at = (input) => `${((input.valueAsNumber - first) / (last - first)) * 100}%`;
      rail.style.setProperty("--from", at(from));
      rail.style.setProperty("--to", at(to));
    });
    const rail = el("div", { class: "slider" }, from, to);
    return el("section", { class: "group" }, el("h3", {}, "When it ", by), rail, output,
      el("label", { class: "row" }, undated, el("span", { class: "what" }, "Keep what has no date")));
  }

  confidence() {
    const output = el("output", {});
    const slider = el("input", { type: "range", min: 0, max: 1, step: 0.05, "aria-label": "Least confidence", oninput: (event) => this.state.set({ confidence: event.target.valueAsNumber }) });
    this.boxes.push((state) => {
      slider.value = state.confidence;
      output.textContent = state.confidence > 0 ? `at least ${state.confidence.toFixed(2)}` : "any";
    });
    return el("section", { class: "group" }, el("h3", {}, "Confidence ", output), slider);
  }

  sources() {
    const { graph } = this.app;
    const parts = (source) => [el("span", { dir: "auto" }, source.title, el("small", {}, ` ${[source.publisher, source.published && written(source.published)].filter(Boolean).join(", ")}`))];
    const counts = this.counts("statements", "source");
    const entries = graph.sources.filter((source) => counts.has(source.id)).sort((a, b) => (a.published < b.published ? 1 : -1));
    return entries.length > 0 && this.group("Sources", "sources", entries, parts, counts, entries.length <= 12);
  }

  extra() {
    const make = (field, text, value) => {
      const input = el("input", { type: "checkbox", onchange: (event) => this.state.set({ [field]: event.target.checked }) });
      this.boxes.push((state) => { input.checked = value(state); });
      return el("label", { class: "row" }, input, el("span", { class: "what" }, text));
    };
    const { graph } = this.app;
    const lonely = graph.entities.filter((entity) => entity.edges.length === 0).length;
    return el("section", { class: "group" }, el("h3", {}, "Also"),
      make("disputed", "Only where sources disagree", (state) => state.disputed),
      lonely > 0 && make("loners", `Draw ${count(lonely, "entity", "entities")} without relations`, (state) => state.loners ?? graph.edges.length === 0));
  }

  update(state) {
    for (const set of this.boxes) set(state);
  }
}
