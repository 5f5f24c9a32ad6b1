"""What tests of several folders share: the real reports, where there are any, and their graph, built once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("suite", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", settings.get_profile("suite"), max_examples=5000)
"""For ``make fuzz``: ``pytest -m hypothesis --hypothesis-profile=long``."""
settings.load_profile("suite")


def pytest_sessionstart() -> None:
    """Forget what an earlier session of this process has read: mutmut runs many, each with another program."""
    reading = sys.modules.get("reading")
    if reading is not None:
        reading.read.cache_clear()


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of real reports with annotations (``corpus/``, ``facts/``, ``reports.csv``, ``score.py``)."""
    folder = os.environ.get("KG_GOLD", "")
    if not folder:
        pytest.skip("KG_GOLD names no folder of real reports")
    return Path(folder).resolve()


@pytest.fixture(scope="session")
def gold_build(gold: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of ``kg build`` on the real reports, one build for all test processes."""
    output = _shared(tmp_path_factory) / "gold-build"
    return _built_once(output, [str(gold / "corpus"), "--reports", str(gold / "reports.csv")])


@pytest.fixture(scope="session")
def demo_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of ``kg build`` on the demo reports, one build for all test processes."""
    output = _shared(tmp_path_factory) / "demo-build"
    return _built_once(output, [])


@pytest.fixture(scope="session")
def question_build(gold: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the reports that the questions of ``KG_QUESTIONS`` are about, one build for all test processes."""
    from questions import QUESTIONS

    output = _shared(tmp_path_factory) / "question-build"
    files = sorted({str(gold / "corpus" / name) for question in QUESTIONS for name in question["needs"]})
    return _built_once(output, [*files, "--reports", str(gold / "reports.csv"), "--outputs", "ttl"])


def _shared(factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run see, and no other run."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return factory.getbasetemp()
    folder = factory.getbasetemp().parent / os.environ["PYTEST_XDIST_TESTRUNUID"]
    folder.mkdir(exist_ok=True)
    return folder


def _built_once(output: Path, arguments: list[str]) -> Path:
    done = output.with_suffix(".done")
    try:
        output.with_suffix(".building").touch(exist_ok=False)
    except FileExistsError:  # another process, or an earlier test of this one, builds it
        for _ in range(1200):
            if done.exists():
                return output
            time.sleep(0.1)
        raise TimeoutError(f"{output} was not built in two minutes") from None
    run = subprocess.run(
        [sys.executable, "-m", "kg", "build", *arguments, "--output", str(output)], capture_output=True, text=True
    )
    done.write_text(run.stderr)
    assert run.returncode == 0, run.stderr
    return output
