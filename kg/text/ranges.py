"""Ranges of a text, asked for by place in logarithmic time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


class Ranges:
    """A set of half-open ranges; overlapping ones are joined.

    >>> ranges = Ranges([(5, 9), (0, 3)])
    >>> ranges.holds(6, 8), ranges.touches(2, 5), ranges.touches(3, 5)
    (True, True, False)
    """

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Sort and join the ranges; empty ones are dropped."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(r for r in ranges if r[0] < r[1]):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def holds(self, start: int, end: int) -> bool:
        """Whether one of the ranges holds all of start to end."""
        index = bisect_right(self._starts, start) - 1
        return index >= 0 and end <= self._ends[index]

    def touches(self, start: int, end: int) -> bool:
        """Whether any of the ranges shares a character with start to end."""
        index = bisect_right(self._ends, start)
        return index < len(self._starts) and self._starts[index] < end
