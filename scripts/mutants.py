#!/usr/bin/env python3
"""Changes the core here and there and tells which changes no test notices.

    python scripts/mutants.py [PATTERN ...] [--again] [--every N] [--jobs N]

mutmut makes the changes of the modules that ``[tool.mutmut]`` in pyproject.toml names: one a mutant, in a copy of the
program in build/mutants. The tests named there are collected once; each mutant is then tried in a process forked from
that state, so that none sees what another has left in a cache, by the tests that run the changed statement, until one
fails. What became of it is written to results.tsv there at once, so that an interrupted run goes on with ``--again``,
which tries those that were not killed before; their order is a shuffled one, so that the first thousand stand for all.
PATTERN keeps to mutants of such names ('kg.link.*'). survivors.diff shows what no test notices.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import functools
import gc
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple
from zlib import crc32

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "mutants"
CHOSEN, REACHED, RESULTS, SURVIVORS = (
    FOLDER / name for name in ("chosen.json", "reached.json", "results.tsv", "survivors.diff")
)
SETTINGS: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
COPIED = ("kg", "ontology", "tests", "scripts", "pyproject.toml")
MADE = FOLDER / "made"
"""What mutmut made of a file, by checksum."""
NOTES = FOLDER / "notes"
"""One file a process: the test that failed."""
SECONDS = 30
"""Processor time of one mutant; all tests together take a third of it."""
BYTES = 4 << 30
CACHED = re.compile(r"^@(?:lru_)?cache\b.*\n", re.M)
"""mutmut passes over decorated functions, and what was kept for the original would answer for its mutants."""


class Mutant(NamedTuple):
    """One change of the program."""

    diff: str
    file: str
    first: int
    last: int
    """Lines of the statement that it changes, in the copy's original of the function."""
    mark: int
    """Checksum of the original and of the change: what was told of a mutant holds while it stays the same."""


