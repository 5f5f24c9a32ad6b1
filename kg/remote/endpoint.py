"""A query to a SPARQL endpoint: SPARQL 1.1 Protocol, W3C Recommendation of 2013, query via POST with parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.errors import RemoteError
from kg.graph.namespaces import BASE
from kg.graph.queries import Answer, Cell, behind_page, declared, named_query, portable_text
from kg.remote.http import Reply, Server, refusal, request

_ACCEPT: Final = "application/sparql-results+json, application/n-triples, text/turtle;q=0.9"
_WHERE: Final = "give the address of its SPARQL endpoint; on many servers it ends in /query or /sparql"
_REMEDIES: Final = {
    400: "mend the query",
    404: _WHERE,
    405: _WHERE,
    406: "the server has no answer in JSON or N-Triples",
    413: "the query is longer than the server allows",
    415: _WHERE,
    500: "the log of the server tells more",
    503: "the server has too much to do: ask for less, or later",
    504: "the query takes longer than the server allows: ask for less",
}


def ask_endpoint(there: Server, query: str, params: Mapping[str, str] | None = None, *, graph: str = "") -> Answer:
    """Return the answer of another server to a named query (by name) or to any SPARQL that only reads.

    ``graph``: IRI of the graph to ask, empty for the server's default. Raises ``QueryError`` as ``run_query`` does,
    and ``RemoteError`` where the server refuses, is silent, or answers with half a document.
    """
    answer = _asked(there, portable_text(query, params), graph)
    named = named_query(query)
    behind = behind_page(named, dict(params or {})) if named else None
    if behind is not None and answer.rows and _asked(there, declared(behind[1]), graph).rows:
        return replace(answer, next_offset=behind[0])
    return answer


def _asked(there: Server, text: str, graph: str) -> Answer:
    form = {"query": text, **({"default-graph-uri": graph} if graph else {})}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": _ACCEPT}
    reply = request(there, "POST", urlencode(form).encode(), headers=headers)
    if reply.status >= 300:
        raise refusal(there, reply, _REMEDIES)
    try:
        answer = _read(reply)
    except (SyntaxError, ValueError) as error:
        said = " ".join(str(error).split())
        raise RemoteError(
            f"an answer that cannot be read ({said})",
            place=there.shown,
            remedy="it may have been cut off: ask for less",
        ) from None
    if answer is None:
        raise RemoteError(
            f"answers with {reply.kind or 'something'}, not with results", place=there.shown, remedy=_WHERE
        )
    return answer


def _read(reply: Reply) -> Answer | None:
    """Return rows, a verdict or triples, whichever came; None for a media type of another kind."""
    kind = "application/sparql-results+json" if reply.kind == "application/json" else reply.kind
    if form := ox.QueryResultsFormat.from_media_type(kind):
        result = ox.parse_query_results(reply.body, format=form)
        if isinstance(result, ox.QueryBoolean):
            return Answer(verdict=bool(result), base=BASE)
        names = tuple(variable.value for variable in result.variables)
        rows: list[tuple[Cell, ...]] = [tuple(row[name] for name in names) for row in result]
        return Answer(names, tuple(rows), base=BASE)
    if syntax := ox.RdfFormat.from_media_type(kind):
        triples = {quad.triple for quad in ox.parse(reply.body, format=syntax)}
        return Answer(triples=tuple(sorted(triples, key=str)), base=BASE)
    return None
