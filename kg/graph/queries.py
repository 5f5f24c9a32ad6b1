"""Named queries and their answers.

A named query is a file of ``ontology/queries`` whose leading comments say what it answers:

    # title: 某机构的指标数字 | Figures of a body
    # description: 一个机构的全部指标数字 ... | All figures of a body ...
    # param body text "" : 机构名称(可只写一部分) | name of the body or a part of it
    # column value : 数值 | value

In the text ``$body`` stands for the value of the parameter, ``?x`` for a variable. A value is put in as a quoted
literal (or an IRI or a whole number that has been checked), so that it can never become a part of the query's syntax.
A line that ends with ``#? body`` counts only when that parameter is not empty: a filter that is switched off then costs
nothing.

A query that could list tens of thousands of rows has the parameters ``limit`` and ``offset``: a block of its own picks
the page, and the rest is joined for that page alone. The block ends with lines for ``ORDER BY``, ``LIMIT $limit`` and
``OFFSET $offset`` and a brace; whether there is more is asked of the block alone, without order, for one item.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.cells import table_lines
from kg.graph.frames import frame_of, table_html
from kg.graph.namespaces import RDF, XSD, prefixes
from kg.graph.safety import TOKEN, refuse_deep, refuse_unsafe
from kg.graph.store import base_of
from kg.graph.turtle import quoted
from kg.resources import query_texts

if TYPE_CHECKING:
    import pandas

Cell = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
TYPES: Final = ("text", "number", "count", "iri")
"""Types of parameters; a count is a whole number that stands as it is, behind LIMIT and OFFSET."""
LIMIT: Final = "limit"
OFFSET: Final = "offset"
"""Parameters of a page: how many items, and how many to pass over; an empty limit asks for all."""
_HEADER: Final = re.compile(r"#\s*(title|description|param|column)\b:?\s*(.*)")
_PARAM: Final = re.compile(r'(\w+)\s+(\w+)(?:\s+"([^"]*)")?\s*:\s*(.*)')
_CONDITION: Final = re.compile(r"#\?\s*(\w+)\s*$")
_COLUMN: Final = re.compile(r"(\w+)\s*:\s*(.*)")
_LIMITED: Final = f"LIMIT ${LIMIT}"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that the user of a query gives."""

    name: str
    type: str
    """One of ``TYPES``."""
    default: str | None
    """None: it must be given."""
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of the answer holds."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the ontology with its documentation."""

    name: str
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str

    @property
    def paged(self) -> bool:
        """Whether it answers page by page."""
        return any(one.name == LIMIT for one in self.parameters)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query returned: rows (SELECT), yes or no (ASK), or triples (CONSTRUCT, DESCRIBE)."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    verdict: bool | None = None
    triples: tuple[ox.Triple, ...] | None = None
    base: str = ""
    next_offset: int | None = None
    """Where the next page of the query begins; None: there is no more."""

    def table(self) -> list[list[str]]:
        """The rows as plain text: literals without datatype, IRIs with their prefix."""
        bound = {iri: name for name, iri in prefixes(self.base).items()}
        return [[plain(cell, bound) for cell in row] for row in self.rows]

    def frame(self) -> pandas.DataFrame:
        """The rows as a pandas frame: numbers as numbers, IRIs with their prefix, None where a cell is empty."""
        bound = {iri: name for name, iri in prefixes(self.base).items()}
        return frame_of(self.columns, [[_value(cell, bound) for cell in row] for row in self.rows])

    def _repr_html_(self) -> str:
        """A table for notebooks; ASK and triples as they are."""
        if self.verdict is not None or self.triples is not None:
            return f"<pre>{escape(self.serialize('csv' if self.triples is None else 'ttl'))}</pre>"
        return table_html(self.columns, self.table())

    def serialize(self, format: str) -> str:
        """The answer as ``csv``, ``tsv`` or ``json`` (rows, ASK) or ``ttl`` (triples)."""
        if self.triples is not None:
            if format != "ttl":
                raise QueryError(f"triples cannot be written as {format}", remedy="use --format ttl")
            return turtle(self.triples, self.base)
        if format == "json":
            return json.dumps(self._json(), ensure_ascii=False, indent=1) + "\n"
        if format in ("csv", "tsv"):
            return self._delimited("," if format == "csv" else "\t")
        raise QueryError(f"rows cannot be written as {format}", remedy="use --format table, csv, tsv or json")

    def _delimited(self, mark: str) -> str:
        if self.verdict is not None:
            return f"{str(self.verdict).lower()}\n"
        rows = (["" if cell is None else _bare(cell) for cell in row] for row in self.rows)
        return "".join(table_lines(self.columns, rows, delimiter=mark, end="\n"))

    def _json(self) -> dict[str, object]:
        if self.verdict is not None:
            return {"head": {}, "boolean": self.verdict}
        rows = [
            {name: _binding(cell) for name, cell in zip(self.columns, row, strict=True) if cell is not None}
            for row in self.rows
        ]
        return {"head": {"vars": list(self.columns)}, "results": {"bindings": rows}}


