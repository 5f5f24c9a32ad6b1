"""The two sides of a difference: what two graphs, or one body in two years, have of figures, undertakings, relations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.analyze.catalog import Catalog
from kg.analyze.comparison_bodies import bodies_named, find_body
from kg.analyze.comparison_scope import Statement, read_statements
from kg.analyze.comparison_tables import column_of
from kg.analyze.conflicts import pairs_of, versions_of
from kg.analyze.rows import EntityRow, Evidence, RelationRow
from kg.errors import QueryError


class Graph:
    """A graph, read once."""

    def __init__(self, store: ox.Store) -> None:
        """Read it."""
        self.store = store
        self.catalog = Catalog(store)
        self.statements = read_statements(self.catalog)

    def bodies(self, name: str) -> frozenset[str]:
        """The body with a name and its units."""
        return self.catalog.with_parts(frozenset({find_body(self.catalog, name)}))

    def years(self) -> dict[str, str]:
        """Report -> the year that it is about; where it is not known, that of most of its figures."""
        counts: dict[str, Counter[str]] = {}
        for one in self.statements:
            if one.figure.modality == "actual" and (year := column_of(one.figure.period)).isdecimal():
                counts.setdefault(one.evidence.report, Counter())[year] += 1
        usual = {report: min(found, key=lambda year: (-found[year], year)) for report, found in counts.items()}
        return {row.id: str(row.year) if row.year else usual.get(row.id, "") for row in self.catalog.reports}


@dataclass(frozen=True, slots=True)
class Side:
    """What is taken from a graph: everything, or what one body said of one year."""

    statements: tuple[Statement, ...]
    initiatives: tuple[tuple[EntityRow, Evidence], ...]
    relations: tuple[tuple[RelationRow, Evidence], ...]
    reported: bool = True
    """Whether there is a report of the body's own of the year; a whole graph has what it has."""


def kept_of(first: Graph, second: Graph, name: str) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """The body with a name and its units in both graphs; none of them where only the other graph knows it."""
    if not name:
        return None, None
    known = [len(bodies_named(graph.catalog, name)) for graph in (first, second)]
    kept = [
        graph.bodies(name) if here or not there else frozenset[str]()
        for graph, here, there in ((first, known[0], known[1]), (second, known[1], known[0]))
    ]
    return kept[0], kept[1]


def whole(graph: Graph, kept: frozenset[str] | None) -> Side:
    """All that a graph says, or all of some bodies."""
    statements = (one for one in graph.statements if kept is None or one.figure.organization_iri in kept)
    relations = (row for row in graph.catalog.relations if kept is None or {row.subject_iri, row.object_iri} & kept)
    linked = None if kept is None else _linked(graph.catalog, kept)
    initiatives = (
        row
        for row in graph.catalog.entities
        if row.kind == "initiative" and row.evidence and (linked is None or row.iri in linked)
    )
    return Side(
        tuple(_one_each(statements)),
        tuple((row, row.evidence[0]) for row in initiatives),
        tuple((row, row.evidence[0]) for row in relations if row.evidence),
    )


def of_year(graph: Graph, body: str, year: str) -> Side:
    """What a body did in a year: its figures of that year, and what its reports of the year name and state.

    Where none of these reports is its own, what others' reports say of it.
    """
    kept, catalog = graph.bodies(body), graph.catalog
    told = [one for one in graph.statements if one.figure.organization_iri in kept]
    mine = [one for one in told if column_of(one.figure.period) == year]
    loose = {
        pair.one.figure.iri for pair in pairs_of(mine, versions=versions_of(graph.store)) if pair.kind == "refined"
    }
    written = {report for report, found in graph.years().items() if found == year}
    own = {row.id for row in catalog.reports if row.organization_iri in kept} & written
    if not mine and not own:
        there = sorted({column_of(one.figure.period) for one in told} - {""})
        raise QueryError(f"nothing of {body} for {year}", remedy=f"there are: {', '.join(there)}" if there else "")
    reports, linked = own or written, _linked(catalog, kept)
    initiatives = (
        (row, place)
        for row in catalog.entities
        if row.kind == "initiative" and (own or row.iri in linked)
        for place in _first(row.evidence, reports)
    )
    relations = (
        (row, place)
        for row in catalog.relations
        if own or {row.subject_iri, row.object_iri} & kept
        for place in _first(row.evidence, reports)
    )
    figures = (one for one in _one_each(mine) if one.figure.iri not in loose)
    return Side(tuple(figures), tuple(initiatives), tuple(relations), bool(own))


def _one_each(statements: Iterable[Statement]) -> Iterator[Statement]:
    """The first statement of every figure."""
    seen: set[str] = set()
    for one in statements:
        if one.figure.iri not in seen:
            seen.add(one.figure.iri)
            yield one


def _first(places: Sequence[Evidence], reports: set[str]) -> list[Evidence]:
    return [place for place in places if place.report in reports][:1]


def _linked(catalog: Catalog, bodies: frozenset[str]) -> set[str]:
    """Undertakings that bodies carry out or establish, or under which they have figures."""
    found = {row.initiative_iri for row in catalog.figures if row.organization_iri in bodies}
    found |= {row.object_iri for row in catalog.relations if row.subject_iri in bodies}
    return found


def only_body(graphs: tuple[Graph, Graph], years: tuple[str, str]) -> str:
    """The body that has reports of both years."""
    found = []
    for graph, year in zip(graphs, years, strict=True):
        written = {report for report, one in graph.years().items() if one == year}
        found.append({row.organization for row in graph.catalog.reports if row.id in written and row.organization})
    both = sorted(found[0] & found[1])
    if len(both) == 1:
        return both[0]
    named = ", ".join(both or sorted(found[0] | found[1]))
    thing = "several bodies have" if both else "no body has"
    raise QueryError(f"{thing} reports of {years[0]} and {years[1]}", remedy=f"name one of: {named}" if named else "")
