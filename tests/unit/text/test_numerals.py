from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.numerals import parse_fraction, parse_numeral, plain, write_numeral


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
    ],
)
def test_numeral(numeral: str, value: str) -> None:
    assert parse_numeral(numeral) == Decimal(value)


@pytest.mark.parametrize("word", ["", "若干", "百余", "上千", "十点", "点五", "3.5.2", "12年"])
def test_no_numeral(word: str) -> None:
    assert parse_numeral(word) is None


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_written_numbers_are_read_back(number: int) -> None:
    assert parse_numeral(write_numeral(number)) == number


@given(st.decimals(min_value=0, max_value=10**8, places=3))
def test_digits_are_read_as_they_stand(number: Decimal) -> None:
    value = parse_numeral(f"{number}")
    assert value == number
    assert value is not None
    assert "E" not in str(value) or value > 10**8


def test_fraction_of_zero_parts_is_none() -> None:
    assert parse_fraction("零分之一") is None
    assert parse_fraction("四分之三") == Decimal("0.75")


def test_plain_drops_idle_zeros() -> None:
    assert str(plain(Decimal("1.50E+3"))) == "1500"
