"""What a sentence names, and who acts in each of its clauses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from kg.model import Key
from kg.rules.relations import RelationRules
from kg.text.layout import Layout, Sentence

_ORGANS = frozenset(("常委会", "常务委员会", "机关", "主席会议", "主任会议", "专委会", "领导班子"))
_SESSION = re.compile(
    r"(?:第?[一二三四五六七八九十]+次)?(?:全体)?(?:\(扩大\))?(?:会议|全会|大会)(?:期间|以来|上|后|精神)?"
)
_SELF = re.compile(r"我们")
_MEMBERS = re.compile(r"的(?:政协)?(?:委员|代表)")
"""Persons of a body who act as members of an assembly, not for it: 县医院的委员."""
_KIND = re.compile(
    r"(?:政协|人大常委会|人大|法院|检察院|总工会|妇联|红十字会|工商联|科协|文联|残联|公司|集团|学院|大学|学校|医院)$"
)
"""What a report calls its own body where no name tells which one: 政协机关, 学院各处."""
THAT_BODY = re.compile(
    r"该(?:街道|社区|公司|企业|集团|支部|单位|协会|商会|团队|法庭|中心|[会院校局委镇乡县市区村所站])(?![议员长])"
)
"""A body taken up by what it is."""
_THAT_KIND = {
    "校": ("school",),
    "局": ("department",),
    "公司": ("enterprise",),
    "企业": ("enterprise",),
    "集团": ("enterprise",),
    "村": ("community",),
    "社区": ("community",),
    "镇": ("community", "government"),
    "街道": ("community",),
}
"""Kinds of bodies that a word takes up."""
_WAY = re.compile(r"的[^，。；]{0,4}(?:办法|做法|探索|实践|经验|创举|尝试|路子|法宝)")
"""Behind a body of which the sentence goes on to tell: 甲的做法又不一样."""
_LABEL = re.compile(r"[\u4e00-\u9fff、·]{1,12} ")
"""What an item of a list is about, set apart by a blank: 献血 市血站采血3万人次."""
_UNKNOWN = re.compile(r"、[^，。；：、“”《》的与和在向由被对\d]{2,8}[局委会院所庭中心办站校部队司社厂馆]、")
"""A body that no list has between two that are known: 司法所、派驻法庭、派出所."""
_APART = 60
"""Characters between two members of a list at most: no list is sought in all that a clause names."""
_MOST = 100
"""Members of a list at most, so that a name without end costs no time."""
_JOINTS = frozenset(("、", "和", "与", "及", "以及", ""))


class Item(Struct, frozen=True, order=True, gc=False):
    """A linked mention in the normalized text."""

    start: int
    end: int
    key: Key
    category: str = ""
    """Notation of its kind."""
    verb: str = ""
    """Of an undertaking: the verb of doing before its name."""
    base: Key | None = None
    """Of a unit: the body that it is named with."""
    superior: bool = False
    """Whether it is a body of the report's own level or above, and not a part of the own body."""


class Clause(Struct, frozen=True, gc=False):
    """A clause with what it names and who acts in it."""

    start: int
    end: int
    items: tuple[Item, ...]
    subjects: tuple[Item, ...] = ()
    """The bodies that act; empty: the report's own body, unnamed."""
    explicit: bool = False
    """Whether the subject stands in this very clause."""


