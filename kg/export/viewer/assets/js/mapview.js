/** The map tab: places with coordinates and how much is told of them, on outlines built into the page. */

import { byId, count, cut, el, svg } from "./dom.js";

const SIZE = 1000; // the world's width in map units
const ANTARCTICA = "010"; // its outline runs around the pole, which the projection cannot draw
const { feature, mesh } = window.topojson;

/** Web Mercator, cut off at 84 degrees. */
export function project([longitude, latitude]) {
  const phi = (Math.max(-84, Math.min(84, latitude)) * Math.PI) / 180;
  return [((longitude + 180) / 360) * SIZE, (0.5 - Math.log(Math.tan(Math.PI / 4 + phi / 2)) / (2 * Math.PI)) * SIZE];
}

/** A line over the antimeridian goes on beyond 180 degrees instead of leaping across the map. */
function unwrapped(ring) {
  let turn = 0;
  return ring.map(([longitude, latitude], i) => {
    const leap = i > 0 ? longitude - ring[i - 1][0] : 0;
    if (Math.abs(leap) > 180) turn -= Math.sign(leap) * 360;
    return [longitude + turn, latitude];
  });
}

function linePath(line) {
  return `M${line.map((point) => project(point).map((n) => n.toFixed(2)).join(",")).join("L")}`;
}

/** The path of a ring or line, drawn twice where it crosses the antimeridian. */
function ringPath(ring) {
  const line = unwrapped(ring);
  const over = line.some(([longitude]) => longitude > 180) ? -360 : line.some(([longitude]) => longitude < -180) ? 360 : 0;
  return linePath(line) + (over ? linePath(line.map(([longitude, latitude]) => [longitude + over, latitude])) : "");
}

/** What is known to touch each place among what is shown. */
function activity(app, shown) {
  const found = new Map();
  for (const entity of app.graph.entities) {
    if (!entity.at || !shown.nodes[entity.id]) continue;
    const edges = entity.edges.filter((id) => shown.edges[id]);
    const events = entity.happenings.filter((id) => shown.happenings.some((one) => one.id === id));
    found.set(entity.id, { entity, size: edges.length + events.length });
  }
  return [...found.values()].sort((a, b) => b.size - a.size || a.entity.id - b.entity.id);
}

/** An SVG map that moves and zooms. */
export class MapView {
  constructor(app) {
    this.app = app;
    this.root = byId("map");
    this.view = null;
    app.theme.listen(() => this.places && this.draw());
    new ResizeObserver(() => this.places && this.root.clientWidth > 0 && this.frame()).observe(this.root);
  }

  start() {
    const world = JSON.parse(byId("outlines").textContent);
    const shapes = feature(world, world.objects.countries).features.filter((shape) => shape.id !== ANTARCTICA);
    const rings = shapes.flatMap(({ geometry }) => (geometry === null ? [] : geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat()));
    const borders = mesh(world, world.objects.countries, (a, b) => a !== b);
    this.land = svg("path", { class: "land", d: rings.map((ring) => `${ringPath(ring)}Z`).join("") });
    this.borders = svg("path", { class: "borders", d: borders.coordinates.map(ringPath).join("") });
    this.marks = svg("g", {});
    this.svg = svg("svg", { class: "world", role: "group", "aria-label": "Map of places" }, this.land, this.borders, this.marks);
    this.legend = el("p", { class: "note" });
    const button = (text, label, action) => el("button", { type: "button", "aria-label": label, title: label, onclick: action }, text);
    this.root.replaceChildren(this.svg, this.legend, el("div", { class: "zoom" },
      button("+", "Zoom in", () => this.zoom(0.6)), button("−", "Zoom out", () => this.zoom(1 / 0.6)), button("⤢", "Fit", () => this.fit())));
    this.listen();
  }

  update(state, shown) {
    if (!this.svg) this.start();
    this.state = state;
    this.places = activity(this.app, shown);
    if (!this.view) this.fit();
    const chosen = this.places.find(({ entity }) => entity.id === state.entity);
    if (chosen && this.last !== state.entity) this.show(chosen.entity);
    this.last = state.entity;
    const without = shown.counts.entities - this.places.length;
    this.legend.textContent = this.places.length > 0
      ? `${count(this.places.length, "place")}; a circle's size is the number of relations and events there. ${count(without, "entity", "entities")} without coordinates.`
      : "No place among what is shown has coordinates.";
    this.draw();
  }

