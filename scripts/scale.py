#!/usr/bin/env python3
"""Builds many generated reports and tells time, memory, triples and sizes: one row of a table for each number.

python scripts/scale.py [COUNT ...] [--keep DIR] [--again] [--options "OPTIONS OF kg build"]
    1000 10000 if no number is named. A hundred thousand to the graph alone; stopped, it goes on where it was:
    python scripts/scale.py 100000 --keep build/scale --options="--outputs ttl --no-store"

With ``--pair`` each number is built with one process and with two, in turn (medians of ROUNDS), and below stands what
this machine gives at that time: how much faster two loops that only compute are side by side than one after the other.

    python scripts/scale.py 1000 --pair 5 --options="--outputs ttl --no-store"

Memory is the most that all processes of a build held at once, pages that they share counted once (Linux only).
``--again`` adds a row for a build without changes, and one for a build with one report changed.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from corpus import report, write_reports

PROC = Path("/proc")
HEAD = (
    "reports", "what", "seconds", "cpu seconds", "reports/s", "memory MB", "triples", "facts MB", "graph MB", "store MB"
)  # fmt: skip


class Run(NamedTuple):
    """What one build took and told."""

    seconds: float
    used: float
    memory: float
    told: dict[str, object]


def processes(root: int) -> set[int]:
    """The process and all that it started, directly or not."""
    parents = {}
    for path in PROC.glob("[0-9]*"):
        try:
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = {root}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def held(process: int) -> int:
    """Kilobytes of memory that a process holds, its share of what it has in common with others."""
    try:
        lines = (PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def build(reports: Path, output: Path, options: list[str]) -> Run:
    """Build in a process of its own."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with tempfile.TemporaryFile("w+") as told:
        command = [sys.executable, "-m", "kg", "build", str(reports), "--output", str(output), "--json", *options]
        run = subprocess.Popen(command, stdout=told)
        most = 0
        while run.poll() is None:
            most = max(most, sum(map(held, processes(run.pid))))
            time.sleep(0.25)
        if run.returncode:
            raise SystemExit(f"kg build ended with {run.returncode}")
        told.seek(0)
        summary = json.load(told)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Run(time.perf_counter() - begun, used, most / 1024, summary)


LOOP = "n = 0\nfor i in range(12_000_000): n += i * i"


def machine() -> float:
    """How many times as fast two processes are as one, for a loop that needs nothing but a processor."""
    seconds = []
    for side_by_side in (1, 2):
        begun = time.perf_counter()
        for _ in range(2 // side_by_side):
            loops = [subprocess.Popen([sys.executable, "-c", LOOP]) for _ in range(side_by_side)]
            for loop in loops:
                loop.wait()
        seconds.append(time.perf_counter() - begun)
    return seconds[0] / seconds[1]


def pair(count: int, reports: Path, output: Path, options: list[str], rounds: int) -> str:
    """What a second process gives, and what it gives to loops, as medians of the ratios of each round."""
    gained, possible = [], []
    for _ in range(rounds):
        one, two = (build(reports, output, [*options, "--jobs", jobs]).seconds for jobs in ("1", "2"))
        gained.append(one / two)
        possible.append(machine())
    told = f"{count:,} reports: two processes {statistics.median(gained):.2f} times as fast as one"
    return f"{told}; two loops {statistics.median(possible):.2f} times (medians of {rounds})"


def size(path: Path) -> float:
    """Megabytes of a file, or of all files below a folder."""
    files = [path] if path.is_file() else path.rglob("*")
    return sum(one.stat().st_size for one in files if one.is_file()) / 1e6


def row(count: int, what: str, run: Run, output: Path) -> str:
    """One line of the table."""
    graph = next(path for path in (output / "graph.nq.gz", output / "graph.ttl") if path.exists())
    cells = (
        f"{count:,}", what, f"{run.seconds:.1f}", f"{run.used:.1f}", f"{count / run.seconds:.1f}", f"{run.memory:.0f}",
        f"{run.told['triples']:,}", f"{size(output / 'store' / 'facts'):.0f}", f"{size(graph):.0f}",
        f"{size(output / 'store' / 'rdf'):.0f}",
    )  # fmt: skip
    return "  ".join(f"{cell:>12}" for cell in cells)


def main(counts: list[int], folder: Path, options: list[str], *, again: bool, rounds: int) -> None:
    """Print one row for each number of reports, or what a second process gives."""
    if not rounds:
        print("  ".join(f"{name:>12}" for name in HEAD), flush=True)
    for count in counts:
        reports, output = folder / f"reports-{count}", folder / f"out-{count}"
        if not reports.exists():
            write_reports(reports, count)
        if rounds:
            print(pair(count, reports, output, options, rounds), flush=True)
            continue
        print(row(count, "all", build(reports, output, options), output), flush=True)
        if again:
            print(row(count, "nothing", build(reports, output, options), output), flush=True)
            (reports / "000" / "000000.txt").write_text(report(count + 1), "utf-8")
            print(row(count, "one", build(reports, output, options), output), flush=True)


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description="Build many generated reports and measure it.")
    parser.add_argument("counts", type=int, nargs="*", default=[1000, 10000], metavar="COUNT")
    parser.add_argument("--keep", type=Path, help="folder for reports and outputs, which stay there")
    parser.add_argument("--again", action="store_true", help="build again without changes, and with one")
    parser.add_argument("--pair", type=int, default=0, metavar="ROUNDS", help="one process against two, so many times")
    parser.add_argument("--options", default="", help="options of kg build, as one word")
    return parser.parse_args()


if __name__ == "__main__":
    given = arguments()
    with tempfile.TemporaryDirectory() as temporary:
        place = given.keep or Path(temporary)
        place.mkdir(parents=True, exist_ok=True)
        main(given.counts, place, given.options.split(), again=given.again, rounds=given.pair)
