"""How soon a reader sees something: median of three openings, in milliseconds from the start of the navigation."""

from __future__ import annotations

import math
import statistics
from pathlib import Path

import pytest

from kg.view.page import render
from tests.browser.conftest import Open
from tests.unit.view.graphs import large_graph


def median(visit: Open, html: str, limit: float) -> float:
    """The median of three openings; other work on the machine may spoil a run, so the best of up to five counts."""
    best = math.inf
    for _ in range(5):
        drawn = []
        for _ in range(3):
            one = visit(html)
            drawn.append(float(one.ask("performance.getEntriesByName('first-drawing')[0].startTime")))
            one.page.close()
        best = min(best, statistics.median(drawn))
        if best < limit:
            break
    return best


@pytest.mark.parametrize(("bodies", "nodes", "limit"), [(100, 1000, 1000), (400, 5000, 3000)])
def test_many_nodes_are_drawn_soon(visit: Open, bodies: int, nodes: int, limit: int) -> None:
    made = large_graph(bodies, nodes // bodies)
    html = render(made.store, texts=made.texts, selection=f"nodes={nodes}")
    one = visit(html)
    assert one.ask("KG.graph.visible.nodes.length") == nodes
    one.page.close()
    assert median(visit, html, limit) < limit


def test_page_of_the_real_reports_is_small_and_quick(visit: Open, gold_build: Path) -> None:
    html = (gold_build / "graph.html").read_text(encoding="utf-8")
    assert len(html.encode()) < 3_000_000
    assert median(visit, html, 1000) < 1000
