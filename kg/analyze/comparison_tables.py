"""The table of one indicator: its figures by body and year, what keeps each from comparison, and the changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from kg.analyze.comparison_reasons import Change, Reason, change_between, marks, printed
from kg.analyze.comparison_scope import Statement
from kg.analyze.comparison_vocabulary import Indicator
from kg.analyze.conflicts import Conflict
from kg.analyze.rows import Evidence

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


def column_of(period: str) -> str:
    """The column of a period: its year, a span of years as it is, nothing where it is not known.

    >>> column_of("2024-09"), column_of("2025-05/2025-06"), column_of("2021/2025"), column_of("")
    ('2024', '2025', '2021/2025', '')
    """
    first, _, last = period.partition("/")
    return first[:4] if not last or first[:4] == last[:4] else f"{first[:4]}/{last[:4]}"


def column(one: Statement) -> str:
    """The column of a figure."""
    return column_of(one.figure.period)


def _column_order(name: str) -> tuple[bool, str, bool, str]:
    return name == UNKNOWN, name[-4:], "/" in name, name


def table_of(
    indicator: Indicator,
    statements: Sequence[Statement],
    told: Mapping[str, tuple[Reason, ...]],
    parents: Mapping[str, str],
    years: frozenset[str],
) -> Table:
    """The figures of an indicator in these statements.

    ``told`` is what other statements say against a figure (see ``objections``), ``parents`` the label of the body that a
    body is a unit of; ``years`` are the columns to show, all of them if there are none.
    """
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
    columns = sorted({name for cells in grid.values() for name in cells}, key=_column_order)
    shown = tuple(name for name in columns if not years or name in years)
    rows = (
        Row(body, iri, parents.get(iri, ""), tuple(cells.get(name, ()) for name in shown))
        for (body, iri), cells in ((key, _with_changes(grid[key])) for key in sorted(grid))
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


def objections(pairs: Iterable[Conflict]) -> dict[str, tuple[Reason, ...]]:
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
    ordered = {name: sorted(cells, key=_plainness) for name, cells in columns.items()}
    done = {}
    for name, cells in ordered.items():
        before = ordered.get(str(int(name) - 1), []) if name.isdecimal() else []
        change = _change(before, cells)
        done[name] = tuple(
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
