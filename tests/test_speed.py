"""What keeps the program fast: guarded by ratios with wide margins, in seconds of processor, and by what is not done.

``make bench`` measures; here stands only what would show that something went badly wrong.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
import rdflib

from kg import build
from kg.analyze.duplicates import comparable
from kg.extract import extract
from kg.graph.triples import nodes
from kg.graph.turtle import write_turtle
from kg.model import Extraction, Key, Report
from kg.recognize.works_and_systems import _COINED, _coined
from kg.relate.indicators import _best, classify
from kg.scale.collector import SELDOM, seldom_collected
from kg.scale.work import rules_of
from tests.unit.graph import samples

SENTENCE = "{n}月，蓝天市政协组织委员{n}2人次到3个乡镇视察，提出意见建议{n}5条，其中采纳率达到9{n}.5%，“同心{n}号”工作室服务群众{n}00余人。"


def least(work: Callable[[], object], runs: int = 3) -> float:
    """The smallest number of seconds of processor that something took."""
    seconds = []
    for _ in range(runs):
        begun = time.process_time()
        work()
        seconds.append(time.process_time() - begun)
    return min(seconds)


def text_of(sentences: int) -> str:
    title = "蓝天市政协2023年工作综述\n\n"
    return title + "\n".join(
        "".join(SENTENCE.format(n=1 + (7 * row + place) % 9) for place in range(5)) for row in range(sentences // 5)
    )


@pytest.fixture(scope="module")
def read() -> Extraction:
    return extract(Report(text_of(250), ("a.txt",)), rules_of(()))


def test_text_to_turtle_keeps_pace_with_a_tagger() -> None:
    import jieba.posseg

    text = text_of(250)
    list(jieba.posseg.cut(text[:200]))
    with seldom_collected():
        ours = least(lambda: "".join(write_turtle([extract(Report(text, ("a.txt",)), rules_of(()))])))
    assert ours < 3 * least(lambda: list(jieba.posseg.cut(text)))


def test_time_grows_with_the_text_and_no_faster() -> None:
    short, long = (Report(text_of(count), ("a.txt",)) for count in (100, 500))
    extract(short, rules_of(()))
    with seldom_collected():
        few = least(lambda: extract(short, rules_of(())))
        many = least(lambda: extract(long, rules_of(())), runs=2)
    assert many < 12 * few  # 5 would be linear, 25 quadratic


def test_turtle_is_written_several_times_as_fast_as_by_rdflib(read: Extraction) -> None:
    graph = rdflib.Graph().parse(data="".join(write_turtle([read])), format="turtle")
    ours = least(lambda: "".join(write_turtle([read])), runs=5)
    assert 4 * ours < least(lambda: graph.serialize(format="turtle"), runs=2)


def test_facts_of_every_node_are_in_order(read: Extraction) -> None:
    for node in nodes([read, samples.first(), samples.second()]):
        predicates = [predicate for predicate, _ in node.facts]
        assert predicates == sorted(set(predicates)), node.subject
        assert all(objects for _, objects in node.facts), node.subject


def test_cues_are_looked_up_as_if_all_were_tried() -> None:
    rules = rules_of(()).figures.indicators
    words = sorted({word for cue in rules.cues for group in cue.groups for word in group})[::9]
    units = ("件", "人次", "%", "个", "台（套）", "期次", "光年")
    for (first, second), unit in zip(product(words[::2], words[::11]), units * 10_000, strict=False):
        cues = [rules.cues[number] for number in sorted(rules.fitting(unit))]
        own, told = _best(cues, first + second)
        assert classify(first + second, unit, rules) == own
        filled, more = _best(cues, first, second, rules.signs["generic"])
        own, told = _best(cues, first)
        expected = own if told > 4 or more <= told else filled
        assert classify(first, unit, rules, around=second) == expected


def test_reports_that_none_can_repeat_are_told_without_comparing_all() -> None:
    bodies = (None, Key("organization", "甲县政协"), Key("organization", "乙县政协"))
    kinds = list(product(bodies, (None, 2023, 2024)))
    for chosen in product(kinds, repeat=3):
        known = {str(number): kind for number, kind in enumerate(chosen)}
        alike = {
            one
            for one, (body, year) in known.items()
            for other, (body2, year2) in known.items()
            if one != other and {body, body2} - {None} != {*bodies[1:]} and {year, year2} - {None} != {2023, 2024}
        }
        assert set(comparable(known)) == alike


def test_coined_names_are_found_as_if_each_character_were_tried() -> None:
    words = ("甲", "乙丙", "，", "\n", "进社区", "送法", "三下乡", "爱心", "活动", "行动", "送温暖活动")
    for first, second, third in product(words, repeat=3):
        text = "".join((first, second, third, "丁" * 7, second, third, first, third))
        assert [m.span() for m in _coined(text)] == [m.span() for m in _COINED.finditer(text)]


def test_building_leaves_the_collector_as_it_was(tmp_path: Path) -> None:
    gc.set_threshold(701, 11, 9)
    try:
        with seldom_collected():
            assert gc.get_threshold() == SELDOM
            assert gc.get_freeze_count() > 0
        (report := tmp_path / "a.txt").write_text(text_of(5), "utf-8")
        build([report], output=tmp_path / "output", outputs=("ttl",), jobs=1)
        assert gc.get_threshold() == (701, 11, 9)
        assert gc.get_freeze_count() == 0
    finally:
        gc.set_threshold(700, 10, 10)


def test_the_version_is_told_without_loading_anything() -> None:
    code = "import sys; from kg.cli import main; main(['--version']); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    loaded = {name.split(".")[0] for name in told.split()}
    assert not loaded & {
        "click",
        "rdflib",
        "pyoxigraph",
        "rjieba",
        "ahocorasick_rs",
        "networkx",
        "pyvis",
        "tomllib",
        "decimal",
    }
