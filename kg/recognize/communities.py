"""Townships, villages and neighbourhoods: behind their division, behind a verb, or a village behind its township."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from kg.recognize.bodies import BodyMention
from kg.recognize.places import PlaceMention
from kg.rules.types import BodyRules
from kg.text.words import Words

_TOWN = r"[\u4e00-\u9fff]{1,4}?(?:镇|乡|街道|苏木)(?!级|政府|人民|党委|人大|干部|企业|居民|长|办|中心|中学|小学|卫生|医院|派出|法庭|联络|工作|政协|妇联|总工会|纪委|红十字会|红会|商会|残联|科协)"

_HAMLET = r"(?!办事处|[所下]?辖|共有|现有)(?:(?![的和与及])[\u4e00-\u9fff]){1,5}?(?:(?<![农乡驻])村|社区|嘎查|居委会)(?!民(?!委员会|兵)|级|干部|务|庄|居(?!委会|民委员会)|容|镇|医|工作(?!队))"

_IN_DIVISION = re.compile(rf"({_TOWN})?({_HAMLET})|({_TOWN})")

_BEFORE_TOWN = (
    r"(?:^|(?<=[^\u4e00-\u9fff])|(?<=[在到赴对向与和及往于给为将把由从自至驻])|(?<=[走来])(?:进|到)"
    r"|(?<=采购|帮扶|结对|走访|慰问|包联|联系|前往|深入|定点|支持|帮助|援建|援助|组织|协调|指导|推动|新增|选派|派驻|服务|视察|考察|调研))"
)

_NO_TOWN = r"(?!个|余个|[在到赴对向与和及往于给为将把由从自至]|采购|帮扶|结对|走访|走进|慰问|包联|联系|前往|深入|定点|新增|新建|建成|选派|帮助|支持|援建|援助|组织|协调|指导|推动|派驻|服务|视察|考察|调研|资助|引导|邀请)"

_IN_TOWN = re.compile(rf"{_BEFORE_TOWN}{_NO_TOWN}([\u4e00-\u9fff]{{1,4}}?(?:镇|乡|街道))({_HAMLET})")

_TOWN_BEFORE_HAMLET = re.compile(r"(?:镇|乡|街道)(?=[\u4e00-\u9fff]{1,5}?(?:村|社区|嘎查|居委会))")
"""The middle of ``_IN_TOWN``: found in a fraction of the time, since few characters begin it."""

_TOWN_LAST = re.compile("[镇乡]")

_TOWN_REPORTS = re.compile(
    r"(?m)^(?:【[^】\n]{1,14}】)?([\u4e00-\u9fff]{1,5}(?:镇|乡|街道|苏木|村|社区))(?=(?:人民政府|政府|党委|党工委|办事处|党总支|党支部|村?“两委”|村委会|居委会)?(?:(?:19|20)\d\d|二[〇○零]|年度|工作(?:报告|总结|情况|综述)|述职|党建工作|年终总结))"
)
"""A township at the head of its own report: 【数说】丙镇2023年…"""
_TOWN_OFFICES = ("人民政府", "政府", "党委", "党工委", "办事处")

_OWN_HAMLET = re.compile(
    r"(?:(?<=[^\u4e00-\u9fff])|(?<=[由和与及在赴到对向给为])|(?<=帮扶|走访|慰问|协调|组织|指导|推动|支持|联系|深入))"
    r"((?:(?![的和与及在赴到对向给为由个各全每辖]|所在|组织|协调|指导|推动|支持|联系|深入|走访|慰问|帮扶|通过|建设|创建|打造)[\u4e00-\u9fff]){1,4}(?:村|社区))(?!民(?!委员会|兵)|级|干部|务|庄|居(?!委会|民委员会)|容|镇|医|工作|书屋|建设|治理|矫正|服务|养老|教育|文化|环境|经济|规划|振兴|居家|团购)"
)
_NO_HAMLET = re.compile(
    r"不出|硬化村$|^[逐每镇乡]村$|^(?:[\u4e00-\u9fff]{2})?[联带驻下进入到包帮富强兴治护访扶助]村$|空心村$|^村|村村|^[以一]|整治|"
    r"(?:[农乡山渔新老旧古全各每某该本多数整两三几驻帮扶受灾]|[一二三四五六七八九十百\d]个|行政|自然|贫困|重点|中心|美丽|和美|示范|文明|先进|试点|样板|先行|薄弱|涣散|易地|安置|移民|城中|城郊|沿线|"
    r"相关|有关|所有|部分|其他|周边|邻近|包联|结对|帮扶|联系|所在|空壳|专业|特色|传统|民族|智慧|平安|绿色|完整|未来|老旧|城市|城镇|基层|零碳|无废|法治|红色|重点)(?:村|社区)$"
)
_ZONE_REPORTS = re.compile(
    r"(?m)^([\u4e00-\u9fff]{2,12}(?:开发区|高新区|经开区|新区|示范区|保税区|产业园区?|度假区|合作区))(?=(?:19|20)\d\d|二[〇○零]|年度|工作(?:报告|总结|情况|综述))"
)

_VISITED = re.compile(
    r"(?:赴|到|走进|深入|前往|来到)((?:[\u4e00-\u9fff]{2,3}(?:镇|乡|街道)[、和])*[\u4e00-\u9fff]{2,3}(?:镇|乡|街道))"
    r"(?=[，。；等调考视走慰开义送宣巡座帮督])"
)

_TOWN_END = re.compile(r"街道|[镇乡]")

_BARE_TOWN = re.compile(
    r"(?:\A|[^\u4e00-\u9fff]|[与和及由、的向在到赴对给为]|联合|会同)((?:(?![的与和及由在到赴对向给为等个各全我本该])[\u4e00-\u9fff]){2,3}(?:街道|镇|乡)|(?:(?![的与和及由在到赴对向给为等个各全我本该])[\u4e00-\u9fff]){2,9}族乡)\Z"
)
"""A township without its division, behind what is no part of its name."""

_TOWN_ACTS = re.compile(
    r"(?:[、和与及][\u4e00-\u9fff]{2,4}(?:街道|镇|乡|社区|村))*(?:还|也|则|率先|积极)?(?:共建|结对|携手|联合|共办|共同|签约|签订|举办|开展|组织|牵头|承办|协办|推进|实施|成立|建成|完成|与)"
)
"""What stands behind a township that does something: 与红石街道、丙路街道举办."""


def _bare_towns(text: str, behind: Callable[[str, int], object]) -> Iterator[tuple[int, int]]:
    """Where townships without their division stand of whose right side ``behind`` thinks well."""
    for last in _TOWN_END.finditer(text):
        if not behind(text, last.end()):
            continue
        m = _BARE_TOWN.search(text, max(0, last.start() - 11), last.end())
        if (
            m
            and not _NOT_LOCAL.search(m[1][:-1])
            and not m[1].startswith(_BUILT)
            and not m[1].endswith(("乡镇", "集镇", "村镇", "小镇"))
        ):
            yield m.span(1)


_TOWN_PEOPLE = ("政府", "人民政府", "党委", "人大", "委员", "代表", "干部", "群众", "居民", "选民")
"""What stands behind a township that itself does nothing."""

_NOT_LOCAL = re.compile(
    r"[一二三四五六七八九两]$|将|拟|新增|小城|各|全|等|个|[、，。]|[省市区县]|政府|农村|乡村|城乡|社区|贫困|重点|示范|美丽|中心|试点|部分|所有|有关"
    r"|^(?:主动|加强|改善|按照|接受|推进|推动|支持|服务|建设|配合|协助|指导|完善|提升|促进|落实|围绕|坚持|做好|开展|组织|依托|强化|优化)"
)


_BUILT = ("新建", "改建", "扩建", "迁建")
"""What is done to a township's house, where no division stands before it: 新建|镇卫生院."""
_STANDS_IN = re.compile("(?:设于|位于|地处|坐落于|来自|驻扎)(?=..)")
"""What tells where something is, before a township: 设于永安镇乙村."""
_FIRST_LINES = 300
"""Characters in which a township's report says whose it is."""


