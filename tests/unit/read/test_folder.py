from pathlib import Path

import pytest
from report_files import text

from kg.model import Manifest, Report
from kg.read import Refused, Reports, list_sources, read_paths


def put(folder: Path, *names: str, data: bytes | None = None) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if data is not None else (text() + name).encode())


def names(*paths: str | Path) -> list[str]:
    return [source.name for source in list_sources([str(path) for path in paths])[0]]


def test_folders_are_walked_in_order_and_hidden_files_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "a/z.md", "a/.hidden.txt", ".git/x.txt", "~$c.docx", "__MACOSX/a.txt", "B.HTML")
    assert names(tmp_path) == ["B.HTML", "a/z.md", "b.txt"]


def test_other_files_are_passed_over_and_old_formats_told(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "photo.jpg", "table.csv", "old.doc", "old.wps", "plan.ofd", "pack.rar")
    found = [one for one in read_paths([tmp_path]) if isinstance(one, Refused)]
    assert [(one.name, one.reason, one.harmless) for one in found] == [
        ("old.doc", "legacy", False),
        ("old.wps", "legacy", False),
        ("pack.rar", "repack", False),
        ("photo.jpg", "unsupported", True),
        ("plan.ofd", "legacy", False),
        ("table.csv", "unsupported", True),
    ]
    assert "save it as .docx" in str(found[0])


def test_names_stay_unique_whatever_the_order(tmp_path: Path) -> None:
    put(tmp_path, "x/r.txt", "y/r.txt", "y/q.txt")
    assert names(tmp_path / "x", tmp_path / "y") == ["q.txt", "x/r.txt", "y/r.txt"]
    assert names(tmp_path / "y", tmp_path / "x") == ["q.txt", "x/r.txt", "y/r.txt"]
    assert names(tmp_path / "x" / "r.txt", tmp_path / "y" / "q.txt") == ["q.txt", "r.txt"]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    put(tmp_path, "x/r.txt")
    assert names(tmp_path, tmp_path / "x" / "r.txt") == ["x/r.txt"]
    assert names(tmp_path / "x" / "r.txt", tmp_path) == ["x/r.txt"]


def test_globs_are_expanded(tmp_path: Path) -> None:
    put(tmp_path, "a1.txt", "a2.txt", "b.txt", "c/a3.txt")
    assert names(tmp_path / "a*.txt") == ["a1.txt", "a2.txt"]
    assert names(tmp_path / "**" / "a*.txt") == ["a1.txt", "a2.txt", "a3.txt"]


def test_a_name_with_brackets_is_no_glob(tmp_path: Path) -> None:
    put(tmp_path, "a[1].txt")
    assert names(tmp_path / "a[1].txt") == ["a[1].txt"]


def test_missing_and_empty_places_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = list(read_paths([tmp_path / "empty", tmp_path / "none", tmp_path / "no*.txt"]))
    assert sorted(one.reason for one in found if isinstance(one, Refused)) == ["missing", "missing", "no-reports"]


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "outside/secret.txt", "in/a.txt")
    try:
        (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "outside" / "secret.txt")
        (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    except OSError:
        pytest.skip("no symbolic links here")
    read = list(read_paths([tmp_path / "in"]))
    assert [one.names for one in read if isinstance(one, Report)] == [("a.txt",)]
    assert [(one.name, one.reason) for one in read if isinstance(one, Refused)] == [("b.txt", "outside")]


def test_equal_texts_are_one_report_with_both_names(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "c/a.txt", data=text().encode())
    put(tmp_path, "a.txt", data=b"\xef\xbb\xbf" + text().encode())
    rows = Reports("r.csv", {"b.txt": Manifest(url="https://example.org/b"), "a.txt": Manifest(year=2024)})
    (report,) = read_paths([tmp_path], rows)
    assert isinstance(report, Report)
    assert report.names == ("a.txt", "b.txt", "c/a.txt")
    assert report.manifest == Manifest(url="https://example.org/b", year=2024)


def test_format_is_told_by_the_bytes(tmp_path: Path) -> None:
    put(
        tmp_path,
        "page.txt",
        data=b"<!DOCTYPE html><html><body><p>" + "全年立案提案六件。".encode() + b"</p></body></html>",
    )
    put(tmp_path, "word.txt", data=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    put(tmp_path, "blank.txt", data=b" \r\n\t ")
    put(tmp_path, "dots.txt", data="……——".encode())
    put(tmp_path, "noise.docx", data=b"hello")
    read = {(one.names[0] if isinstance(one, Report) else one.name): one for one in read_paths([tmp_path])}
    page = read["page.txt"]
    assert isinstance(page, Report) and page.text == "全年立案提案六件。\n"
    reasons = {name: one.reason for name, one in read.items() if isinstance(one, Refused)}
    assert reasons == {"word.txt": "legacy", "blank.txt": "empty", "dots.txt": "empty", "noise.docx": "damaged"}


def test_the_folder_of_outputs_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "output/texts/rep_1.txt", "output/graph.html")
    sources, _ = list_sources([tmp_path], without=tmp_path / "output")
    assert [source.name for source in sources] == ["a.txt"]
    assert len(list_sources([tmp_path / "output"], without=tmp_path / "output")[0]) == 2  # who names it wants it
