"""Tools that answer facts: each answer is small, says how many there are in all, and cites.

A method's docstring and the descriptions of its parameters are what the assistant reads to choose and to call it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from kg.analyze.rows import FigureRow, Rows
from kg.graph.queries import run_query
from kg.serve.mcp import answers, facts
from kg.serve.mcp.parameters import File, Limit, Offset, hint, page_of, refuse_unknown, reports_of
from kg.serve.mcp.source import Source


class Lookups:
    """The tools for facts over one graph."""

    def __init__(self, source: Source) -> None:
        """Keep where the graph comes from."""
        self._source = source

    def tools(self) -> tuple[Callable[..., answers.Answer], ...]:
        """The tools in the order in which an assistant sees them."""
        return (self.list_reports, self.find_entities, self.get_figures, self.find_relations, self.list_indicators)

    def list_reports(
        self,
        words: Annotated[str, Field(description="A part of title, file name or body; empty: all reports.")] = "",
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> answers.Reports:
        """List the reports (工作报告) of this graph: whose, of which year, how long. Start here."""
        rows = [
            row
            for row in self._source.graph.reports()
            if any(words in text for text in (row.title, row.organization, *row.files))
        ]
        return answers.Reports(
            page=page_of(len(rows), limit, offset), reports=[facts.report(row) for row in rows[offset : offset + limit]]
        )

    def find_entities(
        self,
        search: Annotated[str, Field(description="A part of any name, or an IRI; empty: all.")] = "",
        kind: Annotated[
            Literal["", "organization", "initiative", "document", "place", "person"],
            Field(
                description="organization: body (机构); initiative: undertaking, platform or brand (工作事项); document: titled text 《…》."
            ),
        ] = "",
        category: Annotated[
            str, Field(description="Code of its kind, narrower ones included: cppcc, brand, plan …")
        ] = "",
        file: File = "",
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> answers.Entities:
        """Find bodies, undertakings, documents, places and persons that the reports name, with the places that name them."""
        graph = self._source.graph
        given = {"search": search, "kind": kind, "category": category, "file": file}
        rows, reports = graph.entities(**given), reports_of(graph)
        return answers.Entities(
            page=page_of(len(rows), limit, offset, "" if rows else hint(given, graph.entities)),
            entities=[facts.entity(row, reports) for row in rows[offset : offset + limit]],
        )

    def get_figures(
        self,
        organization: Annotated[
            str, Field(description="A part of any name of the body whose figure it is, or its IRI.")
        ] = "",
        indicator: Annotated[
            str,
            Field(description="Code of what is counted, narrower ones included; a|b for several. See list_indicators."),
        ] = "",
        initiative: Annotated[
            str, Field(description="A part of the name of the undertaking, its parts included.")
        ] = "",
        period: Annotated[str, Field(description="2023 takes all of that year; also 2023-05, 2019/2023.")] = "",
        modality: Annotated[
            Literal["", "actual", "planned", "norm"], Field(description="actual: done; planned; norm: a standing rule.")
        ] = "",
        words: Annotated[str, Field(description="A part of what is counted or printed, in the text's own words.")] = "",
        value: Annotated[
            float | None, Field(description="Exactly this value, multiplied out (1.2万 is 12000).")
        ] = None,
        file: File = "",
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> answers.Figures:
        """Get figures (数据) with their evidence: value, unit, whose, when, under which undertaking, done or planned.

        All conditions have to hold. A figure whose body, period or indicator the text leaves open has none.
        """
        graph = self._source.graph
        refuse_unknown(graph, indicator)
        given = {
            "organization": organization, "indicator": indicator, "initiative": initiative, "period": period,
            "modality": modality, "words": words, "file": file,
        }  # fmt: skip
        exact = None if value is None else Decimal(str(value))
        find: Callable[..., Rows[FigureRow]] = graph.figures
        rows, reports = find(**given, value=exact), reports_of(graph)
        return answers.Figures(
            page=page_of(len(rows), limit, offset, "" if rows else hint(given, find)),
            figures=[facts.figure(row, reports) for row in rows[offset : offset + limit]],
        )

    def find_relations(
        self,
        subject: Annotated[str, Field(description="A part of any name of who acts, or its IRI.")] = "",
        predicate: Annotated[
            Literal[
                "", "carriesOut", "issues", "establishes", "endorses", "cooperatesWith", "targets", "coveredBy",
                "subOrganizationOf", "subInitiativeOf",
            ],
            Field(description="carriesOut: 开展; issues: 印发; establishes: 成立; endorses: 批示, 肯定; targets: 走访, 调研; coveredBy: 媒体报道."),
        ] = "",
        object: Annotated[str, Field(description="A part of any name of what is acted on, or its IRI.")] = "",
        entity: Annotated[str, Field(description="Either end, instead of subject and object.")] = "",
        file: File = "",
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> answers.Relations:  # fmt: skip
        """Find who carries out, issues, establishes, endorses, visits, covers or works with whom, with the clauses that say so."""
        graph = self._source.graph
        given = {"subject": subject, "predicate": predicate, "object": object, "entity": entity, "file": file}
        rows, reports = graph.relations(**given), reports_of(graph)
        return answers.Relations(
            page=page_of(len(rows), limit, offset, "" if rows else hint(given, graph.relations)),
            relations=[facts.relation(row, reports) for row in rows[offset : offset + limit]],
        )

    def list_indicators(
        self, words: Annotated[str, Field(description="A part of code or name (提案, proposals); empty: all.")] = ""
    ) -> answers.Indicators:
        """List the indicators (指标) that this graph has figures of, the most frequent first: their codes are what get_figures takes."""
        table = run_query(self._source.graph.store, "indicators-in-use")
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.table()]
        return answers.Indicators(
            indicators=[
                answers.Indicator(
                    code=row["indicator"],
                    zh=row["zh"],
                    en=row["en"],
                    figures=int(row["figures"]),
                    reports=int(row["reports"]),
                )
                for row in rows
                if any(words in row[name] for name in ("indicator", "zh", "en"))
            ]
        )
