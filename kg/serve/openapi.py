"""The OpenAPI 3.1 description, made from the tables that the answers are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from inspect import getdoc
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from kg.analyze.rows import Evidence
from kg.graph.queries import NamedQuery, load_queries
from kg.serve.files import DOWNLOADS
from kg.serve.negotiation import GRAPHS, NAMES, RESULTS
from kg.serve.problems import MEDIA, TITLES
from kg.serve.routes import COLLECTIONS, LONGEST, PAGING, TEXT_PARAMETERS, Parameter, of_query

Json = dict[str, Any]
_REFUSALS: Final = {
    "400": "The request is wrong; the problem document says what to change.",
    "404": "There is nothing at this address.",
    "405": "The address does not know the method.",
    "406": "No format that the client takes.",
    "408": "The request did not arrive in time.",
    "413": "The request is too large.",
    "415": "The body is of another kind than the address takes.",
    "503": "Too much at once, or too large an answer; with Retry-After where waiting helps.",
    "504": "The query took too long and was stopped.",
}


def description(version: str) -> Json:
    """Return the description of the service."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "workreport-kg",
            "version": version,
            "description": "What work reports say, as a graph that can be asked. Everything is read-only.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": {**_sparql(), **_collections(), **_texts(), **_named(), **_things(), **_rest()},
        "components": {"schemas": _schemas()},
    }


def listed_queries() -> list[Json]:
    """Return the named queries with what they take and give."""
    return [
        {
            "name": one.name,
            "title": {"zh": one.title_zh, "en": one.title_en},
            "description": {"zh": one.description_zh, "en": one.description_en},
            "parameters": [
                {"name": p.name, "type": p.type, "default": p.default, "zh": p.zh, "en": p.en} for p in one.parameters
            ],
            "columns": [{"name": c.name, "zh": c.zh, "en": c.en} for c in one.columns],
            "sparql": one.text,
        }
        for one in load_queries().values()
    ]


def _sparql() -> Json:
    answers = (*RESULTS, *GRAPHS)
    form = _query_parameter(
        "format", "Format of the answer, in place of Accept.", {"enum": sorted({*NAMES} - {"html"})}
    )
    query = {"type": "string", "description": "A SPARQL 1.1 query: SELECT, ASK, CONSTRUCT or DESCRIBE."}
    body = {"type": "object", "required": ["query"], "properties": {"query": query}, "additionalProperties": False}
    get = _operation(
        "sparql",
        "SPARQL 1.1 Protocol. Without query: the service description.",
        {"200": _content("The answer.", answers), "303": {"description": "To the console, for browsers."}},
        ("400", "406", "503", "504"),
        [_query_parameter("query", query["description"], {}), form],
    )
    post = _operation(
        "sparqlPost",
        "SPARQL 1.1 Protocol.",
        {"200": _content("The answer.", answers)},
        ("400", "406", "408", "413", "415", "503", "504"),
        [form],
    )
    post["requestBody"] = {
        "required": True,
        "content": {
            "application/sparql-query": {"schema": query},
            "application/x-www-form-urlencoded": {"schema": body},
        },
    }
    return {"/sparql": {"get": get, "post": post}}


def _collections() -> Json:
    paths: Json = {}
    for name, one in COLLECTIONS.items():
        ref = one.row.__name__.removesuffix("Row")
        paths[f"/api/{name}"] = _get(
            name, one.says, _page_of(ref), ("400", "503", "504"), _parameters((*one.parameters, *PAGING))
        )
        paths[f"/api/{name}/{{id}}"] = _get(
            f"{name}One", f"One of {name}.", _ref(ref), ("400", "404", "503", "504"), [_path("id", "Identifier.")]
        )
    paths["/api/evidence/{id}"] = _get(
        "evidence",
        "The characters that state a figure or relation, or name an entity.",
        _page_of("Evidence"),
        ("400", "404", "503", "504"),
        [_path("id", "Identifier of the figure, relation or entity."), *_parameters(PAGING)],
    )
    return paths


