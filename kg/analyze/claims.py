"""What a graph claims of each report, read from an embedded store into plain values, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph.namespaces import NIF, ORG, RDF, SKOS, WR

PREFIXES = "".join(
    f"PREFIX {prefix}: <{iri}>\n"
    for prefix, iri in (("wr", WR), ("org", ORG), ("nif", NIF), ("skos", SKOS), ("rdf", RDF))
)
NAMES = """SELECT DISTINCT ?file ?class ?node ?name {
  VALUES ?class { org:Organization wr:Initiative wr:Document wr:Place }
  ?node a ?class ; wr:mentionedIn/wr:fileName ?file ; skos:prefLabel|skos:altLabel ?name }"""
SPANS = """SELECT DISTINCT ?file ?node ?start ?end ?words {
  ?node wr:evidence ?span .
  ?span nif:referenceContext/wr:fileName ?file ; nif:beginIndex ?start ; nif:endIndex ?end ; nif:anchorOf ?words }"""
FIGURES = "SELECT DISTINCT ?node ?property ?value { ?node a wr:Metric ; ?property ?value }"
STATEMENTS = """SELECT DISTINCT ?node ?s ?p ?o {
  ?node a rdf:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"""
NOTATIONS = "SELECT DISTINCT ?concept ?code { ?concept skos:notation ?code }"
BROADER = "SELECT DISTINCT ?concept ?above { ?concept skos:broader ?above }"
OWNERS = "SELECT DISTINCT ?body { ?report wr:aboutOrganization ?body }"


@dataclass(frozen=True, slots=True, order=True)
class Claim:
    """One span of one node: the characters that the graph shows for it, and the words that it says stand there."""

    start: int
    end: int
    node: str
    words: str


@dataclass(frozen=True, slots=True)
class ReportClaims:
    """What the graph says of one report."""

    names: Mapping[str, Mapping[str, frozenset[str]]]
    """Class (``Organization`` ...) -> node -> all its labels."""
    spans: tuple[Claim, ...]
    """Every evidence span, in order of the text."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What the graph says, by report."""

    reports: Mapping[str, ReportClaims]
    """By the report's file name."""
    figures: Mapping[str, Mapping[str, frozenset[str]]]
    """Figure -> local name of a property -> its values."""
    statements: Mapping[str, tuple[str, str, str]]
    """Statement -> subject, local name of the predicate, object."""
    codes: Mapping[str, frozenset[str]]
    """Concept -> its notation and those of everything broader."""
    owners: frozenset[str]
    """The bodies that some report is about."""

    def value(self, node: str, name: str) -> str:
        """The one value of a figure's property; several are as good as none."""
        values = self.figures[node].get(name, frozenset())
        return next(iter(values)) if len(values) == 1 else ""


def local_name(iri: str) -> str:
    """What stands behind the last ``#`` or ``/``."""
    return iri.replace("#", "/").rpartition("/")[2]


def read_claims(store: ox.Store) -> Claims:
    """All that the graph in ``store`` claims of every report that it holds."""
    names: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for file, kind, node, name in _rows(store, NAMES):
        names[file][local_name(kind)][node].add(name)
    spans: dict[str, list[Claim]] = defaultdict(list)
    for file, node, start, end, words in _rows(store, SPANS):
        spans[file].append(Claim(int(start), int(end), node, words))
    figures: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for node, name, value in _rows(store, FIGURES):
        figures[node][local_name(name)].add(value)
    return Claims(
        reports={
            file: ReportClaims(
                names={kind: _frozen(nodes) for kind, nodes in names.get(file, {}).items()},
                spans=tuple(sorted(spans.get(file, ()))),
            )
            for file in sorted(names.keys() | spans.keys())
        },
        figures={node: _frozen(values) for node, values in figures.items()},
        statements={node: (s, local_name(p), o) for node, s, p, o in sorted(_rows(store, STATEMENTS))},
        codes=codes_of(dict(_pairs(store, NOTATIONS)), tuple(_pairs(store, BROADER))),
        owners=frozenset(body for (body,) in _rows(store, OWNERS)),
    )


def _rows(store: ox.Store, query: str) -> Iterator[tuple[str, ...]]:
    solutions = store.query(PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)  # each query above is a SELECT
    for row in solutions:
        yield tuple(term.value for term in row)


def _pairs(store: ox.Store, query: str) -> Iterator[tuple[str, str]]:
    return ((one, other) for one, other in _rows(store, query))


def _frozen(sets: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(values) for key, values in sets.items()}


def codes_of(notations: Mapping[str, str], broader: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Concept -> its notation and those of everything broader, from pairs of a concept and the one above it."""
    above: dict[str, set[str]] = defaultdict(set)
    for concept, parent in broader:
        above[concept].add(parent)
    codes = {}
    for concept in notations.keys() | above.keys():
        chain, todo = {concept}, [concept]
        while todo:
            fresh = above.get(todo.pop(), set()) - chain
            chain |= fresh
            todo += fresh
        codes[concept] = frozenset(notations[one] for one in chain if one in notations)
    return codes
