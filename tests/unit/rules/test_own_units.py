"""Units that bodies name in their own reports: each group reads its own examples and no others."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kg.rules.load import DATA, load_rules

GROUPS = tomllib.loads((Path(DATA) / "own_units.toml").read_text("utf-8"))["units"]
RULES = load_rules().bodies.own_units


@pytest.mark.parametrize("index", range(len(GROUPS)))
def test_units_are_read_and_other_words_are_not(index: int) -> None:
    group, rules = GROUPS[index], RULES[index]
    for example in group["matches"]:
        found = rules.said.match(f"，{example}开展活动")
        assert found is not None and found["said"] == example
    for example in group["rejects"]:
        assert rules.said.match(f"，{example}") is None, example
