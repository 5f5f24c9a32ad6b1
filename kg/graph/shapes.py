"""Validation against the SHACL shapes, fast enough for large graphs.

The shapes of ``ontology/shapes`` keep to a small part of SHACL (target classes; property shapes on one predicate with
counts, datatype, class, kind of node, lists of values, languages, pattern, length and alternatives of classes; SPARQL
constraints). Each constraint becomes one SPARQL query that Oxigraph answers over the whole graph; what the part does
not cover is refused rather than skipped. The tests compare the outcome with pySHACL, the reference implementation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.namespaces import RDF, RDFS, XSD, prefixes
from kg.graph.store import base_of
from kg.resources import shape_texts

SH: Final = "http://www.w3.org/ns/shacl#"
CAP: Final = 3
"""Examples that a group of findings names."""
_MEANINGLESS: Final = frozenset({SH + "path", SH + "message", SH + "severity", RDF + "type", RDFS + "label"})
_REWRITTEN: Final = {XSD + "nonNegativeInteger": XSD + "integer"}
"""Oxigraph stores derived integer types as xsd:integer."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Finding:
    """All nodes that break one constraint."""

    shape: str
    """Label of the shape in English, which is the name of the class."""
    zh: str
    en: str
    path: str
    """The property at fault with its prefix, empty for a constraint on the node as a whole."""
    severity: str
    """``Violation`` or ``Warning``."""
    count: int
    examples: tuple[str, ...]
    """The first nodes in order, with their prefix."""


@dataclass(frozen=True, slots=True)
class Validation:
    """The outcome of a check."""

    findings: tuple[Finding, ...]
    shapes: int
    """Shapes that were applied."""
    nodes: int
    """Nodes that a shape looked at."""

    @property
    def conforms(self) -> bool:
        """Whether no violation was found; warnings do not count."""
        return all(one.severity != "Violation" for one in self.findings)

    @property
    def count(self) -> int:
        """How many violations there are, a node counting once for each constraint that it breaks."""
        return sum(one.count for one in self.findings if one.severity == "Violation")


@dataclass(frozen=True, slots=True)
class _Constraint:
    zh: str
    en: str
    path: str
    severity: str
    wheres: tuple[str, ...]
    """Graph patterns in each of which ``?this`` is a node at fault, once ``?this`` has the target class."""


def check(store: ox.Store, *, texts: Iterable[str] | None = None, cap: int = CAP) -> Validation:
    """The findings of all shapes (those of the ontology unless other Turtle texts are given), gravest first."""
    base = base_of(store)
    bound = {iri: name for name, iri in prefixes(base).items()}
    findings: list[Finding] = []
    shapes = _Shapes(shape_texts() if texts is None else texts)
    nodes: set[str] = set()
    for shape in shapes.nodes():
        classes = shapes.objects(shape, "targetClass")
        target = f"VALUES ?class {{ {' '.join(str(one) for one in classes)} }} ?this a ?class ."
        nodes |= {str(row["this"]) for row in _rows(store, f"SELECT DISTINCT ?this WHERE {{ {target} }}", base)}
        for constraint in shapes.constraints(shape):
            # Each alternative repeats the target: a filter in a group sees only what that group binds.
            parts = " UNION ".join(f"{{ {target} {where} }}" for where in constraint.wheres)
            query = f"SELECT DISTINCT ?this WHERE {{ {parts} }}"
            at_fault = sorted(_short(row["this"], bound) for row in _rows(store, query, base))
            if at_fault:
                findings.append(
                    Finding(
                        shape=shapes.label(shape),
                        zh=constraint.zh,
                        en=constraint.en,
                        path=_short_iri(constraint.path, bound),
                        severity=constraint.severity,
                        count=len(at_fault),
                        examples=tuple(at_fault[:cap]),
                    )
                )
    findings.sort(key=lambda one: (one.severity != "Violation", -one.count, one.shape, one.path, one.en))
    return Validation(tuple(findings), len(shapes.nodes()), len(nodes))


def _rows(store: ox.Store, query: str, base: str) -> Iterator[ox.QuerySolution]:
    result = store.query(query, prefixes=prefixes(base))
    assert isinstance(result, ox.QuerySolutions)
    yield from result


def _short_iri(iri: str, bound: dict[str, str]) -> str:
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    return f"{bound[iri[:cut]]}:{iri[cut:]}" if iri[:cut] in bound else iri


def _short(term: Term | None, bound: dict[str, str]) -> str:
    return _short_iri(term.value, bound) if isinstance(term, ox.NamedNode) else str(term)


