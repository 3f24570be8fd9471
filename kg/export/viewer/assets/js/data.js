/** The graph that the page shows: reads the inlined JSON once, and answers questions about it. */

import { days, span } from "./dates.js";

/** What a claim says of the world: its modality, or Negated where it denies. */
function statusOf(polarity, modality) {
  return polarity === "Negated" ? "Negated" : modality;
}

function statement(raw, id, edge, graph) {
  const [iri, quote, subjectSpan, objectSpan, polarity, modality, by, via, time, confidence, extractor, event] = raw;
  const [source, start, text] = graph.quotes[quote];
  return {
    id, iri, edge, source, start, text, subjectSpan, objectSpan, polarity, modality, by, via, time, confidence, event,
    extractor: graph.extractors[extractor],
    status: statusOf(polarity, modality),
    span: span(time),
    reported: source < 0 ? null : graph.sources[source].days,
  };
}

/** Decodes the page's JSON into entities, edges, statements, happenings and sources that refer to each other by number. */
export function decode(json) {
  const graph = {
    ...json,
    classes: new Map(json.classes.map((entry) => [entry.name, entry])),
    relations: new Map(json.relations.map((entry) => [entry.name, entry])),
    sources: json.sources.map(([iri, title, publisher, published, url], id) => (
      { id, iri, title, publisher, published, url, days: days(published) })),
    statements: [],
  };
  graph.entities = json.entities.map((entity, id) => ({ ...entity, id, edges: [], happenings: [], drawn: json.network.nodes[id] }));
  graph.edges = json.edges.map(([from, relation, to, raw, support], id) => {
    const edge = { id, from, to, relation, support, statements: [] };
    for (const one of raw) {
      const found = statement(one, graph.statements.length, id, graph);
      graph.statements.push(found);
      edge.statements.push(found);
    }
    graph.entities[from].edges.push(id);
    if (to !== from) graph.entities[to].edges.push(id);
    return edge;
  });
  graph.happenings = json.happenings.map(([iri, type, name, roles, quote, polarity, modality, time], id) => {
    const [source, start, text] = json.quotes[quote];
    for (const entity of new Set(roles.map(([, filler]) => filler))) graph.entities[entity].happenings.push(id);
    return {
      id, iri, type, name, roles, source, start, text, polarity, modality, time, status: statusOf(polarity, modality),
      span: span(time), reported: source < 0 ? null : graph.sources[source].days,
    };
  });
  graph.statuses = [...json.modalities, ...json.polarities.filter((entry) => entry.name === "Negated")];
  return graph;
}

/** Reads the JSON that the page carries. */
export function embedded() {
  const node = document.getElementById("data");
  const graph = decode(JSON.parse(node.textContent));
  node.remove();
  return graph;
}

/** Whether claims of an edge contradict each other: one says it happened, another denies it. */
export function disputed(statements) {
  return statements.some((one) => one.status === "Negated") && statements.some((one) => one.status === "Actual");
}

/** The other end of an edge. */
export function otherEnd(edge, entity) {
  return edge.from === entity ? edge.to : edge.from;
}

/** What a relation is called. */
export function relationLabel(graph, name) {
  return graph.relations.get(name)?.label ?? name;
}

/** What a class is called. */
export function classLabel(graph, name) {
  return graph.classes.get(name)?.label ?? name;
}

/** Where an entity's neighbours can be had that the page itself lacks: a server's endpoint, or nothing. */
export function neighbourSource(address) {
  if (!address) return async () => null;
  return async (iri) => {
    const answer = await fetch(`${address}?${new URLSearchParams({ entity: iri })}`);
    return answer.ok ? answer.json() : null;
  };
}
