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
