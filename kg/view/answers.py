"""Named queries of the project with their answers in the graph of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import Literal, NamedNode, Store

from kg.errors import QueryError
from kg.graph.namespaces import SKOS, WR, prefixes
from kg.graph.queries import Cell, NamedQuery, full_text, parse_query, plain, run_query, unpaged
from kg.graph.store import base_of
from kg.resources import query_texts
from kg.view.skeleton import label_of

MOST_ROWS = 100
"""Rows of an answer that the page carries."""
MOST_CELL = 160
"""Characters of a cell; the sentence behind a fact is a click away."""
MOST_CHOICES = 8
"""Values for which a query that needs one is answered."""
RATES = (
    ("proposals-filed", "proposals-submitted"),
    ("proposals-answered", "proposals-filed"),
    ("opinion-reports-adopted", "opinion-reports"),
)
"""Parts and wholes whose share is asked for most."""


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
    fault: str = ""
    """Why it was left out: its file is no query that can be read or asked."""


def questions_of(store: Store) -> tuple[Question, ...]:
    """Return every named query with its answers; one that needs values is answered for those that the graph offers."""
    return tuple(_question_or_fault(store, name, text) for name, text in query_texts().items())


def _question_or_fault(store: Store, name: str, text: str) -> Question:
    """Return a query with its answers; a faulty file costs its own answer, not the page."""
    title = Word(name, name)
    query: NamedQuery | None = None
    try:
        query = parse_query(name, text)
        return _question(store, query)
    except (QueryError, RuntimeError, OSError, ValueError) as error:  # the engine's own faults while it evaluates
        if query is not None:
            title = Word(query.title_zh, query.title_en)
        return Question(name, title, Word("", ""), (), (), (), fault=f"{name}.rq: {' '.join(str(error).split())}")


def _question(store: Store, query: NamedQuery) -> Question:
    """Return a query with its answers."""
    needed = tuple(parameter.name for parameter in query.parameters if parameter.default is None)
    titles = {column.name: Word(column.zh, column.en) for column in query.columns}
    columns: tuple[str, ...] = ()
    answers = []
    for values in _offers(store, needed):
        given = unpaged(query, values)
        found = run_query(store, query, given)
        columns = found.columns
        bound = {iri: name for name, iri in prefixes(found.base).items() if iri != found.base}
        answers.append(
            Answer(
                values=tuple((name, value) for name, value in values.items() if value),
                sparql=full_text(query, given, base=base_of(store)),
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


def _offers(store: Store, needed: tuple[str, ...]) -> list[dict[str, str]]:
    """Return values for the parameters that a query cannot do without; none where the reader has to say."""
    if not needed:
        return [{}]
    if needed == ("indicator",):
        return [{"indicator": code} for code in _indicators(store)[:MOST_CHOICES]]
    if needed == ("body",):
        return [{"body": name} for name in _bodies(store)[:MOST_CHOICES]]
    if needed == ("names",):
        return [{"names": "|".join(_bodies(store)[:MOST_CHOICES])}]
    if needed == ("initiative",):
        return [{"initiative": ""}]  # a part of every name
    if needed == ("from", "to"):
        years = _years(store)
        return [{"from": one, "to": other} for one, other in pairwise(years)][::-1][:MOST_CHOICES]
    if needed == ("numerator", "denominator"):
        used = set(_indicators(store))
        return [{"numerator": part, "denominator": whole} for part, whole in RATES if {part, whole} <= used]
    return []


def _indicators(store: Store) -> list[str]:
    """Return the codes of the indicators in use, the most frequent first."""
    counts = Counter(iri for _, iri in _pairs(store, WR + "indicator"))
    codes = dict(sorted(_pairs(store, SKOS + "notation")))
    return [codes[iri] for iri, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if iri in codes]


def _bodies(store: Store) -> list[str]:
    """Return the names of the bodies that reports are about."""
    return sorted({label_of(store, body) for _, body in _pairs(store, WR + "aboutOrganization")})


def _years(store: Store) -> list[str]:
    """Return the whole years that figures speak of."""
    return sorted({period for _, period in _pairs(store, WR + "period") if period.isdecimal()})


def _pairs(store: Store, predicate: str) -> Iterator[tuple[str, str]]:
    """Yield subject and object of every triple with a property."""
    for quad in store.quads_for_pattern(None, NamedNode(predicate), None, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            yield quad.subject.value, quad.object.value


def _cell(cell: Cell, bound: dict[str, str]) -> str:
    """Return a cell as text, cut where it is long."""
    text = plain(cell, bound)
    return text if len(text) <= MOST_CELL else text[: MOST_CELL - 1] + "…"
