"""One state of the graph: its keeper, the workers forked from it, and the answers that it has given."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.serve.bounds import processor_seconds
from kg.serve.exchange import SIZES, Reply, Request, head_of, reply_of, request_frame, sizes
from kg.serve.keeper import COMMAND, FORK, KILL
from kg.serve.limits import Limits

_LOWEST = 15
"""What is added to the niceness of a slow query, so that quick ones go before it."""
_KEPT = 0.125
"""The part of the cache that one answer may take."""


class WorkerGone(Exception):
    """The worker died amid a request."""


class Worker:
    """The listening process' end of a worker."""

    def __init__(self, generation: Generation, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take the connection."""
        self.generation, self._reader, self._writer = generation, reader, writer
        self.pid = 0
        self.uses = 0
        self._begun, self._used = 0.0, 0.0

    async def greet(self) -> None:
        """Wait until the worker says who it is."""
        self.pid = int((await self._frame())[0]["pid"])

    async def ask(self, request: Request) -> Reply:
        """Return the worker's reply; raises ``WorkerGone``."""
        self.uses += 1
        self._begun = time.monotonic()
        with suppress(ConnectionError):
            self._writer.write(request_frame(request))
            await self._writer.drain()
        head, body = await self._frame()
        self._used = head.pop("used")
        return reply_of(head, body)

    async def _frame(self) -> tuple[dict[str, Any], bytes]:
        try:
            head, body = sizes(await self._reader.readexactly(SIZES))
            return head_of(await self._reader.readexactly(head)), await self._reader.readexactly(body)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise WorkerGone from error

    def worked(self) -> float:
        """Seconds of processor that the request has taken, or half of those by the clock where that is more.

        A busy machine makes a quick query wait, so that the clock alone would call it slow.
        """
        passed = time.monotonic() - self._begun
        used = processor_seconds(self.pid)
        return passed if used is None else max(used - self._used, passed / 2)

    def slow_down(self) -> None:
        """Let every quick query go before this one."""
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _LOWEST)

    def close(self) -> None:
        """Let the worker end when it has nothing to do."""
        self._writer.close()

    def kill(self) -> None:
        """End the worker at once."""
        self.generation.command(KILL, self.pid)
        self.close()


class Generation:
    """A keeper with its workers."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        """Remember what to load."""
        self._folder, self._limits = folder, limits
        self._control: socket.socket | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._idle: list[Worker] = []
        self._retired = False
        self.lent = 0
        """Workers that are with a request."""
        self.stamp, self.base, self.triples = "", "", 0
        self.answers = Answers(limits.cache)

    async def start(self) -> None:
        """Start the keeper and wait until it has the graph; raises ``InputError`` where it cannot be loaded."""
        ours, theirs = socket.socketpair()
        limits = json.dumps(asdict(self._limits))
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "kg.serve.keeper", str(theirs.fileno()), str(self._folder), limits,
                pass_fds=(theirs.fileno(),), stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
            )  # fmt: skip
        self._control = ours
        ours.setblocking(False)
        loop = asyncio.get_running_loop()
        try:
            head, _ = sizes(await _exactly(loop, ours, SIZES))
            told = head_of(await _exactly(loop, ours, head))
        except (EOFError, ConnectionError):
            told = {"failed": f"{self._folder}: the process that loads the graph ended; is there memory enough?"}
        except asyncio.CancelledError:
            await self.end()
            raise
        if "failed" in told:
            await self.end()
            raise InputError(str(told["failed"]))
        self.stamp, self.base, self.triples = told["ready"], told["base"], told["triples"]

    @property
    def alive(self) -> bool:
        """Whether the keeper runs."""
        return self._process is not None and self._process.returncode is None

    async def lend(self) -> Worker:
        """Return a worker that has nothing to do, forked if there is none."""
        self.lent += 1
        try:
            return self._idle.pop() if self._idle else await self._fork()
        except BaseException:
            self.lent -= 1
            raise

    def take_back(self, worker: Worker, *, reusable: bool) -> None:
        """Take a worker back after its request."""
        self.lent -= 1
        if reusable and not self._retired and worker.uses < self._limits.uses:
            self._idle.append(worker)
        elif reusable:
            worker.close()
        else:
            worker.kill()
        self._close_if_done()

    def retire(self) -> None:
        """End when the last request is answered: a newer state has taken over."""
        self._retired = True
        while self._idle:
            self._idle.pop().close()
        self._close_if_done()

    async def end(self) -> None:
        """End the keeper and with it all workers, whatever they do."""
        self._retired = True
        self._close_control()
        if self._process is not None:
            await self._process.wait()

    def command(self, kind: bytes, pid: int = 0, handle: int | None = None) -> None:
        """Tell the keeper something; a keeper that is gone has ended its workers itself."""
        if self._control is not None:
            with suppress(OSError):
                data = COMMAND.pack(kind, pid)
                socket.send_fds(self._control, [data], [] if handle is None else [handle])

    async def _fork(self) -> Worker:
        ours, theirs = socket.socketpair()
        with theirs:
            self.command(FORK, handle=theirs.fileno())
        worker = Worker(self, *await asyncio.open_connection(sock=ours))
        try:
            await worker.greet()
        except BaseException:
            worker.close()
            raise
        return worker

    def _close_if_done(self) -> None:
        if self._retired and not self.lent:
            self._close_control()

    def _close_control(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None


async def _exactly(loop: asyncio.AbstractEventLoop, source: socket.socket, count: int) -> bytes:
    """Return so many bytes of a socket."""
    data = b""
    while len(data) < count:
        part = await loop.sock_recv(source, count - len(data))
        if not part:
            raise EOFError
        data += part
    return data


class Answers:
    """Replies to requests that were answered before, the least used ones thrown out first."""

    def __init__(self, most: int) -> None:
        """Keep at most so many bytes."""
        self._most, self.size = most, 0
        self._kept: OrderedDict[Request, Reply] = OrderedDict()

    def get(self, request: Request) -> Reply | None:
        """Return the reply that this request had."""
        if (reply := self._kept.get(request)) is not None:
            self._kept.move_to_end(request)
        return reply

    def keep(self, request: Request, reply: Reply) -> None:
        """Remember a reply, unless it would be another one next time or is very large."""
        size = _weight(request, reply)
        if not reply.steady or reply.status != 200 or size > self._most * _KEPT or request in self._kept:
            return
        self._kept[request] = reply
        self.size += size
        while self.size > self._most:
            self.size -= _weight(*self._kept.popitem(last=False))


def _weight(request: Request, reply: Reply) -> int:
    """Return about how many bytes an answer takes with its request."""
    said = sum(len(name) + len(value) for name, value in request.params) + len(request.name) + len(request.accept)
    return len(reply.body) + 4 * said + 1000
