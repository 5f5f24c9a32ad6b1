"""Each limit at its edge: what just fits is read, one more is refused with the number."""

from __future__ import annotations

import io
import os
import re
import threading
import time
from dataclasses import fields
from pathlib import Path

import pytest
from command import kg
from pypdf import PdfReader, PdfWriter
from report_files import LINES, docx, html, pdf, text

from kg.errors import InputError
from kg.model import Report
from kg.read import Limits, Refused, Reports, Source, list_sources, read_bytes, read_source
from kg.read.limits import told_limits
from kg.read.markup import parse_xml
from kg.read.patience import within
from kg.read.refusal import Refusal

DATA = text().encode()


def outcome(data: bytes, name: str, **limits: int) -> str:
    (one,) = read_bytes(data, name, Reports(), limits=Limits(**limits))
    return one.reason if isinstance(one, Refused) else "read"


def pages(count: int) -> bytes:
    writer = PdfWriter()
    for _ in range(count):
        writer.append(PdfReader(io.BytesIO(pdf())))
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "limit", "most"),
    [
        ("a.txt", DATA, "characters", len(text())),
        ("a.html", html(), "page_bytes", len(html())),
        ("a.pdf", pages(3), "pages", 3),
        ("a.docx", docx(), "member_bytes", None),
        ("a.docx", docx(), "archive_bytes", None),
        ("a.docx", docx(), "archive_files", None),
        ("a.docx", docx(), "elements", None),
        ("a.docx", docx(), "nesting", None),
    ],
)
def test_limit_holds_at_its_edge(name: str, data: bytes, limit: str, most: int | None) -> None:
    if most is None:  # found by halving, since it is that of an office program's file
        low, most = 0, getattr(Limits(), limit)
        while most - low > 1:
            middle = (low + most) // 2
            low, most = (low, middle) if outcome(data, name, **{limit: middle}) == "read" else (middle, most)
    assert outcome(data, name, **{limit: most}) == "read"
    assert outcome(data, name, **{limit: most - 1}) in ("too-large", "archive-limit", "hostile")


def test_limit_of_a_file_holds_at_its_edge(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(DATA)
    source = Source("a.txt", str(path))
    (read,) = read_source(source, Reports(), Limits(file_bytes=len(DATA)))
    assert isinstance(read, Report)
    (refused,) = read_source(source, Reports(), Limits(file_bytes=len(DATA) - 1))
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.detail) == ("too-large", f"more than {len(DATA) - 1} bytes")


def test_nesting_is_counted_in_depth_and_elements_in_number() -> None:
    xml = b"<a><b><c/></b><d/></a>"
    assert parse_xml(xml, Limits(nesting=3, elements=4)).tag == "a"
    for limits, reason in ((Limits(nesting=2), "hostile"), (Limits(elements=3), "too-large")):
        with pytest.raises(Refusal) as refusal:
            parse_xml(xml, limits)
        assert refusal.value.reason == reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_and_devices_in_a_folder_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "wait.txt")
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nothing.txt")
    (tmp_path / "a.txt").write_bytes(DATA)
    sources, refused = list_sources([tmp_path])
    assert [source.name for source in sources] == ["a.txt"]
    assert [(one.name, one.reason) for one in refused] == [("dead.txt", "special"), ("wait.txt", "special")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_that_is_named_is_read_within_the_limit(tmp_path: Path) -> None:
    """So that <(...) of a shell works, and an endless device does not fill the memory."""
    pipe = tmp_path / "p.txt"
    os.mkfifo(pipe)

    def write() -> None:
        with pipe.open("wb") as file:
            file.write(DATA)

    writer = threading.Thread(target=write)
    writer.start()
    (source,), _ = list_sources([pipe])
    (read,) = read_source(source, Reports())
    writer.join()
    assert isinstance(read, Report) and read.text == text()
    (endless,) = read_source(Source("zero.txt", "/dev/zero"), Reports(), Limits(file_bytes=1000))
    assert isinstance(endless, Refused) and endless.reason == "too-large"


def test_limits_are_told_by_name() -> None:
    assert told_limits([]) == Limits()
    every = [f"{one.name.replace('_', '-')}={number}" for number, one in enumerate(fields(Limits))]
    assert [getattr(told_limits(every), one.name) for one in fields(Limits)] == list(range(len(every)))


@pytest.mark.parametrize("word", ["pages", "pages=", "pages=-1", "pages=1e3", "pages=٣", "sheets=3", "=", ""])
def test_a_limit_that_is_none_is_told_in_one_line(word: str) -> None:
    with pytest.raises(InputError) as error:
        told_limits([word])
    assert "\n" not in str(error.value) and "with one of file-bytes" in str(error.value)


def test_what_takes_too_long_is_stopped_even_inside_a_pattern() -> None:
    begun = time.perf_counter()
    with pytest.raises(Refusal) as refusal, within(0.1):
        re.search(r"(?:a|a)*b", "a" * 60)
    assert refusal.value.reason == "slow"
    assert time.perf_counter() - begun < 20
    with within(0.1):
        pass
    sum(range(20_000_000))  # no alarm is left behind


def test_a_report_that_takes_too_long_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(DATA)
    long = "".join(f"第{n}段，征集提案{n}件，走访企业{n}家。\n" for n in range(30_000))
    (tmp_path / "b.txt").write_text(LINES[0] + "\n" + long, encoding="utf-8")
    run = kg("build", tmp_path, "-o", tmp_path / "out", "--outputs", "csv", "--limit", "seconds=2", "--jobs", "1")
    assert run.returncode == 1
    assert run.stderr == "b.txt: takes longer than the limit for one report (more than 2 s)\n"
    assert "a.txt" in (tmp_path / "out" / "metrics.csv").read_text("utf-8")


def test_the_command_sets_and_checks_limits(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(DATA)
    run = kg("build", tmp_path / "a.txt", "-o", tmp_path / "out", "--limit", "characters=10")
    assert run.returncode == 1 and f"({len(text())} > 10 characters)" in run.stderr
    run = kg("--lang", "zh", "build", tmp_path / "a.txt", "-o", tmp_path / "out", "--limit", "colour=1")
    assert run.returncode == 2 and "colour=1" in run.stderr and "file-bytes" in run.stderr
    again = ["build", tmp_path / "a.txt", "-o", tmp_path / "out", "--outputs", "ttl", "--store"]
    assert kg(*again).returncode == 0
    assert kg(*again, "--limit", "characters=10").returncode == 1  # an earlier build does not answer for this one
    assert kg(*again).returncode == 0
