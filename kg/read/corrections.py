"""``--corrections FILE``: a filled-in review sheet, as TSV, CSV or workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from decimal import Decimal, InvalidOperation
from itertools import zip_longest
from pathlib import Path
from typing import get_args
from xml.etree.ElementTree import Element

from kg.analyze.corrections import KINDS, VERDICTS, Correction
from kg.errors import InputError
from kg.graph.cells import unguarded
from kg.graph.vocabulary import RELATIONS
from kg.model import Modality, Modifier
from kg.read.archive import opened, part
from kg.read.markup import parse_xml
from kg.read.plain import decode
from kg.read.refusal import Refusal

TEXTS = (
    "value", "report", "before", "after", "label", "number", "high", "unit", "modifier", "modality", "indicator",
    "organization", "initiative", "period",
)  # fmt: skip
PARTS = ("number", "high", "unit", "modifier", "modality", "indicator", "organization", "initiative", "period")
"""What ``change`` and ``add`` take for a figure."""
MOST_PLACES = 30
"""Decimal places on either side of the point; 1e999999 would be written out."""
DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_corrections(path: Path, *, indicators: Collection[str] | None = None) -> tuple[Correction, ...]:
    """Return the rows with a verdict; raises ``InputError`` that lists every fault with its line and column.

    ``indicators`` are the notations that figures may have; None leaves them unchecked.
    """
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
        row = {name: unguarded(cell) for name, cell in zip_longest(head, cells[: len(head)], fillvalue="")}
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
            for name in ("value", *PARTS):
                texts[name] = texts[name].strip()
            kind = row["kind"].strip()
            wrong = list(_wrong(verdict, kind, texts, indicators))
            faults += [f"{place} {name}: {fault}" for name, fault in wrong]
            # Only the sheets of kg review name the fact; they carry every part of it.
            whole = bool(row.get("fact", "").strip()) and set(PARTS) <= set(head)
            found.append(Correction(line, verdict, kind, row["quote"], **texts, whole=whole))
    if faults:
        raise InputError("\n".join(faults), remedy="kg review writes a sheet with the right columns")
    return tuple(found)


def _wrong(
    verdict: str, kind: str, texts: dict[str, str], indicators: Collection[str] | None
) -> Iterator[tuple[str, str]]:
    """Yield columns with what is wrong in them, for what is added or changed."""
    if verdict == "change" and kind != "figure":
        yield "verdict", "change is for figures; there are rename, merge and split"
    if verdict == "add" and kind == "relation":
        parts = [part.strip() for part in texts["value"].split("|")]
        if len(parts) != 3 or parts[1] not in RELATIONS:
            yield "value", f"{texts['value'] or 'empty'}; write subject | property | object with {', '.join(RELATIONS)}"
    if verdict not in ("add", "change") or kind != "figure":
        return
    numbers: dict[str, Decimal] = {}
    for name in ("number", "high"):
        if texts[name] not in ("", "-"):
            try:
                numbers[name] = Decimal(texts[name])
            except InvalidOperation:
                numbers[name] = Decimal("NaN")
            if not numbers[name].is_finite() or abs(numbers[name].adjusted()) > MOST_PLACES:
                numbers[name] = Decimal("NaN")
                yield name, f"{texts[name][:40]} is no number"
    if verdict == "add" and not texts["number"]:
        yield "number", "empty"
    for name, allowed in (("modifier", get_args(Modifier)), ("modality", get_args(Modality))):
        if texts[name] and texts[name] not in allowed:
            yield name, f"{texts[name]}; there are {', '.join(allowed)}"
    if texts["modifier"] == "range" and "high" not in numbers:
        yield "high", "empty; a range needs its upper end"
    if "high" in numbers and texts["modifier"] not in ("", "range"):
        yield "modifier", f"{texts['modifier']}; with an upper end it is range"
    both = [numbers[name] for name in ("number", "high") if name in numbers and numbers[name].is_finite()]
    if len(both) == 2 and both[0] >= both[1]:
        yield "high", f"{texts['high']} is not above {texts['number']}"
    if indicators is not None and texts["indicator"] not in ("", "-") and texts["indicator"] not in indicators:
        yield "indicator", f"{texts['indicator']} is no indicator; docs/reference/ontology.md lists them"
    if texts["period"] not in ("", "-") and not re.fullmatch(f"{DATE}(/{DATE})?", texts["period"]):
        yield "period", f"{texts['period']}; write 2023, 2024-09 or 2019/2023"


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
        place = row.get("r") or ""
        wanted = int(place) if re.fullmatch(r"[0-9]{1,7}", place) else number + 1  # a sheet has 1,048,576 rows
        yield from ([] for _ in range(number + 1, min(wanted, number + 100_000)))
        number = wanted
        cells: dict[int, str] = {}
        for index, cell in enumerate(row.iter(f"{SHEET}c")):
            letters = re.match(r"[A-Z]{1,3}(?![A-Z])", cell.get("r") or "")
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
        return shared[int(value)] if re.fullmatch("[0-9]{1,7}", value) and int(value) < len(shared) else ""
    return value.removesuffix(".0")


def _words(item: Element) -> str:
    """Return the text of a string with its runs, without the reading aids."""
    return "".join(node.text or "" for node in item.iter(f"{SHEET}t"))
