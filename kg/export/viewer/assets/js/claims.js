/** A claim as a card: its sentence with the words marked, and everything known of it. */

import { el, link } from "./dom.js";
import { spanText, written } from "./dates.js";

/** A sentence with the two mentions marked; spans count code points. */
export function marked(text, spans) {
  const characters = Array.from(text);
  const inside = spans.filter((span) => span && span[0] >= 0 && span[1] <= characters.length).sort((a, b) => a[0] - b[0]);
  const parts = [];
  let at = 0;
  for (const [start, end] of inside) {
    if (start < at) continue;
    parts.push(characters.slice(at, start).join(""), el("mark", {}, characters.slice(start, end).join("")));
    at = end;
  }
  parts.push(characters.slice(at).join(""));
  return el("blockquote", { dir: "auto" }, parts);
}

/** Where a claim was read: title, publisher and date, with a link to the article. */
export function sourceLine(graph, id) {
  const source = graph.sources[id];
  if (!source) return el("span", {}, "source unknown");
  const rest = [source.publisher, source.published && written(source.published)].filter(Boolean).join(", ");
  return el("span", { dir: "auto" }, link(source.url, source.title), rest && ` (${rest})`);
}

function row(name, ...value) {
  return [el("dt", {}, name), el("dd", {}, value)];
}

function speakers(app, one) {
  const names = [one.by, ...one.via].filter((id) => id >= 0).map((id) => app.entityButton(id));
  return names.length > 0 ? names.flatMap((name, i) => (i === 0 ? [name] : [" via ", name])) : ["the article itself"];
}

/** A card of one claim. */
export function claimCard(app, one) {
  const when = spanText(one.time);
  const sure = Math.round(one.confidence * 100);
  return el("article", { class: `claim ${one.status.toLowerCase()}` },
    el("p", { class: "status" }, app.statusChip(one.status)),
    marked(one.text, [one.subjectSpan, one.objectSpan]),
    el("dl", {},
      row("Source", sourceLine(app.graph, one.source)),
      row("Says so", speakers(app, one)),
      when && row("When", when),
      row("Confidence", el("meter", { min: 0, max: 100, value: sure, "aria-label": `Confidence ${sure} %` }), ` ${one.confidence.toFixed(2)}`),
      one.extractor && row("Read by", el("code", {}, one.extractor))));
}
