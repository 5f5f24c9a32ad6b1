"""A folder that was built step by step holds what one build of the last reports gives, byte for byte."""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import pipeline
from kg.graph.store import CURRENT, STORE, current_state, open_store
from kg.pipeline import BuildResult, build
from kg.scale import gather
from kg.serve.files import stamp

PLACES = ("沙溪", "云溪", "桐岭")
SHARED = "全国政协常委会和团中央、全国妇联作了指导。"
OUTPUTS = ("ttl", "csv", "skipped", "texts")
STEPS = int(os.environ.get("KG_SOAK_STEPS", "4"))
EXAMPLES = int(os.environ.get("KG_SOAK_EXAMPLES", "2"))


def words(number: int, version: int) -> str:
    """A report with bodies, undertakings and figures that others name, too; versions of one differ in a figure or so."""
    place = PLACES[number % 3]
    lines = "".join(
        f"{place}市政协联合{PLACES[(number + line) % 3]}市妇联开展“议事{'一二三四五六'[line % 6]}堂”活动{number + line + 2}次，"
        f"走访企业{10 * line + version + 3}家。"
        for line in range(number + 3)
    )
    return f"{place}市政协{2020 + number}年工作报告\n\n{SHARED}{lines}\n"


steps = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["write", "write", "remove", "copy", "touch"]), st.integers(0, 2)),
    min_size=STEPS,
    max_size=STEPS,
)


