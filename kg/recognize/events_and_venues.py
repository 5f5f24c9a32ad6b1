"""Events behind a verb of holding, and places of members' work, named without quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.recognize.noun_phrases import HONOUR, KINDS_OF
from kg.recognize.undertakings import InitiativeMention
from kg.rules.types import InitiativeRules
from kg.text.layout import Layout
from kg.text.words import Words


def venue_names(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Places of members' work named by a word of the genre: 界别委员工作室, 甲社区代表联络站（议事室）."""
    text = layout.text
    for m in rules.venue.finditer(text):
        index = words.at(m.start())
        begin = m.start()
        while index >= 0:
            word = words[index]
            if word.start < begin:
                if word.end < begin or m.end() - word.start > 24:
                    break
                noun = (
                    word.tag[:1] in "njbazslg"
                    or (word.tag in ("vn", "x", "nr", "eng", "i", "zg") and len(word.surface) <= 3)
                    or word.surface in ("联络", "交流", "调解", "创新", "服务", "监督", "争议", "立法", "劳动")
                )
                if (
                    not noun
                    or not re.match(r"[\u4e00-\u9fffA-Za-z（）、·]", word.surface)
                    or (word.surface in rules.verbs and word.surface != "创新")
                    or word.surface in rules.unquoted_verbs
                    or word.surface in ("等", "、", "各级", "全市", "全省", "全区", "全县", "各类", "各")
                ):
                    if word.surface == "、" and re.search(
                        r"(?:区|县|镇|街道)$", text[max(0, word.start - 3) : word.start]
                    ):
                        pass
                    else:
                        break
                begin = word.start
            index -= 1
        name = text[begin : m.end()]
        if lead := _NOT_NAMED.match(name):
            begin, name = begin + lead.end(), name[lead.end() :]
        won = re.sub(r"[一二三四五六七八九十]?星级$", "", text[max(0, begin - 8) : begin]).endswith(
            rules.phrase.honours
        )
        if won or HONOUR.match(text, m.end()) or name.count("（") != name.count("）"):
            continue
        bracket = re.compile(r"（[\u4e00-\u9fff]{2,10}）").match(text, m.end())
        end = bracket.end() if bracket and rules.venue.search(bracket[0]) else m.end()
        own = name[: len(name) - len(m[0])]
        own = re.sub(r"^[一二三四五六七八九十]*星级|^特色|^示范", "", own)
        line_start, line_end = text.rfind("\n", 0, begin) + 1, (text.find("\n", end) + 1 or len(text) + 1) - 1
        near = text[max(line_start, begin - 14) : begin] + "|" + text[end : min(line_end, end + 8)]
        counted = re.search(
            r"\d+余?(?:个|家|处|所)|(?:建成|新建|设立|成立|建立|升级改造|打造|建设)[^，。；]{0,4}\|", near
        )
        specific = len(own) > 2 and own not in ("政协委员", "人大代表")
        beside = re.search(r"\d余?(?:个|家|处|所|间)\|", near) or re.match(
            r"\d[\d,.]*[余多]?(?:个|家|处|所|间)", text[end : end + 8]
        )
        known = own not in rules.generic and m[0] != "实验室"
        of_work = rules.venue_word.search(own + m[0]) or (beside and len(own) >= 2 and known)
        if (specific or (counted and len(own) >= 2)) and of_work and not _FACILITY.search(own):
            yield InitiativeMention(begin, end, text[begin:end], "venue", "venue-name", text[begin:end])


_FACILITY = re.compile(r"卫生|医疗|养老|托育|环卫|加油|充电|配送|物流")


def event_names(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Events behind a verb of holding: 举办第三届乙县读书节."""
    for m in (
        *rules.event.finditer(layout.text),
        *rules.numbered_event.finditer(layout.text),
        *rules.ranked_event.finditer(layout.text),
    ):
        at = m.start(1)
        for name in _held_names(m[1], rules):
            at = layout.text.index(name, at)
            clean = re.sub(r"^[\d一二两三四五六七八九十]+余?(?:个|家|期|次|场|项|批)", "", name)
            if (
                _sized(clean, at + len(name) - len(clean), words, rules)
                and not re.match(r"各类|系列|一系列|多场|有关|相关|全体|专题", clean)
                and not re.search(r"\d节$", clean)
                and not (
                    len(clean) < 9 and clean.endswith("班") and clean[:-3] in rules.routine
                )  # what everybody holds
                and clean.count("“") == clean.count("”")
            ):
                start = at + len(name) - len(clean)
                yield InitiativeMention(
                    start,
                    start + len(clean),
                    clean,
                    "training" if clean.endswith("班") else "event",
                    "event-name",
                    clean,
                    "举办",
                )
            at += len(name)


_FAIR = re.compile(r"[\u4e00-\u9fff]{1,3}(?:[博交运洽展]会|[世全亚省]运会|超)")


def _sized(name: str, start: int, words: Words, rules: InitiativeRules) -> bool:
    """Whether a name says enough to be one: five characters, a fair (广交会), or a word of its own before a common head."""
    if not name.endswith(rules.common_events):
        return len(name) >= 5 or _FAIR.fullmatch(name) is not None
    head = max((head for head in rules.common_events if name.endswith(head)), key=len)
    if len(head) == 1:
        head = name[-1] if len(name) > 4 else name[-2:]
    end = start + len(name) - len(head)
    if len(name) < 4 or end <= start:
        return False
    own = words[words.at(start) : words.at(end - 1) + 1]
    plain = (rules.routine, rules.common, KINDS_OF)
    return any(w.tag[:1] not in "mqb" and not any(w.surface in words for words in plain) for w in own)


def _held_names(names: str, rules: InitiativeRules) -> Iterator[str]:
    """The single names in 甲文化节、乙大赛和丙论坛; what joins words inside a name stays in it."""
    name = ""
    for part in re.split(r"(、|以?及|和|与)", names):
        if name.endswith(rules.events) and part in ("、", "及", "以及", "和", "与"):
            yield name
            name = ""
        else:
            name += part
    if name:
        yield name


_NOT_NAMED = re.compile(r"(?:[）、的个和我]|力争|(?:省|市|县|区)(?:级)?(?!民|域|政|场|区))+")
