"""What differs between two graphs, or between two years of one body: figures, undertakings and relations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import pyoxigraph as ox

from kg.analyze.difference_figures import FigureChange, by_graph, by_year
from kg.analyze.difference_sides import Graph, kept_of, of_year, only_body, whole
from kg.analyze.naming import alike
from kg.analyze.rows import EntityRow, Evidence, RelationRow

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
    unreported: str = ""
    """The year of which the body has no report, where it has one of the other: undertakings and relations, which only
    reports name, are then not set beside each other."""

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.figures or self.initiatives or self.relations)


def difference(
    before: ox.Store, after: ox.Store, *, body: str = "", years: tuple[str, str] | None = None
) -> Difference:
    """What the second graph says otherwise than the first; with a body, of it and its units alone.

    With two years, the first of ``before`` and the second of ``after`` (which may be one graph) are set beside each
    other; without a body then the only one that has reports of both years. Figures without a period are left out.
    Raises ``QueryError`` for a body or a year that is not there.
    """
    first = Graph(before)
    second = first if after is before else Graph(after)
    if years is None:
        sides = [whole(graph, kept) for graph, kept in zip((first, second), kept_of(first, second, body), strict=True)]
        figures, same = by_graph(sides[0].statements, sides[1].statements)
    else:
        body = body or only_body((first, second), years)
        sides = [of_year(graph, body, year) for graph, year in zip((first, second), years, strict=True)]
        figures, same = by_year(sides[0].statements, sides[1].statements)
    unreported = ""
    if years and sides[0].reported != sides[1].reported:
        unreported = years[sides[0].reported]
        sides = [replace(side, initiatives=(), relations=()) for side in sides]
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
        unreported=unreported,
    )


def _order(change: FigureChange) -> tuple[object, ...]:
    one = change.before or change.after
    assert one is not None  # a change has at least one side
    row = one.figure
    return KINDS.index(change.kind), row.organization, row.indicator, one.evidence, row.iri


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
