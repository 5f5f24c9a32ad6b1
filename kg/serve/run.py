"""Listens until told to stop; binds first, so that a taken port is told at once, and ends every process it started."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uvicorn

from kg.errors import OutputError
from kg.serve.app import Service
from kg.serve.gate import LOOPBACK, Gate
from kg.serve.limits import Limits
from kg.serve.pool import Pool

_MOMENT: Final = 0.3
"""Seconds that running queries have when the service is told to stop."""
_HEAD: Final = 1 << 20
"""Bytes of the head of a request beyond which the connection is closed without a word."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen, and under which names to answer."""

    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()
    """Further names of this service."""
    origins: tuple[str, ...] = ()
    """Origins whose pages may read answers."""


def serve(folder: Path, address: Address, limits: Limits, started: Callable[[str, int], None], version: str) -> None:
    """Serve a folder until SIGINT or SIGTERM; tell the address and the size of the graph once it answers.

    Raises ``OutputError`` where the port cannot be had, ``InputError`` where there is no graph.
    """
    with _listening(address) as listener:
        asyncio.run(_serve(folder, address, limits, started, version, listener))


async def _serve(
    folder: Path,
    address: Address,
    limits: Limits,
    started: Callable[[str, int], None],
    version: str,
    listener: socket.socket,
) -> None:
    pool = Pool(folder, limits)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for ending in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(ending, stop.set)
    try:
        if await _started(pool, stop):
            host, port = listener.getsockname()[:2]
            own = f"[{host}]" if ":" in host else host
            names = frozenset({*LOOPBACK, own.lower(), *(name.lower() for name in address.names)})
            gate = Gate(Service(pool, version).application(), names, frozenset(address.origins))
            started(f"http://{own}:{port}/", pool.current.triples)
            await _listen(gate, listener, stop, pool)
    finally:
        await pool.close()


async def _started(pool: Pool, stop: asyncio.Event) -> bool:
    """Load the graph; False where we are told to stop before it is there."""
    loading, stopped = asyncio.ensure_future(pool.start()), asyncio.ensure_future(stop.wait())
    await asyncio.wait({loading, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if loading.done():
        loading.result()
        return True
    loading.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await loading
    return False


async def _listen(gate: Gate, listener: socket.socket, stop: asyncio.Event, pool: Pool) -> None:
    """Answer until told to stop; what runs then has a moment to end, and is told off behind it."""
    config = uvicorn.Config(
        gate, log_config=None, access_log=False, server_header=False, lifespan="off", ws="none",
        interface="asgi3", timeout_graceful_shutdown=3, backlog=512, h11_max_incomplete_event_size=_HEAD,
    )  # fmt: skip
    server = _Server(config)
    task = asyncio.ensure_future(server.serve(sockets=[listener]))
    stopped = asyncio.ensure_future(stop.wait())
    await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stopped.cancel()
    await asyncio.wait({task}, timeout=_MOMENT)
    await pool.close()
    await task


class _Server(uvicorn.Server):
    """A server that leaves signals to us; its own handling would end the process by the signal."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def _listening(address: Address) -> socket.socket:
    """Return a socket that has the port; raises ``OutputError`` where it cannot be had."""
    where = f"{address.host}:{address.port}"
    try:
        family, kind, _, _, place = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind)
    except OSError as error:
        raise OutputError(f"no such address ({error.strerror})", place=where, remedy="name another --host") from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(512)
    except OSError as error:
        listener.close()
        taken = error.errno == errno.EADDRINUSE
        said = "the port is taken" if taken else f"cannot listen there ({error.strerror})"
        raise OutputError(said, place=where, remedy="name another --port, or 0 for any that is free") from None
    return listener
