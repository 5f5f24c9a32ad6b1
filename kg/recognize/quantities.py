"""Numbers that count something: hedge, numeral and unit, exactly; every other number with the reason why not.

近300余个      number 300, unit 个, over (of two hedges the one behind the numeral decides)
110余万元      number 110, value 1100000, unit 元
95%、85%以上   a hedge behind a list holds for the whole list
1 386名        thousands set apart by a blank: 1386
四成六         46 %
第三届, 2023年, “四个意识”, 一次   skipped: ordinal, date, name, one-counted
"""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from kg.model import Modifier
from kg.rules.types_figures import Hedge, QuantityRules
from kg.text.normalize import MASK
from kg.text.numerals import parse_fraction, parse_numeral, plain


class QuantityMention(Struct, frozen=True, gc=False):
    """A number with its unit in the normalized text."""

    start: int
    end: int
    """Hedge, numeral and unit, nothing else."""
    number_start: int
    number_end: int
    """The numeral alone, of a range both."""
    value: Decimal
    """Multiplied out; of a range the lower end."""
    unit: str
    modifier: Modifier
    rule: str
    high: Decimal | None = None


class SkippedNumber(Struct, frozen=True, gc=False):
    """A number that counts nothing."""

    start: int
    end: int
    reason: str
    rule: str


_SCALE = r"(?:百|千(?![瓦伏克米卡焦赫])|万|亿)"
_NUMBER = re.compile(
    r"(?P<percent>[百千]分之)(?P<share>[0-9]+(?:\.[0-9]+)?|[〇零一二两三四五六七八九十百]+(?:点[〇零一二三四五六七八九]+)?)"
    r"|(?P<fraction>[二三四五六七八九十百千]+分之[一二两三四五六七八九十百]+)"
    rf"|(?P<digits>(?:(?<![0-9.,])(?<![0-9] )[1-9][0-9]{{0,2}}(?: [0-9]{{3}})+(?![0-9])|[0-9]+)(?:,[0-9]{{3}})*(?:\.[0-9]+)?(?:{_SCALE}+[0-9]+(?={_SCALE}))*)"
    rf"|(?P<words>(?:[〇零一二两三四五六七八九十百万亿]|千(?![瓦伏克米卡焦赫]))+(?:点[〇零一二三四五六七八九]+)?)"
)
_NUMERAL_CHARACTER = re.compile("[0-9〇零一二两三四五六七八九十百千万亿]")
"""How a number begins; to look for it first takes half the time of looking for the whole."""
_MASKED = re.compile(f"{MASK}+")
_TAIL = re.compile(rf"([余多几来+])?(?:个(?=亿))?({_SCALE}*)([余多])?")
_DASH = re.compile(r"[-—~～至到]{1,2}")
_ROUND = frozenset("百千万亿")
_DIGITS = frozenset("一二三四五六七八九")
_ROUND_UNITS = frozenset(("名", "件", "场", "篇", "项", "个", "家", "次", "条", "人次", "场次", "件次", "篇次"))
_NEAR = re.compile(r"(?P<low>[一二两三四五六七八])(?P<high>[二三四五六七八九])(?P<scale>[十百千万亿]*)")
_FAR = 12
"""Characters back to a hedge that stands before the verb (至少联系群众5名)."""
_LIST_GAP = frozenset(("、", "和", "及", "与", "以及", "，"))


class _Number(Struct, frozen=True, gc=False):
    """A numeral with what follows it: inner hedge, scale, unit."""

    start: int
    end: int
    """Of the numeral alone."""
    value: Decimal
    stop: int
    """End of the unit, or of the scale where there is no unit."""
    unit: str
    inner: str
    scale: str
    words: bool


def recognize_quantities(
    text: str, rules: QuantityRules
) -> tuple[tuple[QuantityMention, ...], tuple[SkippedNumber, ...]]:
    """The quantities of a normalized text and the numbers that are none, both in order."""
    painted = _paint(text, rules)
    found: list[QuantityMention] = []
    skipped: list[SkippedNumber] = []
    bare: dict[int, _Number] = {}
    end = 0
    behind = 0
    for first in _NUMERAL_CHARACTER.finditer(text):
        start = first.start()
        if start < behind:
            continue
        m = _NUMBER.match(text, start)
        if m is None:
            continue
        behind = m.end()
        if start < end:
            continue
        zone = painted[start]
        if zone:
            skipped.append(SkippedNumber(start, m.end(), rules.zones[zone - 1].reason, rules.zones[zone - 1].id))
            continue
        outcome = _read(text, m, rules, painted)
        if isinstance(outcome, SkippedNumber) and outcome.reason == "no-unit" and m["digits"]:
            bare[m.end()] = _Number(start, m.end(), parse_numeral(m[0]) or Decimal(0), m.end(), "", "", "", False)
        if isinstance(outcome, QuantityMention):
            found.append(outcome)
            end = outcome.end
        elif outcome is not None:
            skipped.append(outcome)
    skipped += (SkippedNumber(*m.span(), "endless", "number-endless") for m in _MASKED.finditer(text))
    skipped.sort(key=lambda one: one.start)
    lent = _lend_units(text, found, bare, rules)
    borrowed = {mention.number_start for mention in lent}
    return _share_hedges(text, lent, rules), tuple(s for s in skipped if s.start not in borrowed)


