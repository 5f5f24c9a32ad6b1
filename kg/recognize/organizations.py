"""Names of bodies, by a grammar of names instead of a list of them.

    level or place + term of office + head + unit      市政协; 甲市第十四届人大常委会; 区政协提案委员会; 市委宣传部
    frame with the place inside                        政协甲市第三届委员会; 中共甲县委
    closed public lists                                国务院, 住房和城乡建设部, 人民政协报
    specific words + suffix                            甲大学, 乙物流集团, 农民负担清理整顿小组

A mention says what it is and how it is prefixed; which body that means is the linker's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.recognize.places import PlaceMention
from kg.rules.types import BodyRules, Form, NamedBody, Suffix, Unit
from kg.text.words import Words

TERM = r"(?:第?[一二三四五六七八九十百\d]{1,4}届)"
_TERM_END = re.compile(TERM + "$")
_LEVEL_END = re.compile(
    r"(?:(?P<we>我|本|该|全)?(?P<level>自治区|自治州|自治县|省|市|区|县|州|盟|旗|镇|乡|街道|村)|(?P<nation>全国|国家|中央))$"
)
_OTHER_LEVEL = re.compile(
    r"(?:[城都超股门夜集房楼菜早闹花]市|[地社园校辖特山灾小景牧库片开厂战沙林老新市省郊城选]区|[知郡]县|[杭苏广福徐扬常泉漳温台湖惠柳]州|[红彩国锦党军]旗|[城集乡市]镇|[城家故下]乡|[农乡山渔包]村)$"
)
_COLLECTIVE_BEFORE = re.compile(
    r"(?:[省市县区州旗乡镇盟村国][、和及与（(/]?|各|全|外|外地|有关|相关|兄弟|周边|部分|多个|两级|三级|四级|上下|上级|下级|[一二三四五六七八九十两\d]+(?:个|家)?)$"
)
_LIST_JOINT = re.compile(r"[、和与及]|以及")
_TOWNSHIP = re.compile(r"(?:^|[^\u4e00-\u9fff]|[省市县区旗州])([\u4e00-\u9fff]{2,4}?(?:镇|乡|街道))$")
_PARTY_PREFIX = re.compile(r"(?:中国共产党|中共)$")
_NO_MEMBER = (
    r"(?!员(?!会)|会(?![议见商场同后期])|托|派|任|屈|婉|实|以|予|身|靡|曲|办(?!公[室厅]|[、，。和与及联印下发转]))"
)
_PARTY_HEAD = re.compile(rf"党?委{_NO_MEMBER}(?:常务委员会|常委会)?")
_LEAGUE = re.compile(r"(?:共青)?团(?=(?P<level>省|市|区|县|州|旗|盟)委(?!员))")
_LEAGUE_HEAD = re.compile(r"(?:共青)?团[省市区县州旗盟]委")
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
_WORDY = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·“”（）—]")


@dataclass(frozen=True, slots=True)
class BodyMention:
    """One name of a body in the text, taken apart."""

    start: int
    end: int
    kind: str
    rule: str
    form: Form | None = None
    """How a body of this kind is named; None for listed and for open names."""
    name: str = ""
    """Of listed and open names: the canonical name, without a place in front."""
    place: PlaceMention | None = None
    level: str = ""
    """A level word in place of a division: 省, 市, 区, 国 …"""
    units: tuple[Unit, ...] = ()
    aliases: tuple[str, ...] = ()
    own: bool = False
    """Named with 我 or 本, or as a unit without its body: the report's own."""
    inherited: bool = False
    """Its place or level stands with an earlier name of the same list."""
    raw_place: str = ""
    """A place inside a frame that no list knows."""
    unit_starts: tuple[int, ...] = ()
    """Where each of ``units`` begins; what stands before the first names the body itself."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Words that name a body but not which one."""

    start: int
    end: int
    reason: str


