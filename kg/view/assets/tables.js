"use strict";
/* Tables that sort by a click on their head; and the graph of a state as two of them. */
KG.tables = (() => {
  const { el, fill, word, things, state } = KG;
  const collator = new Intl.Collator("zh-CN-u-co-pinyin", { numeric: true });
  const compare = (one, two) => {
    if (typeof one === "number" || typeof two === "number") {
      const [a, b] = [one, two].map((value) => (typeof value === "number" ? value : -Infinity));
      return a - b;
    }
    return collator.compare(String(one ?? ""), String(two ?? ""));
  };
  /** A table of rows {key: value, ...}; a column is {key, title, show?, value?, kind?}. */
  function table({ caption, columns, rows, sort, onSort, limit = 400 }) {
    const [sortKey, direction] = sort ? [sort.replace(/^-/, ""), sort.startsWith("-") ? -1 : 1] : ["", 1];
    const column = columns.find(({ key }) => key === sortKey);
    const valueOf = (row, { key, value }) => (value ? value(row) : row[key]);
    const ordered = column
      ? rows.map((row, place) => [row, place]).sort(([one, p], [two, q]) => compare(valueOf(one, column), valueOf(two, column)) * direction || p - q).map(([row]) => row)
      : rows;
    const head = columns.map((one) => {
      const sorted = one.key === sortKey;
      const next = sorted && direction === 1 ? `-${one.key}` : one.key;
      const button = onSort
        ? el("button", { type: "button", class: "sort", title: word("sortBy"), onclick: () => onSort(next) }, one.title, el("span", { "aria-hidden": "true" }, sorted ? (direction === 1 ? " ▲" : " ▼") : " ↕"))
        : one.title;
      return el("th", { scope: "col", class: one.kind, "aria-sort": sorted ? (direction === 1 ? "ascending" : "descending") : onSort ? "none" : undefined }, button);
    });
    const body = el("tbody");
    const add = (from, to) => {
      for (const row of ordered.slice(from, to)) {
        body.append(el("tr", {}, columns.map((one, place) => {
          const shown = one.show ? one.show(row) : row[one.key];
          const content = shown === undefined || shown === null ? "" : shown;
          return place === 0 && !one.plain ? el("th", { scope: "row", class: one.kind }, content) : el("td", { class: one.kind }, content);
        })));
      }
    };
    add(0, limit);
    const wrap = el("div", { class: "table-wrap", tabindex: "0", role: "region", "aria-label": caption },
      el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, head)), body));
    if (ordered.length > limit) {
      const more = el("button", { type: "button", class: "more" }, word("more", { n: ordered.length - limit }));
      more.addEventListener("click", () => { add(limit, ordered.length); more.remove(); });
      wrap.append(more);
    }
    return wrap;
  }
  const nodeLink = (number, text) =>
    el("a", { class: `node-link k-${things[number].kind}`, href: state.address({ sel: things[number].id }) }, KG.badge(things[number].kind), text || things[number].label);

  /** The graph of this state as tables, for eyes and ears that prefer rows. */
  function mount(place) {
    const now = state.now;
    const visible = KG.graph.compute(now);
    const names = (list) => list.join("、");
    const nodes = visible.nodes.map((number) => ({ number, thing: things[number] }));
    const [nodeSort, edgeSort] = [(now.sort || "").split("~")[0], (now.sort || "").split("~")[1] || ""];
    fill(
      place,
      el("div", { class: "page" },
        el("div", { class: "page-head" },
          el("h2", {}, word("table")),
          el("p", { class: "note" }, word("shown", { n: nodes.length, all: things.length, m: visible.edges.length })),
          el("a", { class: "button", href: state.address({ view: "graph" }) }, word("asGraph"))),
        table({
          caption: `${word("nodesTable")} · ${word("rows", { n: nodes.length })}`,
          rows: nodes, sort: nodeSort, onSort: (key) => state.go({ sort: `${key}~${edgeSort}` }, { small: true }),
          columns: [
            { key: "name", title: word("name"), value: (row) => row.thing.label, show: (row) => nodeLink(row.number) },
            { key: "kind", title: word("kind"), value: (row) => word(row.thing.kind), show: (row) => [word(row.thing.kind), row.thing.concept === undefined ? "" : ` · ${KG.conceptName(row.thing.concept)}`] },
            { key: "city", title: word("city_"), value: (row) => names(row.thing.cities.map((city) => KG.cities[city])), show: (row) => names(row.thing.cities.slice(0, 3).map((city) => KG.cities[city])) },
            { key: "year", title: word("year_"), value: (row) => row.thing.years[0] ?? "", show: (row) => names(row.thing.years) },
            { key: "links", title: word("links"), kind: "num", value: (row) => KG.around[row.number].length, show: (row) => KG.around[row.number].length },
          ],
        }),
        table({
          caption: `${word("edgesTable")} · ${word("rows", { n: visible.edges.length })}`,
          rows: visible.edges, sort: edgeSort, onSort: (key) => state.go({ sort: `${nodeSort}~${key}` }, { small: true }),
          columns: [
            { key: "from", title: word("from"), value: (row) => things[row.from].label, show: (row) => nodeLink(row.from) },
            { key: "relation", title: word("relation"), value: (row) => word(row.shownName), show: (row) => el("a", { href: state.address({ sel: row.id }) }, word(row.shownName)) },
            { key: "to", title: word("to"), value: (row) => things[row.to].label, show: (row) => nodeLink(row.to) },
            { key: "proofs", title: word("proofs"), kind: "num", value: (row) => row.proofs.length, show: (row) => row.proofs.length },
          ],
        })),
    );
  }
  return { table, mount, nodeLink, collator };
})();
