"""Names without quotation marks: a verb of doing, words of their own, and a head; or a noun phrase with a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.recognize.undertakings import InitiativeMention, figures_of
from kg.rules.types import InitiativeRules
from kg.text.layout import Layout
from kg.text.words import Words

_GOES_ON = re.compile(
    r"(?:深入|全面|扎实|持续|有序|加快|顺利|稳步|强力)?(?:实施|推进|开展|启动|惠及|成效|覆盖|完成|进入|取得|建成|落地|见效|累计|期间|中，|有力)|\d"
)

_MANY = re.compile(
    r"[^以]{0,4}以上|第?[\d一二两三四五六七八九十百]+[余多]?(?:个|场次|场|次|期|项|批|家|届|轮|类|支|名|人)"
)


def figured_names(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Clear noun phrases that figures are given for: 开展安康杯竞赛，参赛班组86个; 开通政协热线，接听86件.

    Work that everybody does (开展慰问活动12次) has no words of its own before the head.
    """
    text = layout.text
    for m in _figured(text, rules):
        name, head = m["name"], m["head"]
        own = name.removesuffix(head)
        if VAGUE.match(name) or _MANY.match(name) or _NO_NAME.search(name) or re.search(r"[的和与及在为了等]", own):
            continue
        pieces = [w.surface for w in words[words.at(m.start("name")) : words.at(m.end("name") - len(head) - 1) + 1]]
        if words[words.at(m.end("name") - 1)].end != m.end("name") or all(p in rules.routine for p in pieces):
            continue
        if own in rules.routine or len(own) < 2:
            continue
        kind = "training" if head.endswith(("班", "校")) else next((k for _, k in rules.endings(name)), "campaign")
        yield InitiativeMention(m.start("name"), m.end("name"), name, kind, "figured-name", name, m["verb"])


def _figured(text: str, rules: InitiativeRules) -> Iterator[re.Match[str]]:
    """What ``rules.figured.finditer`` finds, tried only where a verb stands and a number is near."""
    figures, at = figures_of(text), 0
    while verb := rules.figured_verb.search(text, at):
        m = rules.figured.match(text, verb.start()) if figures.soon(verb.end(), _NEAR_ENOUGH) else None
        if m is None and figures.reckoned(verb.end()):  # 开设夜间法律课堂，逢集开讲。至年底共讲26场
            m = rules.figured_open.match(text, verb.start())
        if m:
            yield m
        at = m.end() if m else verb.start() + 1


_NEAR_ENOUGH = 70
"""Characters from the verb to the number at most, as ``figured`` says: a name, a comma and what else is told."""
_SEGMENT = re.compile(r"[^，。；：！？、“”《》（）()\n\s—]*$")

_LEADING = re.compile(
    r"(?:了|的|好|大力|全面|以|并|年度|第?[\d一二三四五六七八九十百]+余?(?:个|家|期|次|场|项|批|类|轮|届)|一批|为期[^的]{1,6}的?)+"
)

VAGUE = re.compile(
    r"各|一系列|相关|有关|系列|多项|多个|这|该|此|其|等|本|上述|重大|重点|所有|全部|每|若干|部分|一些|以|在|对|由|向|为|把|将|并|也|就"
)

_NO_NAME = re.compile(
    r"开展|实施|举办|由|从|对(?!接|口|外|台|标|俄)|被|将|把|使|让|转化|成为|化为|参观|参加|要求|见$|[和与及]$|深化$|推进改|委员[^会站室]{0,2}(?:参|赴|到)|^全面|^进一步|^不断"
)

_ENDS_NAME = re.compile(
    r"方案|计划|组|领导|办公|的|指挥|建设|项目|地区|区|指南|纲要|办|专班|部署|目标|成果|要求|任务|财|处|科|部|司|局|室"
)