  /** Shows all places, one alone with the country around it. */
  fit() {
    const points = this.places.map(({ entity }) => project([entity.at[1], entity.at[0]]));
    if (points.length === 0) this.view = { x: SIZE / 2, y: SIZE * 0.42, width: SIZE };
    else {
      const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
      const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      const aspect = this.root.clientWidth / Math.max(this.root.clientHeight, 1) || 1.6;
      this.view = { x: (left + right) / 2, y: (top + bottom) / 2, width: Math.min(SIZE * 1.1, Math.max((right - left) * 1.25, (bottom - top) * 1.3 * aspect, 60)) };
    }
    this.frame();
  }

  show(entity) {
    const [x, y] = project([entity.at[1], entity.at[0]]);
    this.view = { ...this.view, x, y };
    this.frame();
  }

  zoom(factor) {
    this.view = { ...this.view, width: Math.min(SIZE * 1.4, Math.max(4, this.view.width * factor)) };
    this.frame();
  }

  frame() {
    const aspect = this.root.clientHeight / Math.max(this.root.clientWidth, 1) || 0.6;
    const { x, y, width } = this.view;
    this.svg.setAttribute("viewBox", [x - width / 2, y - (width * aspect) / 2, width, width * aspect].map((n) => n.toFixed(3)).join(" "));
    this.unit = width / Math.max(this.root.clientWidth, 1);
    this.svg.style.setProperty("--unit", String(this.unit));
    this.draw();
  }

  draw() {
    const taken = [];
    const marks = this.places.map((place) => this.mark(place)).reverse();
    const texts = this.places.map((place) => this.name(place, taken)).filter(Boolean);
    this.marks.replaceChildren(...marks, ...texts);
  }

  radius(size) {
    return (4 + Math.min(2.4 * Math.sqrt(size), 18)) * this.unit;
  }

  mark({ entity, size }) {
    const { app } = this;
    const [x, y] = project([entity.at[1], entity.at[0]]);
    const colour = app.theme.colour(app.graph.classes.get(entity.type));
    const chosen = this.state.entity === entity.id;
    const choose = () => app.state.select("entity", entity.id);
    const circle = svg("circle", {
      cx: x, cy: y, r: this.radius(size), fill: colour, class: chosen ? "place chosen" : "place", tabindex: 0, role: "button",
      "aria-label": `${entity.name}, ${count(size, "relation or event", "relations and events")}`, onclick: choose,
      onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(); } },
    });
    circle.append(svg("title", {}, `${entity.name}: ${size}`));
    return circle;
  }

  name({ entity, size }, taken) {
    const [x, y] = project([entity.at[1], entity.at[0]]);
    const text = cut(entity.name, 24);
    const [wide, high] = [(text.length * 6.4 + 6) * this.unit, 15 * this.unit];
    const top = y + this.radius(size) + 2 * this.unit;
    const box = [x - wide / 2, top, x + wide / 2, top + high];
    if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) return null;
    taken.push(box);
    return svg("text", { x, y: top + 11 * this.unit, class: "place-name", "font-size": 12 * this.unit, "stroke-width": 3 * this.unit }, text);
  }

  listen() {
    let drag = null;
    this.svg.addEventListener("pointerdown", (event) => { drag = { x: event.clientX, y: event.clientY, view: this.view, moved: false }; });
    window.addEventListener("pointermove", (event) => {
      if (!drag) return;
      const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
      if (!drag.moved && Math.hypot(dx, dy) < 4) return;
      drag.moved = true;
      this.view = { ...drag.view, x: drag.view.x - dx * this.unit, y: drag.view.y - dy * this.unit };
      this.frame();
    });
    window.addEventListener("pointerup", () => { drag = null; });
    this.svg.addEventListener("wheel", (event) => {
      event.preventDefault();
      const bounds = this.svg.getBoundingClientRect();
      const [dx, dy] = [event.clientX - bounds.left - bounds.width / 2, event.clientY - bounds.top - bounds.height / 2];
      const before = this.unit;
      this.view = { ...this.view, width: Math.min(SIZE * 1.4, Math.max(4, this.view.width * (event.deltaY < 0 ? 0.8 : 1.25))) };
      const after = this.view.width / this.root.clientWidth;
      this.view = { ...this.view, x: this.view.x + dx * (before - after), y: this.view.y + dy * (before - after) };
      this.frame();
    }, { passive: false });
  }
}