def _paint(text: str, rules: QuantityRules) -> bytearray:
    """For each character the number of the zone that covers it, counted from 1, or 0."""
    painted = bytearray(len(text) + 1)
    for index, zone in enumerate(rules.zones, 1):
        for m in zone.pattern.finditer(text):
            painted[m.start() : m.end()] = bytes((index,)) * (m.end() - m.start())
    return painted


def _read(
    text: str, m: re.Match[str], rules: QuantityRules, painted: bytearray
) -> QuantityMention | SkippedNumber | None:
    start, end = m.span()
    if m["percent"]:
        value = parse_numeral(m["share"])
        unit = "%" if m["percent"][0] == "百" else "‰"
        number = None if value is None else _Number(m.start("share"), end, value, end, unit, "", "", True)
        return None if number is None else _mention(text, number, rules, "quantity-percent", start=start)
    if m["fraction"]:
        value = parse_fraction(m["fraction"])
        number = None if value is None else _Number(start, end, value, end, "", "", "", True)
        return None if number is None else _mention(text, number, rules, "quantity-fraction")
    anchored = next((zone for zone in rules.anchored if zone.pattern.match(text, start)), None)
    if anchored:
        return SkippedNumber(start, end, anchored.reason, anchored.id)
    first = _numeral(text, m, rules)
    if first is None:
        return SkippedNumber(start, end, "no-number", "skip-numeral") if end - start > 2 else None
    ranged = _range(text, first, rules, painted)
    if ranged is not None:
        return ranged
    if not first.unit and first.scale and not first.words and not _graded(text, first):
        return _mention(text, first, rules, "quantity-bare-scale")
    if not first.unit:
        if text.startswith("年", first.stop) and not first.words and _reported(text, first, rules, "years"):
            return _mention(text, replace(first, unit="年", stop=first.stop + 1), rules, "quantity-years")
        reason, rule = _why_bare(text, first)
        return None if first.words and end - start == 1 else SkippedNumber(start, end, reason, rule)
    if first.unit == "成" and first.words and text[first.stop : first.stop + 1] in _DIGITS:
        value = first.value * 10 + (parse_numeral(text[first.stop]) or 0)
        stop = first.stop + 1
        return _mention(text, replace(first, end=stop, value=value, stop=stop, unit="%"), rules, "quantity-tenths")
    near = _NEAR.fullmatch(m[0]) if first.words else None
    if near:
        return _near(text, first, near, rules)
    reason = _refusal(text, first, rules)
    if reason:
        return SkippedNumber(start, end, reason, f"skip-{reason}")
    return _mention(text, first, rules, "quantity-numeral" if first.words else "quantity-digits")


def _numeral(text: str, m: re.Match[str], rules: QuantityRules) -> _Number | None:
    """The numeral at a match with its inner hedge, scale and unit."""
    start, end = m.span()
    words = m["words"] is not None
    base = m[0]
    value = parse_numeral(base) if not (words and _NEAR.fullmatch(base)) else Decimal(0)
    if value is None:
        return None
    tail = _TAIL.match(text, end)
    inner, scale, late = (tail[1] or "", tail[2], tail[3] or "") if tail else ("", "", "")
    stop = tail.end() if tail else end
    pattern = rules.unit_after_words if words else rules.unit_after_digits
    unit = pattern.match(text, stop) or (pattern.match(text, stop + 1) if text.startswith(" ", stop) else None)
    if unit is None and late:  # 3万多元化: the hedge may be the head of a word
        unit = pattern.match(text, stop - 1)
        stop, late = (stop - 1, "") if unit else (stop, late)
    if unit is None and inner and not scale:
        unit = pattern.match(text, end)
        stop, inner = (end, "") if unit else (stop, inner)
    if scale:
        factor, joined = parse_numeral(scale), None if inner else parse_numeral(base + scale)
        value = joined if joined is not None else value * (factor or 1)
    stop = unit.end() if unit else (end if not (inner or scale) else stop)
    return _Number(start, end, plain(value), stop, unit[0] if unit else "", inner or late, scale, words)


