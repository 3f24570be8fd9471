/** The table tab: the same entities and relations as lists that sort, for the keyboard and for screen readers. */

import { classLabel, relationLabel } from "./data.js";
import { byId, el } from "./dom.js";
import { growing } from "./panel.js";

function sorted(rows, column, down) {
  const value = (row) => row.values[column];
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    const order = typeof x === "number" ? x - y : x.localeCompare(y, "en");
    return down ? -order : order;
  });
}

/** Two sortable tables. */
export class Table {
  constructor(app) {
    this.app = app;
    this.root = byId("table");
    this.order = { entities: [2, true], relations: [0, false] };
  }

  update(state, shown) {
    this.latest = [state, shown];
    const { graph } = this.app;
    const entities = graph.entities.filter((entity) => shown.nodes[entity.id]).map((entity) => ({
      cells: [this.app.entityButton(entity.id), classLabel(graph, entity.type), null],
      values: [entity.name, classLabel(graph, entity.type), entity.edges.filter((id) => shown.edges[id]).length],
    }));
    const relations = graph.edges.filter((edge) => shown.edges[edge.id]).map((edge) => {
      const info = shown.edges[edge.id];
      const open = el("button", { type: "button", class: "plain", onclick: () => this.app.state.select("edge", edge.id) }, relationLabel(graph, edge.relation));
      const status = info.disputed ? "disputed" : this.app.words(info.status);
      return {
        cells: [this.app.entityButton(edge.from), open, this.app.entityButton(edge.to), status, null],
        values: [graph.entities[edge.from].name, relationLabel(graph, edge.relation), graph.entities[edge.to].name, status, info.statements.length],
      };
    });
    this.root.replaceChildren(
      ...this.section("entities", "Entities", ["Name", "Class", "Relations"], entities),
      ...this.section("relations", "Relations", ["From", "Relation", "To", "Status", "Claims"], relations));
  }

  section(key, title, columns, rows) {
    const [column, down] = this.order[key];
    const head = columns.map((name, i) => el("th", { scope: "col", "aria-sort": i === column ? (down ? "descending" : "ascending") : null },
      el("button", { type: "button", class: "plain", onclick: () => this.sort(key, i) }, name, el("span", { "aria-hidden": "true" }, i === column ? (down ? " ↓" : " ↑") : ""))));
    const make = (row) => el("tr", {}, row.cells.map((cell, i) => el("td", { class: typeof row.values[i] === "number" ? "number" : null }, cell ?? String(row.values[i]))));
    const [body, more] = growing(sorted(rows, column, down), make, "tbody");
    return [el("h2", {}, title, el("span", { class: "number" }, rows.length.toLocaleString("en"))),
      el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": title }, el("table", {}, el("thead", {}, el("tr", {}, head)), body)), more ?? ""];
  }

  sort(key, column) {
    const [before, down] = this.order[key];
    this.order[key] = [column, before === column ? !down : false];
    this.update(...this.latest);
    this.root.querySelectorAll("table")[key === "entities" ? 0 : 1].querySelectorAll("th button")[column].focus();
  }
}