def _texts() -> Json:
    words = {"description": "The text.", "content": {"text/plain": {"schema": {"type": "string"}}}}
    report = _path("id", "Identifier of the report.")
    return {
        "/api/reports/{id}/text": _get(
            "passage",
            "Characters of a report.",
            _ref("Passage"),
            ("400", "404"),
            [report, *_parameters(TEXT_PARAMETERS)],
        ),
        "/texts/{id}.txt": {
            "get": _operation("text", "The text of a report as it was read.", {"200": words}, ("400", "404"), [report])
        },
    }


def _named() -> Json:
    """One address a named query, so that each says what it takes."""
    listed = _get("queries", "The named queries.", {"type": "array", "items": _ref("Query")}, ("400",))
    paths = {"/api/queries": listed}
    for one in load_queries().values():
        paths[f"/api/queries/{one.name}"] = {"get": _named_operation(one)}
        text = _content("The query.", ["application/sparql-query"])
        says = f"The text of {one.name}, its parameters put in."
        paths[f"/api/queries/{one.name}/sparql"] = {
            "get": _operation(
                f"sparql-{one.name}", says, {"200": text}, ("400", "503", "504"), _parameters(of_query(one))
            )
        }
    return paths


def _named_operation(query: NamedQuery) -> Json:
    form = _query_parameter("format", "Format of the answer.", {"enum": ["csv", "json", "tsv", "xml"]})
    more = " A Link with rel=next tells that there is more." if query.paged else ""
    columns = "; ".join(f"{one.name}: {one.en} | {one.zh}" for one in query.columns)
    said = _operation(
        f"query-{query.name}",
        f"{query.title_en} | {query.title_zh}",
        {"200": _content(f"Columns: {columns}.{more}" if more else f"Columns: {columns}", RESULTS)},
        ("400", "406", "503", "504"),
        [*_parameters(of_query(query)), form],
    )
    return {**said, "description": f"{query.description_en}\n\n{query.description_zh}"}


def _things() -> Json:
    name = _path("id", "Local name of a data IRI.")
    forms = (*GRAPHS, "text/html")
    names = {"enum": sorted(key for key, media in NAMES.items() if media in GRAPHS or key == "html")}
    graph = _query_parameter("format", "Format of the answer, in place of Accept.", names)
    void = _query_parameter("format", graph["description"], {"enum": sorted(set(names["enum"]) - {"html"})})
    return {
        "/id/{id}": {
            "get": _operation(
                "identifier", "A thing of the graph.", {"303": {"description": "Its description."}}, (), [name]
            )
        },
        "/doc/{id}": {
            "get": _operation(
                "describe",
                "What the graph says of a thing.",
                {"200": _content("Its description.", forms)},
                ("400", "404", "406", "503", "504"),
                [name, graph],
            )
        },
        "/.well-known/void": {
            "get": _operation(
                "void",
                "VoID: what the graph holds.",
                {"200": _content("The description.", GRAPHS)},
                ("400", "406", "503", "504"),
                [void],
            )
        },
    }


def _rest() -> Json:
    page = {"200": _content("The page.", ["text/html"])}
    files = {"description": "The file.", "content": {media.partition(";")[0]: {} for media in DOWNLOADS.values()}}
    return {
        "/": {"get": _operation("console", "The query console.", page, ())},
        "/page": {"get": _operation("page", "The graph as a page to explore.", page, ("404",))},
        "/files/{name}": {
            "get": _operation(
                "download",
                "What the build wrote.",
                {"200": files},
                ("400", "404"),
                [_path("name", "Name of the file.", {"enum": list(DOWNLOADS)})],
            )
        },
        "/openapi.json": _get("openapi", "This description.", {"type": "object"}, ("400",)),
        "/api/status": _get("status", "How the service is doing.", _ref("Status"), ("400",)),
    }


# --- parts


def _get(name: str, says: str, schema: Json, refusals: Iterable[str], parameters: list[Json] | None = None) -> Json:
    answer = {"description": says, "content": {"application/json": {"schema": schema}}}
    return {"get": _operation(name, says, {"200": answer}, refusals, parameters)}


