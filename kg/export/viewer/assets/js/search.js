/** Search over names and aliases: a combobox after the ARIA pattern, used for the search box and both ends of a path. */

import { classLabel } from "./data.js";
import { el } from "./dom.js";

/** A text as it is compared: no case, no marks on letters. */
export function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function score(text, query) {
  const at = text.indexOf(query);
  if (at < 0) return 0;
  if (at === 0) return text.length === query.length ? 4 : 3;
  return /[\s\-(«"'‘“]/.test(text[at - 1]) ? 2 : 1;
}

/** Finds entities by name or alias, best first. */
export class Index {
  constructor(graph) {
    this.rows = graph.entities.map((entity) => ({ entity, names: [entity.name, ...(entity.aliases ?? [])].map(plain) }));
  }

  find(text, limit = 8) {
    const query = plain(text.trim());
    if (!query) return [];
    const found = [];
    for (const { entity, names } of this.rows) {
      let best = 0;
      let which = 0;
      names.forEach((name, i) => {
        const value = score(name, query) - (i > 0 ? 0.5 : 0);
        if (value > best) [best, which] = [value, i];
      });
      if (best > 0) found.push({ entity, alias: which > 0 ? entity.aliases[which - 1] : null, best });
    }
    found.sort((a, b) => b.best - a.best || b.entity.edges.length - a.entity.edges.length || a.entity.id - b.entity.id);
    return found.slice(0, limit);
  }
}

/** Makes a text field suggest entities. `choose` is given the entity's number. */
export function combobox(app, input, choose) {
  const list = el("ul", { role: "listbox", id: `${input.id}-list`, class: "suggestions", hidden: true, "aria-label": "Suggestions" });
  input.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }
  let found = [];
  let active = -1;

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(position) {
    active = position;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
    if (active >= 0 && found.length > 0) input.setAttribute("aria-activedescendant", `${input.id}-${active}`);
  }

  function take(position) {
    const hit = found[position];
    if (!hit) return;
    input.value = hit.entity.name;
    close();
    choose(hit.entity.id);
  }

  function row({ entity, alias }, i) {
    return el("li", { role: "option", id: `${input.id}-${i}`, "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); take(i); } },
      app.swatch(entity.type),
      el("span", { class: "name", dir: "auto" }, entity.name, alias && el("small", { dir: "auto" }, ` ${alias}`)),
      el("small", { class: "kind" }, classLabel(app.graph, entity.type)));
  }

  function suggest() {
    found = app.index.find(input.value);
    const none = input.value.trim() ? [el("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "No entity of that name")] : [];
    list.replaceChildren(...(found.length > 0 ? found.map(row) : none));
    list.hidden = list.children.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(found.length > 0 ? 0 : -1);
  }

  input.addEventListener("input", suggest);
  input.addEventListener("focus", () => { if (input.value) suggest(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) mark((active + step + found.length) % found.length);
    else if (event.key === "Enter" && !list.hidden) take(active);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}
