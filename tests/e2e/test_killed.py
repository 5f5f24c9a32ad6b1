"""A build that is killed leaves the earlier outputs as they were, and no process behind."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")
PROC = Path("/proc")


def children(pid: int) -> list[int]:
    """Processes whose parent is ``pid``."""
    found = []
    for stat in PROC.glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(words[1]) == pid and words[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def alive(pid: int) -> bool:
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(look: Callable[[], T], seconds: float = 40) -> T:
    end = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


@pytest.mark.skipif(not (PROC / "self" / "stat").exists(), reason="this system does not list its processes in /proc")
def test_killed_build_keeps_the_earlier_outputs_and_leaves_no_process(tmp_path: Path) -> None:
    reports, output = tmp_path / "reports", tmp_path / "out"
    reports.mkdir()
    (reports / "0.txt").write_text("沙溪市政协2023年工作报告\n\n2023年走访企业20家。\n", "utf-8")
    kg = [sys.executable, "-m", "kg", "build", str(reports), "--output", str(output)]
    subprocess.run(kg, check=True, capture_output=True)
    before = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    for number in range(1, 300):
        lines = "".join(f"{number}月开展协商活动{number + line}次，走访企业近{line}家。\n" for line in range(2, 60))
        (reports / f"{number}.txt").write_text(f"沙溪市政协{number}号报告\n\n{lines}", "utf-8")
    build = subprocess.Popen([*kg, "--jobs", "2"], stdout=subprocess.DEVNULL)
    try:
        workers = wait_for(lambda: children(build.pid) if len(children(build.pid)) >= 2 else [])
    finally:
        build.kill()
        build.wait()
    assert workers
    wait_for(lambda: not any(alive(pid) for pid in workers))
    assert [pid for pid in workers if alive(pid)] == []
    assert {path: path.read_bytes() for path in before} == before
