"""Nodes -> text: Turtle, one paragraph a subject, or lines of N-Quads; always the same bytes for the same facts.

Neither rdflib's nor Oxigraph's writer is fast, pretty and deterministic at once, hence this one. It relies on what
``triples.nodes`` guarantees: sorted nodes, no blank nodes, each subject once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kg.graph.namespaces import BASE, USED, XSD, prefixes
from kg.graph.schemes import Schemes
from kg.graph.triples import TYPE, Corrected, Node, Term, nodes
from kg.model import Extraction

_LOCAL: Final = re.compile(
    "[0-9A-Z_a-zÀ-ÖØ-öø-˿Ͱ-ͽ〇-〩㐀-䶿一-鿿\U00010000-\U000effff]"
    "(?:[-0-9A-Z_a-z·À-ÖØ-öø-˿Ͱ-ͽ〇-〩㐀-䶿一-鿿\U00010000-\U000effff])*"
)
"""A cautious part of PN_LOCAL: what needs no escape in any engine."""
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED: Final = re.compile(r'[\\"\x00-\x1f\x7f]')
_STRING: Final = XSD + "string"
_DECIMAL_TYPE: Final = XSD + "decimal"
_DECIMAL: Final = re.compile(r"-?\d+\.\d+")


def quoted(text: str) -> str:
    """The text as a Turtle and N-Quads string.

    >>> quoted('说“好”\\n')
    '"说“好”\\\\n"'
    """
    return '"' + _ESCAPED.sub(lambda found: _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}", text) + '"'


def write_turtle(
    extractions: Iterable[Extraction],
    *,
    base: str = BASE,
    schemes: Schemes | None = None,
    corrected: Corrected | None = None,
) -> Iterator[str]:
    """The graph of the reports as pieces of Turtle: first the prefixes, then a paragraph a node."""
    yield from turtle_lines(nodes(extractions, base=base, schemes=schemes, corrected=corrected), base=base)


def turtle_lines(described: Iterable[Node], *, base: str = BASE) -> Iterator[str]:
    """Turtle of nodes that are already in order."""
    bound = prefixes(base)
    namespaces = {bound[name]: name for name in USED}
    yield "".join(f"@prefix {name}: <{bound[name]}> .\n" for name in USED)
    short: dict[str, str] = {}

    def iri(value: str) -> str:
        if (known := short.get(value)) is not None:
            return known
        cut = max(value.rfind("#"), value.rfind("/")) + 1
        name = namespaces.get(value[:cut])
        if name is None or not _LOCAL.fullmatch(value, cut):
            return f"<{value}>"
        short[value] = text = f"{name}:{value[cut:]}"
        return text

    def term(value: Term) -> str:
        if isinstance(value, str):
            return iri(value)
        if value.language:
            return f"{quoted(value.value)}@{value.language}"
        if value.datatype == _STRING:
            return quoted(value.value)
        if value.datatype == _DECIMAL_TYPE and _DECIMAL.fullmatch(value.value):
            return value.value
        return f"{quoted(value.value)}^^{iri(value.datatype)}"

    for node in described:
        lines: list[str] = []
        for predicate, objects in node.facts:
            verb = "a" if predicate == TYPE else iri(predicate)
            line = f"{verb} {', '.join([term(one) for one in objects])}"
            if predicate == TYPE:
                lines.insert(0, line)
            else:
                lines.append(line)
        yield f"\n{iri(node.subject)} " + " ;\n  ".join(lines) + " .\n"


def write_nquads(
    extractions: Iterable[Extraction],
    *,
    base: str = BASE,
    schemes: Schemes | None = None,
    corrected: Corrected | None = None,
) -> Iterator[str]:
    """The same facts as lines of N-Quads in the default graph, in the same order."""
    yield from nquads_lines(nodes(extractions, base=base, schemes=schemes, corrected=corrected))


def nquads_lines(described: Iterable[Node]) -> Iterator[str]:
    """Lines of N-Quads of nodes that are already in order."""
    for node in described:
        for predicate, objects in node.facts:
            for one in objects:
                yield f"<{node.subject}> <{predicate}> {_plain(one)} .\n"


def _plain(value: Term) -> str:
    if isinstance(value, str):
        return f"<{value}>"
    if value.language:
        return f"{quoted(value.value)}@{value.language}"
    return quoted(value.value) + ("" if value.datatype == XSD + "string" else f"^^<{value.datatype}>")
