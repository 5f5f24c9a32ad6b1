"""Restated, refined and conflicting figures are told apart; what is no figure of one thing is left alone."""

from __future__ import annotations

import random

import pytest
from small_graphs import graph_of, read, report, written

from kg.analyze.catalog import Catalog
from kg.analyze.conflicts import GROUNDS, KINDS, Conflict, find_conflicts
from kg.cli import conflicts as command

FOUND = {
    "restated": ("立案108件。\n全年审查立案108件，办复率100%。\n", ["restated single 108件 108件"]),
    "conflict": ("立案108件。\n全年审查立案118件，办复率100%。\n", ["conflict single 108件 118件"]),
    "rates": ("提案办复率100%。\n立案108件，办复率98.2%。\n", ["conflict single 100% 98.2%"]),
    "hedged below": ("全年协调解决问题200余个。\n协调解决问题210余个。\n", ["refined whole 200余个 210余个"]),
    "exact fits": ("全年走访企业约300家。\n全年共走访企业312家。\n", ["refined whole 约300家 312家"]),
    "finer stands first": ("全年走访企业312家。\n全年共走访企业300余家。\n", ["refined whole 300余家 312家"]),
    "beyond the hedge": ("全年走访企业60余家。\n全年共走访企业75家。\n", ["conflict whole 60余家 75家"]),
    "open hedge": ("全年走访企业超过60家。\n全年共走访企业95家。\n", ["refined whole 超过60家 95家"]),
    "near": ("全年走访企业近300家。\n全年共走访企业291家。\n", ["refined whole 近300家 291家"]),
    "one of many": (
        "立案108件。\n全年审查立案118件。\n收到提案130件，立案128件。\n",
        ["conflict single 108件 118件", "conflict single 108件 128件"],
    ),
    "undertaking": (
        "开展“暖企同行”行动，全年协调解决问题20个。\n“暖企同行”行动协调解决问题20个。\n",
        ["restated undertaking 20个 20个"],
    ),
}
APART = {
    "one sentence": "围绕文旅提出建议16条、围绕农业提出建议21条。\n",
    "listed": "全年走访企业30家，走访企业负责人45名，共走访企业60家。\n",
    "half a year": "上半年立案50件。\n全年立案108件。\n",
    "plan beside result": "全年立案108件。\n2024年计划立案120件，力争全年立案130件。\n",
    "both levels": "立案108件。\n全市两级政协立案提案560件。\n",
    "running total": "立案108件。\n换届以来累计立案提案410件。\n",
    "session": "立案108件。\n十届三次会议立案提案230件。\n",
    "a part": "评选优秀提案30件，其中集体提案11件。\n立案108件，其中集体提案40件。\n",
    "topics": "就老街改造提出意见建议12条。\n围绕葡萄产业提出意见建议21条。\n全年提出意见建议310条。\n",
    "other unit": "全年走访企业60家。\n全年共走访企业75家次。\n",
    "other indicator": "全年征集提案120件。\n全年立案108件。\n",
    "parts of the year's work": "走访企业12家。\n走访企业30家。\n",
    "days of one undertaking": "“暖企同行”行动走访企业12家。\n“暖企同行”行动走访企业30家。\n",
    "by chance": "召开座谈会2次。\n召开推进会2次。\n",
}


def told(pairs: tuple[Conflict, ...]) -> list[str]:
    return [f"{one.kind} {one.ground} {one.one.evidence.quote} {one.other.evidence.quote}" for one in pairs]


@pytest.mark.parametrize("name", FOUND)
def test_figures_of_one_thing_are_told_apart(name: str) -> None:
    text, expected = FOUND[name]
    assert told(find_conflicts(graph_of(report(text)))) == expected


@pytest.mark.parametrize("name", APART)
def test_figures_of_different_things_are_left_alone(name: str) -> None:
    store = graph_of(report(APART[name]))
    assert len(Catalog(store).figures) > 1
    assert told(find_conflicts(store)) == []


def test_reports_contradict_refine_and_repeat_each_other() -> None:
    store = graph_of(
        report("征集提案120件，立案108件。\n全年走访企业60余家。\n"),
        report("2023年，市政协征集提案120件，立案106件。\n2023年全年共走访企业65家。\n2024年立案130件。\n", year=2024),
    )
    pairs = find_conflicts(store)
    assert told(pairs) == ["conflict single 108件 106件", "refined whole 60余家 65家", "restated single 120件 120件"]
    assert not any(pair.within for pair in pairs)
    assert [pair.one.evidence.file for pair in pairs] == ["a.txt"] * 3
    assert [pair.other.evidence.file for pair in pairs] == ["b.txt"] * 3


def test_the_same_numbers_of_another_body_or_year_are_no_conflict() -> None:
    store = graph_of(
        report("立案108件。\n"), report("立案118件。\n", body="玉门市政协"), report("立案128件。\n", year=2022)
    )
    assert find_conflicts(store) == ()


def test_a_copy_restates_nothing_but_its_changed_number_is_a_conflict() -> None:
    long = "".join(f"第{n}项工作由专门委员会牵头，联合有关部门推进，成效良好。\n" for n in range(40))
    original = report(f"立案108件。\n{long}")
    copy = original.replace("立案108件", "立案106件") + "来源：本网\n"
    assert told(find_conflicts(graph_of(original, copy))) in (
        ["conflict single 108件 106件"],
        ["conflict single 106件 108件"],
    )
    assert find_conflicts(graph_of(original, original + "来源：本网\n")) == ()


def test_every_pair_keeps_both_figures_and_sentences() -> None:
    store = graph_of(report("立案108件。\n全年审查立案118件，办复率100%。\n"))
    (pair,) = find_conflicts(store)
    for one in (pair.one, pair.other):
        place = one.evidence
        start = place.start - place.sentence_start
        assert place.sentence[start : start + len(place.quote)] == place.quote
    assert pair.one.evidence.sentence != pair.other.evidence.sentence
    assert pair.one.figure.iri != pair.other.figure.iri, "both stay in the graph"


def test_the_order_of_reports_changes_nothing() -> None:
    texts = [
        report("立案108件。\n"),
        report("2023年立案106件。\n", year=2024),
        report("2023年立案104件。\n", year=2025),
    ]
    expected = told(find_conflicts(graph_of(*texts)))
    assert expected == ["conflict single 108件 106件", "conflict single 108件 104件"]
    for seed in range(3):
        mixed = list(texts)
        random.Random(seed).shuffle(mixed)
        found = [read(text, f"{texts.index(text)}.txt") for text in mixed]
        assert told(find_conflicts(written(found))) == expected


def test_help_names_the_kinds_that_there_are() -> None:
    assert command.KINDS == KINDS
    assert all(zh and en for zh, en in GROUNDS.values())
