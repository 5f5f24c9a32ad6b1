"""Whose report it is, of which division, about which year, issued when.

The manifest wins over the text. In the text the title, the head lines and the formula of address (我代表…向大会报告工作)
weigh most, then what begins sentences. A level word (市政协) tells the level, a full name elsewhere the place.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Literal

from msgspec.structs import replace

from kg.model import Manifest
from kg.recognize.bodies import BodyMention
from kg.recognize.places import PlaceMention
from kg.rules.types import BodyRules, Division, Divisions
from kg.text.layout import Layout
from kg.text.numerals import parse_numeral

NATION = "000000"

YearSource = Literal["", "manifest", "title", "heading", "opening", "session", "issued"]


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader knows of a report before reading its figures."""

    mention: BodyMention | None = None
    """The mention that best names the report's own body."""
    form: str = ""
    """The form of the own body (cppcc, government, …), or empty."""
    place: str = ""
    """The code of its division; 000000 is the country; empty is unknown."""
    chain: tuple[str, ...] = ()
    """The codes from the province down to ``place``."""
    year: int | None = None
    year_source: YearSource = ""
    issued: str = ""
    """ISO date of publication or delivery, as far as known."""
    title: str = ""
    raw_place: str = ""
    """Of the own body: a township or zone that no list of divisions has."""
    former: str = ""
    """The code of the former division under whose name the report has its own, or empty."""
    titled: bool = False
    """Whether the title begins with this very body, unit and all (甲县委统战部2023年工作总结)."""


_DELIVERED = re.compile(
    r"我(?:受[^。]{0,20}委托，?)?[，]?代表([^，。]{2,40})，?(?:向|作|做)[^。]{0,24}(?:报告|汇报)|代表([^，。]{4,40})，?向大会(?:报告|作)"
)
_OF_DIVISION = re.compile("经济社会发展|经济运行|经济工作|高质量发展(?:综述|纪实|扫描|观察)|国民经济")
"""What a title tells that is of a division and its government: ——甲区上半年经济社会发展扫描."""
_SPEAKS = re.compile(
    r"(?:新闻)?(?:发布会|通气会)[^。\n]{0,30}?邀请(?:到|了)?(?P<guest>[^，。、\n]{2,40})"
    r"|我代表(?P<thanks>[^，。\n]{2,30})，?向[^。\n]{4,90}表示"
)
"""Who speaks at a press conference: …举行新闻发布会，邀请市民政局负责同志介绍…; 我代表市民政局，向…表示感谢."""
_HEAD_OF = re.compile(
    r"(?:代理?)?(?P<level>省|市|区|县|州|盟|旗|自治区)长(?!效|期|远|足|江|征|三角|途|假)|自治区主席|行政公署专员"
)
_REPORT_TITLES = (
    ("government", re.compile(r"政府工作报告|政府.{0,6}工作(?:总结|回顾|综述)")),
    (
        "congress-standing",
        re.compile(
            r"人大常委会.{0,12}(?:工作报告|工作综述|工作总结)|人民代表大会常务委员会.{0,4}工作报告|人大.{0,8}(?:工作综述|工作回顾)"
        ),
    ),
    (
        "cppcc",
        re.compile(
            r"政协.{0,24}(?:工作报告|工作综述|工作回顾|工作总结|提案工作|全会|全体会议|常委会工作|会议)|政协.{0,8}委员会|[^\n]{0,12}政协"
        ),
    ),
    ("court", re.compile(r"法院.{0,6}工作(?:报告|综述|总结)")),
    ("procuratorate", re.compile(r"检察院.{0,6}工作(?:报告|综述|总结)")),
)
_GUESTS = tuple("与和同赴访")
"""Characters before a body that is another's."""
_PARENT_FORM = {"cppcc-standing": "cppcc", "party-standing": "party"}
_BACKGROUND = frozenset({"party", "party-standing", "government", "congress", "congress-standing"})
_TITLE_WEIGHT = 12.0


def level_words(division: Division) -> tuple[str, ...]:
    """The words that stand for a division in its own reports: 市 for a city, 区 for a district.

    >>> level_words(Division("320102", "玄武区", "玄武", "320100", "county"))
    ('区',)
    """
    return _level_words(division.name, division.level)


