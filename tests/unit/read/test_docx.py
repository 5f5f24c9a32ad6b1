import io
import zipfile

import docx as office
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from report_files import LINES, docx, text

from kg.read.docx import read_docx
from kg.read.refusal import Refusal

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return buffer.getvalue()


def test_paragraphs_are_lines() -> None:
    assert read_docx(docx()) == text()


def test_tables_stand_where_they_stand() -> None:
    document = office.Document()
    document.add_paragraph("前")
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
    table.cell(0, 2).text = "三"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "竖并"
    table.cell(1, 1).text = "318件"
    table.cell(2, 1).text = "276件"
    inner = table.cell(2, 2).add_table(rows=1, cols=2)
    inner.cell(0, 0).text = "内一"
    inner.cell(0, 1).text = "内二"
    document.add_paragraph("后")
    assert read_docx(saved(document)).splitlines() == ["前", "合并\t三", "竖并\t318件", "276件", "内一\t内二", "后"]


def test_breaks_tabs_tracked_changes_and_fields() -> None:
    document = office.Document()
    paragraph = document.add_paragraph("提案")
    paragraph.add_run("318\u00ad件")
    paragraph._p.append(
        parse_xml(f"<w:ins {NAMESPACE}><w:r><w:t>新增</w:t><w:br/><w:t>次行</w:t><w:tab/><w:t>列</w:t></w:r></w:ins>")
    )
    paragraph._p.append(parse_xml(f"<w:del {NAMESPACE}><w:r><w:delText>删去9件</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:r {NAMESPACE}><w:instrText>PAGE</w:instrText></w:r>"))
    base = "<w:rubyBase><w:r><w:t>语</w:t></w:r></w:rubyBase>"
    ruby = f"<w:r><w:ruby><w:rt><w:r><w:t>yu</w:t></w:r></w:rt>{base}</w:ruby></w:r>"
    paragraph._p.append(parse_xml(ruby.replace("<w:r>", f"<w:r {NAMESPACE}>", 1)))
    assert read_docx(saved(document)) == "提案318件新增\n次行\t列语\n"


def test_text_boxes_come_once_and_content_controls_are_read() -> None:
    document = office.Document()
    paragraph = document.add_paragraph("段")
    box = "<w:txbxContent><w:p><w:r><w:t>框内6个</w:t></w:r></w:p></w:txbxContent>"
    paragraph._p.append(
        parse_xml(
            f'<w:r {NAMESPACE} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
            f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict>'
            "</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    control = OxmlElement("w:sdt")
    content = OxmlElement("w:sdtContent")
    control.append(content)
    content.append(document.add_paragraph("控件内")._p)
    document.element.body.insert(1, control)
    assert read_docx(saved(document)).splitlines() == ["段", "框内6个", "控件内"]


def test_footnotes_follow_the_text() -> None:
    line = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote>'
    note = '<w:footnote w:id="1"><w:p><w:r><w:t>统计截至2024年12月31日。</w:t></w:r></w:p></w:footnote>'
    notes = f'<?xml version="1.0"?><w:footnotes {NAMESPACE}>{line}{note}</w:footnotes>'
    assert read_docx(with_part(docx(), "word/footnotes.xml", notes.encode())) == text() + "统计截至2024年12月31日。\n"


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "hostile"),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"), "hostile"),
        (b'<!DOCTYPE a [<!ENTITY l "' + b"l" * 99 + b'"><!ENTITY m "' + b"&l;" * 99 + b'">]><a>&m;&m;</a>', "hostile"),
        (b'<!DOCTYPE a PUBLIC "-//X" "http://127.0.0.1:9/x.dtd"><a/>', "hostile"),
        (b"<a>" * 600 + b"</a>" * 600, "hostile"),
        (b'<a xmlns:x="http://www.w3.org/2001/XInclude"><x:include href="file:///etc/passwd"/></a>', "damaged"),
        (b"<a><b></a>", "damaged"),
        (b"<a/>", "damaged"),
    ],
)
def test_hostile_and_broken_xml_is_refused(xml: bytes, reason: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_docx(with_part(docx(), "word/document.xml", xml))
    assert refusal.value.reason == reason


def test_every_line_of_a_long_document_is_there() -> None:
    lines = [f"{line}（第{number}遍）" for number in range(50) for line in LINES]
    assert read_docx(docx(lines)).splitlines() == lines


def test_namespace_of_strict_documents_is_understood() -> None:
    with zipfile.ZipFile(io.BytesIO(docx())) as archive:
        xml = archive.read("word/document.xml")
    strict = xml.replace(qn("w:p")[1:-2].encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert read_docx(with_part(docx(), "word/document.xml", strict)) == text()
