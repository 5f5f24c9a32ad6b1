"use strict";
/* Places for nodes that come later: the free spot that is nearest to what they hang on, the same spot every time. */
KG.place = (() => {
  const CELL = 96;
  const GAP = 5;
  const ASPECT = 1.45;
  const measure = document.createElement("canvas").getContext("2d");

  function boxOf(thing) {
    if (!thing.box) {
      measure.font = KG.labels.font(12.5);
      const widest = Math.max(...thing.lines.map((line) => measure.measureText(line).width));
      const size = KG.drawn[thing.number_].size;
      thing.box = { width: Math.max(widest, size * 2) + 4, above: size, below: size + thing.lines.length * 15 + 6 };
    }
    return thing.box;
  }
  function* spiral(start) {
    yield [0, 0];
    let angle = start;
    let reach = 0;
    while (reach < 8000) {
      angle += reach < 60 ? 0.5 : 30 / reach;
      reach += reach < 60 ? 2.2 : 260 / reach;
      yield [ASPECT * reach * Math.cos(angle), reach * Math.sin(angle)];
    }
  }
  /** Return places for the wanted nodes around those that have one. */
  function around(standing, wanted) {
    const cells = new Map();
    const places = new Map(standing);
    const touch = (edges, act) => {
      for (let column = Math.floor(edges[0] / CELL); column <= Math.floor(edges[2] / CELL); column += 1) {
        for (let row = Math.floor(edges[1] / CELL); row <= Math.floor(edges[3] / CELL); row += 1) {
          if (act(`${column},${row}`)) return true;
        }
      }
      return false;
    };
    const put = (number, x, y) => {
      const { width, above, below } = boxOf(KG.things[number]);
      const edges = [x - width / 2, y - above, x + width / 2, y + below];
      places.set(number, [x, y]);
      touch(edges, (cell) => {
        if (!cells.has(cell)) cells.set(cell, []);
        cells.get(cell).push(edges);
        return false;
      });
    };
    const free = (number, x, y) => {
      const { width, above, below } = boxOf(KG.things[number]);
      const edges = [x - width / 2 - GAP, y - above - GAP, x + width / 2 + GAP, y + below + GAP];
      return !touch(edges, (cell) =>
        (cells.get(cell) || []).some((other) => edges[0] < other[2] && other[0] < edges[2] && edges[1] < other[3] && other[1] < edges[3]));
    };
    for (const [number, [x, y]] of standing) put(number, x, y);
    let queue = wanted.filter((number) => !places.has(number));
    for (let turn = 0; queue.length; turn += 1) {
      let later = queue.filter((number) => !KG.around[number].some(({ other }) => places.has(other)));
      if (later.length === queue.length) later = queue.slice(1);
      const waiting = new Set(later);
      const now = queue.filter((number) => !waiting.has(number));
      now.forEach((number, rank) => {
        const anchors = KG.around[number].map(({ other }) => places.get(other)).filter(Boolean);
        const turnBy = (rank + turn) * 2.39996;
        let wish = [0, 0];
        if (anchors.length) {
          wish = [0, 1].map((axis) => anchors.reduce((sum, point) => sum + point[axis], 0) / anchors.length);
          if (anchors.length === 1) wish = [wish[0] + 90 * Math.cos(turnBy), wish[1] + 60 * Math.sin(turnBy)];
        }
        for (const [dx, dy] of spiral(turnBy)) {
          if (free(number, wish[0] + dx, wish[1] + dy)) {
            put(number, Math.round(wish[0] + dx), Math.round(wish[1] + dy));
            break;
          }
        }
        if (!places.has(number)) put(number, ...wish);
      });
      queue = later;
    }
    return places;
  }
  return { around };
})();
