import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.words import cut

SENTENCES = (
    "市政协围绕中心工作开展调研视察活动，征集提案318件。",
    "市委、市政府高度重视，召开专题会议研究部署。",
    "组织委员走进社区，帮助群众解决急难愁盼问题36个。",
    "淄博市政协与市教育局联合举办“齐都夜话”活动。",
)


@pytest.mark.parametrize("text", SENTENCES)
def test_both_engines_cut_alike(text: str) -> None:
    pytest.importorskip("jieba")
    assert [w.surface for w in cut(text)] == [w.surface for w in cut(text, engine="jieba")]


@given(st.text(alphabet="市政协提案工作开展0123，。“”AB \n𠮷", max_size=40))
def test_words_are_the_text_in_order(text: str) -> None:
    words = cut(text)
    assert "".join(w.surface for w in words) == text
    assert all(text[w.start : w.end] == w.surface for w in words)
    assert all(words[words.at(i)].start <= i < words[words.at(i)].end for i in range(len(text)))


def test_lexicon_holds_for_the_call_that_names_it_only() -> None:
    text = "委员走进云岭暖心客厅听取意见"
    before = cut(text)
    assert "云岭暖心客厅" not in [w.surface for w in before]
    assert "云岭暖心客厅" in [w.surface for w in cut(text, lexicon=("云岭暖心客厅",))]
    assert [*cut(text)] == [*before]
