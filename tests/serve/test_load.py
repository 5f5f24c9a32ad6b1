"""Some seconds of what ``scripts/load.py`` does for a minute: no wrong answer, no dead worker, steady memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "load.py"


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="this system does not tell shares of memory")
def test_crowd_with_runaway_queries_gets_right_answers(demo_build: Path) -> None:
    command = [sys.executable, str(SCRIPT), str(demo_build), "--seconds", "4", "--connections", "16", "--runaways", "3"]
    done = subprocess.run([*command, "--deadline", "1.5"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "wrong: 0" in done.stdout
