"""Praise, instructions, awards, adoption: from a giver to what the sentence speaks of.

The passive (被, 获, 得到) swaps giver and receiver.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Key
from kg.relate.anaphora import taken_up
from kg.relate.scene import THAT_BODY, Clause, Item, Scene
from kg.relate.stating import Stated, heading_initiative, of_kind, state, state_keys
from kg.text.layout import Sentence

_HONOUR = re.compile(
    r"(?:授予|命名|评为|评定为|记)[^，。；]{0,16}(?:集体|单位|先进|一等功|二等功|三等功|先锋号|示范岗|奖)"
)
_TITLE = re.compile(
    r"[“‘]|[^，。；]{0,24}(?:奖|称号|荣誉|先进|优秀|示范|文明|标兵|典型|案例|星级|十佳|最佳|功|集体|号|红旗|先锋|标杆|样板|锦旗)"
)
"""What is won: behind the giver of 获评, 荣获."""
_WON = ("获评", "荣获", "获授", "获颁", "荣膺", "获选", "喜获", "斩获", "摘得", "捧回")
_NAMED_HONOUR = re.compile(r"[^，。；]{0,24}?(?:称号|荣誉|奖(?!金|补|励资|学)|先进(?:单位|集体|个人)|标兵|十佳|红旗)")
_GIVES = re.compile(r"[^，。；由]{0,4}(?:授予|命名|评为|评定|认定|确定为|颁发|批准|表彰|推荐|选送|通报)")
"""Behind a body that 由 names: that it gives."""
_HANDLED = re.compile(r"精神|要求|部署|会议")
_INTO = frozenset(("写入", "写进", "列入", "纳入", "吸收进", "编入", "收入", "收录"))
"""What stands behind these takes something up and is not honoured."""
_PAPERS = re.compile(r"建议|意见|提案|报告|成果|经验|做法|[把将][它其此]|《|”")
"""What can be taken up: 把其中8条建议写入规划."""
_COUNTED = re.compile(r"(?:采纳|吸纳|采用|吸收)(?:了)?(?:意见|建议|提案)*\d")
"""采纳意见37条: a number, of no paper that is named."""
_GOES_ON = re.compile(r"[，、 ]*(?:[并也还]|专门|专题|高度|充分)*(?:对|给予|予以|作出|做出|把|将)")
_SELF = re.compile(r"[，、 ]*(?:其中)?(?:我|本)(?:[院会校局委厅社镇乡街处所司团市县区省州]|公司|集团|单位|支部)")
_PERSONS = re.compile(r"[，、 ]*(?:其中|另有|还有|有|先后有)*\d+(?:余|多)?[名位人]")
_DEEDS = re.compile(r"[，、 ]*(?:其|相关|有关|工作|先进)*(?:做法|经验|事迹)")
_TAKEN_UP = re.compile(
    r"建议案|[把将对](?:它|其中)|这一(?:报告|建议|提案|做法|经验|品牌|机制)|(?:该|此|其)(?:报告|提案|建议|项|做法|专报)|上述|对此"
)
_TOWARDS = re.compile(r"[向为给](?:\d+[家个名])?$")
_NAME_OF_HONOUR = re.compile(r"”?(?:称号|荣誉|奖|牌匾)")
_OTHERS_PRAISED = re.compile(r"表[彰扬](?:了|奖励)?[^，。；]{0,20}?(?:集体|个人|单位|工作者|企业家|\d+余?[名人个家位])")
_INSTRUCTS = re.compile(r"(?:作出|做出)?(?:重要|肯定性)?(?:批示|签批|圈阅)")


def endorsed(
    scene: Scene, sentence: Sentence, clauses: tuple[Clause, ...], index: int, clause: Clause
) -> Iterator[Stated]:
    """Praise, instructions, awards, adoption: from a giver to what the sentence speaks of."""
    text, rules = scene.layout.text, scene.rules
    if scene.own is None:
        return
    bodies = of_kind(clause.items, "organization")
    passive = _passive(scene, clause, bodies)
    if passive is not None:
        yield from _received(scene, sentence, clauses, index, *passive)
        return
    found = tuple(rules.endorse.finditer(text, clause.start, clause.end))
    # 授予甲“先进集体”称号: the words of the title praise, too
    praise = next((m for m in found if m[0].startswith("授")), found[-1] if found else None)
    if praise is None or _given_by_nobody(scene, clause, praise):
        return
    others = [s for s in clause.subjects if s.key != scene.own and s.category not in ("media",)]
    before = clauses[index - 1] if index else clause
    carried = bool(index) and before.subjects == clause.subjects
    if carried and not clause.explicit and _passive(scene, before, of_kind(before.items, "organization")):
        return  # 甲被省总工会评为…，并在全国推广: by the giver
    carried = carried and (praise.start() - clause.start <= 6 or _GOES_ON.match(text, clause.start) is not None)
    if others and (clause.explicit or carried):
        yield from _active(scene, sentence, clauses, index, others, praise)
    elif not others:
        yield from _own_praise(scene, clause)


_BY = re.compile("由")


def _passive(scene: Scene, clause: Clause, bodies: tuple[Item, ...]) -> tuple[re.Match[str], Item] | None:
    """The word of a passive and the giver behind it: 被省政协授予, 由市总工会授予, 获评省民政厅….

    None where nothing behind the giver says what it gives.
    """
    text, rules = scene.layout.text, scene.rules
    for word in rules.passive.finditer(text, clause.start, clause.end):
        giver = next((b for b in bodies if 0 <= b.start - word.end() <= 8), None)
        if giver is None:
            continue
        if word[0] in _WON and _TITLE.match(text, giver.end, clause.end):
            return word, giver
        if word[0] in ("获", "获得") and _NAMED_HONOUR.match(text, giver.end, clause.end):
            return word, giver
        return (word, giver) if rules.endorse.search(text, giver.end, clause.end) else None
    by = _BY.search(text, clause.start, clause.end)
    if by is None:
        return None
    giver = next((b for b in bodies if 0 <= b.start - by.end() <= 2), None)
    return (by, giver) if giver and _GIVES.match(text, giver.end, clause.end) else None


def _given_by_nobody(scene: Scene, clause: Clause, praise: re.Match[str]) -> bool:
    """Whether a passive right before praise names no giver: 乙的提案被列为重点提案."""
    text, endorse = scene.layout.text, scene.rules.endorse
    for word in scene.rules.passive.finditer(text, clause.start, praise.start()):
        if word[0] != "经" and (endorse.match(text, word.end()) or endorse.match(text, word.end() + 1)):
            return True
    return False


def _received(
    scene: Scene,
    sentence: Sentence,
    clauses: tuple[Clause, ...],
    index: int,
    passive: re.Match[str],
    first: Item,
) -> Iterator[Stated]:
    """What is given, to what the sentence has spoken of before."""
    text, clause, own = scene.layout.text, clauses[index], scene.own
    givers = [g.key for g in scene.group(first, of_kind(clause.items, "organization")) if g.key != own]
    honoured = [s.key for s in clause.subjects if s.key != own and not s.superior and s.key not in givers]
    if own and (_SELF.match(text, clause.start) or _PERSONS.match(text, clause.start)):
        objects = [own]
    elif (
        honoured
        and not clause.explicit
        and (_HONOUR.search(text, first.end, clause.end) or _DEEDS.match(text, clause.start))
    ):
        objects = honoured  # 甲法庭创设“…”，被省法院命名为先进集体: the court, not what it set up
    else:
        objects = _handed(scene, clause, first) or _spoken_of(scene, sentence, clauses, index, passive.start())
    yield from state_keys(givers, "endorses", objects, clause, "passive-endorses")


def _handed(scene: Scene, clause: Clause, giver: Item) -> list[Key]:
    """What is named right behind 授牌: 获省人大授牌基层立法联系点."""
    text = scene.layout.text
    behind = [i for i in of_kind(clause.items, "initiative", "organization") if i.start > giver.end]
    return [i.key for i in behind if text[i.start - 2 : i.start] in ("授牌", "挂牌")]


def _active(
    scene: Scene,
    sentence: Sentence,
    clauses: tuple[Clause, ...],
    index: int,
    others: list[Item],
    praise: re.Match[str],
) -> Iterator[Stated]:
    """What other bodies give, to what the clause names, else to what the sentence has spoken of before."""
    text, clause = scene.layout.text, clauses[index]
    last = others[-1]
    if clause.explicit and _HANDLED.search(text, last.end, praise.start()):
        return
    if _COUNTED.search(text, last.end, clause.end):
        return
    if praise[0] in _INTO and not _PAPERS.search(text, last.end, praise.start()):
        return
    named = [i for i in of_kind(clause.items, "organization", "initiative", "document") if i not in clause.subjects]
    # 授予甲“先进集体”称号: what follows is who gets it, and no part of the honour's name
    gives = praise[0].startswith("授")
    behind = [i for i in named if i.start >= praise.end() and (gives or not _NAME_OF_HONOUR.match(text, i.end))]
    if behind and (
        behind[0].start - praise.end() > 8 or scene.rules.endorse.match(text, behind[0].end) or praise[0] in _INTO
    ):
        behind = []
    between = [i for i in named if i.start >= last.end and i.end <= praise.start()]
    if behind:
        given = scene.group(behind[0], tuple(behind))
        objects = [i.key for i in of_kind(given, "document") or given]  # 转发市政协《条例》: the text
    elif between:
        objects = [between[-1].key]
    elif THAT_BODY.match(text, praise.end(), clause.end):
        objects = [s.key for s in scene.last_actors(sentence)]
    else:
        objects = _spoken_of(scene, sentence, clauses, index, clause.start)
        if objects == [scene.own] and _INSTRUCTS.search(text, last.end, clause.end):
            objects = _before_in_block(scene, sentence) or objects
    if (
        objects == [scene.own]
        and not (behind and gives)
        and (scene.own in {s.key for s in clause.subjects} or _OTHERS_PRAISED.search(text, last.end, clause.end))
    ):
        return  # 市委、市政府表彰先进集体: not the own body
    for giver in others:
        due = [k for k in objects if k != giver.key and (k != scene.own or giver.superior or behind)]
        yield from state_keys([giver.key], "endorses", due, clause, "active-endorses")


def _own_praise(scene: Scene, clause: Clause) -> Iterator[Stated]:
    """Whom or what the own body honours: 授予乙“…”称号, 授牌7家“…”, 向丙授牌."""
    text = scene.layout.text
    if scene.own is None:
        return
    for praise in scene.rules.endorse.finditer(text, clause.start, clause.end):
        if praise[0] not in scene.rules.own_endorse:
            continue
        honoured = [i for i in clause.items if i.key.kind in ("initiative", "organization") and i.key != scene.own]
        behind = [i for i in honoured if 0 <= i.start - praise.end() <= 12]
        towards = [i for i in honoured if i.end == praise.start() and _TOWARDS.search(text, clause.start, i.start)]
        first = (behind or towards)[:1]
        given = scene.group(first[0], tuple(behind)) if behind else first
        yield from state([scene.own], "endorses", given, clause, "own-endorses")
        return


def _spoken_of(scene: Scene, sentence: Sentence, clauses: tuple[Clause, ...], index: int, until: int) -> list[Key]:
    """What a sentence has spoken of before a place: its last titles, undertakings or bodies; else the undertaking of the heading; else the own body."""
    for clause in reversed(clauses[: index + 1]):
        before = tuple(i for i in clause.items if i.end <= until)
        found = of_kind(before, "document") or of_kind(before, "initiative")
        if found:
            return [i.key for i in scene.group_before(found[-1], found)]
        units = [
            i for i in of_kind(before, "organization") if i.key != scene.own and i in clause.subjects and not i.superior
        ]
        if units:
            return [i.key for i in units]
    again = taken_up(scene, clauses[: index + 1])
    if again is not None:
        return [again]
    if _TAKEN_UP.search(scene.layout.text, clauses[index].start, clauses[index].end):
        earlier = _before_in_block(scene, sentence)
        if earlier:
            return earlier
    heading = heading_initiative(scene, sentence)
    if heading:
        return [heading]
    return [scene.own] if scene.own else []


def _before_in_block(scene: Scene, sentence: Sentence) -> list[Key]:
    """The last titles or undertakings of the paragraph before a sentence."""
    block = scene.layout.blocks[sentence.block]
    earlier = of_kind(scene.between(block.start, sentence.start), "document", "initiative")
    return [i.key for i in scene.group_before(earlier[-1], earlier)] if earlier else []
