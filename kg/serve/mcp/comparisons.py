"""Tools that put figures side by side: an indicator by body and year, and statements that meet."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import islice
from typing import Annotated, Literal

from pydantic import Field

from kg.analyze.comparison import Cell, Table
from kg.analyze.comparison_reasons import printed
from kg.analyze.comparison_scope import Statement
from kg.analyze.conflicts import GROUNDS
from kg.api import WorkGraph
from kg.serve.mcp import answers, facts
from kg.serve.mcp.parameters import Limit, Offset, page_of, reports_of
from kg.serve.mcp.source import Source


class Comparisons:
    """The tools for comparing over one graph."""

    def __init__(self, source: Source) -> None:
        """Keep where the graph comes from."""
        self._source = source

    def tools(self) -> tuple[Callable[..., answers.Answer], ...]:
        """The tools in the order in which an assistant sees them."""
        return (self.compare_indicator, self.find_conflicts)

    def compare_indicator(
        self,
        indicator: Annotated[
            str, Field(min_length=1, description="Code or Chinese name: proposals-filed, 提案立案数.")
        ],
        bodies: Annotated[list[str], Field(description="Names of the bodies to compare; empty: all.")] = [],  # noqa: B006
        years: Annotated[list[str], Field(description="Years to compare; empty: all.")] = [],  # noqa: B006
        limit: Annotated[int, Field(ge=1, le=200, description="How many figures to answer at most.")] = 40,
    ) -> answers.Comparison:
        """Compare an indicator (指标) between bodies and years, each figure with its source and with what keeps it from comparison.

        Say the reasons together with the figure: one that is not comparable must not be ranked or subtracted.
        """
        graph = self._source.graph
        (table,) = graph.compare([indicator], bodies=bodies, years=years).tables
        return _compared(table, graph, limit)

    def find_conflicts(
        self,
        kind: Annotated[
            Literal["", "conflict", "refined", "restated"],
            Field(
                description="conflict: no number fits both; refined: one says the other more closely; restated: the same."
            ),
        ] = "conflict",
        body: Annotated[str, Field(description="A part of the name of the body whose figures they are.")] = "",
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> answers.Pairs:
        """Find figures of one thing that are stated twice: contradictions between reports (矛盾), or within one."""
        graph = self._source.graph
        reports = reports_of(graph)

        def stated(one: Statement) -> answers.Stated:
            row = one.figure
            return answers.Stated(
                iri=row.iri, grade=row.grade, places=1, citations=[facts.citation(one.evidence, reports)],
                body=row.organization, printed=printed(one), value=facts.number(row.value), unit=row.unit,
                counted=row.indicator_text, indicator=row.indicator, period=row.period,
            )  # fmt: skip

        pairs = [pair for pair in graph.conflicts() if kind in ("", pair.kind) and body in pair.one.figure.organization]
        return answers.Pairs(
            page=page_of(len(pairs), limit, offset),
            pairs=[
                answers.Pair(
                    kind=pair.kind, ground=GROUNDS[pair.ground][1], one=stated(pair.one), other=stated(pair.other)
                )
                for pair in pairs[offset : offset + limit]
            ],
        )


def _compared(table: Table, graph: WorkGraph, limit: int) -> answers.Comparison:
    cells = [
        (row.body, column, cell)
        for row in table.rows
        for column, found in zip(table.columns, row.cells, strict=True)
        for cell in found
    ]
    return answers.Comparison(
        indicator=table.notation, zh=table.zh, en=table.en, unit=table.unit, columns=list(table.columns),
        bodies=[row.body for row in table.rows],
        figures=[_figure(*one, graph) for one in islice(cells, limit)], complete=len(cells) <= limit,
    )  # fmt: skip


def _figure(body: str, column: str, cell: Cell, graph: WorkGraph) -> answers.Compared:
    row, change = cell.statement.figure, cell.change
    return answers.Compared(
        iri=row.iri, grade=row.grade, places=len(cell.places), citations=facts.citations(cell.places, reports_of(graph)),
        body=body, column=column, printed=printed(cell.statement), value=facts.number(row.value),
        high=_number(row.high), unit=row.unit, counted=row.indicator_text, comparable=not cell.reasons,
        reasons=[one.en for one in cell.reasons], change_percent=_number(change.percent) if change else None,
        change_points=_number(change.points) if change else None,
        change_reasons=[one.en for one in change.reasons] if change else [],
    )  # fmt: skip


def _number(value: Decimal | None) -> answers.Number | None:
    return None if value is None else facts.number(value)
