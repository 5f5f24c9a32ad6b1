"""The answer to an understood question: rows, the sentences behind them, the query as anyone may run it again."""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

import pyoxigraph as ox

from kg.analyze.ask.intents import Filter
from kg.analyze.ask.outcomes import Understood
from kg.analyze.ask.ranks import foremost
from kg.analyze.rows import Evidence
from kg.graph.namespaces import prefixes
from kg.graph.queries import Answer, Cell, named_query, plain, run_query, unpaged
from kg.graph.store import base_of

_HOLDS: Final = frozenset(("initiative", "endorsed", "part", "whole", "actor", "target", "subject", "object", "name"))
"""Columns in which a part of a name is enough for an undertaking."""
_NAMED: Final = ("initiative", "name", "title", "media", "endorsed", "body", "org")
"""Columns of names, the one that an answer is about first."""
_SPAN: Final = """
  ?span nif:anchorOf ?words ; nif:beginIndex ?start ; nif:endIndex ?end ; nif:referenceContext ?report .
  ?report wr:fileName ?file .
  OPTIONAL { ?span wr:sentence ?around . ?around nif:anchorOf ?sentence ; nif:beginIndex ?begin }"""
_OF_FIGURES: Final = f"""SELECT ?value ?unit ?org ?indicatorText ?report ?file ?start ?end ?words ?sentence ?begin WHERE {{
  VALUES (?value ?unit) {{ %s }}
  ?figure a wr:Metric ; wr:value ?value ; wr:unit ?unit ; wr:indicatorText ?indicatorText ; wr:evidence ?span . {_SPAN}
  OPTIONAL {{ ?figure wr:organization/skos:prefLabel ?org }}
}}"""
_OF_CLAUSES: Final = f"""SELECT DISTINCT ?clause ?report ?file ?start ?end ?words ?sentence ?begin WHERE {{
  VALUES ?words {{ %s }}
  ?fact a rdf:Statement ; wr:evidence ?span . {_SPAN}
  BIND(?words AS ?clause)
}}"""
_OF_NAMES: Final = f"""SELECT ?label ?report ?file ?start ?end ?words ?sentence ?begin WHERE {{
  VALUES ?label {{ %s }}
  ?thing skos:prefLabel ?label ; wr:evidence ?span . {_SPAN}
}}"""


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a report states a row."""

    row: int
    """Index of the row."""
    place: Evidence


@dataclass(frozen=True, slots=True)
class Reply:
    """Rows of the query that was run, after the conditions that it has no parameter for."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    passages: tuple[Passage, ...]
    """Where the reports say so, in order of rows; a row without a place in a text has none."""
    asked: Understood
    """What was run: the question's query, or the one that it names otherwise."""
    instead: tuple[tuple[str, ...], ...] = ()
    """Where there is no row: what figures the graph has of that body and year: what is counted, value, unit, period."""


def answer(store: ox.Store, asked: Understood) -> Reply:
    """The rows that answer a question, with their sentences; where a figure is missing, those that there are."""
    found = run_query(store, asked.query, _whole(asked.query, dict(asked.params)))
    kept = [row for row in found.rows if _fits(dict(zip(found.columns, row, strict=True)), asked.filters)]
    if asked.reverse:
        kept.reverse()
    result = Answer(found.columns, tuple(kept), base=found.base)
    rows = tuple(dict.fromkeys(tuple(row) for row in result.table()))
    rows = foremost(result.columns, rows, asked.top, singly=asked.singly)
    if not rows and asked.otherwise is not None:
        return answer(store, asked.otherwise)
    passages = tuple(_passages(store, result, rows)) if rows else ()
    return Reply(found.columns, rows, passages, asked, () if rows else tuple(_instead(store, asked)))


def _whole(query: str, params: Mapping[str, str]) -> Mapping[str, str]:
    """The parameters, such that the answer has all rows: conditions are put to them afterwards."""
    named = named_query(query)
    return unpaged(named, params) if named else params


def command(asked: Understood, graph: str) -> str:
    """The query as a line for the shell.

    >>> from kg.analyze.ask.outcomes import Understood
    >>> command(Understood("", "figures", (("body", "甲市政协"),), (), (), ""), "output")
    'kg query output figures --param body=甲市政协'
    """
    words = ["kg", "query", graph, asked.query]
    for name, value in asked.params:
        words += ["--param", f"{name}={value}"]
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    """A word for the shell; Chinese ones need no quotation marks, which shlex would put around them."""
    return word if all(char.isalnum() or char in "=._/:@%+-" for char in word) else shlex.quote(word)


def _fits(row: Mapping[str, Cell], filters: Iterable[Filter]) -> bool:
    return all(any(_holds(column, _text(row[column]), one) for column in one.columns) for one in filters)


