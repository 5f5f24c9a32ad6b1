"""Servers to talk to: a real graph store in a process of its own, and one in a thread that answers as it is told."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextlib.contextmanager
def oxigraph() -> Iterator[str]:
    """The address of an Oxigraph server with an empty store in memory; it ends with the block."""
    port = free_port()
    program = Path(sys.executable).with_name("oxigraph")
    process = subprocess.Popen(
        [program, "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            assert process.poll() is None, "the server ended by itself"
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Told:
    """An answer to give."""

    status: int = 204
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    before: Callable[[], None] = lambda: None
    read: bool = True
    """Whether to read the body of the request before answering."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: TellingServer

    def handle_any(self) -> None:
        told = self.server.answers.pop(0) if len(self.server.answers) > 1 else self.server.answers[0]
        body = self._body() if told.read else b""
        self.server.seen.append(Seen(self.command, self.path, dict(self.headers.items()), body))
        told.before()
        self.send_response(told.status)
        for name, value in {"Content-Length": str(len(told.body)), **told.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(told.body)
        self.close_connection = True

    do_GET = do_PUT = do_POST = handle_any

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", "0")))
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class TellingServer(ThreadingHTTPServer):
    """Answers each request with the next of its answers, the last one from then on; keeps what it saw."""

    def __init__(self, *answers: Told) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = list(answers)
        self.seen: list[Seen] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/store"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news."""


@contextlib.contextmanager
def telling(*answers: Told) -> Iterator[TellingServer]:
    with TellingServer(*answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
