"""The SPARQL 1.1 Protocol, row by row, and what HTTP asks of every address."""

from __future__ import annotations

import gzip
import json
import socket
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from serving import Got, Service

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
ROWS, TRIPLES = "SELECT ?x { ?x a wr:Report }", "CONSTRUCT WHERE { ?x a wr:Report }"
RESULTS, TURTLE = "application/sparql-results+json", "text/turtle"


def problem(got: Got, status: int) -> str:
    """The detail of a problem document that also says what to do."""
    assert got.status == status, got.body
    assert got.kind == "application/problem+json"
    said = got.json()
    assert said["status"] == status
    assert said["type"].startswith("urn:workreport:problem:")
    assert said["title"] and said["detail"] and said["remedy"]
    return f"{said['detail']} / {said['remedy']}"


def reports(got: Got) -> int:
    assert got.status == 200, got.body
    return len(got.json()["results"]["bindings"])


# --- the operation, in its three forms


def test_query_by_get(service: Service) -> None:
    assert reports(service.query(ROWS)) > 1


def test_query_by_post_of_a_form(service: Service) -> None:
    got = service.ask("/sparql", method="POST", body=urlencode({"query": ROWS}), content_type=FORM)
    assert reports(got) == reports(service.query(ROWS))


def test_query_by_post_of_the_query_itself(service: Service) -> None:
    got = service.ask("/sparql", method="POST", body=ROWS, content_type=f"{QUERY}; charset=UTF-8")
    assert reports(got) == reports(service.query(ROWS))


def test_words_in_chinese_come_through_all_three_forms(service: Service) -> None:
    text = 'SELECT ("政协 & +%" AS ?x) {}'
    answers = [
        service.query(text),
        service.ask("/sparql", method="POST", body=urlencode({"query": text}), content_type=FORM),
        service.ask("/sparql", method="POST", body=text, content_type=QUERY),
    ]
    assert {one.json()["results"]["bindings"][0]["x"]["value"] for one in answers} == {"政协 & +%"}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_known(method: str, service: Service) -> None:
    got = service.ask("/sparql", method=method)
    assert "use GET, HEAD, POST" in problem(got, 405)
    assert got.headers["allow"] == "GET, HEAD, POST"


def test_head_is_get_without_the_body(service: Service) -> None:
    target = f"/sparql?{urlencode({'query': ROWS})}"
    head, got = service.ask(target, method="HEAD"), service.ask(target)
    assert (head.status, head.body, head.headers["etag"]) == (200, b"", got.headers["etag"])
    assert head.headers["content-length"] == str(len(got.body))


