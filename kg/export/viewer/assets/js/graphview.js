/** The graph tab: vis-network draws nodes and lines, this module what lies over them. */

import { relationLabel } from "./data.js";
import { byId, count, el } from "./dom.js";
import { shortestPath } from "./filters.js";
import { around, Boxes, Labels } from "./labels.js";
import { communities, lines, scene } from "./scene.js";

const { DataSet, Network } = window.vis;
const CALM = window.matchMedia("(prefers-reduced-motion: reduce)");
const FAMILY = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Helvetica Neue', Arial, sans-serif";
const BUSY = 2500; // more lines than this are hidden while the picture is dragged

/** How far each of several relations between one pair bends aside, so that none hides another. */
export function bends(edges) {
  const pairs = new Map();
  for (const edge of edges) {
    const key = edge.from < edge.to ? `${edge.from} ${edge.to}` : `${edge.to} ${edge.from}`;
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(edge);
  }
  const found = new Map();
  for (const group of pairs.values()) {
    group.forEach((edge, i) => {
      const side = (i - (group.length - 1) / 2) * Math.min(0.24, 1.2 / group.length);
      found.set(edge.id, edge.from < edge.to ? side : -side);
    });
  }
  return found;
}

/** A colour between two, each #RRGGBB. */
function mixed(one, other, part) {
  const channel = (text, i) => parseInt(text.slice(1 + 2 * i, 3 + 2 * i), 16);
  return `rgb(${[0, 1, 2].map((i) => Math.round(channel(one, i) * (1 - part) + channel(other, i) * part)).join(" ")})`;
}

/** Draws a scene and reports clicks. */
export class GraphView {
  constructor(app) {
    this.app = app;
    this.groups = communities(app.graph);
    this.labels = new Labels(app.theme);
    this.nodes = new DataSet();
    this.edges = new DataSet();
    this.moved = new Map();
    this.lit = null;
    this.hovered = null;
    this.tip = byId("tip");
    app.theme.listen(() => this.recolour());
  }

  /** Makes the network on first use; later calls draw what changed. */
  update(state, shown, before) {
    const next = scene(this.app.graph, this.groups, state, shown);
    const refocus = state.focus !== before?.focus || state.depth !== before?.depth || state.opened !== before?.opened;
    this.scene = next;
    this.shown = shown;
    this.fillNodes(next);
    this.fillEdges(next, shown);
    if (!this.network) this.start();
    this.light(state, shown);
    this.rank();
    if (refocus || !this.fitted) this.fit();
    else if (state.entity >= 0 && state.entity !== before?.entity) this.reveal(state.entity);
    this.network.redraw();
    byId("graph-note").textContent = this.note(state);
  }

  note(state) {
    if (this.scene.places.size === 0) return "";
    const groups = [...this.scene.places.keys()].filter((id) => typeof id === "string").length;
    if (groups > 0) return `Overview: ${count(groups, "community", "communities")}. Click one to open it.`;
    if (state.focus < 0) return "";
    return `Around ${this.app.graph.entities[state.focus].name}: double-click an entity to expand or fold it.`;
  }

