from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.recognize.quantities import QuantityMention, recognize_quantities
from kg.rules.load import load_rules

CASES = Path(__file__).parents[2] / "cases" / "quantities.tsv"
RULES = load_rules().figures.quantities


def cases() -> list[list[str]]:
    lines = [line for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


def written(text: str, mention: QuantityMention) -> str:
    value = f"{mention.value}" if mention.high is None else f"{mention.value}~{mention.high}"
    return f"{text[mention.start : mention.end]}|{value}|{mention.unit}|{mention.modifier}"


@pytest.mark.parametrize(("text", "figures", "skipped", "numerals"), cases())
def test_case(text: str, figures: str, skipped: str, numerals: str) -> None:
    found, rest = recognize_quantities(text, RULES)
    assert (" ".join(written(text, m) for m in found) or "-") == figures
    assert (" ".join(f"{text[s.start : s.end]}|{s.reason}|{s.rule}" for s in rest) or "-") == skipped
    read = " ".join(f"{text[m.number_start : m.number_end]}|{m.rule.removeprefix('quantity-')}" for m in found)
    assert (read or "-") == numerals


@given(st.text(alphabet="全年收到提案近约0123456789.,一二两三百千万亿余多个件户%、，。—至第届年月“”", max_size=40))
def test_spans_are_ordered_and_hold_their_numeral(text: str) -> None:
    found, skipped = recognize_quantities(text, RULES)
    end = 0
    for mention in found:
        assert end <= mention.start <= mention.number_start < mention.number_end <= mention.end <= len(text)
        assert mention.unit == "" or mention.unit in text
        assert mention.high is None or mention.high > mention.value
        end = mention.end
    taken = {(m.number_start, m.number_end) for m in found}
    assert not taken & {(s.start, s.end) for s in skipped}


@given(st.integers(min_value=2, max_value=10**9), st.sampled_from(["件", "个", "人次", "平方米", "亿元"]))
def test_digits_with_a_unit_keep_their_value(number: int, unit: str) -> None:
    (mention,), _ = recognize_quantities(f"共有{number}{unit}。", RULES)
    scale = 10**8 if unit == "亿元" else 1
    assert mention.value == number * scale
    assert mention.unit == unit.removeprefix("亿")


def test_words_before_and_behind_do_not_move_a_mention() -> None:
    (mention,), _ = recognize_quantities("立案近90余件", RULES)
    (moved,), _ = recognize_quantities("会议指出，立案近90余件，全部交办。", RULES)
    assert (moved.start - 5, moved.end - 5) == (mention.start, mention.end)