@cache
def _level_words(name: str, level: str) -> tuple[str, ...]:
    if level == "nation":
        return ("国",)
    for word in ("自治区", "自治州", "自治县", "自治旗", "特别行政区", "省", "市", "区", "县", "州", "盟", "旗"):
        if name.endswith(word):
            extra = {"自治区": ("区", "省"), "自治州": ("州",), "自治县": ("县",), "自治旗": ("旗",)}.get(word, ())
            return (word, *extra)
    return ()


def read_context(
    layout: Layout,
    mentions: tuple[BodyMention, ...],
    places: tuple[PlaceMention, ...],
    manifest: Manifest,
    manifest_mentions: tuple[BodyMention, ...],
    rules: BodyRules,
) -> Context:
    """The context of a report from its layout, its names of bodies and places, and its manifest row."""
    titled = None if manifest_mentions else _titled(layout, mentions)
    own = manifest_mentions[0] if manifest_mentions else titled
    identity = _identity(own) if own else _own_identity(layout, mentions)
    place = _manifest_place(manifest, rules.divisions) or (_code_of(own, rules.divisions, ()) if own else "")
    if own is None or not place:
        mention, found = _own_place(identity, layout, mentions, places, rules.divisions, place)
        own, place = own or mention, place or found
    committee = _committee(layout, own, mentions) if identity in ("cppcc", "congress", "congress-standing") else None
    own = committee or own
    said = _said(own, place, rules.divisions)
    place = current(place, rules.divisions)
    year, source = _year(layout, manifest)
    return Context(
        mention=own, form=identity, place=place, chain=rules.divisions.chain(place), year=year, year_source=source,
        issued=manifest.issued or _issued(layout), title=manifest.title or layout.title, raw_place=_township(own),
        former=said if said != place else "", titled=(committee or titled) is not None,
    )  # fmt: skip


_TITLE_GOES_ON = re.compile(
    r"\s*(?:关于)?(?:(?:19|20)\d\d|二[〇○零]|\d{4}年|年度|工作(?:报告|总结|情况|综述|要点|概况)|社会责任|法治政府|政府信息|提案工作|履职|情况|亮点"
    r"|述职|党建|总结|汇报|简报|综述|这一年|一年来|年终|回眸|回顾|盘点|纪实|答卷|成绩单|年报|掠影|大事记)"
)
_TITLE_TAG = re.compile(r"(?:【[^】\n]{1,14}】|关于)?")
"""What may stand before the body in a title: 【年终盘点】."""
_TITLE_PART = re.compile("—+|：|[|｜]")
"""What stands before a title's second part: 向新而行——甲县融媒体中心2022年回眸."""
_SUBTITLE = re.compile("—{1,2}")
"""What stands in a line below the title before its body, where a colon would say whose page it is: 向新而行——甲县融媒体中心2022年回眸."""
_ORGANS = ("党组", "办公室", "办公厅", "机关", "常委会", "常务委员会", "主席会议", "主任会议")


def _titled(layout: Layout, mentions: tuple[BodyMention, ...]) -> BodyMention | None:
    """The unit, township, neighbourhood, national or unlisted body whose name the title begins with.

    Bodies of a level are left to the weighing of all mentions: 市政协常委会工作报告 is of 市政协.
    """
    block = next((b for b in layout.blocks if b.kind == "title"), None)
    if block is None:
        return None
    starts = {_TITLE_TAG.match(layout.text, block.start, block.end).end()}  # type: ignore[union-attr]
    starts |= {m.end() for m in _TITLE_PART.finditer(layout.text, block.start, block.end)}
    heads = [b for b in layout.blocks[1:4] if b.kind in ("head", "heading", "furniture")]
    starts |= {m.end() for b in heads for m in _SUBTITLE.finditer(layout.text, b.start, b.end)}
    for mention in mentions:
        if mention.start not in starts or not _TITLE_GOES_ON.match(layout.text, mention.end):
            continue
        unit = mention.units[-1].name if mention.units else ""
        if unit and not unit.endswith(_ORGANS):
            return mention
        if (
            mention.form is not None
            and mention.place is not None
            and (mention.form.kind == "media" or "政府办公" in mention.form.official)
        ):
            return mention  # a media centre's or a government office's own report
        if mention.raw_place or (mention.kind == "community" and mention.form is None) or mention.rule == "listed-body":
            if mention.kind == "community" and _OF_GOVERNMENT.match(layout.text, mention.end, block.end):
                return _government_of(mention, mentions)
            return mention if mention.kind != "media" else None
    return None


_OF_GOVERNMENT = re.compile(r"\s*(?:(?:19|20)\d\d年(?:度)?)?政府工作报告")
"""Behind a township whose government reports: 甲镇2018年政府工作报告."""


