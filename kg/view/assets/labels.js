"use strict";
/* Labels are drawn here and not by the library: always large enough to read, and never one upon another. */
KG.labels = (() => {
  const FAMILY = '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", system-ui, sans-serif';
  const font = (size, bold = false) => `${bold ? "600 " : ""}${size}px ${FAMILY}`;
  /** Where along a link its name may stand, the middle first. */
  const PLACES = [0.5, 0.4, 0.6, 0.3, 0.7];
  const widths = new Map();
  let boxes = [];

  function widthOf(ctx, text) {
    const key = `${ctx.font}|${text}`;
    if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
    return widths.get(key);
  }
  class Taken {
    constructor() {
      this.cells = new Map();
    }
    cellsOf(box) {
      const found = [];
      for (let x = Math.floor(box.left / 80); x <= Math.floor(box.right / 80); x += 1) {
        for (let y = Math.floor(box.top / 40); y <= Math.floor(box.bottom / 40); y += 1) found.push(x * 100003 + y);
      }
      return found;
    }
    free(box) {
      return !this.cellsOf(box).some((cell) => (this.cells.get(cell) || []).some((other) =>
        box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom));
    }
    take(box) {
      for (const cell of this.cellsOf(box)) {
        if (!this.cells.has(cell)) this.cells.set(cell, []);
        this.cells.get(cell).push(box);
      }
    }
  }

  /** Draw what fits: nodes in the order given, then names of links. `view` turns graph places into pixels. */
  function draw(ctx, { nodes, edges, view, colours, strong, faint }) {
    boxes = [];
    const taken = new Taken();
    ctx.save();
    ctx.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    const letters = Math.max(11, Math.min(15, 12.5 * view.scale));
    for (const node of nodes) {
      const radius = node.size * view.scale;
      node.at = view.pixel(node.x, node.y);
      const { x, y } = node.at;
      if (node.big || strong.has(node.number)) taken.take({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
    }
    let left = 400;
    for (const node of nodes) {
      const { x, y } = node.at;
      if (left <= 0 || x < -60 || y < -30 || x > view.width + 60 || y > view.height + 30) continue;
      if (faint && !faint.has(node.number) && !node.big) continue;
      const bold = strong.has(node.number);
      const px = bold ? letters + 1 : letters;
      ctx.font = font(px, bold);
      const height = px * 1.2;
      const top = y + node.size * view.scale + 2;
      const half = Math.max(...node.lines.map((line) => widthOf(ctx, line))) / 2;
      const box = { left: x - half - 2, right: x + half + 2, top, bottom: top + height * node.lines.length, number: node.number };
      if (!taken.free(box)) continue;
      taken.take(box);
      boxes.push(box);
      left -= 1;
      ctx.globalAlpha = faint && !faint.has(node.number) ? 0.28 : 1;
      node.lines.forEach((line, row) => {
        const middle = top + height * (row + 0.5);
        ctx.strokeStyle = colours.halo;
        ctx.lineWidth = 3.5;
        ctx.strokeText(line, x, middle);
        ctx.fillStyle = node.kind === "figure" && row === 0 ? colours.figureText : row === 0 || node.kind !== "figure" ? colours.text : colours.soft;
        ctx.fillText(line, x, middle);
      });
    }
    ctx.globalAlpha = 1;
    ctx.font = font(11);
    for (const edge of edges) {
      const from = view.pixel(edge.x1, edge.y1);
      const to = view.pixel(edge.x2, edge.y2);
      const half = widthOf(ctx, edge.text) / 2;
      if (Math.hypot(to.x - from.x, to.y - from.y) < half * 2 + 24) continue;
      const spots = PLACES.map((share) => ({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }));
      const boxAt = ({ x, y }) => ({ left: x - half - 3, right: x + half + 3, top: y - 8, bottom: y + 8 });
      const spot = spots.find((one) => taken.free(boxAt(one)));
      if (!spot) continue;
      const { x, y } = spot;
      taken.take(boxAt(spot));
      ctx.strokeStyle = colours.halo;
      ctx.lineWidth = 3.5;
      ctx.strokeText(edge.text, x, y);
      ctx.fillStyle = colours.edgeText;
      ctx.fillText(edge.text, x, y);
    }
    ctx.restore();
  }
  return { draw, font, get boxes() { return boxes; } };
})();
