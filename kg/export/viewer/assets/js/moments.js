/** Dated things: events, and claims that no dated event stands for. */

/** The moments of what is shown, in order of time; `time` is [earliest, latest, value]. */
export function moments(app, shown, by) {
  const { graph } = app;
  const found = [];
  const dated = new Set();
  const when = (one) => (by === "reported" ? one.reported : one.span);
  for (const one of shown.happenings) {
    if (!when(one)) continue;
    dated.add(one.id);
    found.push({ kind: "happening", id: one.id, one, text: one.name, type: one.type, entities: one.roles.map(([, id]) => id) });
  }
  const seen = new Map();
  for (const edge of graph.edges) {
    for (const one of shown.edges[edge.id]?.statements ?? []) {
      if (!when(one) || dated.has(one.event)) continue;
      const key = `${edge.id} ${one.status} ${when(one)}`;
      if (seen.has(key)) seen.get(key).reports += 1;
      else {
        const moment = { kind: "edge", id: edge.id, one, text: app.sentence(edge.id), entities: [edge.from, edge.to], reports: 1 };
        seen.set(key, moment);
        found.push(moment);
      }
    }
  }
  for (const moment of found) {
    const [first, last] = when(moment.one);
    moment.first = first ?? last;
    moment.last = last ?? first;
    moment.time = by === "reported" ? ["", "", graph.sources[moment.one.source].published] : moment.one.time;
  }
  return found.sort((a, b) => a.first - b.first || a.last - b.last || (a.text < b.text ? -1 : 1));
}
