/** What the user has chosen: one plain object, told to listeners when it changes, kept in the URL's fragment. */

export const START = Object.freeze({
  tab: "graph",
  entity: -1, // the selected entity, relation or event: one of the three at most
  edge: -1,
  happening: -1,
  focus: -1, // the entity in the middle, with its neighbourhood
  depth: 1,
  grown: [], // entities expanded beyond the neighbourhood
  shrunk: [], // entities whose own neighbours are folded away
  opened: [], // communities shown as their members in an overview
  path: null, // [from, to]
  classes: [], // what is switched off
  relations: [],
  sources: [],
  statuses: [],
  confidence: 0,
  by: "happened",
  from: null,
  to: null,
  undated: true,
  disputed: false,
  loners: null, // null: shown only where nothing has relations
});

/** A state with listeners and a history of steps to go back over. */
export class State {
  constructor() {
    this.now = START;
    this.listeners = [];
    this.steps = [];
  }

  listen(listener) {
    this.listeners.push(listener);
  }

  /** Changes some fields. A step is something that Back undoes. */
  set(change, step = false) {
    const before = this.now;
    if (step) this.steps.push(before);
    this.now = { ...before, ...change };
    for (const listener of this.listeners) listener(this.now, before);
  }

  back() {
    const before = this.steps.pop();
    if (before) this.set(before);
  }

  select(kind, id, more = {}) {
    if (this.now[kind] === id && Object.keys(more).length === 0) return;
    this.set({ entity: -1, edge: -1, happening: -1, [kind]: id, ...more }, true);
  }

  deselect() {
    if (this.now.entity >= 0 || this.now.edge >= 0 || this.now.happening >= 0) {
      this.set({ entity: -1, edge: -1, happening: -1 }, true);
    }
  }

  resetFilters() {
    const { classes, relations, sources, statuses, confidence, from, to, undated, disputed, loners } = START;
    this.set({ classes, relations, sources, statuses, confidence, from, to, undated, disputed, loners });
  }
}

const LISTS = { grown: "entities", shrunk: "entities", path: "entities", sources: "sources" };
const SINGLES = { entity: "entities", edge: "edges", happening: "happenings", focus: "entities" };

function keyOf(graph, kind, id) {
  if (kind !== "edges") return graph[kind][id].iri;
  const { from, relation, to } = graph.edges[id];
  return [graph.entities[from].iri, relation, graph.entities[to].iri].join(" ");
}

function finder(graph, kind) {
  const numbers = new Map(graph[kind].map((_, id) => [keyOf(graph, kind, id), id]));
  return (key) => numbers.get(key) ?? -1;
}

/** The state as a URL fragment: only what differs from the start, things named by IRI so that links outlive a rebuild. */
export function toFragment(state, graph) {
  const found = new URLSearchParams();
  for (const [name, start] of Object.entries(START)) {
    const value = state[name];
    if (value === start || (Array.isArray(value) && value.length === 0)) continue;
    if (name in SINGLES) found.set(name, keyOf(graph, SINGLES[name], value));
    else if (Array.isArray(value)) {
      for (const one of value) found.append(name, name in LISTS ? keyOf(graph, LISTS[name], one) : one);
    } else found.set(name, String(value));
  }
  return found.toString();
}

function readScalar(start, text) {
  if (typeof start === "number") return Number.isFinite(Number(text)) ? Number(text) : start;
  if (typeof start === "boolean" || text === "true" || text === "false") return text === "true";
  return text;
}

/** The state of a URL fragment; what it does not know of is left out. */
export function fromFragment(text, graph) {
  const found = {};
  const given = new URLSearchParams(text);
  for (const name of new Set(given.keys())) {
    if (!(name in START)) continue;
    if (name in SINGLES) found[name] = finder(graph, SINGLES[name])(given.get(name));
    else if (name in LISTS) {
      const ids = given.getAll(name).map(finder(graph, LISTS[name])).filter((id) => id >= 0);
      found[name] = name === "path" ? (ids.length === 2 ? ids : null) : ids;
    } else if (Array.isArray(START[name])) {
      found[name] = given.getAll(name).map((one) => (name === "opened" ? Number(one) : one));
    } else found[name] = readScalar(START[name], given.get(name));
  }
  return { ...START, ...found };
}
