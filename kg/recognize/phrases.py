"""Names that are plain noun phrases: without marks, in whatever place of the clause, where a figure tells their outcome."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kg.recognize.noun_phrases import (
    ACTORS,
    CHARACTERS,
    DOING,
    FESTIVALS,
    HONOUR,
    KINDS_OF,
    LEAD,
    NUMBERED,
    STANDING,
    STATE,
    tells,
    told_of,
)
from kg.recognize.undertakings import InitiativeMention, figures_of
from kg.rules.types import InitiativeRules, PhraseRules
from kg.text.layout import Layout
from kg.text.words import Word, Words

_PHASE = re.compile(r"[一二三四五]期(?:工程|项目|扩建)?")
_YEAR = re.compile("[今去当本每全同上明]年|如今|目前")
_OTHER_YEAR = re.compile("年[限龄度份均级轻来]")
"""Words that begin like a year of something: 受教育|年限 is no 教育年."""
_PROPER = ("ns", "nr", "nz", "nt")
_STOP = frozenset("uyerpc")
"""Tags of particles, pronouns, prepositions and conjunctions, which no name holds."""
_LEVELS = frozenset("省市区县州盟旗乡镇村")
_WHO = ("委员", "代表", "干部", "职工", "党员", "会员", "师生", "人员", "队员", "专家", "律师", "常委会", "委员会")
"""Ends of words for those who act: a verb behind them is theirs, and no part of a name."""
_CLOSING = {"”": "“", "）": "（", ")": "("}
"""Marks that close a part of a name, and what opens it."""
_JOINS = frozenset(("和", "与", "暨", "接管"))
"""Words tagged as conjunctions that a name may hold."""
_ACTS = ("campaign", "event", "training", "task")
"""Kinds that need more than a place for a name: 赴甲县巡回宣讲 is where it was, 甲县供水工程 is which."""
_TOPIC = re.compile(r"(?:围绕|针对|聚焦|关于|就|对)\Z|(?:围绕|针对|聚焦)[^，。；\n]{2,24}、[^，。；、\n]{0,6}\Z")
_WELL = frozenset("好优强精实细活亮")
"""Characters that end verbs before a name: 做优|甲议事堂."""
_CONSIDERED = re.compile(
    r"(?:专题|深入|集中|认真|广泛)?(?:开展|进行|组织|提出|召开|举行|建言|协商|调研|视察|安排|积极建言|听取)"
)
"""What is considered is a topic: 就河道整治开展协商, 围绕甲湖治理提出建议."""
_VERB_GOES_ON = re.compile(r"\d|[近约超逾达至到了出]|[一二三四五六七八九十百千]+[余多]?[个件家户处条万]")
"""What follows a verb that takes an object or a measure: 道路改造12条, 产量提升至三成."""
_QUOTED = re.compile("“([^”]{2,})”")
_PLAYED = re.compile(r"等?(?:的)?(?:桥梁|阵地|平台|纽带|积极|独特|重要)*(?:作用|优势|功能)")
_PLAYS = re.compile(r"发挥(?:了|好)?[^，。；\n]*\Z")
"""What an undertaking plays a part in: 发挥委员工作室作用."""
_ASKED = ("围绕", "就", "聚焦", "针对", "关于", "以", "题为", "主题为")
"""Words before a quotation that is a topic."""
_MARKED = re.compile("“[^”]{2,}”")
_MEN = re.compile(r"(?:[\u4e00-\u9fff]{1,7}[队员官者人师生团会]|[\u4e00-\u9fff]{0,6}(?:专家|问题))(?:驻村|结对|入户)?")
_GOING = ("下乡", "帮扶", "助学", "义诊", "宣讲", "巡讲", "巡诊")
"""Heads that people do: 医疗队下乡 tells who, 健康直通车下乡 what."""
_SHORT_NUMBER = re.compile(r"1\d{4}(?!\d)")
"""The number of a public line: 12345, 12388."""
_CALLED = frozenset(("热线", "服务中心"))
"""Heads that a number of several digits may stand before: 12388热线."""
_LONG = 6
"""Characters that make a name even of words that are routine: 委员履职能力研修班."""
_SEVERAL = re.compile("[两二三四五六七八九十]大")
"""How many things a list has, before the noun that they share: 审判流程、裁判文书、执行信息三大公开平台."""
_HOUSE = re.compile("(?:公司|集团|学院|学校|大学|医院|中心|单位|部门|全[市县区省院校])$")
"""Who plans something: 集团公司计划更新车辆."""
_FACILITY = re.compile("卫生|医疗|养老|托育|托幼")
"""Public facilities: their stations are counted, not named."""
_LONGEST = 34


class _Left(Struct, frozen=True, gc=False):
    """Where a name begins, and what stands before it."""

    begin: int
    anchor: str
    """A verb, 的, or nothing where the name opens its clause."""


def phrase_names(
    layout: Layout, words: Words, rules: InitiativeRules, bodies: Sequence[tuple[int, int]]
) -> Iterator[InitiativeMention]:
    """Undertakings named by a noun phrase with a head: 河道巡查联动机制运行一年，移送线索26条; 依托甲流域监测平台….

    A figure must follow in the sentence or line, since work without one is told in general. ``bodies`` (sorted ranges)
    end before a name: 甲县法院|速裁工作室.
    """
    text, phrase = layout.text, rules.phrase
    figures = figures_of(text)
    ends = [end for _, end in bodies]
    for start, stop, head in phrase.heads.find(text):
        if not figures.tell_of(start, stop):
            continue
        phase = _PHASE.match(text, stop)
        end = phase.end() if phase else stop
        played = _PLAYED.match(text, end) and _PLAYS.search(text, max(0, start - _LONGEST), start)
        if (
            (phrase.goes_on(text, end) and not played)
            or HONOUR.match(text, end)
            or _OTHER_YEAR.match(text, end - 1)
            or (stop - start < 3 and words.end_at(end - 1) != end and not phrase.told_of(text, end))
        ):
            continue
        left = _trimmed(text, words, _left(text, words, start, phrase, ends), start, phrase)
        if left is None or not _stands(text, words, left, end, head, phrase):
            continue
        if text.count("“", left.begin, end) > text.count("”", left.begin, end):
            end += 1
        name = text[left.begin : end]
        if len(name) > _LONGEST or name.count("“") != name.count("”") or not CHARACTERS.fullmatch(name):
            continue
        opened = text.rfind("“", max(0, left.begin - _LONGEST), left.begin)
        if opened >= 0 and "”" not in text[opened : left.begin] and text.endswith(_ASKED, 0, opened):
            continue  # 围绕“打造甲基地”开展协商: a topic
        marked = _MARKED.match(text, left.begin, start)
        if marked and tells(text, words, marked.end(), end, rules):
            continue
        if _particular(_pieces(words, left.begin, start), head, left, rules):
            verb = left.anchor if left.anchor != "的" else ""
            for begin, part in _joined(left.begin, name, phrase):
                quoted = _QUOTED.search(part)
                core = quoted[1] if quoted else part
                kind = next((phrase.kinds[part[at:]] for at in range(len(part)) if part[at:] in phrase.kinds), "")
                yield InitiativeMention(
                    begin, begin + len(part), part, kind or phrase.kinds[head], "phrase-name", core, verb
                )
    for start, end, name in phrase.programmes.find(text):
        known = figures.tell_of(start, end) and not phrase.goes_on(text, end) and told_of(text, end, words, phrase)
        if known and text[start - 1 : start] != "“":
            yield InitiativeMention(start, end, name, "programme", "national-programme", name)


_MAINLY = re.compile("[^，。；\n]{0,14}?为主")
"""What something is done by: 以甲超市代收为主."""
_COMBINED = re.compile(r"[^，。；\n]{0,20}?(?:结合|融合|统一|衔接|贯通|联系)起?来?[，。；]")
"""What is combined is no undertaking: 把党建工作与专业建设结合起来."""
_MANY = re.compile(r"\d余?[个项件类批]\Z")
"""Work in general is counted, not named: 378个惠企政策项目."""
_COUNTING = re.compile(r"\d[余多]?(?:人|名|件|个|场|次|户|家)")
"""A number that counts what acts: 委员360人走进社区."""
_RENEWED = frozenset(
    (
        "改造",
        "新建",
        "扩建",
        "修缮",
        "升级",
        "提升",
        "建设",
        "培育",
        "拓展",
        "规范",
        "增强",
        "扩大",
        "改进",
        "联动",
        "提高",
    )
)
"""Verbs that heads are as well: at the beginning they are no part of the name (改造|代表联络站)."""


def _stands(text: str, words: Words, left: _Left, end: int, head: str, phrase: PhraseRules) -> bool:
    """Whether a phrase stands where a name stands: done, used or told of, and neither won nor only considered."""
    loose = head in phrase.light
    if text.endswith(("把", "将"), 0, left.begin) and _COMBINED.match(text, end):
        return False
    if text.endswith("以", 0, left.begin) and text.startswith("上", left.begin):
        return False  # 市级以|上
    if text.endswith("以", 0, left.begin) and _MAINLY.match(text, end):
        return False
    if text.endswith(phrase.honours, max(0, left.begin - 4), left.begin) or (
        (loose or not left.anchor) and not told_of(text, end, words, phrase)
    ):
        return False
    if not left.anchor and phrase.kinds[head] in STANDING and STATE.match(text, end):
        return False
    if left.anchor == "向" or text.startswith("接受", max(0, left.begin - 2)):
        return False
    considered = _CONSIDERED.match(text, end) or (loose and text.startswith("，", end))
    if considered and _TOPIC.search(text, max(0, left.begin - _LONGEST), left.begin):
        return False
    if loose and (
        _MANY.search(text, max(0, left.begin - 8), left.begin)
        or (not left.anchor and text[left.begin - 1 : left.begin] == "、")
    ):
        return False
    return not (head in phrase.verbal and _VERB_GOES_ON.match(text, end))


_AND = re.compile("[和与]")


def _joined(begin: int, name: str, phrase: PhraseRules) -> Iterator[tuple[int, str]]:
    """The names in one phrase with where they begin: 甲走基层和乙蹲点调研 is two, 甲与乙协作机制 one."""
    for m in _AND.finditer(name):
        if len(name) - m.end() >= 5 and name.endswith(phrase.strong, 0, m.start()):
            yield begin, name[: m.start()]
            yield begin + m.end(), name[m.end() :]
            return
    yield begin, name


def _left(text: str, words: Words, head: int, phrase: PhraseRules, ends: list[int]) -> _Left | None:
    """Where the words before a head begin to be its name: behind a verb of doing, a particle, a body, a mark."""
    index, begin, anchor = words.at(head - 1) if head else -1, head, ""
    body = bisect_left(ends, head + 1) - 1
    limit = ends[body] if body >= 0 else 0
    while index >= 0 and head - begin < _LONGEST:
        word = words[index]
        if word.surface == "“":
            return None  # what stands in marks has rules of its own
        if word.surface in _CLOSING:
            opening = _opening_of(text, word.surface, begin)
            if opening < 0:
                break
            begin, index = opening, words.at(opening) - 1
            continue
        verb = phrase.verb_in(word.surface)
        if verb and word.start >= limit and not (begin < head and _is_inner(words, index, verb, phrase)):
            anchor = verb
            begin = min(begin, word.start + word.surface.index(verb) + len(verb))
            break
        if begin < head and _counts(text, words, index):
            begin = words[index + 1].end
            break
        if word.surface not in _JOINS:
            if word.tag[:1] in _STOP and word.surface != "之":
                anchor = "的" if word.surface == "的" else word.surface if word.tag == "p" else ""
                break
            if word.tag == "d" or _YEAR.match(word.surface) or not CHARACTERS.fullmatch(word.surface):
                break
            if word.start < limit:
                begin = max(limit, word.start)
                break
        begin, index = word.start, index - 1
    if begin < head and text[begin] in _WELL and text[begin - 1 : begin] in tuple("用做抓办建管"):
        begin += 1
    lead = LEAD.match(text, begin, head)
    if lead and not NUMBERED.match(text, begin):
        begin = lead.end()
    return _Left(begin, anchor) if begin < head else None


def _opening_of(text: str, closing: str, end: int) -> int:
    """Where what a mark closes opens within a name; -1 where it does not, or numbers a line: （一）."""
    opening = text.rfind(_CLOSING[closing], max(0, end - 16), end)
    numbers = closing != "”" and text[opening - 1 : opening] in ("", "\n", "。", " ")
    return -1 if numbers else opening


def _is_inner(words: Words, index: int, verb: str, phrase: PhraseRules) -> bool:
    """Whether a name may hold a verb at its place: behind a noun of the same name (国企|改革|深化|提升|行动)."""
    if verb not in phrase.inner or index == 0:
        return False
    before = words[index - 1]
    if before.surface.endswith(_WHO) or before.surface in _LEVELS:
        return False  # 委员利用周末…, 常委会继续执行…
    return before.end == words.starts[index] and before.tag[:1] in "nvjalb"


def _counts(text: str, words: Words, index: int) -> bool:
    """Whether a number stands there with its measure word, and is no part of a name (第三届)."""
    word = words[index]
    return word.tag == "m" and words[index + 1].tag[:1] == "q" and not NUMBERED.match(text, word.start)


def _trimmed(text: str, words: Words, left: _Left | None, head: int, phrase: PhraseRules) -> _Left | None:
    """The beginning without verbs that open it (全面|运行|工作机制) and what stood behind them."""
    if left is None:
        return None
    begin, anchor = left.begin, left.anchor
    while begin < head:
        word = words[words.at(begin)]
        verb = phrase.verb_in(word.surface) if word.start == begin else ""
        if not verb and word.surface in _RENEWED and head - word.end > 1:
            verb = word.surface
        if not verb:
            break
        begin, anchor = word.start + word.surface.index(verb) + len(verb), verb
        lead = LEAD.match(text, begin, head)
        begin = lead.end() if lead else begin
    return _Left(begin, anchor) if begin < head else None


def _pieces(words: Words, begin: int, head: int) -> tuple[Word, ...]:
    """The words before a head; of one that holds the head as well (统一行动) what stands before it."""
    *pieces, last = words[words.at(begin) : words.at(head - 1) + 1]
    return (*pieces, replace(last, surface=last.surface[: head - last.start]))


def particular(words: Words, begin: int, head: int, ending: str, rules: InitiativeRules) -> bool:
    """Whether what stands from ``begin`` up to a head at ``head`` makes a name of its own of it, with no verb before."""
    if head <= begin:
        return False
    return _particular(_pieces(words, begin, head), ending, _Left(begin, ""), rules)


def _particular(pieces: Sequence[Word], head: str, left: _Left, rules: InitiativeRules) -> bool:
    """Whether the words before a head make it a name of its own: not 重点 or 专题调研, and more than where it was.

    What counts are the characters that are not routine, since new words (稳岗, 户厕) are cut into single ones. What a verb
    of doing takes for its object needs more of them than what a clause tells of.
    """
    phrase = rules.phrase
    own = "".join(w.surface for w in pieces)
    loose = head in phrase.light
    if (
        len(own) < 2
        or "的" in own
        or _COUNTING.search(own)
        or DOING.search(own)
        or ACTORS.search(own)
        or "不够" in own
        or (own[0].isdigit() and head not in _CALLED and not _SHORT_NUMBER.match(own))
        or pieces[-1].tag == "c"
        or own.count("“") > 1
    ):
        return False
    if (loose and pieces[0].surface in phrase.openers) or any(w in own for w in phrase.political):
        return False
    if head.startswith(("进", "下", *_GOING)) and _MEN.fullmatch(own):
        return False
    if (
        (head.startswith("服务") and _FACILITY.search(own))
        or _SEVERAL.search(own)
        or (head == "计划" and _HOUSE.search(own))
    ):
        return False
    new = [w for w in pieces if w.surface not in rules.routine and w.surface not in rules.common]
    proper = any(w.tag.startswith(_PROPER) and len(w.surface) > 1 for w in new) or (
        len(own) > 3 and own.startswith(phrase.attributes)
    )
    size = sum(len(w.surface) for w in new)
    if head in phrase.naming:
        return any(w.surface not in KINDS_OF for w in pieces)
    if loose:
        return (
            (proper and size > 1)
            or size >= (5 if left.anchor else 4)
            or (not left.anchor and size > 1 and len(own + head) > 5)
        )
    if (phrase.kinds[head] in _ACTS or head == "试点") and all(w.tag == "ns" for w in new):
        return False
    if own + head in FESTIVALS:
        return False
    plain = sum(len(w.surface) for w in pieces if w.surface not in rules.routine)
    return max(size, plain if not left.anchor else 0) >= 2 or len(own) >= _LONG
