"""Whatever a command is given, it answers with a status and, where it fails, with one line that a person can act on."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command import kg, kg_process

from kg.graph.turtle import write_turtle
from tests.unit.graph import samples

READERS: dict[str, tuple[str, ...]] = {
    "query": ("query", "GRAPH", "report-card"),
    "ask": ("ask", "全市政协去年立案多少件提案?", "GRAPH"),
    "compare": ("compare", "proposals-filed", "GRAPH"),
    "conflicts": ("conflicts", "GRAPH"),
    "diff": ("diff", "GRAPH", "GRAPH"),
    "explain": ("explain", "GRAPH", "提案"),
    "check": ("check", "GRAPH"),
    "export": ("export", "GRAPH", "--format", "nt"),
    "export csv": ("export", "GRAPH", "--format", "csv", "-o", "OUT"),
    "push": ("push", "GRAPH", "--to", "http://127.0.0.1:1/store"),
    "mcp": ("mcp", "GRAPH"),
    "serve": ("serve", "GRAPH", "--port", "0"),
    "review": ("review", "GRAPH", "-o", "OUT"),
    "annotations": ("annotations", "GRAPH"),
    "score": ("score", "GRAPH", "--facts", "GRAPH"),
}
"""Every command that reads a graph."""


def nothing(_: Path) -> None:
    """No folder at all."""


def empty(folder: Path) -> None:
    folder.mkdir()


def a_file(folder: Path) -> None:
    folder.write_text("好", "utf-8")


def broken(folder: Path) -> None:
    folder.mkdir()
    (folder / "graph.ttl").write_text("<urn:a> <urn:b> 一", "utf-8")


def binary(folder: Path) -> None:
    folder.mkdir()
    (folder / "graph.ttl").write_bytes(bytes(range(256)) * 9)


def cut_off(folder: Path) -> None:
    folder.mkdir()
    (folder / "graph.nq.gz").write_bytes(gzip.compress(b"<urn:a> <urn:b> <urn:c> .\n" * 5000)[:-9])


def folder_of_that_name(folder: Path) -> None:
    (folder / "graph.ttl").mkdir(parents=True)


@pytest.mark.parametrize("made", [nothing, empty, a_file, broken, binary, cut_off, folder_of_that_name])
@pytest.mark.parametrize("command", READERS)
def test_graph_that_cannot_be_read_is_one_line(command: str, made: Callable[[Path], None], tmp_path: Path) -> None:
    graph = tmp_path / "图谱"
    made(graph)
    before = sorted(tmp_path.rglob("*"))
    done = kg(
        "--lang",
        "en",
        *(part.replace("GRAPH", str(graph)).replace("OUT", str(tmp_path / "o")) for part in READERS[command]),
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1, done.stderr
    assert str(graph) in done.stderr and "; " in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build writes for three small reports, as far as the commands need it."""
    folder = tmp_path_factory.mktemp("built")
    extractions = [samples.first(), samples.second(), samples.third()]
    (folder / "graph.ttl").write_text("".join(write_turtle(extractions)), "utf-8")
    (folder / "texts").mkdir()
    for one in extractions:
        (folder / "texts" / f"{one.report.id}.txt").write_bytes(one.report.text.encode())
    return folder


@pytest.fixture
def damaged(built: Path, tmp_path: Path) -> Path:
    """A built folder in which the texts are none any more."""
    folder = shutil.copytree(built, tmp_path / "out")
    for text in (folder / "texts").iterdir():
        text.write_bytes(b"\xff\xfe\xff")
    return folder


@pytest.mark.parametrize("arguments", [("explain", "DIR", "提案"), ("annotations", "DIR", "--format", "label-studio")])
def test_damaged_text_is_named(arguments: tuple[str, ...], damaged: Path) -> None:
    done = kg("--lang", "en", *(part.replace("DIR", str(damaged)) for part in arguments))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "rep_" in done.stderr and "not the text that was built (not UTF-8); build it again" in done.stderr


def test_name_of_a_file_cannot_drive_the_terminal(tmp_path: Path) -> None:
    done = kg("check", tmp_path / "a\x1b[2J\nb\u202e")
    assert done.returncode == 1
    assert r"a\x1b[2J" in done.stderr and r"\u202e" in done.stderr
    assert "\x1b" not in done.stderr


def test_lexicon_without_a_word_is_told(tmp_path: Path) -> None:
    (tmp_path / "words.tsv").write_text("这不是词表\n", "utf-8")
    done = kg("--lang", "en", "build", "--lexicon", tmp_path / "words.tsv", "--output", tmp_path / "out")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "no row below a line of columns; write one with some of name, " in done.stderr


def test_review_makes_its_folder(built: Path, tmp_path: Path) -> None:
    done = kg("review", built, "-o", tmp_path / "new" / "sheets")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "new" / "sheets").iterdir()} >= {"review.tsv", "review.xlsx"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "DIR", "--format", "nt", "-o", "PLACE/x.nt"),
        ("export", "DIR", "--format", "csv", "-o", "PLACE"),
        ("compare", "DIR", "--format", "xlsx", "-o", "PLACE/x.xlsx"),
        ("annotations", "DIR", "-o", "PLACE/x.json"),
        ("review", "DIR", "-o", "PLACE"),
        ("build", "--output", "PLACE"),
    ],
    ids=lambda arguments: " ".join(arguments[:4]),
)
def test_place_that_cannot_be_written_is_one_line(arguments: tuple[str, ...], built: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.write_text("a file, no folder", "utf-8")
    done = kg("--lang", "en", *(part.replace("DIR", str(built)).replace("PLACE", str(place)) for part in arguments))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert f"{place}" in done.stderr and "cannot be written (" in done.stderr
    assert place.read_text("utf-8") == "a file, no folder"


def test_full_disk_behind_standard_output_is_one_line(built: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no device that is always full")
    with full.open("wb") as target:
        arguments = [sys.executable, "-m", "kg", "--lang", "en", "query", str(built), "report-card"]
        done = subprocess.run(arguments, stdout=target, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1
    assert done.stderr == "kg: standard output: cannot be written (No space left on device); send it elsewhere\n"


def test_closed_standard_output_and_error_are_no_reason_to_fail(built: Path) -> None:
    command = f'"{sys.executable}" -m kg query "{built}" report-card >&- 2>&-'
    assert subprocess.run(["bash", "-c", command]).returncode == 0


def test_unknown_locale_and_encoding_still_print_chinese(built: Path) -> None:
    done = kg_process("query", built, "report-card", LC_ALL="xx_XX.nonsense", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert "政协" in done.stdout