def _government_of(town: BodyMention, mentions: tuple[BodyMention, ...]) -> BodyMention:
    """The government of a township: 镇人民政府 in its report; the township where the report names no government."""
    named = next(
        (m for m in mentions if m.form is not None and m.form.id == "government" and m.level in ("镇", "乡")), None
    )
    return town if named is None else replace(named, level="", raw_place=town.raw_place or town.name)


def _committee(layout: Layout, own: BodyMention | None, mentions: tuple[BodyMention, ...]) -> BodyMention | None:
    """The committee that reports where the text says 我委: the first one named without its body, as a part of that body."""
    if (
        own is None
        or any(not u.name.endswith(_ORGANS) for u in own.units)
        or len(_WE_COMMITTEE.findall(layout.text)) < _OFTEN
    ):
        return None
    first = next((m for m in mentions if m.rule == "bare-unit" and m.kind == "committee" and m.start < _HEAD), None)
    return (
        None
        if first is None
        else replace(own, units=first.units, kind="committee", head_kind=own.head_kind or own.kind)
    )


_WE_COMMITTEE = re.compile("[我本]委(?![员派托])")
_OFTEN = 3
_HEAD = 600
"""How often a committee speaks of itself, and within how many characters it has named itself."""


def _township(own: BodyMention | None) -> str:
    """The township of the own body, which no list of divisions has."""
    if own is None:
        return ""
    kind = own.head_kind or own.kind
    named = own.name.removesuffix("办事处") if kind == "community" and own.form is None else ""
    return own.raw_place or (named if named.endswith(("镇", "乡", "街道", "苏木", "村", "社区")) else "")


def _said(own: BodyMention | None, place: str, divisions: Divisions) -> str:
    """The division, perhaps a former one, by whose name the own body is called."""
    for code in own.place.codes if own and own.place else ():
        if current(code, divisions) == current(place, divisions):
            return code
    return place


def current(code: str, divisions: Divisions) -> str:
    """The division that a former one became, where that is told; else the same."""
    seen: set[str] = set()
    while code in divisions.by_code and code not in seen:
        seen.add(code)
        successor = divisions.by_code[code].successor
        if not successor or successor not in divisions.by_code:
            return code
        code = successor
    return code


def _identity(mention: BodyMention) -> str:
    """What kind of body a mention names: its form without organs and ranks (人大常委会 is of the congress), or an open name."""
    if mention.form is None:
        return "name:" + mention.name + "".join(u.name for u in mention.units if u.kind == "mass-organization")
    form = _PARENT_FORM.get(mention.form.id, mention.form.id)
    if "政府办公" in mention.form.official:
        return "government"
    if mention.form.kind == "court":
        return "procuratorate" if "检察院" in mention.form.official else "court"
    return form


def _weight(layout: Layout, start: int, opening: int) -> float:
    """How much a mention at this place says about whose report it is."""
    block = layout.block_at(start)
    if block is None or block.kind == "furniture":
        return 0.0
    if block.kind == "title":
        return _TITLE_WEIGHT
    if block.kind == "head":
        return 5.0
    begins = start == block.start or layout.text[start - 1] in "。！？，\n"
    return (3.0 if start < opening else 1.0) + (2.0 if begins else 0.0)


def _alone(layout: Layout, mention: BodyMention) -> bool:
    """Whether a media house stands alone on a line of the head: a signature below the title, and no newspaper's name."""
    block = layout.block_at(mention.start)
    line = (
        block is not None
        and block.kind in ("title", "head")
        and block.end - block.start <= mention.end - mention.start + 1
    )
    return line and layout.text[mention.start : mention.end].endswith(("中心", "电视台", "总台", "集团", "报社"))


