"""Named queries of the project with their answers in the graph of the page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from kg.graph.namespaces import SKOS, WR, prefixes
from kg.graph.queries import Cell, NamedQuery, full_text, load_queries, plain, run_query
from kg.graph.store import base_of

MOST_ROWS = 100
"""Rows of an answer that the page carries."""
MOST_CELL = 160
"""Characters of a cell; the sentence behind a fact is a click away."""
MOST_CHOICES = 8
"""Values for which a query that needs one is answered."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query says with these values of its parameters."""

    values: tuple[tuple[str, str], ...]
    """Parameters that are not left open, with their values."""
    sparql: str
    rows: tuple[tuple[str, ...], ...]
    total: int
    """Rows of the full answer; the page carries the first of them."""


@dataclass(frozen=True, slots=True)
class Question:
    """A named query with its answers in this graph."""

    name: str
    title: Word
    description: Word
    parameters: tuple[tuple[str, Word], ...]
    columns: tuple[Word, ...]
    answers: tuple[Answer, ...]


def questions_of(store: Store) -> tuple[Question, ...]:
    """Return every named query with its answer; one that needs a value is answered for the most frequent ones."""
    return tuple(_question(store, query) for query in load_queries().values())


def _question(store: Store, query: NamedQuery) -> Question:
    """Return a query with its answers."""
    needed = [parameter.name for parameter in query.parameters if parameter.default is None]
    choices = _choices(store, needed[0]) if needed else [""]
    titles = {column.name: Word(column.zh, column.en) for column in query.columns}
    columns: tuple[str, ...] = ()
    answers = []
    for choice in choices:
        values = {name: choice if name == needed[0] else "" for name in needed}
        found = run_query(store, query, values)
        columns = found.columns
        bound = {iri: name for name, iri in prefixes(found.base).items() if iri != found.base}
        answers.append(
            Answer(
                values=tuple((name, value) for name, value in values.items() if value),
                sparql=full_text(query, values, base=base_of(store)),
                rows=tuple(tuple(_cell(cell, bound) for cell in row) for row in found.rows[:MOST_ROWS]),
                total=len(found.rows),
            )
        )
    return Question(
        name=query.name,
        title=Word(query.title_zh, query.title_en),
        description=Word(query.description_zh, query.description_en),
        parameters=tuple((parameter.name, Word(parameter.zh, parameter.en)) for parameter in query.parameters),
        columns=tuple(titles.get(name, Word(name, name)) for name in columns),
        answers=tuple(answers),
    )


def _choices(store: Store, parameter: str) -> list[str]:
    """Return values for a parameter that has no default: indicators by their frequency, else the empty word."""
    if parameter != "indicator":
        return [""]
    counts = Counter(
        quad.object.value
        for quad in store.quads_for_pattern(None, NamedNode(WR + "indicator"), None, None)
        if isinstance(quad.object, NamedNode)
    )
    codes = []
    for iri, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_CHOICES]:
        codes += sorted(
            quad.object.value
            for quad in store.quads_for_pattern(NamedNode(iri), NamedNode(SKOS + "notation"), None, None)
            if isinstance(quad.object, Literal)
        )[:1]
    return codes or [""]


def _cell(cell: Cell, bound: dict[str, str]) -> str:
    """Return a cell as text, cut where it is long."""
    text = plain(cell, bound)
    return text if len(text) <= MOST_CELL else text[: MOST_CELL - 1] + "…"
