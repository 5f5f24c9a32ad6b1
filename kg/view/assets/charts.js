"use strict";
/* Two small charts in plain SVG: bodies beside each other in one year, and bodies over the years. */
KG.charts = (() => {
  const { el, word } = KG;
  const DASHES = ["", "6 3", "2 3", "8 3 2 3", "1 4"];
  const isExact = ({ modifier, modality }) => modifier === "exact" && modality === "actual";
  const short = (text, most) => (Array.from(text).length > most ? `${Array.from(text).slice(0, most - 1).join("")}…` : text);
  const top = (values) => Math.max(...values, 0) || 1;
  const hatch = (id) => el("defs", {}, el("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    el("rect", { width: 6, height: 6, class: "hatch-ground" }), el("line", { x1: 0, y1: 0, x2: 0, y2: 6, class: "hatch-line" })));

  const wide = () => (innerWidth < 700 ? 330 : 520);
  let drawn = 0;
  /** Bars: points are {name, number} with the fact of a figure. */
  function bars(points, title, room = wide()) {
    drawn += 1;
    const row = 26;
    const height = points.length * row + 8;
    const left = room < 400 ? 116 : 172;
    const highest = top(points.map(({ number }) => Number(number.value)));
    const parts = points.map(({ name, number }, rank) => {
      const y = rank * row + 4;
      const width = Math.max(1, (Math.max(0, Number(number.value)) / highest) * (room - left - 84));
      return el("g", {}, el("title", {}, `${name} ${KG.figureText(number)}`),
        el("text", { x: left - 8, y: y + 14, "text-anchor": "end", class: "axis" }, short(name, room < 400 ? 9 : 13)),
        el("rect", { x: left, y: y + 2, width, height: row - 9, rx: 2, class: "bar", fill: isExact(number) ? undefined : `url(#hatch-${drawn})` }),
        el("text", { x: left + width + 6, y: y + 14, class: "value" }, `${KG.figureText(number)}${number.modality === "planned" ? " ◇" : ""}`));
    });
    return el("svg", { viewBox: `0 0 ${room} ${height}`, class: "chart", width: room, role: "img", "aria-label": title }, hatch(`hatch-${drawn}`), parts);
  }
  /** Lines: series are {name, points: [{year, number}]}; lines differ by dash and mark, not by colour alone. */
  function lines(series, years, title, room = wide()) {
    const height = 210;
    const highest = top(series.flatMap(({ points }) => points.map(({ number }) => Number(number.value))));
    const [left, right, low, high] = [14, room - (room < 400 ? 110 : 150), height - 28, 22];
    const x = (year) => (years.length > 1 ? left + ((year - years[0]) / (years[years.length - 1] - years[0])) * (right - left) : (left + right) / 2);
    const y = ({ value }) => low - (Math.max(0, Number(value)) / highest) * (low - high);
    const ends = series.map(({ points }, rank) => ({ rank, y: y(points[points.length - 1].number) })).sort((one, two) => one.y - two.y);
    ends.forEach((end, place) => { if (place && end.y < ends[place - 1].y + 14) end.y = ends[place - 1].y + 14; });
    const parts = series.map(({ name, points }, rank) => el("g", { class: `series s${rank % 5}` },
      el("polyline", { points: points.map(({ year, number }) => `${x(year)},${y(number)}`).join(" "), "stroke-dasharray": DASHES[rank % 5], class: "trend" }),
      points.map(({ year, number }) => el("g", {}, el("title", {}, `${name} ${year} ${KG.figureText(number)}`), el("circle", { cx: x(year), cy: y(number), r: 4, class: isExact(number) ? "dot" : "dot open" }), el("text", { x: x(year), y: y(number) - 8, "text-anchor": year === years[0] ? "start" : "middle", class: "value" }, KG.figureText(number)))),
      el("text", { x: right + 12, y: ends.find((end) => end.rank === rank).y + 4, class: "axis" }, short(name, room < 400 ? 8 : 11))));
    return el("svg", { viewBox: `0 0 ${room} ${height}`, class: "chart", width: room, role: "img", "aria-label": title },
      el("line", { x1: left, y1: low, x2: right, y2: low, class: "ground" }), years.map((year) => el("text", { x: x(year), y: height - 10, "text-anchor": "middle", class: "axis" }, String(year))), parts);
  }
  const figure = (title, drawing, note) => el("figure", { class: "chart-box" }, el("figcaption", {}, title), drawing, note ? el("p", { class: "note" }, note) : null);
  return { bars, lines, figure, word };
})();