def outputs(folder: Path) -> dict[str, bytes]:
    """Name and content of every output; the store is looked at with other eyes."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith("store/"):
            found[name] = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
    return found


def take(folder: Path, step: tuple[int, str, int]) -> None:
    """Do one step to the reports."""
    number, what, version = step
    path = folder / f"{number}.txt"
    if what == "write" or not path.exists():
        path.write_text(words(number, version), "utf-8")
    elif what == "remove" and len(list(folder.iterdir())) > 1:
        path.unlink()
    elif what == "copy":  # the same words under another name, or a near-duplicate
        text = path.read_text("utf-8") + "来源：云溪日报。" * version
        (folder / f"{number}-{version}.txt").write_text(text, "utf-8")
    elif what == "touch":
        os.utime(path)


@pytest.mark.parametrize("large", [False, True])
@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=steps)
def test_steps_end_where_one_build_does(
    large: bool, steps: list[tuple[int, str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory() as name, monkeypatch.context() as patch:
        if large:
            patch.setattr(pipeline, "LARGE", 10)
        patch.setattr(gather, "FRESH", -(10**18))  # nobody waits two seconds here; times differ by nanoseconds
        reports, folder, fresh = Path(name, "reports"), Path(name, "out"), Path(name, "fresh")
        reports.mkdir()
        for step in [(0, "write", 0), (1, "write", 1), *steps]:
            take(reports, step)
            build([reports], output=folder, outputs=OUTPUTS[:2], store=True, jobs=1)
        last = build([reports], output=folder, outputs=OUTPUTS, jobs=1)
        whole = build([reports], output=fresh, outputs=OUTPUTS, store=True if large else None, jobs=1)
        assert outputs(folder) == outputs(fresh)
        assert last.counts == whole.counts and last.duplicates == whole.duplicates and last.files == whole.files
        assert current_state(folder) is not None
        assert set(open_store(folder)) == set(loaded(fresh))


def loaded(folder: Path) -> ox.Store:
    """The graph file, read on its own."""
    store = ox.Store()
    if (folder / "graph.ttl").exists():
        store.load(path=str(folder / "graph.ttl"))
    else:
        store.load(gzip.decompress((folder / "graph.nq.gz").read_bytes()), format=ox.RdfFormat.N_QUADS)
    return store


def reports_in(folder: Path, count: int) -> Path:
    """A folder with so many reports, written long ago."""
    folder.mkdir()
    for number in range(count):
        (folder / f"{number}.txt").write_text(words(number, number), "utf-8")
    return folder


def test_memory_disk_and_processes_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = reports_in(tmp_path / "reports", 9)
    (reports / "again.txt").write_text(words(3, 3) + "转载。", "utf-8")
    whole = build([reports], output=tmp_path / "memory", jobs=1)
    kept = build([reports], output=tmp_path / "disk", jobs=2, store=True)
    assert outputs(tmp_path / "memory") == outputs(tmp_path / "disk")
    assert kept.counts == whole.counts and len(kept.duplicates) == len(whole.duplicates) == 1
    assert list(kept.extractions) == list(whole.extractions)
    assert list(kept.heads()) == list(whole.heads()) and len(kept.extractions) == 10
    monkeypatch.setattr(pipeline, "MANY", 3)
    packed = [build([reports], output=tmp_path / str(jobs), jobs=jobs).files for jobs in (1, 2)]
    assert packed[0] == packed[1] and "graph.nq.gz" in packed[0]
    assert outputs(tmp_path / "1") == outputs(tmp_path / "2")
    assert outputs(tmp_path / "1")["metrics.csv"] == outputs(tmp_path / "memory")["metrics.csv"]
    assert set(loaded(tmp_path / "1")) == set(loaded(tmp_path / "memory"))


def test_only_what_changed_is_extracted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "FRESH", -(10**18))
    reports, folder = reports_in(tmp_path / "reports", 6), tmp_path / "out"

    def again(**options: object) -> BuildResult:
        return build([reports], output=folder, outputs=["ttl", "texts"], jobs=1, **options)  # type: ignore[arg-type]

    assert again(store=True).extracted == 6
    written = {
        path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file() and "facts" not in str(path)
    }
    assert again().extracted == 0
    assert {path: path.stat().st_mtime_ns for path in written} == written
    (reports / "2.txt").write_text(words(2, 9), "utf-8")
    state = current_state(folder)
    assert again().extracted == 1
    assert current_state(folder) != state is not None
    (folder / "graph.ttl").write_text("spoilt")
    assert current_state(folder) is None  # the store is not that of the file beside it
    assert again().extracted == 0 and len(open_store(folder)) > 100
    assert again(base="https://example.org/").extracted == 0
    (reports / "2.txt").unlink()
    assert again().extracted == 0
    again(store=False)
    assert not (folder / "store" / "rdf").exists()


def test_a_file_that_changes_within_its_second_is_read_again(tmp_path: Path) -> None:
    reports, folder = reports_in(tmp_path / "reports", 2), tmp_path / "out"
    build([reports], output=folder, outputs=["texts"], store=True, jobs=1)
    path = reports / "1.txt"
    state = path.stat()
    path.write_text(words(1, 1).replace("20", "30"), "utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert build([reports], output=folder, outputs=["texts"], jobs=1).extracted == 1


def test_damaged_stores_are_made_anew(tmp_path: Path) -> None:
    reports, folder = reports_in(tmp_path / "reports", 3), tmp_path / "out"
    build([reports], output=folder, outputs=["ttl"], store=True, jobs=1)
    graph = (folder / "graph.ttl").read_bytes()
    (folder / "store" / "facts" / "facts.db").write_bytes(b"no database" * 1000)
    (folder / "store" / "blocks.db").write_bytes(b"none either")
    shutil.rmtree(folder / "store" / "rdf")
    result = build([reports], output=folder, outputs=["ttl"], store=True, jobs=1)
    assert result.extracted == 3 and (folder / "graph.ttl").read_bytes() == graph
    assert len(open_store(folder)) == result.triples
    state = current_state(folder)
    assert state is not None
    for path in state.iterdir():
        path.write_bytes(b"x")
    assert len(open_store(folder)) == result.triples  # from the graph file


def test_readers_see_one_state_or_the_next(tmp_path: Path) -> None:
    reports, folder = reports_in(tmp_path / "reports", 3), tmp_path / "out"
    build([reports], output=folder, outputs=["ttl"], store=True, jobs=1)
    held = open_store(folder)
    before = set(held)
    (reports / "0.txt").write_text(words(0, 8), "utf-8")
    build([reports], output=folder, outputs=["ttl"], jobs=1)
    assert set(held) == before != set(open_store(folder))


def test_corrections_reach_what_is_kept(tmp_path: Path) -> None:
    reports = reports_in(tmp_path / "reports", 3)
    sheet = tmp_path / "sheet.tsv"
    sheet.write_text(
        "verdict\tkind\tquote\treport\tvalue\nrename\torganization\t全国妇联\t0.txt\t全国女界联合会\n", "utf-8"
    )
    plain = {"outputs": ["ttl", "csv"], "jobs": 1}
    build([reports], output=tmp_path / "memory", corrections=sheet, **plain)  # type: ignore[arg-type]
    build([reports], output=tmp_path / "disk", store=True, **plain)  # type: ignore[arg-type]
    mended = build([reports], output=tmp_path / "disk", corrections=sheet, **plain)  # type: ignore[arg-type]
    assert mended.corrections == 1 and not mended.stale_corrections and mended.extracted == 0
    assert outputs(tmp_path / "memory") == outputs(tmp_path / "disk")
    assert "女界" in (tmp_path / "disk" / "graph.ttl").read_text("utf-8")
    assert build([reports], output=tmp_path / "disk", **plain).extracted == 0  # type: ignore[arg-type]
    assert "女界" not in (tmp_path / "disk" / "graph.ttl").read_text("utf-8")


def test_whoever_serves_the_folder_sees_that_its_store_has_changed(tmp_path: Path) -> None:
    """The file that the service looks at is the one that the build writes."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(words(0, 0), "utf-8")
    out = tmp_path / "out"
    build([tmp_path / "in"], output=out, outputs=["ttl"], store=True, jobs=1)
    before = stamp(out)
    current = out / STORE / CURRENT
    os.utime(current, ns=(1, 1))
    assert before and stamp(out) not in ("", before)
