"""Tells a query that only reads this store from one that would change it or call out to another place.

The engine parses by grammar, without a lexer before it: a keyword needs no blank around it (``SERVICE:x``), ``<`` may
be less-than where a lexer sees the beginning of an IRI, and ``\\#`` in a name is no comment. Text is therefore cut up
so that wherever two readings are possible and one of them hides a keyword, the query is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.errors import QueryError
from kg.graph.namespaces import PREFIXES

_NAME_CHAR: Final = "[\\w\\-\u00b7\u0300-\u036f\u203f-\u2040\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufffd]"
TOKEN: Final = re.compile(
    r'(?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""|' + r"'''(?:[^'\\]|\\.|'(?!''))*'''|"
    r'"(?:[^"\\\n\r]|\\.)*"|' + r"'(?:[^'\\\n\r]|\\.)*')"
    r'|(?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)'
    r"|(?P<comment>\#[^\n\r]*)|(?P<param>\$\w+)|(?P<var>\?\w+)"
    rf"|(?P<name>(?:{_NAME_CHAR}|\.)*:(?:{_NAME_CHAR}|[.:]|%[0-9A-Fa-f]{{2}}|\\[_~.!$&'()*+,;=/?\#@%-])*)"
    r"|(?P<word>[A-Za-z_]\w*)|(?P<escape>\\[uU])",
    re.DOTALL,
)
"""What SPARQL is made of: strings, IRIs, comments, ``$parameters``, ``?variables``, prefixed names, words."""
_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES: Final = frozenset({"LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"})
_ELSEWHERE: Final = re.compile("SERVICE|FROM", re.IGNORECASE)
"""What leads out of the store; no other word of the grammar contains one of them."""
DEEPEST: Final = 100
"""Levels of brackets in a query that runs in this very process."""
_HIERARCHICAL: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
"""No expression begins like this, so that the ``<`` cannot be less-than."""


def refuse_unsafe(text: str) -> None:
    """Raise ``QueryError`` unless the text is a query that only reads this store."""
    words = [found["word"].upper() for found in TOKEN.finditer(text) if found["word"]]
    if unsafe := next((word for word in words if word in _UPDATES), "") or next(_leading_out(text), ""):
        raise QueryError(f"{unsafe} is not allowed", remedy="queries read this graph only")
    form = next((word for word in words if word not in ("PREFIX", "BASE")), "")
    if not form.startswith(_FORMS):
        raise QueryError("not a query", remedy="begin with SELECT, ASK, CONSTRUCT or DESCRIBE, or name one: --list")


def refuse_deep(text: str) -> None:
    """Raise ``QueryError`` for brackets within brackets that the engine's parser would have no room for in its stack.

    It is a recursive one and does not count: some hundred levels of ``EXISTS {`` end the process.
    """
    bare = TOKEN.sub(lambda found: "" if found["string"] or found["iri"] or found["comment"] else found[0], text)
    depth = deepest = 0
    for mark in bare:
        depth += (mark in "([{") - (mark in ")]}")
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise QueryError(f"brackets within brackets, {deepest} deep", remedy=f"write it with {DEEPEST} at most")


def _leading_out(text: str) -> Iterator[str]:
    """The keywords that lead, or by some reading could lead, out of the store."""
    tokens = list(TOKEN.finditer(text))
    known = {*PREFIXES, *_declared(tokens)}
    for token in tokens:
        if token["word"] and (found := _ELSEWHERE.search(token["word"])):
            yield found[0].upper()
        elif token["name"]:
            yield from _glued(token["name"].partition(":")[0], known)
        elif token["iri"] and not _HIERARCHICAL.match(token["iri"]):
            yield from _between(token["iri"])
        elif token["escape"]:
            yield "an escape outside of strings and IRIs"


def _declared(tokens: list[re.Match[str]]) -> Iterator[str]:
    """Every prefix that the query may declare; ``PREFIX`` need not be parted from it."""
    for token in tokens:
        if (token["name"] or "").endswith(":"):
            prefix = token["name"][:-1]
            yield prefix
            yield re.sub("^PREFIX", "", prefix, flags=re.IGNORECASE)


def _glued(prefix: str, known: set[str]) -> Iterator[str]:
    """A keyword that stands against a name: ``SERVICE:x`` where the empty prefix is declared, ``FROM NAMED`` likewise."""
    for found in _ELSEWHERE.finditer(prefix):
        rest = prefix[found.end() :]
        if rest in known or re.sub("^(SILENT|NAMED)", "", rest, flags=re.IGNORECASE) in known:
            yield found[0].upper()


def _between(iri: str) -> Iterator[str]:
    """A keyword in what looks like an IRI but may be code between less-than and greater-than.

    It would stand behind the bracket that closes the comparison; quotation and number signs could hide more.
    """
    if "'" in iri or "#" in iri:
        yield "an IRI with ' or # and without ://"
    elif found := _ELSEWHERE.search(iri, iri.find(")") if ")" in iri else len(iri)):
        yield found[0].upper()
