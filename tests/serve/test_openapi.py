"""Whatever the OpenAPI description allows or forbids, no answer is a fault of the server or differs from it.

``make fuzz`` throws some thousands of requests at every address; here it is the main ones with little.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "fuzz_service.py"
ADDRESSES = r"^/(sparql$|doc/|api/reports/\{id\}/text)"


def test_answers_keep_to_the_description(demo_build: Path) -> None:
    pytest.importorskip("schemathesis")
    command = [sys.executable, str(SCRIPT), str(demo_build), "--examples", "1", "--seed", "1", "--only", ADDRESSES]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    made = re.search(r"(\d+) generated, (\d+) passed", done.stdout)
    assert made, done.stdout
    assert int(made[1]) == int(made[2]) > 60
