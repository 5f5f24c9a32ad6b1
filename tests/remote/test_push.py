"""``kg push`` and ``kg query --endpoint`` against a real server, and against one that refuses in every way."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from servers import Told, free_port, oxigraph, telling

from kg.cli import main
from kg.errors import InputError, RemoteError
from kg.graph.queries import load_queries, run_query
from kg.graph.store import open_store
from kg.read.graph import read_triples
from kg.remote import push as pushing
from kg.remote.endpoint import ask_endpoint
from kg.remote.http import Credentials, request, server
from kg.remote.push import push

GRAPH = "https://example.org/reports/工作"
OTHER = ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("留下"))
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    with oxigraph() as url:
        yield url


def kg(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a command."""
    with pytest.raises(SystemExit) as left:
        main(["--lang", "en", *arguments])
    said = capsys.readouterr()
    return int(str(left.value.code)), said.out, said.err


def held(store: str, graph: str = "") -> set[ox.Triple]:
    """What the server holds, as it gives it back by the same protocol."""
    query = {"graph": graph} if graph else "default"
    reply = request(server(f"{store}/store"), "GET", query=query, headers={"Accept": "application/n-triples"})
    assert reply.status == 200, reply.body
    return {quad.triple for quad in ox.parse(reply.body, format=ox.RdfFormat.N_TRIPLES)}


@pytest.fixture(scope="module")
def stored(demo_build: Path) -> set[ox.Triple]:
    """The triples of the demo graph with their literals as the engine keeps them: 7.50 is 7.5 there."""
    return {quad.triple for quad in open_store(demo_build)}


# The real server


