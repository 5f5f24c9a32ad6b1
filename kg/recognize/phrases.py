"""Names that are plain noun phrases: without marks, in whatever place of the clause, where a figure tells their outcome."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.recognize.undertakings import InitiativeMention, figures_of
from kg.rules.types import InitiativeRules, PhraseRules
from kg.text.layout import Layout
from kg.text.words import Word, Words

_PHASE = re.compile(r"[一二三四五]期(?:工程|项目|扩建)?")
_CHARACTERS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·+“”（）()]+")
_LEAD = re.compile(
    r"(?:[一二三四五六七八九十]是|[以在对把将由从为就]|如今|连续第[一二三四五六七八九十\d]+年|\d{4}年|[今去当本每]年|年内|全年|[上下]半年|年[初底]"
    r"|[春夏秋冬]季|\d{1,2}月|[一二三四五六七八九十]+月|[春中国元][节秋庆旦](?:期间|前夕)?|(?:最近|近)[一二三四五]年"
    r"|同时|同步|随后|随即|此外|另外|其中|目前|继续|持续|认真|扎实|深入|积极|大力|全面|进一步|着力|有序|稳步|全力|精心|集中|联合"
    r"|共同|分别|首次|再次|率先|正式|顺势|全[市县区省校州镇院国](?=[\u4e00-\u9fff]{4})|[我本][市县区省校州镇院]|[市县区省]级|各级|各地|本级|[两三]级|基层"
    r"|年度|第[一二三四五六七八九十\d]+(?:批|轮)|[\d一二两三四五六七八九十百]+余?(?:个|家|期|次|场|项|批|类|轮|支|条|件|大)|一批|一系列|其他|重点)+"
)
_NUMBERED = re.compile(r"第?[一二三四五六七八九十\d]+(?:届|次|周年)|首届|百日|\d+周年|[一二三四五六七八九十]+进")
_YEAR = re.compile("[今去当本每全同上明]年|如今|目前")
_PROPER = ("ns", "nr", "nz", "nt")
_STOP = frozenset("uyer")
"""Tags of particles and pronouns, which no name holds."""
_JOINS = frozenset(("和", "与", "暨", "接管"))
"""Words tagged as conjunctions that a name may hold."""
_ACTS = ("campaign", "event", "training", "task")
"""Kinds that need more than a place for a name: 赴甲县巡回宣讲 is where it was, 甲县供水工程 is which."""
_TOPIC = re.compile(r"(?:围绕|针对|聚焦|关于|就|对)\Z")
_CONSIDERED = re.compile(
    r"(?:专题|深入|集中|认真|广泛)?(?:开展|进行|组织|提出|召开|举行|建言|协商|调研|视察|安排|积极建言|听取)"
)
"""What is considered is a topic: 就河道整治开展协商, 围绕甲湖治理提出建议."""
_VERB_GOES_ON = re.compile(r"\d|[近约超逾达至到了出]|[一二三四五六七八九十百千]+[余多]?[个件家户处条万]")
"""What follows a verb that takes an object or a measure: 道路改造12条, 产量提升至三成."""
_QUOTED = re.compile("“([^”]{2,})”")
_MEN = re.compile(r"[\u4e00-\u9fff]{1,7}[队员官者人师生团会](?:驻村|结对|入户)?")
_GOING = ("下乡", "帮扶", "助学", "义诊", "宣讲", "巡讲", "巡诊")
"""Heads that people do: 医疗队下乡 tells who, 健康直通车下乡 what."""
_SHORT_NUMBER = re.compile(r"1\d{4}(?!\d)")
"""The number of a public line: 12345, 12388."""
_CALLED = frozenset(("热线", "服务中心"))
"""Heads that a number of several digits may stand before: 12388热线."""
_LONG = 6
"""Characters that make a name even of words that are routine: 委员履职能力研修班."""
_ANNIVERSARY = re.compile(r"(?:\d+|[一二三四五六七八九十]+)周年")
_FACILITY = re.compile("卫生|医疗|养老|托育|托幼")
"""Public facilities: their stations are counted, not named."""
_LONGEST = 34


@dataclass(frozen=True, slots=True)
class _Left:
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
        if phrase.goes_on(text, end) or (
            stop - start < 3 and words.end_at(end - 1) != end and not phrase.told_of(text, end)
        ):
            continue
        left = _trimmed(text, words, _left(text, words, start, phrase, ends), start, phrase)
        if left is None or not _stands(text, words, left, end, head, phrase):
            continue
        if text.count("“", left.begin, end) > text.count("”", left.begin, end):
            end += 1
        name = text[left.begin : end]
        if len(name) > _LONGEST or name.count("“") != name.count("”") or not _CHARACTERS.fullmatch(name):
            continue
        if _particular(words[words.at(left.begin) : words.at(start - 1) + 1], head, left, rules):
            verb = left.anchor if left.anchor != "的" else ""
            for begin, part in _joined(left.begin, name, phrase):
                quoted = _QUOTED.search(part)
                core = quoted[1] if quoted else part
                kind = next((phrase.kinds[part[at:]] for at in range(len(part)) if part[at:] in phrase.kinds), "")
                yield InitiativeMention(
                    begin, begin + len(part), part, kind or phrase.kinds[head], "phrase-name", core, verb
                )
    for start, end, name in phrase.programmes.find(text):
        known = figures.tell_of(start, end) and not phrase.goes_on(text, end) and _told_of(text, end, words, phrase)
        if known and text[start - 1 : start] != "“":
            yield InitiativeMention(start, end, name, "programme", "national-programme", name)


def relative_names(
    layout: Layout, words: Words, rules: InitiativeRules, bodies: Sequence[tuple[int, int]]
) -> Iterator[InitiativeMention]:
    """What somebody is said to do, up to what is told of it: 乙局承办的油菜花节接待游客34万人次.

    The verb before 的 says that it is an undertaking, so that its name may end in any noun.
    """
    del bodies
    text, phrase = layout.text, rules.phrase
    figures = figures_of(text)
    for m in _DONE.finditer(text):
        begin = m.end()
        lead = _LEAD.match(text, begin)
        if lead and not _NUMBERED.match(text, begin):
            begin = lead.end()
        index = words.at(begin)
        if index >= len(words) or words.starts[index] != begin or not figures.tell_of(begin, begin + 1):
            continue
        end, pieces = _noun_phrase(words, index, rules)
        name = text[begin:end]
        new = sum(len(w.surface) for w in pieces if w.surface not in rules.routine and w.surface not in rules.common)
        common = any(name.endswith(word) for word in phrase.never) or name.endswith(_PAPERS)
        if 3 <= len(name) <= _SIZE[1] and new >= 2 and not common and _CHARACTERS.fullmatch(name):
            kind = next((k for _, k in rules.endings(name)), phrase.kind_of_opening(name) or "campaign")
            yield InitiativeMention(begin, end, name, kind, "relative-name", name, m[1])


_DONE = re.compile(
    r"(开展|举办|承办|主办|协办|合办|联办|创办|开办|办起|创设|设立|推行|首创|推出|发起|牵头|打造|组建|创建|实施|组织|启动|搭建|开设|开通|筹办|联合举办|共同举办)的"
)
_PAPERS = (
    "报告",
    "方案",
    "意见",
    "建议",
    "提案",
    "活动",
    "工作",
    "会议",
    "项目",
    "案件",
    "企业",
    "单位",
    "人员",
    "队伍",
    "情况",
    "产品",
    "做法",
    "经验",
)
"""What is done too, and named by no such phrase."""


def opening_names(
    layout: Layout, words: Words, rules: InitiativeRules, bodies: Sequence[tuple[int, int]]
) -> Iterator[InitiativeMention]:
    """Undertakings that open a sentence or a line which tells of them with figures: 乡贤评理堂调处矛盾86起.

    There, and behind a verb of founding, a name may end in what proves none elsewhere (堂, 周, 行). A body before it is no
    part of it.
    """
    text, phrase = layout.text, rules.phrase
    ends = [end for _, end in bodies]
    places: list[tuple[int, str]] = []
    for sentence in layout.sentences:
        lead = _OPENING.match(text, sentence.start, sentence.end)
        begin = lead.end() if lead else sentence.start
        body = bisect_left(ends, begin)
        while body < len(bodies) and bodies[body][0] <= begin < bodies[body][1]:
            begin, body = bodies[body][1], body + 1
        places.append((begin, ""))
    for m in _FOUNDED.finditer(text):
        lead = _LEAD.match(text, m.end())
        places.append((lead.end() if lead and not _NUMBERED.match(text, m.end()) else m.end(), m[1]))
    figures = figures_of(text)
    for begin, verb in places:
        if not phrase.end_soon.match(text, begin) or not figures.tell_of(begin, begin + 1):
            continue
        index = words.at(begin)
        if index >= len(words) or words.starts[index] != begin:
            continue
        end, pieces = _noun_phrase(words, index, rules)
        body = bisect_left(ends, end)
        if (body < len(bodies) and bodies[body][0] < end) or not _SIZE[0] <= end - begin <= _SIZE[1]:
            continue
        kind = _kind_of_opening(text[begin:end], pieces, rules)
        if kind and figures.tell_of(begin, end) and _told_of(text, end, words, phrase):
            yield InitiativeMention(begin, end, text[begin:end], kind, "opening-name", text[begin:end], verb)


def _kind_of_opening(name: str, pieces: tuple[Word, ...], rules: InitiativeRules) -> str | None:
    """The kind of a name by its end; None where its words are routine or begin with a verb."""
    phrase = rules.phrase
    if not pieces or not _CHARACTERS.fullmatch(name) or name.startswith("经") or _DOING.search(name):
        return None
    if phrase.verb_in(pieces[0].surface) or pieces[0].surface in phrase.verbal:
        return None
    plain = (rules.routine, rules.common, phrase.kinds)
    new = sum(len(w.surface) for w in pieces if not any(w.surface in words for words in plain))
    dated = name.endswith(_DATED) and len(name) > 4
    return phrase.kind_of_opening(name) if new >= 2 or dated else None


_DOING = re.compile("开展|举办|召开|列席|出席")
"""Verbs that stand in no name."""
_MANY = re.compile(r"\d余?[个项件类批]\Z")
"""Work in general is counted, not named: 378个惠企政策项目."""
_RENEWED = frozenset(("改造", "新建", "扩建", "修缮", "升级", "提升"))
"""Verbs that heads are as well: at the beginning they are no part of the name (改造|代表联络站)."""
_DATED = ("周", "日", "季", "月")
"""Ends that make a name even of routine words: 委员视察周, 代表小组活动日."""
_FOUNDED = re.compile(
    r"(举办|推行|创新|开办|创办|推出|设立|开展|依托|通过|借助|发放|承办|主办|启动|打造|建立|搭建|开通|上线|建起|办起|开设|首创|探索|推广使用|推广)了?"
)
_OPENING = re.compile(
    r"(?:[\s▲●◆■▪★·☐◇○•-]|\d{1,2}[.、）]|[一二三四五六七八九十]+[、是]|（[一二三四五六七八九十]+）|[^，。；：\n]{2,16}(?:方面|下|以来|期间|统计)，|[今去当本]年，?|全年，?|其中，?"
    r"|(?:依托|通过|借助|在))*"
)
"""What may stand before a name that opens its sentence."""
_SIZE = (4, 16)


def _noun_phrase(words: Words, index: int, rules: InitiativeRules) -> tuple[int, tuple[Word, ...]]:
    """Where the noun phrase that begins with a word ends, and its words: before the first that tells something."""
    first = index
    end = words.starts[index]
    while index < len(words):
        word = words[index]
        if word.start != end or not _CHARACTERS.fullmatch(word.surface) or word.tag[:1] in "updcrmf":
            break
        phrase = rules.phrase
        if index > first and (
            word.surface in phrase.predicates
            or word.surface in phrase.verbs
            or (word.tag == "v" and phrase.told_of(word.surface, 0))
        ):
            break
        end, index = word.end, index + 1
    return end, words[first:index]


def _stands(text: str, words: Words, left: _Left, end: int, head: str, phrase: PhraseRules) -> bool:
    """Whether a phrase stands where a name stands: done, used or told of, and neither won nor only considered."""
    loose = head in phrase.light
    if text.endswith(phrase.honours, max(0, left.begin - 4), left.begin) or (
        (loose or not left.anchor) and not _told_of(text, end, words, phrase)
    ):
        return False
    if _TOPIC.search(text, max(0, left.begin - 2), left.begin) and (
        _CONSIDERED.match(text, end) or (loose and text.startswith("，", end))
    ):
        return False
    if loose and (
        _MANY.search(text, max(0, left.begin - 8), left.begin)
        or (not left.anchor and text[left.begin - 1 : left.begin] == "、")
    ):
        return False
    return not (head in phrase.verbal and _VERB_GOES_ON.match(text, end))


def _joined(begin: int, name: str, phrase: PhraseRules) -> Iterator[tuple[int, str]]:
    """The names in one phrase with where they begin: 甲走基层和乙蹲点调研 is two, 甲与乙协作机制 one."""
    for m in re.finditer("[和与]", name):
        if len(name) - m.end() >= 5 and any(name[: m.start()].endswith(h) for h in phrase.strong):
            yield begin, name[: m.start()]
            yield begin + m.end(), name[m.end() :]
            return
    yield begin, name


def _told_of(text: str, end: int, words: Words, phrase: PhraseRules) -> bool:
    """Whether the clause, or its line, goes on with what it tells of the name: not with another noun."""
    if phrase.told_of(text, end):
        return True
    word = words[words.at(end)]
    return word.tag[:1] in "vdpmtxr" or word.surface in phrase.predicates


def _left(text: str, words: Words, head: int, phrase: PhraseRules, ends: list[int]) -> _Left | None:
    """Where the words before a head begin to be its name: behind a verb of doing, a particle, a body, a mark."""
    index, begin, anchor = words.at(head - 1) if head else -1, head, ""
    body = bisect_left(ends, head + 1) - 1
    limit = ends[body] if body >= 0 else 0
    while index >= 0 and head - begin < _LONGEST:
        word = words[index]
        if word.surface == "“":
            return None  # what stands in marks has rules of its own
        if word.surface in "”）)":
            opening = text.rfind(
                "“" if word.surface == "”" else "（" if word.surface == "）" else "(", max(0, begin - 16), begin
            )
            if opening < 0 or (word.surface != "”" and text[opening - 1 : opening] in ("", "\n", "。", " ")):
                break
            begin, index = opening, words.at(opening) - 1
            continue
        verb = phrase.verb_in(word.surface)
        inner = (
            verb in phrase.inner
            and begin < head
            and index > 0
            and words[index - 1].end == word.start
            and words[index - 1].tag[:1] in "nvjalb"
        )
        if verb and word.start >= limit and not inner:
            anchor = verb
            begin = min(begin, word.start + word.surface.index(verb) + len(verb))
            break
        if (
            word.tag == "m"
            and begin < head
            and words[index + 1].tag[:1] == "q"
            and not _NUMBERED.match(text, word.start)
        ):
            begin = words[index + 1].end
            break
        if word.surface in _JOINS:
            begin, index = word.start, index - 1
            continue
        if (word.tag[:1] in _STOP and word.surface != "之") or word.tag in ("p", "ul", "uj") or word.tag == "c":
            anchor = "的" if word.surface == "的" else word.surface if word.tag == "p" else ""
            break
        if word.tag == "d" or _YEAR.match(word.surface) or not _CHARACTERS.fullmatch(word.surface):
            break
        if word.start < limit:
            begin = max(limit, word.start)
            break
        begin, index = word.start, index - 1
    lead = _LEAD.match(text, begin, head)
    if lead and not _NUMBERED.match(text, begin):
        begin = lead.end()
    return _Left(begin, anchor) if begin < head else None


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
        lead = _LEAD.match(text, begin, head)
        begin = lead.end() if lead else begin
    return _Left(begin, anchor) if begin < head else None


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
        or (own[0].isdigit() and head not in _CALLED and not _SHORT_NUMBER.match(own))
        or pieces[-1].tag == "c"
        or own.count("“") > 1
    ):
        return False
    if (loose and pieces[0].surface in phrase.openers) or any(w in own for w in phrase.political):
        return False
    if head.startswith(("进", *_GOING)) and _MEN.fullmatch(own):
        return False
    if head.startswith("服务") and _FACILITY.search(own):
        return False
    new = [w for w in pieces if w.surface not in rules.routine and w.surface not in rules.common]
    proper = any(w.tag.startswith(_PROPER) and len(w.surface) > 1 for w in new) or (
        len(own) > 3 and own.startswith(phrase.attributes)
    )
    size = sum(len(w.surface) for w in new)
    if head in phrase.naming:
        return True
    if loose:
        return (
            (proper and size > 1)
            or size >= (5 if left.anchor else 4)
            or (not left.anchor and size > 1 and len(own + head) > 5)
        )
    if phrase.kinds[head] in _ACTS and all(w.tag == "ns" for w in new):
        return False
    plain = sum(len(w.surface) for w in pieces if w.surface not in rules.routine)
    return max(size, plain if not left.anchor else 0) >= 2 or len(own) >= _LONG
