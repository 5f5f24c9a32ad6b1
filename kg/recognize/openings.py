"""Names known by their place: behind a verb of doing and 的, behind a verb of founding, or at the head of a sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.recognize.noun_phrases import (
    ACTORS,
    CHARACTERS,
    DOING,
    FESTIVALS,
    LEAD,
    NUMBERED,
    STANDING,
    STATE,
    noun_phrase,
    told_of,
)
from kg.recognize.undertakings import InitiativeMention, figures_of
from kg.rules.types import InitiativeRules
from kg.text.layout import Layout
from kg.text.words import Word, Words

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
_NO_OPENING = re.compile(rf"{DOING.pattern}|{ACTORS.pattern}|跟着|[全我本该][校院馆站园]$|^[省市县区镇乡].*[队团]$")
"""What a clause says of somebody, or of the own house: 全校."""
_SIZE = (4, 16)
"""Characters of such a name, at least and at most."""


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
        lead = LEAD.match(text, begin)
        if lead and not NUMBERED.match(text, begin):
            begin = lead.end()
        index = words.at(begin)
        if index >= len(words) or words.starts[index] != begin or not figures.tell_of(begin, begin + 1):
            continue
        end, pieces = noun_phrase(words, index, rules)
        name = text[begin:end]
        new = sum(len(w.surface) for w in pieces if w.surface not in rules.routine and w.surface not in rules.common)
        common = any(name.endswith(word) for word in phrase.never) or name.endswith(_PAPERS)
        if 3 <= len(name) <= _SIZE[1] and new >= 2 and not common and CHARACTERS.fullmatch(name):
            kind = next((k for _, k in rules.endings(name)), phrase.kind_of_opening(name) or "campaign")
            yield InitiativeMention(begin, end, name, kind, "relative-name", name, m[1])


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
        lead = LEAD.match(text, m.end())
        places.append((lead.end() if lead and not NUMBERED.match(text, m.end()) else m.end(), m[1]))
    figures = figures_of(text)
    for begin, verb in places:
        if not phrase.end_soon.match(text, begin) or not figures.tell_of(begin, begin + 1):
            continue
        index = words.at(begin)
        if index >= len(words) or words.starts[index] != begin:
            continue
        end, pieces = noun_phrase(words, index, rules)
        body = bisect_left(ends, end)
        if (body < len(bodies) and bodies[body][0] < end) or not _SIZE[0] <= end - begin <= _SIZE[1]:
            continue
        kind = _kind_of_opening(text[begin:end], pieces, rules)
        if kind in STANDING and STATE.match(text, end):
            continue
        if kind and figures.tell_of(begin, end) and told_of(text, end, words, phrase):
            yield InitiativeMention(begin, end, text[begin:end], kind, "opening-name", text[begin:end], verb)


def _kind_of_opening(name: str, pieces: tuple[Word, ...], rules: InitiativeRules) -> str | None:
    """The kind of a name by its end; None where its words are routine or begin with a verb."""
    phrase = rules.phrase
    if (
        not pieces
        or name in FESTIVALS
        or not CHARACTERS.fullmatch(name)
        or name.startswith("经")
        or _NO_OPENING.search(name)
    ):
        return None
    if phrase.verb_in(pieces[0].surface) or pieces[0].surface in phrase.verbal:
        return None
    plain = (rules.routine, rules.common, phrase.kinds)
    new = sum(len(w.surface) for w in pieces if not any(w.surface in words for words in plain))
    dated = name.endswith(_DATED) and len(name) > 4
    return phrase.kind_of_opening(name) if new >= 2 or dated else None
