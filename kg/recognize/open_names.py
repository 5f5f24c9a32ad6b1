"""Open names: specific words before a suffix that ends the name of a body (甲大学, 乙物流集团)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from kg.recognize.bodies import BodyMention, Taken
from kg.recognize.headed_names import COMPANY
from kg.recognize.places import PlaceMention
from kg.recognize.units import with_units
from kg.rules.types import BodyRules, Suffix
from kg.text.words import Words

_WORDY = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·“”（）—]")

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

_ACTS = re.compile(
    r"(?:先后|多次|还|积极|主动|共|在|为|围绕|配合|除)?[^，。；：、的]{0,6}(?:开展|组织|举办|召开|配合|协助|围绕|深入|带动|进行|完成|走访|提出|为|在|参与|编写|创办|指导|负责|牵头)"
)

_QUOTED_NAME = re.compile(r"“[\u4e00-\u9fffA-Za-z0-9·]{2,10}”$")

_SEVERAL = r"[省市县区州](?:[、和与及]?[省市县区州旗]|（[市区县旗、]{1,5}）)+(?:[两三四]级)?"

_SEVERAL_LEVELS = re.compile(_SEVERAL + r"(?=[\u4e00-\u9fff]{3})")
"""Levels that found a body together: 市、县（区）政协联合工作组."""

_FOUNDED = re.compile(
    r"(?:成立|共建(?!立|成)|挂牌成立|组建|设立|新建|建立|创建|筹建|增设|抽调|设置|恢复|组成)(?:起|了)?(?:[\d一二两三四五六七八九十]+(?:个|支|家)|由[^，。；]{2,10}(?:组成的|为组长的))?"
    rf"((?:{_SEVERAL})?[^，。；、：“”《》（）\\s☐◆▪●★|]{{2,26}})$"
)


def suffixed_names(
    text: str, at_start: dict[int, PlaceMention], words: Words, taken: Taken, rules: BodyRules
) -> Iterable[BodyMention]:
    """Open names: specific words before a suffix that ends the name of a body."""
    hits = tuple(rules.suffix_matcher.find(text))
    named: dict[str, str] = {}
    for start, end, suffix in hits:
        if suffix.kind == "community" and _TOWN_SCHOOL.match(text, end):
            continue  # 甲镇|中心小学
        if suffix.kind == "school" and text.startswith("附属", end):
            continue  # 甲大学|附属医院
        if not taken.free(start, end) or any(
            text.startswith(stop, end) for stop in suffix.stops if stop != "集体" and not _PAYS.match(text, end)
        ):
            continue
        opening = words[words.at(start)]
        if suffix.kind == "enterprise" and (company := COMPANY.match(text, end)):
            end = company.end()
        if words[words.at(end - 1)].end != end or (
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
        while word := next((w for w in rules.leading if text.startswith(w, begin)), ""):
            begin += len(word)
        if begin > start:
            continue
        name, modifier = text[begin:end], text[begin:start]
        if (
            "某" in name
            or _SOME.match(name)
            or (suffix.kind == "community" and (_NO_LOCALITY.match(name) or _HONOUR.search(name)))
        ):
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
        if suffix.word == "厂" and place is None and not level:
            longer = named.setdefault(rest[:2], rest)
            rest = longer if longer.endswith("厂") and len(longer) > len(rest) else rest
        mention = BodyMention(
            begin,
            end,
            "department" if _SQUAD.search(name) else suffix.kind,
            f"suffix-{suffix.word}",
            name=rest,
            place=place,
            level=level,
            own=level != "" and name[0] in "我本",
        )
        yield with_units(text, mention, rules) if suffix.kind in _WITH_UNITS or name.endswith("院") else mention


_NUMBERED_SCHOOL = re.compile(
    r"(?P<number>第?[一二三四五六七八九十]{1,3})(?P<what>中学|中(?![院学央心等国医小层年标期旬外部队午断止介型文毒职专班间华])|小学|小(?![学组区队时型微康])|幼儿园)"
    r"|(?:实验|高级|完全)中学|(?:实验|中心)小学|实验学校|实验幼儿园|机关幼儿园|职业高中|职业中专|职教中心|特殊教育学校|特教学校|技工学校|师范学校"
)
_SCHOOL_LEVEL = re.compile(
    rf"[市县区州](?<![城都超股地社园校辖特灾小景牧库老新郊矿选知郡]\S)(?:{_NUMBERED_SCHOOL.pattern})"
)


def numbered_schools(text: str, at_end: dict[int, PlaceMention]) -> Iterable[BodyMention]:
    """Schools called by a number or by what they are, behind a division or a level word: 甲县第二中学, 县二中, 市实验小学."""
    for end, place in at_end.items():
        if m := _NUMBERED_SCHOOL.match(text, end):
            name, aliases = _school_name(m, m[0])
            yield BodyMention(
                place.start, m.end(), "school", "numbered-school", name=name, place=place, aliases=aliases
            )
    for m in _SCHOOL_LEVEL.finditer(text):
        if m.start() + 1 not in at_end:
            name, aliases = _school_name(m, m[0][1:])
            yield BodyMention(
                m.start(), m.end(), "school", "numbered-school", name=name, level=m[0][0], aliases=aliases
            )


def _school_name(m: re.Match[str], said: str) -> tuple[str, tuple[str, ...]]:
    """The full name of a school, and the short one where the text has it: 第二中学 for 二中."""
    if not m["number"]:
        return said, ()
    whole = {"中": "中学", "小": "小学"}.get(m["what"], m["what"])
    name = "第" + m["number"].removeprefix("第") + whole
    return name, () if name == said else (said,)


_SHORT_WORDS = ("联合体", "联盟", "合作社", "商会", "基金会", "救援队", "服务队", "宣讲团", "讲师团")
_SHORT_AGAIN = re.compile(
    rf"[。；\n，](?P<word>{'|'.join(_SHORT_WORDS)})(?=[\u4e00-\u9fff])(?!成员|理事|会长|秘书|会员)"
)


def named_in_short(text: str, found: list[BodyMention]) -> Iterable[BodyMention]:
    """Bodies that go on by the last word of their name: 甲市域产教联合体…。联合体下设…"""
    hits = list(_SHORT_AGAIN.finditer(text))
    full = (
        sorted((f for f in found if f.form is None and f.name.endswith(_SHORT_WORDS)), key=lambda f: f.start)
        if hits
        else []
    )
    last: dict[str, BodyMention] = {}
    for m in hits:
        while full and full[0].end <= m.start("word"):
            one = full.pop(0)
            word = next(w for w in _SHORT_WORDS if one.name.endswith(w))
            if one.name != word:
                last[word] = one
        if m["word"] in last:
            yield replace(last[m["word"]], start=m.start("word"), end=m.end(), units=(), unit_starts=(), head_kind="")


_PAYS = re.compile(r"(?:投资|补贴)\d")
"""What a body does and no longer word of its name: 管委会投资2亿元."""

_SQUAD = re.compile("(?:执法|监察|救援|稽查|路政|交警|巡逻|治安|刑侦|消防|监督|管理)(?:大队|支队|总队|中队)$")
"""Squads of offices, where 大队 alone was a commune's."""

