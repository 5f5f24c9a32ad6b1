"use strict";
/* The evidence: what is known of a node or a link, each fact with its sentence, its report and the way to both. */
KG.panel = (() => {
  const { el, fill, word, things, links, state, around } = KG;
  const FEW = 6;

  /** One sentence with its span marked, the report, its date, its link, and the way into the text. */
  function proof(one) {
    const report = KG.reports[one[0]];
    const [before, span, after] = KG.quote(one);
    const facts = [KG.reportName(report), report.year, report.issued && `${word("issued")} ${report.issued}`, one[7] && word("pageNumber", { n: one[7] })].filter(Boolean).join(" · ");
    return el("figure", { class: "proof" },
      el("blockquote", {}, before.trimStart(), el("mark", {}, span), after.trimEnd()),
      el("figcaption", {}, el("span", {}, facts), " ",
        el("a", { class: "open-report", href: state.address({ view: "report", rep: report.id, at: `${one[1]},${one[2]}` }) }, word("openReport")),
        report.link ? [" · ", el("a", { href: report.link, target: "_blank", rel: "noopener noreferrer" }, word("source"))] : null));
  }
  /** A list that shows a few at first. */
  function few(items, draw, most = FEW) {
    const box = el("div", {}, items.slice(0, most).map(draw));
    if (items.length > most) {
      const more = el("button", { type: "button", class: "more" }, word("more", { n: items.length - most }));
      more.addEventListener("click", () => { box.append(...items.slice(most).map(draw)); more.remove(); });
      return [box, more];
    }
    return box;
  }
  const nodeLink = (number) => KG.tables.nodeLink(number);
  const pair = (name, value) => (value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length) ? null : [el("dt", {}, name), el("dd", {}, value)]);
  const gradeText = (grade) => (grade && KG.has(grade) ? word(grade) : grade);
  const section = (title, count, ...children) => el("section", {}, el("h3", {}, title, count === null ? null : el("span", { class: "count" }, String(count))), children);

  function figureFacts(thing) {
    const fact = thing.number;
    return el("dl", { class: "facts" },
      pair(word("value"), el("strong", { class: "big" }, KG.figureText(fact))),
      pair(word("text"), fact.text), pair(word("indicator"), thing.concept === undefined ? "" : KG.conceptPath(thing.concept)),
      pair(word("body"), fact.body === undefined ? "" : nodeLink(fact.body)), pair(word("initiative"), fact.initiative === undefined ? "" : nodeLink(fact.initiative)),
      pair(word("period"), fact.period ? `${fact.period}${fact.periodText ? `（${fact.periodText}）` : ""}` : word("noPeriod")),
      pair(word("modifier"), word(fact.modifier)), pair(word("modality"), word(fact.modality)), pair(word("unit"), fact.unit), common(thing));
  }
  const common = (thing) => [pair(word("grade"), gradeText(thing.grade)), pair(word("how"), thing.how), pair(word("rule"), thing.rule && el("code", {}, thing.rule))];
  function thingFacts(thing) {
    return el("dl", { class: "facts" },
      pair(word("also"), thing.also.join("、")), pair(word("kind"), thing.concept === undefined ? word(thing.kind) : KG.conceptPath(thing.concept)),
      pair(word("code"), thing.code), pair(word("city_"), thing.kind === "place" ? "" : thing.cities.slice(0, 4).map((city) => KG.cities[city]).join("、")), common(thing));
  }
  function figureList(number) {
    const list = KG.figuresOf[number];
    if (!list.length) return null;
    return section(word("figuresOf"), list.length, few(list, (one) => {
      const thing = things[one];
      return el("a", { class: "figure-line", href: state.address({ sel: thing.id }), title: thing.proofs.length ? KG.quote(thing.proofs[0]).join("").trim() : undefined }, el("strong", {}, KG.figureText(thing.number)), el("span", {}, thing.number.text), el("small", {}, [thing.number.period, thing.number.modality === "actual" ? "" : word(thing.number.modality)].filter(Boolean).join(" · ")));
    }, 12));
  }
  function relationList(number) {
    const list = around[number].filter(({ link }) => !links[link].shownName.startsWith("rel-"));
    if (!list.length) return null;
    return section(word("relationsOf"), list.length, few(list, ({ link, other, out }) => {
      const name = el("a", { href: state.address({ sel: links[link].id }) }, word(links[link].shownName));
      const sentence = links[link].proofs.length ? KG.quote(links[link].proofs[0])[1] : "";
      return el("div", { class: "relation-line" }, out ? [name, " → ", nodeLink(other)] : [nodeLink(other), " → ", name], sentence ? el("p", { class: "clause" }, sentence) : null);
    }, 10));
  }
  const proofs = (list, title) => (list.length ? section(title, list.length, few(list, proof)) : null);

  function follow(now) {
    const panel = document.getElementById("panel");
    const { node, link } = KG.graph.selection(now);
    const nothing = (node === null && link === null) || now.view === "report";
    panel.hidden = nothing;
    document.body.classList.toggle("with-panel", !nothing);
    if (nothing) return fill(panel);
    const close = el("button", { type: "button", class: "close", "aria-label": word("close"), title: word("close"), onclick: () => state.go({ sel: "" }) }, "×");
    const graphLink = now.view === "graph" ? null : el("a", { class: "button", href: state.address({ view: "graph" }) }, word("showInGraph"));
    if (node !== null) {
      const thing = things[node];
      fill(panel, close,
        el("p", { class: "kind-line" }, KG.badge(thing.kind), word(thing.kind)),
        el("h2", { tabindex: "-1" }, thing.number ? [thing.number.text, " ", KG.figureText(thing.number)] : thing.label), graphLink,
        thing.number ? figureFacts(thing) : thingFacts(thing),
        figureList(node), relationList(node), proofs(thing.proofs, word("mentions")));
    } else {
      const edge = links[link];
      fill(panel, close, el("p", { class: "kind-line" }, word("relation")), el("h2", { tabindex: "-1" }, word(edge.shownName)), graphLink,
        el("div", { class: "triple" }, nodeLink(edge.from), el("span", { class: "arrow" }, `— ${word(edge.shownName)} →`), nodeLink(edge.to)),
        el("dl", { class: "facts" }, pair(word("grade"), gradeText(edge.grade)), pair(word("rule"), edge.rule && el("code", {}, edge.rule))),
        edge.proofs.length ? proofs(edge.proofs, word("evidence")) : el("p", { class: "note" }, word("noProof")));
    }
    panel.scrollTop = 0;
    return undefined;
  }
  return { follow, proof };
})();
