"""A bound on the work that one report may take."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kg.read.refusal import Refusal


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise ``Refusal`` ("slow") in what is done here once the process has worked for these seconds; 0 is no bound.

    Seconds of processor, so that a busy machine reads no less. It rings by a signal, so it bounds nothing outside the
    main thread and on systems without ``setitimer`` (Windows). The matcher of regular expressions looks for signals,
    other extensions may not until they are done.
    """
    if not seconds or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_: object) -> None:
        raise Refusal("slow", f"more than {seconds} s")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)  # again each second: a library may swallow what is raised in it
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
