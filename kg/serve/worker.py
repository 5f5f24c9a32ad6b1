"""One process that answers one request after another until it is ended; forked by the keeper, graph in hand."""

from __future__ import annotations

import os
import resource
import signal
import socket
import sys
import threading
import time
from pathlib import Path

from kg.serve.answers import answer
from kg.serve.exchange import SIZES, Reply, frame, head_of, reply_frame, request_of, sizes
from kg.serve.problems import Problem
from kg.serve.served import Served

_ROOM = 96 << 20
"""Bytes of address space that a process takes for its threads beside what it uses."""


def work(served: Served, connection: socket.socket, *, parent: int, sealed: bool) -> None:
    """Answer what comes over the connection until it is closed; first tell who we are.

    ``sealed``: nothing has to be opened any more, so nothing can be, neither a file nor a connection.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the keeper is told, and ends us
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _silence()
    _bound(served.limits.memory, sealed=sealed)
    connection.sendall(frame({"pid": os.getpid()}))
    while (start := _read(connection, SIZES)) is not None:
        head = _read(connection, sizes(start)[0])
        if head is None:
            return
        connection.sendall(reply_frame(_answer(served, head)))


def _answer(served: Served, head: bytes) -> Reply:
    try:
        return answer(served, request_of(head_of(head)))
    except MemoryError:
        remedy = "ask for less: fewer joins, a LIMIT, no ORDER BY over everything"
        return Problem(503, "resources", "the memory of the query is used up", remedy=remedy).reply()
    except Exception as error:  # a fault of ours must not pass for an answer, nor end the worker silently
        return Problem(500, "internal", f"{type(error).__name__} in the worker", remedy="please report it").reply()


def _read(connection: socket.socket, count: int) -> bytes | None:
    """Return so many bytes, None where the other side has closed."""
    parts = bytearray()
    while len(parts) < count:
        part = connection.recv(min(count - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)


def _end_with(parent: int) -> None:
    """End this process with the one that forked it, even amid a query: nobody would take the answer."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)


def _silence() -> None:
    """Let an engine that dies for want of memory do so quietly; the client is told."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bound(memory: int, *, sealed: bool) -> None:
    """Allow so many bytes beside what is there now and, where sealed, not one open file or connection more."""
    statm = Path("/proc/self/statm")
    if sys.platform == "linux" and statm.exists():
        used = int(os.read(handle := os.open(statm, os.O_RDONLY), 100).split()[0]) * resource.getpagesize()
        os.close(handle)
        most = used + memory + _ROOM
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    if sealed:
        most = os.dup(0)  # the lowest number that is free: all below are taken
        os.close(most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
