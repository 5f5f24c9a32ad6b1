"""Every way into the program as a function of bytes, with sound bytes to begin with: for the fuzzers.

An entrance may raise a ``KgError`` with a message. Whatever else it raises is a finding, and so are wrong places in the text.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import kg
from kg.analyze.ask import Understood, answer, read_vocabulary, understand
from kg.analyze.corrections import apply_corrections
from kg.extract import extract
from kg.graph.queries import run_query
from kg.graph.store import open_store, store_of
from kg.graph.turtle import write_turtle
from kg.model import Extraction, Report
from kg.read import read_bytes
from kg.read.corrections import read_corrections
from kg.read.graph import read_triples
from kg.read.limits import Limits, told_limits
from kg.read.manifest import Reports, read_manifest
from kg.resources import query_texts
from kg.rules.load import load_asking, load_rules
from kg.view.selection import parse_selection
from kg.write.facts import read_facts
from kg.write.review import review_rows, review_tsv

DEMO = Path(kg.__file__).resolve().parent / "demo"
LIMITS = Limits(archive_bytes=2**24, member_bytes=2**22, page_bytes=2**20, pages=50)
"""Small, so that a fuzzer gets on."""
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PAGE = "<html><head><title>{0}</title></head><body><div><p>{1}</p></div><table><tr><td>甲</td><td>3件</td></tr></table></body></html>"
PDF = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F<</Type/Font"
    b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>\nendobj\n4 0 obj\n<</Length 48>>stream\nBT /F 12 Tf 50 250 Td (318 reports) Tj 0 -20 Td (9) Tj ET\n"
    b"endstream\nendobj\ntrailer\n<</Root 1 0 R/Size 5>>\n%%EOF"
)

Entrance = Callable[[bytes], object]


def texts() -> list[str]:
    """The demo reports."""
    return [path.read_text("utf-8") for path in sorted((DEMO / "reports").glob("*.txt"))]


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def document(text: str) -> bytes:
    """The main part of a Word document, a paragraph a line."""
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
    return f'<w:document xmlns:w="{WORD}"><w:body>{lines}</w:body></w:document>'.encode()


class Entrances:
    """All entrances and their seeds, with the rules, the graph and the questions that they need."""

    def __init__(self) -> None:
        """Load and build once."""
        self.rules = load_rules()
        self.found = [extract(Report(text, (f"{n}.txt",)), self.rules) for n, text in enumerate(texts())]
        self.turtle = "".join(write_turtle(self.found))
        self.store = store_of(self.turtle)
        self.vocabulary = read_vocabulary(self.store, load_asking())
        self.folder = Path(tempfile.mkdtemp(prefix="kg-fuzz-"))

    def all(self) -> dict[str, Entrance]:
        """Each entrance by its name."""
        files = {f"file-{kind}": self._file(f"a.{kind}") for kind in ("txt", "md", "html", "docx", "pdf", "zip")}
        more: dict[str, Entrance] = {
            "text": self.text, "docx-xml": self.docx_xml, "graph": self.graph, "query": self.query, "sheet": self.sheet,
            "manifest": self.manifest, "lexicon": self.lexicon, "question": self.question, "words": self.words,
        }  # fmt: skip
        return files | more

    def seeds(self) -> dict[str, list[bytes]]:
        """Sound input for each entrance."""
        said = texts()
        plain = [text.encode(code) for text in said for code in ("utf-8", "gb18030", "utf-16", "utf-8-sig")]
        pages = [PAGE.format(text.splitlines()[0], text.replace("\n", "</p><p>")).encode() for text in said[:6]]
        words = [zipped({"word/document.xml": document(text)}) for text in said[:4]]
        facts = review_rows(read_facts(read_triples(self._put("graph.ttl", self.turtle.encode()))))
        sheet = review_tsv([["confirm", *row[1:]] for row in facts[::25]])
        asked = [example for intent in self.vocabulary.rules.intents for example in getattr(intent, "examples", ())]
        return {
            "text": [text.encode() for text in said], "file-txt": plain, "file-md": plain, "file-html": pages,
            "file-docx": words, "file-pdf": [PDF], "docx-xml": [document(text) for text in said[:4]],
            "file-zip": [zipped({"a.txt": plain[0], "b/c.docx": words[0], "d.zip": zipped({"e.html": pages[0]})})],
            "graph": [self.turtle[:20_000].rpartition(" .\n")[0].encode() + b" .\n"],
            "query": [text.encode() for text in query_texts().values()],
            "sheet": [sheet if isinstance(sheet, bytes) else sheet.encode()],
            "manifest": [(DEMO / "reports.csv").read_bytes()],
            "lexicon": ["name\taliases\ttype\tkind\tplace\n云溪商会\t商会\torganization\tother\t\n".encode()],
            "question": [str(one).encode() for one in asked] or ["大理市政协2023年提案多少件".encode()],
            "words": [b"city=\xe5\xa4\xa7\xe7\x90\x86,year=2023,nodes=100", b"pages=10"],
        }  # fmt: skip

    def text(self, data: bytes) -> None:
        """The extractor, and the graph of what it found."""
        self._sound(data.decode("utf-8", "replace")[:60_000])

    def _sound(self, text: str) -> Extraction:
        found = extract(Report(text, ("a.txt",)), self.rules)
        for fact in (*found.entities, *found.figures, *found.relations):
            for one in fact.evidence:
                assert 0 <= one.sentence.start <= one.span.start < one.span.end <= one.sentence.end <= len(text), fact
        for skipped in found.skipped:
            assert text[slice(*skipped.span)] == skipped.surface != "", skipped
        store_of("".join(write_turtle([found])))
        return found

    def _file(self, name: str) -> Entrance:
        def read(data: bytes) -> None:
            for one in read_bytes(data, name, Reports(), limits=LIMITS):
                if isinstance(one, Report):
                    one.text.encode("utf-8")
                    assert all(0 <= page <= len(one.text) for page in one.pages)

        return read

    def docx_xml(self, data: bytes) -> None:
        """The XML of a Word document whose package is sound."""
        self._file("a.docx")(zipped({"word/document.xml": data}))

    def _put(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path

    def graph(self, data: bytes) -> None:
        """A graph file and a query on it."""
        run_query(open_store(self._put("graph.ttl", data)), "report-card")

    def query(self, data: bytes) -> None:
        """A query on a sound graph."""
        run_query(self.store, data.decode("utf-8", "replace")[:4000])

    def question(self, data: bytes) -> None:
        """A question in words."""
        understood = understand(data.decode("utf-8", "replace"), self.vocabulary)
        if isinstance(understood, Understood):
            answer(self.store, understood)

    def sheet(self, data: bytes) -> None:
        """A sheet of corrections, read and applied."""
        found, _ = apply_corrections(self.found, read_corrections(self._put("sheet", data)))
        store_of("".join(write_turtle(found)))

    def manifest(self, data: bytes) -> None:
        """A list of reports."""
        read_manifest(self._put("reports.csv", data))

    def lexicon(self, data: bytes) -> None:
        """A lexicon, and a report read with it."""
        rules = load_rules((self._put("words.tsv", data),))
        extract(Report(texts()[0], ("a.txt",)), rules)

    def words(self, data: bytes) -> None:
        """Filters and limits as they stand on the command line."""
        said = data.decode("utf-8", "replace")
        parse_selection(said)
        told_limits([said])
