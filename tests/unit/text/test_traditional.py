from hypothesis import given
from hypothesis import strategies as st

from kg.text.normalize import normalize
from kg.text.traditional import fold_traditional


def test_traditional_text_reads_like_simplified() -> None:
    source = "全年徵集提案318件,經審查立案260件;協調解決問題二百餘個,總額達３，２００萬元。"
    normalized = normalize(source)
    assert normalized.text == "全年征集提案318件，经审查立案260件；协调解决问题二百余个，总额达3,200万元。"
    at = normalized.text.index("二百余个")
    assert source[slice(*normalized.span(at, at + 4))] == "二百餘個"


def test_simplified_text_keeps_its_characters() -> None:
    assert fold_traditional("乾县召开座谈会，著名专家出席。") == "乾县召开座谈会，著名专家出席。"


@given(st.text(max_size=60))
def test_length_never_changes(text: str) -> None:
    assert len(fold_traditional(text)) == len(text)
    assert fold_traditional(fold_traditional(text)) == fold_traditional(text)