def recognize_organizations(
    text: str, places: tuple[PlaceMention, ...], words: Words, rules: BodyRules
) -> tuple[tuple[BodyMention, ...], tuple[Unresolved, ...]]:
    """All names of bodies in the text, in order and without overlap, and those that stay open."""
    at_start = {p.start: p for p in places}
    at_end = {p.end: p for p in places}
    taken = _Taken(len(text))
    found: list[BodyMention] = []
    for mention in _frames(text, at_start, rules):
        if taken.free(mention.start, mention.end):
            found.append(_with_units(text, mention, rules))
            taken.add(mention.start, found[-1].end)
    for mention in _party_branches(text):
        if taken.free(mention.start, mention.end):
            found.append(mention)
            taken.add(mention.start, mention.end)
    for start, end, body in rules.named_matcher.find(text):
        if taken.free(start, end) and _is_whole(text, start, end, body):
            mention = BodyMention(start, end, body.kind, "listed-body", name=body.name, aliases=body.aliases)
            found.append(_with_units(text, mention, rules))
            taken.add(start, found[-1].end)
    for mention in (*_branches(text, found, at_start), *_placed_media(text, at_end, taken, rules)):
        if taken.free(mention.start, mention.end) or any(f.start == mention.start for f in found):
            found = [f for f in found if f.start != mention.start]
            found.append(mention)
            taken.add(mention.start, mention.end)
    for mention in _communities(text, places, words):
        if taken.free(mention.start, mention.end):
            found.append(mention)
            taken.add(mention.start, mention.end)
    headed, open_ones = _headed(text, at_start, at_end, taken, rules)
    found += headed
    for mention in _bare_committees(text, rules):
        if taken.free(mention.start, mention.end):
            found.append(mention)
            taken.add(mention.start, mention.end)
    for mention in _suffixed(text, at_start, words, taken, rules):
        if taken.free(mention.start, mention.end):
            found.append(mention)
            taken.add(mention.start, mention.end)
    for m in _SUBSIDIARY.finditer(text):
        if taken.free(m.start(), m.end()) and re.match(
            r"[，。；：、由和与及\n]", text[m.start() - 1 : m.start()] or "。"
        ):
            unit = Unit(m[1], "enterprise", "enterprise", m[0])
            found.append(BodyMention(m.start(), m.end(), "enterprise", "bare-unit", units=(unit,), own=True))
            taken.add(m.start(), m.end())
    # What stands inside a name that was found is no name of its own: 市、县政协 in 市、县政协联合工作组.
    open_ones = [one for one in open_ones if taken.free(one.start, one.end)]
    return tuple(sorted(found, key=lambda m: (m.start, m.end))), tuple(open_ones)


_BRANCH = re.compile(r"(?:[\u4e00-\u9fff]{0,4}?)(?:中心支行|分行|支行|分公司|支公司|分社|分院|分校)")


def _branches(text: str, found: list[BodyMention], at_start: dict[int, PlaceMention]) -> Iterable[BodyMention]:
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
                aliases=(text[body.start : m.end()],),
            )


_PARTY_BRANCH = re.compile(
    r"(?:民革|民盟|民建|民进|农工党|致公党|九三学社|台盟)([\u4e00-\u9fff]{2,14}?(?:大学|学院|学校|医院|中学|机关|研究院|研究所|集团|公司))(?:基层委员会|委员会|总支部?|支部|支社)"
)


def _party_branches(text: str) -> Iterable[BodyMention]:
    """Branches of parties in a school, a hospital or a firm: 民盟甲学院支部."""
    for m in _PARTY_BRANCH.finditer(text):
        if not re.search(r"[的和与在及]", m[1]):
            yield BodyMention(m.start(), m.end(), "democratic-party", "party-branch", name=m[0])


_NEWSPAPER = re.compile(
    r"《([\u4e00-\u9fff]{2,6}(?:日报|晚报|晨报|早报|商报|时报|周报|新报|导报|都市报|电视报|法治报|工人报|农民报))》"
)
_MEDIUM = re.compile(r"(?:人大|政协|政府|政务)(?:网|报|公众号|微信公众号)(?![送告名道到])")


def _placed_media(text: str, at_end: dict[int, PlaceMention], taken: _Taken, rules: BodyRules) -> Iterable[BodyMention]:
    """Media of bodies, behind the name of a division: 甲省人大网."""
    del rules
    for m in _NEWSPAPER.finditer(text):
        if taken.free(m.start(1), m.end(1)):
            yield BodyMention(m.start(1), m.end(1), "media", "titled-newspaper", name=m[1])
    for m in _MEDIUM.finditer(text):
        place = at_end.get(m.start())
        if place and taken.free(place.start, m.end()):
            yield BodyMention(place.start, m.end(), "media", "medium-of-body", name=text[place.start : m.end()])


_TOWN = r"[\u4e00-\u9fff]{1,4}?(?:镇|乡|街道|苏木)(?!级|政府|人民|党委|人大|干部|企业|居民|长|办|中心|中学|小学|卫生|医院|派出|法庭|联络|工作)"
_HAMLET = r"[\u4e00-\u9fff]{1,5}?(?:村|社区|嘎查|居委会)(?!民|级|干部|两委|务|庄|居|容|镇|医)"
_IN_DIVISION = re.compile(rf"({_TOWN})?({_HAMLET})|({_TOWN})")
_BEFORE_TOWN = (
    r"(?:^|(?<=[^\u4e00-\u9fff])|(?<=[在到赴对向与和及往于给为将把由从自至])|(?<=[走来])(?:进|到)"
    r"|(?<=采购|帮扶|结对|走访|慰问|包联|联系|前往|深入|定点|支持|帮助|援建|援助|组织|协调|指导|推动|新增|选派|派驻|服务|视察|考察|调研))"
)
_NO_TOWN = r"(?!个|余个|[在到赴对向与和及往于给为将把由从自至]|采购|帮扶|结对|走访|走进|慰问|包联|联系|前往|深入|定点|新增|新建|建成|选派)"
_IN_TOWN = re.compile(rf"{_BEFORE_TOWN}{_NO_TOWN}([\u4e00-\u9fff]{{1,4}}?(?:镇|乡|街道))({_HAMLET})")
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