def community_names(text: str, places: tuple[PlaceMention, ...], words: Words) -> Iterable[BodyMention]:
    """Townships, villages and neighbourhoods: behind their division, or a village behind its township."""
    for place in places:
        m = _IN_DIVISION.match(text, place.end) if place.full else None
        if m and not _NOT_LOCAL.search(m[0][:-2]) and len(m[0]) >= 2:
            yield BodyMention(place.start, m.end(), "community", "place-community", name=m[0], place=place)
    for m in _in_towns(text):
        lead = _STANDS_IN.match(m[1])
        begin = m.start(1) + lead.end() if lead else m.start(1)
        joined = m[2].startswith(("和", "与", "及", "村")) or m[1].endswith("城镇") or m[0].endswith(("乡村", "农村"))
        if not joined and not _NOT_LOCAL.search(m[1][:-2]) and not _NOT_LOCAL.search(m[2][:-2]):
            yield BodyMention(begin, m.end(), "community", "town-community", name=text[begin : m.end()])
    for m in _TOWN_REPORTS.finditer(text):
        if not _NOT_LOCAL.search(m[1][:-1]) and not (
            m[1].endswith(("镇", "乡", "街道", "苏木")) and text.startswith(_TOWN_OFFICES, m.end())
        ):
            yield BodyMention(m.start(1), m.end(1), "community", "town-reports", name=m[1])
    own = _TOWN_REPORTS.search(text, 0, _FIRST_LINES)
    if own and own[1].endswith(("镇", "乡", "街道", "苏木")):
        for m in _OWN_HAMLET.finditer(text):
            if not _NO_HAMLET.search(m[1]) and not _NOT_LOCAL.search(m[1][:-1]):
                yield BodyMention(m.start(1), m.end(1), "community", "own-hamlet", name=m[1])
    for m in _ZONE_REPORTS.finditer(text):
        yield BodyMention(m.start(1), m.end(1), "other", "zone-reports", name=m[1])
    for m in _VISITED.finditer(text):
        for name in re.finditer(r"[\u4e00-\u9fff]{2,3}(?:镇|乡|街道)", m[1]):
            if not _NOT_LOCAL.search(name[0]) and name[0][-2:] not in ("乡镇", "城镇", "集镇", "村镇"):
                yield BodyMention(
                    m.start(1) + name.start(), m.start(1) + name.end(), "community", "town-visited", name=name[0]
                )
    for start, end in _bare_towns(text, _TOWN_ACTS.match):
        yield BodyMention(start, end, "community", "town-acting", name=text[start:end])
    for last in _TOWN_LAST.finditer(text):
        word = words[words.at(last.start())]
        if (
            word.end == last.end()
            and len(word.surface) >= 3
            and word.tag in ("ns", "nr", "nz")
            and not word.surface.endswith("族乡")
            and not _NOT_LOCAL.search(word.surface[:-1])
            and not text.startswith(_TOWN_PEOPLE, word.end)
        ):
            yield BodyMention(word.start, word.end, "community", "town-word", name=word.surface)


