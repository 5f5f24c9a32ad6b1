"""Builds that are killed at any moment, and disks that are full: the last outputs stay, the next build ends well."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import OutputError
from kg.graph.store import open_store
from kg.pipeline import build
from kg.scale.facts import Facts
from kg.write.atomic import OutputSet
from kg.write.lock import NAME

KILLS = int(os.environ.get("KG_SOAK_KILLS", "20"))
REPORTS = int(os.environ.get("KG_SOAK_REPORTS", "6"))
OUTPUTS = ["ttl", "csv", "skipped", "texts"]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked here")


def write(folder: Path, round_: int) -> None:
    """Reports that differ from round to round in one file."""
    folder.mkdir(exist_ok=True)
    for number in range(REPORTS):
        version = round_ if number == round_ % REPORTS else 0
        lines = "".join(f"沙溪市政协联合市妇联走访企业{number + line + version}家。" for line in range(6))
        path = folder / f"{number}.txt"
        said = f"沙溪市政协{2010 + number}年工作报告\n\n{lines}\n"
        if not path.exists() or path.read_text("utf-8") != said:
            path.write_text(said, "utf-8")


def outputs(folder: Path) -> dict[str, bytes]:
    """Name and content of every output that people see; none are hidden, none are the store's."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.relative_to(folder).as_posix().startswith((".", "store/"))
    }


