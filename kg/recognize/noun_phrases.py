"""What all finders of noun phrases share: which characters and words a name may hold, and what tells of one."""

from __future__ import annotations

import re

from kg.rules.types import InitiativeRules, PhraseRules
from kg.text.words import Word, Words

CHARACTERS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·+“”（）()]+")
"""What a name is written in."""
LEAD = re.compile(
    r"(?:[一二三四五六七八九十]是|[以在对把将由从为就]|如今|连续第[一二三四五六七八九十\d]+年|\d{4}年|[今去当本每]年|年内|全年|[上下]半年|年[初底]"
    r"|[春夏秋冬]季|\d{1,2}月|[一二三四五六七八九十]+月|[春中国元][节秋庆旦](?:期间|前夕)?|(?:最近|近)[一二三四五]年"
    r"|同时|同步|随后|随即|此外|另外|其中|目前|继续|持续|认真|扎实|深入|积极|大力|全面|进一步|着力|有序|稳步|全力|精心|集中|联合"
    r"|新设|增设|再建|共同|分别|首次|再次|率先|正式|顺势|全[市县区省校州镇院国](?=[\u4e00-\u9fff]{4})|[我本][市县区省校州镇院]|[市县区省]级|各级|各地|本级|[两三]级|基层"
    r"|年度|第[一二三四五六七八九十\d]+(?:批|轮)|[\d一二两三四五六七八九十百]+余?(?:个|家|期|次|场|项|批|类|轮|支|条|件|大)|一批|一系列|其他|重点)+"
)
"""What stands before a name and is no part of it: when, how, how many, whose level."""
NUMBERED = re.compile(r"第?[一二三四五六七八九十\d]+(?:届|次|周年)|首届|百日|\d+周年|[一二三四五六七八九十]+进")
"""Numbers that are a part of a name: 第三届, 百日, 65周年."""
DOING = re.compile(
    "得到|要到|督促|以上|重温|^巩固|^的|有行动|开展|举办|召开|列席|出席|们|每[年月季周天日个]|平均|各界|^计划|时节$|季节$"
)
"""Verbs, persons and times that stand in no name."""
FESTIVALS = frozenset(
    [
        "元宵节",
        "清明节",
        "端午节",
        "中秋节",
        "重阳节",
        "国庆节",
        "劳动节",
        "妇女节",
        "儿童节",
        "建军节",
        "教师节",
        "护士节",
        "记者节",
        "老年节",
        "青年节",
        "古尔邦节",
        "肉孜节",
        "开斋节",
        "泼水节",
        "火把节",
    ]
)
"""Days that everybody keeps."""

ACTORS = re.compile(
    r"(?:成员|领导|负责人|干部|委员|代表|书记|市长|县长|区长|省长|主席|主任|局长|院长|干警|党员|职工|群众|村民|居民|教师|师生|人员|志愿者|律师|专家|队员|常委会)们?"
    r"(?:有力|领衔|分组|分工|带队|带头|沉到|下沉|分头|跟着|跟随|深入|走进|走到|赴|到|参加|送|资助|结对|逐[一个户项]|分别|主动|自发|轮流|集体|分片|挨家)"
    r"|^依法|^坚决|^先后|^免费|[两三]级(?:法院|检察|政协|人大|工会|政务|联动)"
)
"""Who does something, and how: words of a clause and of no name."""
STATE = re.compile(
    r"(?:更加|更为|进一步|日益|日趋|不断|持续|逐步|显著|明显|基本|初步)*(?:完善|健全|畅通|优化|提升|增强|改善|凸显|巩固|夯实|形成|丰富)"
)
"""What tells how something that everybody has stands: 医疗服务体系更加完善."""
STANDING = frozenset(("mechanism", "platform", "venue"))
"""Kinds of things that everybody has."""


HONOUR = re.compile("”?(?:荣誉)?称号|”?荣誉")
"""What follows a title that somebody is given: “模范职工之家”称号."""
KINDS_OF = frozenset(("专题", "系列", "专场", "主题", "特色", "各类", "多种", "大型", "小型"))
"""Words before a head that tell no more than which kind: 专题恳谈会, 专场展演."""
WITH_OBJECTS = frozenset(("campaign", "training", "event"))
"""Kinds whose names may hold a verb with its object: “…”关爱老人行动."""


def acts(word: Word, rules: InitiativeRules) -> bool:
    """Whether a word behind a quotation is a verb."""
    return (word.tag == "v" or word.surface in rules.acts) and word.surface not in rules.head_words


def tells(text: str, words: Words, begin: int, end: int, rules: InitiativeRules) -> bool:
    """Whether what stands behind a quotation tells of it: “…”|入选案例, or acts on what is counted: “…”|转办诉求单310件."""
    head, kind = next(iter(rules.endings(text[begin:end])), ("", ""))
    counted = kind not in WITH_OBJECTS and text[end : end + 1].isdigit()
    for word in words.following(words.at(begin), end - begin):
        if word.start >= end:
            break
        if rules.told.at(text, word.start):
            return True
        if counted and word.end < end - len(head) and acts(word, rules):
            return True
    return False


def told_of(text: str, end: int, words: Words, phrase: PhraseRules) -> bool:
    """Whether the clause, or its line, goes on with what it tells of the name: not with another noun."""
    if phrase.told_of(text, end):
        return True
    word = words[words.at(end)]
    return word.tag[:1] in "vdpmtxr" or word.surface in phrase.predicates


def noun_phrase(words: Words, index: int, rules: InitiativeRules) -> tuple[int, tuple[Word, ...]]:
    """Where the noun phrase that begins with a word ends, and its words: before the first that tells something."""
    first = index
    end = words.starts[index]
    while index < len(words):
        word = words[index]
        if word.start != end or not CHARACTERS.fullmatch(word.surface) or word.tag[:1] in "updcrmf":
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
