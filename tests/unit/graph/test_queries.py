from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import InputError, QueryError
from kg.graph.queries import NamedQuery, load_queries, parse_query, run_query
from kg.graph.shapes import check
from kg.graph.store import base_of, open_store, store_of
from kg.graph.turtle import write_nquads, write_turtle
from tests.unit.graph import samples

QUERIES = load_queries()
FILES = "SELECT ?file WHERE { ?report wr:fileName ?file } ORDER BY ?file"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return store_of("".join(write_turtle([samples.first(), samples.second()])))


def defaults(query: NamedQuery) -> dict[str, str]:
    given = {"indicator": "proposals-submitted", "initiative": "潮乡议事"}
    return {one.name: given.get(one.name, "海宁") for one in query.parameters if one.default is None}


@pytest.mark.parametrize("name", QUERIES)
def test_named_query_is_documented_and_runs(name: str, store: ox.Store) -> None:
    query = QUERIES[name]
    answer = run_query(store, name, defaults(query))
    assert list(answer.columns) == [column.name for column in query.columns]
    assert query.title_zh and query.title_en and query.description_zh and query.description_en
    assert answer.rows == run_query(store, query, defaults(query)).rows


@pytest.mark.parametrize("name", QUERIES)
def test_named_query_takes_each_parameter_and_any_text_as_its_value(name: str, store: ox.Store) -> None:
    query = QUERIES[name]
    for parameter in query.parameters:
        if parameter.type == "text":
            for value in ('") } # ', "\\", "'''", "$body", "?x", "海宁\n}"):
                if parameter.name != "words":
                    run_query(store, name, {**defaults(query), parameter.name: value})


def test_value_cannot_become_syntax(store: ox.Store) -> None:
    evil = '"^^<urn:x>) } } SELECT * WHERE { ?s ?p ?o } #'
    assert run_query(store, FILES.replace("?file }", "?file FILTER(?file = $x) }"), {"x": evil}).rows == ()


def test_parameter_in_a_string_iri_or_comment_is_left_alone(store: ox.Store) -> None:
    answer = run_query(store, 'SELECT ("$x" AS ?a) (STR(<urn:$x>) AS ?b) ($x AS ?c) WHERE {} # $x', {"x": "值"})
    assert answer.table() == [["$x", "urn:$x", "值"]]


def test_missing_unknown_and_wrong_parameters_are_named(store: ox.Store) -> None:
    with pytest.raises(QueryError, match=r"needs the parameter 'indicator'.*--param indicator="):
        run_query(store, "indicator-across-reports")
    with pytest.raises(QueryError, match=r"no parameter 'colour'; it has: .*body"):
        run_query(store, "figures-of-body", {"colour": "red"})
    with pytest.raises(QueryError, match=r"no query named 'leads'; available: .*figures-of-body"):
        run_query(store, "leads")


