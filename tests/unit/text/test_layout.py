import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import cases

from kg.text.layout import Block, Layout, read_layout

MARKS = {"title": "T", "head": "H", "paragraph": "P", "furniture": "F"}


def mark(block: Block) -> str:
    return str(block.level) if block.kind == "heading" else MARKS[block.kind]


def sentence(layout: Layout, words: str) -> tuple[str, ...]:
    """The headings above the sentence that holds these words."""
    at = layout.text.index(words)
    return layout.headings(next(one for one in layout.sentences if one.start <= at < one.end))


@pytest.mark.parametrize(("text", "lines"), cases("layout"))
def test_case(text: str, lines: str) -> None:
    assert " ".join(map(mark, read_layout(text).blocks)) == lines


def test_headings_end_where_one_of_their_level_begins() -> None:
    layout = read_layout(
        "市政协2022年工作综述\n各位委员：\n一、提案工作\n（一）征集情况\n全年征集提案318件，立案260件。\n"
        "（二）办理情况\n办复率100%，委员满意率98%。\n二、协商工作\n举办协商46场，提出建议36条。\n"
    )
    assert sentence(layout, "征集提案318件") == ("一、提案工作", "（一）征集情况")
    assert sentence(layout, "办复率") == ("一、提案工作", "（二）办理情况")
    assert sentence(layout, "协商46场") == ("二、协商工作",)


def test_short_first_sentence_is_the_topic_of_its_paragraph() -> None:
    head = "市政协2022年工作综述\n各位委员：\n一、协商工作\n"
    assert (
        sentence(read_layout(head + "拓宽渠道凝聚共识。坚持协商于民，举办协商46场。\n"), "46场")[-1]
        == "拓宽渠道凝聚共识"
    )
    assert sentence(read_layout(head + "举办协商46场。坚持协商于民，形成建议36条。\n"), "36条") == ("一、协商工作",)
    assert sentence(read_layout(head + "拓宽渠道凝聚共识。\n"), "拓宽") == ("一、协商工作",)


def test_report_of_one_line_has_its_sentences() -> None:
    layout = read_layout("市政协全年征集提案318件，立案260件。办复率100%。")
    assert [layout.text[s.start : s.end] for s in layout.sentences] == [
        "市政协全年征集提案318件，立案260件。",
        "办复率100%。",
    ]


def test_full_stop_inside_quotation_marks_ends_no_sentence() -> None:
    layout = read_layout("各位委员：\n委员们说：“办得好。群众满意。”大家鼓掌。\n")
    assert [layout.text[s.start : s.end] for s in layout.sentences][1:] == [
        "委员们说：“办得好。群众满意。”",
        "大家鼓掌。",
    ]


def test_commas_inside_quotation_marks_and_brackets_part_no_clauses() -> None:
    layout = read_layout("各位委员：\n开展“送医，送法”活动（含巡诊，义诊），走访企业52户；解决问题36个。\n")
    assert [layout.text[a:b] for a, b in layout.sentences[1].clauses] == [
        "开展“送医，送法”活动（含巡诊，义诊），",
        "走访企业52户；",
        "解决问题36个。",
    ]


@given(st.text(alphabet="市政协提案工作一二（）、。，；：“”0123件年——\n ", max_size=120))
def test_every_letter_stands_in_one_block_and_one_sentence(text: str) -> None:
    layout = read_layout(text)
    for parts in (layout.blocks, layout.sentences):
        ends = [0]
        for part in parts:
            assert ends[-1] <= part.start < part.end <= len(layout.text)
            ends.append(part.end)
        covered = "".join(layout.text[part.start : part.end] for part in parts)
        assert covered.split() == [] or "".join(covered.split()) == "".join(layout.text.split())
