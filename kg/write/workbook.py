"""``metrics.xlsx``: the figures, a pivot of them, bodies, undertakings, and what was skipped.

Written row by row in constant memory, and the same bytes whenever the rows are the same: the document says that it
was made on a fixed day. No cell is a formula: text is written as text, whatever it begins with.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kg.analyze.labels import labels_of
from kg.graph.cells import guarded
from kg.graph.iri import decimal_text
from kg.model import Entity, Extraction, Key
from kg.write.tables import COLUMNS, FigureRow, skipped_rows

MADE = datetime(2000, 1, 1)
"""Creation date in the document's properties: a real one would make two equal workbooks differ."""
OPTIONS = {
    "constant_memory": True,
    "in_memory": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""Row by row, and no cell is anything but what was put in."""
LONGEST = 32_767
"""Characters that a cell holds."""
MOST_ROWS = 1_048_575
"""Rows that a sheet holds below its header."""
SIGNS = {"over": "＞", "under": "＜", "approx": "≈"}
ENTITY_COLUMNS = ("name", "kind", "place", "part_of", "aliases", "mentions", "reports")


class Sheet(NamedTuple):
    """A sheet: name, columns with their widths, rows."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[object]]


def workbook(rows: Sequence[FigureRow], extractions: Sequence[Extraction]) -> bytes:
    """Return the workbook of these figures and reports."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties({"created": MADE, "title": "metrics", "author": "workreport-kg"})
    head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "bottom": 1, "valign": "top"})
    for sheet in _sheets(rows, extractions):
        fill(book.add_worksheet(sheet.name), sheet, head)
    book.close()
    return buffer.getvalue()


def _sheets(rows: Sequence[FigureRow], extractions: Sequence[Extraction]) -> Iterator[Sheet]:
    widths = {"sentence": 60, "report": 28, "body": 24, "initiative": 24, "indicator_text": 24, "source": 30}
    yield Sheet(
        "figures",
        [(name, widths.get(name, 12)) for name in COLUMNS],
        ([getattr(row, name) for name in COLUMNS] for row in rows),
    )
    yield _pivot(rows)
    wide = {"name": 32, "aliases": 40, "part_of": 24, "place": 20}
    columns = [(name, wide.get(name, 12)) for name in ENTITY_COLUMNS]
    yield Sheet("bodies", columns, list(_entities(extractions, "organization")))
    yield Sheet("initiatives", columns, list(_entities(extractions, "initiative")))
    skipped = [("report", 28), ("kind", 10), ("surface", 20), ("reason", 20), ("detail", 20), ("start", 8), ("end", 8)]
    skipped += [("context", 60), ("text", 22)]
    yield Sheet("skipped", skipped, ([row[name] for name, _ in skipped] for row in skipped_rows(extractions)))


def _pivot(rows: Sequence[FigureRow]) -> Sheet:
    """Return indicator by body and year: what was reached in a whole year, nothing added up or averaged.

    A cell with several different values shows all of them; a hedge stands before the number.
    """
    cells: dict[tuple[str, str, str, str], dict[str, list[FigureRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.indicator and row.modality == "actual" and row.period.isdecimal() and len(row.period) == 4:
            key = (row.indicator_label or row.indicator, row.indicator, row.unit, row.body)
            cells[key][row.period].append(row)
    years = sorted({year for values in cells.values() for year in values})
    columns = [("indicator_label", 20), ("indicator", 20), ("unit", 8), ("body", 28), *((year, 12) for year in years)]
    return Sheet(
        "pivot", columns, [[*key, *(_cell(cells[key].get(year, ())) for year in years)] for key in sorted(cells)]
    )


def _cell(rows: Iterable[FigureRow]) -> object:
    """Return one number, or text where it is hedged or there are several."""
    shown = {(row.value, row.high, row.modifier) for row in rows}
    if not shown:
        return None
    if len(shown) == 1 and all(modifier == "exact" for _, _, modifier in shown):
        return next(iter(shown))[0]
    ordered = sorted(shown, key=lambda one: (one[0], one[1] or one[0], one[2]))
    return "；".join(_hedged(*one) for one in ordered)


def _hedged(value: Decimal, high: Decimal | None, modifier: str) -> str:
    return SIGNS.get(modifier, "") + decimal_text(value) + (f"–{decimal_text(high)}" if high is not None else "")


def _entities(extractions: Sequence[Extraction], kind: str) -> Iterator[Sequence[object]]:
    """Yield a row for each body or undertaking, over all reports, in order of names."""
    labels = labels_of(extractions)
    found: dict[Key, list[tuple[str, Entity]]] = defaultdict(list)
    for extraction in extractions:
        for entity in extraction.entities:
            if entity.key.kind == kind:
                found[entity.key].append((extraction.report.names[0], entity))
    for key in sorted(found, key=lambda key: (labels[key], key)):
        entities = [entity for _, entity in found[key]]
        aliases = sorted({alias for entity in entities for alias in (entity.label, *entity.aliases)} - {labels[key]})
        yield (
            labels[key],
            _first(entity.category for entity in entities),
            _first(_name(entity.place, labels) for entity in entities),
            _first(_name(entity.part_of, labels) for entity in entities),
            "；".join(aliases),
            sum(len(entity.evidence) for entity in entities),
            len({name for name, _ in found[key]}),
        )


def _name(key: Key | None, labels: Mapping[Key, str]) -> str:
    return "" if key is None else labels.get(key, key.stem)


def _first(values: Iterable[str]) -> str:
    """Return the first of the values that is not empty, in order of code points."""
    return min((value for value in values if value), default="")


def fill(sheet: Worksheet, content: Sheet, head: Format) -> None:
    """Write one sheet from top to bottom, as constant memory wants it."""
    sheet.freeze_panes(1, 1)
    for index, (name, width) in enumerate(content.columns):
        sheet.set_column(index, index, width)
        write_text(sheet, 0, index, name, head)
    count = 0
    for count, row in enumerate(content.rows, 1):
        if count > MOST_ROWS:
            count -= 1
            break
        for index, value in enumerate(row):
            _write(sheet, count, index, value)
    sheet.autofilter(0, 0, max(1, count), len(content.columns) - 1)


def _write(sheet: Worksheet, row: int, column: int, value: object) -> None:
    """Write a cell: numbers that a spreadsheet can hold exactly as numbers, all else as text."""
    if value is None or value == "":
        return
    if isinstance(value, int) or (isinstance(value, Decimal) and Decimal(repr(float(value))) == value):
        sheet.write_number(row, column, float(value))
        return
    write_text(sheet, row, column, decimal_text(value) if isinstance(value, Decimal) else str(value))


def write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format | None = None) -> None:
    """Write a cell of text, without the characters that a workbook cannot hold, and cut to what a cell holds."""
    text = "".join(c for c in text if c in "\t\n" or c >= " ").replace("\ufffe", "").replace("\uffff", "")
    # Text is never run, but whoever saves the sheet as CSV would make a formula of it.
    sheet.write_string(row, column, guarded(text)[:LONGEST], look)
