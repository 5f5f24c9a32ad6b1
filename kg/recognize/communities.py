"""Townships, villages and neighbourhoods: behind their division, behind a verb, or a village behind its township."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.recognize.bodies import BodyMention
from kg.recognize.places import PlaceMention
from kg.text.words import Words

_TOWN = r"[\u4e00-\u9fff]{1,4}?(?:镇|乡|街道|苏木)(?!级|政府|人民|党委|人大|干部|企业|居民|长|办|中心|中学|小学|卫生|医院|派出|法庭|联络|工作)"

_HAMLET = r"[\u4e00-\u9fff]{1,5}?(?:村|社区|嘎查|居委会)(?!民|级|干部|两委|务|庄|居|容|镇|医)"

_IN_DIVISION = re.compile(rf"({_TOWN})?({_HAMLET})|({_TOWN})")

_BEFORE_TOWN = (
    r"(?:^|(?<=[^\u4e00-\u9fff])|(?<=[在到赴对向与和及往于给为将把由从自至])|(?<=[走来])(?:进|到)"
    r"|(?<=采购|帮扶|结对|走访|慰问|包联|联系|前往|深入|定点|支持|帮助|援建|援助|组织|协调|指导|推动|新增|选派|派驻|服务|视察|考察|调研))"
)

_NO_TOWN = r"(?!个|余个|[在到赴对向与和及往于给为将把由从自至]|采购|帮扶|结对|走访|走进|慰问|包联|联系|前往|深入|定点|新增|新建|建成|选派)"

_IN_TOWN = re.compile(rf"{_BEFORE_TOWN}{_NO_TOWN}([\u4e00-\u9fff]{{1,4}}?(?:镇|乡|街道))({_HAMLET})")

_TOWN_BEFORE_HAMLET = re.compile(r"(?:镇|乡|街道)(?=[\u4e00-\u9fff]{1,5}?(?:村|社区|嘎查|居委会))")
"""The middle of ``_IN_TOWN``: found in a fraction of the time, since few characters begin it."""

_TOWN_LAST = re.compile("[镇乡]")

_ZONE_REPORTS = re.compile(
    r"(?m)^([\u4e00-\u9fff]{2,12}(?:开发区|高新区|经开区|新区|示范区|保税区|产业园区?|度假区|合作区))(?=(?:19|20)\d\d|二[〇○零]|年度|工作(?:报告|总结|情况|综述))"
)

_VISITED = re.compile(
    r"(?:赴|到|走进|深入|前往|来到)((?:[\u4e00-\u9fff]{2,3}(?:镇|乡|街道)[、和])*[\u4e00-\u9fff]{2,3}(?:镇|乡|街道))"
    r"(?=[，。；等调考视走慰开义送宣巡座帮督])"
)

_NOT_LOCAL = re.compile(
    r"将|拟|新增|小城|各|全|等|个|[、，。]|[省市区县]|政府|农村|乡村|城乡|社区|贫困|重点|示范|美丽|中心|试点|部分|所有|有关"
)


def community_names(text: str, places: tuple[PlaceMention, ...], words: Words) -> Iterable[BodyMention]:
    """Townships, villages and neighbourhoods: behind their division, or a village behind its township."""
    for place in places:
        m = _IN_DIVISION.match(text, place.end) if place.full else None
        if m and not _NOT_LOCAL.search(m[0][:-2]) and len(m[0]) >= 2:
            yield BodyMention(place.start, m.end(), "community", "place-community", name=m[0], place=place)
    for m in _in_towns(text):
        joined = m[2].startswith(("和", "与", "及")) or m[1].endswith("城镇") or m[0].endswith(("乡村", "农村"))
        if not joined and not _NOT_LOCAL.search(m[1][:-2]) and not _NOT_LOCAL.search(m[2][:-2]):
            yield BodyMention(m.start(1), m.end(), "community", "town-community", name=m[1] + m[2])
    for m in _ZONE_REPORTS.finditer(text):
        yield BodyMention(m.start(1), m.end(1), "other", "zone-reports", name=m[1])
    for m in _VISITED.finditer(text):
        for name in re.finditer(r"[\u4e00-\u9fff]{2,3}(?:镇|乡|街道)", m[1]):
            if not _NOT_LOCAL.search(name[0]) and name[0][-2:] not in ("乡镇", "城镇", "集镇", "村镇"):
                yield BodyMention(
                    m.start(1) + name.start(), m.start(1) + name.end(), "community", "town-visited", name=name[0]
                )
    for last in _TOWN_LAST.finditer(text):
        word = words[words.at(last.start())]
        if (
            word.end == last.end()
            and len(word.surface) >= 3
            and word.tag in ("ns", "nr", "nz")
            and not _NOT_LOCAL.search(word.surface[:-1])
            and not text.startswith(("政府", "人民政府", "党委", "人大"), word.end)
        ):
            yield BodyMention(word.start, word.end, "community", "town-word", name=word.surface)


def _in_towns(text: str) -> Iterator[re.Match[str]]:
    """What ``_IN_TOWN.finditer`` finds: a township's name has at most four characters before its last ones."""
    end = 0
    for middle in _TOWN_BEFORE_HAMLET.finditer(text):
        for start in range(max(end, middle.start() - 4), middle.start()):
            m = _IN_TOWN.match(text, start)
            if m:
                end = m.end()
                yield m
                break
