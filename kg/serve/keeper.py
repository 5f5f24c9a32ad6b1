"""The process that holds the graph: it loads it once, forks workers that share its memory, and ends them when told.

    python -m kg.serve.keeper FD DIR LIMITS

talks over the socket FD: first one frame, ``{"ready": digest, …}`` or ``{"failed": why}``; then it takes commands of
five bytes: ``F`` with a socket forks a worker on it, ``K`` with a process number ends that worker. It ends, and all
workers with it, when the socket is closed, in whatever way the other side went.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import select
import signal
import socket
import struct
import sys
import time
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

from kg.errors import InputError, KgError
from kg.serve.exchange import Request, frame
from kg.serve.files import stamp
from kg.serve.limits import Limits
from kg.serve.served import Served, Source, source_of
from kg.serve.worker import work
from kg.write.atomic import settle

COMMAND: Final = struct.Struct(">cI")
FORK, KILL = b"F", b"K"
_TRIES: Final = 20
_SMALL: Final = 400_000
"""Triples up to which the rows of the JSON routes are made before the first fork, so that all workers share them."""


def main(arguments: list[str]) -> None:
    """Load, tell, and serve commands until the other side is gone."""
    control = socket.socket(fileno=int(arguments[0]))
    folder, limits = Path(arguments[1]), Limits(**json.loads(arguments[2]))
    for ending in (signal.SIGINT, signal.SIGTERM):  # both reach the whole group; the listening process decides
        signal.signal(ending, signal.SIG_IGN)
    try:
        source, told = _load(folder, limits)
    except KgError as error:
        control.sendall(frame({"failed": str(error)}))
        return
    gc.freeze()  # what is there now stays shared with the workers
    with suppress(ConnectionError):  # who asked may be gone by now; then there is no command to come, either
        control.sendall(frame(told))
    workers: dict[int, BaseProcess] = {}
    try:
        while _obey(control, source, workers):
            pass
    finally:
        for worker in workers.values():
            worker.kill()


def _load(folder: Path, limits: Limits) -> tuple[Source, dict[str, Any]]:
    """Return the graph, and what the listening process has to know of it."""
    for _ in range(_TRIES):
        settle(folder)
        before = stamp(folder)
        source = source_of(folder, limits)
        if before and before == stamp(folder):  # else a build was at work in between
            break
        time.sleep(0.2)
    if source.loaded is not None:
        told = _told(source.loaded)
        _warm(source.loaded)
    else:
        told = _told_by_child(source)
        _warm(None)
    return source, {"ready": before, **told}


def _told(served: Served) -> dict[str, Any]:
    return {"triples": len(served.store), "base": served.base}


def _told_by_child(source: Source) -> dict[str, Any]:
    """Return the same of a store on disk, which must not be open in a process that forks."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=lambda: theirs.send(_told(source.served())))
    child.start()
    theirs.close()
    try:
        told: dict[str, Any] = ours.recv()
    except EOFError:
        raise InputError("not a readable graph", place=str(source.state), remedy="build it again") from None
    finally:
        child.join()
    return told


def _warm(served: Served | None) -> None:
    """Have everything at hand that a worker would otherwise load: modules, queries, rows."""
    from kg.serve import answers, resources

    resources.template()
    if served is None:
        return
    names = ("entities", "figures", "relations", "reports") if len(served.store) <= _SMALL else ()
    for route in ("service", *names):
        answers.answer(served, Request(route, origin="http://localhost", gzip=True))
    _ = served.queries


def _obey(control: socket.socket, source: Source, workers: dict[int, BaseProcess]) -> bool:
    """Carry out the next command and bury the dead; False when there will be none any more."""
    watched: list[Any] = [control, *(one.sentinel for one in workers.values())]
    ready, _, _ = select.select(watched, [], [])
    for pid in [pid for pid, worker in workers.items() if worker.sentinel in ready]:
        workers.pop(pid).join()
    if control not in ready:
        return True
    with suppress(ConnectionError):
        data, handles, _, _ = socket.recv_fds(control, COMMAND.size, 1)
        if not data:
            return False
        kind, pid = COMMAND.unpack(data)
        if kind == FORK and handles:
            _fork(control, source, workers, handles[0])
        elif kind == KILL and pid in workers:
            workers[pid].kill()
        return True
    return False


def _fork(control: socket.socket, source: Source, workers: dict[int, BaseProcess], handle: int) -> None:
    """Fork a worker on a socket."""
    connection = socket.socket(fileno=handle)
    made = multiprocessing.get_context("fork").Process(
        target=_become, args=(source, connection, control, os.getpid()), daemon=True
    )
    made.start()
    connection.close()
    assert made.pid is not None  # it was started
    workers[made.pid] = made


def _become(source: Source, connection: socket.socket, control: socket.socket, parent: int) -> None:
    """Be a worker: let go of what is the keeper's."""
    control.close()
    with suppress(ConnectionError):
        work(source, connection, parent=parent)


if __name__ == "__main__":
    main(sys.argv[1:])
