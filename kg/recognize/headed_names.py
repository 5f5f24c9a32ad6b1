"""Level or place + term of office + head (市政协, 甲市第十四届人大常委会), and frames with the place inside."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from kg.recognize.bodies import BodyMention, Taken, Unresolved
from kg.recognize.places import PlaceMention
from kg.recognize.units import with_units
from kg.rules.types import BodyRules, Form, Unit

TERM = r"(?:第?[一二三四五六七八九十百\d]{1,4}届)"

_TERM_END = re.compile(rf"(?:{TERM}|(?:19|20)\d{{2}}年度?|二[〇○零][〇○零一二三四五六七八九]{{2}}年度?)$")
"""What may stand between a place and a head: a term of office, or, in titles, a year (甲县2024年政府工作报告)."""

_LEVEL_END = re.compile(
    r"(?:(?P<we>我|本|该|全)?(?P<level>自治区|自治州|自治县|省|市|区|县|州|盟|旗|镇|乡|街道|村)|(?P<nation>全国|国家|中央))$"
)

_OTHER_LEVEL = re.compile(
    r"(?:[城都超股门夜集房楼菜早闹花]市|[地社园校辖特山灾小景牧库片开厂战沙林老新市省郊城选]区|[知郡]县|[杭苏广福徐扬常泉漳温台湖惠柳]州|[红彩国锦党军]旗|[城集乡市]镇|[城家故下]乡|[农乡山渔包]村)$"
)

_COLLECTIVE_BEFORE = re.compile(
    r"(?:[省市县区州旗乡镇盟村国][、和及与（(/]?|各|全|外|外地|有关|相关|兄弟|周边|部分|多个|两级|三级|四级|上下|上级|下级|[一二三四五六七八九十两\d]+(?:个|家)?)\Z"
)

_LIST_JOINT = re.compile(r"[、和与及]|以及")

_TOWNSHIP = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[省市县区旗州])([\u4e00-\u9fff]{2,4}?(?:镇|乡|街道)|[\u4e00-\u9fff]{2,9}族乡)$"
)

COMPANY = re.compile(r"(?:集团)?(?:股份|控股)?有限(?:责任)?公司|集团(?:公司)?|股份公司")
"""What may go on behind the name of a firm: 甲市公交集团|有限公司."""

_ANY_TOWNSHIP = re.compile(
    r"(?:[各全我本该小中重特]|农村|中心|重点|建制|特色|所在|部分|有关|\d).*|[乡城集村小]镇|.+[、和与及].*"
)

_PARTY_PREFIX = re.compile(r"(?:中国共产党|中共)$")

_NO_MEMBER = (
    r"(?!员(?!会)|会(?![议见商场同后期])|托|派|任|屈|婉|实|以|予|身|靡|曲|办(?!公[室厅]|[、，。和与及联印下发转]))"
)

_PARTY_HEAD = re.compile(
    rf"(?:党委(?=办(?!公|事|主任|、))|党?委{_NO_MEMBER})(?:常务委员会|常委会)?"
)  # 镇党委|办读书班 acts, 市委办 is an office


_SHORT_COURT = re.compile(r"(?<=[省市区县州旗盟])院(?![长校士落子内外里区系务方墙坝企地])")
"""A court or a procuratorate in the report of one, behind its division: 丙县院."""

_COURTS = re.compile(r"(检察)院|法院")


_FUNCTION = re.compile(r"[由与和及在到对向经受](?=[\u4e00-\u9fff]{2,}(?:镇|乡|街道)$)")


_ACTS_ON = re.compile(
    r"(?:主动|自觉|积极|认真|严格)*(?:接受|按照|配合|协助|支持|服从|执行|贯彻|落实|加强|改善|尊重|报请|提请|商请|邀请)(?=(?:[镇乡]|街道)$)"
)
"""What is done to the body of a township that has no other name: 主动接受|镇人大."""


def _own_words(township: str, rules: BodyRules) -> str:
    """The name of a township without what stands before it: 其中|双河镇, 由|双河镇."""
    acts = _ACTS_ON.match(township)
    if acts:
        return township[acts.end() :]
    while word := next((w for w in rules.leading if township.startswith(w) and len(township) - len(w) > 2), ""):
        township = township[len(word) :]
    return township[1:] if len(township) > 3 and _FUNCTION.match(township) else township


def _short_courts(text: str, rules: BodyRules) -> list[tuple[int, int, Form]]:
    """The last characters of courts that are named in short, where the first lines name a court or a procuratorate."""
    said = _COURTS.search(text, 0, _FIRST_LINES)
    if said is None:
        return []
    form = rules.form("procuratorate" if said[1] else "court")
    return [(m.start(), m.end(), form) for m in _SHORT_COURT.finditer(text)]


_FIRST_LINES = 120
"""Characters in which the title of a report stands."""


_BRANCH_OF_PARTY = re.compile(r"(?:总支|支部|支社|基层委员会)(?![书主委员])")
"""A party's branch without its division, which is the report's: 民盟|支部."""


_TERM = re.compile(TERM)
_FRAMED_LEVEL = re.compile(
    r"全国|[省市区县州盟旗](?=委|第|人|支部|总支|基层)|([\u4e00-\u9fff（）]{2,10}?[省市区县州盟旗])(?=第|委)"
)


def framed_names(text: str, at_start: dict[int, PlaceMention], rules: BodyRules) -> Iterable[BodyMention]:
    """Names with the place inside: 政协{place}第N届委员会."""
    for m in rules.frame_opening.finditer(text):
        at = m.end()
        term = _TERM.match(text, at)
        at = term.end() if term else at
        place, level, raw = at_start.get(at), "", ""
        if place:
            at = place.end
        else:
            word = _FRAMED_LEVEL.match(text, at)
            if word:
                at = word.end()
                level, raw = ("", word[1]) if word[1] else (word[0].replace("全国", "国"), "")
            elif not term and not _BRANCH_OF_PARTY.match(text, at):
                continue
            else:
                level = "own"
        term = _TERM.match(text, at)
        at = term.end() if term else at
        for form, tail in rules.frame_tails(m[0]):
            if text.startswith(tail, at) and not (tail == "委" and text.startswith("员", at + 1)):
                yield BodyMention(
                    m.start(), at + len(tail), form.kind, f"frame-{form.id}", form, place=place,
                    level="" if level == "own" else level, own=level == "own", raw_place=raw,
                )  # fmt: skip
                break


_IN_BRACKETS = re.compile(r"[县市区]（[市区县旗、]{1,5}）$")


def _prefix(text: str, end: int, at_end: dict[int, PlaceMention]) -> tuple[int, PlaceMention | None, str, bool]:
    """Where the prefix of a head begins, its place or level word, and whether it says 我 or 本."""
    term = _TERM_END.search(text, max(0, end - 8), end)
    at = term.start() if term else end
    place = at_end.get(at)
    if place:
        return place.start, place, "", False
    m = _LEVEL_END.search(text, max(0, at - 4), at)
    if not m:
        bracket = text[at - 1 : at] == "）" and _IN_BRACKETS.search(text, max(0, at - 9), at)
        return (bracket.start(), None, "several", False) if bracket else (end, None, "", False)
    level = "国" if m["nation"] else m["level"]
    if m["we"] == "全":
        return m.start(), None, "several", False
    if not m["we"] and not m["nation"] and len(level) == 1 and _OTHER_LEVEL.search(text, max(0, at - 2), at):
        return end, None, "", False
    return m.start(), None, level, bool(m["we"])


def names_with_heads(
    text: str, at_start: dict[int, PlaceMention], at_end: dict[int, PlaceMention], taken: Taken, rules: BodyRules
) -> tuple[list[BodyMention], list[Unresolved]]:
    """Level or place + head (+ units); lists that share a prefix or a head."""
    found: list[BodyMention] = []
    unresolved: list[Unresolved] = []
    known: dict[str, BodyMention] = {}
    hits = [_without_verb(text, hit, rules) for hit in rules.head_matcher.find(text)]
    party = rules.form("party")
    standing = rules.form("party-standing")
    for m in _PARTY_HEAD.finditer(text):
        hits.append((m.start(), m.end(), standing if m[0].endswith("会") else party))
    hits += _short_courts(text, rules)
    hits.sort(key=lambda h: (h[0], -h[1]))
    for start, end, form in hits:
        if end <= start or not taken.free(start, end):
            continue
        begin, place, level, own = _prefix(text, start, at_end)
        raw = ""
        if (
            place is None
            and level in ("", "镇", "乡", "街道")
            and (named := _TOWNSHIP.search(text, max(0, begin - 11), start))
            and not _ANY_TOWNSHIP.fullmatch(named[1])
        ):
            level = level or named[1][-1]
            raw = _own_words(named[1], rules)
            begin = named.end(1) - len(raw)
            level, raw = (raw, "") if raw in ("镇", "乡", "街道") else (level, raw)
            if over := at_end.get(begin):
                begin, raw = over.start, text[over.start : begin] + raw  # 甲市乙镇人民政府
        rule = f"head-{form.id}"
        if (level and form.heads[0] in _NO_LEVEL) or (
            place and not place.full and form.heads[0] in (*_NO_LEVEL, *_NO_SHORT)
        ):
            continue  # 资市|法庭; 附属中山|医院
        company = COMPANY.match(text, end) if form.kind == "enterprise" else None
        if company:
            end, rule = company.end(), "suffix-公司"  # registered by this very name
        if not _head_ends(text, end, form):
            continue
        if place is None and not level:
            others = _shortlisted(text, start, "", at_end, rules) if text[start - 1 : start] == "地" else []
            for other in others:
                if taken.free(other.start, other.end):
                    found.append(BodyMention(other.start, other.end, form.kind, rule + "-list", form, place=other))
                    taken.add(other.start, other.end)
            if others:
                continue
            taken_up = _taken_up(text, start, end, form, known)
            if taken_up is not None:
                found.append(with_units(text, taken_up, rules))
                taken.add(start, found[-1].end)
                continue
            previous = found[-1] if found else None
            joint = text[previous.end : start] if previous and start - previous.end <= 2 else None
            if (
                previous
                and joint is not None
                and _LIST_JOINT.fullmatch(joint)
                and (previous.place or previous.level or previous.own)
                and form.heads[0] not in _NO_LEVEL
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
                    name=text[start:end],
                    inherited=True,
                )
                found.append(with_units(text, mention, rules))
                taken.add(start, found[-1].end)
                known.setdefault(mention.name, mention)
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
        mention = with_units(
            text,
            BodyMention(
                begin,
                end,
                form.kind,
                rule,
                None if company else form,
                text[start:end],
                place,
                "" if raw else level,
                own=own,
                raw_place=raw,
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
        if mention.form is form and (mention.place or mention.level):
            known.setdefault(text[start:end], mention)
    return found, unresolved


_JOINS = re.compile(r"(?:会同|联合|协同|协调|邀请|配合|对接|联手|携手)\Z")
_CLAUSE_OPENS = re.compile(r"[，。；：\n ]\Z")
_LEADS = re.compile(r"牵头|负责|会同|组织|统筹|主办|承办|联合")
_OPENS = re.compile(r"(?:\A|[^\u4e00-\u9fff]|会同|联合|协同|协调|邀请|配合|对接|其中|[由与和及向经])\Z")
_NAMED_ALONE = 7
"""Characters of a head so long that it is a name without its division."""


def _taken_up(text: str, start: int, end: int, form: Form, known: dict[str, BodyMention]) -> BodyMention | None:
    """A head without a division: the body named before by it, or the report's division's own where one acts with it.

    县土地局、供电支公司 … 供电支公司清退; 会同消防救援大队夜查.
    """
    head = text[start:end]
    if (
        len(head) < 3
        or form.kind in ("media", "party", "government")
        or not _OPENS.search(text, max(0, start - 2), start)
    ):
        return None
    first = known.get(head)
    if first is not None and first.form is form:
        return replace(
            first, start=start, end=end, kind=form.kind, units=(), unit_starts=(), head_kind="", inherited=True
        )
    offices = form.kind in ("department", "court") and head.endswith(("局", "大队", "支队", "法院", "检察院"))
    squad = form.kind == "department" and len(head) > 5 and head.endswith(("大队", "支队", "总队"))
    if squad and _CLAUSE_OPENS.search(text, max(0, start - 1), start):
        return BodyMention(start, end, form.kind, f"head-{form.id}", form, head, own=True)
    if (len(head) >= _NAMED_ALONE and form.kind == "committee") or (
        offices
        and (
            _JOINS.search(text, max(0, start - 2), start)
            or (text[start - 1 : start] == "由" and _LEADS.match(text, end))
        )
    ):
        return BodyMention(start, end, form.kind, f"head-{form.id}", form, head, own=True)
    return None


_NO_LEVEL = ("人民法庭", "派出所", "司法所")
"""Bodies that are called by a place or a name and by no level word."""
_NO_SHORT = ("医院",)
"""Bodies behind whose places the class word stands: 丙县医院."""

_HANDLES = re.compile(r"办[理好事实学成案结]")


def _without_verb(text: str, hit: tuple[int, int, Form], rules: BodyRules) -> tuple[int, int, Form]:
    """A head without a verb that begins with its last character: 县政府|办理 names no office."""
    start, end, _ = hit
    if text[end - 1] != "办" or not _HANDLES.match(text, end - 1):
        return hit
    shorter = [(start, start + e, form) for s, e, form in rules.head_matcher.find(text[start : end - 1]) if not s]
    return shorter[0] if shorter else hit


_AND_OTHERS = re.compile(r"等(?:[\d两三四五六七八九十]+)?(?:个)?(?:地)?$|[两三四五六七八九十]地?$")


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
        found.insert(0, replace(place, codes=codes if level else codes[:1], full=True))
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
    if last == "院" and (after[:1] in "校士落子长" or after in ("管理", "集团", "协会")):
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
