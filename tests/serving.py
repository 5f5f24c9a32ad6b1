"""A running ``kg serve`` for tests, and a client that shows every byte."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""Would take years."""
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Got:
    """What came back."""

    status: int
    headers: dict[str, str]
    """By name in lower case."""
    body: bytes

    @property
    def kind(self) -> str:
        """The media type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Service:
    """A service in a process of its own."""

    def __init__(self, folder: Path, *options: str) -> None:
        """Start it on a free port and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kg", "--lang", "en", "serve", str(folder), "--port", "0", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.match(r"http://127\.0\.0\.1:(\d+)/", line)
        if not found:
            self.process.wait(20)
            raise AssertionError(f"kg serve said {line!r} {self.errors()}")
        self.port = int(found[1])

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def errors(self) -> str:
        """What it wrote to standard error, once it has ended."""
        assert self.process.stderr is not None
        return self.process.stderr.read()

    def ask(self, target: str, *, method: str = "GET", body: bytes | str | None = None, **headers: str) -> Got:
        """Return the answer to one request; ``accept_encoding="gzip"`` is the header ``Accept-Encoding``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, target, body.encode() if isinstance(body, str) else body, named)
            reply = connection.getresponse()
            return Got(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
        finally:
            connection.close()

    def query(self, text: str, *, format: str = "", **headers: str) -> Got:
        """Return the answer to a query sent by GET."""
        params = {"query": text, **({"format": format} if format else {})}
        return self.ask(f"/sparql?{urlencode(params)}", **headers)

    def family(self) -> list[int]:
        """The process and all below it."""
        found = [self.process.pid]
        for pid in found:
            found += children(pid)
        return found

    def stop(self) -> int:
        """End it as an administrator would and return its exit status."""
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(20)


def children(pid: int) -> list[int]:
    """Processes whose parent is ``pid``."""
    return [number for number, parent, state in _processes() if parent == pid and state != "Z"]


def alive(pids: list[int]) -> list[int]:
    """Those of the processes that still run."""
    return [number for number, _, state in _processes() if number in pids and state != "Z"]


def _processes() -> list[tuple[int, int, str]]:
    found = []
    for stat in PROC.glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        found.append((int(stat.parent.name), int(words[1]), words[0]))
    return found


def wait_until(holds: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether something came true within so many seconds."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
