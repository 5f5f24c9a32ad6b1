"""The same graph from a Spark cluster of two real workers, one of which is killed on the way."""

from __future__ import annotations

import gzip
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kg.pipeline import build

PROC = Path("/proc")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed"),
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java"),
    pytest.mark.skipif(
        not (PROC / "self" / "stat").exists(), reason="this system does not list its processes in /proc"
    ),
]


def write(folder: Path) -> None:
    """Reports in two folders: one text twice, one near-duplicate, one file that is no report, a manifest's row."""
    for number in range(14):
        place = ("沙溪", "云溪", "桐岭")[number % 3]
        lines = "".join(
            f"{place}市政协联合全国妇联开展“议事{'一二三四五六'[line % 6]}堂”活动{number + line + 2}次，走访企业{10 * line + 3}家。"
            for line in range(8)
        )
        path = folder / str(number % 2) / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{place}市政协{2010 + number}年工作报告\n\n{lines}\n", "utf-8")
    text = (folder / "0" / "4.txt").read_text("utf-8")
    (folder / "copy.txt").write_text(text, "utf-8")
    (folder / "again 1%.md").write_text(text + "来源：云溪日报\n", "utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "empty.txt").write_bytes(b"")


def executors(session: int) -> list[int]:
    """Numbers of the processes of Spark's executors in one session of processes."""
    found = []
    for path in PROC.glob("[0-9]*"):
        try:
            words = (path / "stat").read_text().rpartition(")")[2].split()
            if int(words[3]) == session and b"CoarseGrainedExecutorBackend" in (path / "cmdline").read_bytes():
                found.append(int(path.name))
        except (OSError, ValueError):
            continue
    return found


def test_a_cluster_that_loses_a_worker_gives_the_same_graph(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    write(reports)
    manifest = tmp_path / "reports.csv"
    manifest.write_text("file,url,year\n5.txt,https://example.org/五,2015\n", "utf-8")
    local = build([reports], output=tmp_path / "local", reports=manifest, outputs=["ttl", "csv"], jobs=1)
    from kg.graph.turtle import write_nquads

    wanted = sorted(line.rstrip("\n") for line in write_nquads(local.extractions))
    run = subprocess.Popen(
        [
            sys.executable, "-m", "kg", "--lang", "en", "build", str(reports), "--reports", str(manifest),
            "--output", str(tmp_path / "spark"), "--engine", "spark", "--master", "local-cluster[2,1,1024]",
        ],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    killed: list[int] = []

    def kill_one() -> None:
        while run.poll() is None:
            if len(found := executors(run.pid)) == 2:
                time.sleep(1)  # so that work has begun on it
                os.kill(found[0], signal.SIGKILL)
                killed.append(found[0])
                return
            time.sleep(0.05)

    killer = threading.Thread(target=kill_one)
    killer.start()
    try:
        out, errors = run.communicate(timeout=500)
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
        killer.join()
    assert killed and run.returncode == 1, errors  # 1: an empty file was refused
    assert "empty.txt" in errors and "15 read, 1 refused, 1 other" in out
    parts = sorted((tmp_path / "spark" / "nquads").glob("part-*.gz"))
    lines = [line for part in parts for line in gzip.decompress(part.read_bytes()).decode().splitlines()]
    assert sorted(lines) == wanted
    for name in ("nquads", "figures"):
        assert (tmp_path / "spark" / name / "_SUCCESS").exists()
    assert f"{local.figures} figures" in out and list((tmp_path / "spark" / "figures").glob("*.parquet"))
