"""Figures of one indicator beside each other: body by year, each with its source and with what keeps it from comparison."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.analyze.catalog import Catalog
from kg.analyze.comparison_bodies import find_body
from kg.analyze.comparison_scope import Statement, read_statements
from kg.analyze.comparison_tables import UNKNOWN, Cell, Row, Table, column, objections, table_of
from kg.analyze.comparison_vocabulary import Indicator, Vocabulary, load_vocabulary
from kg.analyze.conflicts import pairs_of, versions_of
from kg.errors import QueryError
from kg.graph.frames import frame_of

if TYPE_CHECKING:
    import pandas

__all__ = ["Cell", "Comparison", "Row", "Table", "compare"]


FRAME = (
    "indicator", "body", "column", "value", "high", "unit", "modifier", "modality", "period", "indicator_text",
    "comparable", "reasons", "change_percent", "change_points", "file", "start", "end", "sentence",
)  # fmt: skip
"""Columns of a frame; ``column`` is the year."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The tables, in the order in which the indicators were asked for, else those with most plain figures first."""

    tables: tuple[Table, ...]

    def frame(self) -> pandas.DataFrame:
        """A frame of a row a figure: what it says, whether and why it cannot be compared, its change and its place."""
        rows = [
            (
                table.notation, row.body, name, figure.value, figure.high, figure.unit, figure.modifier,
                figure.modality, figure.period, figure.indicator_text, not cell.reasons,
                " ".join(dict.fromkeys(reason.code for reason in cell.reasons)),
                cell.change.percent if cell.change else None, cell.change.points if cell.change else None,
                place.file, place.start, place.end, place.sentence,
            )
            for table in self.tables
            for row in table.rows
            for name, cells in zip(table.columns, row.cells, strict=True)
            for cell in cells
            for figure, place in ((cell.statement.figure, cell.statement.evidence),)
        ]  # fmt: skip
        return frame_of(FRAME, rows)


def compare(
    store: ox.Store,
    indicators: Sequence[str] | str = (),
    *,
    bodies: Sequence[str] = (),
    years: Sequence[str] = (),
    catalog: Catalog | None = None,
) -> Comparison:
    """Body by year for each indicator, named by notation or label; for none, all found in two bodies or two years.

    A narrower indicator counts for its broader one and is marked as such. ``bodies`` keeps these bodies with their
    units, ``years`` these columns. Figures whose body is not known are left out.
    Raises ``QueryError`` for an unknown or ambiguous indicator or body, and for an indicator or years without a figure.

    >>> compare(store, ["提案立案数"], bodies=["镇江市政协"]).tables[0].columns  # doctest: +SKIP
    ('2023', '2024', '2025')
    """
    catalog = catalog or Catalog(store)
    vocabulary = load_vocabulary()
    names = (indicators,) if isinstance(indicators, str) else indicators
    wanted = list(dict.fromkeys(vocabulary.find(name) for name in names))
    kept = catalog.with_parts(frozenset(find_body(catalog, name) for name in bodies)) if bodies else None
    statements = [one for one in read_statements(catalog) if one.figure.organization_iri]
    told = objections(pairs_of(statements, versions=versions_of(store)))
    shown = [one for one in statements if kept is None or one.figure.organization_iri in kept]
    sets = _sets(shown, vocabulary)
    missing = [one for one in wanted if one.notation not in sets]
    if missing:
        raise _nothing(missing[0], sets, vocabulary)
    chosen = wanted or [vocabulary.get(notation) for notation in sorted(sets) if _worth(notation, sets[notation])]
    own = {row.organization_iri for row in catalog.reports}
    parents = {row.iri: row.part_of for row in catalog.entities if row.iri not in own}
    tables = [table_of(one, sets[one.notation], told, parents, frozenset(years)) for one in chosen]
    found = [table for table in tables if table.rows]
    if years and tables and not found:
        there = sorted({column(one) for found in sets.values() for one in found} - {UNKNOWN})
        raise QueryError(f"no figure of {', '.join(years)} here", remedy=f"there are: {', '.join(there)}")
    return Comparison(tuple(found if wanted else sorted(found, key=lambda table: (-_plain(table), table.notation))))


def _plain(table: Table) -> int:
    return sum(not cell.reasons for row in table.rows for cells in row.cells for cell in cells)


def _sets(statements: Iterable[Statement], vocabulary: Vocabulary) -> dict[str, list[Statement]]:
    """Notation -> the statements that count for it: its own and those of narrower indicators."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for one in statements:
        for notation in vocabulary.chain(one.figure.indicator) if one.figure.indicator else ():
            found[notation].append(one)
    return dict(found)


def _worth(notation: str, statements: Sequence[Statement]) -> bool:
    """Whether an indicator that nobody asked for is shown: it has figures of its own, of two bodies or two years."""
    own = [one for one in statements if one.figure.indicator == notation]
    bodies = {one.figure.organization_iri for one in statements}
    years = set(map(column, statements)) - {UNKNOWN}
    return bool(own) and (len(bodies) > 1 or len(years) > 1)


def _nothing(asked: Indicator, sets: Mapping[str, object], vocabulary: Vocabulary) -> QueryError:
    there = [f"{notation} ({vocabulary.get(notation).zh})" for notation in sorted(sets)]
    listed = ", ".join(there[:12]) + (f" … ({len(there)})" if len(there) > 12 else "")
    remedy = f"it has: {listed}" if there else "kg build reads reports into it"
    return QueryError(f"no figure of {asked.notation} ({asked.zh}) here", remedy=remedy)
