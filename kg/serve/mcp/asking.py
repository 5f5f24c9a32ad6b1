"""The tool that takes a question in Chinese: it becomes a named query by the lexicons alone, or says what is unclear."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Annotated, Final

from pydantic import Field

from kg.analyze.ask import (
    Ambiguous,
    NotUnderstood,
    Understanding,
    Understood,
    Vocabulary,
    answer,
    read_vocabulary,
    understand,
)
from kg.analyze.rows import Evidence
from kg.api import WorkGraph
from kg.rules.load import load_asking
from kg.serve.mcp import answers, facts
from kg.serve.mcp.parameters import reports_of
from kg.serve.mcp.source import Source

ROWS: Final = 50
"""Rows of an answer at most."""
INSTEAD: Final = 10


class Asking:
    """The tool for questions over one graph."""

    def __init__(self, source: Source) -> None:
        """Keep where the graph comes from."""
        self._source = source
        self._lock = threading.Lock()
        self._read: tuple[WorkGraph, Vocabulary] | None = None

    def tools(self) -> tuple[Callable[..., answers.Answer], ...]:
        """The tool."""
        return (self.ask,)

    def ask(
        self,
        question: Annotated[
            str,
            Field(min_length=1, max_length=500, description="One question in Chinese: 镇江市政协2023年立案多少件提案?"),
        ],
    ) -> answers.Asked:
        """Answer a question in Chinese by a named query, without a language model: rows with citations, or what is unclear.

        Look at understood: what is not in it was not asked. Where status is ambiguous ask again with one of the candidates.
        """
        graph = self._source.graph
        found = understand(question, self._vocabulary(graph))
        if isinstance(found, Understood):
            return _answered(graph, found)
        return _asked_back(found)

    def _vocabulary(self, graph: WorkGraph) -> Vocabulary:
        """The names of the graph, read once."""
        with self._lock:
            if self._read is None or self._read[0] is not graph:
                self._read = graph, read_vocabulary(graph.store, load_asking())
            return self._read[1]


def _answered(graph: WorkGraph, found: Understood) -> answers.Asked:
    reply, reports = answer(graph.store, found), reports_of(graph)
    places: dict[int, list[Evidence]] = defaultdict(list)
    for one in reply.passages:
        places[one.row].append(one.place)
    return answers.Asked(
        status="answered", understood=_parts(found), query=found.query, parameters=dict(found.params),
        columns=list(reply.columns),
        rows=[
            answers.AskedRow(cells=list(row), citations=facts.citations(places[at], reports))
            for at, row in enumerate(reply.rows[:ROWS])
        ],
        complete=len(reply.rows) <= ROWS, instead=[" ".join(one) for one in reply.instead[:INSTEAD]],
    )  # fmt: skip


def _asked_back(found: Ambiguous | NotUnderstood) -> answers.Asked:
    if isinstance(found, Ambiguous):
        return answers.Asked(
            status="ambiguous", understood=_parts(found), unclear=found.words, candidates=list(found.candidates)
        )
    return answers.Asked(
        status="not-understood", understood=_parts(found), unclear=found.words, reason=found.reason,
        candidates=list(found.nearest), examples=list(found.examples),
    )  # fmt: skip


def _parts(found: Understanding) -> dict[str, list[str]]:
    return {one.slot: list(one.values) or [one.words] for one in found.parts}
