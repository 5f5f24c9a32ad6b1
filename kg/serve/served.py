"""The graph as a worker holds it, and what is found in it once for all."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from kg.api import WorkGraph
from kg.graph.namespaces import prefixes
from kg.graph.queries import NamedQuery, load_queries
from kg.graph.store import base_of, current_state, graph_file, open_store
from kg.serve.limits import Limits


@dataclass(frozen=True)
class Served:
    """A graph, the base of its data IRIs and the bounds within which it is asked."""

    graph: WorkGraph
    limits: Limits = field(default_factory=Limits)

    @property
    def store(self) -> ox.Store:
        """The store."""
        return self.graph.store

    @cached_property
    def base(self) -> str:
        """What all data IRIs begin with."""
        return base_of(self.store)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Prefix -> IRI, as every query may use them."""
        return prefixes(self.base)

    @cached_property
    def queries(self) -> dict[str, NamedQuery]:
        """The named queries."""
        return load_queries()


@dataclass(frozen=True)
class Source:
    """Where a worker has its graph from: memory that it shares with its keeper, or a store on disk that it opens."""

    folder: Path
    limits: Limits
    state: Path | None
    """The store on disk; None for memory."""
    loaded: Served | None = None

    @property
    def sealed(self) -> bool:
        """Whether a worker has all that it needs."""
        return self.loaded is not None

    def served(self) -> Served:
        """The graph, opened if it is not loaded; an open store does not survive a fork."""
        if self.loaded is not None:
            return self.loaded
        return Served(WorkGraph(ox.Store.read_only(str(self.state)), folder=self.folder), self.limits)


def source_of(folder: Path, limits: Limits) -> Source:
    """The graph of a folder; raises ``InputError`` where there is none."""
    state, file = current_state(folder), graph_file(folder)
    if state is not None and file.stat().st_size >= limits.on_disk:
        return Source(folder, limits, state)
    return Source(folder, limits, None, Served(WorkGraph(open_store(file), folder=folder), limits))