class _Shapes:
    """The shapes as a graph to walk through."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.facts: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for text in texts:
            for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
                self.facts[quad.subject][quad.predicate.value].append(quad.object)

    def objects(self, node: Term, name: str) -> list[Term]:
        return self.facts[node][SH + name]

    def nodes(self) -> list[Term]:
        found = [node for node, facts in self.facts.items() if SH + "targetClass" in facts]
        return sorted(found, key=str)

    def label(self, shape: Term) -> str:
        return _said(self.facts[shape][RDFS + "label"], "en")

    def constraints(self, shape: Term) -> Iterator[_Constraint]:
        for name in sorted(self.facts[shape]):
            if name.startswith(SH) and name not in {SH + part for part in ("targetClass", "property", "sparql")}:
                raise QueryError(f"shapes cannot use {name} on a node here")
        for part in self.objects(shape, "property"):
            yield from self._property(part)
        for part in self.objects(shape, "sparql"):
            zh, en = (_said(self.objects(part, "message"), language) for language in ("zh", "en"))
            (text,) = self.objects(part, "select")
            assert isinstance(text, ox.Literal)
            select = text.value.replace("$this", "?this")
            where = select[select.index("{") + 1 : select.rindex("}")]
            yield _Constraint(zh, en, "", "Violation", (where,))

    def _property(self, part: Term) -> Iterator[_Constraint]:
        (path,) = self.objects(part, "path")
        assert isinstance(path, ox.NamedNode)
        zh, en = (_said(self.objects(part, "message"), language) for language in ("zh", "en"))
        severity = next((one.value for one in self.objects(part, "severity") if isinstance(one, ox.NamedNode)), "")
        severity = severity.removeprefix(SH) or "Violation"
        wheres: list[str] = []
        for name, values in sorted(self.facts[part].items()):
            if name in _MEANINGLESS:
                continue
            build = _CONSTRAINTS.get(name)
            if build is None:
                raise QueryError(f"shapes cannot use {name} here")
            wheres += [build(self, str(path), value) for value in values]
        # One finding a property shape: a node that breaks several of its constraints is at fault once.
        yield _Constraint(zh, en, path.value, severity, tuple(wheres))

    def items(self, head: Term) -> list[Term]:
        """The members of an RDF list."""
        found: list[Term] = []
        while head in self.facts and RDF + "first" in self.facts[head]:
            found += self.facts[head][RDF + "first"]
            (head,) = self.facts[head][RDF + "rest"]
        return found


def _said(labels: Iterable[Term], language: str) -> str:
    return next((one.value for one in labels if isinstance(one, ox.Literal) and one.language == language), "")


def _number(value: Term) -> str:
    assert isinstance(value, ox.Literal)
    return value.value


def _min_count(_: _Shapes, path: str, value: Term) -> str:
    if _number(value) == "1":
        return f"FILTER NOT EXISTS {{ ?this {path} ?v }}"
    count = f"SELECT ?this (COUNT(DISTINCT ?v) AS ?n) WHERE {{ ?this {path} ?v }} GROUP BY ?this"
    return f"OPTIONAL {{ {{ {count} }} }} FILTER(COALESCE(?n, 0) < {_number(value)})"


def _max_count(_: _Shapes, path: str, value: Term) -> str:
    if _number(value) == "1":
        return f"?this {path} ?v1, ?v2 . FILTER(!SAMETERM(?v1, ?v2))"
    return (
        f"{{ SELECT ?this WHERE {{ ?this {path} ?v }} GROUP BY ?this HAVING(COUNT(DISTINCT ?v) > {_number(value)}) }}"
    )


def _datatype(_: _Shapes, path: str, value: Term) -> str:
    assert isinstance(value, ox.NamedNode)
    wanted = _REWRITTEN.get(value.value, value.value)
    negative = " || ?v < 0" if value.value in _REWRITTEN else ""
    return f"?this {path} ?v . FILTER(!ISLITERAL(?v) || DATATYPE(?v) != <{wanted}>{negative})"


def _class(_: _Shapes, path: str, value: Term) -> str:
    return f"?this {path} ?v . FILTER NOT EXISTS {{ ?v a {value} }}"


def _or(shapes: _Shapes, path: str, value: Term) -> str:
    classes: list[Term] = []
    for item in shapes.items(value):
        if set(shapes.facts[item]) != {SH + "class"}:
            raise QueryError("shapes can use sh:or between classes only")
        classes += shapes.objects(item, "class")
    tests = " ".join(f"FILTER NOT EXISTS {{ ?v a {one} }}" for one in classes)
    return f"?this {path} ?v . {tests}"


def _node_kind(_: _Shapes, path: str, value: Term) -> str:
    assert isinstance(value, ox.NamedNode)
    test = {"IRI": "ISIRI(?v)", "Literal": "ISLITERAL(?v)"}[value.value.removeprefix(SH)]
    return f"?this {path} ?v . FILTER(!{test})"


def _in(shapes: _Shapes, path: str, value: Term) -> str:
    return f"?this {path} ?v . FILTER(?v NOT IN ({', '.join(str(one) for one in shapes.items(value))}))"


def _languages(shapes: _Shapes, path: str, value: Term) -> str:
    return f"?this {path} ?v . FILTER(LANG(?v) NOT IN ({', '.join(str(one) for one in shapes.items(value))}))"


def _unique_language(_: _Shapes, path: str, __: Term) -> str:
    return f"?this {path} ?v1, ?v2 . FILTER(LANG(?v1) = LANG(?v2) && !SAMETERM(?v1, ?v2))"


def _pattern(_: _Shapes, path: str, value: Term) -> str:
    return f"?this {path} ?v . FILTER(!REGEX(STR(?v), {value}))"


def _min_length(_: _Shapes, path: str, value: Term) -> str:
    return f"?this {path} ?v . FILTER(STRLEN(STR(?v)) < {_number(value)})"


_CONSTRAINTS: Final[dict[str, Callable[[_Shapes, str, Term], str]]] = {
    SH + "class": _class,
    SH + "datatype": _datatype,
    SH + "in": _in,
    SH + "languageIn": _languages,
    SH + "maxCount": _max_count,
    SH + "minCount": _min_count,
    SH + "minLength": _min_length,
    SH + "nodeKind": _node_kind,
    SH + "or": _or,
    SH + "pattern": _pattern,
    SH + "uniqueLang": _unique_language,
}
