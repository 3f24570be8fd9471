/** Labels on the canvas: of one size at any zoom, the most important first, none over another. */

import { cut } from "./dom.js";

const CELL = 48;

/** Boxes on the screen, found by the cells of a grid that they touch. */
export class Boxes {
  constructor() {
    this.cells = new Map();
    this.all = [];
  }

  * keys([left, top, right, bottom]) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) yield x * 100000 + y;
    }
  }

  /** Whether a box lies over none of those added; `but` is an owner whose boxes do not count. */
  free(box, but) {
    for (const key of this.keys(box)) {
      for (const [other, owner] of this.cells.get(key) ?? []) {
        if (owner !== but && box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return false;
      }
    }
    return true;
  }

  add(box, owner) {
    this.all.push([box, owner]);
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push([box, owner]);
    }
  }
}

/** Draws texts with a halo and remembers their widths. */
export class Labels {
  constructor(theme) {
    this.theme = theme;
    this.widths = new Map();
    this.drawn = [];
  }

  width(ctx, text, font) {
    const key = `${font}|${text}`;
    if (!this.widths.has(key)) {
      ctx.font = font;
      this.widths.set(key, ctx.measureText(text).width);
    }
    return this.widths.get(key);
  }

  text(ctx, text, x, y, font, colour) {
    ctx.font = font;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 3.5;
    ctx.strokeStyle = this.theme.css("canvas");
    ctx.strokeText(text, x, y);
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y);
  }

  /**
   * Places labels clear of `boxes` (nodes and labels), strong ones at least clear of `names` (labels alone).
   * A label is {text, spots (screen, middle of the text, or given its half width),,
   * font, colour, owner, must, strong}; others than `must` only up to `limit`.
   */
  place(ctx, wanted, boxes, names, limit) {
    this.drawn = [];
    for (const label of wanted) {
      if (this.drawn.length >= limit && !label.must) continue;
      const text = cut(label.text, label.longest ?? (label.must ? 60 : 26));
      const half = this.width(ctx, text, label.font) / 2 + 3;
      const spots = label.spots(half).map(([x, y]) => ({ x, y, box: [x - half, y - 8, x + half, y + 8] }));
      const spot = spots.find(({ box }) => boxes.free(box, label.owner))
        ?? (label.strong || label.must ? spots.find(({ box }) => names.free(box, null)) : null);
      if (!spot) continue;
      boxes.add(spot.box, null);
      names.add(spot.box, label);
      this.text(ctx, text, spot.x, spot.y, label.font, label.colour);
      this.drawn.push({ text, box: spot.box });
    }
  }
}

/** Under a node, over it, and to its sides. */
export function around(x, y, radius) {
  return (half) => [[x, y + radius + 10], [x, y - radius - 10], [x + radius + half + 2, y], [x - radius - half - 2, y]];
}
