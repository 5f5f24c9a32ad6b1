#!/usr/bin/env python3
"""Times the program on growing numbers of reports: the demo reports with other places and other numbers.

python scripts/bench.py [COUNT ...]     numbers of reports; 10 100 400 if none are named
"""

from __future__ import annotations

import csv
import random
import re
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
        own = max(places, key=text.count)
        other = places[number // len(texts) % len(places)]
        chance = random.Random(number)
        parts = re.split(r"(?<!\d)([1-9]\d*)(?=[件次个名场篇户家万余多])", text.replace(own, other))
        parts[1::2] = [str(chance.randrange(10 ** (len(one) - 1), 10 ** len(one))) for one in parts[1::2]]
        changed = "".join(parts)
        # A fifth of the sentences left out, so that no two texts are nearly equal.
        head, *lines = changed.split("\n")
        changed = "\n".join([head, *(line if len(line) < 60 else mixed(line, chance) for line in lines)])
        (folder / f"{number:05}.txt").write_text(changed, "utf-8")
        size += len(changed)
    return size


def mixed(paragraph: str, chance: random.Random) -> str:
    """The paragraph with a few of its sentences left out."""
    sentences = paragraph.split("。")
    return "。".join(sentence for sentence in sentences if chance.random() < 0.8 or sentence == sentences[-1])


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