def _range(text: str, first: _Number, rules: QuantityRules, painted: bytearray) -> QuantityMention | None:
    """A range that begins at a number: 3—5个, 30万至50万元, 5%—6%."""
    dash = _DASH.match(text, first.stop)
    if dash is None:
        return None
    m = _NUMBER.match(text, dash.end())
    if m is None or m["percent"] or m["fraction"] or painted[m.start()]:
        return None
    second = _numeral(text, m, rules)
    if second is None or not second.unit or (first.unit and first.unit != second.unit):
        return None
    if dash[0][0] in "至到" and text[first.start - 1 : first.start] in ("从", "由", "自"):
        return None
    low = first.value
    if not first.unit and not first.scale and second.scale:
        factor = parse_numeral(second.scale)
        low = low * factor if factor else low
    joined = replace(second, start=first.start)
    if low >= second.value or _refusal(text, joined, rules):
        return None
    whole = _mention(text, joined, rules, "quantity-range")
    return replace(whole, number_end=second.end, value=plain(low), high=second.value, modifier="range")


def _near(text: str, number: _Number, near: re.Match[str], rules: QuantityRules) -> QuantityMention | SkippedNumber:
    """Two neighbouring digits that stand for a range (三五个, 两三百人)."""
    low, high = parse_numeral(near["low"] + near["scale"]), parse_numeral(near["high"] + near["scale"])
    if low is None or high is None or not 1 <= (high - low) / (parse_numeral(near["scale"]) or 1) <= 2:
        return SkippedNumber(number.start, number.end, "no-number", "skip-numeral")
    return replace(_mention(text, number, rules, "quantity-near"), value=low, high=high, modifier="range")


def _mention(
    text: str, number: _Number, rules: QuantityRules, rule: str, *, start: int | None = None
) -> QuantityMention:
    """The mention with the hedges before and behind."""
    begin = number.start if start is None else start
    value = number.value
    if _signed(text, number):
        begin -= 1
        value = -value if text[begin] == "-" else value
    modifier: Modifier = "exact"
    front: Hedge | None = None
    for _ in range(2):
        hedge = _hedge_before(text, begin, number, rules)
        if hedge is None:
            break
        front = front or hedge
        begin -= len(hedge.word)
    if front:
        modifier = front.modifier
    elif rules.cues["far-hedge"].search(text, max(0, begin - _FAR), begin):
        modifier = "over"
    if number.inner:
        modifier = rules.inside[number.inner].modifier
    stop = number.stop
    behind = _hedge_behind(text, stop, rules)
    if behind:
        modifier = behind.modifier
        stop += len(behind.word)
    return QuantityMention(begin, stop, number.start, number.end, value, number.unit, modifier, rule)


def _hedge_before(text: str, at: int, number: _Number, rules: QuantityRules) -> Hedge | None:
    """The longest hedge that ends at an offset and is not the tail of another word."""
    for length in (4, 3, 2, 1):
        hedge = rules.before.get(text[max(0, at - length) : at])
        if hedge is None or len(hedge.word) != length:
            continue
        if hedge.round_only and not (number.words and text[number.start] in _ROUND):
            return None
        if text[at - length - 1 : at - length] in hedge.not_after and at > length:
            return None
        if hedge.word.startswith("突破") and rules.cues["breakthrough"].match(text, number.stop - len(number.unit)):
            return None
        return hedge
    return None


def _hedge_behind(text: str, at: int, rules: QuantityRules) -> Hedge | None:
    hedge = rules.behind.get(text[at : at + 2])
    if hedge and text[at + 2 : at + 3] and text[at + 2 : at + 3] in hedge.not_before:
        return None
    return hedge


def _refusal(text: str, number: _Number, rules: QuantityRules) -> str:
    """Why a number with a unit is no figure, or nothing."""
    base = text[number.start : number.end]
    before = text[max(0, number.start - 1) : number.start]
    dimension = rules.dimension.get(number.unit.split("/")[0].split("（")[0], "")
    if before in ("数", "几", "若") and base[0] in "十百千万亿":
        return "vague"
    joined = before.isalpha() or before in "-+.·/"
    if before and before.isascii() and joined and not number.words and not _signed(text, number):
        return "code"
    if number.words:
        if base == "一":
            return "one-counted"
        if base in ("二", "零", "〇"):
            return "ordinal"
        if base[0] in _ROUND and not _round_counts(text, number, rules):
            return "idiom"
        if number.unit in ("大类", "方面") and len(base) == 1:
            return "kinds"
        if number.unit in ("期", "轮", "节") and len(base) == 1 and base not in "两十":
            return "" if rules.cues["run"].search(text, max(0, number.start - 18), number.start) else "ordinal"
    if rules.cues["kinds"].match(text, number.stop):
        return "kinds"
    if rules.cues["landmark"].match(text, number.stop):
        return "grade"
    if dimension == "time":
        return _of_time(text, number, rules)
    return ""


