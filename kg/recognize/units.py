"""Units of bodies: named behind their body (市政协 + 提案委员会), or without it in its own report."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from kg.recognize.bodies import BodyMention
from kg.rules.types import BodyRules, OwnUnits, Unit

_SUBJECT = (
    r"教育科学(?:技术)?文化(?:和)?卫生(?:体育)?|教科文卫|社会建设|社建|城乡建设(?:和|与)?环境(?:资源)?保护|环境(?:和|与)?资源保护|环资|城环|农业与农村|"
    r"民族宗教侨务外事|民族侨务外事|民宗侨外|外事侨务|侨务外事|人事代表(?:联络|选举)?|代表(?:联络|人事|选举)|人事任免|选举任免联络|宪法和法律|内司|法规|规划建设|"
    r"工商联|教卫|文教卫生|三胞|提案|经济科技|经济|农业和农村|农业农村|农业|农村|人口资源环境(?:和城乡建设)?|人资环|资源环境|环境资源|城乡建设|城建|教科卫体|教科文卫体|科教文卫体|教文卫体|教育|科技|科学技术|文化|"
    r"医药卫生|卫生|体育|工商|文教|社会和?法制|社会法制|社法|社会|法制|法治|民族和?宗教|民族宗教|民宗|民族|宗教|港澳台侨和?外事|港澳台侨|三胞联络|外事|侨务|祖国统一联谊|"
    r"文化文史和?学习|文史和?学习|学习和?文史|文史资料|文史|学习宣传|学习|委员工作|委员联络|联谊|联络|经资|经科|经农|经技|财政经济|财经|预算|内务司法|监察和?司法|选举任免|代表|法工|民侨外"
)

_INNER_UNIT = re.compile(r"工会(?!主席|会员|干部)|党委(?!书记)|团委(?!书记)|党支部|党总支|妇委会")

_COMMITTEE = re.compile(
    rf"(?!学习组|宗教组)(?:{_SUBJECT})(?:[、和与]?(?:{_SUBJECT})){{0,6}}(?:(?:研究|工作)?委员会|(?:工作?)?委(?!员)|工作组(?!织|长|成)|组(?![织长成员建合]))"
)

_OPENS = re.compile(r"[，。；：、由和与及\n（“的经请了立成建设》！？ ●▲■◆★☆☐▪◇·|]")
"""What stands before a committee named without its body."""


def bare_units(text: str, rules: BodyRules) -> Iterable[BodyMention]:
    """Units of the report's own body, named without it: 提案委员会, 财务部, 教务处.

    Only those of a kind of body that the first lines name: a report of a school has no 信贷部.
    """
    opened = f"\n{text}"
    for units in _sought(text, rules):
        for m in units.said.finditer(opened):
            unit = Unit(m["unit"], units.kind_of(m["unit"]), units.of, m["said"])
            start, end = m.start("said") - 1, m.end("said") - 1
            mention = BodyMention(start, end, unit.kind, "bare-unit", units=(unit,), own=True)
            part = _PART_OF_COLLEGE.match(text, end) if units.of == "school" else None
            yield _with_part(mention, part[0]) if part else mention
    spans = set(_committees(text))
    spans |= {(start, end) for start, end, _ in rules.committee_matcher.find(text)}
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        before, behind = text[start - 1 : start], text[end : end + 2]
        if (before and not _OPENS.match(before)) or end - start < 3:
            continue
        if behind[:1] in ("员", "会") and behind != "会同":
            continue
        unit = Unit(rules.unit_name(text[start:end]), "committee", "cppcc|congress", text[start:end])
        yield BodyMention(start, end, "committee", "bare-unit", units=(unit,), own=True)


def _committees(text: str) -> Iterable[tuple[int, int]]:
    """What ``_COMMITTEE`` finds, tried only where its last words stand: at each character it took a twentieth of a build."""
    at = 0
    while last := _LAST.search(text, at):
        end = _NAMELESS.search(text, last.end())
        stop = end.start() if end else len(text)
        begin = max(at, last.start() - _WIDEST)
        for m in _COMMITTEE.finditer(text, begin, stop):
            yield m.span()
        at = stop


_LAST = re.compile("委(?![托派])|组(?![织建])")
_NAMELESS = re.compile(r"[^\u4e00-\u9fff、]|\Z")
_WIDEST = 90
"""Characters from the first subject of a committee to 委: seven subjects of a dozen each, and what joins them."""


def _with_part(mention: BodyMention, name: str) -> BodyMention:
    """A unit with a part of its own behind it."""
    part = Unit(name, "party" if name.endswith("支部") else "task-force", "any", name)
    return replace(
        mention, end=mention.end + len(name), kind=part.kind, units=(*mention.units, part), unit_starts=(mention.end,)
    )


_PART_OF_COLLEGE = re.compile(
    r"(?:第?[一二三四五六]?(?:教工|教师|学生|研究生)(?:第[一二三四五六])?)?党支部|(?:科技特派员|志愿)(?:工作|服务)?队"
)
"""What a college of a school has of its own: 护理学院|教工党支部."""

_TEAM = re.compile(r"驻(?:[\u4e00-\u9fff]{2,12}?[县市区镇乡村]|村)(?:乡村振兴)?(?:帮扶)?工作队(?![员长们])")
"""A team that an office or a firm keeps in a village: 驻甲县乙镇工作队."""
_BEFORE_TEAM = re.compile(r"(?:\A|[，。；：\n（ 的]|学校|学院|公司|集团|我院|我校|机关)((?:乡村振兴)?)\Z")


def teams(text: str) -> Iterable[BodyMention]:
    """Teams that the report's body keeps in a township or village: 学院驻甲县乙镇工作队, 驻村工作队."""
    for m in _TEAM.finditer(text):
        before = _BEFORE_TEAM.search(text, max(0, m.start() - 6), m.start())
        if before:
            start = before.start(1)
            unit = Unit(text[start : m.end()], "task-force", "team", text[start : m.end()])
            yield BodyMention(start, m.end(), "task-force", "bare-unit", units=(unit,), own=True)


