#!/usr/bin/env python3
"""Builds the demo reports over and over in one process: the same bytes each time, and no growth of memory.

python scripts/soak.py [MINUTES]      two minutes if none are named; exit status 1 when something changes or grows
"""

from __future__ import annotations

import hashlib
import random
import sys
import tempfile
import time
from pathlib import Path

import kg
from kg import build

DEMO = Path(kg.__file__).resolve().parent / "demo" / "reports"
WARM = 5
"""Rounds in which caches may fill."""
ALLOWED = 64
"""Megabytes by which the process may grow after that."""


def resident() -> float:
    """Megabytes of memory that the process holds."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def digest(folder: Path) -> str:
    """SHA-256 of the names and bytes of all outputs."""
    told = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            told.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return told.hexdigest()


def main(minutes: float) -> int:
    """Build until the time is up; tell what came out."""
    reports = sorted(DEMO.glob("*.txt"))
    seen: set[str] = set()
    first = 0.0
    end = time.monotonic() + 60 * minutes
    rounds = 0
    while time.monotonic() < end or rounds <= WARM:
        with tempfile.TemporaryDirectory() as name:
            random.Random(rounds).shuffle(reports)
            build(reports, output=name, jobs=1 + rounds % 2)
            seen.add(digest(Path(name)))
        rounds += 1
        if rounds == WARM:
            first = resident()
    grown = resident() - first
    print(f"{rounds} builds, {len(seen)} different results, memory {first:.0f} MB -> {first + grown:.0f} MB")
    return int(len(seen) != 1 or grown > ALLOWED)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 2))
