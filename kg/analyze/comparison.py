"""Figures of one indicator beside each other: body by year, each with its source and with what keeps it from comparison."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Final

import pyoxigraph as ox

from kg.analyze.catalog import Catalog
from kg.analyze.comparison_bodies import find_body
from kg.analyze.comparison_reasons import Change, Reason, change_between, marks, printed
from kg.analyze.comparison_scope import Statement, read_statements
from kg.analyze.comparison_vocabulary import Indicator, Vocabulary, load_vocabulary
from kg.analyze.conflicts import Conflict, pairs_of, versions_of
from kg.analyze.rows import Evidence
from kg.errors import QueryError

UNKNOWN: Final = ""
"""The column of figures whose period is not known."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure in the table, with all that keeps it from being compared with plain ones."""

    statement: Statement
    """The place that says it most plainly."""
    places: tuple[Evidence, ...]
    """Every place that states it."""
    reasons: tuple[Reason, ...]
    """Empty for a plain figure: exact, reached, of a whole year and of the body as a whole, in the usual unit."""
    change: Change | None = None
    """Against the year before; None where that year has no figure, or another figure of the cell tells it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A body with its cells, one tuple a column of the table, the plainest figure of a column first."""

    body: str
    body_iri: str
    part_of: str
    """Label of the body that this one is a unit of, unless it has a report of its own."""
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One indicator."""

    notation: str
    zh: str
    en: str
    unit: str
    """The unit of most figures."""
    columns: tuple[str, ...]
    """Years in order, spans of years (``2021/2025``) behind the year in which they end, last ``""``: period not known."""
    rows: tuple[Row, ...]
    """By name of the body."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The tables, in the order in which the indicators were asked for, else those with most plain figures first."""

    tables: tuple[Table, ...]


