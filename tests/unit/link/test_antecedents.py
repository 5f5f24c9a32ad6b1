"""Level words below the report's own level take up what their sentence or paragraph has named."""

from __future__ import annotations

import pytest

from kg.extract import extract
from kg.model import Report
from kg.rules.load import load_rules

HEAD = "岳阳市妇联2022年工作总结\n2022年，岳阳市妇联围绕中心、服务大局，各项工作取得新的进展。\n"


def bodies(text: str) -> set[str]:
    """The labels of the bodies of a report of a city."""
    return {
        e.label for e in extract(Report(HEAD + text, ("a.txt",)), load_rules()).entities if e.key.kind == "organization"
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("华容县妇联联合县民政局慰问困难妇女。", True),
        ("华容县：妇女之家建成。县民政局慰问困难妇女。", True),
        ("华容县、平江县建成妇女之家。县民政局慰问困难妇女。", False),
        ("华容县建成妇女之家。\n县民政局慰问困难妇女。", False),
        ("县民政局慰问华容县困难妇女。", False),
    ],
)
def test_a_level_word_takes_up_the_only_division_named_before(text: str, found: bool) -> None:
    assert ("华容县民政局" in bodies(text)) is found


def test_many_open_level_words_are_read_in_time() -> None:
    assert "岳阳市妇女联合会" in bodies("华容县、平江县建成妇女之家。" + "县民政局慰问，县法院宣讲。" * 2_000)
