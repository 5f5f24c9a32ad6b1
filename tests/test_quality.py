"""How well the reports are read may not fall: floors of F1, and proof that the reference is still the same."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from command import kg

from kg.analyze.score import ROWS

FLOORS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "quality.toml").read_text("utf-8"))
DEMO = Path(__file__).resolve().parent.parent / "kg" / "demo"


def measured(graph: Path, facts: Path, corpus: Path) -> dict[str, dict[str, float]]:
    run = kg("score", graph, "--facts", facts, "--corpus", corpus, "--json")
    assert run.returncode == 0, run.stderr
    total: dict[str, dict[str, float]] = json.loads(run.stdout)["total"]
    return total


def digest(facts: Path, corpus: Path) -> str:
    """SHA-256 of the names and bytes of the annotations and of the texts that they are about."""
    sum_ = hashlib.sha256()
    for path in sorted([*facts.glob("*.json"), *corpus.glob("*.txt")], key=lambda p: p.name):
        sum_.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sum_.hexdigest()[:16]


def below(floors: dict[str, float], figures: dict[str, dict[str, float]]) -> list[str]:
    return [
        f"{row}: {figures[row]['f1']:.3f} < {floor:.3f}" for row, floor in floors.items() if figures[row]["f1"] < floor
    ]


def test_floors_name_every_row() -> None:
    for part in FLOORS.values():
        assert set(part["floors"]) == set(ROWS)


def test_demo_reports_are_read_as_well_as_before(demo_build: Path) -> None:
    assert below(FLOORS["demo"]["floors"], measured(demo_build, DEMO / "facts", DEMO / "reports")) == []


def test_reference_of_the_demo_reports_is_the_one_of_the_floors() -> None:
    assert digest(DEMO / "facts", DEMO / "reports") == FLOORS["demo"]["digest"]


@pytest.mark.gold
def test_real_reports_are_read_as_well_as_before(gold: Path, gold_build: Path) -> None:
    assert below(FLOORS["gold"]["floors"], measured(gold_build, gold / "facts", gold / "corpus")) == []


@pytest.mark.gold
def test_reference_of_the_real_reports_is_the_one_of_the_floors(gold: Path) -> None:
    assert digest(gold / "facts", gold / "corpus") == FLOORS["gold"]["digest"]


def test_floor_above_the_figure_is_noticed() -> None:
    figures = {row: {"f1": 0.9} for row in ROWS}
    assert below({"quantity": 0.9}, figures) == []
    assert below({"quantity": 0.901}, figures) == ["quantity: 0.900 < 0.901"]


def claims(column: int) -> dict[str, float]:
    """Row -> F1 as the README states it in one column of its table of quality."""
    text = (Path(__file__).resolve().parent.parent / "README.md").read_text("utf-8")
    block = text.split("<!-- quality -->")[1].split("<!-- /quality -->")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines() if line.startswith("|")
    ][2:]
    assert len(rows) == len(ROWS)
    return {row: float(cells[column]) for row, cells in zip(ROWS, rows, strict=True)}


def exaggerated(stated: dict[str, float], figures: dict[str, dict[str, float]]) -> list[str]:
    """Rows in which the README claims more than is measured; a row of few facts moves by more with each of them."""
    return [
        f"{row}: {f1} > {figures[row]['f1']}; scripts/readme_tables.py writes the table anew"
        for row, f1 in stated.items()
        if f1 > figures[row]["f1"] + (0.02 if figures[row]["gold"] >= 50 else 0.06)
    ]


def test_readme_claims_no_more_than_the_demo_reports_show(demo_build: Path) -> None:
    assert exaggerated(claims(1), measured(demo_build, DEMO / "facts", DEMO / "reports")) == []


@pytest.mark.gold
def test_readme_claims_no_more_than_the_real_reports_show(gold: Path, gold_build: Path) -> None:
    assert exaggerated(claims(2), measured(gold_build, gold / "facts", gold / "corpus")) == []
