"""Sheets that somebody damaged: read as far as they make sense, or refused in one sentence; never an exception."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from report_files import zipped

from kg.errors import InputError
from kg.read.corrections import read_corrections

HEAD = "verdict\tkind\tquote\tnumber"
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(*rows: tuple[str, list[tuple[str, str, str]]]) -> bytes:
    """A workbook of rows as (place, cells), a cell as (place, type, inner XML)."""
    inner = "".join(
        f'<row r="{place}">' + "".join(f'<c r="{at}" t="{kind}">{xml}</c>' for at, kind, xml in cells) + "</row>"
        for place, cells in rows
    )
    sheet = f"<worksheet {SPACE}><sheetData>{inner}</sheetData></worksheet>"
    return zipped({"xl/worksheets/sheet1.xml": sheet.encode()})


def words(*cells: str) -> list[tuple[str, str, str]]:
    return [(f"{'ABCDEFG'[n]}1", "inlineStr", f"<is><t>{cell}</t></is>") for n, cell in enumerate(cells)]


def saved(folder: Path, data: bytes) -> Path:
    path = folder / "sheet"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("confirm", "column kind: empty"),
        ("confirm\tfigure", "column quote: empty"),
        ("change\tfigure\tx\t1e999999", "column number: 1e999999 is no number"),
        ("change\tfigure\tx\t" + "9" * 5000, "column number: 999"),
        ("change\tfigure\tx\tNaN", "column number: NaN is no number"),
        ("change\tfigure\tx\tInfinity", "column number: Infinity is no number"),
        ("confirm\tfig\0ure\tx", "column kind: fig"),
    ],
)
def test_a_short_or_senseless_row_is_told(row: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"sheet:2 {said}") as error:
        read_corrections(saved(tmp_path, f"{HEAD}\n{row}\n".encode()))
    assert len(str(error.value)) < 300


def test_cells_behind_the_last_heading_are_passed_over(tmp_path: Path) -> None:
    (row,) = read_corrections(saved(tmp_path, f"{HEAD}\nreject\tfigure\tx\t5\tmore\tand more\n".encode()))
    assert (row.verdict, row.number) == ("reject", "5")


@pytest.mark.parametrize("place", ["", "abc", "-5", "0", "1" * 5000, "９", "99999999"])
def test_odd_places_in_a_workbook_are_counted_instead(place: str, tmp_path: Path) -> None:
    data = workbook(("1", words("verdict", "kind", "quote")), (place, words("reject", "figure", "x")))
    (row,) = read_corrections(saved(tmp_path, data))
    assert (row.line, row.quote) == (2, "x")


def test_odd_cells_in_a_workbook_are_empty(tmp_path: Path) -> None:
    cells = [("A" * 5000 + "2", "s", f"<v>{'9' * 5000}</v>"), ("", "s", "<v>-1</v>"), ("C2", "s", "<v>0</v>")]
    assert read_corrections(saved(tmp_path, workbook(("1", words("verdict", "kind", "quote")), ("2", cells)))) == ()


def test_damaged_sheets_are_read_or_refused(tmp_path: Path) -> None:
    chance = random.Random(7)
    sheets = [
        f"{HEAD}\nreject\tfigure\t提案318件\t5\nchange\tfigure\tx\t7\n".encode(),
        workbook(("1", words("verdict", "kind", "quote")), ("2", words("reject", "figure", "x"))),
    ]
    for _ in range(300):
        data = bytearray(chance.choice(sheets))
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(data))
            data[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        try:
            read_corrections(saved(tmp_path, bytes(data)))
        except InputError as error:
            assert str(error).strip()
