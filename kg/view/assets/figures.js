"use strict";
/* The figures view: indicators by bodies and years, every figure as a row, charts, and both tables as CSV. */
KG.figures = (() => {
  const { el, fill, word, things, state } = KG;
  const all = things.map((thing, number) => ({ thing, number, fact: thing.number })).filter(({ fact }) => fact);
  const NONE = "-";
  /** Year of the column a period goes to, and whether it is a whole year. */
  function when(period) {
    if (!period) return { year: null, whole: true };
    const end = period.split("/").pop();
    return { year: Number(end.slice(0, 4)), whole: /^\d{4}$/.test(period) };
  }
  const bodyName = ({ fact }) => (fact.body === undefined ? "" : things[fact.body].label);
  const indicatorCode = ({ thing }) => (thing.concept === undefined ? NONE : KG.concepts[thing.concept].code);
  const indicatorName = ({ thing, fact }) => (thing.concept === undefined ? fact.text : KG.conceptName(thing.concept));
  const marks = (fact) => [fact.modality === "planned" ? "◇" : fact.modality === "norm" ? "§" : "", when(fact.period).whole ? "" : "◷"].filter(Boolean).join("");
  const spoken = (fact) => [fact.modality === "actual" ? "" : word(fact.modality), fact.modifier === "exact" ? "" : word(fact.modifier), when(fact.period).whole ? "" : `${word("otherPeriod")} ${fact.period}`].filter(Boolean).join("，");

  function filtered(now) {
    const words = now.words.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const inScope = KG.graph.scopeTest(now);
    return all.filter((row) =>
      inScope(row.thing) &&
      (!now.ind || indicatorCode(row) === now.ind) &&
      (!now.who || (row.fact.body !== undefined && things[row.fact.body].id === now.who)) &&
      (!now.mod || row.fact.modality === now.mod) &&
      words.every((one) => `${bodyName(row)} ${indicatorName(row)} ${row.fact.text} ${row.fact.value} ${row.fact.unit} ${row.fact.period || ""}`.toLowerCase().includes(one)));
  }
  const cellLink = ({ thing, fact }, small) =>
    el("a", { class: `cell-figure ${fact.modality}`, href: state.address({ sel: thing.id }), title: [fact.text, spoken(fact)].filter(Boolean).join(" · ") },
      KG.figureText(fact), marks(fact) ? el("sup", {}, marks(fact)) : null, small ? el("small", {}, small) : null);

  /** Rows of the comparison: indicator, body and unit; a list of figures for each year. */
  function pivot(rows) {
    const found = new Map();
    for (const row of rows) {
      const key = JSON.stringify([indicatorCode(row), indicatorName(row), row.fact.body ?? NONE, row.fact.unit || ""]);
      if (!found.has(key)) found.set(key, { indicator: indicatorName(row), known: row.thing.concept !== undefined, body: bodyName(row), who: row.fact.body, unit: row.fact.unit || "", cells: new Map() });
      const { year } = when(row.fact.period);
      const { cells } = found.get(key);
      if (!cells.has(year)) cells.set(year, []);
      cells.get(year).push(row);
    }
    return [...found.values()].sort((one, two) => two.known - one.known || KG.tables.collator.compare(one.indicator, two.indicator) || KG.tables.collator.compare(one.body, two.body));
  }
  function comparison(rows, now) {
    const years = [...new Set(rows.map(({ fact }) => when(fact.period).year))].sort((one, two) => (one === null) - (two === null) || one - two);
    const lines = pivot(rows);
    const columns = [
      { key: "indicator", title: word("indicator"), kind: "mid" },
      { key: "body", title: word("body"), kind: "mid", show: (line) => (line.who === undefined ? "" : KG.tables.nodeLink(line.who)) },
      ...years.map((year) => ({
        key: `y${year}`, title: year === null ? word("undated") : String(year), kind: "num",
        value: (line) => (line.cells.has(year) ? Number(line.cells.get(year)[0].fact.value) : undefined),
        show: (line) => (line.cells.get(year) || []).map((row) => el("div", {}, cellLink(row, when(row.fact.period).whole ? "" : row.fact.period))),
      })),
    ];
    const out = [[word("indicator"), word("body"), word("unit"), ...columns.slice(2).map(({ title }) => title)],
      ...lines.map((line) => [line.indicator, line.body, line.unit, ...years.map((year) => (line.cells.get(year) || []).map(({ fact }) => `${KG.SIGNS[fact.modifier] || ""}${fact.value}${fact.high ? `–${fact.high}` : ""}${marks(fact)}`).join(" / "))])];
    return { out, name: "comparison.csv", node: KG.tables.table({ caption: `${word("comparison")} · ${word("rows", { n: lines.length })}`, columns, rows: lines, sort: now.sort, onSort: (sort) => state.go({ sort }, { small: true }) }) };
  }
  function listing(rows, now) {
    const columns = [
      { key: "text", title: word("text"), kind: "long", value: (row) => row.fact.text },
      { key: "value", title: word("value"), kind: "num", value: (row) => Number(row.fact.value), show: (row) => cellLink(row) },
      { key: "indicator", title: word("indicator"), kind: "mid", value: (row) => (row.thing.concept === undefined ? "" : indicatorName(row)), show: (row) => (row.thing.concept === undefined ? "" : indicatorName(row)) },
      { key: "body", title: word("body"), kind: "mid", value: bodyName, show: (row) => (row.fact.body === undefined ? "" : KG.tables.nodeLink(row.fact.body)) },
      { key: "period", title: word("period"), value: (row) => row.fact.period || "", show: (row) => row.fact.period || "" },
      { key: "modality", title: word("modality"), value: (row) => word(row.fact.modality), show: (row) => word(row.fact.modality) },
      { key: "report", title: word("oneReport"), value: (row) => row.thing.reports.map((one) => KG.reportName(KG.reports[one])).join("、"), show: (row) => row.thing.reports.slice(0, 2).map((one) => el("a", { class: "report-link", href: state.address({ view: "report", rep: KG.reports[one].id, at: row.thing.proofs.length ? `${row.thing.proofs[0][1]},${row.thing.proofs[0][2]}` : "" }) }, KG.reportName(KG.reports[one]))) },
    ];
    columns[0].show = (row) => row.fact.text;
    const out = [["text", "value", "high", "unit", "modifier", "modality", "indicator", "body", "period", "report", "source", "sentence"],
      ...rows.map(({ thing, fact }) => [fact.text, fact.value, fact.high, fact.unit, fact.modifier, fact.modality, thing.concept === undefined ? "" : KG.concepts[thing.concept].code, fact.body === undefined ? "" : things[fact.body].label, fact.period,
        thing.reports.map((one) => KG.reports[one].id).join(" "), thing.reports.map((one) => KG.reports[one].link).filter(Boolean).join(" "), thing.proofs.length ? KG.quote(thing.proofs[0]).join("") : ""])];
    return { out, name: "figures.csv", node: KG.tables.table({ caption: `${word("list")} · ${word("rows", { n: rows.length })}`, columns, rows, sort: now.sort, onSort: (sort) => state.go({ sort }, { small: true }) }) };
  }
  /** Whether all count the same thing in words: some two characters stand in each of their texts. */
  function alike(rows) {
    const [first, ...others] = rows.map(({ fact }) => fact.text);
    return [...first].some((_, place) => place + 2 <= first.length && others.every((text) => text.includes(first.slice(place, place + 2))));
  }
  /** Without a chosen indicator: small bars of those that most bodies share in one year. */
  function overview(rows) {
    const found = new Map();
    for (const row of rows) {
      const { year, whole } = when(row.fact.period);
      if (row.thing.concept === undefined || row.fact.body === undefined || year === null || !whole || row.fact.modality !== "actual") continue;
      const key = JSON.stringify([indicatorCode(row), year, row.fact.unit]);
      if (!found.has(key)) found.set(key, new Map());
      const bodies = found.get(key);
      if (!bodies.has(row.fact.body) || Number(bodies.get(row.fact.body).fact.value) < Number(row.fact.value)) bodies.set(row.fact.body, row);
    }
    const shared = [...found].filter(([, bodies]) => bodies.size > 1).sort((one, two) => two[1].size - one[1].size || (one[0] < two[0] ? -1 : 1));
    const taken = new Set();
    const boxes = [];
    for (const [key, bodies] of shared) {
      const [code, year, unit] = JSON.parse(key);
      if (taken.has(code) || boxes.length === 3 || !alike([...bodies.values()])) continue;
      taken.add(code);
      const points = [...bodies].map(([body, { fact }]) => ({ name: things[body].label, number: fact })).sort((one, two) => Number(two.number.value) - Number(one.number.value)).slice(0, 8);
      const name = indicatorName([...bodies.values()][0]);
      boxes.push(KG.charts.figure(el("a", { href: state.address({ ind: code, sort: "" }) }, `${name} · ${year}（${unit}）`), KG.charts.bars(points, `${name} ${year}`, 330)));
    }
    return boxes.length ? [el("p", { class: "note" }, word("someCharts")), el("div", { class: "charts" }, boxes)] : null;
  }
  function chartsOf(rows, now) {
    if (!now.ind) return overview(rows);
    if (now.ind === NONE || !rows.length) return el("p", { class: "note" }, word("noChart"));
    const units = new Map();
    rows.forEach(({ fact }) => units.set(fact.unit, (units.get(fact.unit) || 0) + 1));
    const unit = [...units].sort((one, two) => two[1] - one[1] || (one[0] < two[0] ? -1 : 1))[0][0];
    const usable = rows.filter((row) => row.fact.unit === unit && row.fact.body !== undefined && row.fact.period && when(row.fact.period).whole);
    const series = new Map();
    for (const row of usable) {
      if (!series.has(row.fact.body)) series.set(row.fact.body, new Map());
      const years = series.get(row.fact.body);
      const { year } = when(row.fact.period);
      if (!years.has(year) || Number(row.fact.value) > Number(years.get(year).value)) years.set(year, row.fact);
    }
    if (!series.size) return el("p", { class: "note" }, word("noChart"));
    const count = new Map();
    series.forEach((years) => years.forEach((_, year) => count.set(year, (count.get(year) || 0) + 1)));
    const year = [...count].sort((one, two) => two[1] - one[1] || two[0] - one[0])[0][0];
    const points = [...series].filter(([, years]) => years.has(year)).map(([body, years]) => ({ name: things[body].label, number: years.get(year) }))
      .sort((one, two) => Number(two.number.value) - Number(one.number.value)).slice(0, 20);
    const name = indicatorName(rows[0]);
    const boxes = [KG.charts.figure(`${name} · ${year} · ${word("bar")}（${unit}）`, KG.charts.bars(points, `${name} ${year}`), points.some(({ number }) => number.modifier !== "exact" || number.modality !== "actual") ? word("notExact") : "")];
    const trends = [...series].filter(([, years]) => years.size > 1).slice(0, 5).map(([body, years]) => ({ name: things[body].label, points: [...years].map(([one, number]) => ({ year: one, number })).sort((one, two) => one.year - two.year) }));
    if (trends.length) {
      const span = [...new Set(trends.flatMap((one) => one.points.map((point) => point.year)))].sort((one, two) => one - two);
      boxes.push(KG.charts.figure(`${name} · ${word("trend")}（${unit}）`, KG.charts.lines(trends, span, `${name} ${word("trend")}`)));
    }
    return el("div", { class: "charts" }, boxes);
  }
  function pick(id, label, none, options, chosen, key) {
    return el("label", { class: "field" }, el("span", {}, label), el("select", { id, onchange: (event) => state.go({ [key]: event.target.value, sort: "" }) },
      el("option", { value: "" }, none), options.map(([value, text]) => el("option", { value, selected: value === chosen }, text))));
  }
  function mount(place) {
    const now = state.now;
    const rows = filtered(now);
    const counted = new Map();
    all.forEach((row) => { const code = indicatorCode(row); counted.set(code, [code === NONE ? word("unclassified") : indicatorName(row), (counted.get(code)?.[1] || 0) + 1]); });
    const indicators = [...counted].sort((one, two) => (one[0] === NONE) - (two[0] === NONE) || two[1][1] - one[1][1] || (one[0] < two[0] ? -1 : 1)).map(([code, [name, count]]) => [code, `${name}（${count}）`]);
    const bodies = [...new Set(all.map(({ fact }) => fact.body).filter((body) => body !== undefined))].map((body) => [things[body].id, things[body].label]).sort((one, two) => KG.tables.collator.compare(one[1], two[1]));
    const mode = now.mode === "list" ? "list" : "comparison";
    const made = mode === "list" ? listing(rows, now) : comparison(rows, now);
    const words = el("input", { type: "search", id: "figure-words", value: now.words, oninput: (event) => { state.go({ words: event.target.value }, { small: true }); } });
    fill(place, el("div", { class: "page figures" },
      el("div", { class: "page-head" }, el("h2", {}, word("figures")),
        el("div", { class: "switch", role: "group", "aria-label": word("figures") }, ["comparison", "list"].map((one) => el("button", { type: "button", "aria-pressed": String(one === mode), onclick: () => state.go({ mode: one === "list" ? "list" : "", sort: "" }) }, word(one)))),
        el("button", { type: "button", class: "button", id: "csv", onclick: () => KG.save(new Blob([KG.csv(made.out)], { type: "text/csv;charset=utf-8" }), made.name) }, word("download"))),
      el("div", { class: "bar-filters" },
        pick("figure-indicator", word("indicator"), word("allIndicators"), indicators, now.ind, "ind"),
        pick("figure-body", word("body"), word("allBodies"), bodies, now.who, "who"),
        pick("figure-modality", word("modality"), word("allModality"), ["actual", "planned", "norm"].map((one) => [one, word(one)]), now.mod, "mod"),
        el("label", { class: "field" }, el("span", {}, word("filterText")), words)),
      chartsOf(rows, now), el("p", { class: "note marks" }, word("legendMarks")), made.node));
  }
  return { mount, filtered };
})();