@pytest.mark.parametrize("chunk", ["64", "1", "0"])
def test_pushed_graph_is_the_graph(
    chunk: str, store: str, stored: set[ox.Triple], demo_build: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = kg(
        capsys, "push", str(demo_build), "--to", f"{store}/store", "--graph", GRAPH, "--chunk", chunk, "--json"
    )
    assert (code, err) == (0, "")
    done = json.loads(out)
    assert (done["requests"] > 1) == (chunk == "1")
    there = held(store, GRAPH)
    assert there == stored
    assert done["triples"] == len(there)


def test_put_replaces_and_add_keeps(store: str) -> None:
    there = server(f"{store}/store")
    graph = "https://example.org/replaced"
    another = ox.Triple(OTHER.subject, OTHER.predicate, ox.Literal("再来"))
    push(there, [OTHER], graph=graph)
    push(there, [another], graph=graph, add=True)
    assert held(store, graph) == {OTHER, another}
    push(there, [another], graph=graph)
    assert held(store, graph) == {another}
    push(there, [OTHER])
    assert held(store) == {OTHER}


def test_every_named_query_answers_the_same_there(store: str, demo_build: Path) -> None:
    push(server(f"{store}/store"), read_triples(demo_build), graph=GRAPH)
    here, there = open_store(demo_build), server(f"{store}/query")
    for name, query in load_queries().items():
        params = {one.name: "1" if one.type == "number" else "市" for one in query.parameters if one.default is None}
        mine, its = run_query(here, query, params), ask_endpoint(there, name, params, graph=GRAPH)
        assert its.columns == mine.columns, name
        assert sorted(map(str, its.rows)) == sorted(map(str, mine.rows)), name


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json"])
def test_answer_of_an_endpoint_is_printed_as_that_of_a_folder(
    form: str, store: str, demo_build: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    push(server(f"{store}/store"), read_triples(demo_build), graph=GRAPH)
    query = ["report-card", "--param", "file=cppcc", "--format", form]
    code, mine, _ = kg(capsys, "query", str(demo_build), *query)
    assert code == 0
    assert kg(capsys, "query", "--endpoint", f"{store}/query", "--graph", GRAPH, *query) == (0, mine, "")


def test_verdicts_and_triples_come_back_too(store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    push(server(f"{store}/store"), [OTHER])
    there = ["query", "--endpoint", f"{store}/query"]
    assert kg(capsys, *there, "ASK { ?s ?p $word }", "--param", "word=留下") == (0, "true\n", "")
    file = tmp_path / "a.rq"
    file.write_text("CONSTRUCT WHERE { ?s ?p ?o }", "utf-8")
    code, out, _ = kg(capsys, *there, "--file", str(file))
    assert code == 0
    assert {quad.triple for quad in ox.parse(out, format=ox.RdfFormat.TURTLE)} == {OTHER}


def test_wrong_addresses_on_a_real_server_say_where_to_look(store: str) -> None:
    with pytest.raises(RemoteError, match=r"/query: answers 404 .*address of its Graph Store"):
        push(server(f"{store}/query"), [OTHER])
    with pytest.raises(RemoteError, match=r"/store: answers 415 .*address of its SPARQL endpoint"):
        ask_endpoint(server(f"{store}/store"), COUNT)
    with pytest.raises(RemoteError, match=r"answers 400 bad request \(.+\); mend the query"):
        ask_endpoint(server(f"{store}/query"), "SELECT nothing")


# A server that refuses


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        (301, "give the address that it names: https://elsewhere.example/"),
        (400, ""),
        (401, "set KG_TOKEN, or KG_USER and KG_PASSWORD"),
        (403, "if the server knows users"),
        (404, "address of its Graph Store"),
        (405, "is the server read-only?"),
        (411, "give --chunk a number"),
        (413, "--chunk 1"),
        (415, "the server takes no N-Triples"),
        (500, "log of the server"),
        (501, ""),
        (507, ""),
    ],
)
def test_refusal_is_one_line_with_a_remedy(
    status: int, remedy: str, demo_build: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = b'{"title": "No\\u202e", "detail": "not\\u0007 today\\nor ever."}'
    headers = {"Content-Type": "application/problem+json", "Location": "https://elsewhere.example/"}
    with telling(Told(status, said, headers)) as there:
        code, out, err = kg(capsys, "push", str(demo_build), "--to", there.url)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert f"answers {status}" in err
    assert "(not today)" in err
    assert remedy in err


def test_refusal_that_comes_before_the_body_has_gone_is_read() -> None:
    triples = [
        ox.Triple(ox.NamedNode(f"urn:{n}"), ox.NamedNode("urn:p"), ox.Literal("文" * 200)) for n in range(20_000)
    ]
    with telling(Told(413, read=False)) as there, pytest.raises(RemoteError, match=r"answers 413|broke off"):
        push(server(there.url), triples)


def test_busy_server_gets_the_piece_again(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    with telling(Told(503, headers={"Retry-After": "7"}), Told(502), Told(204)) as there:
        assert push(server(there.url), [OTHER]).requests == 1
        assert [one.body for one in there.seen] == [there.seen[0].body] * 3
    assert waited == [7, 2]
    with telling(Told(503, headers={"Retry-After": "99999"})) as there:
        with pytest.raises(RemoteError, match="answers 503"):
            push(server(there.url), [OTHER])
        assert len(there.seen) == 3
    assert waited[2:] == [30, 30]


def test_refusal_in_the_middle_says_what_is_there_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "_BATCH", 2)
    triples = [ox.Triple(ox.NamedNode(f"urn:{n}"), ox.NamedNode("urn:p"), ox.Literal("x")) for n in range(6)]
    with telling(Told(201), Told(507)) as there:
        with pytest.raises(RemoteError, match=r"after 2 triples had arrived; the graph there is incomplete"):
            push(server(there.url), triples, limit=50)
        assert [one.method for one in there.seen] == ["PUT", "POST"]


def test_nodes_without_a_name_are_not_torn_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "_BATCH", 1)
    triples = [ox.Triple(ox.BlankNode("b"), ox.NamedNode("urn:p"), ox.Literal(str(n))) for n in range(3)]
    with telling(Told(204)) as there:
        with pytest.raises(InputError, match=r"blank nodes.*--chunk 0"):
            push(server(there.url), triples, limit=10)
        assert there.seen == []
        assert push(server(there.url), triples, limit=0).triples == 3
    assert there.seen[0].headers["Transfer-Encoding"] == "chunked"
    assert there.seen[0].body.count(b"_:b ") == 3


def test_empty_graph_wipes_nothing_out() -> None:
    with telling(Told(204)) as there:
        with pytest.raises(InputError, match="no triples"):
            push(server(there.url), [])
        assert there.seen == []


def test_broken_graph_file_is_told_before_anything_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "graph.ttl").write_text("<urn:a> <urn:b> <urn:c> . nonsense", "utf-8")
    with telling(Told(204)) as there:
        code, _, err = kg(capsys, "push", str(tmp_path), "--to", there.url)
        assert there.seen == []
    assert (code, err.count("\n")) == (1, 1)
    assert "graph.ttl: not a readable graph" in err


def test_server_that_is_not_there_or_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RemoteError, match="nothing listens there"):
        ask_endpoint(server(f"http://127.0.0.1:{free_port()}/"), COUNT)
    with (
        telling(Told(before=lambda: time.sleep(0.6))) as there,
        pytest.raises(RemoteError, match=r"no answer within 0\.2 s"),
    ):
        ask_endpoint(server(there.url, timeout=0.2), COUNT)
    with telling(Told(200)) as there, pytest.raises(RemoteError, match="speaks no TLS"):
        ask_endpoint(server(there.url.replace("http:", "https:")), COUNT)
    code, _, err = kg(capsys, "query", "--endpoint", "localhost", COUNT)
    assert (code, err) == (1, "kg: not the address of a server: localhost; write it as http://HOST:PORT/PATH\n")


