"""The JSON routes: paging, one thing at a time, texts by offsets, and an OpenAPI description that holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator
from serving import Got, Service

from kg.api import WorkGraph, open_graph


@pytest.fixture(scope="module")
def graph(demo_build: Path) -> WorkGraph:
    return open_graph(demo_build)


@pytest.fixture(scope="module")
def openapi(service: Service) -> dict[str, Any]:
    said: dict[str, Any] = service.ask("/openapi.json").json()
    return said


def fits(got: Got, openapi: dict[str, Any], path: str) -> Any:
    """The body, which has to fit the schema that the description gives for this path."""
    assert got.status == 200, got.body
    schema = openapi["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator({**schema, "components": openapi["components"]}).validate(got.json())
    return got.json()


@pytest.mark.parametrize("name", ["reports", "entities", "figures", "relations"])
def test_pages_together_are_all_rows_and_each_fits_its_schema(
    name: str, service: Service, graph: WorkGraph, openapi: dict[str, Any]
) -> None:
    rows = getattr(graph, name)()
    found: list[str] = []
    target: str | None = f"/api/{name}?limit=40"
    while target:
        got = service.ask(target)
        page = fits(got, openapi, f"/api/{name}")
        assert page["total"] == len(rows)
        found += [one["iri"] for one in page["items"]]
        assert ("link" in got.headers) == (page["next"] is not None)
        target = page["next"] and page["next"].removeprefix(service.address)
    assert found == [row.iri for row in rows]


@pytest.mark.parametrize("name", ["reports", "entities", "figures", "relations"])
def test_one_thing_is_what_the_list_says(name: str, service: Service, openapi: dict[str, Any]) -> None:
    item = service.ask(f"/api/{name}?limit=1&offset=2").json()["items"][0]
    assert fits(service.ask(f"/api/{name}/{quote(item['id'])}"), openapi, f"/api/{name}/{{id}}") == item
    assert item["url"] == f"{service.address}/id/{quote(item['id'], safe='')}"
    assert service.ask(f"/api/{name}/nothing").status == 404


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("/api/entities?kind=organization&search=政协", lambda row: row["kind"] == "organization"),
        ("/api/figures?indicator=proposals-filed", lambda row: row["indicator"].startswith("proposals-filed")),
        ("/api/figures?modality=planned", lambda row: row["modality"] == "planned"),
        ("/api/figures?period=2023", lambda row: row["period"].startswith("2023")),
        ("/api/figures?unit=件", lambda row: row["unit"] == "件"),
        ("/api/relations?predicate=carriesOut", lambda row: row["predicate"] == "carriesOut"),
    ],
)
def test_filters_keep_what_they_name(target: str, says: Any, service: Service) -> None:
    page = service.ask(quote(target, safe="/?&=")).json()
    whole = service.ask(target.partition("?")[0]).json()
    assert 0 < page["total"] < whole["total"]
    assert all(map(says, page["items"]))


def test_evidence_quotes_the_very_characters(service: Service, openapi: dict[str, Any]) -> None:
    figure = service.ask("/api/figures?limit=1").json()["items"][0]
    page = fits(service.ask(f"/api/evidence/{figure['id']}"), openapi, "/api/evidence/{id}")
    assert page["items"] == figure["evidence"]
    for place in page["items"]:
        target = f"/api/reports/{place['report']}/text?start={place['start']}&length={place['end'] - place['start']}"
        assert fits(service.ask(target), openapi, "/api/reports/{id}/text")["text"] == place["quote"]
        whole = service.ask(f"/texts/{place['report']}.txt")
        assert whole.kind == "text/plain"
        assert whole.body.decode()[place["start"] : place["end"]] == place["quote"]


def test_text_beyond_its_end_is_empty(service: Service) -> None:
    report = service.ask("/api/reports?limit=1").json()["items"][0]["id"]
    said = service.ask(f"/api/reports/{report}/text?start=99999999").json()
    assert (said["text"], said["start"]) == ("", said["end"])


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/api/entities?limit=0", "from 1 to 1000"),
        ("/api/entities?limit=1001", "from 1 to 1000"),
        ("/api/entities?offset=-1", "from 0"),
        ("/api/entities?limit=ten", "whole number"),
        ("/api/entities?limit=1&limit=2", "given twice"),
        ("/api/entities?kind=animal", "one of organization"),
        ("/api/entities?colour=red", "no parameter 'colour'"),
        ("/api/figures?words=" + "x" * 501, "at most 500"),
        ("/api/queries/indicator-across-reports", "indicator"),
        ("/api/queries/figures-of-body?format=pdf", "no format"),
        ("/api/status?x=1", "no parameter"),
    ],
)
def test_wrong_parameters_are_told_what_would_be_right(target: str, said: str, service: Service) -> None:
    got = service.ask(target)
    assert (got.status, got.kind) == (400, "application/problem+json")
    assert said in got.json()["detail"] + got.json()["remedy"]


def test_files_of_the_build_can_be_taken_away(service: Service, demo_build: Path) -> None:
    for name in ("graph.ttl", "metrics.csv", "metrics.xlsx", "skipped.jsonl"):
        got = service.ask(f"/files/{name}")
        assert got.body == (demo_build / name).read_bytes()
        assert service.ask(f"/files/{name}", if_none_match=got.headers["etag"]).status == 304
    assert service.ask("/page").body == (demo_build / "graph.html").read_bytes()


def test_description_names_every_address_and_every_named_query(service: Service, openapi: dict[str, Any]) -> None:
    paths = openapi["paths"]
    names = [one["name"] for one in fits(service.ask("/api/queries"), openapi, "/api/queries")]
    assert {f"/api/queries/{name}" for name in names} <= set(paths)
    assert {"/sparql", "/.well-known/void", "/id/{id}", "/doc/{id}", "/texts/{id}.txt", "/files/{name}"} <= set(paths)
    fits(service.ask("/api/status"), openapi, "/api/status")
    identifiers = [one["operationId"] for path in paths.values() for one in path.values()]
    assert len(identifiers) == len(set(identifiers))
    assert "cdn" not in json.dumps(openapi).lower()