class Builder:
    """A process with everything loaded that forks a build for each order: a fresh start would take most of the time.

    It is no fork of the tests, in which the engine may have begun threads that a fork has not.
    """

    SCRIPT = """
import json, os, resource, sys
import kg.pipeline, kg.scale.build, kg.write.workbook
from kg.errors import KgError
from kg.scale import gather
from kg.scale.work import rules_of
rules_of(())
for line in sys.stdin:
    order = json.loads(line)
    child = os.fork()
    if not child:
        os.setsid()
        gather.SECONDS = order.pop("seconds", gather.SECONDS)
        stop = order.pop("stop", 0)
        if limit := order.pop("limit", 0):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        def progress(done, total, name):
            if done == stop:
                os.kill(os.getpid(), 9)
        code = 70
        try:
            kg.pipeline.build(**order, progress=progress)
            code = 0
        except KgError:
            code = 1
        finally:
            os._exit(code)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", self.SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def begin(self, **order: object) -> int:
        """Begin a build; return the number of its process."""
        assert self.process.stdin and self.process.stdout
        print(json.dumps(order), file=self.process.stdin, flush=True)
        return int(self.process.stdout.readline())

    def end(self) -> int:
        """Wait for the build and return its exit status, negative for a signal."""
        assert self.process.stdout
        return int(self.process.stdout.readline())

    def run(self, **order: object) -> int:
        """Build to the end, whatever it is."""
        self.begin(**order)
        return self.end()


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    """A process that builds."""
    one = Builder()
    yield one
    one.process.kill()
    one.process.wait()


def test_random_kills_lose_nothing_and_repeat_nothing(tmp_path: Path, builder: Builder) -> None:
    reports, folder = tmp_path / "reports", tmp_path / "out"
    chance = random.Random(20)
    write(reports, 0)
    order = {"paths": [str(reports)], "output": str(folder), "outputs": OUTPUTS, "store": True, "jobs": 2}
    assert builder.run(**order) == 0
    write(reports, 1)
    begun = time.monotonic()
    assert builder.run(**order) == 0
    seconds = time.monotonic() - begun
    good = [outputs(folder)]
    killed = 0
    for round_ in range(2, KILLS + 2):
        write(reports, round_)
        child = builder.begin(**order)
        time.sleep(chance.random() * seconds)
        with contextlib.suppress(ProcessLookupError):  # it has come to its end
            os.kill(child, signal.SIGKILL)
        killed += builder.end() == -signal.SIGKILL
        # Whoever opens the folder finishes a replacement that had begun; what is there is the last set or the new one.
        with OutputSet(folder) as files:
            files.same = True
        now = outputs(folder)
        if now != good[-1]:
            fresh = tmp_path / "fresh"
            build([reports], output=fresh, outputs=OUTPUTS, jobs=1)
            assert now == outputs(fresh)
            shutil.rmtree(fresh)
            good.append(now)
        assert len(open_store(folder)) > 100
    assert killed > KILLS / 4
    last = build([reports], output=folder, outputs=OUTPUTS, jobs=1)
    whole = build([reports], output=tmp_path / "whole", outputs=OUTPUTS, jobs=1)
    assert outputs(folder) == outputs(tmp_path / "whole") and last.counts == whole.counts
    assert set(open_store(folder)) == set(open_store(tmp_path / "whole"))
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_killed_build_goes_on_where_it_stopped(tmp_path: Path, builder: Builder) -> None:
    reports, folder = tmp_path / "reports", tmp_path / "out"
    write(reports, 0)
    order = {"paths": [str(reports)], "output": str(folder), "outputs": OUTPUTS, "store": True, "jobs": 1}
    assert builder.run(**order, stop=5, seconds=0) == -signal.SIGKILL
    assert outputs(folder) == {}
    facts = Facts(folder / "store" / "facts" / "facts.db")
    assert len(facts.keys()) == 4
    facts.close()
    result = build([reports], output=folder, outputs=OUTPUTS, jobs=1)
    assert result.extracted == REPORTS - 4 and len(result.reports) == REPORTS


@pytest.mark.parametrize("size", [9_000, 70_000])
def test_a_full_disk_costs_the_build_and_nothing_else(tmp_path: Path, builder: Builder, size: int) -> None:
    reports, folder = tmp_path / "reports", tmp_path / "out"
    write(reports, 0)
    build([reports], output=folder, outputs=OUTPUTS, store=True, jobs=1)
    before = outputs(folder)
    write(reports, 1)

    code = builder.run(paths=[str(reports)], output=str(folder), outputs=OUTPUTS, jobs=1, limit=size)
    assert code in (0, 1)
    if code:
        assert outputs(folder) == before
    assert code == 1 or size > 9_000
    assert len(open_store(folder)) > 100
    build([reports], output=folder, outputs=OUTPUTS, jobs=1)
    build([reports], output=tmp_path / "whole", outputs=OUTPUTS, jobs=1)
    assert outputs(folder) == outputs(tmp_path / "whole")
    assert set(open_store(folder)) == set(open_store(tmp_path / "whole"))


def test_a_small_disk_is_told_in_one_line(tmp_path: Path) -> None:
    disk, reports = tmp_path / "disk", tmp_path / "reports"
    disk.mkdir()
    write(reports, 0)
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("no right to mount a small disk")
    try:
        run = subprocess.run(
            [sys.executable, "-m", "kg", "--lang", "en", "build", str(reports), "--output", str(disk / "out"), "--store"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert run.returncode == 1 and len(run.stderr.strip().splitlines()) == 1, run.stderr
        assert "cannot be written" in run.stderr
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_the_second_build_into_a_folder_leaves(tmp_path: Path) -> None:
    write(tmp_path / "reports", 0)
    folder = tmp_path / "out"
    script = (
        "import sys; from pathlib import Path; from kg.write.atomic import OutputSet\n"
        "with OutputSet(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout and holder.stdout.readline() == "held\n"
    try:
        with pytest.raises(OutputError, match="another build is writing to this folder"):
            build([tmp_path / "reports"], output=folder, outputs=["csv"], jobs=1)
        assert [path.name for path in folder.glob("[!.]*")] == []
    finally:
        holder.kill()
        holder.wait()
    assert (folder / NAME).exists()  # left behind, and held by nobody
    build([tmp_path / "reports"], output=folder, outputs=["csv"], jobs=1)
    assert [path.name for path in folder.iterdir()] == ["metrics.csv"]


def test_a_folder_is_locked_once_in_one_process_too(tmp_path: Path) -> None:
    with OutputSet(tmp_path / "out"):
        with pytest.raises(OutputError, match="another build"), OutputSet(tmp_path / "out"):
            raise AssertionError("the work began")
        with OutputSet(tmp_path / "other"):
            pass
    with OutputSet(tmp_path / "out"):
        pass
