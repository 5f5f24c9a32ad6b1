"""A SPARQL query and its answer, whole or not at all; runs in a worker."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.cells import guarded_csv, guarded_tsv
from kg.graph.queries import turtle
from kg.graph.safety import refuse_unsafe
from kg.serve.exchange import Reply, Request
from kg.serve.negotiation import GRAPHS, RESULTS, content_type, media_type
from kg.serve.problems import Problem
from kg.serve.served import Served

PARAMETERS: Final = frozenset({"query", "format"})
"""What the protocol's requests may say here."""
_DATASET: Final = ("default-graph-uri", "named-graph-uri")
_FRESH: Final = re.compile(r"\b(NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
"""Functions that give something else each time."""
_CLASSES: Final = re.compile(r",? ?\[(?:'[^']*'|[^\]'])*\]")
"""Ranges of characters, of which the parser's messages are full."""
_BETWEEN: Final = {
    ox.QueryResultsFormat.JSON: b"},{",
    ox.QueryResultsFormat.XML: b"<result>",
    ox.QueryResultsFormat.CSV: b"\n",
    ox.QueryResultsFormat.TSV: b"\n",
}
"""What stands at least once between two rows."""
_GUARDED: Final = {ox.QueryResultsFormat.CSV: guarded_csv, ox.QueryResultsFormat.TSV: guarded_tsv}
"""Formats that spreadsheets open; JSON and XML give every text as it is."""


def answer_protocol(served: Served, request: Request) -> Reply:
    """Return the answer to a request of the SPARQL protocol; raises ``Problem``."""
    for name in _DATASET:
        if request.values(name):
            raise Problem(400, "refused", f"{name}: there is one graph here", remedy="leave it out")
    if request.values("update"):
        raise Problem(400, "refused", "update: nothing here can be changed", remedy="send query=")
    if unknown := sorted({name for name, _ in request.params} - PARAMETERS):
        raise Problem(400, "bad-parameter", f"there is no parameter {unknown[0]!r}", remedy="send query= and format=")
    queries = request.values("query")
    if len(queries) != 1:
        said = "query is given more than once" if queries else "query is missing"
        raise Problem(400, "bad-request", said, remedy="give it once: query=SELECT …")
    return answer_query(served, request, queries[0])


def answer_query(served: Served, request: Request, text: str) -> Reply:
    """Return the answer to a query in the format that the request asks for; raises ``Problem``."""
    try:
        refuse_unsafe(text)
    except QueryError as error:
        kind = "bad-query" if error.thing == "not a query" else "refused"
        raise Problem(400, kind, error.thing, remedy=error.remedy) from None
    try:
        found = served.store.query(text, prefixes=served.prefixes)
    except (SyntaxError, ValueError, RuntimeError) as error:  # RuntimeError: a function that the engine does not know
        said = _CLASSES.sub("", " ".join(str(error).split()))
        raise Problem(400, "bad-query", said, remedy="see https://www.w3.org/TR/sparql11-query/") from None
    steady = not _FRESH.search(text)
    if isinstance(found, ox.QueryTriples):
        media = media_type(request, tuple(GRAPHS))
        triples = tuple(islice(found, served.limits.rows + 1))
        return Reply(graph_bytes(served, triples, media), content_type(media), steady=steady)
    media = media_type(request, tuple(RESULTS))
    return Reply(_result_bytes(served, found, RESULTS[media]), content_type(media), steady=steady)


def graph_bytes(served: Served, triples: tuple[ox.Triple, ...], media: str) -> bytes:
    """Return triples, each once and sorted, in a format of ``GRAPHS``; raises ``Problem`` where they are too many."""
    if len(triples) > served.limits.rows:
        raise _too_much(f"more than {served.limits.rows} triples")
    once = sorted(set(triples), key=str)
    if media == "text/turtle":
        data = turtle(once, served.base).encode()
    else:
        data = ox.serialize(once, format=GRAPHS[media]) or b""
    if len(data) > served.limits.size:
        raise _too_much(f"more than {served.limits.size} bytes")
    return data


def _result_bytes(served: Served, found: ox.QuerySolutions | ox.QueryBoolean, form: ox.QueryResultsFormat) -> bytes:
    """Return rows, or yes or no, as the engine writes them; raises ``Problem`` where they are too many."""
    target = _Bounded(served.limits.size)
    try:
        found.serialize(target, format=form)
    except _Full:
        raise _too_much(f"more than {served.limits.size} bytes") from None
    data = target.getvalue()
    most = served.limits.rows
    # Reading takes longer than writing, and most answers cannot hold so many rows.
    if isinstance(found, ox.QuerySolutions) and data.count(_BETWEEN[form]) >= most and _rows(data, form) > most:
        raise _too_much(f"more than {most} rows")
    return _GUARDED[form](data) if form in _GUARDED else data


def _rows(data: bytes, form: ox.QueryResultsFormat) -> int:
    """Return how many rows an answer has."""
    if form == ox.QueryResultsFormat.CSV:
        return sum(1 for _ in csv.reader(io.StringIO(data.decode(), newline=""))) - 1
    if form == ox.QueryResultsFormat.TSV:  # line ends in values are escaped
        return data.count(b"\n") - 1
    parsed = ox.parse_query_results(data, format=form)
    return sum(1 for _ in parsed) if isinstance(parsed, ox.QuerySolutions) else 0


def _too_much(said: str) -> Problem:
    return Problem(503, "too-much", f"the answer has {said}", remedy="add LIMIT, and OFFSET for the next part")


class _Full(OSError):
    """The answer outgrew its bound."""


class _Bounded(io.BytesIO):
    """Bytes up to a bound; what goes beyond stops the engine."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if self.tell() + len(data) > self._most:
            raise _Full(f"more than {self._most} bytes")
        return super().write(data)
