"""No table that we write holds a formula, whoever wrote the report: every writer is known here, and is given hostile words."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest
from command import kg
from hypothesis import given
from hypothesis import strategies as st

from kg.api import WorkGraph
from kg.graph import cells
from kg.graph.namespaces import DCTERMS, NIF, SKOS, WR
from kg.graph.store import open_store
from kg.serve.exchange import Request
from kg.serve.served import Served
from kg.serve.sparql import answer_query

PACKAGE = Path(cells.__file__).resolve().parent.parent
STARTS = ("=", "+", "-", "@", "\t", "\r", " =", "＝", "－", "'=")
CALL = '=HYPERLINK("http://x.test","3")'
HEAD = "大理市政协2023年工作总结\n\n"
REPORTS = {
    "@a.txt": f"{HEAD}{CALL}，大理市政协立案提案103件。\n=1+1，举办“清泉行动”协商活动9次。\n",
    "+b.txt": f"{HEAD}-1，大理市政协立案提案96件。\n@走访企业60家。举办读书活动5场。报送信息76篇。\n",
}
TEXTS = {SKOS + "prefLabel", SKOS + "altLabel", DCTERMS + "title", NIF + "anchorOf", NIF + "isString",
         WR + "fileName", WR + "unit", WR + "indicatorText", WR + "surface"}  # fmt: skip
"""Properties whose values are a report's own words."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of reports whose names and sentences begin formulas."""
    folder = tmp_path_factory.mktemp("formulas")
    (folder / "=in").mkdir()
    for name, text in REPORTS.items():
        (folder / "=in" / name).write_text(text, "utf-8")
    run = kg("build", folder / "=in", "-o", folder / "out")
    assert run.returncode == 0, run.stderr
    return folder / "out"


@pytest.fixture(scope="module")
def hostile(demo_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the demo reports with every word of theirs behind a sign that begins a formula."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copytree(demo_build / "texts", folder / "texts")
    triples = ox.parse((demo_build / "graph.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    (folder / "graph.ttl").write_bytes(ox.serialize(map(_poisoned, triples), format=ox.RdfFormat.TURTLE) or b"")
    return folder


def _poisoned(quad: ox.Quad) -> ox.Triple:
    value = quad.object
    if quad.predicate.value in TEXTS and isinstance(value, ox.Literal):
        language = value.language
        value = ox.Literal("=" + value.value, language=language) if language else ox.Literal("=" + value.value)
    return ox.Triple(quad.subject, quad.predicate, value)  # type: ignore[arg-type]


def outputs(folder: Path, *names: str) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names}


def told(*arguments: object) -> dict[str, bytes]:
    run = kg(*arguments)
    assert run.returncode == 0, run.stderr
    return {f"told.{'tsv' if 'tsv' in arguments else 'csv'}": run.stdout.encode()}


def written(folder: Path, *arguments: object) -> dict[str, bytes]:
    folder.mkdir()
    run = kg(*arguments, "-o", folder / "it.xlsx" if "compare" in arguments else folder)
    assert run.returncode == 0, run.stderr
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def served(graph: Path, form: str) -> dict[str, bytes]:
    here = Served(WorkGraph(open_store(graph), folder=graph))
    request = Request("sparql", (("format", form),))
    return {f"served.{form}": answer_query(here, request, ROWS).body}


ROWS = "SELECT ?label ?value { ?body skos:prefLabel ?label . ?figure wr:organization ?body ; wr:value ?value }"
WRITERS: dict[str, Callable[[Path, Path, Path], Iterator[dict[str, bytes]]]] = {
    "write.tables": lambda built, _hostile, _folder: iter([outputs(built, "metrics.csv")]),
    "scale.rows": lambda built, _hostile, folder: iter([in_pieces(built, folder)]),
    "write.workbook": lambda built, _hostile, _folder: iter([outputs(built, "metrics.xlsx")]),
    "write.review": lambda _built, hostile, folder: iter([written(folder / "sheets", "review", hostile)]),
    "write.networks": lambda _built, hostile, folder: iter(
        [written(folder / "neo4j", "export", hostile, "--format", "csv")]
    ),
    "write.comparison": lambda _built, hostile, folder: iter(
        [written(folder / "compared", "compare", "proposals-filed", hostile, "--format", "xlsx")]
    ),
    "cli.compare": lambda _built, hostile, _folder: iter(
        [told("compare", "proposals-filed", hostile, "--format", "csv")]
    ),
    "cli.conflicts": lambda built, _hostile, _folder: iter([told("conflicts", built, "--format", "csv")]),
    "cli.diff": lambda built, hostile, _folder: iter([told("diff", built, hostile, "--format", "csv")]),
    "graph.queries": lambda _built, hostile, _folder: (
        told("query", hostile, ROWS, "--format", form) for form in ("csv", "tsv")
    ),
    "serve.sparql": lambda _built, hostile, _folder: (served(hostile, form) for form in ("csv", "tsv")),
}
"""Every module that writes a table, and how to make it write hostile words."""


def in_pieces(built: Path, folder: Path) -> dict[str, bytes]:
    run = kg("build", built.parent / "=in", "--store", "--outputs", "csv", "-o", folder / "kept")
    assert run.returncode == 0, run.stderr
    return outputs(folder / "kept", "metrics.csv")


def table(name: str, data: bytes) -> list[list[object]]:
    if name.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(data))
        found = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert [cell.coordinate for cell in found if cell.data_type == "f"] == []
        return [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
    text = data.decode("utf-8-sig")
    return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "tsv" in name else ",")]