  start() {
    const options = structuredClone(this.app.graph.network.options);
    const busy = this.edges.length > BUSY;
    Object.assign(options.interaction, { hideEdgesOnDrag: busy, hideEdgesOnZoom: busy, hover: !busy, keyboard: { enabled: true, bindToWindow: false } });
    this.network = new Network(byId("canvas"), { nodes: this.nodes, edges: this.edges }, options);
    const canvas = byId("canvas").querySelector("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "Drawing of the graph. The Table tab lists the same entities and relations.");
    this.network.on("click", (event) => this.click(event));
    this.network.on("doubleClick", (event) => this.doubleClick(event));
    this.network.on("afterDrawing", (ctx) => this.overlay(ctx));
    this.network.on("dragEnd", ({ nodes }) => this.keepPlaces(nodes));
    for (const kind of ["Node", "Edge"]) {
      this.network.on(`hover${kind}`, (event) => this.hover(kind, event[kind.toLowerCase()], event.pointer.DOM));
      this.network.on(`blur${kind}`, () => this.hover(null));
    }
    this.network.on("dragStart", () => this.hover(null));
    this.network.on("zoom", () => this.hover(null));
  }

  keepPlaces(ids) {
    if (this.app.state.now.focus >= 0) return;
    for (const id of ids) this.moved.set(id, this.network.getPosition(id));
  }

  nodeLook(id) {
    const { graph, theme } = this.app;
    if (typeof id === "string") {
      const { members } = this.groups.get(Number(id.slice(1)));
      const ground = theme.colour(graph.classes.get(members[0].type));
      return { shape: "dot", size: 12 * Math.sqrt(members.length), color: { background: `${ground}55`, border: ground } };
    }
    const { drawn, type } = graph.entities[id];
    return { shape: drawn.shape, size: drawn.size, color: this.nodeColour(type) };
  }

  nodeColour(type) {
    this.colours ??= new Map();
    if (!this.colours.has(type)) {
      const background = this.app.theme.colour(this.app.graph.classes.get(type));
      const plain = { background, border: mixed(background, this.app.theme.dark ? "#ffffff" : "#000000", 0.28) };
      const strong = { background, border: this.app.theme.css("ink") };
      this.colours.set(type, { ...plain, highlight: strong, hover: strong });
    }
    return this.colours.get(type);
  }

  fillNodes({ places, steps }) {
    const gone = this.nodes.getIds().filter((id) => !places.has(id));
    if (gone.length > 0) this.nodes.remove(gone);
    const fresh = [];
    const changed = [];
    for (const [id, place] of places) {
      const { x, y } = (steps ? null : this.moved.get(id)) ?? place;
      const old = this.nodes.get(id);
      if (!old) fresh.push({ id, x, y, ...this.nodeLook(id) });
      else if (old.x !== x || old.y !== y) changed.push({ id, x, y });
    }
    if (fresh.length > 0) this.nodes.add(fresh);
    if (changed.length > 0) this.nodes.update(changed);
  }

  fillEdges(next, shown) {
    const { edges, bundles } = lines(this.app.graph, next, shown);
    const aside = bends(edges);
    const wanted = new Map();
    for (const edge of edges) wanted.set(edge.id, this.line(edge, shown.edges[edge.id], aside.get(edge.id)));
    for (const { id, from, to, size } of bundles) {
      wanted.set(id, { id, from, to, width: Math.min(1 + Math.log2(size), 8), color: { color: this.app.theme.css("line-strong"), opacity: 0.6 } });
    }
    const gone = this.edges.getIds().filter((id) => !wanted.has(id));
    if (gone.length > 0) this.edges.remove(gone);
    const changed = [...wanted.values()].filter((one) => {
      const old = this.edges.get(one.id);
      return !old || old.key !== one.key;
    });
    if (changed.length > 0) this.edges.update(changed);
    this.drawnEdges = edges;
  }

  line(edge, { status, statements }, aside) {
    const entry = this.statusEntry(status);
    const colour = this.app.theme.colour(entry);
    const strong = this.app.theme.css("ink");
    const faint = this.scene.places.size > 600 ? 0.45 : 1;
    const bent = Math.abs(aside) > 0.01;
    const symmetric = this.app.graph.relations.get(edge.relation)?.symmetric;
    return {
      id: edge.id, from: edge.from, to: edge.to, key: `${status} ${statements.length} ${aside} ${faint} ${this.app.theme.dark}`,
      dashes: entry?.dashes.length > 0 ? entry.dashes : false,
      width: 1.1 + Math.min(Math.log2(statements.length), 3) * 0.6,
      color: { color: colour, highlight: strong, hover: strong, opacity: (status === "Actual" ? 0.75 : 1) * faint },
      smooth: bent ? { enabled: true, type: aside > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(aside) } : false,
      arrows: { to: { enabled: !symmetric } },
    };
  }

  statusEntry(status) {
    return this.app.graph.statuses.find((entry) => entry.name === status);
  }

  recolour() {
    this.colours = null;
    if (!this.network) return;
    this.nodes.update(this.nodes.getIds().map((id) => ({ id, color: this.nodeLook(id).color })));
    this.fillEdges(this.scene, this.shown);
    this.network.redraw();
  }

  /** What stands out while the rest is veiled: the selection with its neighbours, or a path. */
  light(state, shown) {
    const { graph } = this.app;
    this.lit = null;
    let edges = [];
    const nodes = new Set();
    if (state.path) {
      nodes.add(state.path[0]).add(state.path[1]);
      edges = shortestPath(graph, shown, ...state.path) ?? [];
    } else if (state.edge >= 0) edges = [state.edge];
    else if (state.entity >= 0) {
      nodes.add(state.entity);
      edges = graph.entities[state.entity].edges;
    } else if (state.happening >= 0) for (const [, id] of graph.happenings[state.happening].roles) nodes.add(id);
    else return;
    edges = edges.filter((id) => this.edges.get(id));
    for (const id of edges) nodes.add(graph.edges[id].from).add(graph.edges[id].to);
    this.lit = { edges, nodes: new Set([...nodes].filter((id) => this.scene.places.has(id))), centre: state.entity };
    this.network.setSelection({ nodes: this.scene.places.has(state.entity) ? [state.entity] : [], edges: [] });
    if (this.lit.nodes.size === 0) this.lit = null;
  }

  /** Node ids in the order in which they get their labels. */
  rank() {
    const weight = (id) => (typeof id === "string" ? 1e6 + this.groups.get(Number(id.slice(1))).members.length : this.app.graph.entities[id].edges.length);
    this.ranked = [...this.scene.places.keys()].map((id) => [id, weight(id)]).sort((a, b) => b[1] - a[1]).map(([id]) => id);
  }

  overlay(ctx) {
    const scale = this.network.getScale();
    const origin = this.network.canvasToDOM({ x: 0, y: 0 });
    const { clientWidth: width, clientHeight: height } = ctx.canvas;
    const ratio = ctx.canvas.width / width;
    const screen = () => ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.save();
    if (this.lit) {
      screen();
      ctx.globalAlpha = 0.72;
      ctx.fillStyle = this.app.theme.css("canvas");
      ctx.fillRect(0, 0, width, height);
      ctx.restore();
      ctx.save();
      for (const id of this.lit.edges) {
        this.halo(ctx, this.network.body.edges[id]);
        this.network.body.edges[id]?.draw(ctx);
        this.network.body.edges[id]?.drawArrows(ctx);
      }
      for (const id of this.lit.nodes) this.network.body.nodes[id]?.draw(ctx);
    }
    screen();
    this.label(ctx, { scale, origin, width, height });
    ctx.restore();
  }

  /** A broad soft line under a relation that stands out. */
  halo(ctx, edge) {
    if (!edge?.connected) return;
    const points = [0, 0.25, 0.5, 0.75, 1].map((part) => edge.edgeType.getPoint(part));
    ctx.beginPath();
    ctx.moveTo(points[0].x, points[0].y);
    for (const { x, y } of points.slice(1)) ctx.lineTo(x, y);
    ctx.strokeStyle = this.app.theme.css("accent-soft");
    ctx.lineWidth = 7;
    ctx.stroke();
  }

  label(ctx, view) {
    const boxes = new Boxes();
    const names = new Boxes();
    const wanted = [];
    const many = this.scene.places.size > 800;
    for (const id of this.lit ? this.litFirst() : this.ranked) {
      const node = this.network.body.nodes[id];
      if (!node) continue;
      const x = node.x * view.scale + view.origin.x;
      const y = node.y * view.scale + view.origin.y;
      if (x < -60 || y < -20 || x > view.width + 60 || y > view.height + 20) continue;
      const radius = node.options.size * view.scale;
      if (!many || this.lit?.nodes.has(id)) boxes.add([x - radius, y - radius, x + radius, y + radius], id);
      const must = this.lit?.nodes.has(id) || id === this.hovered;
      if (this.lit && !must) continue;
      if (must || typeof id === "string" || radius > 3.4 || this.scene.places.size < 80) wanted.push({ ...this.nodeLabel(id), spots: around(x, y, radius), must });
    }
    this.labels.place(ctx, wanted, boxes, names, Math.max(20, (view.width * view.height) / (many ? 14000 : 5200)));
    const drawn = this.labels.drawn;
    this.edgeLabels(ctx, view, boxes, names);
    this.labels.drawn = [...drawn, ...this.labels.drawn];
  }

  litFirst() {
    const turn = (id) => (id === this.lit.centre ? 0 : this.lit.nodes.has(id) ? 1 : 2);
    return [0, 1, 2].flatMap((wanted) => this.ranked.filter((id) => turn(id) === wanted));
  }

  nodeLabel(id) {
    const { graph, theme } = this.app;
    if (typeof id === "string") {
      const { names, members } = this.groups.get(Number(id.slice(1)));
      const text = `${names[0]} and ${(members.length - 1).toLocaleString("en")} more`;
      return { text, longest: 44, owner: id, font: `600 12px ${FAMILY}`, colour: theme.css("ink") };
    }
    const entity = graph.entities[id];
    const strong = entity.edges.length >= 6 || id === this.lit?.centre;
    const hidden = this.scene.steps ? this.hiddenNeighbours(entity) : 0;
    const text = hidden > 0 ? `${entity.name} +${hidden}` : entity.name;
    return { text, owner: id, strong, font: `${strong ? 600 : 400} ${strong ? 13 : 12}px ${FAMILY}`, colour: theme.css("ink") };
  }

  hiddenNeighbours(entity) {
    const ends = new Set();
    for (const id of entity.edges) {
      const { from, to } = this.app.graph.edges[id];
      if (this.shown.edges[id]) for (const end of [from, to]) if (!this.scene.places.has(end)) ends.add(end);
    }
    return ends.size;
  }

  edgeLabels(ctx, view, boxes, names) {
    const { graph, theme } = this.app;
    const wanted = [];
    const lit = this.lit ? new Set(this.lit.edges) : null;
    for (const edge of this.drawnEdges) {
      const info = this.shown.edges[edge.id];
      const must = lit?.has(edge.id) || edge.id === this.hovered;
      if (!info || (lit && !must) || (!must && view.scale < (info.disputed ? 0.25 : 0.62))) continue;
      const drawn = this.network.body.edges[edge.id];
      if (!drawn?.connected) continue;
      const length = Math.hypot(drawn.from.x - drawn.to.x, drawn.from.y - drawn.to.y) * view.scale;
      const middle = drawn.edgeType.getPoint(0.5);
      const at = { x: middle.x * view.scale + view.origin.x, y: middle.y * view.scale + view.origin.y };
      if (at.x < 0 || at.y < 0 || at.x > view.width || at.y > view.height) continue;
      const said = info.status === "Actual" ? "" : ` (${this.app.words(info.status)})`;
      const name = must || view.scale >= 0.62 ? `${relationLabel(graph, edge.relation)}${said}` : "";
      const text = `${info.disputed ? "≠ " : ""}${name}`.trim();
      if (!must && !info.disputed && length < text.length * 5.6 + 40) continue;
      const colour = info.disputed ? theme.css("alarm") : info.status === "Actual" ? theme.css("muted") : theme.css("ink");
      wanted.push({ text, spots: () => [[at.x, at.y]], owner: edge.id, font: `${info.disputed ? 600 : 400} 10.5px ${FAMILY}`, colour });
    }
    this.labels.place(ctx, wanted, boxes, names, lit ? 400 : 160);
  }

  click({ nodes, edges }) {
    const { state } = this.app;
    const [node] = nodes;
    if (typeof node === "string") state.set({ opened: [...state.now.opened, node.slice(1)] }, true);
    else if (node !== undefined) state.select("entity", node);
    else if (typeof edges[0] === "number") state.select("edge", edges[0]);
    else if (edges.length === 0) state.set({ entity: -1, edge: -1, happening: -1, path: null }, true);
  }

  doubleClick({ nodes: [node] }) {
    if (typeof node !== "number") return;
    if (this.app.state.now.focus < 0) this.app.focus(node);
    else this.app.expand(node, this.hiddenNeighbours(this.app.graph.entities[node]) > 0);
  }

  hover(kind, id, at) {
    this.hovered = kind ? id : null;
    byId("canvas").classList.toggle("pointing", Boolean(kind));
    this.tip.hidden = !kind;
    if (!kind) return;
    this.tip.replaceChildren(...(kind === "Node" ? this.nodeTip(id) : this.edgeTip(id)));
    this.tip.style.left = `${Math.min(at.x + 14, byId("canvas").clientWidth - 260)}px`;
    this.tip.style.top = `${at.y + 16}px`;
  }

  nodeTip(id) {
    if (typeof id === "string") {
      const { names, members } = this.groups.get(Number(id.slice(1)));
      return [el("strong", { dir: "auto" }, names.join(", ")), el("span", {}, count(members.length, "entity", "entities"))];
    }
    const entity = this.app.graph.entities[id];
    return [el("strong", { dir: "auto" }, entity.name), el("span", {}, `${this.app.graph.classes.get(entity.type).label} · ${count(entity.edges.length, "relation")}`)];
  }

  edgeTip(id) {
    if (typeof id === "string") return [el("span", {}, "Relations between two communities")];
    const info = this.shown.edges[id];
    return [el("strong", { dir: "auto" }, this.app.sentence(id)), el("span", {}, `${this.app.words(info.status)} · ${count(info.statements.length, "claim")}`)];
  }

  reveal(id) {
    if (!this.scene.places.has(id)) return;
    const { x, y } = this.network.canvasToDOM(this.network.getPosition(id));
    const { left, top, width, height } = byId("canvas").getBoundingClientRect();
    const panel = byId("panel").getBoundingClientRect();
    const free = panel.left <= left && panel.height > 0 ? panel.top - top : height; // on narrow screens the panel lies over the drawing
    if (x < 60 || y < 40 || x > width - 60 || y > free - 40) {
      const offset = { x: 0, y: (free - height) / 2 };
      this.network.moveTo({ position: this.network.getPosition(id), offset, animation: !CALM.matches && { duration: 350 } });
    }
  }

  fit() {
    this.fitted = this.scene.places.size > 0;
    if (!this.fitted) return;
    this.network.setSize("100%", "100%");
    this.network.fit({ nodes: [...this.scene.places.keys()], maxZoomLevel: 1.3, minZoomLevel: 0.01 });
    this.network.moveTo({ scale: this.network.getScale() * 0.93 }); // room for labels at the edge
  }

  zoom(factor) {
    this.network.moveTo({ scale: this.network.getScale() * factor, animation: !CALM.matches && { duration: 160 } });
  }

  /** Lets the nodes move by forces, or stops them. */
  physics(on) {
    this.network.setOptions({ physics: { enabled: on } });
    if (!on) this.keepPlaces(this.nodes.getIds());
  }

  /** The picture as drawn, on the page's ground. */
  picture() {
    const canvas = byId("canvas").querySelector("canvas");
    const copy = el("canvas", { width: canvas.width, height: canvas.height });
    const ctx = copy.getContext("2d");
    ctx.fillStyle = this.app.theme.css("canvas");
    ctx.fillRect(0, 0, copy.width, copy.height);
    ctx.drawImage(canvas, 0, 0);
    return copy;
  }
}
