"use strict";
/* The answers view: the named queries, what each answers in this graph, and its text to take away. */
KG.answers = (() => {
  const { el, fill, word, state } = KG;
  const list = KG.content.questions;
  const say = (both) => both[KG.language];
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
    const named = KG.byLabel.get(text);
    if (named !== undefined && named !== null) return KG.tables.nodeLink(named);
    if (/^https?:\/\//.test(text) && local === null) return el("a", { href: text, target: "_blank", rel: "noopener noreferrer" }, text);
    return local === null ? text : local;
  }
  const isNumber = (text) => /^-?\d+(\.\d+)?$/.test(text);
  function answerTable(question, answer, now) {
    const words = now.words.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const rows = answer.rows.filter((row) => words.every((one) => row.some((text) => text.toLowerCase().includes(one))));
    const columns = question.columns.map((title, place) => {
      const numbers = answer.rows.length > 0 && answer.rows.every((row) => row[place] === "" || isNumber(row[place])) && answer.rows.some((row) => row[place] !== "");
      return {
        key: `c${place}`, title: say(title), plain: place > 0, kind: numbers ? "num" : ["", "mid", "long"][answer.rows.some((row) => row[place].length > 40) ? 2 : answer.rows.some((row) => row[place].length > 7) ? 1 : 0],
        value: (row) => (numbers && row[place] !== "" ? Number(row[place]) : row[place]), show: (row) => cell(row[place]),
      };
    });
    return KG.tables.table({ caption: word("answerRows", { n: rows.length }), columns, rows, sort: now.sort, onSort: (sort) => state.go({ sort }, { small: true }) });
  }
  function mount(place) {
    const now = state.now;
    if (!list.length) return fill(place, el("div", { class: "page" }, el("h2", {}, word("answers")), el("p", { class: "note" }, word("noAnswers"))));
    const question = list.find(({ name }) => name === now.ask) || list.find(({ answers }) => answers.some(({ total }) => total)) || list[0];
    const answer = question.answers[Number(now.pick) || 0] || question.answers[0] || { values: [], rows: [], total: 0, sparql: "" };
    const copyButton = el("button", { type: "button", class: "button", onclick: () => copy(answer.sparql, copyButton) }, word("copy"));
    const parameters = question.parameters.map(([name, title]) => {
      const given = answer.values.find(([one]) => one === name);
      return el("li", {}, el("code", {}, name), ` ${say(title)}${given ? `：${given[1]}` : ""}`);
    });
    const pick = question.answers.length < 2 ? null : el("label", { class: "field" }, el("span", {}, say(question.parameters.find(([name]) => name === answer.values[0][0])[1])),
      el("select", { id: "answer-pick", onchange: (event) => state.go({ pick: event.target.value, sort: "" }) }, question.answers.map((one, rank) => {
        const names = one.values.map(([, value]) => KG.concepts.find((other) => other.code === value)?.[KG.language] || value);
        return el("option", { value: rank ? String(rank) : "", selected: one === answer }, `${names.join(" → ")}（${one.total}）`);
      })));
    fill(place, el("div", { class: "page answers" },
      el("nav", { class: "questions", "aria-label": word("question") }, el("h2", {}, word("answers")), el("ul", { class: "plain" }, list.map((one) =>
        el("li", {}, el("a", { href: state.address({ ask: one.name, sort: "", pick: "", words: "" }), "aria-current": one === question ? "true" : undefined, class: one.answers.some(({ total }) => total) ? undefined : "none" }, say(one.title), el("span", { class: "count" }, String(one.answers.reduce((sum, { total }) => sum + total, 0)))))))),
      el("section", { class: "answer", "aria-label": say(question.title) }, el("h3", {}, say(question.title)), el("p", { class: "note" }, say(question.description)),
        el("div", { class: "bar-filters" }, pick, el("label", { class: "field" }, el("span", {}, word("filterText")),
          el("input", { type: "search", id: "answer-words", value: now.words, oninput: (event) => state.go({ words: event.target.value }, { small: true }) }))),
        answer.total > answer.rows.length ? el("p", { class: "note" }, word("answerCut", { n: answer.rows.length, all: answer.total })) : null,
        answer.total ? answerTable(question, answer, now) : el("p", { class: "note" }, question.fault ? word("faultyQuery", { fault: question.fault }) : word(question.answers.length ? "noRows" : "askYourself")),
        question.fault ? null : el("details", { class: "sparql", open: !question.answers.length }, el("summary", {}, word("sparql")),
          parameters.length ? el("ul", { class: "parameters", "aria-label": word("parameters") }, parameters) : null,
          el("p", { class: "note" }, el("code", {}, `kg query DIR ${question.name}${(answer.sparql ? answer.values : question.parameters.map(([name]) => [name, "…"])).map(([name, value]) => ` --param ${name}=${value}`).join("")}`)),
          answer.sparql && copyButton, answer.sparql && el("pre", { tabindex: "0" }, el("code", {}, answer.sparql))))));
    place.querySelector(".questions [aria-current]").scrollIntoView({ block: "nearest" });
    return undefined;
  }
  return { mount };
})();
