"""What a report tells of itself before its figures are read: kind of body, division, year and date."""

import pytest
from reading import RULES, cases

from kg.link.context import Context, choose, current, level_words, read_context
from kg.model import Manifest
from kg.recognize.organizations import recognize_organizations
from kg.recognize.places import recognize_places
from kg.rules.types import Division, Divisions
from kg.text.layout import read_layout
from kg.text.words import cut


def context(text: str, manifest: Manifest | None = None) -> Context:
    layout = read_layout(text)
    words = cut(layout.text, lexicon=RULES.words)
    places = recognize_places(layout.text, RULES.divisions, words)
    bodies, _ = recognize_organizations(layout.text, places, words, RULES.bodies)
    return read_context(layout, bodies, places, manifest or Manifest(), (), RULES.bodies)


@pytest.mark.parametrize(("text", "form", "place", "year", "told_by", "issued", "also"), cases("reports"))
def test_report(text: str, form: str, place: str, year: str, told_by: str, issued: str, also: str) -> None:
    found = context(text)
    assert (found.form or "-", RULES.divisions.path(found.place) or found.place or "-") == (form, place)
    assert (str(found.year or "-"), found.year_source or "-", found.issued or "-") == (year, told_by, issued)
    assert found.chain == RULES.divisions.chain(found.place)
    former = RULES.divisions.by_code[found.former].name if found.former else ""
    told = [found.raw_place, f"former:{former}" if former else "", "titled" if found.titled else ""]
    assert (" ".join(word for word in told if word) or "-") == also


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("中国", "000000"),
        ("全国", "000000"),
        ("中华人民共和国", "000000"),
        ("山东省淄博市", "山东省淄博市"),
        ("淄博市", "山东省淄博市"),
        ("张店区", "山东省淄博市张店区"),
        ("新会县", "广东省江门市新会区"),
        ("淄博", "-"),
        ("某地", "-"),
        ("", "-"),
    ],
)
def test_the_place_of_the_manifest_is_a_name_or_a_path(place: str, path: str) -> None:
    found = context("工作情况\n全年征集提案312件。", Manifest(place=place))
    assert (RULES.divisions.path(found.place) or found.place or "-") == path


def table(*rows: tuple[str, str, str, str, str, str]) -> Divisions:
    """Divisions from code, name, parent, level, until, successor."""
    return Divisions({
        code: Division(code, name, name[:-1], parent, level, until=until, successor=successor)  # type: ignore[arg-type]
        for code, name, parent, level, until, successor in rows
    })  # fmt: skip


MADE = table(
    ("000000", "中国", "", "nation", "", ""),
    ("100000", "甲省", "000000", "province", "", ""),
    ("110000", "乙市", "100000", "prefecture", "", ""),
    ("110001", "河东区", "110000", "county", "", ""),
    ("120000", "丙市", "100000", "prefecture", "", ""),
    ("120001", "河东区", "120000", "county", "", ""),
    ("200000", "丁省", "000000", "province", "", ""),
    ("210000", "戊市", "200000", "prefecture", "", ""),
    ("210001", "河东区", "210000", "county", "1990", "110001"),
    ("300001", "庚县", "210000", "county", "1980", "300002"),
    ("300002", "辛县", "210000", "county", "1990", "300001"),
    ("300003", "壬县", "210000", "county", "1990", "999999"),
)


@pytest.mark.parametrize(
    ("codes", "near", "code"),
    [
        ((), (), ""),
        (("120001",), (), "120001"),
        (("120001", "110001"), (), "120001"),
        (("120001", "110001"), ("100000", "110000"), "110001"),
        (("120001", "110001"), ("110001",), "110001"),
        (("110001", "120001"), ("110001", "120000"), "120001"),
        (("210001", "120001"), (), "120001"),
        (("210001", "120001"), ("210000", "200000"), "210001"),
        (("210001", "120001"), ("210001",), "210001"),
    ],
)
def test_of_divisions_of_one_name_the_nearest_is_meant(
    codes: tuple[str, ...], near: tuple[str, ...], code: str
) -> None:
    """Shared parents weigh most, then whether it is named itself, whether it exists still, and its place in the list."""
    assert choose(codes, MADE, near) == code


@pytest.mark.parametrize(
    ("code", "today"),
    [("110001", "110001"), ("210001", "110001"), ("300003", "300003"), ("999999", "999999"), ("", "")],
)
def test_a_former_division_is_the_one_that_it_became(code: str, today: str) -> None:
    assert current(code, MADE) == today


def test_divisions_that_follow_each_other_in_a_ring_come_to_an_end() -> None:
    assert current("300001", MADE) in {"300001", "300002"}


@pytest.mark.parametrize(
    ("name", "level", "words"),
    [
        ("中华人民共和国", "nation", ("国",)),
        ("宁夏回族自治区", "province", ("自治区", "区", "省")),
        ("红河哈尼族彝族自治州", "prefecture", ("自治州", "州")),
        ("漳浦自治县", "county", ("自治县", "县")),
        ("鄂伦春自治旗", "county", ("自治旗", "旗")),
        ("澳门特别行政区", "province", ("特别行政区",)),
        ("湖北省", "province", ("省",)),
        ("淄博市", "prefecture", ("市",)),
        ("张店区", "county", ("区",)),
        ("漳浦县", "county", ("县",)),
        ("某州", "prefecture", ("州",)),
        ("锡林郭勒盟", "prefecture", ("盟",)),
        ("四子王旗", "county", ("旗",)),
        ("大兴安岭地区", "prefecture", ("区",)),
        ("神农架林场", "county", ()),
    ],
)
def test_level_words_of_each_kind_of_division(name: str, level: str, words: tuple[str, ...]) -> None:
    assert level_words(Division("1", name, "", "", level)) == words  # type: ignore[arg-type]
