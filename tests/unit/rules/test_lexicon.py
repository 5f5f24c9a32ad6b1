"""A user's lexicon adds bodies, aliases, measure words and words that signal an indicator."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import RulesError
from kg.extract import extract
from kg.model import Report
from kg.rules.load import load_rules

TEXT = "大理市政协2023年工作总结\n2023年，大理市政协会同古城联盟整理史料12摞，调解家事35桩，走访商户20户。\n"
ROWS = (
    "大理古城保护联盟\t古城联盟\torganization\tother\t云南省大理白族自治州大理市",
    "摞\t\tunit\t\t",
    "调解 家事\t\tindicator\tproblems-solved\t",
)


def lexicon(folder: Path, *rows: str) -> tuple[Path, ...]:
    path = folder / "words.tsv"
    path.write_text("\n".join(("name\taliases\ttype\tkind\tplace", *rows)) + "\n", encoding="utf-8")
    return (path,)


def test_each_type_of_row_changes_what_is_read(tmp_path: Path) -> None:
    report = Report(TEXT, ("a.txt",))
    before = extract(report, load_rules())
    after = extract(report, load_rules(lexicon(tmp_path, *ROWS)))
    assert "大理古城保护联盟" not in {e.label for e in before.entities}
    body = next(e for e in after.entities if e.label == "大理古城保护联盟")
    assert body.place is not None and body.place.stem.endswith("大理市")
    assert "12摞" not in {f.surface for f in before.figures}
    assert {f.surface: f.indicator for f in after.figures}["35桩"] == "problems-solved"
    assert "12摞" in {f.surface for f in after.figures}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("甲\t\tindicator\tno-such\t", "no-such"),
        ("甲\t\tindicator\t\t", ":2 kind: empty"),
        ("甲\t\torganization\tclub\t", "'club'"),
        ("\t\tunit\t\t", ":2 name: empty"),
        ("甲\t\tclub\t\t", "'club' is none of organization, unit, indicator"),
        ("甲\t\tunit\t\t\t乙", ":2: more cells than columns"),
    ],
)
def test_a_faulty_row_is_told(tmp_path: Path, row: str, told: str) -> None:
    with pytest.raises(RulesError, match=told):
        load_rules(lexicon(tmp_path, row))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"name\tkind\n", "no row below a line of columns"),
        (b"", "no row below a line of columns"),
        (b"name\tcolour\n\xe7\x94\xb2\tred\n", "words.tsv:1 colour: unknown column"),
        (b"name\n\xff\xfe\n", "cannot read: 'utf-8'"),
        (None, "cannot read: .*No such file"),
    ],
)
def test_a_file_that_is_no_lexicon_is_told(tmp_path: Path, content: bytes | None, told: str) -> None:
    path = tmp_path / "words.tsv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RulesError, match=told):
        load_rules((path,))
