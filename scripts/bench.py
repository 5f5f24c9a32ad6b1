#!/usr/bin/env python3
"""Times the program on growing numbers of reports: the demo reports, told apart by the names of their places.

python scripts/bench.py [COUNT ...]     numbers of reports; 10 100 400 if none are named
"""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import kg

ROOT = Path(kg.__file__).resolve().parent
DEMO = ROOT / "demo" / "reports"


def prefectures() -> list[str]:
    """Short names of prefectures that nobody else bears, to stand in for those of the demo reports."""
    with (ROOT / "rules" / "data" / "divisions.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    names = [
        row["short"] for row in rows if row["level"] == "prefecture" and not row["until"] and len(row["short"]) == 2
    ]
    return [name for name in sorted(set(names)) if names.count(name) == 1]


def write_reports(folder: Path, count: int) -> int:
    """Write so many different reports; return their characters."""
    texts = [path.read_text("utf-8") for path in sorted(DEMO.glob("*.txt"))]
    places = prefectures()
    size = 0
    for number in range(count):
        text = texts[number % len(texts)]
        own = next((name for name in places if text.count(name) > 3), "")
        other = places[number // len(texts) % len(places)]
        changed = text.replace(own, other) if own else text
        # Beyond the number of places a paragraph is said again, so that no two texts are equal.
        changed += f"\n\n{number}号附件\n" if number >= len(texts) * len(places) else ""
        (folder / f"{number:05}.txt").write_text(changed, "utf-8")
        size += len(changed)
    return size


def timed(*arguments: str) -> float:
    """Seconds that one command takes, start of the interpreter included."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "kg", *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main(counts: list[int]) -> None:
    """Print one row for each number of reports."""
    head = ("reports", "characters", "build s", "all outputs s", "query s", "check s", "graph MB", "page MB")
    print("  ".join(f"{name:>13}" for name in head))
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            reports, output = Path(name) / "reports", Path(name) / "output"
            reports.mkdir()
            size = write_reports(reports, count)
            row: list[float] = [count, size, timed("build", str(reports), "--output", str(output), "--outputs", "ttl")]
            row.append(timed("build", str(reports), "--output", str(output)))
            row.append(timed("query", str(output), "report-card"))
            row.append(timed("check", str(output)))
            graph = next(path for path in (output / "graph.ttl", output / "graph.nq.gz") if path.exists())
            row += [graph.stat().st_size / 1e6, (output / "graph.html").stat().st_size / 1e6]
            print(
                "  ".join(f"{value:13,}" if isinstance(value, int) else f"{value:13.2f}" for value in row), flush=True
            )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process: {peak:.0f} MB")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [10, 100, 400])