_TITLE, _FIRST_LINES = 40, 500
"""Characters in which a report says whose it is: in its title, else in what follows."""


def ministries_within(text: str, rules: BodyRules) -> Iterable[BodyMention]:
    """Units that are called as ministries are in short, in a report whose title is of a body with such units: 建设部."""
    opened = f"\n{text}"
    for units in rules.own_units:
        if units.of in ("enterprise", "school") and units.hint.search(text, 0, _TITLE):
            for m in _MINISTRY.finditer(opened):
                found = units.said.match(opened, m.start())
                if found and found["said"] == m[1] and m[1] in rules.listed:
                    unit = Unit(m[1], units.kind, units.of, m[1])
                    yield BodyMention(m.start(1) - 1, m.end(1) - 1, unit.kind, "bare-unit", units=(unit,), own=True)


_MINISTRY = re.compile(r"[，。；：、\n ]([\u4e00-\u9fff]{2}部)")


def _sought(text: str, rules: BodyRules) -> tuple[OwnUnits, ...]:
    """The units of those kinds of bodies that the title, else the first lines, name."""
    for size in (_TITLE, _FIRST_LINES):
        found = tuple(units for units in rules.own_units if units.hint.search(text, 0, size))
        if found:
            return found
    return ()


_HAMLET_UNIT = re.compile(
    r"(?:村?(?P<both>“?两委”?)(?!员|成|干|班|会|换)|(?P<committee>村委会|村民委员会)|(?P<residents>居委会|居民委员会)|(?:股份)?经济(?:股份)?合作(?:联合)?社|(?:集体经济)?(?:股份)?合作(?:联合)?社|专业合作社"
    r"|党总支部?|党支部|党委|村?妇联|团支部|民兵[排连班]|(?:[\u4e00-\u9fff]{2})?(?:剧社|剧团|艺术团|文艺队|秧歌队|锣鼓队|舞蹈队|篮球队)|老年协会|红白理事会|乡贤理事会|理事会|卫生室|卫生站|卫生服务[站中]心?|居家养老服务[站中]心?|日间照料中心|(?:老年|助老|幸福|长者)?食堂|幸福院|队(?=夺|获|参|以|与|代|胜))"
    r"(?![书副成员委长])"
)
"""What villages and neighbourhoods have: 丙村|村委会, 丁村|股份经济合作社."""

_HAMLET_KINDS = {
    "社": "enterprise",
    "会": "mass-organization",
    "支部": "party",
    "党委": "party",
    "总支": "party",
    "委": "community",
    "室": "other",
}


