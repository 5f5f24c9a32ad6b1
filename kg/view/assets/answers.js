"use strict";
/* The answers view: the named queries, what each answers in this graph, and its text to take away. */
KG.answers = (() => {
  const { el, fill, word, state } = KG;
  const list = KG.content.answers;
  const titleOf = (answer) => answer.title[KG.language] || answer.name;
  async function copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = el("textarea", { value: text, class: "away" });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = word("copied");
    KG.say(word("copied"));
  }
  /** A cell: a node of the page becomes a link to it, an address of the web a link to it, all else is text. */
  function cell(text) {
    const local = text.startsWith(KG.content.base) ? text.slice(KG.content.base.length) : null;
    if (local !== null && KG.byId.has(local)) return KG.tables.nodeLink(KG.byId.get(local));
    if (/^https?:\/\//.test(text) && local === null) return el("a", { href: text, target: "_blank", rel: "noopener noreferrer" }, text);
    return local === null ? text : local;
  }
  function mount(place) {
    const now = state.now;
    if (!list.length) return fill(place, el("div", { class: "page" }, el("h2", {}, word("answers")), el("p", { class: "note" }, word("noAnswers"))));
    const answer = list.find(({ name }) => name === now.ask) || list[0];
    const rows = answer.rows.map((row) => Object.fromEntries(row.map((value, place_) => [`c${place_}`, value])));
    const columns = answer.columns.map((title, place_) => {
      const numbers = rows.length > 0 && rows.every((row) => row[`c${place_}`] === "" || /^-?\d+(\.\d+)?$/.test(row[`c${place_}`]));
      return { key: `c${place_}`, title, plain: place_ > 0, kind: numbers ? "num" : undefined, value: (row) => (numbers && row[`c${place_}`] !== "" ? Number(row[`c${place_}`]) : row[`c${place_}`]), show: (row) => cell(row[`c${place_}`]) };
    });
    const copyButton = el("button", { type: "button", class: "button", onclick: () => copy(answer.sparql, copyButton) }, word("copy"));
    fill(place, el("div", { class: "page answers" },
      el("nav", { class: "questions", "aria-label": word("question") }, el("h2", {}, word("answers")), el("ul", { class: "plain" }, list.map((one) =>
        el("li", {}, el("a", { href: state.address({ ask: one.name, sort: "" }), "aria-current": one === answer ? "true" : undefined }, titleOf(one), el("span", { class: "count" }, String(one.total))))))),
      el("section", { class: "answer", "aria-label": titleOf(answer) }, el("h3", {}, titleOf(answer)),
        answer.total > rows.length ? el("p", { class: "note" }, word("answerCut", { n: rows.length, all: answer.total })) : null,
        rows.length ? KG.tables.table({ caption: word("answerRows", { n: rows.length }), columns, rows, sort: now.sort, onSort: (sort) => state.go({ sort }, { small: true }) }) : el("p", { class: "note" }, word("noRows")),
        el("details", { class: "sparql" }, el("summary", {}, word("sparql")), copyButton, el("pre", { tabindex: "0" }, el("code", {}, answer.sparql))))));
    return undefined;
  }
  return { mount };
})();