def _communities(text: str, places: tuple[PlaceMention, ...], words: Words) -> Iterable[BodyMention]:
    """Townships, villages and neighbourhoods: behind their division, or a village behind its township."""
    for place in places:
        m = _IN_DIVISION.match(text, place.end) if place.full else None
        if m and not _NOT_LOCAL.search(m[0][:-2]) and len(m[0]) >= 2:
            yield BodyMention(place.start, m.end(), "community", "place-community", name=m[0], place=place)
    for m in _IN_TOWN.finditer(text):
        if not _NOT_LOCAL.search(m[1][:-2]) and not _NOT_LOCAL.search(m[2][:-2]):
            yield BodyMention(m.start(1), m.end(), "community", "town-community", name=m[1] + m[2])
    for m in _ZONE_REPORTS.finditer(text):
        yield BodyMention(m.start(1), m.end(1), "other", "zone-reports", name=m[1])
    for m in _VISITED.finditer(text):
        for name in re.finditer(r"[\u4e00-\u9fff]{2,3}(?:镇|乡|街道)", m[1]):
            if not _NOT_LOCAL.search(name[0]) and name[0][-2:] not in ("乡镇", "城镇", "集镇", "村镇"):
                yield BodyMention(
                    m.start(1) + name.start(), m.start(1) + name.end(), "community", "town-visited", name=name[0]
                )
    for word in words.words:
        if (
            word.surface[-1] in "镇乡"
            and len(word.surface) >= 3
            and word.tag in ("ns", "nr", "nz")
            and not _NOT_LOCAL.search(word.surface[:-1])
            and not text.startswith(("政府", "人民政府", "党委", "人大"), word.end)
        ):
            yield BodyMention(word.start, word.end, "community", "town-word", name=word.surface)


def _bare_committees(text: str, rules: BodyRules) -> Iterable[BodyMention]:
    """Committees of the report's own body, named without it: 提案委员会, 由财政经济委员会牵头."""
    for pattern, of, kind in (
        (_SCHOOL_UNIT, "school", "department"),
        (_OWN_COURT_UNIT, "court", "court"),
        (_STAFF_UNIT, "staff", "party"),
    ):
        for m in pattern.finditer(text):
            if re.match(r"[，。；：、由和与及\n（合同]", text[m.start() - 1 : m.start()] or "。"):
                unit = Unit(m[1], "mass-organization" if m[1] in ("工会", "团委") else kind, of, m[0])
                yield BodyMention(m.start(), m.end(), unit.kind, "bare-unit", units=(unit,), own=True)
    for m in _COMMITTEE.finditer(text):
        before = text[m.start() - 1 : m.start()]
        if before and not re.match(r"[，。；：、由和与及\n（）“的经请了立成建设]", before):
            continue
        behind = text[m.end() : m.end() + 2]
        if len(m[0]) < 3 or (behind[:1] in ("员", "会") and behind != "会同"):
            continue
        unit = Unit(rules.unit_name(m[0]), "committee", "cppcc|congress", m[0])
        yield BodyMention(m.start(), m.end(), "committee", "bare-unit", units=(unit,), own=True)


class _Taken:
    """Which characters belong to a name already."""

    def __init__(self, size: int) -> None:
        """Begin with nothing taken of so many characters."""
        self._used = bytearray(size + 1)

    def free(self, start: int, end: int) -> bool:
        """Whether no character of a range is taken."""
        return not any(self._used[start:end])

    def add(self, start: int, end: int) -> None:
        """Take a range."""
        self._used[start:end] = b"\x01" * (end - start)