def prepare() -> dict[str, Mutant]:
    """Lay the copy of the program with all mutants in it; the mutants by name."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.rmtree(FOLDER / name, ignore_errors=True)
            shutil.copytree(ROOT / name, FOLDER / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, FOLDER / name)
    mutants: dict[str, Mutant] = {}
    MADE.mkdir(exist_ok=True)
    for path in sorted({path for pattern in SETTINGS["only_mutate"] for path in ROOT.glob(pattern)}):
        file, source = str(path.relative_to(ROOT)), CACHED.sub("", path.read_text("utf-8"))
        made = MADE / f"{crc32((file + source).encode())}.json"  # mutmut takes seconds for a file
        if not made.exists():
            made.write_text(json.dumps(mutate(file, source)))
        code, told = json.loads(made.read_text())
        (FOLDER / file).write_text(code, "utf-8")
        mutants |= {name: Mutant(*fields) for name, fields in told.items()}
    return mutants


def mutate(file: str, source: str) -> tuple[str, dict[str, Mutant]]:
    """The source with all its mutants, and these by name."""
    from mutmut.mutation.file_mutation import mutate_file_contents

    mutated = mutate_file_contents(file, source)
    lines, statements = mutated.code.splitlines(), _statements(mutated.code)
    module, spans = file.removesuffix(".py").replace("/", "."), mutated.line_span_by_function_name
    mutants: dict[str, Mutant] = {}
    for name in mutated.mutant_names:
        original = name.rpartition("__mutmut_")[0] + "__mutmut_orig"
        start, end = spans[original].start, spans[original].end
        before = lines[start - 1 : end]
        after = [line.replace(name, original) for line in lines[spans[name].start - 1 : spans[name].end]]
        opcodes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        changed = [places for what, *places in opcodes if what != "equal"]
        diff = [f"-{line}" for a, b, _, _ in changed for line in before[a:b]]
        diff += [f"+{line}" for _, _, c, d in changed for line in after[c:d]]
        statement = statements.get(start + changed[0][0], (start, end))
        mark = crc32("\n".join((*before, *diff)).encode())
        mutants[f"{module}.{name}"] = Mutant("\n".join(diff), file, *statement, mark)
    return mutated.code, mutants


def _statements(code: str) -> dict[int, tuple[int, int]]:
    """For each line the lines of the innermost statement on it; of one with a body those above the body."""
    found: dict[int, tuple[int, int]] = {}
    for node in ast.walk(ast.parse(code)):  # outer ones come first
        if isinstance(node, ast.stmt | ast.match_case):
            first = node.pattern.lineno if isinstance(node, ast.match_case) else node.lineno
            body = getattr(node, "body", None)
            last = max(first, body[0].lineno - 1) if body else node.end_lineno or first  # type: ignore[union-attr]
            found |= dict.fromkeys(range(first, last + 1), (first, last))
    return found


def results(mutants: dict[str, Mutant]) -> dict[str, str]:
    """What became of the mutants that were tried, by name; what was told last counts."""
    lines = RESULTS.read_text().splitlines() if RESULTS.exists() else []
    told = (line.split("\t") for line in lines)
    return {name: word for name, mark, word in told if name in mutants and mutants[name].mark == int(mark)}


def main(patterns: list[str], again: bool, every: int, jobs: int) -> int:
    """Try the mutants, print the survivors and, of each module, how many were killed; 1 where nothing could be tried."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not (again or patterns):
        RESULTS.unlink(missing_ok=True)
    mutants = prepare()
    known = results(mutants)
    chosen = [
        name
        for name in sorted(mutants, key=lambda name: crc32(name.encode()))[::every]
        if (not patterns or any(fnmatch(name, one) for one in patterns))
        and not (again and known.get(name) in ("killed", "slow"))
    ]
    CHOSEN.write_text(json.dumps({"jobs": jobs, "mutants": {name: mutants[name] for name in chosen}}))
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "mutants", "-p", "no:cacheprovider", "-p", "no:xdist",
         "--tb=no", "--assert=plain", *SETTINGS["pytest_add_cli_args_test_selection"]],
        cwd=FOLDER, env={**os.environ, "PYTHONPATH": f"{FOLDER}{os.pathsep}{ROOT / 'scripts'}"}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if run.returncode:
        return 1
    told = results(mutants)
    alive = sorted(name for name, word in told.items() if word not in ("killed", "slow"))
    SURVIVORS.write_text("".join(f"{name} ({told[name]})\n{mutants[name].diff}\n\n" for name in alive), "utf-8")
    counts = Counter((name.split(".x_")[0].split(".xǁ")[0], word) for name, word in told.items())
    for module in [*sorted({module for module, _ in counts}), "together"]:
        words: Counter[str] = Counter()
        for (one, word), count in counts.items():
            words[word] += count if module in (one, "together") else 0
        killed = words["killed"] + words["slow"]
        print(f"{module:28} {killed:5} of {words.total():5} killed, {killed / words.total():.1%}; "
              f"{words['slow']} without end, {words['untested']} reached by no test")  # fmt: skip
    return 0