_WITH_UNITS = ("enterprise", "school")

_HONOUR = re.compile(r"(?:示范|文明|先进|模范|特色|幸福|美丽|样板|百强|星级|试点|标杆|红旗)(?:村|社区|镇|乡|街道)$")
"""Titles that villages are given."""

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

_DEGREES = ("进一步", "持续", "不断", "全力", "大力", "积极", "继续")
"""Adverbs between a point and the verb that governs a firm."""
_OFFICES = frozenset(
    ("领导小组", "工作领导小组", "联席会议", "指挥部", "工作专班", "专班", "领导小组办公室", "组委会", "巡回法庭")
)

_PLACED_OFFICES = ("中心", "大队", "支队")
"""Offices before which verbs stand as nouns: 县就业管理|服务中心."""

_OFFICE = re.compile(
    r"(?:^|[，。；：、！？\s“”《》（）和与及由向对在])((?:[省市县区州]|[省市县区]委|[省市县区]政府|自治区)(?:(?![的了在是等与和及为向将把被由从到于])[\u4e00-\u9fff]){2,16})$"
)


def _anchored_begin(
    text: str,
    start: int,
    end: int,
    suffix: Suffix,
    at_start: dict[int, PlaceMention],
    taken: Taken,
    rules: BodyRules,
) -> int | None:
    """Where the name of a firm or a school begins by its place in front, or by the word that governs it.

    The parts of such names (字号: 湘窖, 虹桥) are in no dictionary; the cutter's guesses at them are no boundaries.
    """
    if (
        (suffix.word in _OFFICES or (suffix.use == "placed" and suffix.word.endswith(_PLACED_OFFICES)))
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
            begin = m.start(1)
            governing = [verb for verb in (*rules.verbs, *_DEGREES) if len(verb) > 1]
            # What governs the firm is cut off, word by word: 进一步|做实|城投公司.
            while verb := max((v for v in governing if text.startswith(v, begin)), key=len, default=""):
                begin += len(verb)
            return begin if start - begin >= 2 else None
    return None


def _pieces(own_words: str, words: Words, begin: int, start: int) -> list[str]:
    """The words between two places of the text."""
    found = [
        w.surface
        for w in words[words.at(begin) : words.at(max(begin, start - 1)) + 1]
        if w.start >= begin and w.end <= start
    ]
    return found if "".join(found) == own_words else [own_words]


def _name_begin(
    text: str, start: int, end: int, suffix: Suffix, words: Words, taken: Taken, rules: BodyRules
) -> int | None:
    """Where a name that ends in the suffix begins: leftwards over nouns, to a verb, a preposition or a point."""
    index = words.at(start)
    begin = min(start, words[index].start)  # the suffix may be the end of a longer word: 厦门大学
    while index > 0:
        previous = words[index - 1]
        surface, tag = previous.surface, previous.tag
        if previous.end != begin or end - previous.start > 24 or not taken.free(previous.start, previous.end):
            break
        if (
            (surface in rules.verbs and not text.startswith("经开区", previous.start))
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
    while begin < start and (
        text[begin] in "、和与及的了等为在到赴对向把将由个家"
        or (begin and text[begin] in "期届所批" and text[begin - 1].isdigit())
    ):
        begin += 1
    return begin if begin < start else None


def _is_specific(modifier: str, words: Words, begin: int, start: int, rules: BodyRules) -> bool:
    """Whether the words before the suffix name one body, and do not merely say what kind it is."""
    if modifier in rules.generic:
        return False
    if modifier.startswith(("国网", "南网")):
        return True
    parts = [
        w for w in words[words.at(begin) : words.at(max(begin, start - 1)) + 1] if w.start >= begin and w.end <= start
    ]
    if not parts:
        return modifier not in rules.generic
    if parts[0].surface in rules.generic and parts[0].tag not in ("ns", "nr", "nz"):
        return False
    rest = [w for w in parts if w.surface not in rules.generic]
    return any(w.tag in ("nr", "ns", "nt", "nz", "eng", "nrt", "nrfg") or len(w.surface) >= 2 for w in rest)