def _frames(text: str, at_start: dict[int, PlaceMention], rules: BodyRules) -> Iterable[BodyMention]:
    """Names with the place inside: 政协{place}第N届委员会."""
    for m in rules.frame_opening.finditer(text):
        at = m.end()
        term = re.compile(TERM).match(text, at)
        at = term.end() if term else at
        place, level, raw = at_start.get(at), "", ""
        if place:
            at = place.end
        else:
            word = re.compile(
                r"全国|[省市区县州盟旗](?=委|第|人)|([\u4e00-\u9fff（）]{2,10}?[省市区县州盟旗])(?=第|委)"
            ).match(text, at)
            if word:
                at = word.end()
                level, raw = ("", word[1]) if word[1] else (word[0].replace("全国", "国"), "")
            elif not term:
                continue
            else:
                level = "own"
        term = re.compile(TERM).match(text, at)
        at = term.end() if term else at
        for form, tail in rules.frame_tails(m[0]):
            if text.startswith(tail, at) and not (tail == "委" and text.startswith("员", at + 1)):
                yield BodyMention(
                    m.start(), at + len(tail), form.kind, f"frame-{form.id}", form, place=place,
                    level="" if level == "own" else level, own=level == "own", raw_place=raw,
                )  # fmt: skip
                break


def _is_whole(text: str, start: int, end: int, body: NamedBody) -> bool:
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
    if last == "部" and after in "门署分位队级件落委下":
        return not after
    if last in "网报社" and after in "络告道会区" and after:
        return False
    return not (body.kind == "media" and last == "网" and after == "上")


def _prefix(text: str, end: int, at_end: dict[int, PlaceMention]) -> tuple[int, PlaceMention | None, str, bool]:
    """Where the prefix of a head begins, its place or level word, and whether it says 我 or 本."""
    term = _TERM_END.search(text, max(0, end - 8), end)
    at = term.start() if term else end
    place = at_end.get(at)
    if place:
        return place.start, place, "", False
    m = _LEVEL_END.search(text, max(0, at - 4), at)
    if not m:
        bracket = re.compile(r"[县市区]（[市区县旗、]{1,5}）$").search(text, max(0, at - 9), at)
        return (bracket.start(), None, "several", False) if bracket else (end, None, "", False)
    level = "国" if m["nation"] else m["level"]
    if m["we"] == "全":
        return m.start(), None, "several", False
    if not m["we"] and not m["nation"] and len(level) == 1 and _OTHER_LEVEL.search(text, max(0, at - 2), at):
        return end, None, "", False
    return m.start(), None, level, bool(m["we"])


def _headed(
    text: str, at_start: dict[int, PlaceMention], at_end: dict[int, PlaceMention], taken: _Taken, rules: BodyRules
) -> tuple[list[BodyMention], list[Unresolved]]:
    """Level or place + head (+ units); lists that share a prefix or a head."""
    found: list[BodyMention] = []
    unresolved: list[Unresolved] = []
    hits = [(s, e, form) for s, e, form in rules.head_matcher.find(text)]
    party = rules.form("party")
    standing = rules.form("party-standing")
    for m in _PARTY_HEAD.finditer(text):
        hits.append((m.start(), m.end(), standing if m[0].endswith("会") else party))
    league = rules.form("youth-league")
    for m in _LEAGUE.finditer(text):
        hits.append((m.start(), m.end() + 2, league))
    hits.sort(key=lambda h: (h[0], -h[1]))
    for start, end, form in hits:
        if end <= start or not taken.free(start, end):
            continue
        if form is league and _LEAGUE_HEAD.fullmatch(text, start, end):
            found.append(BodyMention(start, end, form.kind, "head-youth-league", form, level=text[end - 2]))
            taken.add(start, end)
            continue
        begin, place, level, own = _prefix(text, start, at_end)
        raw = ""
        if (
            place is None
            and level in ("镇", "乡", "街道")
            and (named := _TOWNSHIP.search(text, max(0, begin - 6), start))
        ):
            begin, raw = named.start(1), named[1]
            if over := at_end.get(begin):
                begin, raw = over.start, text[over.start : begin] + raw  # 甲市乙镇人民政府
        rule = f"head-{form.id}"
        if not _head_ends(text, end, form):
            continue
        if place is None and not level:
            previous = found[-1] if found else None
            joint = text[previous.end : start] if previous and start - previous.end <= 2 else None
            if (
                previous
                and joint is not None
                and _LIST_JOINT.fullmatch(joint)
                and (previous.place or previous.level)
                and len(text[start:end]) >= 2
                and not previous.units
            ):
                mention = replace(
                    previous,
                    start=start,
                    end=end,
                    kind=form.kind,
                    form=form,
                    rule=rule,
                    units=(),
                    unit_starts=(),
                    name="",
                    inherited=True,
                )
                found.append(_with_units(text, mention, rules))
                taken.add(start, found[-1].end)
            continue
        if not taken.free(begin, end):
            continue
        others = _shortlisted(text, begin, level, at_end, rules) if level and not own else []
        if others:
            for other in others:
                if taken.free(other.start, other.end):
                    found.append(BodyMention(other.start, other.end, form.kind, rule + "-list", form, place=other))
                    taken.add(other.start, other.end)
            continue
        if level == "several" or (
            level
            and not raw
            and not own
            and level != "国"
            and begin
            and _COLLECTIVE_BEFORE.search(text, max(0, begin - 4), begin)
        ):
            unresolved.append(Unresolved(begin, end, "collective"))
            continue
        if (
            place is not None
            and place.codes
            and not place.full
            and len(text[start:end]) < 2
            and form.id == "party"
            and not _is_short_party(text, begin)
        ):
            continue
        if form.kind in ("cppcc", "party") and (p := _PARTY_PREFIX.search(text, max(0, begin - 5), begin)):
            begin = p.start()
        mention = _with_units(
            text,
            BodyMention(
                begin, end, form.kind, rule, form, place=place, level="" if raw else level, own=own, raw_place=raw
            ),
            rules,
        )
        branch = at_start.get(mention.end)
        if branch and mention.kind == "department" and not mention.units and text.startswith("分局", branch.end):
            unit = Unit(text[branch.start : branch.end + 2], "department", "department")
            mention = replace(mention, end=branch.end + 2, units=(unit,), unit_starts=(mention.end,))
        for other in _listed_places(text, begin, at_end) if place else ():
            if taken.free(other.start, other.end):
                found.append(
                    replace(
                        mention,
                        start=other.start,
                        end=mention.end if mention.end - other.start <= 20 else other.end,
                        place=other,
                    )
                )
        found.append(mention)
        taken.add(mention.start, mention.end)
    return found, unresolved


