"""A real Chromium without a network, and a page that must make no request and say nothing on its console."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kg.view.page import render
from tests.unit.view.graphs import GraphBuilder

CHROMIUM = os.environ.get("KG_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
WIDE, NARROW = (1440, 900), (390, 844)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Watch:
    """What a page did behind the reader's back."""

    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class Visit:
    """An open page with the means of a person to use it."""

    page: Any
    watch: Watch
    path: Path

    def ask(self, script: str, argument: Any = None) -> Any:
        """Return what a script of the test finds in the page."""
        return self.page.evaluate(script, argument)

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.ask("KG.state.now")
        return found

    def click_node(self, name: str) -> None:
        """Click the middle of a node's mark."""
        place = self.ask("id => KG.graph.pixelOf(KG.byId.get(id))", name)
        box = self.page.locator(".canvas").bounding_box()
        self.page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])

    def click_link(self, name: str) -> None:
        """Click the middle of a link's line."""
        ends = self.ask(
            "id => { const {from, to} = KG.links[KG.linkById.get(id)]; "
            "return [KG.graph.pixelOf(from), KG.graph.pixelOf(to)]; }",
            name,
        )
        box = self.page.locator(".canvas").bounding_box()
        x, y = ((ends[0][axis] * 0.5 + ends[1][axis] * 0.5) for axis in ("x", "y"))
        self.page.mouse.click(box["x"] + x, box["y"] + y)

    def rows(self, number: int = 0) -> int:
        """Return how many rows the n-th table of the page has, after showing all."""
        while self.page.locator(".table-wrap .more").count():
            self.page.locator(".table-wrap .more").first.click()
        return int(self.page.locator(".main table").nth(number).locator("tbody tr").count())


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser of the system, driven by Playwright; tests are skipped by name where either is missing.

    It ends with the module: its event loop stays open in this thread, and tests of the service need one of their own.
    """
    api = pytest.importorskip("playwright.sync_api", reason="playwright is missing: pip install playwright")
    if not CHROMIUM:
        pytest.skip("chromium is missing: apt-get install chromium, or name it in KG_CHROMIUM")
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


Open = Callable[..., Visit]


@pytest.fixture
def visit(chromium: Any, tmp_path: Path) -> Iterator[Open]:
    """Open a graph's page from disk; at the end of the test it must have kept to itself."""
    visits: list[Visit] = []
    contexts: list[Any] = []

    def open_page(
        made: GraphBuilder | str,
        *,
        at: str = "",
        size: tuple[int, int] = WIDE,
        scheme: str = "light",
        **options: Any,
    ) -> Visit:
        html = made if isinstance(made, str) else render(made.store, texts=made.texts, **options)
        path = tmp_path / f"graph{len(visits)}.html"
        path.write_text(html, encoding="utf-8")
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            offline=True,
            accept_downloads=True,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        watch = Watch()
        page.on("request", lambda request: watch.requests.append(request.url))
        page.on("console", lambda message: watch.console.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: watch.errors.append(str(error)))
        page.on("dialog", lambda dialog: (watch.errors.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(path.as_uri() + at)
        page.wait_for_function("document.body.dataset.view !== undefined")
        if not at or at.startswith("#graph"):
            page.wait_for_function("document.documentElement.dataset.drawn !== undefined || !KG.things.length")
        visits.append(Visit(page, watch, path))
        return visits[-1]

    yield open_page
    for one in visits:
        own = one.path.as_uri()
        assert [url for url in one.watch.requests if not url.startswith((own, "blob:"))] == []
        assert one.watch.console == []
        assert one.watch.errors == []
    for context in contexts:
        context.close()
