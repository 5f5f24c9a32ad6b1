import io
import shutil
import subprocess
import time
from pathlib import Path

import openpyxl
import pytest
from facts import extractions

from kg.write.tables import figure_rows
from kg.write.workbook import workbook

LABELS = {"proposals-submitted": "提案提交数"}


def made() -> bytes:
    return workbook(figure_rows(extractions(), LABELS), extractions())


def sheets() -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(made()))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_all_sheets_are_there_with_frozen_heads_and_filters() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made()))
    assert book.sheetnames == ["figures", "pivot", "bodies", "initiatives", "skipped"]
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref
        assert sheet.column_dimensions["A"].width > 8


def test_figures_are_numbers_and_text_is_text() -> None:
    head, *rows = sheets()["figures"]
    row = dict(zip(head, rows[3], strict=True))
    assert (row["value"], row["unit"], row["indicator_text"]) == (150000000, "元", "投入=SUM(A1)")
    assert row["sentence"] == "云溪市政协开展“清泉行动”，投入=SUM(A1)约1.5亿元。"


def test_no_cell_is_a_formula() -> None:
    hostile = "=cmd|' /C calc'!A0"
    rows = [row.__class__(**{name: getattr(row, name) for name in row.__slots__} | {"sentence": hostile, "unit": "+1"})
            for row in figure_rows(extractions(), LABELS)]  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(workbook(rows, extractions())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert "'" + hostile in [cell.value for cell in cells]


def test_the_pivot_adds_nothing_up_and_keeps_hedges() -> None:
    head, *rows = sheets()["pivot"]
    assert head == ("indicator_label", "indicator", "unit", "body", "2023", "2024")
    assert rows == [
        ("proposals-filed", "proposals-filed", "件", "政协云溪市委员会", None, "＜300"),
        ("提案提交数", "proposals-submitted", "件", "政协云溪市委员会", "300–310", 318),
    ]


def test_bodies_are_listed_once_over_all_reports() -> None:
    (row,) = sheets()["bodies"][1:]
    assert row == ("政协云溪市委员会", "cppcc", "宁川省云溪市", None, "云溪市政协", 2, 2)


def test_two_runs_give_the_same_bytes() -> None:
    first = made()
    time.sleep(2.1)  # the resolution of times in a zip archive is two seconds
    assert made() == first


def test_libreoffice_opens_it(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "metrics.xlsx").write_bytes(made())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    form = "csv:Text - txt - csv (StarCalc):44,34,76"  # comma, quotation mark, UTF-8
    command = [office, profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path), "metrics.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert "318" in (tmp_path / "metrics.csv").read_text(encoding="utf-8")