def towns_with_bodies(text: str, rules: BodyRules) -> Iterator[BodyMention]:
    """Townships without their division before what belongs to them: 石桥镇|中心卫生院, 柳溪乡|敬老院."""
    town = next((units for units in rules.own_units if units.of == "town"), None)
    for start, end in _bare_towns(text, town.unit.match) if town else ():
        if text[start:end] not in _TOWN_WORDS:
            yield BodyMention(start, end, "community", "town-with-body", name=text[start:end])
    own = _TOWN_REPORTS.search(text, 0, _FIRST_LINES)
    if own is None or town is None:
        return
    name = re.sub(r"^.*[省市县区旗州](?=[\u4e00-\u9fff]{3})", "", own[1])
    stem = re.sub(r"(?:镇|乡|街道)$", "", name)
    for m in re.finditer(stem, text) if len(stem) > 1 else ():
        if town.unit.match(text, m.end()):  # 云溪派出所 in the report of 云溪镇
            yield BodyMention(m.start(), m.end(), "community", "town-with-body", name=name)


_TOWN_WORDS = ("小城镇", "中心镇", "重点镇")


def named_again(text: str, found: list[BodyMention]) -> Iterator[BodyMention]:
    """Villages and neighbourhoods that were named with their township or division before: 甲区乙镇丙村 … 丙村."""
    hamlets: dict[str, BodyMention] = {}
    for mention in found:
        m = _LAST_HAMLET.search(mention.name) if mention.rule in _FIRST_NAMED else None
        if m:
            hamlets.setdefault(m[1], mention)
    for hamlet, first in hamlets.items():
        for m in re.finditer(hamlet, text[first.end :]):
            start = first.end + m.start()
            yield replace(first, start=start, end=start + len(hamlet), rule="community-again")


_FIRST_NAMED = ("place-community", "town-community", "town-reports")
_LAST_HAMLET = re.compile(r"(?:镇|乡|街道|^)((?:(?!镇|乡|街道).){2,5}(?:村|社区))$")


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