def _own_identity(layout: Layout, mentions: tuple[BodyMention, ...]) -> str:
    """The kind of body that reports."""
    scores: Counter[str] = Counter()
    head = layout.head
    for form, pattern in _REPORT_TITLES:
        if pattern.search(layout.title):
            scores[form] += 30
            break
    else:
        for form, pattern in _REPORT_TITLES:
            if pattern.search(head):
                scores[form] += 10
                break
    if not scores and _OF_DIVISION.search(head):
        scores["government"] += 14
    delivered = _delivered(layout)
    opening = _opening(layout)
    if _HEAD_OF.search(head) or _HEAD_OF.search(layout.text[:opening]):
        scores["government"] += 14
    for mention in mentions:
        form = _identity(mention)
        weight = _weight(layout, mention.start, opening)
        if mention.rule == "bare-unit":
            continue  # whose unit that is, the own body tells
        if mention.form is None and (
            mention.kind in ("media", "community", "task-force", "committee") or mention.rule == "listed-body"
        ):
            continue
        if mention.form is not None and mention.form.kind == "media" and not _alone(layout, mention):
            continue
        if form in _BACKGROUND and weight < _TITLE_WEIGHT:
            weight *= 0.25
        if mention.kind == "other" and weight < _TITLE_WEIGHT:
            weight *= 0.25
        if mention.units and mention.units[-1].kind != "mass-organization":
            weight *= 0.3
        if mention.form is not None and "政府办公" in mention.form.official:
            weight *= 0.1
        if delivered and delivered[0] <= mention.start < delivered[1]:
            weight += 60
        scores[form] += weight  # type: ignore[assignment]
    return max(sorted(scores), key=lambda f: scores[f]) if scores else ""


def _delivered(layout: Layout) -> tuple[int, int] | None:
    """The range that names the body in whose name the report is given, or who speaks at a press conference."""
    opening = layout.text[:3000]
    if m := _DELIVERED.search(opening):
        return m.span(1) if m[1] else m.span(2)
    m = _SPEAKS.search(opening)
    return m.span(m.lastgroup or 0) if m else None


def _opening(layout: Layout) -> int:
    """Where the opening ends: some four hundred characters into the body."""
    return next((b.start for b in layout.blocks if b.kind == "paragraph"), 0) + 400


def _manifest_place(manifest: Manifest, divisions: Divisions) -> str:
    if manifest.place in ("中国", "全国", "中华人民共和国"):
        return NATION
    named = {
        code
        for start in range(len(manifest.place))
        for code in divisions.named.get(manifest.place[start:], ())
        if manifest.place in (divisions.by_code[code].name, divisions.path(code))
    }
    return min(
        named, key=lambda c: (bool(divisions.by_code[c].until), divisions.path(c) != manifest.place, c), default=""
    )


def _code_of(mention: BodyMention, divisions: Divisions, near: tuple[str, ...]) -> str:
    """The division that a mention names; among several of one name the one whose parents are near."""
    if mention.level == "国":
        return NATION
    if not mention.place:
        return ""
    codes = mention.place.codes if mention.place.full else uppermost(mention.place.codes, divisions)
    return choose(codes, divisions, near)


def uppermost(codes: tuple[str, ...], divisions: Divisions) -> tuple[str, ...]:
    """The divisions that lie in no other of them: 荆州 in short is the city and not its district."""
    return tuple(c for c in codes if not any(o != c and divisions.within(c, o) for o in codes))


def choose(codes: tuple[str, ...], divisions: Divisions, near: tuple[str, ...], own: tuple[str, ...] = ()) -> str:
    """Of divisions with one name the current one that shares most of its chain with ``own``, then with ``near``; else the first."""
    if not codes:
        return ""
    return max(
        enumerate(codes),
        key=lambda c: (
            len(set(divisions.chain(c[1])[:-1]) & set(own)),
            len(set(divisions.chain(c[1])[:-1]) & set(near)),
            c[1] in near,
            not divisions.by_code[c[1]].until,
            -c[0],
        ),
    )[1]