# From here on: the plugin that runs inside pytest, in the folder of the copy.


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Try each chosen mutant in a process of its own."""
    import kg
    from kg.extract import extract
    from kg.model import Report
    from kg.rules.load import load_rules

    assert Path(kg.__file__).is_relative_to(FOLDER), f"{kg.__file__} is not the copy"
    text = "云岭市政协2022年工作报告\n全年走访企业60家。\n"
    extract(Report(text, ("a.txt",)), load_rules())  # so that no mutant has to load the lexicons
    chosen = json.loads(CHOSEN.read_text())
    mutants = {name: Mutant(*fields) for name, fields in chosen["mutants"].items()}
    reached, seconds = _forked_reach(session)
    running: dict[int, str] = {}
    killers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    shutil.rmtree(NOTES, ignore_errors=True)
    NOTES.mkdir()
    gc.freeze()  # so that the collector does not make each process copy what it only reads

    def tell(name: str, word: str) -> None:
        with RESULTS.open("a") as file:
            file.write(f"{name}\t{mutants[name].mark}\t{word}\n")

    def wait() -> None:
        pid, status = os.wait()
        name = running.pop(pid)
        code = os.waitstatus_to_exitcode(status)
        tell(name, "survived" if code == 0 else "killed" if code > 0 else "slow")
        if code > 0 and (noted := NOTES / str(pid)).exists():
            killers[name.rpartition("__mutmut_")[0]][noted.read_text()] += 1
            noted.unlink()

    items = sorted(session.items, key=lambda item: seconds[item.nodeid])
    for name, mutant in mutants.items():
        function = name.rpartition("__mutmut_")[0]
        lines = range(mutant.first, mutant.last + 1)
        reaching = {test for line in lines for test in reached.get(f"{mutant.file}:{line}", ())}
        tests = [item for item in items if item.nodeid in reaching]
        tests.sort(key=lambda item: -killers[function][item.nodeid])  # what noticed others of this function comes first
        if not tests:
            tell(name, "untested")
            continue
        while len(running) >= chosen["jobs"]:
            wait()
        pid = os.fork()
        if not pid:
            _try(name, tests)
        running[pid] = name
    while running:
        wait()
    return True


def _try(mutant: str, tests: list[pytest.Item]) -> None:
    """End this process with 1 as soon as a test fails, with 0 when none does."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    os.environ["MUTANT_UNDER_TEST"] = mutant
    code = 1
    try:
        killer = next((item.nodeid for item, following in _pairs(tests) if not _passes(item, following)), "")
        (NOTES / str(os.getpid())).write_text(killer)
        code = 1 if killer else 0
    finally:  # whatever was raised, the mutant was noticed
        os._exit(code)


def _pairs(tests: list[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    return zip(tests, [*tests[1:], None], strict=True)


def _passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    from _pytest.runner import runtestprotocol

    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def _forked_reach(session: pytest.Session) -> tuple[dict[str, list[str]], dict[str, float]]:
    """What ``_reach`` measures, in a process that is then thrown away."""
    pid = os.fork()
    if not pid:
        try:
            REACHED.write_text(json.dumps(_reach(session)))
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    reached, seconds = json.loads(REACHED.read_text())
    if not reached:
        raise pytest.UsageError(f"without any change, tests fail: {' '.join(seconds)}")
    return reached, seconds


def _reach(session: pytest.Session) -> tuple[dict[str, list[str]], dict[str, float]]:
    """By file and line the tests that run it, and by test its seconds."""
    files = {str(FOLDER / file): file for _, file, *_ in json.loads(CHOSEN.read_text())["mutants"].values()}
    lines: set[str] = set()

    def trace(frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
        file = files.get(frame.f_code.co_filename)
        if file is None:
            return None
        if event == "line":
            lines.add(f"{file}:{frame.f_lineno}")
        return trace

    reached: defaultdict[str, list[str]] = defaultdict(list)
    seconds: dict[str, float] = {}
    kept = [
        one
        for one in gc.get_objects()
        if isinstance(one, functools._lru_cache_wrapper) and not str(one.__module__).startswith("kg.")
    ]
    for item, following in _pairs(session.items):
        for cache in kept:  # what tests have kept of each other would hide what they reach
            cache.cache_clear()
        lines.clear()
        began = time.process_time()
        sys.settrace(trace)
        passed = _passes(item, following)
        sys.settrace(None)
        if not passed:
            return {}, {item.nodeid: 0.0}
        seconds[item.nodeid] = time.process_time() - began
        for line in lines:
            reached[line].append(item.nodeid)
    return reached, seconds


def pytest_sessionstart() -> None:
    """Property tests try the same examples each time and do not look for the shortest one that fails."""
    from hypothesis import Phase, settings

    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutants", settings.get_profile("suite"), derandomize=True, database=None, phases=phases)
    settings.load_profile("mutants")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("patterns", nargs="*", metavar="PATTERN")
    parser.add_argument("--again", action="store_true", help="only those that were not killed before")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth mutant")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    sys.exit(main(options.patterns, options.again, options.every, options.jobs))
