#!/usr/bin/env python3
"""Times the program on growing numbers of generated reports (see corpus.py).

python scripts/bench.py [COUNT ...]     numbers of reports; 10 100 400 if none are named
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import write_reports


def timed(*arguments: str) -> str:
    """Seconds by the clock and seconds of processor that one command takes, start of the interpreter included."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "kg", *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return f"{time.perf_counter() - begun:.1f}/{used:.1f}"


def main(counts: list[int]) -> None:
    """Print one row for each number of reports; times are seconds by the clock / seconds of processor."""
    head = ("reports", "characters", "graph alone s", "all outputs s", "query s", "check s", "graph MB", "page MB")
    print("  ".join(f"{name:>13}" for name in head))
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            reports, output = Path(name) / "reports", Path(name) / "output"
            reports.mkdir()
            size = write_reports(reports, count)
            row = [f"{count:,}", f"{size:,}", timed("build", str(reports), "--output", str(output), "--outputs", "ttl")]
            row.append(timed("build", str(reports), "--output", str(output)))
            row.append(timed("query", str(output), "report-card"))
            row.append(timed("check", str(output)))
            graph = next(path for path in (output / "graph.ttl", output / "graph.nq.gz") if path.exists())
            row += [f"{path.stat().st_size / 1e6:.1f}" for path in (graph, output / "graph.html")]
            print("  ".join(f"{value:>13}" for value in row), flush=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process: {peak:.0f} MB")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [10, 100, 400])
