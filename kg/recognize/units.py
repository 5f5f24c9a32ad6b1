"""Units of bodies: named behind their body (市政协 + 提案委员会), or without it in its own report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kg.recognize.bodies import BodyMention
from kg.rules.types import BodyRules, Unit

_SUBJECT = (
    r"提案|经济科技|经济|农业和农村|农业农村|农业|农村|人口资源环境(?:和城乡建设)?|人资环|资源环境|环境资源|城乡建设|城建|教科卫体|教科文卫体|科教文卫体|教文卫体|教育|科技|科学技术|文化|"
    r"医药卫生|卫生|体育|工商|文教|社会和?法制|社会法制|社法|社会|法制|法治|民族和?宗教|民族宗教|民宗|民族|宗教|港澳台侨和?外事|港澳台侨|三胞联络|外事|侨务|祖国统一联谊|"
    r"文化文史和?学习|文史和?学习|学习和?文史|文史资料|文史|学习宣传|学习|委员工作|委员联络|联谊|联络|经资|经科|经农|经技|财政经济|财经|预算|内务司法|监察和?司法|选举任免|代表|法工|民侨外"
)

_COURT_UNIT = re.compile(
    r"(?:刑事审判|民事审判|行政审判|少年审判|环境资源审判)(?:第[一二三四五]+)?庭|(?:民|刑|行政|立案|执行|审监|少年|知产|金融|环资|家事|速裁)[一二三四五六]?庭|第[一二三四五六七八九十]+检察部|执行局|[\u4e00-\u9fff]{2,4}?(?:人民)?法庭(?!审)"
)

_INNER_UNIT = re.compile(r"工会(?!主席|会员|干部)|党委(?!书记)|团委(?!书记)|党支部|党总支|妇委会")

_COMMITTEE = re.compile(
    rf"(?:{_SUBJECT})(?:[、和与]?(?:{_SUBJECT})){{0,6}}(?:(?:研究|工作)?委员会|(?:工作?)?委(?!员)|工作组(?!织|长|成))"
)


def bare_units(text: str, rules: BodyRules) -> Iterable[BodyMention]:
    """Committees of the report's own body, named without it: 提案委员会, 由财政经济委员会牵头."""
    opened = f"\n{text}"
    for pattern, of, kind in (
        (_SCHOOL_UNIT, "school", "department"),
        (_OWN_COURT_UNIT, "court", "court"),
        (_STAFF_UNIT, "staff", "party"),
    ):
        for m in pattern.finditer(opened):
            unit = Unit(m["unit"], "mass-organization" if m["unit"] in ("工会", "团委") else kind, of, m["said"])
            start, end = m.start("said") - 1, m.end() - 1
            yield BodyMention(start, end, unit.kind, "bare-unit", units=(unit,), own=True)
    for m in _COMMITTEE.finditer(text):
        before = text[m.start() - 1 : m.start()]
        if before and not re.match(r"[，。；：、由和与及\n（）“的经请了立成建设]", before):
            continue
        behind = text[m.end() : m.end() + 2]
        if len(m[0]) < 3 or (behind[:1] in ("员", "会") and behind != "会同"):
            continue
        unit = Unit(rules.unit_name(m[0]), "committee", "cppcc|congress", m[0])
        yield BodyMention(m.start(), m.end(), "committee", "bare-unit", units=(unit,), own=True)


_DAUGHTER = re.compile(
    r"[，。；：、由和与及\n](?P<said>(?:所属|下属|旗下)?(?P<name>(?!(?:我|本|该|各|集团|总|分|子|有限|股份)公司)[\u4e00-\u9fff]{2,4}公司))(?=[\u4e00-\u9fff])(?!的|等|董事|总经理|党|负责人)"
)


def daughter_firms(text: str) -> Iterable[BodyMention]:
    """Daughters of the reporting firm, named without it: 公交公司更新车辆120辆."""
    for m in _DAUGHTER.finditer(f"\n{text}"):
        unit = Unit(m["name"], "enterprise", "enterprise", m["said"])
        yield BodyMention(m.start("said") - 1, m.end() - 1, "enterprise", "bare-unit", units=(unit,), own=True)


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


def _unit_at(text: str, at: int, mention: BodyMention, rules: BodyRules) -> tuple[int, Unit] | None:
    if mention.form is None and mention.kind not in (
        "party",
        "government",
        "department",
        "cppcc",
        "congress",
        "mass-organization",
        "enterprise",
        "school",
    ):
        return None
    if len(mention.units) >= 2:
        return None
    parent = mention.units[-1].kind if mention.units else mention.kind
    if mention.rule.startswith("suffix-") or (mention.form is None and mention.rule != "listed-body"):
        m = _INNER_UNIT.match(text, at)
        return (m.end() - at, Unit(m[0], "mass-organization" if m[0] == "工会" else "party", "any")) if m else None
    if parent == "court" and (m := _COURT_UNIT.match(text, at)):
        return m.end() - at, Unit(m[0], "court", "court")
    if parent in ("cppcc", "congress"):
        m = _COMMITTEE.match(text, at)
        if m:
            return m.end() - at, Unit(rules.unit_name(m[0]), "committee", parent)
    for length in range(min(16, len(text) - at), 1, -1):
        unit = rules.units_by_name.get(text[at : at + length])
        if unit and (unit.of in ("", "any") or parent in unit.of.split("|")):
            if text[at + length : at + length + 1] in "长员" or (
                text[at + length - 1] == "委" and text[at + length : at + length + 1] == "员"
            ):
                continue
            return length, unit
    return None


_OPENING = r"[，。；：、由和与及\n（合同]"
"""What stands before a unit named without its body: searching for it first takes a fraction of the time."""

_SCHOOL_UNIT = re.compile(
    _OPENING
    + r"(?P<said>(?P<unit>(?:教务|学生工作|学生|学工|科研|科技|人事|组织人事|财务|计划财务|后勤|保卫|资产管理|招生就业|就业|国际交流|审计|基建|实训|质量管理|发展规划)(?:管理)?(?:处|部|科)"
    r"|(?:党政|党委|院长|校长)办公室|(?:组织|宣传|统战|学生工作|教师工作)部(?!门|署|分|长)|(?:继续教育|马克思主义)学院|图书馆(?!建)|心理健康教育中心))"
)

_OWN_COURT_UNIT = re.compile(
    _OPENING
    + r"(?P<said>(?P<unit>(?:立案|民事审判|刑事审判|行政审判|少年审判|环境资源审判|知识产权审判|金融审判|审判监督|速裁|家事审判|清算与破产审判|破产审判)(?:第[一二三四五]+)?(?:庭|团队)"
    r"|[民刑][一二三四五]庭|执行局|第[一二三四五六七八九十]+检察部))"
)

_STAFF_UNIT = re.compile(
    _OPENING
    + r"(?P<said>(?:学院|学校|公司|集团|医院|院|校|全院|全校)?(?P<unit>党委|纪委|团委|工会|审计部|人力资源部|安全监管部|培训中心))(?!书记|副书记|班子|主席|会员|、政府|政府|领导)"
)
