from pathlib import Path
from typing import get_args

import pytest

from kg.link.context import Context, YearSource
from kg.recognize.quantities import recognize_quantities
from kg.relate.figures import ReadFigure, read_figures
from kg.relate.indicators import classify
from kg.rules.load import load_rules
from kg.text.layout import Layout, read_layout

CASES = Path(__file__).parents[2] / "cases" / "figures.tsv"
RULES = load_rules().figures


def cases() -> list[list[str]]:
    lines = [line for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


def read(text: str, year: str = "2022 title", issued: str = "") -> tuple[Layout, tuple[ReadFigure, ...]]:
    """The figures of a short report; its head keeps the first line from being taken for a title."""
    number, source = year.split()
    assert source in get_args(YearSource)
    layout = read_layout(f"云岭市某机关工作情况\n来源：云岭发布\n{text}")
    context = Context(year=int(number), year_source=source, issued=issued)  # type: ignore[arg-type]
    mentions, _ = recognize_quantities(layout.text, RULES.quantities)
    return layout, read_figures(layout, context, mentions, RULES)


@pytest.mark.parametrize(("year", "issued", "text", "figures"), cases())
def test_case(year: str, issued: str, text: str, figures: str) -> None:
    layout, found = read(text.replace("\\n", "\n"), year, issued.strip("-"))
    told = " ".join(
        f"{layout.text[f.mention.start : f.mention.end]}|{f.indicator or '-'}|{f.period}|{f.modality}"
        for f in sorted(found, key=lambda f: f.mention.start)
    )
    assert told == figures


def test_indicator_text_is_verb_and_noun_without_fillers() -> None:
    texts = {
        "全年共征集提案318件。": "征集提案",
        "一年来，先后走访联系家庭86户。": "走访联系家庭",
        "新建8个议事平台。": "新建议事平台",
        "税收收入达到12亿元。": "税收收入",
        "分别提出12条、9条意见建议。": "提出意见建议",
    }
    for text, words in texts.items():
        assert read(text)[1][0].indicator_text == words


def test_a_sentence_beside_changes_nothing() -> None:
    _, alone = read("立案180件提案。")
    _, beside = read("立案180件提案。人人都说好。")
    assert [(f.indicator, f.period, f.modality) for f in alone] == [(f.indicator, f.period, f.modality) for f in beside]


def test_every_figure_names_its_rules() -> None:
    _, found = read("全年征集提案318件，同比增长3%。")
    assert all(f.rule.count("+") == 2 for f in found)


def test_words_around_help_only_what_says_something_itself() -> None:
    rules = RULES.indicators
    assert classify("立案", "件", rules, around="提案") == "proposals-filed"
    assert classify("完成", "个", rules, around="协商议题") == ""


def test_unit_decides_between_indicators() -> None:
    rules = RULES.indicators
    assert classify("走访企业", "家", rules) == "enterprises-visited"
    assert classify("走访企业", "公里", rules) == ""
