"""Comparisons and conflicts as JSON values, as flat rows for CSV, and as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Final, Literal

import xlsxwriter

from kg.analyze.comparison import Cell, Comparison, Row, Table
from kg.analyze.comparison_reasons import Change, Reason, printed
from kg.analyze.comparison_scope import Statement
from kg.analyze.conflicts import GROUNDS, Conflict
from kg.analyze.rows import Evidence
from kg.write.tables import one_line
from kg.write.workbook import MADE, OPTIONS, Sheet, fill

Language = Literal["zh", "en"]
PLACE: Final = ("file", "start", "end", "sentence")
FIGURE: Final = (
    "body", "indicator", "indicator_text", "printed", "value", "high", "unit", "modifier", "modality", "period",
    "initiative",
)  # fmt: skip
CELLS: Final = (
    "table", "table_label", "column", *FIGURE, "comparable", "reasons", "reasons_text", "change_percent",
    "change_points", "change_reasons", "change_reasons_text", "places", *PLACE,
)  # fmt: skip
"""Columns of a comparison as CSV, one row a figure."""
PAIRS: Final = (
    "kind", "ground", "ground_text", "where", "body", "indicator", "unit", "period", "modality",
    *(f"{side}_{name}" for side in ("one", "other") for name in ("printed", "value", "indicator_text", *PLACE)),
)  # fmt: skip
"""Columns of conflicts as CSV, one row a pair."""


def number(value: Decimal) -> int | float:
    """A value as JSON has it.

    >>> number(Decimal("412")), number(Decimal("98.6"))
    (412, 98.6)
    """
    return int(value) if value == value.to_integral_value() else float(value)


def place_values(place: Evidence) -> dict[str, object]:
    """Where something is stated, for JSON; ``sentence[start - sentenceStart:end - sentenceStart] == quote``."""
    return {
        "file": place.file, "report": place.report, "start": place.start, "end": place.end, "quote": place.quote,
        "sentence": place.sentence, "sentenceStart": place.sentence_start,
    }  # fmt: skip


def statement_values(one: Statement) -> dict[str, object]:
    """A figure in one place, for JSON; of its scope only what is not empty."""
    row = one.figure
    return {
        "figure": row.iri, "body": row.organization, "bodyIri": row.organization_iri, "indicator": row.indicator,
        "indicatorText": row.indicator_text, "printed": printed(one), "value": number(row.value),
        "high": None if row.high is None else number(row.high), "unit": row.unit, "modifier": row.modifier,
        "modality": row.modality, "period": row.period, "initiative": row.initiative,
        "scope": {name: value for name, value in asdict(one.scope).items() if value},
    }  # fmt: skip


def reason_values(reasons: Sequence[Reason]) -> list[dict[str, str]]:
    """Reasons for JSON."""
    return [{"code": one.code, "zh": one.zh, "en": one.en} for one in reasons]


def change_values(change: Change | None) -> dict[str, object] | None:
    """A change for JSON."""
    if change is None:
        return None
    return {
        "against": change.against.figure.iri if change.against else None,
        "percent": None if change.percent is None else number(change.percent),
        "points": None if change.points is None else number(change.points),
        "reasons": reason_values(change.reasons),
    }


def comparison_values(comparison: Comparison) -> dict[str, object]:
    """A comparison for JSON: tables of rows of columns of figures."""
    return {"tables": [_table_values(table) for table in comparison.tables]}


def _table_values(table: Table) -> dict[str, object]:
    rows = [
        {
            "body": row.body, "bodyIri": row.body_iri, "partOf": row.part_of,
            "columns": {
                column: [_cell_values(cell) for cell in cells]
                for column, cells in zip(table.columns, row.cells, strict=True) if cells
            },
        }
        for row in table.rows
    ]  # fmt: skip
    return {
        "indicator": table.notation, "zh": table.zh, "en": table.en, "unit": table.unit,
        "columns": list(table.columns), "rows": rows,
    }  # fmt: skip


def _cell_values(cell: Cell) -> dict[str, object]:
    return {
        **statement_values(cell.statement),
        "comparable": not cell.reasons,
        "reasons": reason_values(cell.reasons),
        "change": change_values(cell.change),
        "places": [place_values(place) for place in cell.places],
    }


def figures_of(comparison: Comparison) -> Iterator[tuple[Table, Row, str, Cell]]:
    """Every figure of a comparison with its table, row and column, in order."""
    for table in comparison.tables:
        for row in table.rows:
            for column, cells in zip(table.columns, row.cells, strict=True):
                for cell in cells:
                    yield table, row, column, cell


def comparison_rows(comparison: Comparison, language: Language) -> Iterator[Sequence[object]]:
    """Rows below ``CELLS``, reasons in words of one language."""
    for table, _, column, cell in figures_of(comparison):
        change = cell.change or Change()
        yield (
            table.notation, table.zh if language == "zh" else table.en, column, *_figure_cells(cell.statement),
            "yes" if not cell.reasons else "no", codes(cell.reasons), told(cell.reasons, language),
            change.percent, change.points, codes(change.reasons), told(change.reasons, language),
            len(cell.places), *_place_cells(cell.statement.evidence),
        )  # fmt: skip


def _figure_cells(one: Statement) -> tuple[object, ...]:
    row = one.figure
    return (
        row.organization, row.indicator, row.indicator_text, printed(one), row.value, row.high, row.unit,
        row.modifier, row.modality, row.period, row.initiative,
    )  # fmt: skip


def _place_cells(place: Evidence) -> tuple[object, ...]:
    return place.file, place.start, place.end, one_line(place.sentence)


def codes(reasons: Sequence[Reason]) -> str:
    """The codes of reasons, apart by blanks."""
    return " ".join(dict.fromkeys(one.code for one in reasons))


def told(reasons: Sequence[Reason], language: Language) -> str:
    """Reasons in words."""
    return ("；" if language == "zh" else "; ").join(one.zh if language == "zh" else one.en for one in reasons)


def conflict_values(pairs: Sequence[Conflict]) -> list[dict[str, object]]:
    """Conflicts for JSON."""
    return [
        {
            "kind": pair.kind, "ground": {"code": pair.ground, "zh": GROUNDS[pair.ground][0], "en": GROUNDS[pair.ground][1]},
            "within": pair.within,
            **{
                side: {**statement_values(one), "place": place_values(one.evidence)}
                for side, one in (("one", pair.one), ("other", pair.other))
            },
        }
        for pair in pairs
    ]  # fmt: skip


def conflict_rows(pairs: Sequence[Conflict], language: Language) -> Iterator[Sequence[object]]:
    """Rows below ``PAIRS``."""
    for pair in pairs:
        row = pair.one.figure
        yield (
            pair.kind, pair.ground, GROUNDS[pair.ground][language == "en"], "report" if pair.within else "reports",
            row.organization, row.indicator, row.unit, row.period, row.modality,
            *_side(pair.one), *_side(pair.other),
        )  # fmt: skip


def _side(one: Statement) -> tuple[object, ...]:
    return printed(one), one.figure.value, one.figure.indicator_text, *_place_cells(one.evidence)


def comparison_workbook(comparison: Comparison, language: Language) -> bytes:
    """A workbook: body by year for each indicator, and every figure with its reasons and its source."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties({"created": MADE, "title": "comparison", "author": "workreport-kg"})
    head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "bottom": 1, "valign": "top"})
    columns = sorted(
        {column for table in comparison.tables for column in table.columns}, key=lambda one: (not one, one)
    )
    wide = {"sentence": 60, "reasons_text": 40, "body": 28, "indicator_text": 24, "table_label": 20, "file": 28}
    years = [(column or ("时期未注明" if language == "zh" else "no period"), 14) for column in columns]
    sheets = (
        Sheet("comparison", [("indicator", 20), ("label", 20), ("unit", 8), ("body", 28), *years], list(_pivot(comparison, columns, language))),
        Sheet("figures", [(name, wide.get(name, 12)) for name in CELLS], list(comparison_rows(comparison, language))),
    )  # fmt: skip
    for sheet in sheets:
        fill(book.add_worksheet(sheet.name), sheet, head)
    book.close()
    return buffer.getvalue()


def _pivot(comparison: Comparison, columns: Sequence[str], language: Language) -> Iterator[Sequence[object]]:
    """A row a body: a plain figure that stands alone as a number, all else as printed, those not comparable with *."""
    for table in comparison.tables:
        for row in table.rows:
            cells = dict(zip(table.columns, row.cells, strict=True))
            label = table.zh if language == "zh" else table.en
            yield table.notation, label, table.unit, row.body, *(_shown(cells.get(column, ())) for column in columns)


def _shown(cells: Sequence[Cell]) -> object:
    if len(cells) == 1 and not cells[0].reasons:
        return cells[0].statement.figure.value
    return "；".join(printed(cell.statement) + ("*" if cell.reasons else "") for cell in cells)
