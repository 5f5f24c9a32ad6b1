"""``kg explain`` tells of every kind of fact, and of what became none, why; and fails where there is nothing to tell."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import kg

from kg.analyze.explain import explain
from kg.cli.messages import MESSAGES
from kg.graph.store import open_store
from kg.read.graph import read_skipped, read_texts

Asked = Callable[[str], Any]


@pytest.fixture(scope="module")
def asked(demo_build: Path) -> Asked:
    store, texts, skipped = open_store(demo_build), read_texts(demo_build), read_skipped(demo_build)
    return lambda words: explain(store, words, texts=texts, skipped=skipped)


def marked(passage: Any) -> str:
    return f"{passage.before}[{passage.words}]{passage.after}"


def test_a_number_tells_its_figure_owner_and_sentence(asked: Asked) -> None:
    (fact,) = asked("98,654").facts
    values = dict(fact.values)
    assert (fact.kind, values["value"], values["unit"], values["period"]) == ("figure", "98654", "件", "2021")
    assert "中级" in values["organization"]
    assert fact.rules[0].startswith("quantity-")
    assert "受理案件[98,654件]，审执结" in marked(fact.passages[0])


def test_one_figure_under_every_form_of_its_iri(asked: Asked) -> None:
    (fact,) = asked("98,654").facts
    name = fact.iri.rpartition("/")[2]
    for form in (fact.iri, f"<{fact.iri}>", name, f"wrd:{name}"):
        assert asked(form).facts == (fact,)
    assert not asked(name[:-1] + ("0" if name[-1] != "0" else "1"))


def test_a_short_form_tells_how_it_was_resolved_in_each_report(asked: Asked) -> None:
    bodies = {fact.label: fact for fact in asked("市政协").facts if fact.kind == "organization"}
    assert len(bodies) > 2
    district = bodies["政协厦门市委员会"]
    assert district.grade == "resolved"
    assert dict(district.values)["resolution"] == "报告单位所在的市是厦门市"
    assert [p.words for p in district.passages] == ["市政协"]


def test_a_relation_tells_its_clause(asked: Asked) -> None:
    (fact,) = (one for one in asked("制定《许昌市城市绿化条例》，").facts if one.kind == "relation")
    values = dict(fact.values)
    assert (values["predicate"], values["object"]) == ("issues", "许昌市城市绿化条例")
    assert fact.rules == ("verb-issues",)


def test_a_number_that_is_no_figure_tells_the_reason(asked: Asked) -> None:
    found = asked("2021年全市法院工作扫描")
    assert [(gap.surface, gap.reason) for gap in found.gaps] == [("2021", "date"), ("全市法院", "collective")]
    assert marked(found.gaps[0].passage).endswith("[2021]年全市法院工作扫描")
    assert not found.facts


def test_a_longer_number_is_not_told_for_its_digits(asked: Asked) -> None:
    assert not any("98,654" in fact.label for fact in asked("654").facts)


def test_part_of_a_label_is_the_last_resort(asked: Asked) -> None:
    assert "政协厦门市委员会" in {fact.label for fact in asked("厦门市委员").facts}


@pytest.mark.parametrize("words", ["没有这样的话语", "", "nan", "wrd:fig_0", "a b:c", "http://x y"])
def test_nothing_to_tell(asked: Asked, words: str) -> None:
    assert not asked(words)


def test_every_fact_of_the_graph_can_be_told(demo_build: Path, asked: Asked) -> None:
    lines = (demo_build / "graph.ttl").read_text("utf-8").splitlines()
    prefixes = ("wrd:fig_", "wrd:rel_", "wrd:org_", "wrd:ini_", "wrd:doc_", "wrd:plc_")
    names = [line.split(" ")[0] for line in lines if line.startswith(prefixes)]
    for name in names[::25]:
        (fact,) = asked(name).facts
        assert fact.label and fact.rules and fact.grade
        assert f"explain-{fact.kind}" in MESSAGES
        assert {f"explain-{value}" for value, _ in fact.values} <= MESSAGES.keys()
        assert fact.passages or fact.kind in ("place", "organization")


def test_command_prints_both_languages_and_json(demo_build: Path) -> None:
    run = kg("--lang", "en", "explain", demo_build, "98,654")
    assert run.returncode == 0
    assert "dezhou_court_2021.txt 44-51" in run.stdout and "[[98,654件]]" in run.stdout and "  period " in run.stdout
    assert "  时期  " in kg("--lang", "zh", "explain", demo_build, "98,654").stdout
    told = json.loads(kg("explain", demo_build, "98,654", "--json").stdout)
    assert [fact["kind"] for fact in told["facts"]] == ["figure"]


def test_command_fails_with_one_line_where_nothing_is_found(demo_build: Path) -> None:
    run = kg("--lang", "en", "explain", demo_build, "没有这样的话语")
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (1, "", 1)


def test_graph_file_alone_tells_facts_and_sentences(demo_build: Path, tmp_path: Path) -> None:
    shutil.copy(demo_build / "graph.ttl", tmp_path / "alone.ttl")
    run = kg("--lang", "en", "explain", tmp_path / "alone.ttl", "98,654")
    assert run.returncode == 0
    assert "[[98,654件]]" in run.stdout