def parse_query(name: str, text: str) -> NamedQuery:
    """A named query from its file; a header that is not understood is an error."""
    said: dict[str, tuple[str, str]] = {}
    parameters: list[Parameter] = []
    columns: list[Column] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        header = _HEADER.fullmatch(line.rstrip())
        place = f"{name}.rq:{number}"
        if header is None:
            raise QueryError("a comment that is no title, description, param or column", place=place)
        key, value = header[1], header[2]
        if key in ("title", "description"):
            said[key] = _both(value, place)
        elif key == "param" and (found := _PARAM.fullmatch(value)) and found[2] in TYPES:
            parameters.append(Parameter(found[1], found[2], found[3], *_both(found[4], place)))
        elif key == "column" and (found := _COLUMN.fullmatch(value)):
            columns.append(Column(found[1], *_both(found[2], place)))
        else:
            raise QueryError(f"a {key} line that is not understood", place=place)
    for key in ("title", "description"):
        if key not in said:
            raise QueryError(f"no {key} line", place=f"{name}.rq")
    return NamedQuery(name, *said["title"], *said["description"], tuple(parameters), tuple(columns), text)


def _both(text: str, place: str) -> tuple[str, str]:
    zh, mark, en = (part.strip() for part in text.partition(" | "))
    if not (zh and en and mark):
        raise QueryError("a text that is not in both languages", place=place, remedy="write it as: 中文 | English")
    return zh, en


def load_queries() -> dict[str, NamedQuery]:
    """Name -> query, in order of names."""
    return {name: parse_query(name, text) for name, text in query_texts().items()}


def run_query(store: ox.Store, query: str | NamedQuery, params: Mapping[str, str] | None = None) -> Answer:
    """The answer to a named query (by name) or to any SPARQL text.

    Raises ``QueryError`` for an unknown name, a missing or unknown parameter, a syntax error, and for queries that
    would change the store or call out to another place (updates, SERVICE, FROM, LOAD).
    """
    named = query if isinstance(query, NamedQuery) else named_query(query)
    given = dict(params or {})
    text = _fill(named, given) if named else _fill_text(str(query), given)
    refuse_unsafe(text)
    refuse_deep(text)
    base = base_of(store)
    try:
        result = store.query(text, prefixes=prefixes(base))
    except (SyntaxError, RuntimeError) as error:  # RuntimeError: a function that the engine does not know
        raise QueryError(f"not a valid SPARQL query: {' '.join(str(error).split())}") from None
    if isinstance(result, ox.QueryBoolean):
        return Answer(verdict=bool(result), base=base)
    if isinstance(result, ox.QueryTriples):
        return Answer(triples=tuple(sorted(set(result), key=str)), base=base)
    columns = tuple(variable.value for variable in result.variables)
    rows = tuple(tuple(row) for row in result)  # by position: looking up names costs half as much again as the query
    return Answer(columns, rows, base=base, next_offset=next_offset(store, named, given) if named else None)


