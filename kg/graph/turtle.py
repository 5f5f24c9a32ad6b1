"""Nodes -> text: Turtle, one paragraph a subject, or lines of N-Quads; always the same bytes for the same facts.

Neither rdflib's nor Oxigraph's writer is fast, pretty and deterministic at once, hence this one. It relies on what
``triples.nodes`` guarantees: sorted nodes, no blank nodes, each subject once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import itemgetter
from typing import Final

from kg.graph.iri import span_stem
from kg.graph.namespaces import BASE, USED, XSD, prefixes
from kg.graph.schemes import Schemes
from kg.graph.triples import TYPE, Corrected, Described, Literal, SpanNode, Term, nodes
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
_KEPT: Final = 50_000
"""Terms that are remembered as Turtle: all of the ontology and of the schemes, and the commonest bodies and words."""
_REPEATED: Final = 24
"""Characters above which a literal is hardly ever said twice."""
_DECIMAL: Final = re.compile(r"-?\d+\.\d+")


def quoted(text: str) -> str:
    """The text as a Turtle and N-Quads string.

    >>> quoted('说“好”\\n')
    '"说“好”\\\\n"'
    """
    if _ESCAPED.search(text):
        text = _ESCAPED.sub(lambda found: _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}", text)
    return f'"{text}"'


def write_turtle(
    extractions: Iterable[Extraction],
    *,
    base: str = BASE,
    schemes: Schemes | None = None,
    corrected: Corrected | None = None,
) -> Iterator[str]:
    """The graph of the reports as pieces of Turtle: first the prefixes, then a paragraph a node."""
    yield from turtle_lines(nodes(extractions, base=base, schemes=schemes, corrected=corrected), base=base)


def turtle_lines(described: Iterable[Described], *, base: str = BASE) -> Iterator[str]:
    """Turtle of nodes that are already in order."""
    yield "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in _bound(base).items())
    terms, shapes = _terms(base), _shapes(base)
    spans = _spans(base)
    for node in described:
        if isinstance(node, SpanNode):
            yield spans(node)
            continue
        subject, facts = node
        predicates, values = zip(*facts, strict=True)
        order, text = shapes[predicates]
        written = [
            terms[objects[0]] if len(objects) == 1 else ", ".join([terms[one] for one in objects]) for objects in values
        ]
        yield text % (terms[subject], *order(written))


def _bound(base: str) -> dict[str, str]:
    """The prefixes that a graph declares, with their namespaces."""
    bound = prefixes(base)
    return {name: bound[name] for name in USED}


class _Terms(dict[Term, str]):
    """Terms -> Turtle; those that come again are remembered, up to a limit."""

    def __init__(self, base: str) -> None:
        self.namespaces = {namespace: name for name, namespace in _bound(base).items()}
        self.spans = base + "rep_"

    def __missing__(self, term: Term) -> str:
        if isinstance(term, str):
            if term.startswith(self.spans) and "#" in term:
                return f"<{term}>"  # of two or three places in the graph; there are more than all others
            written = self._iri(term)
        else:
            written = self._literal(term)
            if len(written) > _REPEATED:
                return written
        if len(self) < _KEPT:
            self[term] = written
        return written

    def _iri(self, value: str) -> str:
        cut = max(value.rfind("#"), value.rfind("/")) + 1
        name = self.namespaces.get(value[:cut])
        return f"<{value}>" if name is None or not _LOCAL.fullmatch(value, cut) else f"{name}:{value[cut:]}"

    def _literal(self, literal: Literal) -> str:
        value, datatype, language = literal
        if language:
            return f"{quoted(value)}@{language}"
        if datatype == _STRING:
            return quoted(value)
        if datatype == _DECIMAL_TYPE and _DECIMAL.fullmatch(value):
            return value
        return f"{quoted(value)}^^{self[datatype]}"


class _Shapes(dict[tuple[str, ...], tuple[Callable[[list[str]], tuple[str, ...]], str]]):
    """Predicates of a node -> how its values are put in order, and its paragraph with a gap for subject and values.

    Most nodes of a graph have one of a few dozen combinations of predicates.
    """

    def __init__(self, terms: _Terms) -> None:
        self.terms = terms

    def __missing__(self, predicates: tuple[str, ...]) -> tuple[Callable[[list[str]], tuple[str, ...]], str]:
        order = sorted(range(len(predicates)), key=lambda at: predicates[at] != TYPE)
        verbs = ["a" if predicates[at] == TYPE else self.terms[predicates[at]].replace("%", "%%") for at in order]
        text = "\n%s " + " ;\n  ".join(f"{verb} %s" for verb in verbs) + " .\n"
        pick: Callable[[list[str]], tuple[str, ...]] = itemgetter(*order) if len(order) > 1 else tuple
        if len(self) < _KEPT:
            self[predicates] = pick, text
        return pick, text


class _Spans:
    """Spans -> Turtle through templates of their own: no terms, no literals, which no other node has any use for.

    They are more than half of all nodes, and this way they take a third of the time (a tenth of text to Turtle).
    """

    def __init__(self, shapes: _Shapes) -> None:
        self.shapes, self.terms = shapes, shapes.terms
        self.texts: dict[tuple[bool, bool, bool], str] = {}

    def __call__(self, node: SpanNode) -> str:
        """The paragraph of a span, the same as if it were written as any other node."""
        report, start, end, anchor, whole, page, sentence = node
        form = whole, page > 0, sentence is not None
        text = self.texts.get(form) or self._learn(form, node)
        stem = span_stem(report)
        values: tuple[object, ...] = (stem, start, end, quoted(anchor), start, end, self.terms[report])
        if page:
            values += (page,)
        if sentence is not None:
            values += (stem, *sentence)
        return text % values

    def _learn(self, form: tuple[bool, bool, bool], node: SpanNode) -> str:
        """The template of all spans that have the same predicates and classes as this one."""
        predicates, values = zip(*node.facts, strict=True)
        gaps = [self._gap(objects) for objects in values]
        order, text = self.shapes[predicates]
        self.texts[form] = text = text % ("<%s%d,%d>", *order(gaps))
        return text

    def _gap(self, objects: tuple[Term, ...]) -> str:
        """What stands for the objects of a predicate: classes themselves, gaps in place of all that differs."""
        one = objects[0]
        if isinstance(one, Literal):
            return "%s" if one.datatype == _STRING else f'"%d"^^{self.terms[one.datatype]}'
        if "#char=" in one:
            return "<%s%d,%d>"
        return "%s" if one.startswith(self.terms.spans) else ", ".join(self.terms[name] for name in objects)


@lru_cache(maxsize=4)
def _terms(base: str) -> _Terms:
    return _Terms(base)


@lru_cache(maxsize=4)
def _shapes(base: str) -> _Shapes:
    return _Shapes(_terms(base))


@lru_cache(maxsize=4)
def _spans(base: str) -> _Spans:
    return _Spans(_shapes(base))


def write_nquads(
    extractions: Iterable[Extraction],
    *,
    base: str = BASE,
    schemes: Schemes | None = None,
    corrected: Corrected | None = None,
) -> Iterator[str]:
    """The same facts as lines of N-Quads in the default graph, in the same order."""
    yield from nquads_lines(nodes(extractions, base=base, schemes=schemes, corrected=corrected))


def nquads_lines(described: Iterable[Described]) -> Iterator[str]:
    """Lines of N-Quads of nodes that are already in order."""
    for node in described:
        subject = node.subject
        for predicate, objects in node.facts:
            for one in objects:
                yield f"<{subject}> <{predicate}> {_plain(one)} .\n"


def _plain(value: Term) -> str:
    if isinstance(value, str):
        return f"<{value}>"
    if value.language:
        return f"{quoted(value.value)}@{value.language}"
    return quoted(value.value) + ("" if value.datatype == XSD + "string" else f"^^<{value.datatype}>")
