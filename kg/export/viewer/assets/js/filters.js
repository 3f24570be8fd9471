/** What the filters leave: claims first, then relations, entities and events, with counts of what is hidden. */

import { disputed } from "./data.js";
import { days } from "./dates.js";

function period(state) {
  return [days(state.from)?.[0] ?? -Infinity, days(state.to)?.[1] ?? Infinity];
}

/** A test of claims and events against sources, status and time. */
export function passes(state) {
  const statuses = new Set(state.statuses);
  const sources = new Set(state.sources);
  const [first, last] = period(state);
  const everything = first === -Infinity && last === Infinity && state.undated;
  const inTime = (one) => {
    if (everything) return true;
    const when = state.by === "reported" ? one.reported : one.span;
    return when ? (when[1] ?? Infinity) >= first && (when[0] ?? -Infinity) <= last : state.undated;
  };
  return (one) => !statuses.has(one.status) && !sources.has(one.source) && inTime(one);
}

/** Which status an edge is drawn in: the realest of its claims; the order is that of the display data. */
export function edgeStatus(statements, order) {
  return statements.reduce((best, one) => (order.get(one.status) < order.get(best) ? one.status : best), statements[0].status);
}

/** Applies the filters of a state. `edges` and `nodes` say by number whether something is shown. */
export function visible(graph, state) {
  const pass = passes(state);
  const order = new Map(graph.statuses.map((entry, i) => [entry.name, i]));
  const classes = new Set(state.classes);
  const relations = new Set(state.relations);
  const on = graph.entities.map((entity) => !classes.has(entity.type));
  const shown = { edges: graph.edges.map(() => null), nodes: on.map(() => false), claims: 0 };
  let edges = 0;
  for (const edge of graph.edges) {
    if (relations.has(edge.relation) || !on[edge.from] || !on[edge.to]) continue;
    const statements = edge.statements.filter((one) => one.confidence >= state.confidence && pass(one));
    if (statements.length === 0 || (state.disputed && !disputed(statements))) continue;
    shown.edges[edge.id] = { statements, status: edgeStatus(statements, order), disputed: disputed(statements) };
    shown.nodes[edge.from] = shown.nodes[edge.to] = true;
    shown.claims += statements.length;
    edges += 1;
  }
  const loners = state.loners ?? graph.edges.length === 0;
  shown.loners = 0;
  for (const entity of graph.entities) {
    if (entity.edges.length > 0) continue;
    shown.loners += 1;
    if (loners && on[entity.id] && !state.disputed) shown.nodes[entity.id] = true;
  }
  shown.happenings = graph.happenings.filter((one) => pass(one) && !state.disputed && (one.roles.length === 0 || one.roles.some(([, id]) => on[id])));
  shown.counts = { entities: shown.nodes.filter(Boolean).length, edges, claims: shown.claims };
  return shown;
}

/** Entities within `depth` steps of the focus over shown edges, by step; expanded ones go further, folded ones no further. */
export function neighbourhood(graph, shown, { focus, depth, grown, shrunk }) {
  const found = new Map([[focus, 0]]);
  for (const id of found.keys()) {
    const step = found.get(id);
    if (shrunk.includes(id) || (step >= depth && !grown.includes(id))) continue;
    for (const edge of graph.entities[id].edges) {
      if (!shown.edges[edge]) continue;
      const { from, to } = graph.edges[edge];
      for (const end of [from, to]) if (!found.has(end)) found.set(end, step + 1);
    }
  }
  return found;
}

/** The edges of a shortest path over what is shown, whichever way relations point; null where there is none. */
export function shortestPath(graph, shown, from, to) {
  const came = new Map([[from, null]]);
  for (const id of came.keys()) {
    if (id === to) break;
    for (const edge of graph.entities[id].edges) {
      if (!shown.edges[edge]) continue;
      const { from: a, to: b } = graph.edges[edge];
      const next = a === id ? b : a;
      if (!came.has(next)) came.set(next, [id, edge]);
    }
  }
  if (!came.has(to)) return null;
  const edges = [];
  for (let step = came.get(to); step; step = came.get(step[0])) edges.unshift(step[1]);
  return edges;
}
