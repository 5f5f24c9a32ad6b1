from hypothesis import given
from hypothesis import strategies as st

from kg.recognize.documents import recognize_documents


def titles(text: str) -> list[str]:
    return [one.title for one in recognize_documents(text)]


@given(st.text(alphabet="《》〈〉提案办法的，。\n", max_size=30))
def test_titles_are_outermost_ordered_and_never_empty(text: str) -> None:
    end = 0
    for one in recognize_documents(text):
        assert end <= one.start < one.end <= len(text)
        assert text[one.start + 1 : one.end - 1] == one.title != ""
        assert text[one.start] in "《〈"
        end = one.end


@given(st.lists(st.text(alphabet="提案办法工作意见", min_size=1, max_size=8), max_size=5))
def test_lists_of_titles_are_taken_apart(names: list[str]) -> None:
    assert titles("印发" + "、".join(f"《{name}》" for name in names) + "等。") == names
    assert titles("印发" + "".join(f"《{name}》" for name in names)) == names


def test_nested_titles_are_one() -> None:
    assert titles("印发《贯彻《委员履职规则》的意见》。") == ["贯彻《委员履职规则》的意见"]
    assert titles("印发《贯彻〈委员履职规则〉的意见》。") == ["贯彻〈委员履职规则〉的意见"]
    assert titles("《提案办理办法》的《起草说明》") == ["提案办理办法", "起草说明"]


def test_a_lost_bracket_takes_no_other_title_along() -> None:
    assert titles("印发提案办法》《委员履职规则》。") == ["委员履职规则"]
    assert titles("《》《委员履职规则》") == ["委员履职规则"]


def test_kind_is_that_of_the_end_of_the_title() -> None:
    kinds = {
        one.title: one.kind
        for one in recognize_documents("《工作方案》《工作方案起草说明会的意见》《履职规则（试行）》")
    }
    assert kinds == {"工作方案": "plan", "工作方案起草说明会的意见": "opinion", "履职规则（试行）": "rule"}