def compare(
    store: ox.Store,
    indicators: Sequence[str] = (),
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
    wanted = list(dict.fromkeys(vocabulary.find(name) for name in indicators))
    kept = catalog.with_parts(frozenset(find_body(catalog, name) for name in bodies)) if bodies else None
    statements = [one for one in read_statements(catalog) if one.figure.organization_iri]
    pairs = tuple(pairs_of(statements, versions=versions_of(store)))
    shown = [one for one in statements if kept is None or one.figure.organization_iri in kept]
    sets = _sets(shown, vocabulary)
    missing = [one for one in wanted if one.notation not in sets]
    if missing:
        raise _nothing(missing[0], sets, vocabulary)
    chosen = wanted or [vocabulary.get(notation) for notation in sorted(sets) if _worth(notation, sets[notation])]
    own = {row.organization_iri for row in catalog.reports}
    parents = {row.iri: row.part_of for row in catalog.entities if row.iri not in own}
    told = _told(pairs)
    tables = [_table(one, sets[one.notation], told, parents, frozenset(years)) for one in chosen]
    found = [table for table in tables if table.rows]
    if years and tables and not found:
        there = sorted({column for notation in sets for column in map(_column, sets[notation])} - {UNKNOWN})
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
    years = set(map(_column, statements)) - {UNKNOWN}
    return bool(own) and (len(bodies) > 1 or len(years) > 1)


def _nothing(asked: Indicator, sets: Mapping[str, object], vocabulary: Vocabulary) -> QueryError:
    there = [f"{notation} ({vocabulary.get(notation).zh})" for notation in sorted(sets)]
    listed = ", ".join(there[:12]) + (f" … ({len(there)})" if len(there) > 12 else "")
    remedy = f"it has: {listed}" if there else "kg build reads reports into it"
    return QueryError(f"no figure of {asked.notation} ({asked.zh}) here", remedy=remedy)


def column_of(period: str) -> str:
    """The column of a period: its year, a span of years as it is, nothing where it is not known.

    >>> column_of("2024-09"), column_of("2025-05/2025-06"), column_of("2021/2025"), column_of("")
    ('2024', '2025', '2021/2025', '')
    """
    first, _, last = period.partition("/")
    return first[:4] if not last or first[:4] == last[:4] else f"{first[:4]}/{last[:4]}"


def _column(one: Statement) -> str:
    return column_of(one.figure.period)


def _column_order(column: str) -> tuple[bool, str, bool, str]:
    return column == UNKNOWN, column[-4:], "/" in column, column


def _table(
    indicator: Indicator,
    statements: Sequence[Statement],
    told: Mapping[str, tuple[Reason, ...]],
    parents: Mapping[str, str],
    years: frozenset[str],
) -> Table:
    unit = _usual(one.figure.unit for one in statements if one.figure.indicator == indicator.notation) or _usual(
        one.figure.unit for one in statements
    )
    same_words = len({one.scope.words for one in statements}) == 1
    grid: dict[tuple[str, str], dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for places in _by_figure(statements):
        found = [
            (tuple(marks(one, unit=unit, indicator=indicator.notation, same_words=same_words)), one) for one in places
        ]
        reasons, plainest = min(found, key=lambda pair: len(pair[0]))
        row = plainest.figure
        if above := parents.get(row.organization_iri, ""):
            reasons += (Reason("unit-of", f"是{above}的下属或内设机构", f"a unit of {above}"),)
        cell = Cell(plainest, tuple(one.evidence for one in places), reasons + told.get(row.iri, ()))
        grid[row.organization, row.organization_iri][column_of(row.period)].append(cell)
    columns = sorted({column for cells in grid.values() for column in cells}, key=_column_order)
    shown = tuple(column for column in columns if not years or column in years)
    rows = (
        Row(body, iri, parents.get(iri, ""), tuple(_with_changes(cells).get(column, ()) for column in shown))
        for (body, iri), cells in sorted(grid.items())
    )
    kept = tuple(row for row in rows if any(row.cells))
    return Table(indicator.notation, indicator.zh, indicator.en, unit, shown, kept)


def _usual(units: Iterable[str]) -> str:
    counts = Counter(units)
    return min(counts, key=lambda unit: (-counts[unit], unit), default="")


def _by_figure(statements: Iterable[Statement]) -> list[list[Statement]]:
    found: dict[str, list[Statement]] = defaultdict(list)
    for one in statements:
        found[one.figure.iri].append(one)
    return list(found.values())


def _told(pairs: Iterable[Conflict]) -> dict[str, tuple[Reason, ...]]:
    """Figure -> what the other statements of the same thing say against it."""
    found: dict[str, list[Reason]] = defaultdict(list)
    for pair in pairs:
        one, other = pair.one, pair.other
        if pair.kind == "refined":
            words = printed(other)
            found[one.figure.iri].append(Reason("refined", f"另一处说得更细：{words}", f"told more closely: {words}"))
        elif pair.kind == "conflict":
            for this, that in ((one, other), (other, one)):
                words = printed(that)
                found[this.figure.iri].append(Reason("conflict", f"与另一处的{words}矛盾", f"contradicted by {words}"))
    return {iri: tuple(dict.fromkeys(reasons)) for iri, reasons in found.items()}


def _with_changes(columns: Mapping[str, list[Cell]]) -> dict[str, tuple[Cell, ...]]:
    """The cells of a body by column, the plainest first, with the change against the year before."""
    ordered = {column: sorted(cells, key=_plainness) for column, cells in columns.items()}
    done = {}
    for column, cells in ordered.items():
        before = ordered.get(str(int(column) - 1), []) if column.isdecimal() else []
        change = _change(before, cells)
        done[column] = tuple(
            Cell(cell.statement, cell.places, cell.reasons, change[1] if change and change[0] == at else None)
            for at, cell in enumerate(cells)
        )
    return done


def _plainness(cell: Cell) -> tuple[object, ...]:
    row = cell.statement.figure
    codes = {reason.code for reason in cell.reasons}
    return row.modality != "actual", "indicator" in codes, "refined" in codes, len(codes), cell.statement.evidence


def _change(before: Sequence[Cell], cells: Sequence[Cell]) -> tuple[int, Change] | None:
    """Place of the figure that can be compared with one of the year before, and the change; else that of the plainest.

    Where that year has results, its plans are left out of account.
    """
    if not before or not cells:
        return None
    contested = {"conflict", "refined"}
    modality = before[0].statement.figure.modality
    olds = [cell for cell in before if cell.statement.figure.modality == modality]
    for (at, cell), old in product(enumerate(cells), olds):
        if not any(reason.code in contested for reason in (*cell.reasons, *old.reasons)):
            change = change_between(old.statement, cell.statement)
            if not change.reasons:
                return at, change
    against = tuple(reason for reason in (*before[0].reasons, *cells[0].reasons) if reason.code in contested)
    change = change_between(before[0].statement, cells[0].statement)
    return 0, Change(before[0].statement, reasons=(*change.reasons, *against))


def number(value: Decimal) -> int | float:
    """A value as JSON has it.

    >>> number(Decimal("412")), number(Decimal("98.6"))
    (412, 98.6)
    """
    return int(value) if value == value.to_integral_value() else float(value)