@pytest.mark.parametrize("module", WRITERS)
def test_no_cell_begins_a_formula(module: str, built: Path, hostile: Path, tmp_path: Path) -> None:
    seen = []
    for tables in WRITERS[module](built, hostile, tmp_path):
        assert tables
        for name, data in tables.items():
            if name.endswith((".csv", ".tsv", ".xlsx")):
                seen += [str(cell) for row in table(name, data) for cell in row if isinstance(cell, str)]
    harmful = re.compile(r"[\s\0]*[=+\-@＝＋－＠]|[\t\r\n]")
    assert [
        cell for cell in seen if harmful.match(cell) and not re.fullmatch(r"-?\d+(\.\d+)?([Ee][-+]?\d+)?", cell)
    ] == []
    assert any(re.match(r"'[=+\-@]", cell) for cell in seen), "nothing hostile reached this table"


PUTS_CELLS = re.compile(
    r"csv\.(?:writer|DictWriter)\b|\.write_(?:string|row|column|rich_string|formula|url|array_formula)\(|\.to_(?:csv|excel)\("
    r'|"(?:\\t|,)"\.join\('
)
GUARDS = {"graph.cells", "write.workbook"}
"""The only modules that put text into cells."""
NO_CELLS = {
    "read.docx": "a line of a report that is read",
    "scale.facts": "marks in a statement of SQL",
    "scale.order": "what a digest is taken of",
    "scale.spark": "an argument of Hadoop",
    "serve.mcp.words": "lines for an assistant, in a message and never a file",
    "cli.build": "names in a help text",
}
WRITES_TABLES = re.compile(
    r"from kg\.(?:graph\.cells|write\.workbook) import|import xlsxwriter|ox\.QueryResultsFormat\.[CT]SV"
)
NO_TABLE = {
    "read.corrections": "takes the guard away from what it reads",
    "scale.outputs": "puts the workbook of write.workbook into a file",
    "serve.negotiation": "names the formats",
}


def modules(pattern: re.Pattern[str]) -> set[str]:
    """Modules in whose source a pattern is found."""
    paths = [path for path in PACKAGE.rglob("*.py") if pattern.search(path.read_text("utf-8"))]
    return {".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in paths}


def test_only_the_guards_put_text_into_cells() -> None:
    assert modules(PUTS_CELLS) == GUARDS | set(NO_CELLS)


def test_every_writer_of_tables_is_tried_above() -> None:
    assert modules(WRITES_TABLES) == set(WRITERS) | set(NO_TABLE)


def test_the_page_guards_by_the_same_rule() -> None:
    script = (PACKAGE / "view" / "assets" / "base.js").read_text("utf-8")
    formula, number = re.findall(r"/\^(.*?)/\.test\(text\)", script)[:2]
    assert (formula, number) == (cells._FORMULA.pattern, cells._NUMBER.pattern.replace("(?:", "(") + "$")


@given(st.tuples(st.sampled_from(["", *STARTS]), st.text(max_size=8)).map("".join))
def test_what_was_guarded_can_be_taken_back(text: str) -> None:
    text = text.replace("\0", "")
    assert cells.unguarded(cells.guarded(text)) == text
    assert not re.match(r"[=+\-@]", cells.guarded(text)) or re.fullmatch(r"-?\d+(\.\d+)?([Ee][-+]?\d+)?", text)


@pytest.mark.parametrize("start", STARTS)
def test_every_start_is_guarded(start: str) -> None:
    assert cells.guarded(start + "1+1") == f"'{start}1+1"
    assert (
        cells.guarded_csv(f'name\r\n"{start}1+1"\r\n'.encode())
        == "".join(cells.table_lines(["name"], [[start + "1+1"]])).encode()
    )
    escaped = start.replace("\t", "\\t").replace("\r", "\\r")
    assert cells.guarded_tsv(f'?name\n"{escaped}1+1"\n'.encode()) == f'?name\n"\'{escaped}1+1"\n'.encode()