def unquoted_names(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Names without marks: a verb of doing, words of their own, a strong head.

    The verb is the last one that no name holds (开展, 实施), else the first of the clause, since names hold verbs
    themselves: 实施|绿色消费推进行动. In a list the verb stands before the first name.
    """
    text = layout.text
    for m in rules.unquoted_head.finditer(text):
        if words[words.at(m.end() - 1)].end != m.end() or _ENDS_NAME.match(text, m.end()):
            continue
        begin, stop = _named_from(text, m.start(), rules)
        joined = rules.joined_head.search(text, begin, m.start())
        begin = joined.end() if joined else begin
        opening = begin == 0 or text[begin - 1] in "。；\n"
        if not stop and opening and _GOES_ON.match(text, m.end()):
            stop = "开展"
        own = text[begin : m.start()]
        if m[0] == "改革" and stop not in rules.firm_verbs:
            continue  # 深化财税体制改革 is policy
        if not stop or not _own_words(own, begin, m.start(), words, rules):
            continue
        name = text[begin : m.end()]
        kind = next((k for _, k in rules.endings(name)), "campaign")
        yield InitiativeMention(begin, m.end(), name, kind, "unquoted-name", name, stop)


_WORK = re.compile(
    r"(?:工程|项目|建设)(?:[一二三]期)?(?=[，。；、：\n\d（(]|$)"
    r"|(?:示范区|试验区|先行区|园区|产业园|示范园|公园|大道|水库|大桥|医院|场馆|体育馆|广场)(?=，[^。；\n]{0,40}\d)"
)
_PROPER = ("ns", "nr", "nz", "nt")
"""Tags of proper nouns in the word cutter's dictionary: places, people, other names, institutions."""
_RANK = frozenset(("国际", "国家", "国家级", "自治区", "中国", "全国", "世界"))
"""Words that make a work particular as a place does."""
_IN_GENERAL = ("加强", "促进", "推动", "发展")
"""How work on a quality begins, not on a thing: 加强生态城市建设."""
_BUILDING = re.compile(
    r"(?:全面|全力|大力|积极|重点|继续|高标准|高质量|加快|加速|建设|新建|续建|扩建|规划|融入|面向|立足|依托|支持|支援|服务|助力|抓好|抓实|完成)+"
)
"""Words that begin a clause on a work and are no part of its name."""


def placed_works(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Works whose name holds a proper noun: 推进丙山组团建设, 实施丁河堤防工程. Without one it is work in general."""
    text = layout.text
    for m in _WORK.finditer(text):
        begin, verb = _named_from(text, m.start(), rules)
        lead = _BUILDING.match(text, begin, m.start())
        if lead and lead[0]:
            begin, verb = lead.end(), verb or lead[0]
        own = text[begin : m.start()]
        if (
            not verb
            or not _own_words(own, begin, m.start(), words, rules)
            or len(own) < 4
            or own[0].isdigit()
            or own.startswith(_IN_GENERAL)
        ):
            continue
        pieces = words[words.at(begin) : words.at(m.start() - 1) + 1]
        named = (p.surface in _RANK or (p.tag.startswith(_PROPER) and p.surface not in rules.common) for p in pieces)
        if len(pieces) > 1 and any(named):
            name = text[begin : m.end()]
            yield InitiativeMention(begin, m.end(), name, "programme", "placed-work", name, verb)


_CHAIN = re.compile(r"(?:[^上下中\d、]{2,8}、)+")


def _named_from(text: str, end: int, rules: InitiativeRules) -> tuple[int, str]:
    """Where the name before a head begins, and the verb that governs it."""
    segment = _SEGMENT.search(text, max(0, end - 40), end)
    begin = segment.start() if segment else end
    verb = rules.governing_verb(text, begin, end)
    if verb is None:
        at = begin
        while at > 1 and text[at - 1] in "、和及":  # 实施甲行动、乙工程: the verb of the first in the list
            earlier = _SEGMENT.search(text, max(0, at - 41), at - 1)
            if earlier is None or earlier.start() >= at - 1:
                return begin, ""
            at = earlier.start()
            verb = rules.governing_verb(text, at, earlier.end())
            if verb is not None:
                chain = text[verb[0] : begin]
                shares = rules.unquoted_head.search(chain) is None and _CHAIN.fullmatch(chain) and end - verb[0] <= 24
                return (verb[0] if shares and text[begin - 1] == "、" else begin), verb[1]
        return begin, ""
    start = verb[0]
    inner = text.rfind("的", start, end)
    if inner >= 0 and text[inner - 1 : inner] not in ("党", "好"):
        start = inner + 1
    lead = _LEADING.match(text, start, end)
    return (lead.end() if lead else start), verb[1]


_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·+、]+")


def _own_words(own: str, begin: int, end: int, words: Words, rules: InitiativeRules) -> bool:
    """Whether the words before a head make it a name of its own: neither 重点 nor 各项."""
    if not 2 <= len(own) <= 26 or own in rules.generic or VAGUE.match(own) or not _WORDS.fullmatch(own):
        return False
    if "等" in own or _NO_NAME.search(own):
        return False
    pieces = words[words.at(begin) : words.at(end - 1) + 1]
    plain = len(own) == 2 and not (pieces[0].tag in ("n", "nz", "s") and pieces[0].end == end)
    return not plain and not all(w.surface in rules.generic for w in pieces)
