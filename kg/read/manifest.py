"""``--reports FILE.csv``: what the texts do not say about themselves, one row a report."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from kg.errors import InputError
from kg.model import Manifest
from kg.read.plain import decode

COLUMNS = ("file", "url", "title", "body", "place", "year", "issued")
HEADINGS = {
    "文件": "file",
    "网址": "url",
    "标题": "title",
    "单位": "body",
    "机构": "body",
    "地区": "place",
    "年份": "year",
    "发布日期": "issued",
}
"""Chinese headings that are read as the columns."""
DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")


@dataclass(frozen=True, slots=True)
class Reports:
    """The rows of a manifest, found by the path or the base name of a file."""

    source: str = ""
    """Name of the manifest's file."""
    rows: Mapping[str, Manifest] = field(default_factory=dict)
    """By the ``file`` column, with forward slashes."""

    def key_of(self, name: str) -> str | None:
        """Return the row for a file: by its whole path, by a trailing part of it, or by its base name.

        >>> Reports(rows={"b.txt": Manifest(year=2023)}).key_of("2023/b.txt")
        'b.txt'
        """
        parts = PurePosixPath(name).parts
        tails = ("/".join(parts[start:]) for start in range(len(parts)))
        return next((tail for tail in tails if tail in self.rows), None)

    def row_of(self, name: str) -> Manifest:
        """Return what the manifest says about a file; an empty row if it does not name it."""
        key = self.key_of(name)
        return Manifest() if key is None else self.rows[key]

    def unused(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the rows whose file is not among the names, sorted: most often a misspelt path."""
        return tuple(sorted(set(self.rows) - {self.key_of(name) for name in names}))


def read_manifest(path: Path) -> Reports:
    """Return the rows of a manifest: CSV or TSV, in any encoding that reports may have, columns in any order.

    Raises ``InputError`` that lists every fault with its line and column.
    """
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        raise InputError("cannot read the list of reports", place=str(path), remedy=error.strerror or "") from error
    except InputError as error:
        raise InputError(
            f"the list of reports is {error}", place=str(path), remedy="save it as CSV in UTF-8"
        ) from error
    return Reports(source=path.name, rows=parse_manifest(text, place=path.name))


def parse_manifest(text: str, *, place: str) -> dict[str, Manifest]:
    """Return the rows by their ``file``; ``place`` names the manifest in messages."""
    first = text.split("\n", 1)[0]
    delimiter = "\t" if first.count("\t") > first.count(",") else ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    faults: list[str] = []
    rows: dict[str, Manifest] = {}
    lines: dict[str, int] = {}
    try:
        head = [HEADINGS.get(cell.strip(), cell.strip().lower()) for cell in next(reader, [])]
        faults += [f"{place}:1 column {name or '(no name)'}: unknown" for name in head if name not in COLUMNS]
        faults += [
            f"{place}:1 column {name}: twice" for name in sorted({name for name in head if head.count(name) > 1})
        ]
        if not faults and not head:
            faults.append(f"{place}:1: empty")
        for cells in [] if faults else reader:
            row = {name: cell.strip() for name, cell in zip(head, cells, strict=False)}
            if not any(row.values()):
                continue
            line = reader.line_num
            if len(cells) > len(head):
                faults.append(f"{place}:{line}: {len(cells)} cells for {len(head)} columns")
                continue
            found, wrong = _row(row)
            faults += [f"{place}:{line} column {column}: {fault}" for column, fault in wrong]
            name = re.sub(r"^(\./)+", "", row.get("file", "").replace("\\", "/"))
            if name in rows and rows[name] != found:
                faults.append(
                    f"{place}:{line} column file: {name} stands in line {lines[name]}, too, with other values"
                )
            if name:  # a row without a file describes a report that is not at hand
                rows[name], lines[name] = found, line
    except csv.Error as error:
        faults.append(f"{place}:{reader.line_num}: {error}")
    if faults:
        raise InputError("\n".join(faults), remedy=f"the columns are {', '.join(COLUMNS)}; any may be empty or missing")
    return rows


def _row(row: Mapping[str, str]) -> tuple[Manifest, list[tuple[str, str]]]:
    """Return a row as a manifest, and what is wrong with it as pairs of column and fault."""
    wrong: list[tuple[str, str]] = []
    year = re.sub(r"年$", "", row.get("year", ""))
    if year and not re.fullmatch(r"(19|20)\d\d", year, re.ASCII):
        wrong.append(("year", f"{year} is no year (such as 2023)"))
        year = ""
    issued = iso_day(row.get("issued", ""))
    if issued is None:
        wrong.append(("issued", f"{row['issued']} is no day (such as 2024-01-18)"))
    url = row.get("url", "")
    if url and not re.fullmatch(r"(https?|ftp|file)://[^\s<>\"{}|\\^`]+", url):
        wrong.append(("url", f"{url} is no address (such as https://example.org/report.html)"))
    manifest = Manifest(
        url=url,
        title=row.get("title", ""),
        body=row.get("body", ""),
        place=row.get("place", ""),
        year=int(year) if year else None,
        issued=issued or "",
    )
    return manifest, wrong


def iso_day(text: str) -> str | None:
    """Return a day, month or year in ISO 8601, "" for nothing, None for what is no date.

    >>> iso_day("2024年1月18日"), iso_day("2024/1"), iso_day("2024-02-30")
    ('2024-01-18', '2024-01', None)
    """
    if not text:
        return ""
    # A time behind the day, as web pages print it, says nothing more about the report.
    match = DAY.fullmatch(re.sub(r"[T ]\d{1,2}:\d{2}.*$", "", text.strip()))
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
