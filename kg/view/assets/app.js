"use strict";
/* Puts the parts together: one state in, one page out. */
(() => {
  const { el, fill, word, state } = KG;
  const main = document.getElementById("main");
  const VIEWS = ["graph", "figures", "answers", "report"];
  const firstLanguage = KG.language;
  let shown = null;

  function theme(now) {
    const wanted = now.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    const changed = document.documentElement.dataset.theme !== wanted;
    document.documentElement.dataset.theme = wanted;
    return changed;
  }
  function head(now) {
    const tabs = document.getElementById("tabs");
    fill(tabs, VIEWS.map((view) => {
      const current = view === now.view || (view === "graph" && now.view === "table");
      return el("a", { href: state.address({ view, at: "", rep: "", sort: "", words: "" }), "aria-current": current ? "page" : undefined, id: `tab-${view}` }, word(view));
    }));
    const other = KG.language === "zh" ? "en" : "zh";
    const dark = document.documentElement.dataset.theme === "dark";
    fill(document.getElementById("tools"),
      el("button", { type: "button", id: "language", lang: other, "aria-label": word("languageLabel"), onclick: () => state.go({ lang: other === firstLanguage ? "" : other }) }, word("language")),
      el("button", { type: "button", id: "theme", title: word("theme"), "aria-label": word("theme"), onclick: () => state.go({ theme: dark ? "light" : "dark" }) }, dark ? "☀" : "☾"));
  }
  function view(now, before) {
    if (now.view === "graph" && shown === "graph") return KG.graph.follow(now, before);
    const scroll = now.view === shown && now.at === before.at ? main.querySelector(".page")?.scrollTop || 0 : 0;
    const held = document.activeElement && main.contains(document.activeElement) ? document.activeElement.id : "";
    const caret = held && document.activeElement.selectionStart;
    if (shown === "graph") KG.graph.unmount();
    ({ graph: KG.graph, table: KG.tables, figures: KG.figures, answers: KG.answers, report: KG.report })[now.view].mount(main);
    shown = now.view;
    const page = main.querySelector(".page");
    if (page && scroll) page.scrollTop = scroll;
    if (held) {
      const again = document.getElementById(held);
      again?.focus();
      if (typeof caret === "number" && again?.type === "search") again.setSelectionRange(caret, caret);
    }
    return undefined;
  }
  state.onChange((now, before) => {
    const language = now.lang || firstLanguage;
    const inWords = language !== KG.language;
    const inColours = theme(now);
    const held = document.activeElement?.id;
    if (inWords || shown === null) {
      KG.setLanguage(language);
      if (shown === "graph") KG.graph.unmount();
      shown = null;
      KG.filters.mount(document.getElementById("side"));
    }
    head(now);
    KG.panel.follow(now);
    view(now, before);
    if (inColours && shown === "graph") KG.graph.repaint();
    KG.filters.follow(now);
    document.body.dataset.view = now.view;
    if (held && document.activeElement === document.body) document.getElementById(held)?.focus();
    if (now.sel && now.sel !== before.sel && now.view === "graph") KG.say(document.querySelector("#panel h2")?.textContent || "");
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (theme(state.now) && shown === "graph") KG.graph.repaint(); });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName || "");
    if (event.key === "/" && !typing) {
      document.getElementById("search")?.focus();
      event.preventDefault();
    }
  });
  document.querySelector(".skip").addEventListener("click", (event) => { event.preventDefault(); main.focus(); });
  state.start();
})();
