from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.numerals import parse_fraction, parse_numeral, plain


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("12", "12"),
        ("1,234.5", "1234.5"),
        ("3.5万", "35000"),
        ("1亿2千万", "120000000"),
        ("3千5百万", "35000000"),
        ("3万亿", "3000000000000"),
        ("二〇二三", "2023"),
        ("十", "10"),
        ("十五万", "150000"),
        ("一百零五", "105"),
        ("两百五", "250"),
        ("一万二", "12000"),
        ("百亿", "10000000000"),
        ("千", "1000"),
        ("十二点五", "12.5"),
        ("三点一四", "3.14"),
        ("一五", "15"),
        ("一二三", "123"),
        ("亿", "100000000"),
        ("一亿两千万零三百", "120000300"),
        ("三千零五", "3005"),
    ],
)
def test_numeral(numeral: str, value: str) -> None:
    assert parse_numeral(numeral) == Decimal(value)


@pytest.mark.parametrize(
    "word", ["", "若干", "百余", "上千", "十点", "点五", "3.5.2", "12年", "一点二点三", "一点二三百", "五12"]
)
def test_no_numeral(word: str) -> None:
    assert parse_numeral(word) is None


def written(number: int) -> str:
    """The Chinese numeral of a whole number below 10^12."""
    for scale, word in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            head, rest = divmod(number, scale)
            gap = "零" * (rest < scale // 10) + "一" * (10 <= rest < 20)
            return ("" if head == 1 and scale == 10 else written(head)) + word + (gap + written(rest) if rest else "")
    return "零一二三四五六七八九"[number]


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_written_numbers_are_read_back(number: int) -> None:
    assert parse_numeral(written(number)) == number


@given(st.decimals(min_value=0, max_value=10**8, places=3))
def test_digits_are_read_as_they_stand(number: Decimal) -> None:
    value = parse_numeral(f"{number}")
    assert value == number
    assert value is not None
    assert "E" not in str(value) or value > 10**8


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("四分之三", "0.75"),
        ("三十二分之一", "0.0312"),
        ("二分之三", "1.5"),
        ("零分之一", "None"),
        ("三分之", "None"),
        ("分之二", "None"),
    ],
)
def test_fraction_to_four_places(numeral: str, value: str) -> None:
    assert str(parse_fraction(numeral)) == value


def test_plain_drops_idle_zeros() -> None:
    assert str(plain(Decimal("1.50E+3"))) == "1500"