def _holds(column: str, cell: str, wanted: Filter) -> bool:
    """Whether a cell has one of the values: years within periods, undertakings by a part of their name."""
    if column in ("period", "year", "actualPeriod", "plannedPeriod"):
        return any(value in cell for value in wanted.values)
    if wanted.slot == "bound":
        return any(_within(cell, value) for value in wanted.values)
    if wanted.slot == "initiative" and column in _HOLDS:
        return any(value in cell for value in wanted.values)
    return cell in wanted.values


def _within(cell: str, bound: str) -> bool:
    """Whether a number keeps a bound such as >=300.

    >>> _within("300", ">=300"), _within("98.5", "<98")
    (True, False)
    """
    sign = bound.rstrip("0123456789.")
    try:
        number, limit = Decimal(cell), Decimal(bound.removeprefix(sign))
    except InvalidOperation:  # an empty cell
        return False
    return {">=": number >= limit, "<=": number <= limit, ">": number > limit, "<": number < limit}[sign]


def _text(cell: Cell) -> str:
    return plain(cell, {})


def _passages(store: ox.Store, found: Answer, rows: tuple[tuple[str, ...], ...]) -> Iterator[Passage]:
    """The passages of figures by value and unit, of statements by their clause, of names by their first mention."""
    named = {column: _cells(found, column) for column in found.columns}
    if "value" in named and "unit" in named:
        pairs = {f"({row[found.columns.index('value')]} {row[found.columns.index('unit')]})" for row in found.rows}
        told = _solutions(store, _OF_FIGURES % " ".join(sorted(pairs)))
        yield from _matched(found.columns, rows, told, ("value", "unit", "org", "indicatorText", "file", "start"))
    elif "clause" in named:
        told = _solutions(store, _OF_CLAUSES % " ".join(named["clause"]))
        yield from _matched(found.columns, rows, told, ("clause", "file"))
    elif column := next((name for name in _NAMED if named.get(name)), ""):
        first: dict[tuple[str, str], dict[str, str]] = {}
        for one in sorted(_solutions(store, _OF_NAMES % " ".join(named[column])), key=lambda t: int(t["start"])):
            first.setdefault((one["label"], one["file"]), {**one, column: one["label"]})
        yield from _matched(found.columns, rows, first.values(), (column, "file"))


def _cells(found: Answer, column: str) -> list[str]:
    """The literals of a column as SPARQL writes them, sorted, each once."""
    at = found.columns.index(column)
    return sorted({str(row[at]) for row in found.rows if isinstance(row[at], ox.Literal)})


def _matched(
    columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], told: Iterable[Mapping[str, str]], keys: Iterable[str]
) -> Iterator[Passage]:
    """The spans that go with each row: those that agree in every key that is a column."""
    shared = [key for key in keys if key in columns]
    at = [columns.index(key) for key in shared]
    index: dict[tuple[str, ...], list[Evidence]] = defaultdict(list)
    for one in told:
        index[tuple(one[key] for key in shared)].append(_evidence(one))
    for number, row in enumerate(rows):
        places = {(e.file, e.start, e.end): e for e in index.get(tuple(row[i] for i in at), ())}
        yield from (Passage(number, places[key]) for key in sorted(places))


def _evidence(told: Mapping[str, str]) -> Evidence:
    start = int(told["start"])
    begin, sentence = (int(told["begin"]), told["sentence"]) if told["sentence"] else (start, told["words"])
    return Evidence(
        told["file"], start, int(told["end"]), told["words"], sentence, begin, told["report"].rpartition("/")[2]
    )


def _solutions(store: ox.Store, query: str) -> Iterator[dict[str, str]]:
    found = store.query(query, prefixes=prefixes(base_of(store)))
    if isinstance(found, ox.QuerySolutions):
        names = [variable.value for variable in found.variables]
        for row in found:
            yield {name: row[name].value if row[name] is not None else "" for name in names}


def _instead(store: ox.Store, asked: Understood) -> Iterator[tuple[str, ...]]:
    """The figures that the graph has of the body, report or undertaking that was asked about: first those of the
    indicator in other years, then those that are called alike, then those of the year."""
    params = dict(asked.params)
    wanted: dict[str, str] = {name: params[name] for name in ("initiative", "body", "file") if name in params}
    if "indicator" not in params or not wanted:
        return
    year = (params.get("period") or params.get("year") or "")[:4]
    said = {char for part in asked.parts if part.slot == "indicator" for char in part.words} - {"、"}
    query = "figures-of-initiative" if "initiative" in params else "figures"
    told = run_query(store, query, _whole(query, wanted))
    rows = [dict(zip(told.columns, row, strict=True)) for row in told.table()]
    codes = params["indicator"].split("|")
    rows.sort(
        key=lambda row: (
            row["concept"] not in codes,
            -len(said & set(row["indicatorText"])),
            year not in row["period"],
        )
    )
    names = ("indicatorText", "value", "unit", "period")
    yield from dict.fromkeys(tuple(row[name] for name in names) for row in rows)
