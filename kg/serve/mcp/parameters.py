"""What the parameters of several tools have in common: their types, and what is said when they find nothing."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sized
from typing import Annotated, Final

from pydantic import Field

from kg.analyze.rows import ReportRow
from kg.api import WorkGraph
from kg.errors import InputError
from kg.graph.queries import run_query
from kg.serve.mcp.answers import Page

Limit = Annotated[int, Field(ge=1, le=100, description="How many to answer at most.")]
Offset = Annotated[int, Field(ge=0, description="How many to pass over: next_offset of the answer before.")]
File = Annotated[str, Field(description="A part of the name of the report's file.")]
_CODES: Final = "SELECT DISTINCT ?code { ?c skos:inScheme wrs:indicators ; skos:notation ?code } ORDER BY ?code"


def page_of(total: int, limit: int, offset: int, hint: str = "") -> Page:
    """What part of a list these are."""
    after = offset + limit
    return Page(total=total, offset=offset, next_offset=after if after < total else None, hint=hint)


def reports_of(graph: WorkGraph) -> Mapping[str, ReportRow]:
    """The reports by identifier."""
    return {row.id: row for row in graph.reports()}


def report_named(graph: WorkGraph, name: str) -> ReportRow:
    """The report with this identifier, IRI or file name; raises ``InputError`` where there is none."""
    rows = [row for row in graph.reports() if name in (row.id, row.iri, *row.files)]
    if not rows:
        files = [file for row in graph.reports() for file in row.files]
        alike = difflib.get_close_matches(name, files, n=3) or files[:3]
        raise InputError(
            "no such report in this graph", place=name, remedy=f"there are {', '.join(alike)} …; see list_reports"
        )
    return rows[0]


def refuse_unknown(graph: WorkGraph, indicator: str) -> None:
    """Raise ``InputError`` for a code that no figure of the graph can have."""
    if not indicator:
        return
    codes = [row[0] for row in run_query(graph.store, _CODES).table()]
    for code in indicator.split("|"):
        if code not in codes:
            alike = difflib.get_close_matches(code, codes, n=4, cutoff=0.4)
            remedy = (f"alike: {', '.join(alike)}; " if alike else "") + "list_indicators shows all"
            raise InputError(f"no indicator {code!r} in this graph", remedy=remedy)


def hint(given: Mapping[str, str], find: Callable[..., Sized]) -> str:
    """Which condition alone finds nothing; where each finds something, that nothing meets all of them."""
    alone = [f"{name}={value!r}" for name, value in given.items() if value and not len(find(**{name: value}))]
    if alone:
        return f"{' and '.join(alone)} alone find{'s' * (len(alone) == 1)} nothing: try a shorter or another form."
    return (
        "Each condition finds something, but nothing meets all of them: leave one out." if any(given.values()) else ""
    )