def with_hamlet_units(text: str, mention: BodyMention, rules: BodyRules) -> BodyMention:
    """A village, a neighbourhood or a township with what it has, named behind it."""
    if mention.name.endswith(("镇", "乡", "街道")):
        town = next((units for units in rules.own_units if units.of == "town"), None)
        m = town.unit.match(text, mention.end) if town else None
        if town is None or m is None:
            return mention
        unit = Unit(m[0], town.kind_of(m[0]), "town", m[0])
        return replace(
            mention, end=m.end(), kind=unit.kind, head_kind=mention.kind, units=(unit,), unit_starts=(mention.end,)
        )
    m = _HAMLET_UNIT.match(text, mention.end)
    if m is None:
        return mention
    name = "村民委员会" if m["committee"] else "居民委员会" if m["residents"] else "“两委”" if m["both"] else m[0]
    kind = (
        "community"
        if m["committee"] or m["residents"] or m["both"]
        else next((kind for end, kind in _HAMLET_KINDS.items() if name.endswith(end)), "other")
    )
    return replace(
        mention, end=m.end(), kind=kind, head_kind=mention.kind, units=(Unit(name, kind, "community", m[0]),),
        unit_starts=(mention.end,),
    )  # fmt: skip


_DAUGHTER = re.compile(
    r"[，。；：、由和与及\n](?P<said>(?:所属|下属|旗下)?(?P<name>(?!(?:我|本|该|各|集团|总|分|子|有限|股份|各子|各分|下属|所属|全资子|控股)公司)[\u4e00-\u9fff]{2,4}公司))(?=[\u4e00-\u9fff])(?!的|等|董事|总经理|党|负责人)"
)


_ZONE_OFFICE = re.compile("管委会|党工委")
_ZONE = re.compile(
    r"(?:\A|[^\u4e00-\u9fff]|[由与和及向经])((?:经开|高新|(?:经济(?:技术)?)?开发|工业园|产业园|保税|度假|景|园)区)\Z"
)


def zone_offices(text: str) -> Iterable[BodyMention]:
    """Offices of zones without their place, which are of the report's division: 由经开区管委会牵头."""
    for m in _ZONE_OFFICE.finditer(text):
        zone = _ZONE.search(text, max(0, m.start() - 8), m.start())
        if zone:
            kind, start = "party" if m[0] == "党工委" else "government", zone.start(1)
            yield BodyMention(start, m.end(), kind, "zone-office", name=text[start : m.end()], own=True)


def daughter_firms(text: str) -> Iterable[BodyMention]:
    """Daughters of the reporting firm, named without it: 公交公司更新车辆120辆."""
    for m in _DAUGHTER.finditer(f"\n{text}"):
        unit = Unit(m["name"], "enterprise", "enterprise", m["said"])
        yield BodyMention(m.start("said") - 1, m.end() - 1, "enterprise", "bare-unit", units=(unit,), own=True)


_INSTITUTE = re.compile(
    r"(?!共建|共同|合作|联合|成立|设立|建立|组建|筹建|签|开展|承担|参与|牵头|建成|建设)(?:(?![的与和及在等])[\u4e00-\u9fff]){2,8}?(?:研究所|研究院|研究中心|分院)|(?:(?![的与和及在等各研])[\u4e00-\u9fff]){2,4}?所(?![有在以属长])"
)
"""An institute of an academy: 中国农业科学院|茶叶研究所, 省农业科学院|谷子所."""

_CLINIC = re.compile(r"(?!附属|与|和|及)[\u4e00-\u9fff]{2,3}医院")
"""A hospital of a university with a name of its own: 四川大学|华西医院."""

_OFFICE_IN_SHORT = re.compile(r"办(?=[、，。；）和与及\n]|联合|印发|下发|转发|牵头|组织|会同|负责|刊发|编发)")
"""市委|办, 县政府|办 before what an office does."""

_OFFICE_PART = re.compile(
    r"(?:机关)?(?:第?[一二三四五六七八九十]+)党(?:总)?支部|机关党总支部?|机关党委(?![书副成])|机关党支部|(?:(?![和与及联会共等在对向])[\u4e00-\u9fff]){2,3}派出所(?![长所])|(?:(?![和与及联会共等在对向各])[\u4e00-\u9fff]){2,4}?分局(?!长)"
)
"""What offices have beside their sections: 市民政局|第一党支部, 县公安局|城关派出所."""

_UNITS_BEHIND = {
    "enterprise": ("enterprise",),
    "school": ("school",),
    "court": ("court",),
    "mass": ("mass-organization",),
    "media": ("media",),
    "party": ("party",),
    "congress": ("congress",),
}
"""Kinds of bodies that are named with units of their own kind behind them."""


