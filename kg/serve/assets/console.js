"use strict";
/* The query console: the named queries and an editor over this service's own SPARQL endpoint. Text from the graph is
   only ever put in as text. The address (#name or #query=…) holds what is asked, so that it can be passed on. */
(() => {
  const SAYS = {
    zh: {
      title: "图谱查询", page: "图谱网页", reports: "报告", find: "查找命名查询", run: "运行（Ctrl+Enter）", stop: "停止", format: "下载格式",
      save: "下载", rows: (n, ms) => `${n} 行，${ms} 毫秒`, triples: (ms) => `三元组，${ms} 毫秒`, truth: (ms) => `是否，${ms} 毫秒`,
      running: "运行中…", stopped: "已停止", failed: "没有回答", more: (n) => `再显示 ${n} 行`, yes: "是", no: "否", empty: "没有结果",
      editor: "SPARQL 查询", other: "English", language: "en", lost: "服务没有应答",
    },
    en: {
      title: "Ask the graph", page: "The page", reports: "Reports", find: "Find a named query", run: "Run (Ctrl+Enter)", stop: "Stop", format: "Format",
      save: "Download", rows: (n, ms) => `${n} rows, ${ms} ms`, triples: (ms) => `triples, ${ms} ms`, truth: (ms) => `yes or no, ${ms} ms`,
      running: "running…", stopped: "stopped", failed: "no answer", more: (n) => `show ${n} more rows`, yes: "yes", no: "no", empty: "no rows",
      editor: "SPARQL query", other: "中文", language: "zh", lost: "the service does not answer",
    },
  };
  const FIRST = "# wr: org: skos: …\nSELECT ?name ?what ?value ?unit ?period {\n  ?figure wr:organization ?body ; wr:indicatorText ?what ; wr:value ?value ; wr:unit ?unit .\n" +
    "  ?body skos:prefLabel ?name\n  OPTIONAL { ?figure wr:period ?period }\n}\nORDER BY ?name ?what LIMIT 50\n";
  const STEP = 500;
  const at = (id) => document.getElementById(id);
  const state = { language: (navigator.language || "zh").startsWith("zh") ? "zh" : "en", queries: [], chosen: null, written: "", base: "", running: null };
  let editor = null;
  const say = (key, ...values) => (typeof SAYS[state.language][key] === "function" ? SAYS[state.language][key](...values) : SAYS[state.language][key]);

  function make(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  // --- what can be asked

  function showQueries() {
    const words = at("find").value.trim().toLowerCase();
    const fits = (one) => !words || [one.name, one.title.zh, one.title.en].some((text) => text.toLowerCase().includes(words));
    at("queries").replaceChildren(...state.queries.filter(fits).map((one) => {
      const button = make("button", { type: "button", onclick: () => go(one.name) }, one.title[state.language], make("small", {}, one.name));
      if (state.chosen === one) button.setAttribute("aria-current", "true");
      return make("li", {}, button);
    }));
  }
  async function showChosen() {
    const one = state.chosen;
    for (const id of ["name", "about", "parameters"]) at(id).hidden = !one;
    showQueries();
    if (!one) return;
    at("name").textContent = one.title[state.language];
    at("about").textContent = one.description[state.language];
    at("parameters").replaceChildren(...one.parameters.map((parameter) => {
      const input = make("input", { name: parameter.name, placeholder: parameter.default || "", required: parameter.default === null });
      return make("label", {}, `${parameter[state.language]}${parameter.default === null ? " *" : ""}`, input);
    }));
    at("parameters").hidden = !one.parameters.length;
    await write();
  }
  const given = () => new URLSearchParams([...new FormData(at("parameters"))].filter(([, value]) => value !== ""));
  /** Put the text of the chosen query into the editor, its parameters filled in as far as they are given. */
  async function write() {
    const one = state.chosen;
    const said = given();
    const whole = one.parameters.every((parameter) => parameter.default !== null || said.has(parameter.name));
    const reply = whole && (await fetch(`/api/queries/${encodeURIComponent(one.name)}/sparql?${said}`));
    state.written = reply && reply.ok ? await reply.text() : one.sparql;
    if (state.chosen === one) editor.put(state.written);
  }
  const go = (name) => { location.hash = encodeURIComponent(name); };
  async function follow() {
    const wanted = decodeURIComponent(location.hash.slice(1));
    state.chosen = state.queries.find((one) => one.name === wanted) || null;
    if (!state.chosen) editor.put(wanted.startsWith("query=") ? wanted.slice(6) : FIRST);
    await showChosen();
    if (state.chosen && !state.chosen.parameters.some((one) => one.default === null)) run();
  }

  // --- asking

  /** The request: a named query as long as its text is untouched, else the text of the editor. */
  function request(format) {
    const text = editor.text();
    if (state.chosen && text === state.written) {
      const said = given();
      if (format) said.set("format", format);
      return [`/api/queries/${encodeURIComponent(state.chosen.name)}?${said}`, {}];
    }
    const url = "/sparql" + (format ? `?format=${format}` : "");
    return [url, { method: "POST", headers: { "Content-Type": "application/sparql-query" }, body: text }];
  }
  async function ask(format) {
    if (state.running) state.running.abort();
    const running = (state.running = new AbortController());
    at("run").textContent = say("stop");
    at("state").textContent = say("running");
    const began = performance.now();
    try {
      const [url, options] = request(format);
      const accept = "application/sparql-results+json, text/turtle;q=0.9";
      const reply = await fetch(url, { ...options, headers: { Accept: accept, ...options.headers }, signal: running.signal });
      const body = format && reply.ok ? await reply.blob() : await reply.text();
      return { reply, body, ms: Math.round(performance.now() - began) };
    } catch (error) {
      at("state").textContent = error.name === "AbortError" ? say("stopped") : say("lost");
      return null;
    } finally {
      if (state.running === running) {
        state.running = null;
        at("run").textContent = say("run");
      }
    }
  }
  async function run() {
    if (!at("parameters").hidden && !at("parameters").reportValidity()) return;
    const found = await ask("");
    if (found) show(found);
  }
  async function save() {
    const format = at("format").value || "csv";
    const found = await ask(format);
    if (!found) return;
    if (!found.reply.ok) return show(found);
    const link = make("a", { href: URL.createObjectURL(found.body), download: `${state.chosen ? state.chosen.name : "answer"}.${format}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    at("state").textContent = "";
  }

  // --- answers

  function show({ reply, body, ms }) {
    const kind = (reply.headers.get("Content-Type") || "").split(";")[0];
    if (!reply.ok) return showProblem(JSON.parse(body));
    if (kind === "text/turtle") {
      at("state").textContent = say("triples", ms);
      return at("answer").replaceChildren(make("pre", {}, body));
    }
    const found = JSON.parse(body);
    if ("boolean" in found) {
      at("state").textContent = say("truth", ms);
      return at("answer").replaceChildren(make("p", { className: "verdict" }, say(found.boolean ? "yes" : "no")));
    }
    at("state").textContent = say("rows", found.results.bindings.length, ms);
    return showRows(found.head.vars, found.results.bindings);
  }
  function showRows(names, rows) {
    const columns = new Map((state.chosen ? state.chosen.columns : []).map((one) => [one.name, one[state.language]]));
    const head = make("tr", {}, ...names.map((name) => make("th", { scope: "col", title: name }, columns.get(name) || name)));
    const body = make("tbody");
    at("answer").replaceChildren(make("table", {}, make("thead", {}, head), body));
    if (!rows.length) at("answer").append(make("p", { className: "verdict" }, say("empty")));
    let shown = 0;
    const more = make("button", { type: "button", onclick: add });
    function add() {
      body.append(...rows.slice(shown, shown + STEP).map((row) => make("tr", {}, ...names.map((name) => cell(row[name])))));
      shown += STEP;
      more.remove();
      if (shown < rows.length) {
        more.textContent = say("more", Math.min(STEP, rows.length - shown));
        at("answer").append(more);
      }
    }
    add();
  }
  function cell(term) {
    if (!term) return make("td");
    if (term.type === "uri") return make("td", {}, link(term.value));
    const number = /#(integer|decimal|double)$/.test(term.datatype || "");
    return make("td", { className: number ? "number" : "" }, term.value);
  }
  /** An IRI; what the graph describes leads to its description here. */
  function link(iri) {
    if (state.base && iri.startsWith(state.base)) {
      const name = iri.slice(state.base.length);
      return make("a", { href: `/id/${encodeURIComponent(name.split("#")[0])}` }, name);
    }
    return document.createTextNode(iri);
  }
  function showProblem(problem) {
    at("state").textContent = say("failed");
    at("answer").replaceChildren(make("div", { className: "problem" },
      make("strong", {}, problem.title || ""), make("code", {}, problem.detail || ""), make("p", {}, problem.remedy || "")));
  }

  // --- words

  function speak() {
    document.documentElement.lang = state.language;
    document.title = say("title");
    for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say);
    at("find").placeholder = say("find");
    at("run").textContent = say(state.running ? "stop" : "run");
    at("language").textContent = say("other");
    at("language").lang = say("language");
    if (editor) showChosen();
  }
  async function begin() {
    speak();
    const [queries, status, terms] = await Promise.all([fetch("/api/queries"), fetch("/api/status"), fetch(`/sparql?${new URLSearchParams({ query: TERMS, format: "json" })}`)]);
    state.queries = await queries.json();
    state.base = (await status.json()).base;
    const words = terms.ok ? (await terms.json()).results.bindings.map((row) => [short(row.x.value), row.label ? row.label.value : ""]) : [];
    editor = Editor.open(at("editor"), { text: FIRST, label: say("editor"), run, terms: words.filter(([name]) => name) });
    at("run").onclick = () => (state.running ? state.running.abort() : run());
    at("save").onclick = save;
    at("find").oninput = showQueries;
    at("parameters").onchange = write;
    at("parameters").onsubmit = (event) => event.preventDefault();
    // Without a button of its own a form of several fields is not sent by Enter.
    at("parameters").onkeydown = async (event) => { if (event.key === "Enter") { await write(); run(); } };
    at("language").onclick = () => { state.language = say("language"); speak(); };
    window.addEventListener("hashchange", follow);
    await follow();
    document.body.dataset.ready = "yes";
  }
  const TERMS = "SELECT DISTINCT ?x (SAMPLE(?name) AS ?label) { { ?s ?x ?o } UNION { ?s a ?x } UNION { ?x a skos:Concept OPTIONAL { ?x skos:prefLabel ?name } } } GROUP BY ?x";
  const PREFIXES = [
    ["https://w3id.org/workreport/ontology#", "wr"], ["https://w3id.org/workreport/indicator/", "wri"], ["http://www.w3.org/ns/org#", "org"],
    ["http://www.w3.org/2004/02/skos/core#", "skos"], ["http://purl.org/dc/terms/", "dcterms"], ["http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"],
    ["http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#", "nif"], ["http://xmlns.com/foaf/0.1/", "foaf"],
    ["https://w3id.org/workreport/organization-kind/", "wrok"], ["https://w3id.org/workreport/initiative-kind/", "wrik"],
  ];
  function short(iri) {
    const found = PREFIXES.find(([start]) => iri.startsWith(start));
    return found ? `${found[1]}:${iri.slice(found[0].length)}` : "";
  }
  begin();
})();
