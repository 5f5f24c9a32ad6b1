"""``kg`` as a user runs it, but in this process: nothing is started, imported or loaded anew for each call.

What only a process of its own can show (signals, the hash seed, closed pipes, the installed program) stays with ``subprocess``.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

from kg.cli import main


def kg(
    *arguments: object, cwd: Path | None = None, data: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run one command; return its exit status and what it printed. Any exception but ``SystemExit`` is a failure."""
    out, err = _stream(), _stream()
    status = 0
    with (
        contextlib.chdir(cwd or Path.cwd()),
        mock.patch.dict(os.environ, {"LC_ALL": "C.UTF-8", **environment}),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(data))),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main([str(one) for one in arguments])
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
    return subprocess.CompletedProcess(list(arguments), status, _told(out), _told(err))


def kg_process(
    *arguments: object, cwd: Path | None = None, data: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run one command in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        cwd=cwd, input=data, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8", **environment}, timeout=300,
    )  # fmt: skip
    return subprocess.CompletedProcess(run.args, run.returncode, run.stdout.decode(), run.stderr.decode())


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)


def _told(stream: io.TextIOWrapper) -> str:
    stream.flush()
    data = stream.buffer.getvalue()  # type: ignore[attr-defined]
    return str(data.decode())
