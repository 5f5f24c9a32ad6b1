"""Queries with pages: the pages together are the whole answer, and each says whether another one follows."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.analyze.ask import Understood, answer
from kg.api import WorkGraph
from kg.cli.app import application
from kg.cli.messages import Words
from kg.errors import QueryError
from kg.graph.queries import load_queries, run_query
from kg.graph.store import open_store

PAGED = [name for name, query in load_queries().items() if query.paged]


@pytest.fixture(scope="module")
def store(demo_build: Path) -> ox.Store:
    return open_store(demo_build)


def pages(store: ox.Store, name: str, limit: int) -> list[tuple[object, ...]]:
    """The rows of all pages, one after the other."""
    rows: list[tuple[object, ...]] = []
    offset: int | None = 0
    while offset is not None:
        page = run_query(store, name, {"limit": str(limit), "offset": str(offset)})
        assert page.next_offset is None or page.next_offset == offset + limit
        rows += page.rows
        offset = page.next_offset
    return rows


@pytest.mark.parametrize("name", PAGED)
def test_pages_are_the_whole_answer(name: str, store: ox.Store) -> None:
    whole = run_query(store, name, {"limit": ""})
    first = run_query(store, name)
    assert (first.rows, first.next_offset) == (whole.rows, None)  # the demo reports fit in one page, in the same order
    assert whole.rows
    assert set(pages(store, name, 10 if name in ("conflicting-figures", "planned-and-actual") else 50)) == set(
        whole.rows
    )


def test_queries_that_list_all_figures_have_pages() -> None:
    assert {"figures", "figures-of-body", "evidence-of-figure", "conflicting-figures"} <= set(PAGED)
    for name in PAGED:
        types = {one.name: one.type for one in load_queries()[name].parameters}
        assert (types["limit"], types["offset"]) == ("count", "count")


@pytest.mark.parametrize("limit", ["0", "-1", "1.5", "all", "5 }", "9" * 13])
def test_a_page_is_a_whole_number(limit: str, store: ox.Store) -> None:
    with pytest.raises(QueryError, match="parameter 'limit' must be a whole number"):
        run_query(store, "figures", {"limit": limit})


@pytest.mark.parametrize(("form", "language", "said"), [("csv", "zh", "还有更多"), ("table", "en", "There is more")])
def test_command_says_that_there_is_more(form: str, language: str, said: str, demo_build: Path) -> None:
    call = ["query", str(demo_build), "figures", "--format", form, "--param"]
    run = CliRunner().invoke(application(Words(language)), [*call, "limit=7"])  # type: ignore[arg-type]
    assert run.exit_code == 0
    assert said in run.stderr and "offset=7" in run.stderr
    assert said not in run.stdout
    assert CliRunner().invoke(application(Words(language)), [*call, "limit="]).stderr == ""  # type: ignore[arg-type]


def test_python_and_questions_get_all_rows(store: ox.Store, demo_build: Path) -> None:
    whole = run_query(store, "figures", {"limit": ""}).rows
    asked = Understood("", "figures", (("limit", "2"),), (), (), "")
    assert len(answer(store, asked).rows) == len(whole)
    graph = WorkGraph(store, folder=demo_build)
    assert (len(graph.query("figures").rows), graph.query("figures", limit=2).next_offset) == (len(whole), 2)
