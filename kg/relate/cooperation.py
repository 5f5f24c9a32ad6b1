"""Bodies that act together: 联合乙, 与乙联合, 甲与乙合作, 甲、乙共同举办, 甲牵头，乙配合."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Key
from kg.relate.doers import helpers
from kg.relate.scene import Clause, Item, Scene
from kg.relate.stating import Stated, of_kind, state_keys, who
from kg.text.layout import Sentence

PAIRED = re.compile(r"[^，。；]{0,4}(?:结对|结成对子|挂钩)")
"""Behind a village: with it a body pairs to help it."""
_LASTING = re.compile(
    r"[^，。；]{0,6}(?:建立|签订|签署|缔结|构建|完善)[^，。；]{0,24}(?:机制|制度|关系|联盟|渠道|协议|备忘录)"
)
"""Behind two bodies joined by 和: what they set up between them."""
_LEADING = re.compile(r"[^，。；]{0,6}牵头")


def joint(
    scene: Scene, sentence: Sentence, clauses: tuple[Clause, ...], index: int, clause: Clause
) -> Iterator[Stated]:
    """Bodies that act together, as a clause or it and the next one state it."""
    del sentence
    text = scene.layout.text
    bodies = of_kind(clause.items, "organization")
    for item in bodies:
        for subjects, group in (_beside(scene, clauses, index, bodies, item), _listed(scene, clause, bodies, item)):
            others = [b.key for b in group]
            for subject in subjects:
                yield from state_keys(
                    [subject], "cooperatesWith", [k for k in others if k != subject], clause, "joint-action"
                )
        if _WITH_US.match(text, item.end, clause.end) and scene.own:
            partners = [b.key for b in scene.group_before(item, bodies) if b.key != scene.own]
            yield from state_keys(partners, "cooperatesWith", [scene.own], clause, "joint-action")
    yield from _led(scene, clauses, index)


def _beside(
    scene: Scene, clauses: tuple[Clause, ...], index: int, bodies: tuple[Item, ...], item: Item
) -> tuple[list[Key], tuple[Item, ...]]:
    """Who acts with the bodies behind 联合 or 与, and those."""
    text, rules, clause = scene.layout.text, scene.rules, clauses[index]
    start = item.start - (text[item.start - 1] == "《")
    by_verb = rules.joint.search(text, max(clause.start, start - 4), start)
    beside = None if by_verb else rules.with_.search(text, max(clause.start, start - 2), start)
    if not by_verb and not beside:
        return [], ()
    if beside:
        rest_end = clauses[index + 1].end if index + 1 < len(clauses) and clause.end - item.end < 6 else clause.end
        if not rules.together.search(text, item.end, rest_end) and not _LASTING.match(text, item.end, rest_end):
            return [], ()
    group = scene.group(item, bodies)
    if beside and item.category == "community" and PAIRED.match(text, item.end):
        return [], ()  # 与甲村结对 helps it
    if text[group[-1].end : group[-1].end + 1] == "的":
        return [], ()
    if beside:
        before = [b for b in bodies if b.end == beside.start() or _AND_OTHERS.fullmatch(text, b.end, beside.start())]
        if before:
            return [_hub(scene, scene.group_before(before[-1], bodies))], group
    led = _leader(scene, clauses[index - 1]) if index else None
    acting = [led] if led and not clause.explicit else who(scene, clause)
    return [k for k in acting if k not in {g.key for g in group}], group


_AND_OTHERS = re.compile(r"等[^，。；]{0,8}")


def _listed(scene: Scene, clause: Clause, bodies: tuple[Item, ...], item: Item) -> tuple[list[Key], tuple[Item, ...]]:
    """The hub of a list of bodies that do something together, and the list: 甲、乙、丙共同举办."""
    text = scene.layout.text
    group = scene.group(item, bodies)
    if len(group) < 2 or scene.group_before(item, bodies)[0] != item:
        return [], ()
    start = item.start
    if scene.rules.joint.search(text, max(clause.start, start - 4), start) or scene.rules.with_.search(
        text, max(clause.start, start - 2), start
    ):
        return [], ()
    if group[-1].category == "community" and PAIRED.match(text, group[-1].end):
        return [], ()
    if not _TOGETHER.match(text, group[-1].end, clause.end):
        return [], ()
    return [_hub(scene, group)], group


_TOGETHER = re.compile(
    r"(?:等[^，。；与和同跟]{0,8})?[^，。；的与和同跟《》“”]{0,4}?(?:联合|共同|携手|一起|一道|一同|合力|联手|联名|合办|共办|联办|合编|合建|共建|合作(?![社制])|协作|协同|会签|签约|签订|签署|结对|互派|联动|会商|牵手)"
)


_WITH_US = re.compile(
    r"(?:等[^，。；]{0,8})?[与和同跟](?:我|本)[院会校局委厅社镇乡街处所司团][^，。；]{0,6}?(?:合|共|联|签|携手|结)"
)
"""Behind bodies: that they act with the body whose report it is."""


def _hub(scene: Scene, group: tuple[Item, ...]) -> Key:
    """The body of a list with which the others act: the own one, else the first."""
    return next((b.key for b in group if b.key == scene.own), group[0].key)


def _leader(scene: Scene, clause: Clause) -> Key | None:
    """The body that a clause says to lead: 由甲牵头."""
    bodies = of_kind(clause.items, "organization")
    return next((b.key for b in bodies if _LEADING.match(scene.layout.text, b.end, clause.end)), None)


def _led(scene: Scene, clauses: tuple[Clause, ...], index: int) -> Iterator[Stated]:
    """The body that leads, with those of the next clause that help it: 甲牵头，乙、丙配合."""
    lead = _leader(scene, clauses[index])
    if lead is None:
        return
    for other in helpers(scene, clauses, index):
        yield from state_keys([lead], "cooperatesWith", [other.key], clauses[index + 1], "led-by-one")
