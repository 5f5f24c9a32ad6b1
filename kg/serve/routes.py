"""The JSON routes as a table: what each takes and gives. The answers and the OpenAPI description are made from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote, urlencode

from kg.analyze.rows import EntityRow, Evidence, FigureRow, RelationRow, ReportRow, Row, Rows
from kg.api import WorkGraph
from kg.errors import QueryError
from kg.graph.iri import decimal_text
from kg.graph.queries import OFFSET, NamedQuery, full_text, next_offset
from kg.graph.vocabulary import CLASSES
from kg.serve.exchange import Reply, Request
from kg.serve.problems import Problem
from kg.serve.served import Served
from kg.serve.sparql import answer_query

JSON: Final = "application/json"
LONGEST: Final = 500
"""Characters of a parameter."""
MODALITIES: Final = ("actual", "planned", "norm")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may stand behind the question mark."""

    name: str
    says: str
    choices: tuple[str, ...] = ()
    """All that it may be; any text where empty."""
    least: int | None = None
    """Set for numbers, with the greatest and the default."""
    most: int = 0
    default: int = 0
    required: bool = False
    pattern: str = ""
    """A regular expression for all of the text, without the marks of its ends."""


PAGING: Final = (
    Parameter("limit", "How many items to return.", least=1, most=1000, default=100),
    Parameter("offset", "How many items to pass over.", least=0, most=10_000_000, default=0),
)
_PATTERNS: Final = {"number": r"[+-]?[0-9]+(\.[0-9]+)?", "count": r"[0-9]{0,12}"}
"""Type of a parameter of a named query -> what it looks like."""
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Collection:
    """Rows of one kind: all that fit at ``/api/NAME``, one at ``/api/NAME/ID``."""

    row: type[Row]
    says: str
    parameters: tuple[Parameter, ...]
    rows: Callable[[WorkGraph, Words], Rows[Any]]


_FILE: Final = Parameter("file", "Part of the name of a report's file.")
COLLECTIONS: Final[Mapping[str, Collection]] = {
    "reports": Collection(ReportRow, "The reports, by title.", (), lambda graph, _: graph.reports()),
    "entities": Collection(
        EntityRow,
        "Bodies, undertakings, titled texts, places and persons, by kind and label.",
        (
            Parameter("kind", "Kind of entity.", tuple(CLASSES)),
            Parameter("search", "Part of a name or of another name; or an IRI."),
            Parameter("category", "Code of a kind of body, undertaking or text; takes the narrower ones with it."),
            _FILE,
        ),
        lambda graph, said: graph.entities(**said),
    ),
    "figures": Collection(
        FigureRow,
        "Figures with what they count, whose they are, and the characters that state them.",
        (
            Parameter("organization", "Part of a name of the body whose figure it is; or its IRI."),
            Parameter("indicator", "Code of the indicator; takes the narrower ones with it."),
            Parameter("initiative", "Part of the name of an undertaking; takes its parts with it."),
            Parameter("period", "Year, month or stretch; takes all that lies in it."),
            Parameter("modality", "Done, planned, or a rule.", MODALITIES),
            Parameter("unit", "Measure word."),
            Parameter("words", "Part of what is counted, or of the printed form."),
            _FILE,
        ),
        lambda graph, said: graph.figures(**said),  # type: ignore[arg-type]
    ),
    "relations": Collection(
        RelationRow,
        "Who does what to whom, with the clauses that state it.",
        (
            Parameter("subject", "Part of a name of the subject; or its IRI."),
            Parameter("predicate", "Local name of the property (carriesOut, endorses …)."),
            Parameter("object", "Part of a name of the object; or its IRI."),
            Parameter("entity", "Part of a name of either end; or its IRI."),
            _FILE,
        ),
        lambda graph, said: graph.relations(**said),
    ),
}


def list_rows(served: Served, request: Request) -> Reply:
    """Return a page of a collection: how many rows fit, those asked for, and where the next ones are."""
    collection = COLLECTIONS[request.route]
    said = checked(request, (*collection.parameters, *PAGING))
    words = {name: value for name, value in said.items() if name not in ("limit", "offset") and value}
    return _page(served, request, collection.rows(served.graph, words), said)


def one_row(served: Served, request: Request) -> Reply:
    """Return one row of a collection by its identifier."""
    checked(request, ())
    return _json(_said(_found(served, request, (request.route.removesuffix("/id"),)), served, request))


def list_evidence(served: Served, request: Request) -> Reply:
    """Return the characters that state a fact or name an entity."""
    said = checked(request, PAGING)
    row = _found(served, request, ("figures", "relations", "entities"))
    return _page(served, request, row.evidence, said)


def answer_named(served: Served, request: Request) -> Reply:
    """Return the answer to a named query in a format of SPARQL results."""
    query = _query(served, request.name)
    said = checked(request, (*of_query(query), Parameter("format", "Format of the answer.")))
    reply = answer_query(served, request, _text(served, query, said))
    given = {name: value for name, value in said.items() if name != "format"}
    end = next_offset(served.store, query, given)
    if end is None:
        return reply
    onward = [*((name, value) for name, value in request.params if name != OFFSET), (OFFSET, str(end))]
    more = f"{request.origin}/api/queries/{query.name}?{urlencode(onward)}"
    return replace(reply, headers=(*reply.headers, ("Link", f'<{more}>; rel="next"')))