@dataclass(frozen=True)
class Scene:
    """A report's linked mentions, ready for the rules of relations and figures."""

    layout: Layout
    own: Key | None
    items: tuple[Item, ...]
    rules: RelationRules
    own_place: Key | None = None
    """The division of the own body."""
    own_category: str = ""
    """Notation of the kind of the own body."""

    @cached_property
    def _starts(self) -> list[int]:
        return [item.start for item in self.items]

    def between(self, start: int, end: int) -> tuple[Item, ...]:
        """The mentions that begin in a range."""
        return _beginning(self.items, self._starts, start, end)

    @cached_property
    def undertakings(self) -> tuple[Item, ...]:
        """The mentions of undertakings, in order."""
        return tuple([item for item in self.items if item.key.kind == "initiative"])

    @cached_property
    def _undertaking_starts(self) -> list[int]:
        return [item.start for item in self.undertakings]

    def undertakings_between(self, start: int, end: int) -> tuple[Item, ...]:
        """The mentions of undertakings that begin in a range."""
        return _beginning(self.undertakings, self._undertaking_starts, start, end)

    @cached_property
    def _clauses(self) -> dict[tuple[int, int], tuple[Clause, ...]]:
        return {}

    def clauses(self, sentence: Sentence) -> tuple[Clause, ...]:
        """The clauses of a sentence; a subject holds until the next one is named."""
        known = self._clauses.get((sentence.start, sentence.end))
        if known is None:
            known = self._clauses[sentence.start, sentence.end] = tuple(self._read(sentence))
        return known

    def _read(self, sentence: Sentence) -> Iterator[Clause]:
        subjects: tuple[Item, ...] = ()
        for start, end in sentence.clauses:
            items = self.between(start, end)
            found = self._subject(start, end, items) or self._that(sentence, start, end, subjects)
            if found:
                subjects = tuple([replace(s, key=self.whole(s.key)) for s in found])
            elif subjects and self._itself(start, end):
                subjects = ()
            yield Clause(start, end, items, subjects, bool(found))

    def _that(self, sentence: Sentence, start: int, end: int, subjects: tuple[Item, ...]) -> tuple[Item, ...]:
        """The body that a clause takes up by what it is: 该会报送….  It is the last one that acted in the paragraph."""
        text = self.layout.text
        if text.find("该", start, end) < 0:
            return ()
        lead = self.rules.lead.match(text, start, end)
        that = THAT_BODY.match(text, lead.end(), end) if lead else None
        if that is None:
            return ()
        acting = subjects or self.last_actors(sentence)
        fitting = _THAT_KIND.get(that[0][1:])
        if fitting is None or any(item.category in fitting for item in acting):
            return acting
        block = self.layout.blocks[sentence.block]
        named = [i for i in self.between(block.start, start) if i.category in fitting]
        return (named[-1],) if named else acting

    def last_actors(self, sentence: Sentence) -> tuple[Item, ...]:
        """The bodies that acted last in the paragraph before a sentence."""
        sentences = self.layout.sentences
        at = bisect_left(sentences, sentence.start, key=lambda s: s.start) - 1
        while at >= 0 and sentences[at].block == sentence.block:
            acting = next((c.subjects for c in reversed(self.clauses(sentences[at])) if c.subjects), ())
            if acting:
                return acting
            at -= 1
        return ()

    @cached_property
    def _kind(self) -> re.Match[str] | None:
        return _KIND.search(self.own.stem) if self.own else None

    def _itself(self, start: int, end: int) -> bool:
        """Whether a clause begins with a word for the report's own body: 我院, 本会, 我们."""
        text = self.layout.text
        lead = self.rules.lead.match(text, start, end)
        if lead is None:
            return False
        kind = self._kind
        return _SELF.match(text, lead.end(), end) is not None or (
            kind is not None and text.startswith(kind[0], lead.end())
        )

    def whole(self, key: Key) -> Key:
        """The own body for one of its organs (常委会, 机关), which stands for the whole; any other key as it is."""
        own = self.own
        if own is None or key == own or not key.stem.startswith(own.stem):
            return key
        return own if key.stem[len(own.stem) :] in _ORGANS else key

    def _subject(self, start: int, end: int, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """The bodies named at the head of a clause, before its verb."""
        bodies = [i for i in items if i.key.kind == "organization"] if items else items
        if not bodies:
            return ()
        text, first = self.layout.text, bodies[0]
        if self._in_name(first, items):
            return ()
        lead = self.rules.lead.match(text, start, first.start)
        if lead is None or not (lead.end() == first.start or _LABEL.fullmatch(text, lead.end(), first.start)):
            return ()
        group = _without_bases(self.group(first, tuple(bodies)))
        last = group[-1]
        person = self.rules.person.match(text, last.end, end)
        at = person.end() if person else last.end
        if first.category == "media" and not (self.rules.doing.match(text, at) or self.rules.establish.match(text, at)):
            return ()
        if _SESSION.match(text, at) or (text[first.start - 1 : first.start] == "由" and "牵头" in text[at : at + 4]):
            return ()
        if text[last.end : last.end + 1] == "等" and text[last.end + 1 : last.end + 2].isdigit():
            return ()  # 甲酒业等22个项目
        if person and _MEMBERS.fullmatch(person[0]):
            return ()
        if text[at : at + 1] == "的" and _WAY.match(text, at):
            return group
        if text[at : at + 1] == "：" and at + 1 == end and self._begins_line(start):
            return group  # 乙区政协：议事18件
        if text[at : at + 1] in ("的", "，", "。", "；", "：", "", "—", "》", "”", "《"):
            return ()
        return group

    def _begins_line(self, at: int) -> bool:
        """Whether a place is the beginning of a line."""
        return not at or self.layout.text[at - 1] == "\n"

    @staticmethod
    def _in_name(body: Item, items: tuple[Item, ...]) -> bool:
        """Whether a body stands at the beginning of the name of an undertaking: 甲镇茶园工作室."""
        return any(i.key.kind == "initiative" and i.start <= body.start and body.end < i.end for i in items)

    def group(self, first: Item, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """An item with those that follow it in a list (甲、乙和丙)."""
        text = self.layout.text
        found = [first]
        for item in items:
            if item.start > found[-1].end + _APART or len(found) == _MOST:
                break
            if item.start >= found[-1].end and (
                text[found[-1].end : item.start] in _JOINTS or _UNKNOWN.fullmatch(text, found[-1].end, item.start)
            ):
                found.append(item)
        return tuple(found)

    def group_before(self, last: Item, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """An item with those before it in the same list."""
        text = self.layout.text
        found = [last]
        for item in reversed(items):
            if item.end < found[0].start - _APART or len(found) == _MOST:
                break
            if item.end <= found[0].start and text[item.end : found[0].start] in _JOINTS:
                found.insert(0, item)
        return tuple(found)


def _beginning(items: tuple[Item, ...], starts: list[int], start: int, end: int) -> tuple[Item, ...]:
    """The items that begin in a range; mostly none, which one look tells."""
    first = bisect_left(starts, start)
    if first == len(starts) or starts[first] >= end:
        return ()
    return items[first : bisect_left(starts, end, first)]


def _without_bases(group: tuple[Item, ...]) -> tuple[Item, ...]:
    """A group without the bodies that only say whose the unit right behind them is: 学院驻甲村工作队."""
    return tuple(
        item
        for item, behind in zip(group, (*group[1:], None), strict=True)
        if behind is None or behind.start != item.end or not behind.key.stem.startswith(item.key.stem)
    )
