"use strict";
/* The data of the page and the few means to show it. Text of reports goes through textContent only. */
const KG = (() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const content = read("graph-content");
  const drawn = read("graph-nodes");
  const options = read("graph-options");
  const { things, links, reports, concepts, cities } = content;
  const byId = new Map();
  const around = things.map(() => []);
  things.forEach((thing, number) => {
    thing.number_ = number;
    thing.lines = drawn[number].label.split("\n");
    byId.set(thing.id, number);
    for (const key of ["also", "reports", "cities", "years", "proofs"]) thing[key] = thing[key] || [];
  });
  links.forEach((link, number) => {
    link.number_ = number;
    link.proofs = link.proofs || [];
    link.shownName = link.name === "organization" || link.name === "initiative" ? `rel-${link.name}` : link.name;
    link.id = `${things[link.from].id} ${link.name} ${things[link.to].id}`;
    around[link.from].push({ link: number, other: link.to, out: true });
    around[link.to].push({ link: number, other: link.from, out: false });
  });
  const linkById = new Map(links.map((link) => [link.id, link.number_]));
  /** Names that stand for one node only. */
  const byLabel = new Map();
  things.forEach((thing, number) => {
    if (!thing.number) byLabel.set(thing.label, byLabel.has(thing.label) ? null : number);
  });
  const figuresOf = things.map(() => []);
  things.forEach((thing, number) => {
    if (!thing.number) return;
    for (const owner of new Set([thing.number.body, thing.number.initiative])) {
      if (owner !== undefined) figuresOf[owner].push(number);
    }
  });

  let language = document.body.dataset.lang;
  /** The word of the interface with its places filled. */
  function word(key, places = {}) {
    const text = WORDS[language][key];
    if (text === undefined) return key;
    return text.replace(/\{(\w+)\}/g, (_, name) => String(places[name]));
  }
  const has = (key) => WORDS[language][key] !== undefined;
  const setLanguage = (chosen) => {
    language = chosen;
    document.documentElement.lang = chosen === "zh" ? "zh-CN" : "en";
    document.title = word("title");
    for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
    for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", word(node.dataset.label));
  };

  /** An element with properties, attributes, listeners (on…) and children; strings become text and nothing else. */
  function el(tag, props = {}, ...children) {
    const svg = ["svg", "path", "rect", "line", "circle", "polyline", "text", "g", "title", "defs", "pattern"].includes(tag);
    const node = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [key, value] of Object.entries(props)) {
      if (value === undefined || value === null || value === false) continue;
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (key === "class") node.setAttribute("class", value);
      else if (key === "value" || key === "checked" || key === "selected" || key === "hidden") node[key] = value;
      else node.setAttribute(key, value === true ? "" : String(value));
    }
    node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
    return node;
  }
  const fill = (node, ...children) => node.replaceChildren(...children.flat(3).filter((child) => child || child === 0));

  /** Offsets count code points; JavaScript counts UTF-16 units. */
  const pointsOf = new Map();
  function slice(report, begin, end) {
    const text = reports[report].text;
    if (text === undefined) return "";
    if (!pointsOf.has(report)) pointsOf.set(report, /[\ud800-\udfff]/.test(text) ? Array.from(text) : null);
    const points = pointsOf.get(report);
    return points ? points.slice(begin, end).join("") : text.slice(begin, end);
  }
  /** The sentence of a proof in three parts: before, the span itself, after. */
  function quote([report, begin, end, from, to, anchor, sentence]) {
    if (reports[report].text !== undefined) {
      from = Math.min(from, begin);
      to = Math.max(to, end);
      return [slice(report, from, begin), slice(report, begin, end), slice(report, end, to)];
    }
    const points = Array.from(sentence);
    return [points.slice(0, begin - from).join(""), anchor, points.slice(end - from).join("")];
  }
  const reportName = (report) => report.title || (report.files || [])[0] || word("untitled");
  const conceptName = (number) => (number === undefined ? "" : concepts[number][language] || concepts[number].code);
  function conceptPath(number) {
    const names = [];
    const seen = new Set();
    for (let at = number; at !== undefined && !seen.has(at); at = concepts[at].broader) {
      seen.add(at);
      names.unshift(conceptName(at));
    }
    return names.join(" › ");
  }

  const SIGNS = { over: "≥", under: "≤", approx: "≈" };
  /** 1100000 as 110万 (zh) or 1,100,000 (en): never less than was said. */
  function amount(value) {
    if (value === undefined) return "";
    const [whole, rest] = value.split(".");
    if (language === "zh" && rest === undefined) {
      for (const [size, name] of [[8, "亿"], [4, "万"]]) {
        const digits = whole.replace("-", "").length;
        if (digits > size && /^0*$/.test(whole.slice(whole.length - size + 2))) {
          const tail = whole.slice(-size).replace(/0+$/, "");
          return whole.slice(0, -size) + (tail ? `.${tail}` : "") + name;
        }
      }
    }
    return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (rest === undefined ? "" : `.${rest}`);
  }
  const figureText = ({ value, high, unit, modifier }) =>
    `${SIGNS[modifier] || ""}${amount(value)}${high ? `–${amount(high)}` : ""}${unit || ""}`;

  const SHAPES = {
    organization: "M8 1.5a6.5 6.5 0 1 0 .01 0z", initiative: "M8 .8 15.2 8 8 15.2.8 8z", document: "M2 2h12v12H2z",
    place: "M1 2.5h14L8 15z", person: "M8 .8l2.2 4.7 5.1.6-3.8 3.5 1 5.1L8 12.2l-4.5 2.5 1-5.1L.7 6.1l5.1-.6z", figure: "M4.2 1.5h7.6L15.5 8l-3.7 6.5H4.2L.5 8z",
  };
  const badge = (kind) => el("svg", { class: `badge k-${kind}`, viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" }, el("path", { d: SHAPES[kind] }));
  const say = (text) => { document.getElementById("spoken").textContent = text; };

  /** Let the browser save text or a picture that this page made. */
  function save(blob, name) {
    const address = URL.createObjectURL(blob);
    const link = el("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 2000);
  }
  /** Rows as CSV that a spreadsheet opens as text and never runs as a formula. */
  function csv(rows) {
    const cell = (value) => {
      const text = String(value ?? "");
      const safe = /^'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/.test(text) && !/^-?\d+(\.\d+)?([Ee][-+]?\d+)?$/.test(text) ? `'${text}` : text; // kg/graph/cells.py
      return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
    };
    return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
  }

  return {
    content, drawn, options, things, links, reports, concepts, cities, byId, byLabel, linkById, around, figuresOf,
    word, has, setLanguage, get language() { return language; },
    el, fill, slice, quote, reportName, conceptName, conceptPath, amount, figureText, SIGNS, badge, say, save, csv,
    first: content.first,
    KINDS: ["organization", "initiative", "document", "place", "person", "figure"],
  };
})();
