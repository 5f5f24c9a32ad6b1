from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import cases

from kg.text.normalize import normalize

ALPHABET = "市政协提案工作0123456789１２％,，.。:：;；()（）“”\"'「」—–~ 　\t\r\n\u200b\ufeff\u00ad𠮷A年"
UNCOUNTED = "".join(c for c in ALPHABET if not c.isdigit())
"""Runs of blanks between single digits are the one thing that a second reading may still close."""
WRAPPED = (
    "市政协围绕中心工作，深入开展调研视察活动，全年\n"
    "征集提案318件，立案260件，办复率100%，委员满意\n"
    "率达到98%，各项工作取得了新的进展和明显的成效。\n"
    "第二段另起一行，继续说明协商议政工作的情况和做法，\n"
    "并列出有关数据。\n"
)


@pytest.mark.parametrize(("text", "normalized"), cases("normalize"))
def test_case(text: str, normalized: str) -> None:
    assert normalize(text).text == normalized


@given(st.text(alphabet=ALPHABET, max_size=60))
def test_map_is_ordered_and_stays_inside_the_source(text: str) -> None:
    found = normalize(text)
    origin = list(found.origin)[: len(found.text)]
    assert len(origin) == len(found.text)
    assert all(a < b for a, b in pairwise(origin))
    assert all(0 <= at < len(text) for at in origin)


@given(st.text(alphabet=UNCOUNTED, max_size=60))
def test_normalized_text_stays_as_it_is(text: str) -> None:
    once = normalize(text).text
    assert normalize(once).text == once


@given(st.text(alphabet=ALPHABET, max_size=60), st.data())
def test_letters_of_a_slice_are_those_of_the_source(text: str, data: st.DataObject) -> None:
    found = normalize(text)
    if not found.text:
        return
    start = data.draw(st.integers(0, len(found.text) - 1))
    end = data.draw(st.integers(start + 1, len(found.text)))
    span = found.span(start, end)
    source = text[span.start : span.end]
    assert 0 <= span.start < span.end <= len(text)
    assert [c for c in source if c in "市政协提案工作𠮷年"] == [
        c for c in found.text[start:end] if c in "市政协提案工作𠮷年"
    ]


@given(st.text(alphabet="市政协提案318件，。“”", max_size=30))
def test_plain_text_keeps_every_offset(text: str) -> None:
    found = normalize(text)
    if found.text == text:
        assert all(tuple(found.span(i, i + 1)) == (i, i + 1) for i in range(len(text)))


def test_spans_lead_past_marks_blanks_and_astral_characters() -> None:
    source = "\ufeff𠮷林村　３１８ 件"
    found = normalize(source)
    at = found.text.index("318")
    assert source[slice(*found.span(at, at + 4))] == "３１８ 件"
    assert source[slice(*found.span(0, 1))] == "𠮷"


def test_wrapped_lines_are_joined_and_found_again() -> None:
    found = normalize(WRAPPED)
    assert [len(line) > 30 for line in found.text.splitlines()] == [True, True]
    at = found.text.index("全年征集提案")
    assert WRAPPED[slice(*found.span(at, at + 6))] == "全年\n征集提案"


def test_lines_that_end_sentences_stay_paragraphs() -> None:
    text = "全年征集提案318件，立案260件，办复率100%。\n" * 5
    assert normalize(text).text == text


def test_an_empty_range_stays_empty() -> None:
    assert normalize("一二").span(1, 1) == (1, 1)