def write_named(served: Served, request: Request) -> Reply:
    """Return the text of a named query with its parameters put in, to be changed or taken elsewhere."""
    query = _query(served, request.name)
    text = _text(served, query, checked(request, of_query(query)))
    return Reply(text.encode("utf-8", "replace"), "application/sparql-query", steady=True)


def _text(served: Served, query: NamedQuery, said: Words) -> str:
    given = {name: value for name, value in said.items() if name != "format"}
    try:
        return full_text(query, given, base=served.base)
    except QueryError as error:
        raise Problem(400, "bad-parameter", error.thing, remedy=error.remedy) from None


def of_query(query: NamedQuery) -> tuple[Parameter, ...]:
    """The parameters of a named query."""
    return tuple(
        Parameter(
            one.name,
            f"{one.en} | {one.zh}" + (f" (default: {one.default})" if one.default else ""),
            required=one.default is None,
            pattern=_PATTERNS.get(one.type, ""),
        )
        for one in query.parameters
    )


def _query(served: Served, name: str) -> NamedQuery:
    if name not in served.queries:
        raise Problem(404, "not-found", f"there is no query named {name}", remedy="/api/queries lists them")
    return served.queries[name]


def checked(request: Request, parameters: tuple[Parameter, ...]) -> dict[str, str]:
    """Return the parameters of a request by name; raises ``Problem`` for one that is unknown, doubled or wrong."""
    known = {one.name: one for one in parameters}
    said: dict[str, str] = {}
    for name, value in request.params:
        if name not in known:
            names = ", ".join(known) or "none"
            raise Problem(400, "bad-parameter", f"there is no parameter {name!r}", remedy=f"there are: {names}")
        if name in said:
            raise Problem(400, "bad-parameter", f"{name} is given twice", remedy="give it once")
        _check(known[name], value)
        said[name] = value
    if missing := [one.name for one in parameters if one.required and one.name not in said]:
        raise Problem(400, "bad-parameter", f"{missing[0]} is missing", remedy=f"add {missing[0]}=")
    return said


def _check(parameter: Parameter, value: str) -> None:
    name = parameter.name
    if parameter.choices and value not in parameter.choices:
        raise Problem(400, "bad-parameter", f"{name} cannot be that", remedy=f"one of {', '.join(parameter.choices)}")
    if len(value) > LONGEST:
        raise Problem(400, "bad-parameter", f"{name} is too long", remedy=f"give at most {LONGEST} characters")
    if parameter.least is not None:
        number = int(value) if value.isascii() and value.isdigit() else -1
        if not parameter.least <= number <= parameter.most:
            remedy = f"give a whole number from {parameter.least} to {parameter.most}"
            raise Problem(400, "bad-parameter", f"{name} is no such number", remedy=remedy)


def _found(served: Served, request: Request, collections: tuple[str, ...]) -> Any:
    iri = served.base + request.name
    for name in collections:
        for row in COLLECTIONS[name].rows(served.graph, {}):
            if row.iri == iri:
                return row
    where = " or ".join(f"/api/{name}" for name in collections)
    raise Problem(404, "not-found", f"there is nothing with the identifier {request.name}", remedy=f"see {where}")


def _page(served: Served, request: Request, rows: Rows[Any] | tuple[Evidence, ...], said: Words) -> Reply:
    limit, offset = (int(said.get(one.name) or one.default) for one in PAGING)
    end = offset + limit
    onward = [*((name, value) for name, value in request.params if name not in ("limit", "offset"))]
    onward += [("limit", str(limit)), ("offset", str(end))]
    path = f"/api/{request.route}" + (f"/{quote(request.name, safe='')}" if request.name else "")
    more = f"{request.origin}{path}?{urlencode(onward)}" if end < len(rows) else None
    reply = _json(
        {
            "total": len(rows),
            "offset": offset,
            "limit": limit,
            "next": more,
            "items": [_said(row, served, request) for row in rows[offset:end]],
        }
    )
    if more is None:
        return reply
    return Reply(reply.body, reply.media, headers=(("Link", f'<{more}>; rel="next"'),), steady=True)


def _said(row: Any, served: Served, request: Request) -> dict[str, Any]:
    """Return a row as JSON; rows with an IRI also say their identifier and their address here."""
    said: dict[str, Any] = plain_json(row)
    if "iri" in said:
        name = said["iri"].removeprefix(served.base)
        said |= {"id": name, "url": f"{request.origin}/id/{quote(name, safe='')}"}
    return said


def plain_json(value: Any) -> Any:
    """Return a value as JSON knows it: numbers that have to stay exact are texts.

    >>> plain_json((Decimal("7.50"), None, "年"))
    ['7.5', None, '年']
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain_json(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [plain_json(one) for one in value]
    return decimal_text(value) if isinstance(value, Decimal) else value


def _json(said: Any) -> Reply:
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Reply(body, JSON, steady=True)


TEXT_PARAMETERS: Final = (
    Parameter("start", "Offset of the first character (Unicode code points).", least=0, most=1_000_000_000, default=0),
    Parameter("length", "How many characters at most.", least=1, most=100_000, default=2000),
)


def text_part(report: str, text: str, said: Words) -> dict[str, object]:
    """Return characters of a report's text with their offsets, and how long the text is."""
    start, length = (int(said.get(one.name) or one.default) for one in TEXT_PARAMETERS)
    words = text[start : start + length]
    return {"report": report, "start": start, "end": start + len(words), "length": len(text), "text": words}
