"""Who gets a worker, for how long, and from which state of the graph."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from kg.errors import InputError
from kg.serve.exchange import Reply, Request
from kg.serve.files import stamp
from kg.serve.generation import Generation, Worker, WorkerGone
from kg.serve.limits import Limits
from kg.serve.problems import Problem, busy

LOG: Final = logging.getLogger("kg.serve")
_UNSETTLED: Final = 10
"""Looks at the folder after which a build that never finished counts as killed."""


class Pool:
    """Workers for quick queries, room for some slow ones beside them, and a watch on the folder."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        """Remember what to serve."""
        self.folder, self.limits = folder, limits
        self.current = Generation(folder, limits)
        self._older: list[Generation] = []
        self._places = asyncio.Semaphore(limits.workers)
        self._watch: asyncio.Task[None] | None = None
        self.waiting = 0
        """Requests without a worker."""
        self._closed = False
        self.slow = 0
        """Queries that run longer than a quick one may."""

    async def start(self) -> None:
        """Load the graph and begin to watch the folder; raises ``InputError``."""
        await self.current.start()
        self._watch = asyncio.create_task(self._look())

    async def close(self) -> None:
        """End all processes, whatever they do."""
        self._closed = True
        if self._watch is not None:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
        await asyncio.gather(*(one.end() for one in (self.current, *self._older)))

    async def ask(self, request: Request) -> tuple[Reply, str]:
        """Return the reply to a request and the stamp of the graph that gave it; raises ``Problem`` where it got no worker, or not enough time or memory."""
        generation = self.current
        if (known := generation.answers.get(request)) is not None:
            return known, generation.stamp
        async with self._place() as place:
            generation = self.current  # it may have changed while we waited
            try:
                worker = await generation.lend()
            except (WorkerGone, OSError):
                raise Problem(
                    503, "no-graph", "the graph is being loaded again", headers=(("Retry-After", "2"),)
                ) from None
            reply = await self._run(place, generation, worker, request)
        generation.answers.keep(request, reply)
        return reply, generation.stamp

    async def _run(self, place: Place, generation: Generation, worker: Worker, request: Request) -> Reply:
        """Return a worker's reply; it loses its place when it is slow, and its life when it is too slow."""
        task = asyncio.ensure_future(worker.ask(request))
        done = False
        try:
            end = time.monotonic() + self.limits.deadline
            while not task.done() and (left := end - time.monotonic()) > 0:
                await asyncio.wait({task}, timeout=left if place.slow else min(left, self.limits.slow_after))
                if not (task.done() or place.slow) and worker.worked() >= 0.9 * self.limits.slow_after:
                    self._slow_down(place, worker)
            if not task.done():
                remedy = "ask for less: fewer joins, a LIMIT, or a part of the graph at a time"
                raise Problem(504, "deadline", f"stopped after {self.limits.deadline:g} seconds", remedy=remedy)
            reply = task.result()
            done = not place.slow  # a slow worker keeps its low priority, so it is not used again
            return reply
        except WorkerGone:
            if self._closed:
                raise busy("the service is being stopped") from None
            remedy = "ask for less: fewer joins, a LIMIT, no ORDER BY over everything, less deep brackets"
            raise Problem(503, "resources", "the query ended its worker", remedy=remedy) from None
        finally:
            task.cancel()
            generation.take_back(worker, reusable=done)

    def _slow_down(self, place: Place, worker: Worker) -> None:
        """Move a query from the places of the quick ones to those of the slow ones; raises ``Problem`` if all are taken."""
        if self.slow >= self.limits.slow:
            raise busy(f"{self.slow} slow queries run already, so this one was stopped")
        place.make_slow()
        worker.slow_down()

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[Place]:
        """Wait for a place among the quick queries."""
        if self.waiting >= self.limits.queue:
            raise busy(f"{self.waiting} requests wait already")
        self.waiting += 1
        try:
            async with asyncio.timeout(self.limits.patience):
                await self._places.acquire()
        except TimeoutError:
            raise busy(f"no worker was free within {self.limits.patience:g} seconds") from None
        finally:
            self.waiting -= 1
        place = Place(self, self._places)
        try:
            yield place
        finally:
            place.leave()

    async def _look(self) -> None:
        """Follow the folder: load what a build has left there, and take it for the next request once it is whole."""
        failed, unsettled = "", 0
        while True:
            await asyncio.sleep(self.limits.poll)
            self._older = [one for one in self._older if one.alive]
            now = await asyncio.to_thread(stamp, self.folder)
            unsettled = 0 if now else unsettled + 1
            stale = (now and now not in (self.current.stamp, failed)) or unsettled == _UNSETTLED
            if not stale and self.current.alive:
                continue
            failed = now if not await self._renew() else ""

    async def _renew(self) -> bool:
        """Load the folder anew; the state that is there stays if that fails."""
        fresh = Generation(self.folder, self.limits)
        try:
            await fresh.start()
        except InputError as error:
            LOG.warning("%s; the last good graph stays", error)
            return False
        self.current, old = fresh, self.current
        self._older.append(old)
        old.retire()
        LOG.info("%s: a new graph, %d triples", self.folder, fresh.triples)
        return True


class Place:
    """The right of one request to run."""

    def __init__(self, pool: Pool, places: asyncio.Semaphore) -> None:
        """Take a place among the quick queries."""
        self._pool, self._places = pool, places
        self.slow = False

    def make_slow(self) -> None:
        """Leave the place to another and count as slow."""
        self.slow = True
        self._pool.slow += 1
        self._places.release()

    def leave(self) -> None:
        """Give the place back."""
        if self.slow:
            self._pool.slow -= 1
        else:
            self._places.release()
