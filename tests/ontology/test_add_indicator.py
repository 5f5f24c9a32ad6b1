"""CONTRIBUTING's recipe works as written: one entry in one file, and a report's figure is an instance of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.extract import extract
from kg.graph.queries import run_query
from kg.graph.shapes import check
from kg.graph.store import store_of
from kg.graph.turtle import write_turtle
from kg.model import Extraction, Report
from kg.resources import ontology_dir
from kg.rules.load import load_rules

ROOT = Path(__file__).resolve().parents[2]
SENTENCE = "海宁市人民政府2023年工作报告\n2023年,全市义务植树3200棵,新增绿地面积500亩。\n"


@pytest.fixture
def extended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The ontology with the entry of the recipe at its end."""
    recipe = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("### Add an indicator")[2].partition("\n### ")[0]
    entry = re.search(r"```turtle\n(.*?)```", recipe, re.DOTALL)
    assert entry
    copy = tmp_path / "ontology"
    shutil.copytree(ontology_dir(), copy)
    with (copy / "schemes" / "indicators.ttl").open("a", encoding="utf-8") as file:
        file.write("\n" + entry[1])
    for user in ("kg.resources", "kg.rules.load"):
        monkeypatch.setattr(f"{user}.ontology_dir", lambda: copy)
    load_rules.cache_clear()
    yield copy
    load_rules.cache_clear()


def figures_of(extraction: Extraction) -> dict[str, str]:
    return {figure.surface: figure.indicator for figure in extraction.figures}


def test_without_the_entry_the_figure_has_no_such_indicator() -> None:
    assert figures_of(extract(Report(SENTENCE, ("a.txt",)), load_rules()))["3200棵"] != "trees-planted"


@pytest.mark.usefixtures("extended")
def test_with_the_entry_it_is_classified_described_and_found() -> None:
    extraction = extract(Report(SENTENCE, ("a.txt",)), load_rules())
    figures = figures_of(extraction)
    assert figures["3200棵"] == "trees-planted"
    assert figures["500亩"] != "trees-planted"
    store = store_of("".join(write_turtle([extraction])))
    assert check(store).findings == ()
    answer = run_query(store, "indicator-across-reports", {"indicator": "trees-planted"})
    assert [(row[3], row[5]) for row in answer.table()] == [("3200", "棵")]


def test_entry_is_free_of_defects(extended: Path) -> None:
    store = ox.Store()
    for path in [extended / "workreport.ttl", *sorted((extended / "schemes").glob("*.ttl"))]:
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    for path in sorted((extended / "verify").glob("*.rq")):
        assert [[str(cell) for cell in row] for row in store.query(path.read_text("utf-8"))] == [], path.stem
