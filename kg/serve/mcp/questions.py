"""Tools that run queries: named ones and SPARQL, each in a process that ends when it takes too long or too much."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Annotated, Final

import pyoxigraph as ox
from pydantic import Field

from kg.errors import QueryError
from kg.graph.namespaces import XSD, prefixes
from kg.graph.queries import NamedQuery, load_queries, plain
from kg.graph.store import base_of
from kg.serve.exchange import Reply, Request
from kg.serve.mcp import answers
from kg.serve.mcp.engine import Engine
from kg.serve.mcp.facts import number
from kg.serve.mcp.source import Source

ROWS: Final = 500
"""Rows in one answer at most."""
Rows = Annotated[int, Field(ge=1, le=ROWS, description="How many rows to answer at most.")]
_ACCEPT: Final = "application/sparql-results+json, text/turtle"
_WHOLE: Final = frozenset(
    XSD + name for name in ("integer", "decimal", "int", "long", "nonNegativeInteger", "double", "float")
)


class Questions:
    """The tools for queries over one graph."""

    def __init__(self, source: Source, engine: Engine) -> None:
        """Keep where the graph comes from, and what runs the queries."""
        self._source, self._engine = source, engine

    def tools(self) -> tuple[Callable[..., answers.Answer | Awaitable[answers.Answer]], ...]:
        """The tools in the order in which an assistant sees them."""
        return (self.list_queries, self.run_query, self.run_sparql)

    def list_queries(
        self, words: Annotated[str, Field(description="A part of name or title (排名, year …); empty: all.")] = ""
    ) -> answers.NamedQueries:
        """List the named queries with their parameters: questions that join, count, rank and compare, ready to run."""
        found = [
            one
            for one in load_queries().values()
            if any(words in text for text in (one.name, one.title_zh, one.title_en))
        ]
        return answers.NamedQueries(queries=[_described(one) for one in found])

    async def run_query(
        self,
        name: Annotated[str, Field(description="Name of the query, as list_queries tells it.")],
        parameters: Annotated[
            dict[str, str | int | float],
            Field(description="Name and value of its parameters; those with a default may be left out."),
        ] = {},  # noqa: B006 - read only; the schema wants a plain default
        limit: Rows = 50,
    ) -> answers.Rows:
        """Run a named query."""
        if name not in load_queries():
            raise QueryError(f"no query named {name!r}", remedy="list_queries tells the names")
        given = tuple((key, str(value)) for key, value in parameters.items())
        return self._rows(await self._engine.ask(Request("queries", given, name=name, accept=_ACCEPT)), limit)

    async def run_sparql(
        self,
        query: Annotated[str, Field(min_length=1, description="SELECT, ASK, CONSTRUCT or DESCRIBE; add a LIMIT.")],
        limit: Rows = 50,
    ) -> answers.Rows:
        """Run SPARQL 1.1 that only reads this graph; it is stopped after some seconds; SERVICE, FROM and updates are refused.

        Prefixes are declared: wr: (terms), wri: (indicators), wrd: (data), org:, skos:, nif:, dcterms:, rdf:, xsd:. Classes:
        wr:Report, org:Organization, wr:Initiative, wr:Document, wr:Place, wr:Metric (figures: wr:value, wr:unit, wr:indicator,
        wr:organization, wr:period, wr:modality), rdf:Statement (relations: rdf:subject, rdf:predicate, rdf:object). Each has wr:evidence, a span with
        nif:anchorOf, nif:beginIndex, nif:endIndex, nif:referenceContext (report) and wr:sentence (the span around).
        """
        return self._rows(await self._engine.ask(Request("sparql", (("query", query),), accept=_ACCEPT)), limit)

    def _rows(self, reply: Reply, limit: int) -> answers.Rows:
        if reply.status != 200:
            problem = json.loads(reply.body)
            raise QueryError(problem["detail"], remedy=problem.get("remedy", ""))
        if reply.media.startswith("text/turtle"):
            lines = [one for one in reply.body.decode().splitlines(keepends=True) if not one.startswith("@prefix")]
            return answers.Rows(
                columns=[], rows=[], turtle="".join(lines[: 4 * limit]), complete=len(lines) <= 4 * limit
            )
        found = ox.parse_query_results(reply.body, format=ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            return answers.Rows(columns=[], rows=[], verdict=bool(found))
        bound = {iri: name for name, iri in prefixes(base_of(self._source.graph.store)).items()}
        names = [variable.value for variable in found.variables]
        rows = [[_cell(one[name], bound) for name in names] for one in found]
        whole = len(rows) <= limit and not any(key == "Link" for key, _ in reply.headers)
        return answers.Rows(columns=names, rows=rows[:limit], complete=whole)


def _cell(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, bound: dict[str, str]) -> answers.Cell:
    """A value as JSON knows it: numbers and truth as such, IRIs behind their prefix."""
    if isinstance(value, ox.Literal):
        if value.datatype.value in _WHOLE:
            exact = Decimal(value.value)
            return number(exact) if exact.is_finite() else value.value
        if value.datatype.value == XSD + "boolean":
            return value.value in ("true", "1")
    return None if value is None else plain(value, bound)


def _described(query: NamedQuery) -> answers.NamedQuery:
    return answers.NamedQuery(
        name=query.name, zh=query.title_zh, en=query.title_en,
        parameters=[
            answers.QueryParameter(name=one.name, type=one.type, required=one.default is None, zh=one.zh, en=one.en)
            for one in query.parameters
        ],
    )  # fmt: skip


def documented(name: str) -> str:
    """A named query with its columns and its SPARQL, as JSON; raises ``QueryError`` for an unknown name."""
    queries = load_queries()
    if name not in queries:
        raise QueryError(f"no query named {name!r}", remedy="list_queries tells the names")
    query = queries[name]
    said = {
        **_described(query).model_dump(),
        "description": {"zh": query.description_zh, "en": query.description_en},
        "columns": {one.name: f"{one.zh} | {one.en}" for one in query.columns},
        "sparql": query.text,
    }
    return json.dumps(said, ensure_ascii=False, indent=1)
