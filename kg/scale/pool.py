"""Work in several processes, results in the order of the work; a process that the system ends costs one piece."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def cores() -> int:
    """Return how many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def results(
    work: Callable[[T], R],
    pieces: Iterable[T],
    jobs: int,
    *,
    lost: Callable[[T], R],
    at_hand: Callable[[T], R | None] = lambda _piece: None,
    chunk: int = 8,
) -> Iterator[R]:
    """Yield what the work gives for each piece, in order; no more pieces are taken than the processes can be kept busy with.

    A piece whose process the system ended, most likely for want of memory, gives ``lost(piece)``. What ``at_hand``
    knows of a piece already is not worked for. With one job all is done in this process.
    """
    if jobs <= 1:
        for piece in pieces:
            known = at_hand(piece)
            yield work(piece) if known is None else known
        return
    left = iter(pieces)
    broken: list[T] = []
    try:
        yield from _in_processes(work, left, jobs, at_hand, chunk, broken)
    except BrokenProcessPool:
        # Go on behind it with one process, so that the piece that it died of can be told.
        for piece in chain(broken, left):
            yield from _alone(work, piece, at_hand, lost)


def _in_processes(
    work: Callable[[T], R],
    pieces: Iterator[T],
    jobs: int,
    at_hand: Callable[[T], R | None],
    chunk: int,
    broken: list[T],
) -> Iterator[R]:
    """Yield results; when a process dies, ``broken`` holds the pieces that were taken and gave none."""
    window: deque[tuple[list[T], Future[list[R]] | None, list[R]]] = deque()

    def first() -> Iterator[R]:
        some, future, known = window[0]
        found = known if future is None else future.result()
        window.popleft()
        del some
        yield from found

    with ProcessPoolExecutor(jobs, initializer=end_with_parent, initargs=(os.getpid(),)) as pool:
        try:
            gathered: list[T] = []
            for piece in pieces:
                known = at_hand(piece)
                if known is None:
                    gathered.append(piece)
                if gathered and (known is not None or len(gathered) == chunk):
                    window.append((gathered, None, []))
                    window[-1] = (gathered, pool.submit(_each, work, gathered), [])
                    gathered = []
                if known is not None:
                    window.append(([piece], None, [known]))
                while len(window) > 3 * jobs:
                    yield from first()
            if gathered:
                window.append((gathered, None, []))
                window[-1] = (gathered, pool.submit(_each, work, gathered), [])
            while window:
                yield from first()
        except BrokenProcessPool:
            broken += [piece for some, _, _ in window for piece in some]
            raise
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _alone(work: Callable[[T], R], piece: T, at_hand: Callable[[T], R | None], lost: Callable[[T], R]) -> Iterator[R]:
    known = at_hand(piece)
    if known is not None:
        yield known
        return
    with ProcessPoolExecutor(1, initializer=end_with_parent, initargs=(os.getpid(),)) as pool:
        try:
            yield pool.submit(work, piece).result()
        except BrokenProcessPool:
            yield lost(piece)


def _each(work: Callable[[T], R], pieces: list[T]) -> list[R]:
    return [work(piece) for piece in pieces]


def end_with_parent(parent: int) -> None:
    """End this process with the one that started it, even if that is killed: nobody would take its answers.

    The parent is told: who asks for it may ask too late, when it is killed already.
    """

    forked = os.getppid() == parent  # else a fork server stands between, or the parent has just been killed

    def watch() -> None:
        while os.getppid() == parent if forked else _exists(parent):
            time.sleep(1)  # a forked sibling keeps every pipe open, so no pipe would tell
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _exists(process: int) -> bool:
    """Whether a process is there; in doubt it is."""
    if os.name == "nt":  # where signal 0 ends it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
