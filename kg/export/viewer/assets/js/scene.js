/** What the graph tab draws: entities or, in a large graph, communities; and where. */

import { neighbourhood } from "./filters.js";

export const OVERVIEW = 5000; // more entities than this open as communities

/** The communities of a graph, the most connected members first. */
export function communities(graph) {
  const found = new Map();
  for (const entity of graph.entities) {
    if (!found.has(entity.community)) found.set(entity.community, []);
    found.get(entity.community).push(entity);
  }
  return new Map([...found].map(([number, members]) => {
    members.sort((a, b) => b.edges.length - a.edges.length || a.id - b.id);
    const middle = (axis) => members.reduce((sum, one) => sum + one.drawn[axis], 0) / members.length;
    const names = members.slice(0, 3).map((one) => one.name);
    return [number, { number, members, x: middle("x"), y: middle("y"), names }];
  }));
}

function ring(ids, angle, radius, places) {
  const sorted = [...ids].sort((a, b) => angle(a) - angle(b) || a - b);
  const first = sorted.length > 0 ? angle(sorted[0]) : 0;
  sorted.forEach((id, i) => {
    const turn = first + (2 * Math.PI * i) / sorted.length;
    places.set(id, { x: Math.round(radius * Math.cos(turn) * 1.25), y: Math.round(radius * Math.sin(turn)), turn });
  });
}

/** Rings around the focus, each entity near those that led to it. */
function rings(graph, steps) {
  const places = new Map();
  const levels = [];
  for (const [id, step] of steps) (levels[step] ??= []).push(id);
  const [centre] = levels[0];
  places.set(centre, { x: 0, y: 0, turn: 0 });
  const home = graph.entities[centre].drawn;
  let radius = 0;
  levels.slice(1).forEach((ids, i) => {
    radius = Math.max(radius + 150, (ids.length * (ids.length > 30 ? 34 : 62)) / (2 * Math.PI));
    const angle = (id) => {
      if (i === 0) return Math.atan2(graph.entities[id].drawn.y - home.y, graph.entities[id].drawn.x - home.x);
      for (const edge of graph.entities[id].edges) {
        const { from, to } = graph.edges[edge];
        const before = from === id ? to : from;
        if (steps.get(before) === i) return places.get(before)?.turn ?? 0;
      }
      return 0;
    };
    ring(ids, angle, radius, places);
  });
  return places;
}

/** The scene of a state: `places` by node id (an entity's number, or c and a community's), and the focus's steps. */
export function scene(graph, groups, state, shown) {
  if (state.focus >= 0) {
    const steps = neighbourhood(graph, shown, state);
    return { steps, places: rings(graph, steps), grouped: new Map() };
  }
  const places = new Map();
  const grouped = new Map();
  const overview = shown.counts.entities > OVERVIEW;
  for (const entity of graph.entities) {
    if (!shown.nodes[entity.id]) continue;
    if (overview && !state.opened.includes(String(entity.community)) && entity.id !== state.entity) {
      grouped.set(entity.id, entity.community);
    } else places.set(entity.id, entity.drawn);
  }
  for (const number of new Set(grouped.values())) places.set(`c${number}`, groups.get(number));
  for (const end of [state.entity]) if (end >= 0 && !places.has(end)) places.set(end, graph.entities[end].drawn);
  return { steps: null, places, grouped };
}

/** Edges of a scene: shown relations between what is drawn, and bundles between communities. */
export function lines(graph, { places, grouped }, shown) {
  const found = [];
  const bundles = new Map();
  const node = (id) => (grouped.has(id) ? `c${grouped.get(id)}` : id);
  for (const edge of graph.edges) {
    if (!shown.edges[edge.id]) continue;
    const from = node(edge.from);
    const to = node(edge.to);
    if (!places.has(from) || !places.has(to)) continue;
    if (typeof from === "number" && typeof to === "number") found.push(edge);
    else if (from !== to) {
      const key = [from, to].map(String).sort().join(" ");
      const bundle = bundles.get(key) ?? { id: `b${key}`, from, to, size: 0 };
      bundle.size += 1;
      bundles.set(key, bundle);
    }
  }
  return { edges: found, bundles: [...bundles.values()] };
}