# --- what cannot be asked: 400


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ([("query", "SELECT ?x {")], "expected"),
        ([("query", "SELECT (<urn:f>(1) AS ?x) {}")], "not supported"),
        ([("query", "")], "not a query"),
        ([("query", "ASK {}"), ("query", "ASK {}")], "more than once"),
        ([("query", "ASK {}"), ("default-graph-uri", "http://example.org/")], "one graph"),
        ([("query", "ASK {}"), ("named-graph-uri", "http://example.org/")], "one graph"),
        ([("query", "ASK {}"), ("format", "pdf")], "no format 'pdf'"),
        ([("query", "ASK {}"), ("format", "xml"), ("format", "json")], "twice"),
        ([("query", "ASK {}"), ("timeout", "5")], "no parameter 'timeout'"),
        ([("update", "CLEAR ALL")], "nothing here can be changed"),
        ([("default-graph-uri", "http://example.org/")], "one graph"),
        ([("query", "CLEAR ALL")], "CLEAR is not allowed"),
        ([("query", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")], "SERVICE is not allowed"),
        ([("query", "PREFIX : <http://127.0.0.1:1/> SELECT * { SERVICE:x{ ?s ?p ?o } }")], "SERVICE is not allowed"),
        ([("query", "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")], "escape outside"),
        ([("query", "SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }")], "FROM is not allowed"),
        ([("query", "SELECT * FROM NAMED <file:///etc/hostname> { ?s ?p ?o }")], "FROM is not allowed"),
        ([("query", "LOAD <http://127.0.0.1:1/>")], "LOAD is not allowed"),
    ],
    ids=lambda value: value[0][1][:40] if isinstance(value, list) else "",
)
def test_wrong_requests_are_told_what_is_wrong(params: list[tuple[str, str]], said: str, service: Service) -> None:
    assert said in problem(service.ask(f"/sparql?{urlencode(params)}"), 400)
    assert said in problem(service.ask("/sparql", method="POST", body=urlencode(params), content_type=FORM), 400)


def test_prefixes_and_strings_that_look_like_keywords_are_answered(service: Service) -> None:
    text = (
        'PREFIX service: <urn:from:> SELECT ("SERVICE FROM" AS ?from) { ?x a wr:Report MINUS { ?x service:load ?y } }'
    )
    assert reports(service.query(text)) == reports(service.query(ROWS))


def test_bytes_that_are_no_text_are_refused(service: Service) -> None:
    assert "UTF-8" in problem(service.ask("/sparql?query=%FF"), 400)
    assert "UTF-8" in problem(service.ask("/sparql", method="POST", body=b"\xff", content_type=QUERY), 400)


def test_too_many_parameters_are_refused(service: Service) -> None:
    assert "hundred" in problem(service.ask("/sparql?" + "&".join(["a=1"] * 101)), 400)


# --- bodies: 413, 415


def test_body_of_another_kind_is_refused(service: Service) -> None:
    for kind in ("text/plain", "application/json", "multipart/form-data; boundary=x", "application/sparql-update"):
        got = service.ask("/sparql", method="POST", body=ROWS, content_type=kind)
        assert QUERY in problem(got, 415)
        assert got.headers["accept-post"] == f"{QUERY}, {FORM}"


def test_body_without_a_kind_is_refused(service: Service) -> None:
    assert "unknown" in problem(service.ask("/sparql", method="POST", body=ROWS), 415)


def test_body_in_another_encoding_is_refused(service: Service) -> None:
    got = service.ask("/sparql", method="POST", body=ROWS.encode("utf-16"), content_type=f"{QUERY}; charset=utf-16")
    assert "UTF-8" in problem(got, 415)
    packed = service.ask(
        "/sparql", method="POST", body=gzip.compress(b"ASK {}"), content_type=QUERY, content_encoding="gzip"
    )
    assert "packed" in problem(packed, 415)


def test_large_body_is_refused_before_it_is_read(service: Service) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as line:
        head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {QUERY}\r\nContent-Length: 99999999\r\n\r\n"
        line.sendall(head.encode())
        assert line.recv(100).startswith(b"HTTP/1.1 413 ")


def test_large_body_without_a_length_is_refused_when_it_is_too_long(service: Service) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as line:
        line.sendall(
            f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {QUERY}\r\nTransfer-Encoding: chunked\r\n\r\n".replace(
                "Host: x", "Host: localhost"
            ).encode()
        )
        part = b"10000\r\n" + b" " * 65536 + b"\r\n"
        for _ in range(17):
            line.sendall(part)
        assert line.recv(100).startswith(b"HTTP/1.1 413 ")


def test_body_of_just_the_greatest_size_is_taken(service: Service) -> None:
    text = "ASK {}".ljust(1 << 20)
    assert service.ask("/sparql", method="POST", body=text, content_type=QUERY).json()["boolean"] is True
    assert "more than" in problem(service.ask("/sparql", method="POST", body=text + " ", content_type=QUERY), 413)


def test_endless_address_is_refused_and_the_service_goes_on(service: Service) -> None:
    assert "by POST" in problem(service.ask("/sparql?query=" + "a" * 70_000), 414)
    with pytest.raises(ConnectionError):  # beyond a mebibyte nobody listens any more
        service.ask("/sparql?query=" + "a" * 8_000_000)
    assert reports(service.query(ROWS)) > 1


# --- formats: Accept, format=, 406