def behind_page(query: NamedQuery, params: Mapping[str, str]) -> tuple[int, str] | None:
    """Where the page behind this one begins, and the text of the query that has a row if there is one.

    None where the query has no pages, or all its rows were asked for.
    """
    page = {one.name: params.get(one.name, one.default) for one in query.parameters}
    limit = page.get(LIMIT)
    if not limit:
        return None
    end = int(limit) + int(page.get(OFFSET) or 0)
    return end, _fill(replace(query, text=_page_block(query.text)), {**params, LIMIT: "1", OFFSET: str(end)})


def next_offset(store: ox.Store, query: NamedQuery, params: Mapping[str, str]) -> int | None:
    """Where the next page of a query begins; None where there is no more."""
    behind = behind_page(query, params)
    if behind is None:
        return None
    found = store.query(behind[1], prefixes=prefixes(base_of(store)))
    return behind[0] if isinstance(found, ox.QuerySolutions) and next(found, None) is not None else None


def _page_block(text: str) -> str:
    """The block that picks the page, as a query of its own and in any order: the first one that counts is quick."""
    lines = text.splitlines()
    limit = next(number for number, line in enumerate(lines) if line.strip().startswith(_LIMITED))
    last = next(number for number in range(limit, len(lines)) if lines[number].strip() == "}")
    depth, first = 1, last
    while depth:
        first -= 1
        depth += lines[first].count("}") - lines[first].count("{")
    block = [line for line in lines[first : last + 1] if not line.strip().startswith("ORDER BY")]
    return "\n".join(("SELECT * WHERE {", *block, "}"))


def unpaged(query: NamedQuery, params: Mapping[str, str]) -> dict[str, str]:
    """The parameters, with the one that asks for all items at once where the query has pages."""
    return {**params, LIMIT: ""} if query.paged else dict(params)


def full_text(query: NamedQuery, params: Mapping[str, str] | None = None, *, base: str = "") -> str:
    """The text of a named query for any engine: its parameters put in, the prefixes that it uses declared."""
    text = _fill(query, dict(params or {}))
    return declared("".join(line for line in text.splitlines(keepends=True) if not line.startswith("#")), base)


def portable_text(query: str, params: Mapping[str, str] | None = None) -> str:
    """The text of a named query or of any SPARQL for another engine; raises ``QueryError`` as ``run_query`` does."""
    if named := named_query(query):
        return full_text(named, params)
    text = _fill_text(query, dict(params or {}))
    refuse_unsafe(text)
    return declared(text)


def declared(text: str, base: str = "") -> str:
    """A text with the prefixes that it uses declared."""
    used = {found["name"].partition(":")[0] for found in TOKEN.finditer(text) if found["name"]}
    bound = prefixes(base) if base else prefixes()
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in bound.items() if name in used) + text


def named_query(query: str) -> NamedQuery | None:
    """The query of a name; None for a text that is no name. Raises ``QueryError`` for a name that there is not."""
    if not re.fullmatch(r"[a-z][a-z0-9-]*", query):
        return None
    texts = query_texts()
    if query not in texts:
        raise QueryError(f"no query named {query!r}", remedy=f"available: {', '.join(texts)}")
    return parse_query(query, texts[query])


def _fill(query: NamedQuery, given: Mapping[str, str]) -> str:
    known = {one.name: one for one in query.parameters}
    if unknown := sorted(set(given) - set(known)):
        names = ", ".join(known) or "none"
        raise QueryError(f"query {query.name} has no parameter {unknown[0]!r}", remedy=f"it has: {names}")
    values: dict[str, str] = {}
    for one in query.parameters:
        value = given.get(one.name, one.default)
        if value is None:
            raise QueryError(
                f"query {query.name} needs the parameter {one.name!r} ({one.zh}, {one.en})",
                remedy=f"add --param {one.name}=VALUE",
            )
        values[one.name] = _literal(one, value)
    lines = (line for line in query.text.splitlines() if _applies(line, given, query.parameters))
    return _replace("\n".join(lines), values)


