import multiprocessing
import os
from pathlib import Path

import pytest
from report_files import text

import kg
from kg import pipeline
from kg.errors import InputError, OutputError
from kg.graph.store import open_store
from kg.model import Extraction, Report
from kg.pipeline import NoReport, build


def test_three_lines_build_a_graph(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text(), encoding="utf-8")
    result = kg.build([tmp_path / "a.txt"], output=tmp_path / "out")
    assert result.ok and result.reports == ("a.txt",)
    assert result.figures > 5 and result.entities["organization"] >= 1 and result.triples > 100
    assert set(result.files) == {path.name + "/" * path.is_dir() for path in (tmp_path / "out").iterdir()}


def test_a_large_graph_is_packed_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(text(), encoding="utf-8")
    build([tmp_path / "a.txt"], output=tmp_path / "out", outputs=["ttl"])
    turtle = open_store(tmp_path / "out")
    monkeypatch.setattr(pipeline, "LARGE", len(text()) - 1)
    first = build([tmp_path / "a.txt"], output=tmp_path / "out", outputs=["ttl", "html"])
    assert first.files == ("graph.nq.gz", "graph.html")
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == ["graph.html", "graph.nq.gz", "store"]
    assert set(open_store(tmp_path / "out")) == set(turtle)
    packed = (tmp_path / "out" / "graph.nq.gz").read_bytes()
    build([tmp_path / "a.txt"], output=tmp_path / "out", outputs=["ttl"])
    assert (tmp_path / "out" / "graph.nq.gz").read_bytes() == packed
    monkeypatch.setattr(pipeline, "LARGE", len(text()))
    build([tmp_path / "a.txt"], output=tmp_path / "out", outputs=["ttl"])
    assert not (tmp_path / "out" / "graph.nq.gz").exists()


def test_a_report_whose_extraction_fails_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import kg.extract

    (tmp_path / "a.txt").write_text(text(), encoding="utf-8")
    (tmp_path / "b.txt").write_text("坏" + text(), encoding="utf-8")
    extract = kg.extract.extract

    def broken(report: Report, rules: object) -> Extraction:
        if report.text.startswith("坏"):
            raise KeyError("x")
        return extract(report, rules)  # type: ignore[arg-type]

    monkeypatch.setattr(kg.extract, "extract", broken)
    result = build([tmp_path], output=tmp_path / "out", outputs=["csv"], jobs=1)
    assert result.reports == ("a.txt",) and not result.ok
    (refused,) = result.refused
    assert (refused.name, refused.reason, refused.detail) == ("b.txt", "internal", "KeyError: 'x'")


def test_a_process_that_is_killed_costs_only_its_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import kg.extract

    for name in "abcd":
        (tmp_path / f"{name}.txt").write_text(("坏" if name == "c" else name) + text(), encoding="utf-8")
    extract = kg.extract.extract

    def deadly(report: Report, rules: object) -> Extraction:
        if report.text.startswith("坏"):
            os._exit(9)
        return extract(report, rules)  # type: ignore[arg-type]

    monkeypatch.setattr(kg.extract, "extract", deadly)
    monkeypatch.setattr(pipeline, "WORTH_PROCESSES", 1)
    if multiprocessing.get_start_method() != "fork":
        pytest.skip("other processes do not see the patch here")
    result = build([tmp_path], output=tmp_path / "out", outputs=["csv"], jobs=2)
    assert result.reports == ("a.txt", "b.txt", "d.txt")
    assert [(one.name, one.reason) for one in result.refused] == [("c.txt", "internal")]


def test_progress_is_told_of_each_report(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name + text(), encoding="utf-8")
    seen: list[tuple[int, int, str]] = []
    build([tmp_path], output=tmp_path / "out", outputs=["csv"], progress=lambda *one: seen.append(one))
    assert [one[:2] for one in seen] == [(1, 2), (2, 2)]
    assert {one[2] for one in seen} == {"a.txt", "b.txt"}


def test_wrong_arguments_are_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="there are ttl"):
        build(output=tmp_path, outputs=["nonsense"])
    with pytest.raises(InputError, match="absolute IRI"):
        build(output=tmp_path, base="nonsense")
    with pytest.raises(NoReport) as error:
        build([tmp_path / "none.txt"], output=tmp_path)
    assert [one.reason for one in error.value.refused] == ["missing"]
