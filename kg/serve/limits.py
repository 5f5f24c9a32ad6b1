"""How much a query may take, and how many may run."""

from __future__ import annotations

import os
from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of the service."""

    deadline: float = 10.0
    """Seconds that a query may run."""
    memory: int = 1024 * MIB
    """Bytes that a worker may take beside the graph."""
    rows: int = 100_000
    """Rows or triples of an answer."""
    size: int = 64 * MIB
    """Bytes of an answer before packing."""
    body: int = MIB
    """Bytes of a request."""
    workers: int = 2 * (os.cpu_count() or 1)
    """Queries that run at the same time, without the slow ones."""
    slow: int = 12
    """Slow queries that run beside them, with the lowest priority."""
    slow_after: float = 0.25
    """Seconds of processor after which a query counts as slow and leaves its place to another."""
    queue: int = 128
    """Requests that wait for a worker; any more are sent away."""
    patience: float = 10.0
    """Seconds that a request waits for a worker, and that a client may take to send its request."""
    uses: int = 2000
    """Queries after which a worker is replaced, so that no memory is lost for good."""
    cache: int = 64 * MIB
    """Bytes of answers that are kept; 0: none."""
    on_disk: int = 64 * MIB
    """Size of a graph's file from which its store on disk is asked in place; below, memory answers sooner."""
    poll: float = 1.0
    """Seconds between two looks at the folder for a new graph."""
