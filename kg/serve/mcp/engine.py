"""The query engine behind the tools: workers with a deadline, which the service has for HTTP, too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from kg.errors import InputError, QueryError
from kg.serve.exchange import Reply, Request
from kg.serve.limits import MIB, Limits
from kg.serve.pool import Pool
from kg.serve.problems import Problem

LIMITS: Final = Limits(rows=20_000, size=16 * MIB, workers=2, slow=4, queue=32, cache=8 * MIB)
"""An assistant asks one thing after another, and reads little of each answer."""


class Engine:
    """Workers for the queries of one assistant."""

    def __init__(self, folder: Path, limits: Limits = LIMITS) -> None:
        """Remember what to serve; nothing is started yet."""
        self._pool = Pool(folder, limits)
        self._started: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Load the graph beside the first talk with the assistant; all processes end with the block."""
        self._started = asyncio.create_task(self._pool.start())
        try:
            yield
        finally:
            self._started.cancel()
            with suppress(asyncio.CancelledError, InputError):
                await self._started
            await self._pool.close()

    async def ask(self, request: Request) -> Reply:
        """Return the reply to a request; raises ``QueryError`` where it needs more than it may have."""
        assert self._started is not None, "ask within running()"
        await asyncio.shield(self._started)
        try:
            reply, _ = await self._pool.ask(request)
            return reply
        except Problem as problem:
            raise QueryError(problem.detail, remedy=problem.remedy) from None
