"""A built graph as Python values: ``open_graph(DIR)`` and what can be asked of it.

    >>> from kg import open_graph
    >>> with open_graph("output") as graph:                                            # doctest: +SKIP
    ...     graph.figures(organization="政协", indicator="proposals-filed").frame()
    ...     graph.query("indicator-by-year", indicator="proposals-filed").frame()
    ...     graph.passage("2023.txt", 120, 124).words

Words pick by any name (a part of a label or of another name, or an IRI), codes take the narrower ones with them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from html import escape
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from kg.analyze.catalog import Catalog, lies_in
from kg.analyze.rows import EntityRow, FigureRow, RelationRow, ReportRow, Row, Rows
from kg.errors import InputError
from kg.graph.queries import named_query, run_query, unpaged
from kg.graph.store import open_store
from kg.graph.vocabulary import CLASSES
from kg.read.graph import read_texts
from kg.write.atomic import settle

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.analyze.comparison import Comparison
    from kg.analyze.conflicts import Conflict
    from kg.analyze.difference import Difference
    from kg.analyze.explain import Passage
    from kg.analyze.network import Network
    from kg.graph.queries import Answer

T = TypeVar("T", bound=Row)


def open_graph(path: str | PathLike[str]) -> WorkGraph:
    """The graph of a folder that ``kg build`` wrote, or of a graph file (``.ttl``, ``.nt``, ``.nq``, ``.trig``, ``.gz``).

    Raises ``InputError`` where there is none, or where it cannot be read.
    """
    place = Path(path)
    if place.is_dir():
        settle(place)
    return WorkGraph(open_store(place), folder=place if place.is_dir() else place.parent)


class WorkGraph:
    """What the reports say, in an embedded store; nothing here changes it."""

    def __init__(self, store: ox.Store, *, folder: Path | None = None) -> None:
        """Keep the store, and the folder in which the texts of the reports lie."""
        self._store: ox.Store | None = store
        self._folder = folder

    def __enter__(self) -> WorkGraph:
        """The graph itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the store go."""
        self.close()

    def close(self) -> None:
        """Let the store go; rows that were taken stay."""
        self._store = None
        self.__dict__.pop("_catalog", None)

    @property
    def store(self) -> ox.Store:
        """The store; raises ``InputError`` once the graph is closed."""
        if self._store is None:
            raise InputError("the graph is closed", remedy="open it again")
        return self._store

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The text of each report by its identifier, as it was read; empty where they were not written."""
        folder = self._folder
        return read_texts(folder) if folder and (folder / "texts").is_dir() else {}

    def __len__(self) -> int:
        """The number of triples."""
        return len(self.store)

    def __repr__(self) -> str:
        """What it holds."""
        if self._store is None:
            return "<WorkGraph, closed>"
        return f"<WorkGraph: {', '.join(f'{count} {name}' for name, _, count in self._counts())}>"

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><td>{zh} {escape(name)}</td><td>{count}</td></tr>" for name, zh, count in self._counts())
        return f"<table><tbody>{rows}</tbody></table>"

    def _counts(self) -> list[tuple[str, str, int]]:
        parts = (
            ("reports", "报告", "wr:Report"),
            ("organizations", "机构", "org:Organization"),
            ("initiatives", "工作事项", "wr:Initiative"),
            ("documents", "文件", "wr:Document"),
            ("figures", "数字", "wr:Metric"),
            ("relations", "关系", "rdf:Statement"),
        )
        counted = "SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a {} }}"
        return [(name, zh, int(run_query(self.store, counted.format(kind)).table()[0][0])) for name, zh, kind in parts]

    # --- questions

    def query(self, query: str, params: Mapping[str, object] | None = None, /, **more: object) -> Answer:
        """The answer to a named query, or to SPARQL; parameters by name, those that Python reserves in ``params``.

        All rows at once, unless a ``limit`` is given to a query that has pages.

        Raises ``QueryError`` for an unknown name, a missing or unknown parameter, and for what is no reading query.
        """
        given = {name: str(value) for name, value in {**(params or {}), **more}.items()}
        named = named_query(query)
        return run_query(self.store, named or query, {**unpaged(named, {}), **given} if named else given)

    def reports(self) -> Rows[ReportRow]:
        """Every report, by title."""
        return self._catalog.reports

    def entities(self, *, kind: str = "", search: str = "", category: str = "", file: str = "") -> Rows[EntityRow]:
        """Entities by kind, words of a name, code of their category, and part of the name of a report's file.

        Raises ``InputError`` for a kind that there is not.
        """
        if kind and kind not in CLASSES:
            raise InputError(f"no kind of entity named {kind!r}", remedy=f"there are {', '.join(CLASSES)}")
        found = self._catalog.named(search) if search else None
        codes = self._catalog.narrower(category) if category else None
        return _picked(
            self._catalog.entities,
            lambda row: kind in ("", row.kind),
            lambda row: found is None or row.iri in found,
            lambda row: codes is None or row.category in codes,
            lambda row: not file or any(file in name for name in row.files),
        )

    def figures(
        self,
        *,
        organization: str = "",
        indicator: str = "",
        initiative: str = "",
        period: str = "",
        modality: str = "",
        unit: str = "",
        words: str = "",
        value: Decimal | int | None = None,
        file: str = "",
    ) -> Rows[FigureRow]:
        """Figures by body, code of the indicator, undertaking (with its parts), period and more; all have to hold.

        A period takes all that lies in it (2023: also 2023-05); ``words`` are a part of what is counted or printed.
        """
        catalog = self._catalog
        bodies = catalog.named(organization, "organization") if organization else None
        items = catalog.with_parts(catalog.named(initiative, "initiative")) if initiative else None
        codes = catalog.narrower(indicator) if indicator else None
        return _picked(
            catalog.figures,
            lambda row: bodies is None or row.organization_iri in bodies,
            lambda row: items is None or row.initiative_iri in items,
            lambda row: codes is None or row.indicator in codes,
            lambda row: not period or lies_in(row.period, period),
            lambda row: modality in ("", row.modality) and unit in ("", row.unit),
            lambda row: words in row.indicator_text or words in row.surface,
            lambda row: value is None or row.value == value,
            lambda row: not file or any(file in place.file for place in row.evidence),
        )

    def relations(
        self, *, subject: str = "", predicate: str = "", object: str = "", entity: str = "", file: str = ""
    ) -> Rows[RelationRow]:
        """Relations by subject, local name of the property and object; ``entity`` is either end."""
        named = self._catalog.named
        subjects, objects, either = (named(words) if words else None for words in (subject, object, entity))
        return _picked(
            self._catalog.relations,
            lambda row: subjects is None or row.subject_iri in subjects,
            lambda row: objects is None or row.object_iri in objects,
            lambda row: either is None or row.subject_iri in either or row.object_iri in either,
            lambda row: predicate in ("", row.predicate),
            lambda row: not file or any(file in place.file for place in row.evidence),
        )

    def passage(self, report: str, start: int, end: int) -> Passage:
        """Characters of a report with the sentence around them; the report by identifier, IRI or name of its file.

        Raises ``InputError`` for an unknown report, a report without its text, and offsets outside of it.
        """
        from kg.analyze.explain import passage_of

        rows = [row for row in self._catalog.reports if report in (row.id, row.iri, *row.files)]
        if not rows:
            raise InputError("no such report in this graph", place=report, remedy="name an identifier or a file")
        text = self.texts.get(rows[0].id)
        if text is None:
            raise InputError("the text of this report is not here", place=report, remedy="build with --outputs texts")
        if not 0 <= start <= end <= len(text):
            raise InputError(f"no characters {start} to {end}", place=report, remedy=f"it has {len(text)}")
        return passage_of(rows[0].files[0], text, start, end)

    def compare(
        self, indicators: Sequence[str] = (), *, bodies: Sequence[str] = (), years: Sequence[str] = ()
    ) -> Comparison:
        """Body by year for each indicator (by code or label), with what keeps figures from being compared.

        Raises ``QueryError`` for an unknown or ambiguous indicator or body, and where there is no figure to show.
        """
        from kg.analyze.comparison import compare

        return compare(self.store, indicators, bodies=bodies, years=years, catalog=self._catalog)

    def conflicts(self) -> tuple[Conflict, ...]:
        """Figures of one thing that are stated more than once: in conflict, refined, restated."""
        from kg.analyze.conflicts import find_conflicts

        return find_conflicts(self.store, catalog=self._catalog)

    def difference(
        self, other: WorkGraph | None = None, *, body: str = "", years: tuple[str, str] | None = None
    ) -> Difference:
        """What the other graph, or the second of two years of a body, says otherwise; see ``kg.analyze.difference``.

        Raises ``QueryError`` for a body or a year that is not there, ``InputError`` without either another graph or years.
        """
        from kg.analyze.difference import difference

        if other is None and years is None:
            raise InputError("nothing to compare this graph with", remedy="name another graph, or two years")
        return difference(self.store, (other or self).store, body=body, years=years)

    def networkx(self) -> Network:
        """Entities, reports and what connects them, as ``kg.analyze.network`` describes it."""
        from kg.analyze.network import network_of

        return network_of(self._catalog)

    @cached_property
    def _catalog(self) -> Catalog:
        return Catalog(self.store)


def _picked(rows: Rows[T], *tests: Callable[[T], bool]) -> Rows[T]:
    """The rows that pass every test."""
    return rows.where(lambda row: all(test(row) for test in tests))
