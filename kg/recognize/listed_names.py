"""Names from closed public lists, their branches in a place, and media by the form of their names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.recognize.bodies import BodyMention, Taken
from kg.recognize.places import PlaceMention
from kg.rules.types import BodyRules, NamedBody

_BRANCH = re.compile(r"(?:[\u4e00-\u9fff]{0,4}?)(?:中心支行|分行|支行|分公司|支公司|分社|分院|分校)")


def branches_of_listed(text: str, found: list[BodyMention], at_start: dict[int, PlaceMention]) -> Iterable[BodyMention]:
    """Branches of listed bodies, named with their place: 中国人民银行甲市分行."""
    for body in found:
        place = at_start.get(body.end) if body.rule == "listed-body" else None
        if place and (m := _BRANCH.match(text, place.end)):
            name = body.name + text[place.start : m.end()]
            yield BodyMention(
                body.start,
                m.end(),
                "enterprise",
                "branch-of-listed-body",
                name=name,
                place=place,
                aliases=(text[body.start : m.end()],),
            )


_PARTY_BRANCH = re.compile(
    r"(?:民革|民盟|民建|民进|农工党|致公党|九三学社|台盟)([\u4e00-\u9fff]{2,14}?(?:大学|学院|学校|医院|中学|机关|研究院|研究所|集团|公司))(?:基层委员会|委员会|总支部?|支部|支社)"
)


def party_branches(text: str) -> Iterable[BodyMention]:
    """Branches of parties in a school, a hospital or a firm: 民盟甲学院支部."""
    for m in _PARTY_BRANCH.finditer(text):
        if not re.search(r"[的和与在及]", m[1]):
            yield BodyMention(m.start(), m.end(), "democratic-party", "party-branch", name=m[0])


_NEWSPAPER = re.compile(
    r"《([\u4e00-\u9fff]{2,6}(?:日报|晚报|晨报|早报|商报|时报|周报|新报|导报|都市报|电视报|法治报|工人报|农民报))》"
)

_MEDIUM = re.compile(r"(?:人大|政协|政府|政务)(?:网|报|公众号|微信公众号)(?![送告名道到])")


def placed_media(text: str, at_end: dict[int, PlaceMention], taken: Taken, rules: BodyRules) -> Iterable[BodyMention]:
    """Media of bodies, behind the name of a division: 甲省人大网."""
    del rules
    for m in _NEWSPAPER.finditer(text):
        if taken.free(m.start(1), m.end(1)):
            yield BodyMention(m.start(1), m.end(1), "media", "titled-newspaper", name=m[1])
    for m in _MEDIUM.finditer(text):
        place = at_end.get(m.start())
        if place and taken.free(place.start, m.end()):
            yield BodyMention(place.start, m.end(), "media", "medium-of-body", name=text[place.start : m.end()])


_FIRM_WORD = re.compile(r"(?:工程|安全|集团|公司|质量|生产|项目|规划|技术|市场|综合|党群|基本)$")
"""Words of a firm's work that make a ministry's short name the end of a unit's: 工程|建设部, 安全|环保部."""


def is_whole(text: str, start: int, end: int, body: NamedBody) -> bool:
    """Whether a listed name is not a part of another word: 教育部 in 教育部门, or a common word that a journal bears."""
    after = text[end : end + 1]
    last = text[end - 1]
    if body.kind == "school" and text.startswith("附属", end):
        return False
    if (
        body.kind == "media"
        and end - start <= 3
        and not (text[start - 1 : start] == "《" and after == "》")
        and last not in "报网社刊"
    ):
        return False
    if last == "部" and end - start == 3 and _FIRM_WORD.search(text, max(0, start - 2), start):
        return False
    if last == "部" and after in "门署分位队级件落委下":
        return not after
    if last in "网报社" and after in "络告道会区" and after:
        return False
    return not (body.kind == "media" and last == "网" and after == "上")
