import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rules.load import load_rules
from kg.text.periods import read_times, resolve, write_period

RULES = load_rules().figures.periods


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("2021年", "2021"),
        ("2021年度", "2021"),
        ("2021年9月份", "2021-09"),
        ("2021年前三季度", "2021-01/2021-09"),
        ("2021年上半年", "2021-01/2021-06"),
        ("2021年底", "2021"),
        ("2019—2022年", "2019/2022"),
        ("2019年至2022年", "2019/2022"),
        ("2021年以来", "2021/2023"),
        ("二〇二一年", "2021"),
        ("今年", "2023"),
        ("今年7月份", "2023-07"),
        ("今年以来", "2023"),
        ("去年", "2022"),
        ("去年下半年", "2022-07/2022-12"),
        ("前年", "2021"),
        ("明年", "2024"),
        ("8月底", "2023-08"),
        ("5月、6月两个月", "2023-05/2023-06"),
        ("1至9月", "2023-01/2023-09"),
        ("一季度", "2023-01/2023-03"),
        ("前11个月", "2023-01/2023-11"),
        ("全年", "2023"),
        ("一年来", "2023"),
        ("过去的一年", "2023"),
        ("五年来", "2019/2023"),
        ("三年来", "2021/2023"),
        ("“十四五”时期", "2021/2025"),
        ("“十三五”末", "2020"),
        ("到2030年", "2030"),
        ("近年来", ""),
        ("三届二次会议以来", ""),
        ("每年", ""),
        ("下一步", ""),
    ],
)
def test_time_words(words: str, period: str) -> None:
    times = read_times(f"工作，{words}，共办理", RULES)
    assert [resolve(t, year=2023, reported=2023) for t in times] == [period]


@pytest.mark.parametrize("words", ["3个月内", "一年级", "三年行动计划", "五年规划", "第一年", "“十四五”规划", "2023件"])
def test_no_time_words(words: str) -> None:
    assert read_times(f"工作，{words}，共办理", RULES) == ()


@pytest.mark.parametrize(
    ("words", "expression", "rule", "period"),
    [
        ("今年", "今年", "this-year", "2024"),
        ("去年", "去年", "last-year", "2023"),
        ("前年", "前年", "year-before", "2022"),
        ("明年", "明年", "next-year", "2025"),
        ("去年底", "去年底", "last-year", "2023"),
        ("去年第三季度", "去年第三季度", "last-year", "2023-07/2023-09"),
        ("去年9月至11月", "去年9月至11月", "last-year", "2023-09/2023-11"),
        ("全年", "全年", "whole-year", "2023"),
        ("9月份", "9月份", "part", "2023-09"),
        ("1至12月", "1至12月", "part", "2023-01/2023-12"),
        ("二季度", "二季度", "part", "2023-04/2023-06"),
        ("4季度", "4季度", "part", "2023-10/2023-12"),
        ("前两季度", "前两季度", "part", "2023-01/2023-06"),
        ("前11个月", "前11个月", "part", "2023-01/2023-11"),
        ("下半年", "下半年", "part", "2023-07/2023-12"),
        ("2022年下半年", "2022年下半年", "year", "2022-07/2022-12"),
        ("2022年5、6月", "2022年5、6月", "year", "2022-05/2022-06"),
        ("2022年前10个月", "2022年前10个月", "year", "2022-01/2022-10"),
        ("2022年以来", "2022年以来", "year", "2022/2023"),
        ("2023年以来", "2023年以来", "year", "2023"),
        ("2024年以来", "2024年以来", "year", "2024"),
        ("二〇二一年", "二〇二一年", "written-year", "2021"),
        ("五年来", "五年来", "years-back", "2019/2023"),
        ("过去3年", "过去3年", "years-back", "2021/2023"),
        ("2016-20年", "2016-20年", "year-span", "2016/2020"),
        ("1998—2002年", "1998—2002年", "year-span", "1998/2002"),
        ("1983年4月至1988年3月", "1983年4月至1988年3月", "months-over-years", "1983/1988"),
        ("到2030年", "到2030年", "goal", "2030"),
        ("2030年底以前", "2030年底以前", "goal", "2030"),
        ("回首2022", "2022", "outlook", "2022"),
        ("“十四五”期间", "“十四五”期间", "plan", "2021/2025"),
        ("“十三五”末", "“十三五”末", "plan", "2020"),
        ("“十三五”期末", "“十三五”期末", "plan", "2020"),
        ("“十二五”规划期末", "“十二五”规划期末", "plan", "2015"),
        ("“十二五”规划期", "“十二五”规划期", "plan", "2011/2015"),
    ],
)
def test_this_year_is_the_speakers_and_the_whole_year_the_one_under_report(
    words: str, expression: str, rule: str, period: str
) -> None:
    text = f"工作，{words}，共办理"
    (time,) = read_times(text, RULES)
    assert (text[time.start : time.end], time.rule) == (expression, f"time-{rule}")
    assert resolve(time, year=2024, reported=2023) == period
    assert time.fine == ("-" in period)


def test_of_expressions_that_overlap_the_longer_one_is_read() -> None:
    text = "2022年前三季度完成，2021年至2023年逐年增长，去年9月、10月又增"
    assert [text[time.start : time.end] for time in read_times(text, RULES)] == [
        "2022年前三季度", "2021年至2023年", "去年9月、10月",
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["13月", "1—13月", "9至3月", "0月", "“二十五五”期间"])
def test_months_and_plans_that_do_not_exist_are_no_times(words: str) -> None:
    assert read_times(f"工作，{words}，共办理", RULES) == ()


@pytest.mark.parametrize(
    ("words", "period"), [("2021年以来", "2021"), ("2021年", "2021"), ("2019—2021年", "2019/2021")]
)
def test_a_year_in_the_words_needs_no_year_of_the_report(words: str, period: str) -> None:
    (time,) = read_times(words, RULES)
    assert resolve(time, year=None, reported=None) == period


@pytest.mark.parametrize("words", ["今年", "全年", "五年来", "9月份"])
def test_without_a_year_nothing_is_guessed(words: str) -> None:
    (time,) = read_times(words, RULES)
    assert resolve(time, year=None, reported=None) == ""


@given(st.integers(1950, 2060), st.integers(1, 12), st.integers(1, 12))
def test_periods_are_iso(year: int, first: int, last: int) -> None:
    period = write_period(year, (min(first, last), max(first, last)))
    parts = period.split("/")
    assert len(parts) == (1 if first == last else 2)
    assert all(len(part) == 7 and part.startswith(f"{year}-") for part in parts)


@given(st.text(alphabet="今去全年月日度底初以来至到—-0123456789上下半前三季第届“十四五”时期，", max_size=30))
def test_expressions_are_ordered_and_apart(text: str) -> None:
    end = 0
    for time in read_times(text, RULES):
        assert end <= time.start < time.end <= len(text)
        end = time.end
