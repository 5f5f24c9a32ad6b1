#!/usr/bin/env python3
"""Runs tests with the lowest versions of what the program needs that pyproject.toml admits; exit status is that of pytest.

    python scripts/lowest.py [--python PYTHON] [PYTEST_ARGUMENT ...]

The environment is made anew in build/lowest. What only the tests need comes in its newest version that fits. Without arguments
the tests of the parts that touch a library run: reading, graph, tables, page, Python interface, commands, service.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "build" / "lowest"
EXTRAS = ("serve", "mcp", "frames")
"""What users install beside the core; a browser is only for tests, and Spark is tested by itself."""
TESTS = (
    "tests/unit/read", "tests/unit/graph", "tests/unit/write", "tests/unit/view", "tests/unit/text", "tests/unit/test_api.py",
    "tests/unit/scale/test_incremental.py", "tests/e2e/test_build.py", "tests/e2e/test_review.py", "tests/e2e/test_compare.py",
    "tests/test_demo.py", "tests/test_formulas.py", "tests/serve/test_routes.py", "tests/serve/test_protocol.py",
    "tests/serve/test_mcp.py", "tests/remote/test_push.py",
    "-m", "not slow and not gold and not browser", "-k", "not fast and not quick and not megabytes",  # speed is no matter here
)  # fmt: skip


def compiled(*options: str) -> str:
    """The versions on which uv settles for pyproject.toml."""
    uv = shutil.which("uv") or str(Path(sys.executable).parent / "uv")
    command = [
        uv,
        "pip",
        "compile",
        "--quiet",
        "--no-header",
        "--no-annotate",
        "--no-emit-index-url",
        "pyproject.toml",
        *options,
    ]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def direct() -> set[str]:
    """Names of what the program itself asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in EXTRAS for line in project["optional-dependencies"][extra])]
    return {canonicalize_name(Requirement(line).name) for line in lines}


def main(python: str, tests: list[str]) -> int:
    """Settle the versions, make the environment, run the tests."""
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    for_python = ("--python", python)
    extras = [word for extra in EXTRAS for word in ("--extra", extra)]
    lowest = compiled("--resolution", "lowest-direct", *for_python, *extras).splitlines()
    pins = [line for line in lowest if canonicalize_name(Requirement(line).name) in direct()]
    (HOME / "lowest.txt").write_text("\n".join(pins) + "\n", "utf-8")
    print("\n".join(pins), flush=True)
    everything = compiled("--constraint", str(HOME / "lowest.txt"), *for_python, "--extra", "dev")
    (HOME / "all.txt").write_text(everything, "utf-8")
    subprocess.run([python, "-m", "venv", HOME / "env"], check=True)
    own = HOME / "env" / "bin" / "python"
    install = [own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "-r", HOME / "all.txt"], check=True)
    subprocess.run([*install, "--no-deps", "--no-build-isolation", "-e", "."], cwd=ROOT, check=True)
    return subprocess.run(
        [own, "-m", "pytest", "-n", "2", "-p", "no:cacheprovider", *(tests or TESTS)], cwd=ROOT
    ).returncode


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Tests with the lowest versions that pyproject.toml admits.")
    options.add_argument("--python", default=sys.executable)
    known, rest = options.parse_known_args()
    sys.exit(main(known.python, rest))
