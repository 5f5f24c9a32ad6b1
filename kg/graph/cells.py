"""Cells of tables for people, none of which a spreadsheet takes for a formula, whoever wrote the report.

What may begin a formula (OWASP, "CSV Injection", with the full-width signs that Excel takes as well) gets an apostrophe
before it. Whatever writes CSV, TSV or workbooks takes its cells from here; ``tests/test_formulas.py`` knows each writer.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import Final

from kg.graph.iri import decimal_text

_FORMULA: Final = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
"""Text that has an apostrophe already gets one more, so that taking one away gives back every text."""
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[Ee][-+]?\d+)?")
_CSV: Final = re.compile(
    rb"(?:^|[,\n])(?:'*\t|\"'*[\t\r\n]|[\"'\s]*(?:[=+@-]|\xef\xbc[\x9d\x8b\x8d\xa0]))"  # the last are full-width signs
)
"""Bytes that may hold a cell to guard: most answers have none and stay as they are."""
_TSV: Final = re.compile(r"(?m)(^|\t)\"(?='*(?:\\[trn]|\s*[=+\-@＝＋－＠]))(?![^\"\t\n]*\"\^\^)")
"""Strings alone: what has a datatype is a number, a day or the like."""


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula; a number is none.

    >>> guarded("=1+1"), guarded("提案"), guarded("-3.5"), guarded("'=1")
    ("'=1+1", '提案', '-3.5', "''=1")
    """
    text = text.replace("\0", "")
    return "'" + text if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(cell: str) -> str:
    """The text of a guarded cell.

    >>> unguarded("'=1+1"), unguarded("'提案'")
    ('=1+1', "'提案'")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def cell_text(value: object) -> str:
    """A value as the text of a cell: None is empty, a number has no exponent.

    >>> cell_text("=1+1"), cell_text(None), cell_text(Decimal("-1E+3"))
    ("'=1+1", '', '-1000')
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return decimal_text(value)
    return str(value) if isinstance(value, int) else guarded(str(value))


def table_lines(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ",", end: str = "\r\n"
) -> Iterator[str]:
    """The lines of a table; their ends are CRLF, as RFC 4180 has them, unless another is named."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end)
    for row in chain([columns], rows):
        writer.writerow([cell_text(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def guarded_csv(data: bytes) -> bytes:
    """CSV of another writer with its cells guarded; the very bytes where there is nothing to guard.

    >>> guarded_csv(b"name\\r\\n=1+1\\r\\n"), guarded_csv(b'name\\n"1,5"\\n')
    (b"name\\r\\n'=1+1\\r\\n", b'name\\n"1,5"\\n')
    """
    if not _CSV.search(data):
        return data
    rows = csv.reader(io.StringIO(data.decode(), newline=""))
    return "".join(table_lines(next(rows), rows)).encode()


def guarded_tsv(data: bytes) -> bytes:
    r"""TSV of SPARQL results, whose strings are quoted terms of Turtle, with its cells guarded.

    >>> guarded_tsv(b'?name\n"=1+1"@zh\n-5\n"\\t=1"\n')
    b'?name\n"\'=1+1"@zh\n-5\n"\'\\t=1"\n'
    """
    return _TSV.sub(r"""\1"'""", data.decode()).encode()
