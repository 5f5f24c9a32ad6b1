"""What analysts ask, understood as it is worded: which questions lead to the right query, and the rows that they get."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from questions import QUESTIONS, annotated_names, columns_of, faults

from kg.analyze.ask import Understood, Vocabulary, answer, read_vocabulary, understand
from kg.graph.store import open_store
from kg.rules.load import load_asking

pytestmark = pytest.mark.gold

UNDERSTOOD = (
    "CQ01", "CQ02", "CQ04", "CQ05", "CQ07", "CQ08", "CQ10", "CQ11", "CQ13", "CQ14", "CQ16", "CQ17", "CQ18",
    "CQ20", "CQ21", "CQ22", "CQ25", "CQ26", "CQ28", "CQ29", "CQ32", "CQ33", "CQ36", "CQ37", "CQ38", "CQ39",
    "CQ40", "CQ42", "CQ43", "CQ45", "CQ49", "CQ50", "CQ52", "CQ54", "CQ57", "CQ65", "CQ66", "CQ67", "CQ68",
)  # fmt: skip
"""The questions that are understood as they are worded; the others have to be refused, not answered wrongly."""
RENAMED: dict[str, dict[str, str]] = {
    "change-between-years": {"y2023": "first", "y2024": "second"},
    "report-card": {"count": "figures"},
    "initiatives-by-kind": {"brand": "initiative", "platform": "initiative", "name": "initiative"},
}
"""Query -> columns that the questions call by another name."""


@pytest.fixture(scope="module")
def store(question_build: Path) -> ox.Store:
    return open_store(question_build)


@pytest.fixture(scope="module")
def vocabulary(store: ox.Store) -> Vocabulary:
    return read_vocabulary(store, load_asking())


@pytest.fixture(scope="module")
def names(gold: Path) -> dict[str, set[str]]:
    return annotated_names(gold)


@pytest.mark.parametrize("question", [pytest.param(q, id=q["id"]) for q in QUESTIONS if q["id"] in UNDERSTOOD])
def test_question_is_understood_as_it_is_worded(
    question: dict[str, Any], store: ox.Store, vocabulary: Vocabulary, names: dict[str, set[str]]
) -> None:
    found = understand(question["question_zh"], vocabulary)
    assert isinstance(found, Understood), found
    reply = answer(store, found)
    rows = columns_of(question, reply.columns, reply.rows, RENAMED.get(found.query, {}))
    assert list(faults(question, rows, names)) == []


@pytest.mark.parametrize("question", [pytest.param(q, id=q["id"]) for q in QUESTIONS if q["id"] not in UNDERSTOOD])
def test_question_that_no_query_answers_is_refused(question: dict[str, Any], vocabulary: Vocabulary) -> None:
    assert not isinstance(understand(question["question_zh"], vocabulary), Understood)


def test_questions_are_answered_within_a_tenth_of_a_second(store: ox.Store, vocabulary: Vocabulary) -> None:
    begin = time.process_time()
    for question in QUESTIONS:
        found = understand(question["question_zh"], vocabulary)
        if isinstance(found, Understood):
            answer(store, found)
    assert time.process_time() - begin < 0.1 * len(QUESTIONS)
