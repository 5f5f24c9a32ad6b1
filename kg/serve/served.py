"""The graph as a worker holds it, and what is found in it once for all."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from kg.api import WorkGraph
from kg.graph.namespaces import prefixes
from kg.graph.queries import NamedQuery, load_queries
from kg.graph.store import base_of
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
