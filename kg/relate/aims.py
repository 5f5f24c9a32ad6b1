"""Whom or where an act is directed to: 走访乙, 赴丙地考察, 向丁推荐, 对戊开展评议, 甲活动走进己."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Key
from kg.relate.cooperation import PAIRED
from kg.relate.doers import opens
from kg.relate.scene import Clause, Item, Scene
from kg.relate.stating import Stated, of_kind, state_keys, who
from kg.text.layout import Sentence

_GAINED = re.compile(
    r"(?:[^，。；]{0,6})(?:引进|争取|协调|捐|筹|划拨|拨付|拨款|补助|资助|援建|落实|解决|修|送|配备|安装)"
)
_ABBREVIATED = re.compile(r"莅(?:临)?([\u4e00-\u9fff])(?=调研|考察|视察|指导|检查|督导)")
_OWN_PLACE = re.compile(
    r"(?:来|到|赴|莅临|莅|走进)我?[省市区县州盟旗](?=调研|考察|视察|指导|检查|督导|交流|学习|观摩|参观|走访)"
)
_BARE_BODY = re.compile(
    r"(?:(?<![受得达])到|莅临|来|走进|深入)我?(?:[省市区县州旗]?(?:政协|人大)(?:机关)?|[校院会局司行](?=作|讲|调研|考察|指导|检查|督导|交流|授课|开展|视察|慰问|参观))"
)
_REACHED = frozenset(("得到", "受到", "达到", "收到", "遭到", "直到", "增到", "降到", "升到", "感到", "看到", "听到"))
"""Words that end in 到 and lead nowhere."""
_REACHES = ("走进", "走到", "开到", "开进", "送进", "送到", "跑了", "走遍", "常驻", "驰援", "办到", "帮扶", "支援")
"""Verbs of going somewhere that tell what for by themselves."""
_GOES = (*_REACHES, "赴", "前往", "莅临", "莅", "深入", "奔赴", "驻")
_HELPS = (*_REACHES, "走访", "慰问", "挂包", "帮联", "包联")
"""Verbs whose place needs no purpose behind it."""
_ZONE = re.compile(r"(?:经济|高新|技术)?(?:经开区|高新区|开发区|工业园|产业园|大学|学院|日报|中学|医院)")
"""Behind a division that is the beginning of a longer name."""
_MOVES = re.compile(r"(?:走进|走到|走遍|开进|开到|送进|送到|深入|覆盖|惠及)了?$")
_SERVES = re.compile(r"[^，。；]{0,8}(?:义诊|巡诊|送教|支教|送医|送法|送戏|帮扶|援建|援助|慰问|宣讲|招商|推介)")
_FOR_US = re.compile(r"代表(?:我|本|全)[省市县区旗州镇乡院校队]")
"""Somebody unnamed goes for the own place: 代表我市赴沈阳参赛."""
_ACTED_ON = re.compile(
    r"(?:等[^，。；]{0,8})?(?:进行|开展|实施|组织|作出|作|做)[了过]?[^，。；的]{0,12}?(?:巡察|巡视|检察|审计|督查|督导|检查|评议|测评|帮扶|慰问|走访|调研|视察|监督|回访|约谈|会诊|帮教|考核|评估|询问)"
)
_OF_ACT = re.compile(r"(?:等[^，。；]{0,8})?(?:进行|开展|实施|组织)[了过]?的$")
"""Between what an undertaking is directed to and its name: 对乙、丙开展的…."""


def targets(
    scene: Scene, sentence: Sentence, clauses: tuple[Clause, ...], index: int, clause: Clause
) -> Iterator[Stated]:
    """Whom or where an act is directed to: 走访乙, 赴丙地考察, 向丁推荐."""
    del sentence
    text = scene.layout.text
    acting = frozenset(s for s in clause.subjects if not PAIRED.match(text, s.end) or s is clause.subjects[0])
    aims = tuple(i for i in of_kind(clause.items, "organization", "place") if i not in acting and i.category != "media")
    done: set[int] = set()
    for item in aims:
        if item.start in done:
            continue
        group = scene.group(item, aims)
        keys = [i.key for i in group]
        acts = _acted_on(scene, clause, item, group)
        if acts is None and not _aimed_at(scene, clauses, index, item):
            continue
        done |= {i.start for i in group}
        if not clause.explicit and _FOR_US.search(scene.layout.text, clause.start, item.start):
            continue
        subjects = acts or [k for k in _going(scene, clauses, index, item) if k not in keys]
        for subject in subjects:
            ours = scene.own is not None and subject.stem.startswith(scene.own.stem)
            due = [k for k in keys if not ours or k != scene.own_place]
            yield from state_keys([subject], "targets", due, clause, "directed-act")
    yield from _visits(scene, clause)


def _aimed_at(scene: Scene, clauses: tuple[Clause, ...], index: int, item: Item) -> bool:
    """Whether the words around a body or place say that an act is directed to it."""
    text, rules, clause = scene.layout.text, scene.rules, clauses[index]
    before = text[max(clause.start, item.start - 8) : item.start].rstrip("了过好")
    direct = rules.target.search(before) or rules.target_list.search(
        text, max(clause.start, item.start - 40), item.start
    )
    near = None if before[-2:] in _REACHED else rules.towards.search(before)
    if before.endswith(("向", "给")) and rules.handed.search(text, item.end, clause.end):
        return True
    if before.endswith(("为", "给")) and _GAINED.match(text, item.end):
        return True
    place = item.key.kind == "place"
    if place and _ZONE.match(text, item.end):
        return False
    if (place or item.category == "community") and before[-1:] in ("与", "和", "同") and PAIRED.match(text, item.end):
        return True
    next_end = clauses[index + 1].end if index + 1 < len(clauses) else clause.end
    if not place:
        end = next_end if clause.end - item.end <= 2 else clause.end
        return bool(direct or (near and near[0] in ("到", "来") and rules.purpose.search(text, item.end, end)))
    if direct and direct[0].endswith(_HELPS):
        return True
    if near and near[0] == "在" and _SERVES.match(text, item.end, clause.end):
        return True
    goes = (direct and direct[0].endswith(_GOES)) or (near and near[0] in ("到", "至", "去", "来"))
    return bool(goes and rules.purpose.search(text, item.end, next_end))


def _acted_on(scene: Scene, clause: Clause, item: Item, group: tuple[Item, ...]) -> list[Key] | None:
    """Who acts on the bodies behind 对: the undertaking of a relative clause, else the subject; None where nobody does."""
    text, end = scene.layout.text, group[-1].end
    if text[item.start - 1 : item.start] != "对" or item.key.kind != "organization":
        return None
    for named in of_kind(clause.items, "initiative"):
        if named.start > end and _OF_ACT.fullmatch(text, end, named.start):
            return [named.key]
    return [k for k in who(scene, clause) if k != item.key] if _ACTED_ON.match(text, end, clause.end) else None


def _going(scene: Scene, clauses: tuple[Clause, ...], index: int, item: Item) -> list[Key]:
    """Who goes or helps: an undertaking with which the clause begins, else who acts in it.

    Where the clause before ends with an undertaking that goes on (开展甲活动，走进乙), both.
    """
    clause, text = clauses[index], scene.layout.text
    if clause.explicit and clause.subjects:
        return who(scene, clause)
    opening = [i for i in of_kind(clause.items, "initiative") if i.end <= item.start]
    if opening and (opens(scene, clause, opening[0]) or item.start - opening[-1].end <= 4):
        return [opening[-1].key]
    if index and item.start - clause.start <= 6:
        before = of_kind(clauses[index - 1].items, "initiative")
        if (
            _MOVES.search(text, clause.start, item.start)
            and before
            and clauses[index - 1].end - before[-1].end <= 2
            and text[clauses[index - 1].end - 1] == "，"
        ):
            return [*who(scene, clause), before[-1].key]
    return who(scene, clause)


def _visits(scene: Scene, clause: Clause) -> Iterator[Stated]:
    """Others that come to the own body or place: 来我县调研."""
    text, rules = scene.layout.text, scene.rules
    givers = [s.key for s in clause.subjects]
    if not givers or scene.own is None or scene.own in givers:
        return
    m = _BARE_BODY.search(text, clause.start, clause.end)
    if m and rules.purpose.search(text, m.end(), clause.end):
        yield from state_keys(givers, "targets", [scene.own], clause, "visit-to-own-body")
    if scene.own_place is not None and (
        _ABBREVIATED.search(text, clause.start, clause.end) or _OWN_PLACE.search(text, clause.start, clause.end)
    ):
        yield from state_keys(givers, "targets", [scene.own_place], clause, "visit-to-own-place")
