"""``--corrections FILE``: a filled-in review sheet, as TSV, CSV or workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from kg.analyze.corrections import KINDS, VERDICTS, Correction
from kg.errors import InputError
from kg.read.archive import opened, part
from kg.read.markup import parse_xml
from kg.read.plain import decode
from kg.read.refusal import Refusal

TEXTS = ("value", "report", "before", "after", "label", "number", "unit", "indicator", "period")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Return the rows with a verdict; raises ``InputError`` that lists every fault with its line and column."""
    try:
        data = path.read_bytes()
        rows = list(_workbook(data) if data.startswith(b"PK\x03\x04") else _table(decode(data)))
    except OSError as error:
        raise InputError("cannot read the corrections", place=str(path), remedy=error.strerror or "") from error
    except Refusal as error:
        raise InputError(f"the corrections are {error}", place=str(path), remedy="save as .xlsx or TSV") from error
    except csv.Error as error:
        raise InputError(f"not a table ({error})", place=str(path), remedy="save as .xlsx or TSV") from error
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    faults = [f"{path.name}:1 column {name}: missing" for name in ("verdict", "kind", "quote") if name not in head]
    found: list[Correction] = []
    for line, cells in enumerate(rows[1:] if not faults else (), 2):
        row = {name: _unquoted(cell) for name, cell in zip(head, cells, strict=False)}
        verdict = row.get("verdict", "").strip().lower()
        if not verdict:
            continue
        place = f"{path.name}:{line} column"
        if verdict not in VERDICTS:
            faults.append(f"{place} verdict: {verdict}; there are {', '.join(VERDICTS)}")
        elif row["kind"].strip() not in KINDS:
            faults.append(f"{place} kind: {row['kind'] or 'empty'}; there are {', '.join(KINDS)}")
        elif not row["quote"]:
            faults.append(f"{place} quote: empty; it is by these words that the place is found")
        elif verdict in ("rename", "merge", "split") and not row.get("value", "").strip():
            faults.append(f"{place} value: empty; {verdict} needs a name")
        else:
            texts = {name: row.get(name, "") for name in TEXTS}
            texts["value"] = texts["value"].strip()
            found.append(Correction(line, verdict, row["kind"].strip(), row["quote"], **texts))
    if faults:
        raise InputError("\n".join(faults), remedy="kg review writes a sheet with the right columns")
    return tuple(found)


def _unquoted(cell: str) -> str:
    """Return a cell without the apostrophe that we put before what looks like a formula."""
    return cell[1:] if re.match(r"'[\s]*[=+\-@＝＋－＠]", cell) else cell


def _table(text: str) -> Iterator[list[str]]:
    delimiter = "\t" if "\t" in text.split("\n", 1)[0] else ","
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _workbook(data: bytes) -> Iterator[list[str]]:
    """Yield the rows of the first sheet of a workbook (ISO/IEC 29500-1, clause 18)."""
    with opened(data) as package:
        names = package.namelist()
        shared: list[str] = []
        if "xl/sharedStrings.xml" in names:
            shared = [_words(item) for item in parse_xml(part(package, "xl/sharedStrings.xml")).iter(f"{SHEET}si")]
        sheets = sorted(name for name in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))
        if not sheets:
            raise Refusal("damaged", "no sheet")
        root = parse_xml(part(package, sheets[0]))
    number = 0
    for row in root.iter(f"{SHEET}row"):
        wanted = int(row.get("r") or number + 1)
        yield from ([] for _ in range(number + 1, min(wanted, number + 100_000)))
        number = wanted
        cells: dict[int, str] = {}
        for index, cell in enumerate(row.iter(f"{SHEET}c")):
            letters = re.match(r"[A-Z]+", cell.get("r") or "")
            cells[_column(letters[0]) if letters else index] = _value(cell, shared)
        yield [cells.get(index, "") for index in range(min(max(cells, default=-1) + 1, 100))]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1


def _value(cell: Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _words(cell)
    value = cell.findtext(f"{SHEET}v") or ""
    if cell.get("t") == "s":
        return shared[int(value)] if value.isdecimal() and int(value) < len(shared) else ""
    return value.removesuffix(".0")


def _words(item: Element) -> str:
    """Return the text of a string with its runs, without the reading aids."""
    return "".join(node.text or "" for node in item.iter(f"{SHEET}t"))