@pytest.mark.parametrize(
    ("text", "accept", "kind"),
    [
        (ROWS, "", RESULTS),
        (ROWS, "*/*", RESULTS),
        (ROWS, "application/json", "application/json"),
        (ROWS, "application/sparql-results+xml", "application/sparql-results+xml"),
        (ROWS, "text/csv", "text/csv"),
        (ROWS, "text/tab-separated-values", "text/tab-separated-values"),
        (ROWS, "text/turtle, text/csv;q=0.1", "text/csv"),
        (ROWS, "text/csv;q=0.3, application/sparql-results+xml;q=0.4", "application/sparql-results+xml"),
        (ROWS, "text/*", "text/csv"),
        (ROWS, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", RESULTS),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        (TRIPLES, "", TURTLE),
        (TRIPLES, "application/n-triples", "application/n-triples"),
        (TRIPLES, "application/ld+json", "application/ld+json"),
        (TRIPLES, "application/rdf+xml", "application/rdf+xml"),
        (TRIPLES, "application/sparql-results+json, text/turtle;q=0.9", TURTLE),
        ("DESCRIBE wri:proposals-filed", "*/*", TURTLE),
    ],
)
def test_client_gets_the_format_that_it_likes_best(text: str, accept: str, kind: str, service: Service) -> None:
    got = service.query(text, **({"accept": accept} if accept else {}))
    assert (got.status, got.kind) == (200, kind)
    assert "Accept" in got.headers["vary"]


@pytest.mark.parametrize(
    ("text", "form", "kind"),
    [
        (ROWS, "json", RESULTS),
        (ROWS, "xml", "application/sparql-results+xml"),
        (ROWS, "csv", "text/csv"),
        (ROWS, "tsv", "text/tab-separated-values"),
        (ROWS, "text/csv", "text/csv"),
        (TRIPLES, "ttl", TURTLE),
        (TRIPLES, "turtle", TURTLE),
        (TRIPLES, "nt", "application/n-triples"),
        (TRIPLES, "jsonld", "application/ld+json"),
        (TRIPLES, "rdfxml", "application/rdf+xml"),
    ],
)
def test_format_goes_before_accept(text: str, form: str, kind: str, service: Service) -> None:
    assert service.query(text, format=form, accept="image/png").kind == kind


@pytest.mark.parametrize(
    ("text", "accept", "form"),
    [
        (ROWS, "image/png", ""),
        (ROWS, "text/turtle", ""),
        (TRIPLES, "text/csv", ""),
        (ROWS, "*/*;q=0", ""),
        (ROWS, "text/csv;q=0", ""),
        (ROWS, "", "ttl"),
        (TRIPLES, "", "json"),
    ],
)
def test_format_that_the_answer_cannot_have(text: str, accept: str, form: str, service: Service) -> None:
    got = service.query(text, format=form, **({"accept": accept} if accept else {}))
    assert "give format=" in problem(got, 406)


# --- without a query: the service description, or the console


def test_service_describes_itself(service: Service) -> None:
    got = service.ask("/sparql")
    said = {str(one) for one in ox.parse(got.body, format=ox.RdfFormat.TURTLE)}
    assert any("service-description#endpoint" in one and f"{service.address}/sparql" in one for one in said)
    assert any("SPARQL11Query" in one for one in said)
    assert service.ask("/sparql", accept="application/ld+json").kind == "application/ld+json"
    assert service.ask("/sparql?format=nt").kind == "application/n-triples"


def test_browser_is_led_to_the_console(service: Service) -> None:
    got = service.ask("/sparql", accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert (got.status, got.headers["location"]) == (303, "/")


def test_post_without_a_query_is_no_request(service: Service) -> None:
    assert "query is missing" in problem(service.ask("/sparql", method="POST", body="", content_type=FORM), 400)


# --- caching, packing


def test_same_question_has_the_same_tag_and_is_not_answered_twice(service: Service) -> None:
    first = service.query(ROWS)
    again = service.query(ROWS, if_none_match=f'"other", {first.headers["etag"]}')
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert "Accept" in again.headers["vary"]


@pytest.mark.parametrize("header", ['W/"other"', '"other"', "*", "rubbish"])
def test_other_tags_get_the_answer(header: str, service: Service) -> None:
    assert service.query(ROWS, if_none_match=header).status == 200


def test_formats_and_questions_have_tags_of_their_own(service: Service) -> None:
    tags = {service.query(ROWS, format=form).headers["etag"] for form in ("json", "csv", "")}
    assert len(tags | {service.query(TRIPLES).headers["etag"]}) == 4


def test_answer_that_changes_each_time_has_no_tag(service: Service) -> None:
    assert "etag" not in service.query("SELECT (RAND() AS ?x) {}").headers
    values = {service.query("SELECT (UUID() AS ?x) {}").body for _ in range(3)}
    assert len(values) == 3


def test_client_that_takes_gzip_gets_it(service: Service) -> None:
    text = "SELECT * { ?s ?p ?o } LIMIT 500"
    plain, packed = service.query(text), service.query(text, accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in service.query(text, accept_encoding="gzip;q=0, br").headers
    assert "content-encoding" not in service.query("ASK {}", accept_encoding="gzip").headers
    assert "Accept-Encoding" in packed.headers["vary"]


# --- who may ask


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "[::1]:80", "LOCALHOST:5"])
def test_own_names_are_answered(host: str, service: Service) -> None:
    assert service.ask("/api/status", host=host).status == 200


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "localhost.example.org:80", "10.0.0.1", ""])
def test_foreign_names_are_turned_away(host: str, service: Service) -> None:
    assert "--allow-host" in problem(service.ask("/sparql?query=ASK%7B%7D", host=host), 421)


