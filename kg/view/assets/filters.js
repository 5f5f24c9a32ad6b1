"use strict";
/* The side: search, the legend with its counts (a click hides or shows), and the scope: place, year, report. */
KG.filters = (() => {
  const { el, fill, word, things, links, state } = KG;
  const KINDS = KG.KINDS;
  function tally(list, keyOf) {
    const counts = new Map();
    for (const one of list) counts.set(keyOf(one), (counts.get(keyOf(one)) || 0) + 1);
    return counts;
  }
  const flip = (list, value) => (list.includes(value) ? list.filter((other) => other !== value) : [...list, value]);

  function legend(now) {
    const read = now.rep || now.in || KG.reports[0]?.id;
    const inScope = KG.graph.scopeTest(now.view === "report" ? { in: read } : now);
    const counts = tally(things.filter(inScope), (thing) => thing.kind);
    const rows = KINDS.filter((kind) => things.some((thing) => thing.kind === kind)).map((kind) =>
      el("li", {}, el("button", {
        type: "button", class: "legend", "data-kind": kind, "aria-pressed": String(!now.hide.includes(kind)),
        onclick: () => state.go({ hide: flip(now.hide, kind) }),
      }, KG.badge(kind), el("span", { class: "legend-name" }, word(kind)), el("span", { class: "count" }, String(counts.get(kind) || 0)))));
    return el("section", { class: "of-kinds" }, el("h2", {}, word("kinds")), el("ul", { class: "plain" }, rows));
  }
  function relations(now) {
    const inScope = KG.graph.scopeTest(now);
    const counts = tally(links.filter((link) => inScope(things[link.from]) && inScope(things[link.to])), (link) => link.shownName);
    const names = [...new Set(links.map((link) => link.shownName))].sort((one, two) => (counts.get(two) || 0) - (counts.get(one) || 0) || (one < two ? -1 : 1));
    return el("section", { class: "of-links" }, el("h2", {}, word("relations")), el("ul", { class: "plain" }, names.map((name) =>
      el("li", {}, el("button", {
        type: "button", class: "legend", "data-relation": name, "aria-pressed": String(!now.rel.includes(name)),
        onclick: () => state.go({ rel: flip(now.rel, name) }),
      }, el("span", { class: `line ${name.startsWith("rel-") || name === "jurisdiction" || name === "within" ? "dashed" : ""}`, "aria-hidden": "true" }), el("span", { class: "legend-name" }, word(name)), el("span", { class: "count" }, String(counts.get(name) || 0)))))));
  }
  function choice(name, label, all, options, now) {
    if (options.length < 2) return null;
    const select = el("select", { id: `filter-${name}`, onchange: (event) => state.go({ [name]: event.target.value, all: "" }) },
      el("option", { value: "" }, all), options.map(([value, text]) => el("option", { value, selected: now[name] === value }, text)));
    return el("label", { class: "field" }, el("span", {}, label), select);
  }
  function scope(now) {
    const years = [...new Set(things.flatMap((thing) => thing.years))].sort((one, two) => two - one);
    const inReports = KG.reports.map((report) => [report.id, [report.year, KG.reportName(report)].filter(Boolean).join(" · ")]);
    const active = now.city || now.year || now.in || now.hide.length || now.rel.length || now.all || now.open.length || now.shut.length;
    return el("section", { class: "of-scope" }, el("h2", {}, word("scope")),
      choice("city", word("city"), word("anyCity"), [...KG.cities].sort(KG.tables.collator.compare).map((city) => [city, city]), now),
      choice("year", word("year"), word("anyYear"), years.map((year) => [String(year), String(year)]), now),
      choice("in", word("oneReport"), word("anyReport"), inReports, now),
      active ? el("button", { type: "button", class: "button reset", onclick: () => state.go({ city: "", year: "", in: "", hide: [], rel: [], all: "", open: [], shut: [] }) }, word("reset")) : null);
  }
  let parts = null;
  function mount(side) {
    const searchPlace = el("div");
    parts = el("div", { class: "filters" });
    const body = el("details", { class: "drawer", open: !matchMedia("(max-width: 900px)").matches }, el("summary", {}, word("menu")), parts);
    KG.search.mount(searchPlace);
    fill(side, searchPlace, body);
    follow(state.now);
  }
  function follow(now) {
    if (!parts) return;
    const held = document.activeElement && parts.contains(document.activeElement) ? document.activeElement : null;
    const key = held && (held.id ? `#${held.id}` : held.dataset.kind ? `[data-kind="${held.dataset.kind}"]` : held.dataset.relation ? `[data-relation="${held.dataset.relation}"]` : null);
    fill(parts, scope(now), legend(now), relations(now));
    if (key) parts.querySelector(key)?.focus();
  }
  return { mount, follow };
})();
