#!/usr/bin/env python3
"""Measures how fast the program is, as ratios to what everybody has: jieba, rdflib, Oxigraph; writes build/bench.md.

    python scripts/bench.py                 all of it, some minutes on a machine with nothing else to do
    python scripts/bench.py --quick         a tenth of the text, three runs in place of five
    python scripts/bench.py --text FOLDER   on your own reports besides the generated ones
    python scripts/bench.py --only speed    one part: speed, start, writers or queries

Times are seconds of processor of one process, so that other programs disturb little; what is compared runs in turn, and
a ratio is the median of the ratios of the single rounds. Start-up is told by the clock as well.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import bench_engines
from corpus import write_reports

import kg
from kg import build, extract
from kg.scale.work import rules_of

DEMO = Path(kg.__file__).resolve().parent / "demo" / "reports"
STAGES = {
    "layout: lines, headings, sentences, clauses": ("read_layout",),
    "words": ("cut",),
    "places, bodies": ("recognize_places", "recognize_organizations"),
    "titles, undertakings": ("recognize_documents", "recognize_initiatives"),
    "quantities": ("recognize_quantities",),
    "whose report; which body is meant": ("read_context", "_own_body", "_link_bodies", "_link_places"),
    "what figures mean": ("read_figures", "_figures"),
    "relations": ("read_actions", "read_hierarchy", "_relations"),
}
"""Stage of ``kg.extract`` -> its functions."""
Row = tuple[str, ...]


def main() -> None:
    """Run the parts that are wanted; print and write their tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="less text, fewer runs")
    parser.add_argument("--text", type=Path, metavar="FOLDER", help="own reports (.txt) to measure besides")
    parser.add_argument("--only", choices=("speed", "start", "writers", "queries"), help="one part alone")
    parser.add_argument("--output", type=Path, default=Path("build/bench.md"), metavar="FILE")
    wanted = parser.parse_args()
    runs = 3 if wanted.quick else 5
    written = [_head(runs)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "reports"
        write_reports(folder, 10 if wanted.quick else 100)
        parts: dict[str, Callable[[], Iterator[str]]] = {
            "speed": lambda: _speed([("generated", folder), ("demo", DEMO), ("own", wanted.text)], runs),
            "start": lambda: _start(runs),
            "writers": lambda: bench_engines.writers(folder, runs),
            "queries": lambda: bench_engines.queries(folder, 5 if wanted.quick else 20, runs),
        }
        for part, lines in parts.items():
            if wanted.only in (None, part):
                written += lines()
    text = "\n".join(written) + "\n"
    wanted.output.parent.mkdir(parents=True, exist_ok=True)
    wanted.output.write_text(text, "utf-8")
    print(text)


def _head(runs: int) -> str:
    python = f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}"
    return f"<!-- made by `make bench`: {python}, medians of {runs} -->\n"


