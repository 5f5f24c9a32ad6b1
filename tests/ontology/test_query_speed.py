"""No named query takes long on the demo graph, whatever it is asked; ``make bench`` measures a million triples."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from kg.graph.queries import load_queries
from kg.graph.store import open_store

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
LIMIT = 0.2
"""Seconds of processor."""


def test_every_query_with_every_parameter_is_quick(demo_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    spec = importlib.util.spec_from_file_location("bench_queries", SCRIPTS / "bench_queries.py")
    assert spec and spec.loader
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    sys.modules.pop("corpus", None)
    store = open_store(demo_build)
    known = bench.values(store)
    slow, asked = {}, 0
    for name, query in load_queries().items():
        for added, params in bench.calls(query, known):
            taken, _ = bench.seconds(store, query, params, runs=1)
            asked += 1
            if taken > LIMIT:
                slow[name, added] = taken
    assert asked > 150
    assert slow == {}
