"""Answers over HTTP are the engine's own: for every section of SPARQL 1.1 and for every named query, in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from serving import Service

from kg.graph.namespaces import prefixes
from kg.graph.queries import full_text, load_queries
from kg.graph.store import base_of, open_store

SAMPLES = {
    "body": "政协", "indicator": "proposals-filed", "names": "市政协|县政协", "numerator": "proposals-filed", "from": "2022",
    "denominator": "proposals-submitted", "to": "2023", "initiative": "协商", "name": "协商", "words": "年", "report": "2022",
}  # fmt: skip
"""Values for the parameters that have to be given."""


def own_queries() -> list[tuple[str, str]]:
    """Title and text of each query of the data file."""
    text = (Path(__file__).parent / "sparql11.rq.txt").read_text("utf-8")
    blocks = re.split(r"^=== ", text, flags=re.M)[1:]
    return [(block.partition("\n")[0], block.partition("\n")[2].strip()) for block in blocks]


def named_queries() -> list[tuple[str, str]]:
    """Name and text of each named query with its parameters put in."""
    return [
        (one.name, full_text(one, {p.name: SAMPLES.get(p.name, "政协") for p in one.parameters if p.default is None}))
        for one in load_queries().values()
    ]


@pytest.fixture(scope="module")
def store(demo_build: Path) -> ox.Store:
    return open_store(demo_build)


Rows = list[tuple[str, ...]]


def term(said: object) -> str:
    """A term as text; blank nodes have no names that could be compared."""
    return "_:" if isinstance(said, ox.BlankNode) else str(said)


def solutions(found: ox.QuerySolutions) -> Rows:
    return [tuple("" if cell is None else term(cell) for cell in row) for row in found]


def triples(found: Iterable[ox.Triple | ox.Quad]) -> Rows:
    return sorted({(term(one.subject), term(one.predicate), term(one.object)) for one in found})


def expected(store: ox.Store, text: str) -> tuple[list[str], Rows] | bool:
    """What the engine says without us: columns and rows, triples, or yes or no."""
    found = store.query(text, prefixes=prefixes(base_of(store)))
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QueryTriples):
        return [], triples(found)
    names = [one.value for one in found.variables]
    return names, sorted(solutions(found)) if "ORDER BY" not in text.upper() else solutions(found)


def answered(service: Service, text: str, form: str) -> tuple[list[str], Rows] | bool:
    """What came over HTTP, read by the engine's own parsers."""
    got = service.query(text, format=form)
    assert got.status == 200, (text, got.body.decode())
    if got.kind in ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"):
        return [], triples(ox.parse(got.body, format=ox.RdfFormat.from_media_type(got.kind)))
    found = ox.parse_query_results(got.body, format=ox.QueryResultsFormat.from_media_type(got.kind))
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [one.value for one in found.variables]
    return names, sorted(solutions(found)) if "ORDER BY" not in text.upper() else solutions(found)


ALL = [*own_queries(), *named_queries()]


def test_there_are_queries_for_every_section() -> None:
    assert len(own_queries()) >= 150
    sections = {title.split()[0].split(".")[0] for title, _ in own_queries()}
    assert sections >= {str(number) for number in range(2, 20) if number != 14}  # 14 is federation, which is refused


def test_nearly_every_query_has_an_answer(store: ox.Store) -> None:
    answers = [expected(store, text) for _, text in own_queries()]
    assert sum(one is True or (isinstance(one, tuple) and bool(one[1])) for one in answers) > 0.93 * len(answers)


@pytest.mark.parametrize("part", range(4))
def test_answers_over_http_are_those_of_the_engine(part: int, service: Service, store: ox.Store) -> None:
    different = []
    for title, text in ALL[part::4]:
        wanted = expected(store, text)
        graph = isinstance(wanted, tuple) and re.search(r"\b(CONSTRUCT|DESCRIBE)\b", text)
        for form in ("nt", "ttl") if graph else ("json", "tsv") if isinstance(wanted, tuple) else ("json", "xml"):
            if answered(service, text, form) != wanted:
                different.append(f"{title} as {form}")
    assert different == []


@pytest.mark.parametrize("form", ["xml", "csv", "jsonld", "rdfxml"])
def test_other_formats_say_the_same(form: str, service: Service, store: ox.Store) -> None:
    graphs = form in ("jsonld", "rdfxml")
    chosen = [(title, text) for title, text in ALL if bool(re.search(r"\b(CONSTRUCT|DESCRIBE)\b", text)) == graphs][::6]
    assert len(chosen) > 1
    for title, text in chosen:
        wanted = expected(store, text)
        if form == "csv" and isinstance(wanted, tuple):
            assert csv_rows(service.query(text, format="csv").body) == csv_rows(engine_csv(store, text)), title
        elif form != "csv":
            assert answered(service, text, form) == wanted, title


def csv_rows(data: bytes) -> Any:
    names, *rows = csv.reader(io.StringIO(data.decode(), newline=""))
    return names, sorted(rows)


def engine_csv(store: ox.Store, text: str) -> bytes:
    found = store.query(text, prefixes=prefixes(base_of(store)))
    assert isinstance(found, ox.QuerySolutions)
    data = found.serialize(format=ox.QueryResultsFormat.CSV)
    assert data is not None
    return data


def test_named_queries_answer_under_their_own_address(service: Service) -> None:
    got = service.ask("/api/queries/indicator-across-reports?indicator=proposals-filed")
    text = full_text(load_queries()["indicator-across-reports"], {"indicator": "proposals-filed"})
    assert got.json() == json.loads(service.query(text).body)
    assert got.json()["results"]["bindings"]
    written = service.ask("/api/queries/indicator-across-reports/sparql?indicator=proposals-filed")
    assert written.kind == "application/sparql-query"
    assert service.query(written.body.decode()).json() == got.json()


def test_a_page_of_a_named_query_leads_to_the_next(service: Service) -> None:
    seen, path = 0, "/api/queries/figures?limit=150&format=tsv"
    while path:
        got = service.ask(path)
        assert got.status == 200
        seen += got.body.count(b"\n") - 1
        link = got.headers.get("link", "")
        path = "/api/" + link.partition("/api/")[2].partition(">")[0] if link else ""
    whole = service.ask("/api/queries/figures?limit=&format=tsv")
    assert seen == whole.body.count(b"\n") - 1 > 150
    assert "link" not in whole.headers