def table(title: str, head: Row, rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of a table with its title."""
    yield f"## {title}\n"
    for row in (head, ("---",) * len(head), *rows):
        yield f"| {' | '.join(row)} |"
    yield ""


def used(work: Callable[[], object]) -> float:
    """Return the seconds of processor that something takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


# ------------------------------------------------------------------------------------------------------ text to Turtle


def _speed(texts: list[tuple[str, Path | None]], runs: int) -> Iterator[str]:
    """Text to Turtle against jieba on the same text, and the share of each stage."""
    import logging

    import jieba  # type: ignore[import-untyped]
    import jieba.posseg  # type: ignore[import-untyped]

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    rows: list[Row] = []
    shares: list[Row] = []
    for name, folder in texts:
        if folder is None:
            continue
        read = [path.read_text("utf-8", "replace") for path in sorted(folder.rglob("*.txt"))]
        with tempfile.TemporaryDirectory() as output:
            _turtle(folder, output)  # loads the rules and what is imported late
            rounds = [
                (
                    used(lambda: _turtle(folder, output)),  # noqa: B023 - called at once
                    used(lambda: [list(jieba.posseg.cut(text)) for text in read]),  # noqa: B023
                    used(lambda: [list(jieba.cut(text)) for text in read]),  # noqa: B023
                )
                for _ in range(runs)
            ]
            size = sum(map(len, read))
            figures = (Path(output) / "graph.ttl").read_text("utf-8").count(" a wr:Metric") / size * 1000
            ours, tagged, cut = (statistics.median(column) for column in zip(*rounds, strict=True))
            ratios = (statistics.median(one[0] / one[at] for one in rounds) for at in (1, 2))
            speeds = (f"{size / seconds:,.0f}" for seconds in (ours, tagged, cut))
            rows.append((name, f"{size:,}", f"{figures:.0f}", *speeds, *(f"{ratio:.2f}" for ratio in ratios)))
            shares += _shares(name, folder, output)
    head = (
        "text",
        "characters",
        "figures per 1,000",
        "kg: text to Turtle, characters/s",
        "jieba.posseg.cut",
        "jieba.cut",
    )
    yield from table("Text to Turtle, one process, start-up apart", (*head, "time to posseg", "time to cut"), rows)
    yield from table("Where the time goes", ("text", "stage", "share"), shares)


def _turtle(folder: Path, output: str) -> None:
    build([folder], output=output, outputs=("ttl",), jobs=1, store=False)


def _shares(name: str, folder: Path, output: str) -> Iterator[Row]:
    """The share of each stage in one build; what is left is reading, describing and writing."""
    spent = dict.fromkeys(STAGES, 0.0)
    kept = {function: getattr(extract, function) for functions in STAGES.values() for function in functions}

    def timed(stage: str, function: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object, **named: object) -> object:
            begun = time.process_time()
            try:
                result = function(*arguments, **named)
                return list(result) if isinstance(result, Iterator) else result
            finally:
                spent[stage] += time.process_time() - begun

        return run

    for stage, functions in STAGES.items():
        for function in functions:
            setattr(extract, function, timed(stage, kept[function]))
    try:
        rules_of(())
        whole = used(lambda: _turtle(folder, output))
    finally:
        for function, own in kept.items():
            setattr(extract, function, own)
    for stage, seconds in spent.items():
        yield name, stage, f"{seconds / whole:.0%}"
    yield name, "the rest: reading files, entities, nodes, Turtle", f"{1 - sum(spent.values()) / whole:.0%}"


# ------------------------------------------------------------------------------------------------------------ start-up


def _start(runs: int) -> Iterator[str]:
    """New processes, files in the cache: the clock and the processor."""
    report = sorted(DEMO.glob("*.txt"))[0]
    with tempfile.TemporaryDirectory() as folder:
        output = f"{folder}/output"
        commands = {
            "python -c pass": ["-c", "pass"],
            "kg --version": ["-m", "kg", "--version"],
            "kg build of one report, --outputs ttl": [
                "-m",
                "kg",
                "build",
                str(report),
                "-o",
                output,
                "--outputs",
                "ttl",
            ],
            "kg build of one report, all outputs": ["-m", "kg", "build", str(report), "-o", output],
        }
        rows = []
        for name, command in commands.items():
            rounds = [_process(command, output) for _ in range(runs + 1)][1:]
            clock, processor = (statistics.median(column) for column in zip(*rounds, strict=True))
            rows.append((name, f"{clock:.2f}", f"{processor:.2f}"))
    yield from table("Start-up", ("command", "seconds by the clock", "seconds of processor"), rows)


def _process(arguments: list[str], folder: str) -> tuple[float, float]:
    # Modules are compiled once and kept, as Python does unless told otherwise (PYTHONDONTWRITEBYTECODE costs 0.1 s more).
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept["PYTHONPYCACHEPREFIX"] = folder + ".compiled"
    begun, before = time.perf_counter(), os.times()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=kept)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - begun, spent


if __name__ == "__main__":
    main()
