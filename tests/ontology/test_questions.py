"""What analysts ask, answered by the named queries: every question that must be answered, and most of the others.

The questions and reports stay outside the repository (``KG_QUESTIONS``, ``KG_GOLD``). A parameter is taken from the
question itself: ``{codes}`` are the codes in its text, ``{quoted}`` its first words in quotation marks, ``{file}`` the
report it needs, ``{body}`` the body whose report that is.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from questions import QUESTIONS, annotated_names, columns_of, faults

from kg.graph.queries import run_query
from kg.graph.store import open_store

pytestmark = pytest.mark.gold

ANSWERS: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
    "CQ01": ("indicator-across-reports", {"indicator": "{codes}"}, {}),
    "CQ02": ("indicator-across-reports", {"indicator": "{codes}"}, {}),
    "CQ04": ("indicator-across-reports", {"indicator": "{codes}"}, {}),
    "CQ05": ("derived-rate", {"numerator": "{first}", "denominator": "{second}"}, {}),
    "CQ07": ("figures", {"file": "{file}", "indicator": "{codes}"}, {}),
    "CQ08": ("figures", {"indicator": "{codes}"}, {}),
    "CQ10": ("figures", {"indicator": "{codes}"}, {}),
    "CQ11": ("figures", {"indicator": "{codes}"}, {}),
    "CQ13": ("figures-of-initiative", {"initiative": "{topic}", "body": "{body}", "indicator": "{codes}"}, {}),
    "CQ14": ("figures", {"indicator": "{codes}"}, {}),
    "CQ16": ("figures", {"unit": "{unit}"}, {}),
    "CQ17": ("figures", {"indicator": "{codes}"}, {}),
    "CQ18": ("figures-of-initiative", {"initiative": "{quoted}", "body": "{body}"}, {}),
    "CQ20": ("figures-of-initiative", {"initiative": "{topic}", "body": "{body}"}, {}),
    "CQ21": ("figures-of-initiative", {"initiative": "{quoted}", "body": "{body}"}, {}),
    "CQ22": ("figures-of-initiative", {"initiative": "{quoted}", "body": "{body}"}, {}),
    "CQ25": (
        "change-between-years",
        {"indicator": "{codes}", "body": "{body}", "from": "{year}", "to": "{later}"},
        {"y2023": "first", "y2024": "second"},
    ),
    "CQ26": ("total-of-indicator", {"indicator": "{codes}"}, {}),
    "CQ28": ("approximate-figures", {"modifier": "over"}, {}),
    "CQ29": ("figures-in-words", {}, {}),
    "CQ32": ("figures", {"file": "{file}", "period": "{year}"}, {}),
    "CQ33": ("figures-by-period-wording", {"words": "会议以来"}, {}),
    "CQ36": ("suspicious-figures", {}, {}),
    "CQ37": ("report-card", {}, {"count": "figures"}),
    "CQ38": ("report-card", {}, {}),
    "CQ39": ("bodies-by-name", {"names": "{names}", "file": "{file}"}, {}),
    "CQ40": ("short-forms", {"file": "{file}"}, {}),
    "CQ42": ("media-coverage", {}, {}),
    "CQ43": ("media-in-several-reports", {}, {}),
    "CQ45": ("who-established-what", {"body": "{body}"}, {}),
    "CQ49": ("initiatives-by-kind", {"kind": "brand", "own": "yes"}, {"brand": "initiative"}),
    "CQ50": ("initiatives-by-kind", {"kind": "platform", "own": "yes"}, {"platform": "initiative"}),
    "CQ52": ("initiatives-by-kind", {"name": "{quoted}", "own": "yes"}, {"name": "initiative"}),
    "CQ54": ("carried-out-in-part", {"from": "{quoted}", "body": "{body}"}, {}),
    "CQ57": ("documents-by-issuer", {"own": "yes", "words": "方案|措施|办法|意见|制度|通则"}, {}),
    "CQ65": ("dates-of-issue", {}, {}),
    "CQ66": ("evidence-of-figure", {"indicator": "{codes}", "body": "{body}", "value": "{number}"}, {}),
    "CQ67": ("facts-without-evidence", {}, {}),
    "CQ68": ("report-card", {}, {}),
}
"""Question -> query, parameters, and the columns that bear another name there."""


@pytest.fixture(scope="module")
def names(gold: Path) -> dict[str, set[str]]:
    return annotated_names(gold)


@pytest.fixture(scope="module")
def store(question_build: Path) -> ox.Store:
    """The graph of the reports that the questions are about."""
    return open_store(question_build)


def filled(question: dict[str, Any], params: dict[str, str], store: ox.Store) -> dict[str, str]:
    text = question["question_zh"]
    codes = re.findall(r"(?<![a-z-])(?:[a-z]+(?:-[a-z]+)+|reposts)", text)
    years = re.findall(r"\d{4}(?=年|整年)", text)
    file = question["needs"][0]
    find = "SELECT ?l WHERE { ?r wr:fileName $f ; wr:aboutOrganization ?o . ?o skos:prefLabel ?l }"
    body = run_query(store, find, {"f": file}).table()
    values = {
        "codes": "|".join(codes),
        "first": codes[0] if codes else "",
        "second": codes[1] if len(codes) > 1 else "",
        "quoted": next(iter(re.findall("“(.*?)”", text)), ""),
        "topic": next(iter(re.findall(r"[省市县区](\w+?落实)", text)), ""),
        "unit": next(iter(re.findall("以(.)为单位", text)), ""),
        "number": next(iter(re.findall(r"\d+(?=件)", text)), ""),
        "names": "|".join(re.split("、|或", next(iter(re.findall("名为(.*?)的", text)), ""))),
        "year": years[0] if years else "",
        "later": years[1] if len(years) > 1 else "",
        "file": file,
        "body": body[0][0] if body else "",
    }
    return {name: value.format(**values) for name, value in params.items()}


def answers(question: dict[str, Any], store: ox.Store) -> list[dict[str, str]]:
    query, params, renamed = ANSWERS[question["id"]]
    answer = run_query(store, query, filled(question, params, store))
    return columns_of(question, answer.columns, answer.table(), renamed)


def asked() -> list[Any]:
    return [pytest.param(q, id=q["id"]) for q in QUESTIONS if q["id"] in ANSWERS]


@pytest.mark.parametrize("question", asked())
def test_named_query_answers_the_question(
    question: dict[str, Any], store: ox.Store, names: dict[str, set[str]]
) -> None:
    assert list(faults(question, answers(question, store), names)) == []


def test_every_question_that_must_be_answered_has_its_query() -> None:
    if not QUESTIONS:
        pytest.skip("KG_QUESTIONS names no file")
    assert {q["id"] for q in QUESTIONS if q["level"] == "must"} - set(ANSWERS) == set()
    others = [q["id"] for q in QUESTIONS if q["level"] != "must"]
    assert sum(name in ANSWERS for name in others) * 2 >= len(others)
