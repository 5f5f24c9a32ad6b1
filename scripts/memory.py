#!/usr/bin/env python3
"""Measures what one large report costs: seconds of processor and megabytes at the peak, each size in a process of its own.

python scripts/memory.py [CHARACTERS ...]     10000 300000 1200000 if none are named
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import kg

DEMO = Path(kg.__file__).resolve().parent / "demo" / "reports"


def measured(size: int) -> str:
    """One row: build a report of so many characters, made of the demo reports over and over."""
    whole = "".join(path.read_text("utf-8") for path in sorted(DEMO.glob("*.txt")))
    with tempfile.TemporaryDirectory() as name:
        report = Path(name) / "report.txt"
        report.write_text((whole * (size // len(whole) + 1))[:size], "utf-8")
        begun = time.process_time()
        kg.build(
            [report], output=Path(name) / "output", outputs=("ttl", "csv", "skipped", "texts"), jobs=1, store=False
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return f"{size:>12,}  {time.process_time() - begun:>8.1f}  {peak:>8.0f}"


def main(sizes: list[int]) -> None:
    """Print the rows."""
    print("  characters   seconds        MB")
    for size in sizes:
        subprocess.run([sys.executable, __file__, "--one", str(size)], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(measured(int(sys.argv[2])), flush=True)
    else:
        main([int(word) for word in sys.argv[1:]] or [10_000, 300_000, 1_200_000])
