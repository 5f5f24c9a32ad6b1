"""The review sheet: the facts of a graph in order of doubt, with empty cells for what people find wrong."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

import pyoxigraph as ox
import xlsxwriter

from kg.graph.cells import table_lines
from kg.graph.namespaces import DCTERMS, NIF, RDF, SKOS, WR
from kg.graph.vocabulary import FACTS
from kg.write.facts import Facts
from kg.write.tables import one_line
from kg.write.workbook import MADE, write_text

COLUMNS: Final = (
    "verdict", "value", "kind", "label", "number", "high", "unit", "modifier", "modality", "indicator", "organization",
    "initiative", "period", "quote", "report", "before", "after", "grade", "sentence", "rule", "fact",
)  # fmt: skip
"""The first two are for the reader to fill in, and what is between ``number`` and ``period`` with ``change``."""
VERDICTS: Final = ("confirm", "reject", "change", "rename", "merge", "split", "add")
GRADES: Final = ("inferred", "inherited", "resolved", "stated")
"""Most doubtful first."""
AROUND: Final = 16
"""Characters before and behind a quotation by which its place is found again."""
Found = dict[str, list[ox.NamedNode | ox.Literal]]


def review_rows(facts: Facts) -> list[list[str]]:
    """Return a row a fact and surface form: low grades first, then figures without indicator or period."""
    rows: list[tuple[tuple[object, ...], list[str]]] = []
    for subject, found in facts.items():
        kind = next((FACTS[one.value] for one in found.get(RDF + "type", ()) if one.value in FACTS), "")
        if kind:
            for row in _rows(subject, kind, found, facts):
                rows.append(((_doubt(row), kind, row[COLUMNS.index("report")], row), row))
    return [row for _, row in sorted(rows, key=lambda one: one[0])]


def _doubt(row: Sequence[str]) -> tuple[int, int]:
    """Return what sorts doubtful facts first."""
    values = dict(zip(COLUMNS, row, strict=True))
    grade = GRADES.index(values["grade"]) if values["grade"] in GRADES else 0
    missing = sum(not values[name] for name in ("indicator", "period")) if values["kind"] == "figure" else 0
    return grade, -missing


def _rows(subject: str, kind: str, found: Found, facts: Facts) -> Iterator[list[str]]:
    spans = sorted(
        (facts[one.value] for one in found.get(WR + "evidence", ()) if one.value in facts),
        key=lambda span: (_text(span, NIF + "referenceContext"), int(_text(span, NIF + "beginIndex") or 0)),
    )
    seen: set[tuple[str, str]] = set()
    for span in spans:
        report = facts.get(_text(span, NIF + "referenceContext"), {})
        quote = _text(span, NIF + "anchorOf")
        where = (_text(span, NIF + "referenceContext"), quote if kind not in ("figure", "relation") else "")
        if where in seen:
            continue
        seen.add(where)
        sentence = facts.get(_text(span, WR + "sentence"), span)
        offset = int(_text(span, NIF + "beginIndex")) - int(_text(sentence, NIF + "beginIndex"))
        words = _text(sentence, NIF + "anchorOf")
        indicator = facts.get(_text(found, WR + "indicator"), {})
        yield [
            "",
            "",
            kind,
            _label(kind, found, facts),
            _text(found, WR + "value"),
            _text(found, WR + "highValue"),
            _text(found, WR + "unit"),
            _text(found, WR + "modifier"),
            _text(found, WR + "modality"),
            _text(indicator, SKOS + "notation"),
            _text(facts.get(_text(found, WR + "organization"), {}), SKOS + "prefLabel"),
            _text(facts.get(_text(found, WR + "initiative"), {}), SKOS + "prefLabel"),
            _text(found, WR + "period"),
            quote,
            _text(report, WR + "fileName"),
            # Not over the end of a line, which not every spreadsheet gives back.
            re.split(r"[\r\n\t]", words[:offset])[-1][-AROUND:],
            re.split(r"[\r\n\t]", words[offset + len(quote) :])[0][:AROUND],
            _text(found, WR + "grade"),
            one_line(words),
            _text(found, WR + "rule"),
            subject[max(subject.rfind("/"), subject.rfind("#")) + 1 :],
        ]


def _label(kind: str, found: Found, facts: Facts) -> str:
    """Return what a fact says in short; that of a relation is how corrections find it again."""
    if kind == "figure":
        return _text(found, WR + "indicatorText")
    if kind == "relation":
        subject, object_ = (facts.get(_text(found, RDF + name), {}) for name in ("subject", "object"))
        predicate = _text(found, RDF + "predicate")
        local = predicate[max(predicate.rfind("/"), predicate.rfind("#")) + 1 :]
        return f"{_text(subject, SKOS + 'prefLabel')} {local} {_text(object_, SKOS + 'prefLabel')}"
    return _text(found, SKOS + "prefLabel") or _text(found, DCTERMS + "title")


def _text(found: Found, name: str) -> str:
    return found[name][0].value if name in found else ""


def review_tsv(rows: Sequence[Sequence[str]]) -> str:
    """Return the sheet as tab-separated text with a byte-order mark, so that spreadsheets take it for UTF-8."""
    return "\ufeff" + "".join(table_lines(COLUMNS, rows, delimiter="\t"))


def review_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """Return the sheet as a workbook; the verdict is chosen from a list."""
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": MADE, "title": "review", "author": "workreport-kg"})
    sheet = book.add_worksheet("review")
    head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "bottom": 1})
    for index, name in enumerate(COLUMNS):
        sheet.set_column(index, index, {"label": 36, "sentence": 70, "quote": 20, "value": 24}.get(name, 12))
        write_text(sheet, 0, index, name, head)
    for number, row in enumerate(rows, 1):
        for index, text in enumerate(row):
            if text:
                write_text(sheet, number, index, text)
    sheet.data_validation(
        1, 0, max(1, len(rows)) + 1000, 0,
        {"validate": "list", "source": list(VERDICTS)},
    )  # fmt: skip
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
    book.close()
    return buffer.getvalue()
