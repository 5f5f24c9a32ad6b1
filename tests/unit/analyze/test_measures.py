"""Measures of the network, on three small reports made by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from kg.analyze import measures
from kg.analyze.catalog import Catalog
from kg.analyze.measures import Alike, Cooperating, Endorsed, Measures, Owner, Shared, measure
from kg.analyze.network import network_of
from kg.graph.store import store_of
from kg.graph.turtle import write_turtle
from kg.model import Extraction, Relation
from tests.command import kg
from tests.unit.graph import samples


def measured(*extractions: Extraction, top: int = 10) -> Measures:
    return measure(network_of(Catalog(store_of("".join(write_turtle(extractions))))), top=top)


@pytest.fixture(scope="module")
def found() -> Measures:
    return measured(samples.first(), samples.second(), samples.third())


def test_most_endorsed_and_most_cooperating(found: Measures) -> None:
    assert found.endorsed == (Endorsed("“潮乡议事”活动", "浙江省嘉兴市海宁市", 1, ("中共海宁市委员会",)),)
    assert found.cooperating[:2] == (
        Cooperating("中共海宁市委员会", 1, 2, ("政协海宁市委员会",)),
        Cooperating("政协海宁市委员会", 1, 2, ("中共海宁市委员会",)),
    )
    assert [row.times for row in found.cooperating[2:]] == [1, 1]


def test_names_of_several_places_and_owners_of_figures(found: Measures) -> None:
    places = ("浙江省嘉兴市桐乡市", "浙江省嘉兴市海宁市")
    assert found.shared == (Shared("潮乡议事", places, ("政协桐乡市委员会", "政协海宁市委员会")),)
    assert found.owners == (Owner("政协海宁市委员会", 14, 3), Owner("政协海宁市委员会提案委员会", 1, 1))


def test_two_reports_are_as_alike_as_their_indicators(found: Measures) -> None:
    # four indicators and seven, of which proposals submitted and reports in media stand in both
    assert found.alike is not None
    assert found.alike[0] == Alike("a/海宁.txt", "c/2024.txt", 0.222, 2, 9)


def test_share_of_a_report_that_states_facts(found: Measures) -> None:
    shares = {row.report: row.share for row in found.quoted}
    title, *lines = samples.third().report.text.splitlines()  # the title states nothing
    told = sum(map(len, lines))
    assert shares["c/2024.txt"] == round(told / (told + len(title) + len(lines) + 1), 3)
    assert all(0 < share <= 1 for share in shares.values())


def test_order_of_reports_and_of_relations_changes_nothing(found: Measures) -> None:
    first = samples.first()
    turned = replace(first, relations=tuple(reversed(first.relations)), figures=tuple(reversed(first.figures)))
    assert measured(samples.third(), samples.second(), turned) == found


def test_ties_are_broken_by_name() -> None:
    third = samples.third()
    praised = Relation(samples.PAPER, "endorses", samples.TWIN, third.relations[0].evidence, rule="verb")
    found = measured(samples.first(), replace(third, relations=(*third.relations, praised)))
    assert [row.initiative for row in found.endorsed] == ["“潮乡议事”", "“潮乡议事”活动"]
    assert (
        measured(samples.first(), replace(third, relations=(*third.relations, praised)), top=1).endorsed
        == (found.endorsed[:1])
    )


def test_pairs_of_too_many_reports_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "TOO_MANY", 2)
    assert measured(samples.first(), samples.second(), samples.third()).alike is None


def test_the_command_prints_tables_and_json(demo_build: Path) -> None:
    told = kg("--lang", "zh", "stats", demo_build, "--top", "2").stdout
    titles = ("认可者最多", "合作最广", "多地同名", "数字最多", "最相似", "采信最全")
    assert [any(line.startswith(title) for line in told.splitlines()) for title in titles] == [True] * 6
    assert "杰卡德" in told
    values = json.loads(kg("stats", demo_build, "--format", "json", "--top", "3").stdout)
    assert list(values) == ["endorsed", "cooperating", "shared", "owners", "alike", "quoted"]
    assert all(
        2 <= len(rows) <= 3 for rows in values.values()
    )  # no more than asked for; few names are borne by several
    assert set(values["alike"][0]) == {"one", "other", "likeness", "shared", "indicators"}
    assert kg("stats", demo_build, "--top", "0").returncode == 2
