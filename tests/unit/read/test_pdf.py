import io
import time
import zlib

import pytest
from pypdf import PdfReader, PdfWriter
from report_files import LINES, docx, pdf, text

from kg.read.pdf import read_pdf
from kg.read.refusal import Refusal

MANY = (LINES[0], *(f"{number}．{line}" for number in range(1, 16) for line in LINES if line.endswith("。")))


def test_lines_become_paragraphs_again() -> None:
    assert read_pdf(pdf())[0] == text()


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("size", [9, 12])
def test_columns_heads_and_page_numbers(columns: int, size: float) -> None:
    data = pdf(MANY, columns=columns, size=size, head="云溪市政协文件")
    read, pages = read_pdf(data)
    assert read.splitlines() == list(MANY)
    assert len(pages) == len(PdfReader(io.BytesIO(data)).pages) > 1


@pytest.mark.parametrize("head", ["", "云溪市政协文件"])
@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("size", [9, 10.5, 12, 14])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 6])
def test_short_documents_lose_their_head_and_keep_their_columns(
    count: int, size: float, columns: int, head: str
) -> None:
    """One page repeats no head, and the second column may stay empty or hold a line or two."""
    lines = (LINES[0], *(f"{n}．{line}" for n in range(1, count + 1) for line in LINES if line.endswith("。")))
    assert read_pdf(pdf(lines, columns=columns, size=size, head=head))[0].splitlines() == list(lines)


def test_what_stands_near_the_text_or_ends_a_sentence_is_no_head() -> None:
    """A short line at the edge of the only page is dropped for its small type and its distance, not for its place."""
    from reportlab.pdfgen.canvas import Canvas

    pdf()  # registers the font
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 600), invariant=1)
    for words, y, points in (
        ("政协通报", 588, 8), ("各位委员", 560, 12), ("全年征集提案318件", 540, 12), ("立案276件", 520, 12),
        ("办结270件", 500, 12), ("满意率99%", 480, 12), ("以上数据截至年底。", 20, 8),
    ):  # fmt: skip
        canvas.setFont("STSong-Light", points)
        canvas.drawString(60, y, words)
    canvas.save()
    read = read_pdf(buffer.getvalue())[0].splitlines()
    assert read[0] == "各位委员" and read[-1] == "以上数据截至年底。"


def test_page_offsets_point_at_what_stands_first_on_the_page() -> None:
    read, pages = read_pdf(pdf(MANY))
    assert pages[0] == 0
    assert list(pages) == sorted(pages)
    reader = PdfReader(io.BytesIO(pdf(MANY)))
    for page, start in zip(reader.pages[1:], pages[1:], strict=True):
        first = [line.strip("　 ") for line in page.extract_text().splitlines() if line.strip()][1]
        assert read[start:].replace("\n", "").startswith(first) or first.startswith("-")


def test_empty_pages_are_passed() -> None:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    for page in PdfReader(io.BytesIO(pdf())).pages:
        writer.add_page(page)
    writer.add_blank_page(595, 842)
    buffer = io.BytesIO()
    writer.write(buffer)
    read, pages = read_pdf(buffer.getvalue())
    assert read == text()
    assert len(pages) == 3


def test_pages_without_text_are_told_to_be_scans() -> None:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    buffer = io.BytesIO()
    writer.write(buffer)
    with pytest.raises(Refusal) as refusal:
        read_pdf(buffer.getvalue())
    assert refusal.value.reason == "scanned"
    assert "OCR" in str(refusal.value)


def test_a_password_is_told() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    with pytest.raises(Refusal) as refusal:
        read_pdf(buffer.getvalue())
    assert refusal.value.reason == "encrypted"


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\n", b"%PDF-1.4\n" + b"\x00\xff" * 500, pdf()[:700], docx()],
    ids=["head", "noise", "cut", "other"],
)
def test_broken_files_are_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        read_pdf(data)
    assert refusal.value.reason in ("damaged", "scanned")


def raw(objects: list[bytes], *, more: bytes = b"") -> bytes:
    """A PDF of objects written by hand, the first of them its root; SELF in ``more`` is the place of its own table."""
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    more = more.replace(b"SELF", b"%d" % len(data))
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, more, len(data))
    return data + head + table + tail


ROOT = b"<</Type/Catalog/Pages 2 0 R>>"
TREE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
FORM = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 5 0 R>>>>/Length 11>>stream\n/A Do /A Do\nendstream"
BOMB = zlib.compress(zlib.compress(b"0" * 30_000_000))
LOOPS = {
    "a tree that holds itself": raw([ROOT, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]),
    "two trees that hold each other": raw([ROOT, TREE, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]),
    "a tree above itself": raw([ROOT, TREE.replace(b"/Kids", b"/Parent 2 0 R/Kids"), PAGE.replace(b"/MediaBox[0 0 9 9]", b"")]),
    "a table before itself": raw([ROOT, TREE, PAGE, b"<</Length 0>>stream\n\nendstream"], more=b"/Prev SELF"),
    "an object that is itself": raw([ROOT, TREE, PAGE, b"4 0 R"]),
    "a stream as long as itself": raw([ROOT, TREE, PAGE, b"<</Length 4 0 R>>stream\nBT (x) Tj ET\nendstream"]),
    "a drawing that draws itself": raw(
        [ROOT, TREE, PAGE.replace(b"/Con", b"/Resources<</XObject<</A 5 0 R>>>>/Con"),
         b"<</Length 5>>stream\n/A Do\nendstream", FORM]
    ),
    "lists without end": raw([ROOT, b"[" * 100_000]),
    "a bomb": raw([ROOT, TREE, PAGE, b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(BOMB), BOMB)]),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOPS)
def test_loops_and_bombs_end(name: str) -> None:
    begun = time.process_time()
    with pytest.raises(Refusal) as refusal:
        read_pdf(LOOPS[name])
    assert refusal.value.reason in ("damaged", "scanned")
    assert time.process_time() - begun < 10