_AND_OTHERS = re.compile(r"等(?:[\d两三四五六七八九十]+)?(?:个)?(?:地)?$|[两三四五六七八九十]$")


def _shortlisted(
    text: str, begin: int, level: str, at_end: dict[int, PlaceMention], rules: BodyRules
) -> list[PlaceMention]:
    """The places of a list whose class word stands once, behind it: 甲、乙、丙等市政协."""
    m = _AND_OTHERS.search(text, max(0, begin - 6), begin)
    at = m.start() if m else -1
    found: list[PlaceMention] = []
    while at > 0 and (place := at_end.get(at)):
        codes = tuple(c for c in place.codes if rules.divisions.by_code[c].name.endswith(level))
        if not codes:
            break
        found.insert(0, replace(place, codes=codes, full=True))
        at = place.start - 1 if text[place.start - 1 : place.start] in ("、", "和") else -1
    return found


def _is_short_party(text: str, begin: int) -> bool:
    return _PARTY_PREFIX.search(text, max(0, begin - 5), begin) is not None


def _head_ends(text: str, end: int, form: Form) -> bool:
    """Whether the head is not the beginning of a longer word: 财政局 + 长, 政府 + 采购, 人大 + 代表 are no others."""
    after = text[end : end + 2]
    last = text[end - 1]
    if last in "局厅办" and after[:1] in "面部限势":
        return False
    if last == "院" and after[:1] in "校士落子":
        return False
    if form.id == "government" and after in ("采购", "性的", "购买"):
        return False
    return not (last == "委" and after[:1] == "员" and after != "员会")


def _listed_places(text: str, begin: int, at_end: dict[int, PlaceMention]) -> list[PlaceMention]:
    """The places of a list that share the head behind the last: 甲市、乙市政协."""
    found: list[PlaceMention] = []
    at = begin
    while at and text[at - 1] in "、和与" and (place := at_end.get(at - 1)):
        found.insert(0, place)
        at = place.start
    return found


def _with_units(text: str, mention: BodyMention, rules: BodyRules) -> BodyMention:
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


