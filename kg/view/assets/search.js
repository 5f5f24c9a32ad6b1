"use strict";
/* Search by any part of a name, by another name, by the first letters of its pinyin, or by what a figure counts. */
KG.search = (() => {
  const { el, fill, word, things, state } = KG;
  const LIMIT = 30;
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s“”"'‘’《》·•]/g, "");
  let index = null;
  function build() {
    index = things.map((thing) => ({ names: [thing.label, ...thing.also].map(fold), sound: thing.sound || "" }));
  }
  /** Numbers of the things that match, best first: whole name, beginning, part, pinyin; then by their worth. */
  function find(text) {
    const wanted = fold(text);
    if (!wanted) return [];
    if (!index) build();
    const letters = /^[a-z0-9]+$/.test(wanted);
    const hits = [];
    index.forEach(({ names, sound }, number) => {
      let rank = Infinity;
      for (const name of names) {
        if (name === wanted) rank = Math.min(rank, 0);
        else if (name.startsWith(wanted)) rank = Math.min(rank, 1);
        else if (name.includes(wanted)) rank = Math.min(rank, 2);
      }
      if (letters && rank > 2 && sound) {
        const words = sound.split(" ");
        if (words.some((one) => one.startsWith(wanted))) rank = 3;
        else if (wanted.length > 1 && words.some((one) => one.includes(wanted))) rank = 4;
      }
      if (rank < Infinity) hits.push([rank, number]);
    });
    return hits.sort((one, two) => one[0] - two[0] || one[1] - two[1]).map(([, number]) => number);
  }
  function mount(place) {
    const list = el("ul", { id: "hits", role: "listbox", class: "hits", hidden: true, "aria-label": word("searchLabel") });
    const note = el("p", { class: "note hit-note", hidden: true });
    const input = el("input", {
      type: "search", id: "search", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder: word("search"),
      "aria-label": word("searchLabel"), "aria-controls": "hits", "aria-expanded": "false", "aria-autocomplete": "list",
    });
    let hits = [];
    let at = -1;
    const show = (open) => {
      list.hidden = !open || !hits.length;
      note.hidden = !open || !note.textContent;
      input.setAttribute("aria-expanded", String(!list.hidden));
      if (!open) input.removeAttribute("aria-activedescendant");
    };
    const mark = (next) => {
      at = next;
      [...list.children].forEach((item, place_) => item.setAttribute("aria-selected", String(place_ === at)));
      if (at >= 0) {
        input.setAttribute("aria-activedescendant", `hit-${at}`);
        list.children[at].scrollIntoView({ block: "nearest" });
      }
    };
    const choose = (number) => {
      show(false);
      input.value = "";
      const view = ["graph", "table"].includes(state.now.view) ? state.now.view : "graph";
      const open = state.now.open.includes(things[number].id) || KG.graph.compute(state.now).nodeSet.has(number) ? state.now.open : [...state.now.open, things[number].id];
      state.go({ view, sel: things[number].id, open });
    };
    const update = () => {
      const found = find(input.value);
      hits = found.slice(0, LIMIT);
      fill(list, hits.map((number, place_) => el("li", { id: `hit-${place_}`, role: "option", "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); choose(number); } },
        KG.badge(things[number].kind), el("span", { class: "hit-name" }, things[number].label),
        el("span", { class: "hit-kind" }, [word(things[number].kind), ...things[number].cities.slice(0, 1).map((city) => KG.cities[city])].join(" · ")))));
      note.textContent = !input.value ? "" : !found.length ? word("noHit") : found.length > LIMIT ? word("searchMore", { n: found.length - LIMIT }) : "";
      at = -1;
      show(Boolean(input.value));
      if (input.value) KG.say(found.length ? `${found.length} ${word("hits")}` : word("noHit"));
    };
    input.addEventListener("input", update);
    input.addEventListener("focus", () => input.value && update());
    input.addEventListener("blur", () => show(false));
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && hits.length) mark((at + 1) % hits.length);
      else if (event.key === "ArrowUp" && hits.length) mark((at - 1 + hits.length) % hits.length);
      else if (event.key === "Enter" && hits.length) choose(hits[Math.max(at, 0)]);
      else if (event.key === "Escape") { input.value = ""; update(); }
      else return;
      event.preventDefault();
    });
    place.append(el("div", { class: "search", role: "search" }, input, list, note));
  }
  return { mount, find };
})();
