"""What every rule of relations needs: a relation as a clause states it, and who acts there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from kg.model import EntityKind, Key
from kg.relate.scene import Clause, Item, Scene
from kg.text.layout import Sentence

_REACH = 90  # a clause longer than this is shown from the verb to the object, not whole
_SHOWN = 120  # the most that a clause without a named object shows


class Stated(Struct, frozen=True, order=True, gc=False):
    """A relation as one clause states it; the range is into the normalized text."""

    subject: Key
    predicate: str
    object: Key
    start: int
    end: int
    rule: str


def who(scene: Scene, clause: Clause) -> list[Key]:
    """The bodies that act in a clause."""
    if clause.subjects:
        return [s.key for s in clause.subjects]
    return [scene.own] if scene.own else []


def state(
    subjects: Iterable[Key], predicate: str, items: Iterable[Item], clause: Clause, rule: str
) -> Iterator[Stated]:
    """A relation of each subject to each item, shown by the clause or by the part of it around the item."""
    items = tuple(items)
    for subject in subjects:
        for item in items:
            start, end = clause.start, clause.end
            if end - start > _REACH:
                start, end = max(start, item.start - 40), min(end, item.end + 20)
            yield Stated(subject, predicate, item.key, start, end, rule)


def state_keys(
    subjects: Iterable[Key], predicate: str, objects: Iterable[Key], clause: Clause, rule: str
) -> Iterator[Stated]:
    """A relation of each subject to each object, shown by the clause."""
    objects = tuple(objects)
    for subject in subjects:
        for target in objects:
            yield Stated(subject, predicate, target, clause.start, min(clause.end, clause.start + _SHOWN), rule)


def of_kind(items: tuple[Item, ...], *kinds: EntityKind) -> tuple[Item, ...]:
    """The items of some kinds of entities, in order."""
    if not items:
        return ()
    if len(kinds) == 1:
        kind = kinds[0]
        return tuple([i for i in items if i.key.kind == kind])
    return tuple([i for i in items if i.key.kind in kinds])


def last_match(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """The last place in a range where a pattern fits."""
    found = None
    for found in pattern.finditer(text, start, end):  # noqa: B007
        pass
    return found


def heading_initiative(scene: Scene, sentence: Sentence) -> Key | None:
    """The undertaking that the nearest heading above a sentence names."""
    for index in reversed(scene.layout.blocks[sentence.block].section):
        block = scene.layout.blocks[index]
        named = scene.undertakings_between(block.start, block.end)
        if named and not _TELLS.search(scene.layout.text, named[0].end, block.end):
            return named[0].key
    return None


_TELLS = re.compile(
    r"：[^\n]*(?:[了过被获]|通过|完成|建成|开展|举办|召开|组织|参加|由|向|对|到|村|镇|街道|社区|局|委)|\d{2}"
)
"""Behind the name in a line that stands like a heading and yet tells something: 甲活动：乙村通过验收."""
