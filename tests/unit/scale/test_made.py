"""Processes that write their parts of the graph write what one process writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import build, pipeline
from kg.cli.build import summary
from kg.graph.store import store_of

REPORTS = {
    "a": "云溪县政协2023年工作综述\n\n云溪县政协开展“春风行动”，走访企业12家。市政协到云溪县调研2次，征集提案{n}件。",
    "b": "云溪县政协2024年工作综述\n\n云溪县政协与云溪县妇联联合开展“春风行动”，走访企业15家，办理提案{n}件。",
    "c": "白塔市政协2023年工作综述\n\n白塔市政协立案提案{n}件，走访企业7家；江苏省政协调研3次。",
}


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number, (name, text) in enumerate(REPORTS.items()):
        text = text.format(n=30 + number) + "全年工作扎实推进，委员履职尽责，为民服务取得实效。" * 4
        (folder / f"{name}.txt").write_text(text, "utf-8")
        (folder / f"{name}-again.txt").write_text(text + "完。", "utf-8")  # a near-duplicate
    return folder


def test_processes_write_what_one_writes(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "WORTH_PROCESSES", 0)
    told, written, facts = [], [], []
    for jobs in (1, 2):
        result = build([reports], output=tmp_path / str(jobs), outputs=["ttl", "csv", "skipped"], jobs=jobs)
        told.append({**summary(result), "seconds": 0, "output": ""})
        facts.append(list(result.extractions))
        files = (path for path in sorted((tmp_path / str(jobs)).rglob("*")) if path.is_file())
        written.append({path.name: path.read_bytes() for path in files})
    assert written[0] == written[1]
    assert told[0] == told[1]
    assert facts[0] == facts[1]
    assert len(told[0]["duplicates"]) == 3  # type: ignore[arg-type]
    assert told[0]["triples"] == len(store_of((tmp_path / "1" / "graph.ttl").read_text("utf-8")))


def test_triples_are_told_where_only_the_graph_is_wanted(reports: Path, tmp_path: Path) -> None:
    result = build([reports], output=tmp_path / "out", outputs=["ttl"], jobs=1)
    assert result.triples == len(store_of((tmp_path / "out" / "graph.ttl").read_text("utf-8"))) > 100
