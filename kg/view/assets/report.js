"use strict";
/* The report view: the whole text, every mention and figure marked by its kind and linked into the graph. */
KG.report = (() => {
  const { el, fill, word, things, state } = KG;

  /** What lies on top where marks meet: facts, then what was left aside, then the bare aim of a link. */
  const RANK = ({ kind }) => ["skipped", "cut"].indexOf(kind);

  function marksOf(report) {
    const marks = [];
    things.forEach((thing, number) => {
      if (state.now.hide.includes(thing.kind)) return;
      for (const [where, begin, end] of thing.proofs) if (where === report) marks.push({ begin, end, number, kind: thing.kind });
    });
    for (const [begin, end, kind, reason, detail] of KG.reports[report].skipped || []) marks.push({ begin, end, kind: "skipped", what: kind, reason, detail });
    return marks;
  }
  /** Cut the text where marks begin and end; each piece knows the shortest mark over it. */
  function pieces(length, marks) {
    const cuts = new Set([0, length]);
    for (const { begin, end } of marks) cuts.add(Math.min(begin, length)).add(Math.min(end, length));
    const edges = [...cuts].sort((one, two) => one - two);
    const ordered = [...marks].sort((one, two) => one.begin - two.begin || two.end - one.end);
    const found = [];
    let waiting = 0;
    let live = [];
    for (let place = 0; place + 1 < edges.length; place += 1) {
      const [begin, end] = [edges[place], edges[place + 1]];
      while (waiting < ordered.length && ordered[waiting].begin <= begin) live.push(ordered[waiting++]);
      live = live.filter((mark) => mark.end > begin);
      const over = [...live].sort((one, two) => RANK(one) - RANK(two) || one.end - one.begin - (two.end - two.begin));
      found.push({ begin, end, mark: over[0] || null });
    }
    return found;
  }
  const reasonText = ({ reason, detail }) => [KG.has(`reason-${reason}`) ? word(`reason-${reason}`) : reason, detail].filter(Boolean).join("：");
  function textOf(report, target) {
    const { length } = Array.from(KG.reports[report].text);
    const marks = marksOf(report);
    const box = el("article", { class: "text", lang: "zh-CN" });
    let paragraph = el("p");
    let first = null;
    const flush = () => {
      if (paragraph.childNodes.length) box.append(paragraph);
      paragraph = el("p");
    };
    const cut = target ? [...marks, { begin: target[0], end: target[1], kind: "cut" }] : marks;
    for (const { begin, end, mark } of pieces(length, cut)) {
      const aimed = target && begin >= target[0] && end <= target[1];
      KG.slice(report, begin, end).split(/\r\n|\r|\n/).forEach((text, row) => {
        if (row) flush();
        if (!text) return;
        let node;
        if (!mark || mark.kind === "cut") node = aimed ? el("span", {}, text) : document.createTextNode(text);
        else if (mark.kind === "skipped") node = el("span", { class: "m m-skipped", title: `${word("skippedMark")}：${reasonText(mark)}` }, text);
        else node = el("a", { class: `m m-${mark.kind}`, href: state.address({ view: "graph", sel: things[mark.number].id, at: "", rep: "" }), title: `${word(things[mark.number].kind)}：${things[mark.number].label}` }, text);
        if (aimed) {
          node.classList.add("target");
          first = first || node;
        }
        paragraph.append(node);
      });
    }
    flush();
    return { box, first, marks };
  }
  function mount(place) {
    const now = state.now;
    const number = Math.max(0, KG.reports.findIndex(({ id }) => id === (now.rep || now.in)));
    const report = KG.reports[number];
    if (!report) return fill(place, el("div", { class: "page" }, el("p", { class: "note" }, word("noReport"))));
    const select = el("select", { id: "report-choice", onchange: (event) => state.go({ rep: event.target.value, at: "" }) },
      KG.reports.map((one, rank) => el("option", { value: one.id, selected: rank === number }, [one.year, KG.reportName(one)].filter(Boolean).join(" · "))));
    const target = /^\d+,\d+$/.test(now.at) ? now.at.split(",").map(Number) : null;
    const shown = report.text === undefined ? null : textOf(number, target);
    const counts = shown ? KG.KINDS.map((kind) => [kind, shown.marks.filter((mark) => mark.kind === kind).length]).filter(([, count]) => count) : [];
    const skipped = shown ? shown.marks.filter(({ kind }) => kind === "skipped").length : 0;
    fill(place, el("div", { class: "page report" },
      el("div", { class: "page-head" }, el("h2", {}, KG.reportName(report)), el("label", { class: "field inline" }, el("span", {}, word("chooseReport")), select)),
      el("p", { class: "note" }, [
        report.about === undefined ? null : [`${word("about")} `, KG.tables.nodeLink(report.about), "　"],
        [report.year, report.issued && `${word("issued")} ${report.issued}`, (report.files || []).join("、"), report.text === undefined ? "" : `${Array.from(report.text).length} ${word("characters")}`].filter(Boolean).join(" · "),
        report.versionOf === undefined ? null : [" · ", word("versionOf"), " ", el("a", { href: state.address({ rep: KG.reports[report.versionOf].id, at: "" }) }, KG.reportName(KG.reports[report.versionOf]))],
        report.link ? [" · ", el("a", { href: report.link, target: "_blank", rel: "noopener noreferrer" }, word("source"))] : null]),
      shown ? el("ul", { class: "keys", "aria-label": word("legend") }, counts.map(([kind, count]) => el("li", {}, el("span", { class: `m m-${kind}` }, word(kind)), ` ${count}`)),
        skipped ? el("li", {}, el("span", { class: "m m-skipped" }, word("skippedMark")), ` ${skipped}`) : null) : null,
      shown ? shown.box : el("p", { class: "note" }, word("noText", { id: report.id }))));
    if (shown && shown.first) requestAnimationFrame(() => shown.first.scrollIntoView({ block: "center" }));
    return undefined;
  }
  return { mount };
})();