_STOP_TAGS = frozenset("pcudryeoxtk")
_NOT_LEVEL = frozenset(
    [
        "市场",
        "市民",
        "区域",
        "市政",
        "市域",
        "县域",
        "区块",
        "省级",
        "市级",
        "区级",
        "县级",
        "州级",
        "省域",
        "市值",
        "市容",
        "区间",
        "县委",
        "市委",
        "省委",
        "区委",
    ]
)
_VILLAGE_BEHIND = re.compile(r"[\u4e00-\u9fff]{1,5}?(?:村|社区|嘎查|居委会)(?!民|级|干部|两委)")
_TOWN_INSIDE = re.compile(r"[\u4e00-\u9fff]{1,4}(?:镇|乡|街道|苏木)[\u4e00-\u9fff]{1,5}$")
_ACTS = re.compile(
    r"(?:先后|多次|还|积极|主动|共|在|为|围绕|配合|除)?[^，。；：、的]{0,6}(?:开展|组织|举办|召开|配合|协助|围绕|深入|带动|进行|完成|走访|提出|为|在|参与|编写|创办|指导|负责|牵头)"
)
_SCHOOL_UNIT = re.compile(
    r"((?:教务|学生工作|学生|学工|科研|科技|人事|组织人事|财务|计划财务|后勤|保卫|资产管理|招生就业|就业|国际交流|审计|基建|实训|质量管理|发展规划)(?:管理)?(?:处|部|科)"
    r"|(?:党政|党委|院长|校长)办公室|(?:组织|宣传|统战|学生工作|教师工作)部(?!门|署|分|长)|(?:继续教育|马克思主义)学院|图书馆(?!建)|心理健康教育中心)"
)
_OWN_COURT_UNIT = re.compile(
    r"((?:立案|民事审判|刑事审判|行政审判|少年审判|环境资源审判|知识产权审判|金融审判|审判监督|速裁|家事审判|清算与破产审判|破产审判)(?:第[一二三四五]+)?(?:庭|团队)"
    r"|[民刑][一二三四五]庭|执行局|第[一二三四五六七八九十]+检察部)"
)
_STAFF_UNIT = re.compile(
    r"(?:学院|学校|公司|集团|医院|院|校|全院|全校)?(党委|纪委|团委|工会|审计部|人力资源部|安全监管部|培训中心)(?!书记|副书记|班子|主席|会员|、政府|政府|领导)"
)
_SUBSIDIARY = re.compile(
    r"(?:所属|下属|旗下)?((?!(?:我|本|该|各|集团|总|分|子|有限|股份)公司)[\u4e00-\u9fff]{2,4}公司)(?=[\u4e00-\u9fff])(?!的|等|董事|总经理|党|负责人)"
)
_COMPANY = re.compile(r"(?:集团)?(?:股份|控股)?有限(?:责任)?公司|集团(?:公司)?|股份公司")
_QUOTED_NAME = re.compile(r"“[\u4e00-\u9fffA-Za-z0-9·]{2,10}”$")
_SEVERAL = r"[省市县区州](?:[、和与及]?[省市县区州旗]|（[市区县旗、]{1,5}）)+(?:[两三四]级)?"
_SEVERAL_LEVELS = re.compile(_SEVERAL + r"(?=[\u4e00-\u9fff]{3})")
"""Levels that found a body together: 市、县（区）政协联合工作组."""
_FOUNDED = re.compile(
    r"(?:成立|共建(?!立|成)|挂牌成立|组建|设立|新建|建立|创建|筹建|增设|抽调|设置|恢复|组成)(?:起|了)?(?:[\d一二两三四五六七八九十]+(?:个|支|家)|由[^，。；]{2,10}(?:组成的|为组长的))?"
    rf"((?:{_SEVERAL})?[^，。；、：“”《》（）]{{2,26}})$"
)


