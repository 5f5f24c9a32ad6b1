"""The demo reports and their annotations: what they quote stands in the text, and what they refer to exists."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "kg" / "demo"
NAMES = sorted(path.stem for path in (DEMO / "reports").glob("*.txt"))
GROUPS = ("organizations", "initiatives", "documents")
MODIFIERS = {"exact", "over", "under", "approx", "range"}
MODALITIES = {"actual", "planned", "norm"}
ENDS = {
    "carriesOut": ("organizations", {"initiatives"}),
    "issues": ("organizations", {"documents"}),
    "establishes": ("organizations", {"organizations", "initiatives"}),
    "endorses": ("organizations", {"organizations", "initiatives", "documents"}),
    "cooperatesWith": ("organizations", {"organizations"}),
    "targets": (None, {"organizations", "place"}),
    "subOrganizationOf": ("organizations", {"organizations"}),
    "subInitiativeOf": ("initiatives", {"initiatives"}),
    "coveredBy": ("organizations", {"organizations"}),
}


def text_of(name: str) -> str:
    return (DEMO / "reports" / f"{name}.txt").read_text("utf-8")


def facts_of(name: str) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((DEMO / "facts" / f"{name}.json").read_text("utf-8"))
    return facts


def notations(scheme: str) -> set[str]:
    turtle = (ROOT / "ontology" / "schemes" / scheme).read_text("utf-8")
    return set(re.findall(r'skos:notation\s+"([^"]+)"', turtle))


def test_there_are_eight_reports_each_with_facts_and_a_manifest_row() -> None:
    assert len(NAMES) >= 8
    assert sorted(path.stem for path in (DEMO / "facts").glob("*.json")) == NAMES
    with (DEMO / "reports.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows] == [f"{name}.txt" for name in NAMES]
    assert tuple(rows[0]) == ("file", "url", "title", "body", "place", "year", "issued")


@pytest.mark.parametrize("name", NAMES)
def test_report_is_short_and_ends_with_a_line_end(name: str) -> None:
    text = text_of(name)
    assert 600 <= len(text) <= 1500
    assert text.endswith("\n")
    assert "\r" not in text


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_and_every_entity_stands_in_the_text(name: str) -> None:
    text, facts = text_of(name), facts_of(name)
    entities = [entity for group in GROUPS for entity in facts[group]]
    ids = [entity["id"] for entity in entities] + [metric["id"] for metric in facts["metrics"]]
    assert len(set(ids)) == len(ids)
    assert facts["doc"] == f"{name}.txt"
    assert facts["about"]["org"] in {body["id"] for body in facts["organizations"]}
    for entity in entities:
        assert entity["name"], entity
        assert entity["surface"], entity
        assert all(surface in text for surface in entity["surface"]), entity
        assert entity["name"] not in entity["accept"], entity


@pytest.mark.parametrize("name", NAMES)
def test_kinds_and_concepts_are_those_of_the_schemes(name: str) -> None:
    facts = facts_of(name)
    for group, scheme in zip(GROUPS, ("organization-kinds", "initiative-kinds", "document-kinds"), strict=True):
        assert {entity["kind"] for entity in facts[group]} <= notations(f"{scheme}.ttl"), group
    concepts = {metric["concept"] for metric in facts["metrics"] if metric["concept"]}
    assert concepts <= notations("indicators.ttl")


@pytest.mark.parametrize("name", NAMES)
def test_figures_are_quoted_from_the_text_and_well_formed(name: str) -> None:
    text, facts = text_of(name), facts_of(name)
    bodies = {body["id"] for body in facts["organizations"]}
    initiatives = {initiative["id"] for initiative in facts["initiatives"]}
    seen = set()
    for metric in facts["metrics"]:
        assert text.count(metric["quote"]) == 1, metric
        assert metric["number"] in metric["quote"], metric
        assert isinstance(metric["value"], int | float), metric
        assert metric["modifier"] in MODIFIERS, metric
        assert (metric["modifier"] == "range") == ("high" in metric), metric
        assert metric["modality"] in MODALITIES, metric
        assert metric["org"] is None or metric["org"] in bodies, metric
        assert metric["initiative"] is None or metric["initiative"] in initiatives, metric
        if metric["period"] is not None:
            assert re.fullmatch(r"\d{4}(-\d{2})?(/\d{4}(-\d{2})?)?", metric["period"]), metric
        key = (text.index(metric["quote"]) + metric["quote"].index(metric["number"]), metric["indicator"])
        assert key not in seen, metric
        seen.add(key)


SCALES = {"万": 10**4, "亿": 10**8}
WHOLE = {"百": 100, "千": 1000, "亿": 10**8}
DIGITS = dict(zip("一二三四五六七八九两", (1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))


def numeral(words: str) -> float:
    """The value of digits, or of a Chinese numeral below a hundred (五十七)."""
    if words[:1].isdigit():
        return float(words.replace(",", ""))
    if words in WHOLE:
        return WHOLE[words]
    tens, ten, ones = words.rpartition("十")
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0)


@pytest.mark.parametrize("name", NAMES)
def test_value_is_the_number_times_the_scale_that_follows_it_and_the_unit_is_next(name: str) -> None:
    for metric in facts_of(name)["metrics"]:
        quote = metric["quote"].replace("\n", "").replace("％", "%")
        before, _, behind = quote.partition(metric["number"])
        behind, value = behind.lstrip("余多"), numeral(metric["number"])
        if behind[:1] in SCALES and not metric["unit"].startswith(behind[0]):
            value, behind = value * SCALES[behind[0]], behind[1:].lstrip("余多")
        if behind.startswith("成"):
            value, behind = value * 10, "%"
        assert metric["value"] == pytest.approx(value), metric
        if "high" not in metric and not before.endswith("分之"):
            assert behind.startswith(metric["unit"]), metric


@pytest.mark.parametrize("name", NAMES)
def test_relations_join_entities_of_the_right_classes_by_a_quoted_clause(name: str) -> None:
    text, facts = text_of(name), facts_of(name)
    group_of = {entity["id"]: group for group in GROUPS for entity in facts[group]}
    required = set()
    for relation in facts["relations"]:
        subject, objects = ENDS[relation["p"]]
        assert relation["quote"] in text, relation
        assert relation["s"] in group_of, relation
        assert subject is None or group_of[relation["s"]] == subject, relation
        assert group_of.get(relation["o"], "place") in objects, relation
        if not relation["optional"]:
            triple = (relation["s"], relation["p"], relation["o"])
            assert triple not in required, relation
            required.add(triple)


@pytest.mark.parametrize("name", NAMES)
def test_every_number_with_a_unit_is_annotated(name: str) -> None:
    """Completeness: no digit before a common measure word is forgotten, but for those inside a quoted name."""
    text, facts = text_of(name), facts_of(name)
    taken = set()
    for metric in facts["metrics"]:
        start = text.index(metric["quote"]) + metric["quote"].index(metric["number"])
        taken |= set(range(start, start + len(metric["number"])))
        if "high" in metric:
            taken |= set(range(start, start + len(metric["quote"])))
    units = "个|件|项|次|名|人|家|条|篇|户|元|场|所|处|亩|%|公里|吨|期|起|份|部"
    pattern = rf"(?<![\d.,])\d[\d,.]*(?=[余多]?[万亿]?[余多]?(?:{units}))"
    taken |= {at for name in re.finditer("“[^”]*”", text) for at in range(*name.span())}
    forgotten = [match.group() for match in re.finditer(pattern, text) if match.start() not in taken]
    assert forgotten == []


def test_reports_cover_kinds_of_bodies_styles_and_times() -> None:
    about = {name: facts_of(name)["about"] for name in NAMES}
    kinds = set()
    for name in NAMES:
        (body,) = [body for body in facts_of(name)["organizations"] if body["id"] == about[name]["org"]]
        kinds.add(body["kind"])
    assert {"cppcc", "congress", "government", "mass-organization", "court"} <= kinds
    assert len({re.split("[省市区]", fact["place"])[0] for fact in about.values()}) >= 7
    modalities = {metric["modality"] for name in NAMES for metric in facts_of(name)["metrics"]}
    assert modalities == MODALITIES
    modifiers = {metric["modifier"] for name in NAMES for metric in facts_of(name)["metrics"]}
    assert modifiers == MODIFIERS
    predicates = {relation["p"] for name in NAMES for relation in facts_of(name)["relations"]}
    assert predicates == set(ENDS)
    assert any("，" not in text_of(name) for name in NAMES)
    assert any("," not in re.sub(r"\d,\d", "", text_of(name)) for name in NAMES)