@pytest.mark.parametrize(
    ("kind", "body", "why"),
    [
        ("application/sparql-results+json", b'{"head": {"vars": ["n"]}, "results": {"bind', "cannot be read"),
        ("text/html", b"<html>Welcome", r"answers with text/html.*SPARQL endpoint"),
        ("", b"", "answers with something"),
    ],
)  # fmt: skip
def test_answer_that_is_none(kind: str, body: bytes, why: str) -> None:
    headers = {"Content-Type": kind}
    with telling(Told(200, body, headers)) as there, pytest.raises(RemoteError, match=why):
        ask_endpoint(server(there.url), COUNT)


def test_answer_that_stops_early_is_no_answer() -> None:
    told = Told(200, b'{"head": {}, "boolean": true}', {"Content-Length": "400", "Content-Type": "application/json"})
    with telling(told) as there, pytest.raises(RemoteError, match="broke off"):
        ask_endpoint(server(there.url), "ASK {}")


def test_results_in_xml_are_read_too() -> None:
    xml = b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>true</boolean></sparql>'
    with telling(Told(200, xml, {"Content-Type": "application/sparql-results+xml; charset=utf-8"})) as there:
        assert ask_endpoint(server(there.url), "ASK {}").verdict is True
        assert there.seen[0].headers["Content-Type"] == "application/x-www-form-urlencoded"


# Credentials


@pytest.mark.parametrize(
    ("given", "environment", "header"),
    [
        (["--token", "top-secret"], {}, "Bearer top-secret"),
        ([], {"KG_TOKEN": "top-secret"}, "Bearer top-secret"),
        (["--user", "安"], {"KG_PASSWORD": "top-secret"}, "Basic " + base64.b64encode("安:top-secret".encode()).decode()),
        ([], {"KG_USER": "ann", "KG_PASSWORD": "top-secret"}, "Basic " + base64.b64encode(b"ann:top-secret").decode()),
    ],
)  # fmt: skip
def test_credentials_reach_the_server_and_no_message(
    given: list[str], environment: dict[str, str], header: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with telling(Told(401, f"who is {header}, top-secret?".encode(), {"Content-Type": "text/plain"})) as there:
        code, out, err = kg(capsys, "query", "--endpoint", there.url, *given, COUNT)
        assert there.seen[0].headers["Authorization"] == header
    assert (code, out) == (1, "")
    assert "the token or password is wrong" in err
    assert "top-secret" not in err and header.split()[1] not in err


def test_password_in_the_address_counts_and_is_not_shown() -> None:
    with telling(Told(500)) as there:
        url = there.url.replace("//", "//ann:top%2Dsecret@") + "?key=hidden"
        with pytest.raises(RemoteError) as raised:
            ask_endpoint(server(url), COUNT)
        assert there.seen[0].headers["Authorization"] == "Basic " + base64.b64encode(b"ann:top-secret").decode()
        assert there.seen[0].path == "/store?key=hidden"
    assert "secret" not in str(raised.value) and "hidden" not in str(raised.value)
    assert "secret" not in repr(Credentials("secret", "ann", "secret"))
    with pytest.raises(RemoteError) as raised:
        server("http://ann:top-secret@host:port/")
    assert "secret" not in str(raised.value)
    with pytest.raises(RemoteError, match="no header may hold"):
        server("http://host/", Credentials("a\r\nX-Evil: 1"))


# Usage


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "DIR", "--graph", "https://example.org/g", "ASK {}"),
        ("query", "DIR", "ASK {}", "--endpoint", "http://127.0.0.1:1/"),
        ("query", "--endpoint", "http://127.0.0.1:1/"),
        ("query", "ASK {}", "--endpoint", "http://127.0.0.1:1/", "--graph", "no iri"),
        ("push", "DIR"),
        ("push", "DIR", "--to", "http://127.0.0.1:1/", "--timeout", "0"),
    ],
)
def test_wrong_usage_is_told_before_anything_happens(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = kg(capsys, *arguments)
    assert (code, out) == (2, "")
    assert "Error: " in err


def test_endpoint_gets_no_update_and_no_call_to_a_third(capsys: pytest.CaptureFixture[str]) -> None:
    with telling(Told(200)) as there:
        for text in ("DROP ALL", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "no-such-query"):
            assert kg(capsys, "query", "--endpoint", there.url, text)[0] == 1
        assert there.seen == []
