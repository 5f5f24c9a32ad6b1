"""``kg compare``: figures of an indicator beside each other, body by year, and what keeps them from comparison."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.messages import Words

if TYPE_CHECKING:
    from kg.analyze.comparison import Cell, Comparison, Table
    from kg.analyze.comparison_reasons import Change

FORMATS = ("table", "csv", "xlsx", "json")
SHOWN = 3
"""Figures in one cell of the table; all of them stand below it."""


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("compare", help=words("compare-help"), epilog=words("compare-example"))
    @click.argument("named", metavar="[INDICATOR]... DIR|FILE", nargs=-1, required=True)
    @click.option("--format", "form", type=click.Choice(FORMATS), default="table", help=words("compare-format"))
    @click.option("--body", "bodies", multiple=True, metavar="NAME", help=words("compare-body"))
    @click.option("--year", "years", multiple=True, metavar="YEAR", help=words("compare-year"))
    @click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("-"), help=words("compare-output"))
    def compare(
        named: tuple[str, ...], form: str, bodies: tuple[str, ...], years: tuple[str, ...], output: Path
    ) -> None:
        if form == "xlsx" and str(output) == "-":
            raise click.UsageError(words("compare-xlsx"))
        from kg.analyze.comparison import compare as beside
        from kg.cli.passages import opened

        graph, indicators = _arguments(named, words)
        found = beside(opened(graph), indicators, bodies=bodies, years=years)
        if not found.tables:
            print(words("compare-nothing"), file=sys.stderr)
        _put(_written(found, form, words, to_file=str(output) != "-"), output)

    return compare


def _arguments(named: tuple[str, ...], words: Words) -> tuple[Path, tuple[str, ...]]:
    """Return the graph and the indicators: the graph stands last, but first is understood, too."""
    *first, last = named
    if first and not Path(last).exists() and Path(first[0]).exists():
        return Path(first[0]), (*first[1:], last)
    if not Path(last).exists():
        from kg.errors import InputError

        raise InputError(words("compare-no-graph"), place=last, remedy=words("compare-no-graph-remedy"))
    return Path(last), tuple(first)


def _put(content: str | bytes, output: Path) -> None:
    if str(output) != "-":
        from kg.write.atomic import write_whole

        write_whole(output, content)
    elif isinstance(content, str):
        print(content, end="")


def _written(found: Comparison, form: str, words: Words, *, to_file: bool) -> str | bytes:
    from kg.graph.cells import table_lines
    from kg.write.comparison import CELLS, comparison_rows, comparison_values, comparison_workbook

    if form == "xlsx":
        return comparison_workbook(found, words.language)
    if form == "csv":
        # a file begins as metrics.csv does, so that Excel takes it for UTF-8
        return ("\ufeff" if to_file else "") + "".join(table_lines(CELLS, comparison_rows(found, words.language)))
    if form == "json":
        return json.dumps(comparison_values(found), ensure_ascii=False, indent=1) + "\n"
    columns = None if to_file or not sys.stdout.isatty() else shutil.get_terminal_size().columns
    return "\n".join("\n".join((*_table(table, words, columns), "")) for table in found.tables)


def _table(table: Table, words: Words, columns: int | None) -> Iterator[str]:
    """Yield one indicator: its name, body by year, and below it each figure with its source and its reasons."""
    from kg.cli.table import table as lines

    label = f"{table.zh} {table.notation}" if words.language == "zh" else f"{table.en} ({table.notation}, {table.zh})"
    yield words("compare-title", label=label, unit=table.unit)
    head = [words("compare-body-column"), *(column or words("compare-no-period") for column in table.columns)]
    notes: list[Cell] = []
    rows = []
    for row in table.rows:
        cells = []
        for found in row.cells:
            shown = [_shown(cell, len(notes) + at, words) for at, cell in enumerate(found, 1)]
            notes += found
            more = [words("compare-more", count=len(shown) - SHOWN)] if len(shown) > SHOWN else []
            cells.append("  ".join([*shown[:SHOWN], *more]))
        rows.append([row.body, *cells])
    yield from lines(head, rows, columns=columns)
    yield ""
    for number, cell in enumerate(notes, 1):
        yield from _note(number, cell, words)


def _shown(cell: Cell, number: int, words: Words) -> str:
    """Return a figure as the table shows it: as printed, * where it is no plain one, its change and its number."""
    from kg.analyze.comparison_reasons import printed

    change = _amount(cell.change, words) if cell.change else ""
    return " ".join(
        part for part in (printed(cell.statement) + ("*" if cell.reasons else ""), change, f"[{number}]") if part
    )


def _amount(change: Change, words: Words) -> str:
    if change.percent is not None:
        return f"{change.percent:+}%"
    return words("compare-points", points=f"{change.points:+}") if change.points is not None else ""


def _note(number: int, cell: Cell, words: Words) -> Iterator[str]:
    from kg.cli.passages import where
    from kg.write.comparison import told

    for place in cell.places:
        yield f"[{number}] {where(place)}"
    if cell.reasons:
        yield f"    * {told(cell.reasons, words.language)}"
    if cell.change and cell.change.against:
        from kg.analyze.comparison_reasons import printed

        before = {"period": cell.change.against.figure.period, "figure": printed(cell.change.against)}
        if cell.change.reasons:
            reasons = told(cell.change.reasons, words.language)
            yield f"    {words('compare-not-comparable', reasons=reasons, **before)}"
        else:
            yield f"    {words('compare-change', amount=_amount(cell.change, words), **before)}"