def _signed(text: str, number: _Number) -> bool:
    """Whether a plus or minus stands before a rate (同比-2.1%)."""
    return (
        number.unit in ("%", "个百分点")
        and text[max(0, number.start - 1) : number.start] in ("-", "+")
        and "\u4e00" <= text[max(0, number.start - 2) : number.start - 1] <= "\u9fff"
    )


def _of_time(text: str, number: _Number, rules: QuantityRules) -> str:
    """Why a length of time or an age is no figure, or nothing where it is what the clause reports."""
    if number.unit == "岁":
        return "" if _reported(text, number, rules, "age") else "age"
    if number.unit.endswith(("学时", "课时", "工作日")) or _reported(text, number, rules, "duration"):
        return ""
    if number.unit in ("小时", "个小时", "分钟") and rules.cues["recorded"].search(
        text, max(0, number.start - 8), number.start
    ):
        return ""
    return "duration"


def _reported(text: str, number: _Number, rules: QuantityRules, use: str) -> bool:
    return rules.cues[use].search(text, max(0, number.start - 36), number.start) is not None


def _round_counts(text: str, number: _Number, rules: QuantityRules) -> bool:
    """A bare 百, 千, 万, 亿 counts behind a hedge (上千名), before 余 (百余场) or with a unit that only counts (千名委员)."""
    base = text[number.start : number.end]
    if number.inner or _hedge_before(text, number.start, number, rules):
        return True
    behind = _hedge_behind(text, number.stop, rules)
    if behind and not text[(end := number.stop + len(behind.word)) : end + 1].strip("，。；、\n"):
        return True  # 保持在千亿元以上
    return number.unit in _ROUND_UNITS and base != "亿" and (base, number.unit) not in (("万", "家"), ("万", "个"))


def _graded(text: str, number: _Number) -> bool:
    """Whether a scale without a unit names a grade or goes on as a word (百万级, 3万亿级)."""
    return text[number.stop : number.stop + 1] in tuple("级兆吨卡×*xX—-~～至到")


def _why_bare(text: str, number: _Number) -> tuple[str, str]:
    """Reason and rule for a number without a unit."""
    following = text[number.stop : number.stop + 1]
    if following == "年":
        return "duration", "skip-duration"
    if following and following in "级星代号层楼维型":
        return "grade", "skip-grade"
    if following and following in "届":
        return "session", "skip-session"
    return "no-unit", "skip-no-unit"


def _lend_units(
    text: str, found: list[QuantityMention], bare: dict[int, _Number], rules: QuantityRules
) -> list[QuantityMention]:
    """In a list that names its unit once, behind the last number, every number has it (提高15、22个百分点)."""
    lent: list[QuantityMention] = []
    for mention in reversed(found):
        if mention.rule == "quantity-bare-scale" and lent and lent[-1].unit and _listed(text, mention, lent[-1]):
            mention = replace(mention, unit=lent[-1].unit, rule="quantity-list-unit")
        lent.append(mention)
        at = mention.start
        while at > 1 and text[at - 1] in "、和" and at - 1 in bare and mention.unit:
            number = bare[at - 1]
            lent.append(_mention(text, replace(number, unit=mention.unit), rules, "quantity-list-unit"))
            at = lent[-1].start
    return lent[::-1]


def _share_hedges(text: str, found: list[QuantityMention], rules: QuantityRules) -> tuple[QuantityMention, ...]:
    """A hedge behind the last number of a list holds for all of it (95%、85%、80%以上), and one before the first
    where 分别 announces a list."""
    shared = list(found)
    for i in range(len(shared) - 1, 0, -1):
        last, previous = shared[i], shared[i - 1]
        hedged = text[last.end - 2 : last.end] in rules.behind or last.rule == "quantity-list-hedge"
        if hedged and previous.modifier == "exact" and previous.unit == last.unit and _listed(text, previous, last):
            shared[i - 1] = replace(previous, modifier=last.modifier, rule="quantity-list-hedge")
    for i in range(1, len(shared)):
        first, following = shared[i - 1], shared[i]
        if (
            following.modifier == "exact"
            and first.modifier in ("over", "under", "approx")
            and first.unit == following.unit
            and _listed(text, first, following)
            and (
                first.rule == "quantity-list-hedge-before"
                or (
                    text[max(0, first.start - 4) : first.start].endswith(
                        ("分别", "均", "别达到", "别达", "接连", "相继", "先后", "双双")
                    )
                    and first.start < first.number_start
                )
            )
        ):
            shared[i] = replace(following, modifier=first.modifier, rule="quantity-list-hedge-before")
    return tuple(shared)


def _listed(text: str, first: QuantityMention, second: QuantityMention) -> bool:
    return text[first.end : second.start] in _LIST_GAP
