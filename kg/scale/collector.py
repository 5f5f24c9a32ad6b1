"""The collector of cycles while reports are built: values have none, so it need not look for them all the time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (50_000, 20, 50)
"""Thresholds of the collector: new objects until the youngest are looked at, and rounds until the older ones are."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """While the context lasts, cycles are looked for seldom and not among what is there already (the rules).

    Building makes many small values that no cycle holds; with Python's own thresholds a tenth of the time goes into
    looking at them again and again. Before and after, the collector works as the caller had set it.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
