"use strict";
/* The state of the page is the #hash: a link to it shows the same again, and the browser's back goes one step back. */
KG.state = (() => {
  const LISTS = ["open", "shut", "hide", "rel"];
  const VIEWS = ["graph", "table", "figures", "answers", "report"];
  const PLAIN = ["sel", "city", "year", "in", "rep", "all", "theme", "lang", "at", "ind", "who", "mod", "words", "mode", "sort", "ask", "pick"];
  let current = parse("");
  const listeners = [];

  function parse(hash) {
    const [view, rest = ""] = hash.replace(/^#/, "").split("?");
    const query = new URLSearchParams(rest);
    const state = { view: VIEWS.includes(view) ? view : "graph" };
    for (const key of PLAIN) state[key] = query.get(key) || "";
    for (const key of LISTS) state[key] = query.getAll(key);
    if (!WORDS[state.lang]) state.lang = "";
    return state;
  }
  function write(state) {
    const query = new URLSearchParams();
    for (const key of PLAIN) if (state[key]) query.set(key, state[key]);
    for (const key of LISTS) for (const value of state[key]) query.append(key, value);
    const rest = query.toString();
    return `#${state.view}${rest ? `?${rest}` : ""}`;
  }
  /** The address of this state with some parts changed. */
  const address = (patch) => write({ ...current, ...patch });
  /** Go to a changed state; a small step takes no entry in the browser's history. */
  function go(patch, { small = false } = {}) {
    const target = address(patch);
    if (target === location.hash) return;
    history[small ? "replaceState" : "pushState"](null, "", target);
    follow();
  }
  function follow() {
    const before = current;
    current = parse(location.hash);
    for (const listener of listeners) listener(current, before);
  }
  window.addEventListener("hashchange", follow);
  return {
    get now() { return current; },
    address, go, start: follow,
    onChange: (listener) => listeners.push(listener),
  };
})();