def test_typed_parameters_are_checked() -> None:
    text = "# title: 一 | one\n# description: 一 | one\n# param n number : 数 | number\n# param i iri : 标识 | IRI\n"
    query = parse_query("typed", text + "SELECT ($n + 1 AS ?x) ($i AS ?y) WHERE {}\n")
    store = ox.Store()
    assert run_query(store, query, {"n": "41", "i": "urn:a"}).table() == [["42", "urn:a"]]
    with pytest.raises(QueryError, match="must be a number"):
        run_query(store, query, {"n": "1) }", "i": "urn:a"})
    with pytest.raises(QueryError, match="must be an absolute IRI"):
        run_query(store, query, {"n": "1", "i": "urn:a> ?p <urn:b"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("select * from <file:///etc/hosts> where { ?s ?p ?o }", "FROM is not allowed"),
        ("LOAD <http://127.0.0.1/>", "LOAD is not allowed"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE is not allowed"),
        ("PREFIX a: <urn:a> INSERT DATA { a:b a:c a:d }", "INSERT is not allowed"),
        ("Which figures are there?", "not a query"),
        ("SELECT ?x WHERE { ?x", "not a valid SPARQL query"),
    ],
)
def test_unsafe_and_broken_queries_are_refused(text: str, message: str, store: ox.Store) -> None:
    before = len(store)
    with pytest.raises(QueryError, match=message):
        run_query(store, text)
    assert len(store) == before


def test_words_of_updates_in_strings_and_names_are_no_updates(store: ox.Store) -> None:
    assert run_query(store, 'ASK { ?delete ?load "SERVICE" } # DROP').verdict is False


def test_formats(store: ox.Store) -> None:
    answer = run_query(store, 'SELECT ?l (1.5 AS ?n) ("a,\\"b" AS ?s) WHERE { wrd:org_人民政协报 skos:prefLabel ?l }')
    assert list(csv.reader(io.StringIO(answer.serialize("csv")))) == [["l", "n", "s"], ["人民政协报", "1.5", 'a,"b']]
    bindings = json.loads(answer.serialize("json"))["results"]["bindings"]
    assert bindings[0]["l"] == {"type": "literal", "value": "人民政协报", "xml:lang": "zh"}
    assert bindings[0]["n"]["datatype"].endswith("#decimal")
    assert answer.serialize("tsv").startswith("l\tn\ts\n")
    with pytest.raises(QueryError, match="cannot be written as ttl"):
        answer.serialize("ttl")


def test_construct_is_turtle_with_the_same_bytes_each_time(store: ox.Store) -> None:
    texts = {run_query(store, "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t }").serialize("ttl") for _ in range(3)}
    assert len(texts) == 1
    assert len(store_of(texts.pop())) > 50
    with pytest.raises(QueryError, match="cannot be written as csv"):
        run_query(store, "DESCRIBE wrd:org_人民政协报").serialize("csv")


def test_iris_of_another_base_keep_their_prefix() -> None:
    store = store_of("".join(write_turtle([samples.first()], base="http://data.example/kg/")))
    assert base_of(store) == "http://data.example/kg/"
    answer = run_query(store, "SELECT ?o WHERE { ?r wr:aboutOrganization ?o FILTER(?o = wrd:org_海宁市政协) }")
    assert answer.table() == [["wrd:org_海宁市政协"]]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("# title: only one language", "not in both languages"),
        ("# colour: 红 | red", "no title, description, param or column"),
        ('# param x colour "" : 一 | one', "param line that is not understood"),
        ("# column x 一", "column line that is not understood"),
    ],
)
def test_faulty_header_is_an_error_with_its_line(line: str, message: str) -> None:
    with pytest.raises(QueryError, match=f"q.rq:1: .*{message}"):
        parse_query("q", f"{line}\nASK {{}}\n")


def test_store_opens_folder_turtle_and_zipped_lines(tmp_path: Path) -> None:
    import gzip

    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "graph.ttl").write_text("".join(write_turtle([samples.first()])), encoding="utf-8")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "graph.nq.gz").write_bytes(gzip.compress("".join(write_nquads([samples.first()])).encode()))
    sizes = {len(open_store(tmp_path / name)) for name in ("a", "b", "a/graph.ttl", "b/graph.nq.gz")}
    assert len(sizes) == 1


def test_what_is_no_graph_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<a", encoding="utf-8")
    (tmp_path / "page.html").write_text("<p>", encoding="utf-8")
    (tmp_path / "cut.nq.gz").write_bytes(b"\x1f\x8b\x08")
    for name in ("", "absent.ttl", "broken.ttl", "page.html", "cut.nq.gz"):
        with pytest.raises(InputError) as error:
            open_store(tmp_path / name)
        assert "\n" not in str(error.value) and str(tmp_path) in str(error.value)


def test_check_and_queries_are_fast_on_a_hundred_thousand_triples() -> None:
    import time

    store = store_of("".join(write_turtle(samples.many(420))))
    assert len(store) > 100_000
    begun = time.perf_counter()
    assert check(store).conforms
    assert time.perf_counter() - begun < 30
    for name, query in QUERIES.items():
        begun = time.perf_counter()
        run_query(store, name, defaults(query))
        assert time.perf_counter() - begun < 2, name