def test_pages_of_other_origins_read_nothing(service: Service) -> None:
    got = service.query("ASK {}", origin="https://example.org")
    assert not [name for name in got.headers if name.startswith("access-control")]
    assert got.headers["cross-origin-resource-policy"] == "same-origin"
    assert (
        service.ask(
            "/sparql", method="OPTIONS", origin="https://example.org", access_control_request_method="GET"
        ).status
        == 405
    )


def test_origin_that_was_named_may_read_and_another_may_not(demo_build: Path) -> None:
    made = Service(demo_build, "--cors", "https://example.org", "--allow-host", "graph.example")
    try:
        got = made.query("ASK {}", origin="https://example.org")
        assert got.headers["access-control-allow-origin"] == "https://example.org"
        assert "Origin" in got.headers["vary"]
        before = made.ask(
            "/sparql", method="OPTIONS", origin="https://example.org", access_control_request_method="POST"
        )
        assert (before.status, "POST" in before.headers["access-control-allow-methods"]) == (204, True)
        assert "access-control-allow-origin" not in made.query("ASK {}", origin="https://example.com").headers
        assert made.ask("/api/status", host="graph.example:80").status == 200
    finally:
        made.stop()


def test_every_answer_tells_the_browser_what_it_may_not_do(service: Service) -> None:
    for target in (
        "/",
        "/page",
        "/sparql?query=ASK%7B%7D",
        "/nothing",
        "/api/reports",
        "/texts/rep_0000000000000000.txt",
    ):
        headers = service.ask(target).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]


def test_page_that_has_not_changed_keeps_its_policy(service: Service) -> None:
    """The headers of a 304 take the place of those that came with the page, so that it may bear no other policy."""
    first = service.ask("/")
    again = service.ask("/", if_none_match=first.headers["etag"])
    assert (again.status, "script-src 'self'" in first.headers["content-security-policy"]) == (304, True)
    assert "content-security-policy" not in again.headers


# --- data IRIs, VoID


def test_data_iri_leads_to_its_description_in_every_format(service: Service) -> None:
    name = service.ask("/api/entities?kind=organization&limit=1").json()["items"][0]["id"]
    got = service.ask(f"/id/{quote(name)}")
    assert (got.status, got.headers["location"]) == (303, f"/doc/{quote(name)}")
    for kind in ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"):
        described = service.ask(got.headers["location"], accept=kind)
        assert (described.status, described.kind) == (200, kind)
        found = {str(one.subject) for one in ox.parse(described.body, format=ox.RdfFormat.from_media_type(kind))}
        assert any(name in subject for subject in found)
    page = service.ask(got.headers["location"], accept="text/html")
    assert page.kind == "text/html"
    assert f"<h1>{service.ask(f'/api/entities/{quote(name)}').json()['label']}</h1>" in page.body.decode()


def test_name_that_the_graph_does_not_know(service: Service) -> None:
    for target in ("/doc/org_nowhere", "/doc/a%20b%3Cscript%3E", "/doc/x%22y", "/doc/"):
        assert "says nothing" in problem(service.ask(target), 404)


def test_void_tells_what_there_is_and_where(service: Service) -> None:
    got = service.ask("/.well-known/void")
    store = ox.Store()
    store.load(got.body, format=ox.RdfFormat.TURTLE)
    found = store.query(
        "PREFIX void: <http://rdfs.org/ns/void#> SELECT ?n ?e ?r { ?d a void:Dataset ; void:triples ?n ; void:sparqlEndpoint ?e ;"
        " void:classPartition [ void:class <https://w3id.org/workreport/ontology#Report> ; void:entities ?r ] }"
    )
    assert isinstance(found, ox.QuerySolutions)
    (row,) = found
    assert int(row["n"].value) == service.ask("/api/status").json()["triples"]
    assert row["e"].value == f"{service.address}/sparql"
    assert int(row["r"].value) == reports(service.query(ROWS))
    assert service.ask("/.well-known/void", accept="application/ld+json").kind == "application/ld+json"


def test_unknown_address(service: Service) -> None:
    assert "nothing is at /nothing" in problem(service.ask("/nothing"), 404)
    assert json.loads(service.ask("/openapi.json").body)["openapi"].startswith("3.1")
