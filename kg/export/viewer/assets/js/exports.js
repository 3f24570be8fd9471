/** The current view as a file: PNG of the drawing, Turtle and CSV of its data. */

import { download, el } from "./dom.js";

const ESCAPED = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function literal(text, suffix = "") {
  // eslint-disable-next-line no-control-regex
  const safe = text.replace(/["\\\n\r\t]/g, (c) => ESCAPED[c]).replace(/[\u0000-\u001f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `"${safe}"${suffix}`;
}

function iri(text) {
  // eslint-disable-next-line no-control-regex
  return `<${text.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (c) => encodeURIComponent(c))}>`;
}

function timed(value) {
  const type = { 4: "gYear", 7: "gYearMonth", 10: "date" }[value.length] ?? "dateTime";
  return literal(value, `^^xsd:${type}`);
}

function entityTurtle(entity) {
  const lines = [`${iri(entity.iri)} a kg:${entity.type}`, `rdfs:label ${literal(entity.name)}`];
  for (const name of entity.aliases ?? []) lines.push(`skos:altLabel ${literal(name)}`);
  for (const other of entity.sameAs ?? []) lines.push(`owl:sameAs ${iri(other)}`);
  if (entity.at) lines.push(`geo:lat ${literal(String(entity.at[0]), "^^xsd:decimal")}`, `geo:long ${literal(String(entity.at[1]), "^^xsd:decimal")}`);
  return `${lines.join(" ;\n    ")} .`;
}

function claimTurtle(graph, edge, one) {
  const lines = [
    `${iri(one.iri)} a kg:Claim`,
    `kg:subject ${iri(graph.entities[edge.from].iri)}`, `kg:predicate kg:${edge.relation}`, `kg:object ${iri(graph.entities[edge.to].iri)}`,
    `kg:polarity kg:${one.polarity}`, `kg:modality kg:${one.modality}`, `kg:confidence ${literal(one.confidence.toFixed(2), "^^xsd:decimal")}`,
  ];
  if (one.extractor) lines.push(`kg:extractedBy ${literal(one.extractor)}`);
  if (one.by >= 0) lines.push(`kg:attributedTo ${iri(graph.entities[one.by].iri)}`);
  for (const id of one.via) lines.push(`kg:reportedVia ${iri(graph.entities[id].iri)}`);
  const [earliest, latest, value] = one.time ?? ["", "", ""];
  if (value) lines.push(`kg:time ${timed(value)}`);
  if (earliest) lines.push(`kg:timeEarliest ${timed(earliest)}`);
  if (latest) lines.push(`kg:timeLatest ${timed(latest)}`);
  const evidence = [`kg:start ${one.start}`, `kg:end ${one.start + Array.from(one.text).length}`, `kg:text ${literal(one.text)}`];
  if (one.source >= 0) evidence.unshift(`kg:document ${iri(graph.sources[one.source].iri)}`);
  lines.push(`kg:evidence [ a kg:Evidence ; ${evidence.join(" ; ")} ]`);
  return `${lines.join(" ;\n    ")} .`;
}

/** What is shown as Turtle: entities, claims with their sentences, and the triples that are affirmed and actual. */
export function turtle(graph, shown) {
  const parts = [Object.entries(graph.prefixes).map(([name, base]) => `@prefix ${name}: <${base}> .`).join("\n")];
  for (const entity of graph.entities) if (shown.nodes[entity.id]) parts.push(entityTurtle(entity));
  for (const edge of graph.edges) {
    const info = shown.edges[edge.id];
    if (!info) continue;
    if (info.statements.some((one) => one.status === "Actual")) {
      parts.push(`${iri(graph.entities[edge.from].iri)} kg:${edge.relation} ${iri(graph.entities[edge.to].iri)} .`);
    }
    for (const one of info.statements) parts.push(claimTurtle(graph, edge, one));
  }
  return `${parts.join("\n\n")}\n`;
}

/** A CSV field (RFC 4180); a text that a spreadsheet would run as a formula gets an apostrophe before it. */
function field(value) {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const COLUMNS = ["subject", "relation", "object", "polarity", "modality", "attributed_to", "earliest", "latest", "confidence", "source", "publisher", "published", "url", "sentence", "extracted_by", "claim"];

/** What is shown as CSV: a claim a line. */
export function csv(graph, shown) {
  const rows = [COLUMNS];
  for (const edge of graph.edges) {
    for (const one of shown.edges[edge.id]?.statements ?? []) {
      const source = graph.sources[one.source] ?? { title: "", publisher: "", published: "", url: "" };
      const [earliest, latest] = one.time ?? ["", ""];
      rows.push([
        graph.entities[edge.from].name, edge.relation, graph.entities[edge.to].name, one.polarity, one.modality, graph.entities[one.by]?.name ?? "",
        earliest, latest, one.confidence, source.title, source.publisher, source.published, source.url, one.text, one.extractor, one.iri,
      ]);
    }
  }
  return rows.map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "fill-opacity", "font-family", "font-size", "font-weight", "text-anchor", "paint-order"];

/** An SVG drawing of the page as a canvas, its looks written into it. */
async function drawn(source, ground) {
  const copy = source.cloneNode(true);
  const originals = [source, ...source.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((node, i) => {
    const style = getComputedStyle(originals[i]);
    for (const name of LOOKS) node.setAttribute(name, style.getPropertyValue(name));
  });
  const { width, height } = source.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = el("canvas", { width: width * 2, height: height * 2 });
  const ctx = canvas.getContext("2d");
  ctx.fillStyle = ground;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** Saves the current view in a format: png, ttl or csv. */
export async function save(app, format) {
  const name = app.graph.title.replace(/[^\p{L}\p{N}]+/gu, "-").toLowerCase().slice(0, 60) || "graph";
  if (format === "ttl") return download(`${name}.ttl`, new Blob([turtle(app.graph, app.shown)], { type: "text/turtle" }));
  if (format === "csv") return download(`${name}.csv`, new Blob(["\ufeff", csv(app.graph, app.shown)], { type: "text/csv" }));
  const { tab } = app.state.now;
  const picture = document.querySelector(tab === "map" ? "#map svg.world" : tab === "timeline" ? "#timeline svg.chart" : "#none");
  const canvas = picture ? await drawn(picture, app.theme.css("canvas")) : app.views.graph.picture();
  return canvas.toBlob((blob) => download(`${name}.png`, blob));
}
