import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.link.names import fold, group_initiatives
from kg.recognize.undertakings import InitiativeMention


def groups(*mentions: tuple[str, str, str]) -> list[set[str]]:
    made = tuple(
        InitiativeMention(10 * at, 10 * at + len(name), name, kind, "test", core=core)
        for at, (name, kind, core) in enumerate(mentions)
    )
    return [{one.name for one in group} for group in group_initiatives(made)]


@given(st.text(alphabet="春晖暖企行动ＡA1１“”《》（）()·—、 ", max_size=20))
def test_fold_is_idempotent_and_leaves_letters_only(name: str) -> None:
    folded = fold(name)
    assert fold(folded) == folded
    assert not set(folded) & set("“”《》（）()·—、 ")


@pytest.mark.parametrize("name", ["“春晖暖企”", "春晖 暖企", "「春晖暖企」", "春晖·暖企", "《春晖暖企》"])
def test_marks_make_no_other_name(name: str) -> None:
    assert fold(name) == "春晖暖企"


def test_quoted_words_with_heads_of_like_kind_are_one_undertaking() -> None:
    brand, campaign = ("“春晖暖企”品牌", "brand", "春晖暖企"), ("“春晖暖企”专项行动", "campaign", "春晖暖企")
    assert groups(brand, campaign) == [{"“春晖暖企”品牌", "“春晖暖企”专项行动"}]


def test_a_venue_of_the_same_name_is_another() -> None:
    assert len(groups(("“春晖”行动", "campaign", "春晖"), ("“春晖”工作室", "venue", "春晖"))) == 2


def test_bare_words_join_the_only_undertaking_of_that_name() -> None:
    assert groups(("“春晖”工作室", "venue", "春晖"), ("“春晖”", "other", "春晖")) == [{"“春晖”工作室", "“春晖”"}]


def test_other_words_are_other_undertakings() -> None:
    assert len(groups(("“春晖”行动", "campaign", "春晖"), ("“清风”行动", "campaign", "清风"))) == 2


def test_of_several_undertakings_of_one_name_bare_words_join_the_one_of_like_kind() -> None:
    venue, campaign, bare = (
        ("“春晖”工作室", "venue", "春晖"),
        ("“春晖”行动", "campaign", "春晖"),
        ("“春晖”", "other", "春晖"),
    )
    assert groups(venue, campaign, bare) == [{"“春晖”工作室"}, {"“春晖”行动", "“春晖”"}]
    assert groups(venue, ("“春晖”讲堂", "training", "春晖"), bare) == [{"“春晖”工作室"}, {"“春晖”讲堂"}, {"“春晖”"}]


def test_only_bare_words_of_no_kind_join_another_kind() -> None:
    venue = ("“春晖”工作室", "venue", "春晖")
    assert groups(venue, ("“春晖”", "brand", "春晖")) == [{"“春晖”工作室"}, {"“春晖”"}]
    assert groups(venue, ("“春晖”大集", "other", "春晖")) == [{"“春晖”工作室"}, {"“春晖”大集"}]
    assert groups(("“春晖”行动", "campaign", "春晖"), ("春晖", "other", "春晖")) == [{"“春晖”行动", "春晖"}]


@pytest.mark.parametrize("mark", " \t“”‘’\"'《》〈〉「」『』()（）[]【】·•—–―-、")
def test_each_mark_alone_makes_no_other_name(mark: str) -> None:
    assert fold(f"{mark}春{mark}晖{mark}") == "春晖"


@pytest.mark.parametrize("name", ["1+N机制", "春晖2.0", "春晖。"])
def test_letters_digits_and_signs_are_parts_of_a_name(name: str) -> None:
    assert fold(name) == name
