"""Who carries out, issues, establishes, endorses, visits, covers and works with whom, as clauses state it.

The subject is the body named at the head of the clause or the last one of the sentence, else the report's own.
The passive (被, 获, 得到) swaps giver and receiver. Lists share their verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Key
from kg.relate.scene import Clause, Item, Scene
from kg.text.layout import Sentence

_REACH = 90  # a clause longer than this is shown from the verb to the object, not whole


@dataclass(frozen=True, slots=True, order=True)
class Stated:
    """A relation as one clause states it; the range is into the normalized text."""

    subject: Key
    predicate: str
    object: Key
    start: int
    end: int
    rule: str


def read_actions(scene: Scene) -> Iterator[Stated]:
    """Every relation that the sentences of the body state, in order."""
    for sentence in scene.layout.sentences:
        if scene.layout.blocks[sentence.block].kind == "furniture":
            continue
        clauses = scene.clauses(sentence)
        if not any(clause.items for clause in clauses):
            continue  # nothing is named that could be acted on
        for index, clause in enumerate(clauses):
            for rule in (_undertakings, _issued, _established, _endorsed, _joint, _targets, _covered):
                for stated in rule(scene, sentence, clauses, index, clause):
                    if stated.subject != stated.object:
                        yield stated


def _who(scene: Scene, clause: Clause) -> list[Key]:
    """The bodies that act in a clause."""
    if clause.subjects:
        return [s.key for s in clause.subjects]
    return [scene.own] if scene.own else []


def _state(
    subjects: list[Key], predicate: str, items: list[Item] | tuple[Item, ...], clause: Clause, rule: str
) -> Iterator[Stated]:
    for subject in subjects:
        for item in items:
            start, end = clause.start, clause.end
            if end - start > _REACH:
                start, end = max(start, item.start - 40), min(end, item.end + 20)
            yield Stated(subject, predicate, item.key, start, end, rule)


def _of(items: tuple[Item, ...], kind: str) -> tuple[Item, ...]:
    return tuple(i for i in items if i.key.kind == kind)


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    matches = list(pattern.finditer(text, start, end))
    return matches[-1] if matches else None


def _undertakings(
    scene: Scene, sentence: Sentence, clauses: tuple[Clause, ...], index: int, clause: Clause
) -> Iterator[Stated]:
    """What is done: the subject establishes it (成立, 开设, 建成) or carries it out."""
    del sentence
    text = scene.layout.text
    subjects = _who(scene, clause)
    passive = scene.rules.passive.search(text, clause.start, clause.end)
    for item in _of(clause.items, "initiative"):
        owner = next((i for i in clause.items if i.key.kind == "organization" and i.end == item.start), None)
        if owner is not None and owner.key != scene.own:
            yield from _state([owner.key], "carriesOut", [item], clause, "owner-of-name")
            continue
        if (
            clause.subjects
            and scene.own not in {s.key for s in clause.subjects}
            and not _last(_DOING, text, clause.subjects[-1].end, item.start)
            and not _last(scene.rules.establish, text, clause.subjects[-1].end, item.start)
        ):
            continue  # 省妇联对“…”予以表扬: named, not done
        if passive and clause.items and item.start < passive.start():
            subjects_here = [scene.own] if scene.own else []
        else:
            subjects_here = subjects
        verb = _last(scene.rules.establish, text, clause.start, item.start)
        other = _last(_CARRY, text, clause.start, item.start)
        founded = verb is not None and (other is None or other.end() <= verb.end()) and item.start - verb.end() <= 30
        if founded and _listed_from(scene, verb, item, clause):
            yield from _state(subjects_here, "establishes", [item], clause, "verb-establishes")
        else:
            yield from _state(subjects_here, "carriesOut", [item], clause, "verb-carries-out")
    del clauses, index


_DOING = re.compile(
    "牵头|发起|策划|把|将|开展|组织|举办|打造|推进|推行|实施|深化|创新|探索|践行|启动|做强|擦亮|培育|承办|参与|成立|建立|设立|建成|搭建|构建|创办|创建|开设|推出|联合"
)
_CARRY = re.compile(
    "开展|组织|举办|打造|推进|推行|推广|实施|深化|创新|探索|践行|启动|做强|擦亮|培育|坚持|完善|健全|承办|参与|落实|依托|运用|利用|通过|围绕"
)


def _listed_from(scene: Scene, verb: re.Match[str] | None, item: Item, clause: Clause) -> bool:
    """Whether an item follows its verb directly or in a list of like items."""
    if verb is None:
        return False
    between = scene.layout.text[verb.end() : item.start]
    return not re.search(r"[。；：]", between) and (
        len(between) <= 14 or bool(scene.between(verb.end(), item.start)) or clause.end - clause.start < 60
    )


def _issued(
    scene: Scene, sentence: Sentence, clauses: tuple[Clause, ...], index: int, clause: Clause
) -> Iterator[Stated]:
    """Titled texts that the subject writes, adopts or hands in; a body right before a title owns it."""
    text, rules = scene.layout.text, scene.rules
    titles = list(_of(clause.items, "document"))
    done: set[int] = set()
    for title in titles:
        if title.start in done:
            continue
        group = scene.group(title, tuple(titles))
        done |= {t.start for t in group}
        owner = next((i for i in _of(clause.items, "organization") if i.end == title.start), None)
        verb = _last(rules.issue, text, clause.start, title.start)
        refer = _last(rules.refer, text, clause.start, title.start)
        endorse = _last(rules.endorse, text, clause.start, title.start)
        near = max((m for m in (verb, refer, endorse) if m), key=lambda m: (m.end(), m.end() - m.start()), default=None)
        if owner is not None:
            yield from _state([owner.key], "issues", group, clause, "owner-of-title")
            continue
        if near is None or (near is endorse and near is not verb):
            behind = group[-1].end
            if near is None and rules.paper_or.match(text, behind) and scene.own and not clause.subjects:
                yield from _state([scene.own], "issues", group, clause, "own-papers")
            continue
        if near is refer and near is not verb and not (verb and verb.end() == refer.end()):
            continue
        if "推动" in text[max(clause.start, near.start() - 10) : near.start()]:
            continue
        between = text[near.end() : title.start]
        if len(between) > 24 and not scene.between(near.end(), title.start):
            continue
        yield from _state(_who(scene, clause), "issues", group, clause, "verb-issues")
    del sentence, clauses, index


def _established(
    scene: Scene, sentence: Sentence, clauses: tuple[Clause, ...], index: int, clause: Clause
) -> Iterator[Stated]:
    """Bodies that the subject founds: 成立…专班."""
    text, acting = scene.layout.text, frozenset(clause.subjects)
    for item in _of(clause.items, "organization"):
        if item in acting or item.category in ("cppcc", "government", "congress", "media"):
            continue
        verb = _last(scene.rules.establish, text, clause.start, item.start)
        if verb is None:
            continue
        between = text[verb.end() : item.start]
        listed = list(scene.between(verb.end(), item.start))
        if (
            len(between) <= 6
            or (listed and text[listed[-1].end : item.start] in ("、", "和", "与", "及"))
            or re.fullmatch(r".{0,10}[、和]", between)
        ):
            subjects = _who(scene, clause)
            yield from _state(subjects, "establishes", [item], clause, "verb-establishes")
    del sentence, clauses, index


def _endorsed(
    scene: Scene, sentence: Sentence, clauses: tuple[Clause, ...], index: int, clause: Clause
) -> Iterator[Stated]:
    """Praise, instructions, awards, adoption: from a giver to what the sentence speaks of."""
    text, rules = scene.layout.text, scene.rules
    praise = _last(rules.endorse, text, clause.start, clause.end)
    if praise is None or scene.own is None:
        return
    bodies = _of(clause.items, "organization")
    passive = next(
        (
            m
            for m in rules.passive.finditer(text, clause.start, clause.end)
            if any(0 <= b.start - m.end() <= 8 for b in bodies)
        ),
        None,
    )
    if passive is not None:
        first = next(b for b in bodies if 0 <= b.start - passive.end() <= 8)
        givers = [g for g in scene.group(first, bodies) if g.key != scene.own]
        if not rules.endorse.search(text, first.end, clause.end):
            return
        honoured = [s.key for s in clause.subjects if s.key != scene.own and not s.superior]
        if honoured and not clause.explicit and _HONOUR.search(text, first.end, clause.end):
            objects = honoured  # 甲法庭创设“…”，被省法院命名为先进集体: the court, not what it set up
        else:
            objects = _spoken_of(scene, sentence, clauses, index, passive.start())
        for giver in givers:
            for target in objects:
                yield Stated(
                    giver.key, "endorses", target, clause.start, min(clause.end, clause.start + 120), "passive-endorses"
                )
        return
    others = [s for s in clause.subjects if s.key != scene.own and s.category not in ("media",)]
    carried = bool(index) and clauses[index - 1].subjects == clause.subjects and praise.start() - clause.start <= 6
    if others and (clause.explicit or carried):
        if re.search(r"精神|要求|部署|会议", text[others[-1].end : praise.start()]) and clause.explicit:
            return
        behind = [
            i
            for i in clause.items
            if i.start >= praise.end()
            and i not in clause.subjects
            and i.key.kind in ("organization", "initiative", "document")
        ]
        if behind and (behind[0].start - praise.end() > 8 or rules.endorse.match(text, behind[0].end)):
            behind = []
        between = [
            i
            for i in clause.items
            if i.start >= others[-1].end
            and i.end <= praise.start()
            and i.key.kind in ("organization", "initiative", "document")
        ]
        if behind:
            objects = [i.key for i in scene.group(behind[0], tuple(behind))]
        elif between:
            objects = [between[-1].key]
        else:
            objects = _spoken_of(scene, sentence, clauses, index, clause.start)
        for giver in others:
            for target in objects:
                if target != giver.key and (target != scene.own or giver.superior or behind):
                    yield Stated(
                        giver.key,
                        "endorses",
                        target,
                        clause.start,
                        min(clause.end, clause.start + 120),
                        "active-endorses",
                    )
    elif not others:
        yield from _own_praise(scene, clause)


_HONOUR = re.compile(
    r"(?:授予|命名|评为|评定为|记)[^，。；]{0,16}(?:集体|单位|先进|一等功|二等功|三等功|先锋号|示范岗|奖)"
)


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
        towards = [i for i in honoured if i.end == praise.start() and text[i.start - 1] in "向为"]
        yield from _state([scene.own], "endorses", (behind or towards)[:1], clause, "own-endorses")
        return


def _spoken_of(scene: Scene, sentence: Sentence, clauses: tuple[Clause, ...], index: int, until: int) -> list[Key]:
    """What a sentence has spoken of before a place: its last titles, undertakings or bodies; else the undertaking of the heading; else the own body."""
    for clause in reversed(clauses[: index + 1]):
        before = tuple(i for i in clause.items if i.end <= until)
        for kind in ("document", "initiative"):
            found = _of(before, kind)
            if found:
                return [i.key for i in scene.group_before(found[-1], found)]
        units = [
            i for i in _of(before, "organization") if i.key != scene.own and i in clause.subjects and not i.superior
        ]
        if units:
            return [i.key for i in units]
    if _TAKEN_UP.search(scene.layout.text, clauses[index].start, clauses[index].end):
        block = scene.layout.blocks[sentence.block]
        earlier = tuple(
            i for i in scene.between(block.start, sentence.start) if i.key.kind in ("document", "initiative")
        )
        if earlier:
            return [i.key for i in scene.group_before(earlier[-1], earlier)]
    heading = heading_initiative(scene, sentence)
    if heading:
        return [heading]
    return [scene.own] if scene.own else []


_TAKEN_UP = re.compile(
    r"建议案|[把将对]它|这一(?:报告|建议|提案|做法|经验|品牌|机制)|(?:该|此|其)(?:报告|提案|建议|项|做法|专报)|上述|对此"
)


def heading_initiative(scene: Scene, sentence: Sentence) -> Key | None:
    """The undertaking that the nearest heading above a sentence names."""
    for index in reversed(scene.layout.blocks[sentence.block].section):
        block = scene.layout.blocks[index]
        named = _of(scene.between(block.start, block.end), "initiative")
        if named:
            return named[0].key
    return None


def _joint(
    scene: Scene, sentence: Sentence, clauses: tuple[Clause, ...], index: int, clause: Clause
) -> Iterator[Stated]:
    """Bodies that act together: 联合乙, 与乙联合, 甲与乙合作."""
    text, rules = scene.layout.text, scene.rules
    bodies = _of(clause.items, "organization")
    for item in bodies:
        joint = rules.joint.search(text, max(clause.start, item.start - 4), item.start)
        beside = None if joint else rules.with_.search(text, max(clause.start, item.start - 2), item.start)
        if not joint and not beside:
            continue
        if beside:
            rest_end = clauses[index + 1].end if index + 1 < len(clauses) and clause.end - item.end < 6 else clause.end
            if not rules.together.search(text, item.end, rest_end):
                continue
        group = scene.group(item, bodies)
        if beside and item.category == "community" and _PAIRED.match(text, item.end):
            continue  # 与甲村结对 helps it
        before = [b for b in bodies if beside and b.end == beside.start()]
        subjects = [b.key for b in before] or [k for k in _who(scene, clause) if k not in {g.key for g in group}]
        if text[group[-1].end : group[-1].end + 1] == "的":
            continue
        for subject in subjects:
            for other in group:
                if other.key != subject:
                    yield Stated(
                        subject,
                        "cooperatesWith",
                        other.key,
                        clause.start,
                        min(clause.end, clause.start + 120),
                        "joint-action",
                    )
    del sentence


_GAINED = re.compile(r"(?:[^，。；]{0,6})(?:引进|争取|协调|捐|筹|援建|落实|解决|修建)")
_PAIRED = re.compile(r"[^，。；]{0,4}(?:结对|结成对子|挂钩)")
_ABBREVIATED = re.compile(r"莅(?:临)?([\u4e00-\u9fff])(?=调研|考察|视察|指导|检查|督导)")
_OWN_PLACE = re.compile(
    r"(?:来|到|赴|莅临|莅|走进)我?[省市区县州盟旗](?=调研|考察|视察|指导|检查|督导|交流|学习|观摩|参观|走访)"
)
_BARE_BODY = re.compile(r"(?:到|莅临|来|走进|深入)(?:我)?[省市区县州旗]?(政协|人大)(?:机关)?")


def _targets(
    scene: Scene, sentence: Sentence, clauses: tuple[Clause, ...], index: int, clause: Clause
) -> Iterator[Stated]:
    """Whom or where an act is directed to: 走访乙, 赴丙地考察, 向丁推荐."""
    text, rules, acting = scene.layout.text, scene.rules, frozenset(clause.subjects)
    aims = tuple(
        i for i in clause.items if i.key.kind in ("organization", "place") and i not in acting and i.category != "media"
    )
    done: set[int] = set()
    for item in aims:
        if item.start in done:
            continue
        before = text[max(clause.start, item.start - 8) : item.start].rstrip("了过好")
        direct = rules.target.search(before)
        near = rules.towards.search(before)
        handed = (before.endswith("向") and rules.handed.search(text, item.end, clause.end)) or (
            before.endswith("为") and _GAINED.match(text, item.end)
        )
        paired = (
            (item.category == "community" or item.key.kind == "place")
            and before[-1:] in ("与", "和", "同")
            and _PAIRED.match(text, item.end)
        )
        handed = handed or paired
        purpose_end = clauses[index + 1].end if index + 1 < len(clauses) else clause.end
        if item.key.kind == "place":
            goes = (direct and direct[0].endswith(("赴", "前往", "莅临", "莅", "帮扶", "支援", "深入"))) or (
                near and near[0] in ("到", "至", "去", "来")
            )
            helped = direct and direct[0].endswith(("走访", "帮扶", "支援", "慰问"))
            if not handed and not helped and not (goes and rules.purpose.search(text, item.end, purpose_end)):
                continue
        elif not (direct or handed or (near and near[0] == "到" and rules.purpose.search(text, item.end, clause.end))):
            continue
        group = scene.group(item, aims)
        done |= {i.start for i in group}
        subjects = [k for k in _who(scene, clause) if k not in {g.key for g in group}]
        for subject in subjects:
            for aim in group:
                yield Stated(
                    subject, "targets", aim.key, clause.start, min(clause.end, clause.start + 120), "directed-act"
                )
    if clause.subjects and scene.own and scene.own not in {s.key for s in clause.subjects}:
        m = _BARE_BODY.search(text, clause.start, clause.end)
        if m and rules.purpose.search(text, m.end(), clause.end):
            for giver in clause.subjects:
                yield Stated(giver.key, "targets", scene.own, clause.start, clause.end, "visit-to-own-body")
        if (
            _ABBREVIATED.search(text, clause.start, clause.end) or _OWN_PLACE.search(text, clause.start, clause.end)
        ) and scene.own_place is not None:
            for giver in clause.subjects:
                yield Stated(giver.key, "targets", scene.own_place, clause.start, clause.end, "visit-to-own-place")
    del sentence


def _covered(
    scene: Scene, sentence: Sentence, clauses: tuple[Clause, ...], index: int, clause: Clause
) -> Iterator[Stated]:
    """Media that publish or report; the verb may stand in the next clause."""
    if scene.own is None or scene.layout.blocks[sentence.block].kind not in ("paragraph", "heading"):
        return
    media = [i for i in _of(clause.items, "organization") if i.category == "media"]
    if not media:
        return
    end = clauses[index + 1].end if index + 1 < len(clauses) else clause.end
    if scene.rules.covered.search(scene.layout.text, clause.start, end):
        yield from _state(
            [
                s.key
                for s in clause.subjects
                if not s.superior and (clause.explicit or not s.key.stem.startswith(scene.own.stem))
            ]
            or [scene.own],
            "coveredBy",
            media,
            clause,
            "media-coverage",
        )
