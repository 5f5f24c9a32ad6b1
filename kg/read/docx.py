"""Word documents to text: paragraphs and tables in their order, then the notes.

Read from the parts of the package itself (ISO/IEC 29500-1, clause 17), because what matters here is order and
completeness: tables inside tables, merged cells once, text boxes, tracked changes as accepted.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from kg.read.archive import opened, part
from kg.read.limits import LIMITS, Limits, Room
from kg.read.markup import parse_xml
from kg.read.refusal import Refusal

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PASSED = frozenset({"del", "moveFrom", "instrText", "delText", "rPr", "pPr", "tblPr", "rt", "sectPr"})
"""Elements without text of the document: deleted words, field codes, properties, readings above characters."""
WORDS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
NOTES = (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote"))


def read_docx(data: bytes, limits: Limits = LIMITS, room: Room | None = None) -> str:
    """Return one line a paragraph or table row (cells separated by tabs), the foot- and endnotes behind the text."""
    room = room or Room(limits)
    with opened(data, room) as package:
        names = set(package.namelist())
        document = parse_xml(part(package, "word/document.xml", limits, room), limits)
        notes = [(parse_xml(part(package, name, limits, room), limits), tag) for name, tag in NOTES if name in names]
    body = next((child for child in document if _name(child) == "body"), None)
    if body is None:
        raise Refusal("damaged", "no body")
    lines = list(_blocks(body))
    for root, tag in notes:
        for note in root:
            # Notes with a type are the lines that separate notes from text.
            if _name(note) == tag and not any(key.endswith("}type") for key in note.attrib):
                lines += _blocks(note)
    return "".join(f"{line}\n" for line in lines)


def _name(element: Element) -> str:
    """Return the local name of an element of the word namespace, else the whole tag."""
    return element.tag.removeprefix(W).removeprefix(STRICT)


def _blocks(container: Element) -> Iterator[str]:
    """Yield the lines of what stands in a body, a cell, a text box or a note."""
    for child in container:
        name = _name(child)
        if name == "p":
            yield from _paragraph(child)
        elif name == "tbl":
            yield from _table(child)
        elif name not in PASSED:  # content controls, custom XML, insertions
            yield from _blocks(child)


def _paragraph(paragraph: Element) -> Iterator[str]:
    """Yield the lines of a paragraph, then those of the text boxes that are anchored in it."""
    boxes: list[Element] = []
    text = "".join(_words(paragraph, boxes)).replace("\u00ad", "")
    yield from text.split("\n")
    for box in boxes:
        yield from _blocks(box)


def _words(element: Element, boxes: list[Element]) -> Iterator[str]:
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in WORDS:
            yield WORDS[name]
        elif name == "txbxContent":
            boxes.append(child)
        elif child.tag == MC + "AlternateContent":
            # The same box twice, for new and for old programs: the first is taken.
            choice = child.find(MC + "Choice")
            fallback = child.find(MC + "Fallback")
            if (one := choice if choice is not None else fallback) is not None:
                yield from _words(one, boxes)
        elif name not in PASSED:
            yield from _words(child, boxes)


def _table(table: Element) -> Iterator[str]:
    """Yield one line a row; a cell that holds a table or long text is written out as lines of its own."""
    for row in _inside(table, "tr"):
        cells: list[str] = []
        below: list[str] = []
        for cell in _inside(row, "tc"):
            if _continues(cell):
                continue
            lines = list(_cell(cell, below))
            cells.append(" ".join(line for line in lines if line.strip()))
        line = "\t".join(cells).rstrip("\t")
        if line.strip():
            yield line
        yield from below


def _cell(cell: Element, below: list[str]) -> Iterator[str]:
    """Yield the lines of a cell; those of tables inside go to ``below``, behind the row."""
    for child in cell:
        if _name(child) == "tbl":
            below += _table(child)
        elif _name(child) == "p":
            yield from _paragraph(child)
        elif _name(child) not in PASSED and _name(child) != "tcPr":
            yield from _cell(child, below)


def _continues(cell: Element) -> bool:
    """Whether a cell only continues the merged cell above it."""
    for properties in cell:
        if _name(properties) == "tcPr":
            for merge in properties:
                if _name(merge) == "vMerge":
                    return next((value for key, value in merge.attrib.items() if key.endswith("}val")), "") != "restart"
    return False


def _inside(element: Element, name: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, through content controls around them."""
    for child in element:
        if _name(child) == name:
            yield child
        elif _name(child) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _inside(child, name)
