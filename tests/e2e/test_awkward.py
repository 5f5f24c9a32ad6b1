"""Twenty awkward files, each of which says that 318 proposals were submitted; and offsets over awkward characters."""

import csv
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import docx as office
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from report_files import LINES, docx, html, pdf, text, zipped

from kg.extract import extract
from kg.model import Report
from kg.pipeline import build
from kg.rules.load import load_rules

SAID = "全年征集提案318件"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def nested_tables() -> bytes:
    document = office.Document()
    document.add_paragraph(LINES[0])
    document.add_paragraph(LINES[1])
    outer = document.add_table(rows=1, cols=2)
    inner = outer.cell(0, 1).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = LINES[3]
    return _saved(document)


def merged_cells() -> bytes:
    document = office.Document()
    document.add_paragraph(LINES[0])
    document.add_paragraph(LINES[1])
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(1, 2)).text = LINES[3]
    return _saved(document)


def split_runs() -> bytes:
    document = office.Document()
    document.add_paragraph(LINES[0])
    document.add_paragraph(LINES[1])
    paragraph = document.add_paragraph()
    for character in LINES[3]:
        paragraph.add_run(character).bold = character.isdigit()
    return _saved(document)


def tracked_changes() -> bytes:
    document = office.Document()
    document.add_paragraph(LINES[0])
    document.add_paragraph(LINES[1])
    paragraph = document.add_paragraph("全年征集提案")
    paragraph._p.append(parse_xml(f"<w:del {W}><w:r><w:delText>300</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>318</w:t></w:r></w:ins>"))
    paragraph.add_run("件，经审查立案276件。")
    return _saved(document)


def empty_pages() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.append(PdfReader(io.BytesIO(pdf())))
    writer.add_blank_page(595, 842)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def gbk_member_name() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("云溪/报告.txt", text().encode("gbk"))
    return buffer.getvalue()


def page(words: str, **more: str) -> bytes:
    return html([*LINES[:3], words, *LINES[4:]], **more)


FILES: dict[str, Callable[[], bytes]] = {
    "crlf.txt": lambda: text().replace("\n", "\r\n").encode(),
    "old-mac.txt": lambda: text().replace("\n", "\r").encode(),
    "no-last-line-end.txt": lambda: text().rstrip().encode(),
    "bom-in-the-middle.txt": lambda: ("\ufeff" + text().replace("一、", "\ufeff一、")).encode(),
    "utf16-without-mark.txt": lambda: text().encode("utf-16-be"),
    "gb18030-astral.txt": lambda: text().replace("云溪日报", "云溪𠮷报").encode("gb18030"),
    "mixed-encodings.txt": lambda: b"".join(
        f"{line}\n".encode("gbk" if number == 6 else "utf-8") for number, line in enumerate(LINES)
    ),
    "full-width-digits.txt": lambda: text().replace("318", "３１８").encode(),
    "blanks-around-digits.txt": lambda: text().replace("318", " 318 ").encode(),
    "blank-lines.txt": lambda: text().replace("\n", "\n\n　　").encode(),
    "hard-line-ends.txt": lambda: text().replace("经审查", "经\n审查").encode(),
    "markdown.md": lambda: ("# " + text().replace("一、提案", "## 一、提案")).encode(),
    "lying-charset.html": lambda: html(charset="gb2312", encoding="gb18030"),
    "soft-hyphens.html": lambda: page(LINES[3].replace("318", "3&shy;18")),
    "ruby.html": lambda: page(LINES[3].replace("提案", "<ruby>提<rt>tí</rt>案<rt>àn</rt></ruby>")),
    "spans.html": lambda: page(LINES[3].replace("318", "<span><b>3</b>18</span>")),
    "entities.html": lambda: page(LINES[3].replace("318", "&#51;&#x31;8").replace("，", "&#65292;")),
    "nested-tables.docx": nested_tables,
    "merged-cells.docx": merged_cells,
    "split-runs.docx": split_runs,
    "tracked-changes.docx": tracked_changes,
    "two-columns.pdf": lambda: pdf(columns=2, size=9),
    "empty-pages.pdf": empty_pages,
    "gbk.zip": gbk_member_name,
    "zip-in-zip.zip": lambda: zipped({"in.zip": zipped({"a.docx": docx()})}),
    "wrong-ending.txt": lambda: html(),
    "docx-without-ending": docx,
}


@pytest.mark.parametrize("name", FILES)
def test_awkward_files_are_read_right(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FILES[name]())
    result = build([tmp_path / name], output=tmp_path / "out", outputs=["csv", "texts"])
    assert result.refused == ()
    (extraction,) = result.extractions
    with (tmp_path / "out" / "metrics.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["indicator"] == "proposals-submitted"]
    assert [(row["value"], row["unit"], row["period"]) for row in rows] == [("318", "件", "2024")]
    stored = (tmp_path / "out" / "texts" / f"{extraction.report.id}.txt").read_bytes().decode()
    shown = stored[int(rows[0]["start"]) : int(rows[0]["end"])]
    assert shown.translate(str.maketrans("３１８", "318", "\ufeff ")) == "318件"


PIECES = st.sampled_from(
    [*LINES, "\r\n", "\n", "\r", "\ufeff", "　", "𠮷", "😀", "\u2028", "\x0b", "\x0c", "\u00ad", "３１８件", "约１．２亿元", " ", "\t",
     "“清泉行动”", "市政协", "《办法》", "……", "%"]
)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=30).map("".join))
def test_every_span_is_what_it_shows(said: str) -> None:
    report = Report(said, ("a.txt",))
    found = extract(report, load_rules())
    evidence = [one for fact in (*found.entities, *found.figures, *found.relations) for one in fact.evidence]
    for one in evidence:
        for span in (one.span, one.sentence):
            assert 0 <= span.start < span.end <= len(said)
        assert one.sentence.start <= one.span.start and one.span.end <= one.sentence.end
    for figure in found.figures:
        shown = [said[one.span.start : one.span.end] for one in figure.evidence]
        assert all(any(c.isnumeric() for c in words) for words in shown), shown
        assert isinstance(figure.value, Decimal)
    for skipped in found.skipped:
        assert 0 <= skipped.span.start < skipped.span.end <= len(said)
