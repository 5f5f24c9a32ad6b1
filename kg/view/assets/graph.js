"use strict";
/* The graph view: what is visible in a state, the drawing of it, and how mouse, finger and keyboard move in it. */
KG.graph = (() => {
  const { el, fill, word, things, links, around, drawn, state } = KG;
  const SCOPE_LIMIT = 150;
  const OPEN_LIMIT = 80;
  const spots = new Map();
  drawn.forEach((node, number) => {
    if (node.x !== undefined) spots.set(number, [node.x, node.y]);
  });
  const startSpots = new Map(spots);
  let network = null;
  let nodeSet = null;
  let edgeSet = null;
  let holder = null;
  let visible = { nodes: [], edges: [], nodeSet: new Set() };
  let hovered = null;
  let cursor = null;
  let scopeKey = null;
  let physics = false;
  let status = null;
  let tools = null;

  /* ---- what is visible ---- */
  function scopeTest(now) {
    const city = now.city ? KG.cities.indexOf(now.city) : null;
    const year = now.year ? Number(now.year) : null;
    const report = now.in ? KG.reports.findIndex(({ id }) => id === now.in) : null;
    return (thing) =>
      (city === null || thing.cities.includes(city)) &&
      (year === null || thing.years.includes(year)) &&
      (report === null || thing.reports.includes(report));
  }
  function compute(now) {
    const inScope = scopeTest(now);
    const scoped = Boolean(now.city || now.year || now.in);
    const order = things.map((_, number) => number);
    let base = order.slice(0, KG.first);
    if (now.all) base = order.filter((number) => inScope(things[number]));
    else if (scoped) base = order.filter((number) => inScope(things[number])).slice(0, SCOPE_LIMIT);
    const nodes = new Set(base);
    for (const id of now.open) {
      const number = KG.byId.get(id);
      if (number === undefined) continue;
      nodes.add(number);
      const others = [...new Set(around[number].map(({ other }) => other))].sort((one, two) => one - two);
      others.slice(0, OPEN_LIMIT).forEach((other) => nodes.add(other));
    }
    for (const id of now.shut) {
      const number = KG.byId.get(id);
      if (number === undefined) continue;
      for (const { other } of around[number]) {
        const alone = around[other].every((step) => step.other === number || !nodes.has(step.other));
        if (alone) nodes.delete(other);
      }
    }
    for (const number of [...nodes]) if (now.hide.includes(things[number].kind)) nodes.delete(number);
    const chosen = selection(now);
    if (chosen.node !== null) nodes.add(chosen.node);
    if (chosen.link !== null) nodes.add(links[chosen.link].from).add(links[chosen.link].to);
    const edges = links.filter((link) => nodes.has(link.from) && nodes.has(link.to) && !now.rel.includes(link.shownName));
    return { nodes: [...nodes].sort((one, two) => one - two), edges, nodeSet: nodes, scoped };
  }
  /** The node or link that the state has selected. */
  function selection(now) {
    const node = KG.byId.get(now.sel);
    const link = KG.linkById.get(now.sel);
    return { node: node === undefined ? null : node, link: link === undefined ? null : link };
  }

  /* ---- colours of the theme ---- */
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  let colours = {};
  function readColours() {
    colours = {
      text: css("--ink"), soft: css("--soft"), halo: css("--paper"), paper: css("--paper"), edge: css("--edge"),
      strong: css("--accent"), edgeText: css("--soft"), figureText: css("--k-figure-text"), kinds: {},
    };
    for (const kind of KG.KINDS) colours.kinds[kind] = css(`--k-${kind}`);
  }
  function groups() {
    const found = {};
    for (const kind of KG.KINDS) {
      const background = colours.kinds[kind];
      found[kind] = { color: { background, border: colours.paper, highlight: { background, border: colours.text }, hover: { background, border: colours.text } } };
    }
    return found;
  }

  /* ---- the drawing ---- */
  function nodeOf(number) {
    const { shape, group } = drawn[number];
    const [x, y] = spots.get(number) || [0, 0];
    return { id: number, x, y, size: size[number], shape, group };
  }
  const pairs = new Map();
  links.forEach((link) => {
    const key = [Math.min(link.from, link.to), Math.max(link.from, link.to)].join();
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(link.number_);
  });
  function edgeOf(link) {
    const twins = pairs.get([Math.min(link.from, link.to), Math.max(link.from, link.to)].join());
    const rank = twins.indexOf(link.number_);
    const edge = { id: link.number_, from: link.from, to: link.to };
    if (rank > 0) edge.smooth = { enabled: true, type: link.from < link.to ? "curvedCW" : "curvedCCW", roundness: 0.12 * rank };
    const dashed = ["organization", "initiative", "jurisdiction", "within"].includes(link.name);
    if (dashed) {
      edge.dashes = [3, 4];
      edge.arrows = { to: { enabled: false } };
    }
    return edge;
  }
  const size = drawn.map((node) => node.size);
  /** Suit the screen: an upright one stretches the drawing upright, and marks grow where the drawing must shrink. */
  function suit(width, height) {
    const spanOf = (axis) => {
      const values = [...startSpots.values()].map((spot) => spot[axis]);
      return Math.max(...values) - Math.min(...values) + 180;
    };
    if (!startSpots.size) return;
    const tall = width > height * 0.95 ? 1 : Math.max(1, Math.min(3, (spanOf(0) / spanOf(1)) * (height / width) * 0.95));
    for (const [number, [x, y]] of startSpots) spots.set(number, [x, Math.round(y * tall)]);
    const scale = Math.min(width / spanOf(0), height / spanOf(1) / tall);
    const grow = Math.max(1, Math.min(2.2, 0.45 / scale));
    drawn.forEach((node, number) => { size[number] = Math.round(node.size * grow * 10) / 10; });
  }
  let suited = false;
  let sized = {};
  function mount(place) {
    readColours();
    holder = el("div", { class: "canvas", tabindex: "0", role: "application", onkeydown: onKey, "aria-describedby": "graph-help" });
    status = el("p", { class: "status", id: "graph-status" });
    tools = el("div", { class: "graph-tools", role: "toolbar", "aria-label": word("graph") });
    fill(place, el("div", { class: "stage" }, holder, tools, status, el("p", { class: "hint", id: "graph-help" }, word("help"))));
    if (!suited) suit(holder.clientWidth, holder.clientHeight - 80);
    suited = true;
    nodeSet = new vis.DataSet([]);
    edgeSet = new vis.DataSet([]);
    apply(state.now, false);
    const settings = {
      ...KG.options,
      autoResize: false,
      edges: { ...KG.options.edges, color: { color: colours.edge, highlight: colours.strong, hover: colours.strong } },
      groups: groups(),
    };
    network = new vis.Network(holder, { nodes: nodeSet, edges: edgeSet }, settings);
    network.on("beforeDrawing", paintGround);
    network.on("afterDrawing", paintLabels);
    network.on("click", onClick);
    network.on("doubleClick", ({ nodes }) => nodes.length && toggleOpen(nodes[0]));
    network.on("hoverNode", ({ node }) => { hovered = node; network.redraw(); holder.style.cursor = "pointer"; });
    network.on("blurNode", () => { hovered = null; network.redraw(); holder.style.cursor = ""; });
    network.on("dragEnd", ({ nodes }) => nodes.forEach(keepSpot));
    sized = { width: holder.clientWidth, height: holder.clientHeight };
    new ResizeObserver(resize).observe(holder);
    fit(false);
    emphasise();
    describe();
    focus(selection(state.now));
  }
  function keepSpot(number) {
    const { x, y } = network.getPosition(number);
    spots.set(number, [x, y]);
  }
  function paintGround(ctx) {
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.fillStyle = colours.paper;
    ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    ctx.restore();
  }
  function paintLabels(ctx) {
    const scale = network.getScale();
    const origin = network.canvasToDOM({ x: 0, y: 0 });
    const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
    const chosen = selection(state.now);
    const near = neighbourhood(chosen);
    const strong = new Set([chosen.node, hovered, cursor].filter((number) => number !== null));
    const order = [...strong, ...(near ? [...near] : []), ...visible.nodes];
    const seen = new Set();
    const nodes = [];
    for (const number of order) {
      if (seen.has(number) || !network.body.nodes[number]) continue;
      seen.add(number);
      const { x, y } = network.body.nodes[number];
      const thing = things[number];
      nodes.push({ number, x, y, size: size[number], big: drawn[number].size > 20, lines: thing.lines, kind: thing.kind });
    }
    const touches = (link, number) => number !== null && (link.from === number || link.to === number);
    const named = scale > 1.15 ? 200 : 14;
    const wanted = (link) => link.number_ === chosen.link || touches(link, chosen.node) || touches(link, hovered) || (!near && scale > 1.15);
    const stands = ({ from, to }) => network.body.nodes[from] && network.body.nodes[to];
    const edges = visible.edges.filter((link) => wanted(link) && stands(link)).sort((one, two) => two.proofs.length - one.proofs.length).slice(0, named).map((link) => {
      const { x: x1, y: y1 } = network.body.nodes[link.from];
      const { x: x2, y: y2 } = network.body.nodes[link.to];
      return { x1, y1, x2, y2, text: word(link.shownName) };
    });
    const view = {
      scale, ratio, width: ctx.canvas.clientWidth, height: ctx.canvas.clientHeight,
      pixel: (x, y) => ({ x: origin.x + x * scale, y: origin.y + y * scale }),
    };
    if (cursor !== null && network.body.nodes[cursor]) ring(ctx, cursor);
    KG.labels.draw(ctx, { nodes, edges, view, colours, strong, faint: near });
    if (!document.documentElement.dataset.drawn && visible.nodes.length) {
      performance.mark("first-drawing");
      document.documentElement.dataset.drawn = String(Math.round(performance.now()));
    }
  }
  function ring(ctx, number) {
    const { x, y } = network.body.nodes[number];
    ctx.beginPath();
    ctx.arc(x, y, size[number] + 6, 0, Math.PI * 2);
    ctx.lineWidth = 3;
    ctx.strokeStyle = colours.strong;
    ctx.stroke();
  }
  /** The nodes that stay bright: the selected one and its neighbours; null when all are bright. */
  function neighbourhood({ node, link }) {
    if (link !== null) return new Set([links[link].from, links[link].to]);
    if (node === null) return null;
    const near = new Set([node]);
    for (const edge of visible.edges) {
      if (edge.from === node) near.add(edge.to);
      if (edge.to === node) near.add(edge.from);
    }
    return near;
  }

  /* ---- from one state to the next ---- */
  function apply(now, move = true) {
    const before = visible.nodeSet;
    visible = compute(now);
    if (!visible.nodes.every((number) => spots.has(number))) {
      const standing = new Map(visible.nodes.filter((number) => spots.has(number)).map((number) => [number, spots.get(number)]));
      for (const [number, spot] of KG.place.around(standing, visible.nodes)) spots.set(number, spot);
    }
    const gone = nodeSet.getIds().filter((number) => !visible.nodeSet.has(number));
    const kept = new Set(visible.edges.map((link) => link.number_));
    edgeSet.remove(edgeSet.getIds().filter((number) => !kept.has(number)));
    nodeSet.remove(gone);
    nodeSet.add(visible.nodes.filter((number) => !nodeSet.get(number)).map(nodeOf));
    edgeSet.add(visible.edges.filter((link) => !edgeSet.get(link.number_)).map(edgeOf));
    if (cursor !== null && !visible.nodeSet.has(cursor)) cursor = null;
    const key = [now.city, now.year, now.in, now.all].join("|");
    if (move && (key !== scopeKey || [...before].every((number) => !visible.nodeSet.has(number)))) fit(true);
    scopeKey = key;
  }
  let dimmed = null;
  function emphasise() {
    if (!network) return;
    const chosen = selection(state.now);
    const near = neighbourhood(chosen);
    if (near || dimmed) {
      nodeSet.update(visible.nodes.map((number) => ({ id: number, opacity: !near || near.has(number) ? 1 : 0.25 })));
      const isNear = (link) => !near || link.number_ === chosen.link || link.from === chosen.node || link.to === chosen.node;
      edgeSet.update(visible.edges.map((link) => ({ id: link.number_, color: { opacity: isNear(link) ? 1 : 0.18 }, width: near && isNear(link) ? 2 : 1 })));
    }
    dimmed = near;
    const ids = { nodes: chosen.node === null ? [] : [chosen.node], edges: chosen.link === null ? [] : [chosen.link] };
    network.setSelection(ids, { highlightEdges: false });
  }
  function follow(now, before) {
    if (!network) return;
    if (now.theme !== before.theme) repaint();
    resize();
    apply(now);
    emphasise();
    describe();
    const chosen = selection(now);
    if (now.sel !== before.sel) focus(chosen);
  }
  function focus(chosen) {
    const near = neighbourhood(chosen);
    if (near) bringIntoView([...near], chosen.link === null ? 0.6 : 1.4);
  }
  function repaint() {
    readColours();
    if (!network) return;
    network.setOptions({ groups: groups(), edges: { color: { color: colours.edge, highlight: colours.strong, hover: colours.strong } } });
    nodeSet.update(visible.nodes.map((number) => ({ id: number, group: things[number].kind })));
    network.redraw();
  }
  /** Move and zoom only as far as needed to see these nodes; the first of them matters most. */
  function bringIntoView(numbers, least = 0.6) {
    const points = numbers.map((number) => spots.get(number));
    const edges = (list) => [0, 1].flatMap((axis) => [Math.min(...list.map((at) => at[axis])), Math.max(...list.map((at) => at[axis]))]);
    const [left, right, top, bottom] = edges(points);
    const [low, high] = [network.canvasToDOM({ x: left, y: top }), network.canvasToDOM({ x: right, y: bottom })];
    const covered = coveredByPanel();
    const room = { width: holder.clientWidth - 140, height: holder.clientHeight - covered - 190 };
    const inside = low.x > 60 && low.y > 60 && high.x < holder.clientWidth - 60 && high.y < holder.clientHeight - covered - 90;
    if (inside && network.getScale() >= least) return;
    const fitting = Math.min(room.width / Math.max(1, right - left), room.height / Math.max(1, bottom - top));
    const scale = Math.max(0.6, Math.min(Math.max(network.getScale(), 0.9, least), fitting));
    const whole = fitting >= 0.6;
    const [x, y] = whole ? [(left + right) / 2, (top + bottom) / 2] : points[0];
    network.moveTo({ position: { x, y: y + covered / 2 / scale }, scale, animation: motion() });
  }
  /** Pixels of the drawing that lie below the panel, which is a sheet over it on a phone. */
  function coveredByPanel() {
    const panel = document.getElementById("panel");
    if (panel.hidden || getComputedStyle(panel).position !== "absolute") return 0;
    return Math.max(0, holder.getBoundingClientRect().bottom - panel.getBoundingClientRect().top);
  }
  /** When the panel opens or the window changes, the drawing keeps its scale. */
  function resize() {
    if (!network || (holder.clientWidth === sized.width && holder.clientHeight === sized.height)) return;
    const [scale, position] = [network.getScale(), network.getViewPosition()];
    sized = { width: holder.clientWidth, height: holder.clientHeight };
    network.setSize(`${sized.width}px`, `${sized.height}px`);
    network.moveTo({ scale, position });
  }
  const motion = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 300, easingFunction: "easeInOutQuad" });
  function fit(animated) {
    if (!network || !visible.nodes.length) return;
    const points = visible.nodes.map((number) => ({ at: spots.get(number), radius: size[number], lines: things[number].lines.length }));
    const left = Math.min(...points.map(({ at }) => at[0]));
    const right = Math.max(...points.map(({ at }) => at[0]));
    const top = Math.min(...points.map(({ at, radius }) => at[1] - radius));
    const bottom = Math.max(...points.map(({ at, radius }) => at[1] + radius));
    const margin = { side: 56, top: 54, bottom: 62 };
    const room = { width: holder.clientWidth - margin.side * 2, height: holder.clientHeight - margin.top - margin.bottom };
    const scale = Math.min(1.4, room.width / Math.max(1, right - left), room.height / Math.max(1, bottom - top));
    const position = { x: (left + right) / 2, y: (top + bottom) / 2 + (margin.bottom - margin.top) / 2 / scale };
    network.moveTo({ position, scale, animation: animated ? motion() : false });
  }

  /* ---- tools ---- */
  function describe() {
    const n = visible.nodes.length;
    const m = visible.edges.length;
    holder.setAttribute("aria-label", word("canvas", { n, m }));
    const left = KG.content.leftOut ? ` ${word("leftOut", { n: things.length, left: KG.content.leftOut })}` : "";
    status.textContent = (n ? word("shown", { n, all: things.length, m }) : word("nothing")) + left;
    const now = state.now;
    const chosen = selection(now).node;
    const tool = (name, sign, act, extra = {}) =>
      el("button", { type: "button", title: word(name), "aria-label": word(name), onclick: act, ...extra }, sign);
    const opened = chosen !== null && now.open.includes(things[chosen].id);
    fill(
      tools,
      tool("zoomIn", "+", () => zoom(1.3)), tool("zoomOut", "−", () => zoom(1 / 1.3)), tool("fit", "⤢", () => fit(true)),
      chosen === null ? null : tool(opened ? "collapse" : "expand", word(opened ? "collapse" : "expand"), () => toggleOpen(chosen), { class: "wide" }),
      tool(now.all ? "firstView" : "all", word(now.all ? "firstView" : "all"), () => state.go({ all: now.all ? "" : "1", open: [], shut: [] }), { class: "wide" }),
      tool("physics", word("physics"), togglePhysics, { class: "wide", "aria-pressed": String(physics) }),
      tool("png", "PNG", savePicture, { class: "wide" }),
      tool("asTable", word("table"), () => state.go({ view: "table" }), { class: "wide" }),
    );
  }
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor });
  function toggleOpen(number) {
    const { id } = things[number];
    const now = state.now;
    const opened = now.open.includes(id);
    const without = (list) => list.filter((other) => other !== id);
    if (opened) state.go({ open: without(now.open), shut: [...without(now.shut), id], sel: id });
    else state.go({ open: [...now.open, id], shut: without(now.shut), sel: id });
  }
  function togglePhysics() {
    physics = !physics;
    network.setOptions({ physics: { enabled: physics } });
    if (!physics) visible.nodes.forEach(keepSpot);
    describe();
  }
  function savePicture() {
    holder.querySelector("canvas").toBlob((blob) => KG.save(blob, "workreport-graph.png"), "image/png");
  }
  function onClick({ nodes, edges }) {
    holder.focus({ preventScroll: true });
    if (nodes.length) {
      cursor = nodes[0];
      state.go({ sel: things[nodes[0]].id });
    } else if (edges.length) {
      state.go({ sel: links[edges[0]].id });
    } else if (state.now.sel) {
      state.go({ sel: "" });
    }
  }
  const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (WAYS[key]) walk(WAYS[key]);
    else if (key === "Enter" && cursor !== null) state.go({ sel: things[cursor].id });
    else if ((key === "e" || key === "E") && cursor !== null) toggleOpen(cursor);
    else if (key === "+" || key === "=") zoom(1.25);
    else if (key === "-") zoom(0.8);
    else if (key === "0") fit(true);
    else if (key === "Escape" && state.now.sel) state.go({ sel: "" });
    else return;
    event.preventDefault();
  }
  /** Move the keyboard's place: to the nearest linked node in that direction, else to the nearest node there. */
  function walk([dx, dy]) {
    if (cursor === null) {
      const chosen = selection(state.now).node;
      cursor = chosen === null ? visible.nodes[0] : chosen;
      if (cursor === undefined) { cursor = null; return; }
    } else {
      const [x, y] = spots.get(cursor);
      const linked = new Set(around[cursor].map(({ other }) => other));
      let best = null;
      let least = Infinity;
      for (const number of visible.nodes) {
        if (number === cursor) continue;
        const [ox, oy] = spots.get(number);
        const along = (ox - x) * dx + (oy - y) * dy;
        const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
        if (along <= 0 || aside > along * 2) continue;
        const cost = along + aside * 2 + (linked.has(number) ? 0 : 150);
        if (cost < least) { least = cost; best = number; }
      }
      if (best === null) return;
      cursor = best;
    }
    const thing = things[cursor];
    KG.say(`${word(thing.kind)} ${thing.label}`);
    bringIntoView([cursor]);
    network.redraw();
  }

  return {
    mount, follow, compute, selection, scopeTest, repaint, toggleOpen,
    unmount() { if (network) network.destroy(); network = null; dimmed = null; hovered = null; },
    reset() { spots.clear(); startSpots.forEach((spot, number) => spots.set(number, spot)); },
    get visible() { return visible; },
    pixelOf(number) { const [x, y] = spots.get(number); return network.canvasToDOM({ x, y }); },
    get scale() { return network.getScale(); },
  };
})();
