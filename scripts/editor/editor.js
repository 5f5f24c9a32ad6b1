/* A SPARQL editor in a shadow root: its styles are then constructed sheets, which a content security policy allows. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const KEYWORDS = (
  "SELECT DISTINCT REDUCED CONSTRUCT DESCRIBE ASK WHERE PREFIX BASE FILTER OPTIONAL UNION MINUS BIND VALUES GRAPH UNDEF " +
  "GROUP HAVING ORDER BY ASC DESC LIMIT OFFSET AS IN NOT EXISTS COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT SEPARATOR " +
  "BOUND IF COALESCE REGEX CONTAINS STRSTARTS STRENDS STRLEN SUBSTR REPLACE CONCAT STR LANG LANGMATCHES DATATYPE IRI"
).split(" ");
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--string)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--variable)" },
  { tag: [tags.atom, tags.number, tags.bool], color: "var(--link)" },
]);
const look = EditorView.theme({
  "&": { height: "100%", fontSize: "14px", color: "var(--ink)", backgroundColor: "var(--card)" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-gutters": { backgroundColor: "var(--ground)", color: "var(--soft)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--hover)" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused": { outline: "none" },
  ".cm-tooltip": { backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "#fff" },
});

/** Words, names of the graph and variables of the text that begin as the word before the cursor does. */
const completions = (terms) => (context) => {
  const word = context.matchBefore(/[?$]?[\w:.-]*[\w:]/);
  if (!word && !context.explicit) return null;
  const variables = new Set(context.state.doc.toString().match(/[?$]\w+/g) || []);
  if (word) variables.delete(word.text);
  return {
    from: word ? word.from : context.pos,
    options: [
      ...[...variables].map((label) => ({ label, type: "variable" })),
      ...terms.map(([label, detail]) => ({ label, detail, type: "property" })),
      ...KEYWORDS.map((label) => ({ label, type: "keyword" })),
    ],
    validFor: /^[?$\w:.-]*$/,
  };
};

window.Editor = {
  /** An editor in an element: { text, put, focus }; terms are pairs of a name and what it means. */
  open(parent, { text, label, run, terms }) {
    const root = parent.attachShadow({ mode: "open" });
    const view = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(),
          highlightActiveLine(), StreamLanguage.define(sparql), syntaxHighlighting(colours), look,
          EditorView.lineWrapping, EditorView.contentAttributes.of({ "aria-label": label }),
          autocompletion({ override: [completions(terms)] }),
          keymap.of([
            { key: "Mod-Enter", run: () => (run(), true) },
            ...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap,
          ]),
        ],
      }),
    });
    return {
      text: () => view.state.doc.toString(),
      put: (fresh) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: fresh } }),
      focus: () => view.focus(),
    };
  },
};