def _suffixed(
    text: str, at_start: dict[int, PlaceMention], words: Words, taken: _Taken, rules: BodyRules
) -> Iterable[BodyMention]:
    """Open names: specific words before a suffix that ends the name of a body."""
    hits = tuple(rules.suffix_matcher.find(text))
    for start, end, suffix in hits:
        if suffix.kind == "community" and _TOWN_SCHOOL.match(text, end):
            continue  # 甲镇|中心小学
        if suffix.kind == "school" and text.startswith("附属", end):
            continue  # 甲大学|附属医院
        if not taken.free(start, end) or any(text.startswith(stop, end) for stop in suffix.stops if stop != "集体"):
            continue
        opening = words.words[words.at(start)]
        if suffix.kind == "enterprise" and (company := _COMPANY.match(text, end)):
            end = company.end()
        if words.words[words.at(end - 1)].end != end or (
            len(suffix.word) < 4 and opening.start < start and opening.end < end
        ):
            continue  # 集中|学习 holds no 中学
        if suffix.word == "商会" and text[start - 1 : start] == "协":
            continue
        quoted = _QUOTED_NAME.search(text, max(0, start - 16), start)
        if quoted and taken.free(quoted.start(), end) and (suffix.use != "placed" or suffix.kind == "enterprise"):
            yield BodyMention(
                quoted.start(), end, suffix.kind, f"quoted-{suffix.word}", name=text[quoted.start() : end]
            )
            continue
        foundable = suffix.use == "founded" or (
            suffix.use == "placed" and suffix.word.endswith(("中心", "馆", "站", "院", "法庭"))
        )
        founded = _FOUNDED.search(text, max(0, start - 32), start) if foundable else None
        begin = (
            founded.start(1)
            if founded and taken.free(founded.start(1), start)
            else _anchored_begin(text, start, end, suffix, at_start, taken, rules)
        )
        if begin is None:
            begin = _name_begin(text, start, end, suffix, words, taken, rules)
        if begin is None:
            continue
        name, modifier = text[begin:end], text[begin:start]
        if _SOME.match(name) or (suffix.kind == "community" and _NO_LOCALITY.match(name)):
            continue  # 一家陶瓷公司, 个镇办社区
        several = _SEVERAL_LEVELS.match(name) if founded else None
        if re.match("[省市区县州][省市区县州、]", name) and not several:
            continue
        if suffix.word in ("镇", "乡", "街道", "苏木", "街道办事处") and _VILLAGE_BEHIND.match(text, end):
            continue
        place = at_start.get(begin)
        if place and place.end > start:
            place = None
        level, rest = "", name
        if place:
            rest = name[place.end - begin :]
        elif several:
            level, rest = name[0], name[1:]
        elif (m := re.match(r"(?:我|本)?([省市区县州旗])(?=[\u4e00-\u9fff]{3})", name)) and name[
            m.end() - 1 : m.end() + 1
        ] not in _NOT_LEVEL:
            level, rest = m[1], name[m.end() :]
        own_words = rest[: len(rest) - len(suffix.word)]
        if (
            (len(modifier) < 2 and not (level and len(suffix.word) >= 3))
            or rules.collectives.fullmatch(name)
            or rules.collectives.fullmatch(own_words + suffix.word)
        ):
            continue
        divided = (place is not None and (place.full or place.codes[0].endswith("0000"))) or bool(level)
        town = False
        if suffix.use == "placed" and (not own_words or not (divided or town or founded)):
            continue
        acting = (
            suffix.use == "founded"
            and founded is None
            and begin > 0
            and text[begin - 1] in "。\n；"
            and len(own_words) >= 2
            and _ACTS.match(text, end)
        )
        if (suffix.use == "founded" or founded) and not (place or level or acting):
            if (
                founded is None
                or len(own_words) < 2
                or (own_words in rules.generic and len(suffix.word) < 3)
                or re.search(r"^[\d一二两三四五六七八九十]|各|等|有关|相关", own_words)
            ):
                continue
        elif (not place and not level and not town and not _is_specific(modifier, words, begin, start, rules)) or (
            (place or level)
            and own_words
            and all(w in rules.generic for w in _pieces(own_words, words, end - len(rest), start))
            and suffix.use != "proper"
        ):
            continue
        mention = BodyMention(
            begin,
            end,
            suffix.kind,
            f"suffix-{suffix.word}",
            name=rest,
            place=place,
            level=level,
            own=level != "" and name[0] in "我本",
        )
        yield _with_units(text, mention, rules) if suffix.kind in ("enterprise", "school") else mention


_NO_LOCALITY = re.compile(r"个|将|拟|已|新增|小城|特色小|中心城|建制|重点|所属|下属")
_SOME = re.compile(r"[\d一二两三四五六七八九十几数]+[余多]?[家所个]")
_ANCHORED = frozenset(("enterprise", "school"))
_CARE = (
    "卫生院",
    "医院",
    "卫生室",
    "服务中心",
    "敬老院",
    "养老院",
    "幼儿园",
    "小学",
    "中学",
    "学校",
    "文化站",
    "合作社",
)
_TOWN_SCHOOL = re.compile("(?:中心)?(?:" + "|".join(_CARE) + ")")
_PLAIN_NAME = re.compile(r"(?:(?![的了在是等与和及为向将把被由从到于对有])[\u4e00-\u9fffA-Za-z0-9·（）])*")
_FIRM_NAME = re.compile(
    r"(?:^|[，。；：、！？\s“”《》（）]|[与和及向赴对给为同被由从至到在经]|[走访][访进]|帮助|支持|协调|联合|推动|引进|引导|组织|邀请|会同|服务|指导|对接|考察|推荐|协助|签约|投资|收购|落户)"
    r"((?:(?![的了在是等与和及为向将把被由从到于对有])[\u4e00-\u9fffA-Za-z0-9·（）]){2,14})$"
)


_OWNER = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[与和及向赴对])(国网|国家电网|南方电网|中国[\u4e00-\u9fff]{2,4}|中[铁交建核化粮车])$"
)
_OFFICES = frozenset(
    ("领导小组", "工作领导小组", "联席会议", "指挥部", "工作专班", "专班", "领导小组办公室", "组委会", "巡回法庭")
)
_OFFICE = re.compile(
    r"(?:^|[，。；：、！？\s“”《》（）和与及由向对在])((?:[省市县区州]|[省市县区]委|[省市县区]政府|自治区)(?:(?![的了在是等与和及为向将把被由从到于])[\u4e00-\u9fff]){2,16})$"
)


