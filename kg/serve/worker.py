"""One process that answers one request after another until it is ended; forked by the keeper, graph in hand."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time

from kg.serve.answers import answer
from kg.serve.bounds import bound, isolate, silence
from kg.serve.exchange import SIZES, Reply, frame, head_of, reply_frame, request_of, sizes
from kg.serve.problems import Problem
from kg.serve.served import Served, Source


def work(source: Source, connection: socket.socket, *, parent: int) -> None:
    """Answer what comes over the connection until it is closed; first tell who we are.

    Where the graph is in memory nothing has to be opened any more, so nothing can be, neither a file nor a connection;
    a store on disk opens its files as it goes, so there the network is left as far as the system lets us.
    """
    if not source.sealed:
        isolate()
    served = source.served()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the keeper is told, and ends us
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    silence()
    bound(served.limits.memory, sealed=source.sealed)
    connection.sendall(frame({"pid": os.getpid()}))
    while (start := _read(connection, SIZES)) is not None:
        head = _read(connection, sizes(start)[0])
        if head is None:
            return
        connection.sendall(reply_frame(_answer(served, head), time.process_time()))


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
