/** The timeline tab: how much happened when, and what. */

import { byId, count, el, svg } from "./dom.js";
import { isoDay, spanText, written } from "./dates.js";
import { sourceLine } from "./claims.js";
import { moments } from "./moments.js";
import { growing } from "./panel.js";

const WIDTH = 1000;
const HEIGHT = 150;
const BARS = 60;

function bars(found) {
  const first = found[0].first;
  const starts = found.map((moment) => moment.first).sort((a, b) => a - b);
  const low = starts[Math.floor(starts.length * 0.02)];
  const high = Math.max(starts[Math.ceil(starts.length * 0.98) - 1], low + 1);
  const size = Math.max((high - low + 1) / BARS, 1);
  const piles = Array.from({ length: Math.ceil((high - low + 1) / size) }, (_, i) => ({ from: Math.round(low + i * size), moments: [] }));
  let outside = 0;
  for (const moment of found) {
    const pile = piles[Math.floor((moment.first - low) / size)];
    if (pile) pile.moments.push(moment);
    else outside += 1;
  }
  return { piles, size, outside, first };
}

/** Draws the chart and the list of dated things. */
export class Timeline {
  constructor(app) {
    this.app = app;
    this.root = byId("timeline");
  }

  update(state, shown) {
    const around = state.entity;
    const all = moments(this.app, shown, state.by);
    const found = around >= 0 ? all.filter((moment) => moment.entities.includes(around)) : all;
    const whose = around >= 0 ? ` with ${this.app.graph.entities[around].name}` : "";
    const undated = shown.counts.claims - all.length;
    this.root.replaceChildren(
      el("h2", { dir: "auto" }, `${count(found.length, "dated event or claim", "dated events and claims")}${whose}`),
      around >= 0 ? el("button", { type: "button", class: "more", onclick: () => this.app.state.deselect() }, "Show everything") : "",
      ...(found.length > 0 ? [this.chart(found), ...this.list(found, state)] : [el("p", { class: "empty" }, undated > 0 ? "None of what is shown has a date." : "Nothing to show.")]));
  }

  chart(found) {
    const { piles, size, outside } = bars(found);
    const most = Math.max(...piles.map((pile) => pile.moments.length));
    const step = WIDTH / piles.length;
    const unit = (HEIGHT - 30) / most;
    const chart = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "img", "aria-label": `Chart: ${count(found.length, "thing")} by date` });
    piles.forEach((pile, i) => {
      let y = HEIGHT - 24;
      for (const [status, number] of this.byStatus(pile.moments)) {
        const entry = this.app.graph.statuses.find((one) => one.name === status);
        y -= number * unit;
        const bar = svg("rect", { x: i * step + step * 0.12, y, width: Math.min(step * 0.76, 40), height: number * unit - 0.8, rx: 1.5, fill: this.app.theme.colour(entry) });
        bar.append(svg("title", {}, `${written(isoDay(pile.from))}: ${count(pile.moments.length, "thing")}`));
        bar.addEventListener("click", () => this.app.state.set({ from: isoDay(pile.from), to: isoDay(Math.round(pile.from + size - 1)) }));
        chart.append(bar);
      }
    });
    const ticks = Math.min(6, piles.length);
    for (let i = 0; i < ticks; i += 1) {
      const at = Math.floor((i * piles.length) / ticks);
      chart.append(svg("text", { x: at * step + step * 0.12, y: HEIGHT - 6, class: "tick" }, written(isoDay(piles[at].from))));
    }
    chart.append(svg("line", { x1: 0, x2: WIDTH, y1: HEIGHT - 23.5, y2: HEIGHT - 23.5, class: "axis" }));
    return el("figure", {}, chart, outside > 0 && el("figcaption", {}, `${outside} with dates far outside this range are in the list only.`));
  }

  byStatus(found) {
    const counts = new Map(this.app.graph.statuses.map((entry) => [entry.name, 0]));
    for (const moment of found) counts.set(moment.one.status, (counts.get(moment.one.status) ?? 0) + 1);
    return [...counts].filter(([, number]) => number > 0);
  }

  list(found, state) {
    let year = null;
    const make = (moment) => {
      const its = isoDay(moment.first).slice(0, 7);
      const head = its === year ? null : el("h3", {}, written(its));
      year = its;
      const selected = state[moment.kind] === moment.id;
      return el("li", { class: selected ? "selected" : null }, head,
        el("div", { class: "moment" }, el("time", {}, spanText(moment.time)),
          el("div", {}, this.app.momentButton(moment), moment.one.status !== "Actual" && this.app.statusChip(moment.one.status),
            el("p", { class: "source" }, sourceLine(this.app.graph, moment.one.source), moment.reports > 1 && ` and ${moment.reports - 1} more`))));
    };
    return growing([...found].reverse(), make, "ol", { class: "events" });
  }
}