def _operation(
    name: str, says: str, responses: Json, refusals: Iterable[str], parameters: list[Json] | None = None
) -> Json:
    problem = {MEDIA: {"schema": _ref("Problem")}}
    refused = {status: {"description": _REFUSALS[status], "content": problem} for status in refusals}
    unchanged = {"304": {"description": "The client has it already (If-None-Match)."}}
    return {
        "operationId": name,
        "summary": says,
        "parameters": parameters or [],
        "responses": {**responses, **unchanged, **refused},
    }


def _content(says: str, kinds: Iterable[str]) -> Json:
    return {"description": says, "content": {kind: {} for kind in kinds}}


def _parameters(parameters: Iterable[Parameter]) -> list[Json]:
    return [_query_parameter(one.name, one.says, _schema_of(one), required=one.required) for one in parameters]


def _schema_of(one: Parameter) -> Json:
    if one.least is not None:
        return {"type": "integer", "minimum": one.least, "maximum": one.most, "default": one.default}
    if one.choices:
        return {"type": "string", "enum": list(one.choices)}
    return {"type": "string", "maxLength": LONGEST, **({"pattern": f"^{one.pattern}$"} if one.pattern else {})}


def _query_parameter(name: str, says: str, schema: Json, *, required: bool = False) -> Json:
    schema = {"type": "string", **schema}
    return {"name": name, "in": "query", "description": says, "required": required, "schema": schema}


def _path(name: str, says: str, schema: Json | None = None) -> Json:
    schema = {"type": "string", "minLength": 1, **(schema or {})}
    return {"name": name, "in": "path", "description": says, "required": True, "schema": schema}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _page_of(name: str) -> Json:
    number = {"type": "integer", "minimum": 0}
    properties = {
        "total": number,
        "offset": number,
        "limit": number,
        "next": {"type": ["string", "null"], "description": "Where the next items are."},
        "items": {"type": "array", "items": _ref(name)},
    }
    return _object(properties)


def _schemas() -> Json:
    text, number = {"type": "string"}, {"type": "integer"}
    address = {"id": {**text, "description": "Local name of the IRI."}, "url": {**text, "description": "Address here."}}
    both = _object({"zh": text, "en": text})
    parameter = _object({"name": text, "type": text, "default": {"type": ["string", "null"]}, "zh": text, "en": text})
    column = _object({"name": text, "zh": text, "en": text})
    listed = {"parameters": {"type": "array", "items": parameter}, "columns": {"type": "array", "items": column}}
    problem = {"type": text, "title": {"enum": list(TITLES.values())}, "status": number, "detail": text, "remedy": text}
    rows = {one.row.__name__.removesuffix("Row"): _row(one.row, address) for one in COLLECTIONS.values()}
    return rows | {
        "Evidence": _row(Evidence, {}),
        "Passage": _object({"report": text, "start": number, "end": number, "length": number, "text": text}),
        "Query": _object({"name": text, "title": both, "description": both, **listed, "sparql": text}),
        "Status": _object(
            {"graph": text, "base": text, **dict.fromkeys(("triples", "running", "slow", "waiting", "kept"), number)}
        ),
        "Problem": {**_object(problem), "required": ["type", "title", "status", "detail"]},
    }


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _row(row: type, more: Json) -> Json:
    """Return the schema of a row from the types of its fields."""
    hints = get_type_hints(row)
    found = {one.name: _type(hints[one.name]) for one in fields(row)}
    return {**_object({**found, **more}), "description": (getdoc(row) or "").partition("\n")[0]}


def _type(hint: Any) -> Json:
    if hint is Decimal:
        return {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "description": "A decimal number, exact."}
    if get_origin(hint) in (Union, UnionType):
        inner = [one for one in get_args(hint) if one is not NoneType]
        return {"anyOf": [*map(_type, inner), {"type": "null"}]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _type(get_args(hint)[0])}
    if is_dataclass(hint):
        return _ref(hint.__name__ if isinstance(hint, type) else "")
    return {"type": {str: "string", int: "integer", bool: "boolean"}[hint]}