def _anchored_begin(
    text: str,
    start: int,
    end: int,
    suffix: Suffix,
    at_start: dict[int, PlaceMention],
    taken: _Taken,
    rules: BodyRules,
) -> int | None:
    """Where the name of a firm or a school begins by its place in front, or by the word that governs it.

    The parts of such names (字号: 湘窖, 虹桥) are in no dictionary; the cutter's guesses at them are no boundaries.
    """
    if (
        suffix.word in _OFFICES
        and (m := _OFFICE.search(text, max(0, start - 22), start))
        and taken.free(m.start(1), start)
    ):
        return m.start(1)
    firm = suffix.kind == "enterprise" and text.startswith("公司", end - 2)
    if not (firm or suffix.word.endswith(_CARE) or suffix.kind in _ANCHORED):
        return None
    low = max(0, start - 18)
    for at in range(low, start):
        place = at_start.get(at)
        if (
            place
            and place.end <= start
            and taken.free(at, start)
            and (place.full or firm or text[at - 1 : at] in "，。；：、与和向赴在对\n" or at == 0)
        ):
            between = text[place.end : start]
            if (
                _PLAIN_NAME.fullmatch(between)
                and (len(between) <= 10 if firm else len(between) <= 8)
                and not any(verb in between for verb in rules.verbs if len(verb) > 1)
            ):
                owner = _OWNER.search(text, max(0, at - 8), at) if firm else None
                return owner.start(1) if owner and taken.free(owner.start(1), at) else at
    if firm:
        m = _FIRM_NAME.search(text, max(0, start - 18), start)
        if (
            m
            and taken.free(m.start(1), start)
            and not re.match(r"[\d一二两三四五六七八九十多几数]+[余多]?家|各|该|某|外地", m[1])
        ):
            named = m[1]
            verbs = [v for v in rules.verbs if len(v) > 1 and named.startswith(v)]
            begin = m.start(1) + (len(max(verbs, key=len)) if verbs else 0)
            return begin if start - begin >= 2 else None
    return None


def _pieces(own_words: str, words: Words, begin: int, start: int) -> list[str]:
    """The words between two places of the text."""
    found = [
        w.surface
        for w in words.words[words.at(begin) : words.at(max(begin, start - 1)) + 1]
        if w.start >= begin and w.end <= start
    ]
    return found if "".join(found) == own_words else [own_words]


def _name_begin(
    text: str, start: int, end: int, suffix: Suffix, words: Words, taken: _Taken, rules: BodyRules
) -> int | None:
    """Where a name that ends in the suffix begins: leftwards over nouns, to a verb, a preposition or a point."""
    index = words.at(start)
    begin = min(start, words.words[index].start)  # the suffix may be the end of a longer word: 厦门大学
    while index > 0:
        previous = words.words[index - 1]
        surface, tag = previous.surface, previous.tag
        if previous.end != begin or end - previous.start > 24 or not taken.free(previous.start, previous.end):
            break
        if (
            surface in rules.verbs
            or tag[:1] in _STOP_TAGS
            or tag in ("q", "ad", "vd", "f")
            or (tag == "m" and not (suffix.word.endswith("公司") and len(surface) == 2 and surface[1] not in "家个"))
            or not _WORDY.match(surface)
            or surface[0] in "“”（）—·"
        ):
            break
        if (
            tag == "v"
            and len(surface) >= 2
            and suffix.use != "founded"
            and surface not in ("发展", "联合", "投资", "促进", "服务")
        ):
            break
        begin = previous.start
        index -= 1
    if (
        begin
        and text[begin - 1] in "中国"
        and re.match(r"[车核建铁交石国移联电粮储煤航船兵水化材冶烟信邮远]", text[begin])
        and not re.match(r"[\u4e00-\u9fff]", text[begin - 2 : begin - 1] or "，")
    ):
        begin -= 1  # 中车, 国网: an initial that the cutter takes for a locality
    while begin < start and text[begin] in "、和与及的了等为在到赴对向把将由个家":
        begin += 1
    return begin if begin < start else None


def _is_specific(modifier: str, words: Words, begin: int, start: int, rules: BodyRules) -> bool:
    """Whether the words before the suffix name one body, and do not merely say what kind it is."""
    parts = [
        w
        for w in words.words[words.at(begin) : words.at(max(begin, start - 1)) + 1]
        if w.start >= begin and w.end <= start
    ]
    if not parts:
        return modifier not in rules.generic
    if parts[0].surface in rules.generic and parts[0].tag not in ("ns", "nr", "nz"):
        return False
    rest = [w for w in parts if w.surface not in rules.generic]
    return any(w.tag in ("nr", "ns", "nt", "nz", "eng", "nrt", "nrfg") or len(w.surface) >= 2 for w in rest)
