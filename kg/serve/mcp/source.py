"""The graph of a folder as it is now: read when it is first asked for, and again after a build."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from kg.api import WorkGraph, open_graph
from kg.errors import InputError
from kg.read.graph import read_skipped
from kg.serve.files import stamp


class Source:
    """Keeps the last graph that could be read; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Read the graph of a folder; raises ``InputError`` where there is none."""
        if path.is_file():
            raise InputError("not a folder", place=str(path), remedy="give the folder that kg build wrote")
        self.folder = path
        self._lock = threading.Lock()
        self._stamp = stamp(path)
        self._graph = open_graph(path)
        self._skipped = read_skipped(path)

    @property
    def graph(self) -> WorkGraph:
        """The graph; while a build replaces it, and where it has gone, the one that was there before."""
        self._refresh()
        return self._graph

    @property
    def skipped(self) -> Sequence[Mapping[str, object]]:
        """The numbers and mentions that became no fact, as ``kg build`` lists them."""
        self._refresh()
        return self._skipped

    def _refresh(self) -> None:
        with self._lock, suppress(InputError):
            now = stamp(self.folder)
            if now and now != self._stamp:
                graph, skipped = open_graph(self.folder), read_skipped(self.folder)
                self._graph, self._skipped, self._stamp = graph, skipped, now
