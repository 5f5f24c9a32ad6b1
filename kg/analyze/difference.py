"""What differs between two graphs, or between two years of one body: figures, undertakings and relations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import pyoxigraph as ox

from kg.analyze.catalog import Catalog
from kg.analyze.comparison import column_of
from kg.analyze.comparison_bodies import bodies_named, find_body
from kg.analyze.comparison_scope import Statement, read_statements
from kg.analyze.conflicts import pairs_of, versions_of
from kg.analyze.difference_figures import FigureChange, by_graph, by_year
from kg.analyze.naming import alike
from kg.analyze.rows import EntityRow, Evidence, RelationRow
from kg.errors import QueryError

KINDS: Final = ("changed", "added", "gone")


@dataclass(frozen=True, slots=True)
class InitiativeChange:
    """An undertaking that one side names and the other does not."""

    kind: Literal["started", "unnamed"]
    """``unnamed``: no longer named."""
    label: str
    category: str
    """Code of its kind (``brand`` …)."""
    place: Evidence
    """Where it is first named."""


@dataclass(frozen=True, slots=True)
class RelationChange:
    """A relation that one side states and the other does not."""

    kind: Literal["added", "gone"]
    subject: str
    predicate: str
    object: str
    place: Evidence
    """The first clause that states it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs, and how much is the same."""

    figures: tuple[FigureChange, ...]
    """Changed, added, gone; each by body, indicator and place."""
    initiatives: tuple[InitiativeChange, ...]
    relations: tuple[RelationChange, ...]
    same_figures: int
    same_initiatives: int
    same_relations: int

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.figures or self.initiatives or self.relations)


class _Graph:
    """A graph, read once."""

    def __init__(self, store: ox.Store) -> None:
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
class _Side:
    """What is taken from a graph: everything, or what one body said of one year."""

    statements: tuple[Statement, ...]
    initiatives: tuple[tuple[EntityRow, Evidence], ...]
    relations: tuple[tuple[RelationRow, Evidence], ...]


def difference(
    before: ox.Store, after: ox.Store, *, body: str = "", years: tuple[str, str] | None = None
) -> Difference:
    """What the second graph says otherwise than the first; with a body, of it and its units alone.

    With two years, the first of ``before`` and the second of ``after`` (which may be one graph) are set beside each
    other; without a body then the only one that has reports of both years. Figures without a period are left out.
    Raises ``QueryError`` for a body or a year that is not there.
    """
    first = _Graph(before)
    second = first if after is before else _Graph(after)
    if years is None:
        sides = [_whole(graph, kept) for graph, kept in zip((first, second), _kept(first, second, body), strict=True)]
        figures, same = by_graph(sides[0].statements, sides[1].statements)
    else:
        body = body or _only_body((first, second), years)
        sides = [_of_year(graph, body, year) for graph, year in zip((first, second), years, strict=True)]
        figures, same = by_year(sides[0].statements, sides[1].statements)
    initiatives = tuple(_initiatives(sides[0].initiatives, sides[1].initiatives, loose=years is not None))
    relations = tuple(_relations(sides[0].relations, sides[1].relations))
    return Difference(
        figures=tuple(sorted(figures, key=_order)),
        initiatives=initiatives,
        relations=relations,
        same_figures=same,
        same_initiatives=len(sides[0].initiatives) - sum(one.kind == "unnamed" for one in initiatives),
        same_relations=len({_triple(row) for row, _ in sides[0].relations})
        - sum(one.kind == "gone" for one in relations),
    )


def _order(change: FigureChange) -> tuple[object, ...]:
    one = change.before or change.after
    assert one is not None  # a change has at least one side
    row = one.figure
    return KINDS.index(change.kind), row.organization, row.indicator, one.evidence, row.iri


# --- sides


def _kept(first: _Graph, second: _Graph, name: str) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """The body with a name and its units in both graphs; none of them where only the other graph knows it."""
    if not name:
        return None, None
    known = [len(bodies_named(graph.catalog, name)) for graph in (first, second)]
    kept = [
        graph.bodies(name) if here or not there else frozenset[str]()
        for graph, here, there in ((first, known[0], known[1]), (second, known[1], known[0]))
    ]
    return kept[0], kept[1]


def _whole(graph: _Graph, kept: frozenset[str] | None) -> _Side:
    """All that a graph says, or all of some bodies."""
    statements = (one for one in graph.statements if kept is None or one.figure.organization_iri in kept)
    relations = (row for row in graph.catalog.relations if kept is None or {row.subject_iri, row.object_iri} & kept)
    linked = None if kept is None else _linked(graph.catalog, kept)
    initiatives = (
        row
        for row in graph.catalog.entities
        if row.kind == "initiative" and row.evidence and (linked is None or row.iri in linked)
    )
    return _Side(
        tuple(_one_each(statements)),
        tuple((row, row.evidence[0]) for row in initiatives),
        tuple((row, row.evidence[0]) for row in relations if row.evidence),
    )


def _of_year(graph: _Graph, body: str, year: str) -> _Side:
    """What a body did in a year: its figures of that year, and what its reports of the year name and state.

    Where none of these reports is its own, what others' reports say of it.
    """
    kept, catalog = graph.bodies(body), graph.catalog
    told = [one for one in graph.statements if one.figure.organization_iri in kept]
    mine = [one for one in told if column_of(one.figure.period) == year]
    loose = {
        pair.one.figure.iri for pair in pairs_of(mine, versions=versions_of(graph.store)) if pair.kind == "refined"
    }
    of_year = {report for report, found in graph.years().items() if found == year}
    own = {row.id for row in catalog.reports if row.organization_iri in kept} & of_year
    if not mine and not own:
        there = sorted({column_of(one.figure.period) for one in told} - {""})
        raise QueryError(f"nothing of {body} for {year}", remedy=f"there are: {', '.join(there)}" if there else "")
    reports, linked = own or of_year, _linked(catalog, kept)
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
    return _Side(tuple(figures), tuple(initiatives), tuple(relations))


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


def _only_body(graphs: tuple[_Graph, _Graph], years: tuple[str, str]) -> str:
    """The body that has reports of both years."""
    found = []
    for graph, year in zip(graphs, years, strict=True):
        of_year = {report for report, one in graph.years().items() if one == year}
        found.append({row.organization for row in graph.catalog.reports if row.id in of_year and row.organization})
    both = sorted(found[0] & found[1])
    if len(both) == 1:
        return both[0]
    named = ", ".join(both or sorted(found[0] | found[1]))
    thing = "several bodies have" if both else "no body has"
    raise QueryError(f"{thing} reports of {years[0]} and {years[1]}", remedy=f"name one of: {named}" if named else "")


# --- undertakings and relations


def _initiatives(
    before: Sequence[tuple[EntityRow, Evidence]], after: Sequence[tuple[EntityRow, Evidence]], *, loose: bool
) -> Iterator[InitiativeChange]:
    """Undertakings of one side; ``loose``: one that goes by a longer or shorter name in the other year is the same."""
    for kind, these, those in (("started", after, before), ("unnamed", before, after)):
        names = {name for row, _ in those for name in (row.label, *row.aliases)}
        for row, place in these:
            mine = (row.label, *row.aliases)
            if names & set(mine) or (loose and any(alike(one, other) for one in mine for other in names)):
                continue
            yield InitiativeChange("started" if kind == "started" else "unnamed", row.label, row.category, place)


def _triple(row: RelationRow) -> tuple[str, str, str]:
    return row.subject, row.predicate, row.object


def _relations(
    before: Sequence[tuple[RelationRow, Evidence]], after: Sequence[tuple[RelationRow, Evidence]]
) -> Iterator[RelationChange]:
    first, second = ({_triple(row): place for row, place in side} for side in (before, after))
    for triple in sorted(second.keys() - first.keys()):
        yield RelationChange("added", *triple, second[triple])
    for triple in sorted(first.keys() - second.keys()):
        yield RelationChange("gone", *triple, first[triple])
