"""The query console in a real browser, which reaches nothing but the service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import Service


@pytest.fixture(scope="module")
def service(demo_build: Path) -> Iterator[Service]:
    made = Service(demo_build)
    yield made
    made.stop()


@pytest.fixture
def page(chromium: Any, service: Service) -> Iterator[Any]:
    """An open console; at the end it must have asked nobody else and complained of nothing."""
    context = chromium.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN", accept_downloads=True)
    made = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    made.on("request", lambda request: asked.append(request.url))
    made.on("console", lambda message: said.append(message.text))
    made.on("pageerror", lambda error: said.append(str(error)))
    made.goto(f"{service.address}/")
    made.wait_for_selector("body[data-ready]")
    yield made
    assert [url for url in asked if not url.startswith((service.address, "blob:"))] == []
    assert [one for one in said if "400 (Bad Request)" not in one] == []  # which the browser notes by itself
    context.close()


def test_console_runs_a_query_and_shows_its_rows(page: Any, service: Service) -> None:
    page.click("#run")
    page.wait_for_selector("#answer tbody tr")
    assert page.locator("#answer tbody tr").count() == 50
    page.locator("#editor .cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type('SELECT ?x ("<b>政协</b>" AS ?said) { ?x a wr:Report } ORDER BY ?x')
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#answer thead th[title=said]")
    reports = service.ask("/api/reports").json()["total"]
    assert page.locator("#answer tbody tr").count() == reports
    assert page.locator("#answer tbody tr td").nth(1).text_content() == "<b>政协</b>"
    page.locator("#answer a").first.click()
    page.wait_for_selector("body.thing h1")
    assert page.locator("h1").text_content()


def test_named_query_is_filled_in_run_and_taken_away(page: Any, service: Service) -> None:
    page.fill("#find", "indicator-across")
    page.locator("#queries button").first.click()
    page.wait_for_selector("#parameters input[name=indicator]")
    page.fill("#parameters input[name=indicator]", "proposals-filed")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer tbody tr")
    wanted = service.ask("/api/queries/indicator-across-reports?indicator=proposals-filed").json()["results"][
        "bindings"
    ]
    assert page.locator("#answer tbody tr").count() == len(wanted)
    assert "proposals-filed" in page.locator("#editor .cm-content").text_content()
    with page.expect_download() as download:
        page.click("#save")
    assert download.value.suggested_filename == "indicator-across-reports.csv"
    assert len(Path(download.value.path()).read_text("utf-8").splitlines()) == len(wanted) + 1


def test_what_goes_wrong_is_told_with_what_to_do(page: Any) -> None:
    page.locator("#editor .cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    page.click("#run")
    page.wait_for_selector(".problem")
    assert "SERVICE is not allowed" in page.locator(".problem").text_content()
    page.click("#language")
    assert page.locator("#run").text_content() == "Run (Ctrl+Enter)"
