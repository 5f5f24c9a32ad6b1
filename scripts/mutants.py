#!/usr/bin/env python3
"""Runs again, each in a process of its own, the mutants that mutmut did not see killed; prints those that really survive.

mutmut tests many mutants in copies of one process, where what was read before may answer for the changed program.

    python scripts/mutants.py [SHARE]     behind `mutmut run`, in the same folder; a share of 0.2 takes every fifth
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FOLDER = Path("mutants")
TESTS: list[str] = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["tool"]["mutmut"][
    "pytest_add_cli_args_test_selection"
]


def results() -> dict[str, str]:
    """Name of each mutant -> what mutmut says of it."""
    run = subprocess.run(
        [sys.executable, "-m", "mutmut", "results", "--all", "true"], capture_output=True, text=True, check=True
    )
    lines = [line.strip().split(": ") for line in run.stdout.splitlines() if "__mutmut_" in line]
    return dict(lines)


def survives(mutant: str) -> bool:
    """Whether the tests pass with this mutant in place of the original."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *TESTS],
        cwd=FOLDER, env={**os.environ, "MUTANT_UNDER_TEST": mutant, "PYTHONPATH": "."}, capture_output=True,
    )  # fmt: skip
    return run.returncode == 0


def main(share: float) -> None:
    """Print the survivors and, of each module, how many mutants were killed."""
    said = results()
    doubted = [name for name, word in sorted(said.items()) if word != "killed"][:: max(1, round(1 / share))]
    checked = {name: word for name, word in said.items() if word == "killed"}
    with ThreadPoolExecutor(2) as pool:
        for name, alive in zip(doubted, pool.map(survives, doubted), strict=True):
            checked[name] = "survived" if alive else "killed"
            if alive:
                print(name, flush=True)
    counts = Counter((name.split(".x_")[0].split(".xǁ")[0], word) for name, word in checked.items())
    for module in sorted({module for module, _ in counts}):
        alive = counts[module, "survived"] * (1 / share)
        killed = sum(word == "killed" and name.startswith(module) for name, word in said.items())
        killed += (counts[module, "killed"] - killed) / share
        print(f"{module}: {killed / max(1, killed + alive):.0%} of {killed + alive:.0f} killed")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