def _applies(line: str, given: Mapping[str, str], parameters: Iterable[Parameter]) -> bool:
    marked = _CONDITION.search(line)
    return marked is None or any(one.name == marked[1] and given.get(one.name, one.default) for one in parameters)


def _fill_text(text: str, given: Mapping[str, str]) -> str:
    return _replace(text, {name: quoted(value) for name, value in given.items()})


def _literal(parameter: Parameter, value: str) -> str:
    if parameter.type == "number":
        if not re.fullmatch(r"[+-]?\d+(\.\d+)?", value):
            raise QueryError(f"parameter {parameter.name!r} must be a number, not {value!r}")
        return f'"{value}"^^<{XSD}decimal>'
    if parameter.type == "count":
        least = "1" if parameter.name == LIMIT else "0"
        if value and not re.fullmatch(rf"0*[{least}-9][0-9]{{0,11}}", value):
            raise QueryError(f"parameter {parameter.name!r} must be a whole number from {least} on, not {value!r}")
        return value
    if parameter.type == "iri":
        if not re.fullmatch(r'[A-Za-z][A-Za-z0-9+.-]*:[^<>"{}|^`\\\x00-\x20]*', value):
            raise QueryError(f"parameter {parameter.name!r} must be an absolute IRI, not {value!r}")
        return f"<{value}>"
    return quoted(value)


def _replace(text: str, values: Mapping[str, str]) -> str:
    def put(found: re.Match[str]) -> str:
        name = found["param"]
        return values.get(name[1:], name) if name else found[0]

    return TOKEN.sub(put, text)


def plain(cell: Cell, bound: Mapping[str, str]) -> str:
    """A cell as a reader wants it: the text of a literal, an IRI behind its prefix (IRI of the namespace -> prefix)."""
    if isinstance(cell, ox.NamedNode):
        cut = max(cell.value.rfind("#"), cell.value.rfind("/")) + 1
        name = bound.get(cell.value[:cut])
        return f"{name}:{cell.value[cut:]}" if name else cell.value
    return "" if cell is None else _bare(cell)


def _value(cell: Cell, bound: Mapping[str, str]) -> object:
    """A cell as a Python value."""
    if cell is None:
        return None
    if isinstance(cell, ox.Literal):
        name = cell.datatype.value
        if name in (XSD + "integer", XSD + "nonNegativeInteger"):
            return int(cell.value)
        if name in (XSD + "decimal", XSD + "double"):
            return float(cell.value)
        if name == XSD + "boolean":
            return cell.value == "true"
    return plain(cell, bound)


def _bare(cell: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(cell) if isinstance(cell, ox.Triple) else cell.value


def _binding(cell: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> dict[str, str]:
    """A cell as the SPARQL 1.1 JSON format writes it."""
    if isinstance(cell, ox.NamedNode):
        return {"type": "uri", "value": cell.value}
    if isinstance(cell, ox.Literal):
        more: dict[str, str] = {}
        if cell.language:
            more = {"xml:lang": cell.language}
        elif cell.datatype.value not in (XSD + "string", RDF + "langString"):
            more = {"datatype": cell.datatype.value}
        return {"type": "literal", "value": cell.value, **more}
    return {"type": "bnode", "value": _bare(cell)}


def turtle(triples: Iterable[ox.Triple], base: str) -> str:
    """Turtle of sorted triples; Oxigraph declares the prefixes in any order, so they are put in ours."""
    text = (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes(base)) or b"").decode()
    lines = text.splitlines(keepends=True)
    heads = [line for line in lines if line.startswith("@prefix")]
    return "".join(sorted(heads) + lines[len(heads) :])