def _own_place(
    form: str,
    layout: Layout,
    mentions: tuple[BodyMention, ...],
    places: tuple[PlaceMention, ...],
    divisions: Divisions,
    known: str,
) -> tuple[BodyMention | None, str]:
    """The mention that names the own body best, and the code of its division."""
    opening = _opening(layout)
    levels: Counter[str] = Counter()
    named: dict[str, float] = defaultdict(float)
    near = _near(places, divisions)
    best: dict[str, BodyMention] = {}
    best_plain: dict[str, bool] = {}
    delivered = _delivered(layout)
    guests = -1
    for mention in mentions:
        if _identity(mention) != form:
            continue
        weight = _weight(layout, mention.start, opening) + (
            60 if delivered and delivered[0] <= mention.start < delivered[1] else 0
        )
        code = current(_code_of(mention, divisions, near), divisions)
        before = layout.text[max(guests, mention.start - 1) : mention.start]
        if (
            code
            and weight < _TITLE_WEIGHT
            and (before in _GUESTS or (guests == mention.start - 1 and before in "、和"))
        ):
            guests = mention.end
            continue  # 与乙市政协、丙市政协联合: others'
        if code:
            named[code] += weight
            if form == "government" and mention.form is not None and mention.form.id != form:
                continue  # 信息来源：甲县人民政府办公室 tells the place of the government, and is not it
            plain = mention.form is not None and mention.form.id == form
            if code not in best or (plain, -len(mention.units)) > (best_plain[code], -len(best[code].units)):
                best[code], best_plain[code] = mention, plain
        elif mention.level:
            levels[mention.level] += weight  # type: ignore[assignment]
    for m in _HEAD_OF.finditer(layout.text[:opening] if form == "government" else ""):
        levels[m["level"] or "自治区"] += 8
    for word, most in _most_named(named, divisions).items():
        levels[word] += most  # type: ignore[assignment]
    if not levels and not named:
        bare = next((m for m in mentions if _identity(m) == form), None)
        return bare, known
    level = max(sorted(levels), key=lambda w: levels[w]) if levels else ""
    fitting = {c: w for c, w in named.items() if c in divisions.by_code and level in level_words(divisions.by_code[c])}
    if level == "国":
        code = NATION
    elif fitting:
        code = max(sorted(fitting), key=lambda c: fitting[c])
    else:
        code = _place_of_level(level, layout, mentions, places, divisions, opening)
    raw = next((m for m in mentions if _identity(m) == form and m.raw_place), None) if not code else None
    return best.get(code) or raw or next(
        (m for m in mentions if _identity(m) == form and (m.level == level or not level)), None
    ), code


def _most_named(named: dict[str, float], divisions: Divisions) -> dict[str, float]:
    """For each level word the weight of the division that is named most: peers that are visited do not add up."""
    most: dict[str, float] = defaultdict(float)
    for code, weight in named.items():
        for word in level_words(divisions.by_code[code]) if code in divisions.by_code else ():
            most[word] = max(most[word], weight)
    return most


def _near(places: tuple[PlaceMention, ...], divisions: Divisions) -> tuple[str, ...]:
    """The divisions that the text names without doubt, with those above them."""
    sure = {code for p in places if len(p.codes) == 1 for code in divisions.chain(p.codes[0])}
    return tuple(sorted(sure))


def _place_of_level(
    level: str,
    layout: Layout,
    mentions: tuple[BodyMention, ...],
    places: tuple[PlaceMention, ...],
    divisions: Divisions,
    opening: int,
) -> str:
    """The division of that level which the report names most: with its bodies first, then in full, then in short."""
    near = _near(places, divisions)
    scores: dict[str, float] = defaultdict(float)
    body_places = {m.place.start for m in mentions if m.place}
    for place in places:
        code = choose(place.codes, divisions, near)
        division = divisions.by_code.get(code)
        if division is None or level not in level_words(division):
            continue
        if (
            re.search(r"[赴到访至与和、]$", layout.text[max(0, place.start - 1) : place.start])
            and place.start not in body_places
        ):
            continue
        base = 4.0 if place.start in body_places else 2.0 if place.full else 1.0
        scores[code] += base * _weight(layout, place.start, opening)
    return max(sorted(scores), key=lambda c: scores[c]) if scores else ""


_REVIEW_HEADING = re.compile(
    r"(?P<year>(?:19|20)\d\d)年(?:度)?(?:[上下]半年|前三季度|第?[一二三四]季度)?(?:主要)?(?:工作|政府工作|履职)?(?:的)?(?:回顾|总结|综述|情况|和|工作回顾|主要工作)"
)
_PAST_YEAR = re.compile(r"(?:刚刚过去的|过去的|回顾|回望|走过)(?:这一年，|的)?(?P<year>(?:19|20)\d\d)(?:年)?")
_TITLE_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d\d)年?(?:度)?(?:工作)?(?:综述|总结|回顾|报告|述职|纪实|工作|提案|履职|亮点|盘点)?"
)
_SUBTITLE_YEAR = re.compile(
    r"(?:^|\n)[—\- ]*[^\n。，：]{0,30}?(?P<year>(?:19|20)\d\d)年?(?:度)?(?:[\u4e00-\u9fff]{0,6})"
    r"(?:综述|总结|回顾|回眸|述职|纪实|亮点|盘点|掠影|工作|履职)"
)
_OPENING_YEAR = re.compile(
    r"(?:^|[。，\n电讯] ?|】\s*)(?P<year>(?:19|20)\d\d)年(?:度)?(?:，|是|以来|度|全年|我|[市省县区]|工作)"
)
_DATE = re.compile(r"(?P<year>(?:19|20)\d\d)[-年/.](?P<month>\d{1,2})[-月/.](?P<day>\d{1,2})?")