def with_units(text: str, mention: BodyMention, rules: BodyRules) -> BodyMention:
    """The mention with the units named behind it: 市政协 + 提案委员会, 市政府 + 办公室."""
    while True:
        unit = _unit_at(text, mention.end, mention, rules)
        if unit is None:
            return mention
        length, what = unit
        what = replace(what, said=text[mention.end : mention.end + length])
        mention = replace(
            mention,
            end=mention.end + length,
            kind=what.kind or mention.kind,
            head_kind=mention.head_kind or mention.kind,
            units=(*mention.units, what),
            unit_starts=(*mention.unit_starts, mention.end),
        )


_DEEP = 3
"""Units below each other that a name has at most: 甲县教育局机关党总支第一党支部办公室."""


def _unit_at(text: str, at: int, mention: BodyMention, rules: BodyRules) -> tuple[int, Unit] | None:
    if (
        mention.form is None
        and mention.kind
        not in (
            "party",
            "government",
            "department",
            "cppcc",
            "congress",
            "mass-organization",
            "enterprise",
            "school",
        )
        and not text.startswith("院", mention.end - 1)
    ):
        return None
    if len(mention.units) >= _DEEP:
        return None
    parent = mention.units[-1].kind if mention.units else mention.kind
    academy = text.startswith(("科学院", "研究院", "农科院", "农科所"), at - 3)
    if (academy or mention.kind == "school") and (m := _INSTITUTE.match(text, at)):
        name = m[0][:-1] + "研究所" if m[0].endswith("所") and not m[0].endswith("研究所") else m[0]
        return len(m[0]), Unit(name, "other", "any")
    if parent in ("department", "party") and (m := _OFFICE_PART.match(text, at)):
        return m.end() - at, Unit(m[0], "party" if "党" in m[0] else "department", "any")
    if mention.kind == "school" and (m := _CLINIC.match(text, at)):
        return m.end() - at, Unit(m[0], "other", "any")
    for units in rules.own_units:
        if parent in _UNITS_BEHIND.get(units.of, ()) and (m := units.unit.match(text, at)):
            return m.end() - at, Unit(m[0], units.kind_of(m[0]), units.of)
    if mention.rule.startswith(("suffix-", "numbered-")) or (mention.form is None and mention.rule != "listed-body"):
        m = _INNER_UNIT.match(text, at)
        return (m.end() - at, Unit(m[0], "mass-organization" if m[0] == "工会" else "party", "any")) if m else None
    if parent in ("cppcc", "congress"):
        m = _COMMITTEE.match(text, at)
        if m:
            return m.end() - at, Unit(rules.unit_name(m[0]), "committee", parent)
    if parent in ("other", "enterprise", "school", "media", "department") and (m := _INNER_UNIT.match(text, at)):
        return m.end() - at, Unit(m[0], "mass-organization" if m[0] == "工会" else "party", "any")
    if parent in ("party", "government", "cppcc", "congress") and _OFFICE_IN_SHORT.match(text, at):
        return 1, Unit("办公室", "party" if parent == "party" else "department", "any")
    for length in range(min(16, len(text) - at), 1, -1):
        unit = rules.units_by_name.get(text[at : at + length])
        if unit and (unit.of in ("", "any") or parent in unit.of.split("|")):
            if text[at + length : at + length + 1] in "长员" or (
                text[at + length - 1] == "委" and text[at + length : at + length + 1] == "员"
            ):
                continue
            return length, unit
    return None


def as_introduced(text: str, mentions: list[BodyMention]) -> list[BodyMention]:
    """The mentions with short names of committees read by the full ones of this report.

    社法委 is of 社会和法制委员会 elsewhere, and where a report names 社会法制和民族宗教委员会 and no other, it is of this one.
    """
    full = {
        unit.name: unit
        for m in mentions
        for unit, begin in zip(m.units, m.unit_starts or (m.start,), strict=False)
        if unit.kind == "committee" and text.startswith(unit.name, begin)
    }
    read: list[BodyMention] = []
    for mention in mentions:
        last = mention.units[-1] if mention.units else None
        if last is not None and last.kind == "committee" and last.name not in full:
            begin = mention.unit_starts[-1] if mention.unit_starts else mention.start
            stem = text[begin : mention.end].removesuffix("委员会").removesuffix("委")
            fitting = [unit for name, unit in full.items() if name[0] == stem[:1] and _shortens(stem, name)]
            if len(stem) > 1 and len(fitting) == 1:
                mention = replace(mention, units=(*mention.units[:-1], fitting[0]))
        read.append(mention)
    return read


def _shortens(short: str, name: str) -> bool:
    """Whether the characters of a short name stand in a longer one in their order."""
    rest = iter(name)
    return all(character in rest for character in short)