_WORDED_DAY = re.compile(r"(?<=年)(?P<month>[一二三四五六七八九十]{1,2})月(?:(?P<day>[一二三四五六七八九十]{1,3})日)?")


def _day_in_digits(m: re.Match[str]) -> str:
    """A month and a day in digits: 三月二日 -> 3月2日."""
    month, day = (parse_numeral(m[name]) if m[name] else None for name in ("month", "day"))
    return (f"{month}月" if month else m[0]) + (f"{day}日" if day else "")


_OF_TERM = re.compile(r"日?[-—~至到]{1,2}(?:19|20)\d\d")
_TERM = re.compile(
    r"(?:19|20)\d\d年?(?:\d{1,2}月)?(?:\d{1,2}日)?[-—~至到]{1,2}(?P<year>(?:19|20)\d\d)(?=年|）|$)", re.M
)
"""The years of a term of office in the head lines: （1993年4月至1998年2月）."""
_SIGNED = re.compile(
    r"^.{0,20}(?:19|20)\d\d年\d{1,2}月\d{1,2}日$|^（?(?:原载|载|刊|摘自|转自)[于自]?《[^《》]+》.{0,24}[）)]?"
)
"""A line at the end that dates the whole: 2024年1月16日; （原载《云岭日报》2025年1月8日第2版）."""
_WORDED = re.compile(r"[一二三四五六七八九〇零○]{4}(?=年)")


def _digits(text: str) -> str:
    """The text with worded years in digits: 二〇二二年."""
    return _WORDED.sub(lambda m: m[0].translate(str.maketrans("〇零○一二三四五六七八九", "000123456789")), text)


def _issued(layout: Layout) -> str:
    """The date of the head lines, or of the session at which the report was given, else the one that signs its end."""
    ends = "\n".join(
        line for block in layout.blocks[-6:] for line in [layout.words(block).strip()] if _SIGNED.search(line)
    )
    text = _WORDED_DAY.sub(_day_in_digits, _digits(f"{layout.head}\n{ends}"))
    for m in _DATE.finditer(text):
        if _OF_TERM.match(text, m.end()) or text[m.start() - 1 : m.start()] in ("至", "到"):
            continue
        month, day = int(m["month"]), int(m["day"] or 0)
        if 1 <= month <= 12 and day <= 31:
            return f"{m['year']}-{month:02d}" + (f"-{day:02d}" if day else "")
    return ""


def _year(layout: Layout, manifest: Manifest) -> tuple[int | None, YearSource]:
    """The year that the report is about, and what tells it."""
    if manifest.year:
        return manifest.year, "manifest"
    issued = manifest.issued or _issued(layout)
    issued_year = int(issued[:4]) if re.match(r"(?:19|20)\d\d", issued) else None
    for block in layout.blocks:
        if block.kind == "heading" and (m := _REVIEW_HEADING.search(_digits(layout.words(block)))):
            return int(m["year"]), "heading"
    text = layout.text
    opening = _digits(text[: _opening(layout) + 400])
    session_report = (
        re.search(r"工作报告", layout.head + text[:600]) is not None
        or re.search(r"会议[^。]{0,12}(?:开幕|召开)", layout.head) is not None
    )
    if m := _TITLE_YEAR.search(_digits(manifest.title or layout.title)):
        year = int(m["year"])
        if not (session_report and issued_year == year and re.search(r"政府工作报告|常委会工作报告", layout.title)):
            return year, "title"
    if (m := _SUBTITLE_YEAR.search(_digits(layout.head))) and not session_report:
        return int(m["year"]), "title"
    if m := _TERM.search(_digits(layout.head)):
        return int(m["year"]), "session"
    if m := _PAST_YEAR.search(opening):
        return int(m["year"]), "opening"
    if m := _OPENING_YEAR.search(opening):
        year = int(m["year"])
        if issued_year is None or year <= issued_year:
            return year, "opening"
    if issued_year:
        early = re.match(r"\d{4}-0[1-4]", issued) is not None
        if early and re.search(r"过去(?:的)?一年|一年来|回顾|工作报告|报告工作", text):
            return issued_year - 1, "session"
        return issued_year, "issued"
    return None, ""
