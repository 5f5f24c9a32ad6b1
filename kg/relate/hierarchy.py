"""What is part of what, as names and structure state it: units with their body, undertakings under a topic."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from kg.model import Key
from kg.relate.scene import Item, Scene
from kg.relate.stating import Stated, heading_initiative
from kg.relate.survey import surveys
from kg.text.layout import Sentence

Topic = tuple[int, int, Key]
"""A range of the text and the undertaking that it was announced to be about."""
_UNITS = frozenset(("committee", "other", "court", "mass-organization", "cppcc", "congress", "school", "enterprise"))
"""Kinds of units whose naming states that they are parts; departments of a party or government are known, not stated."""


_APART = frozenset(("other", "enterprise", "school", "media"))
_INSTITUTES = ("医院", "研究所", "研究院", "研究中心", "培训中心", "学校", "电视台")
_RULING = ("政府", "市委", "县委", "区委", "省委", "州委", "旗委", "盟委", "地委", "党委")
"""Ends of the names of governments and party committees, whose departments are known to be parts."""
_OWN_WORD = re.compile(r"(?:我|本)[院会校局委镇乡]|学校|学院|集团(?:公司)?|公司|医院|所属|下属|直属")
"""What a report calls its own body before the name of a unit: 集团工会, 所属公交公司."""
_ASSEMBLIES = ("政协", "人大")
"""Ends of the names of bodies whose offices are parts of them as their committees are."""
_STAFF = ("办公室", "办公厅", "党组", "机关", "常委会")
"""Those that stand for the body itself."""
_BELONGS = frozenset(("下属", "所属", "直属", "下设", "下辖", "下设的", "下属的", "所属的"))
"""Words between a body and a part of it: 甲局下属乙馆."""
_SET_UP = re.compile(r"(?:下设|内设|设有|设立了?|成立了?|组成)[^。；]*$")


def _states_part(scene: Scene, item: Item, base: Key, named: frozenset[Key]) -> bool:
    """Whether a unit named with its body is stated to be a part of it.

    An institute, a hospital or a firm that only bears the name of a body not spoken of is one of its own.
    """
    apart = item.category in _APART or item.key.stem.endswith(_INSTITUTES)
    if apart and base not in named and not (scene.own and base.stem.startswith(scene.own.stem)):
        return False
    if item.category in _UNITS:
        return True
    if base.stem.endswith(_ASSEMBLIES):
        return not item.key.stem.endswith(_STAFF)
    return not base.stem.endswith(_RULING)


def read_hierarchy(scene: Scene, topics: list[Topic]) -> Iterator[Stated]:
    """Sub-organizations named with their body, and undertakings below a heading or topic sentence that names one."""
    own_ends = {i.end for i in scene.items if i.key == scene.own}
    named_bodies = frozenset(i.key for i in scene.items if i.key.kind == "organization")
    for item in scene.items:
        if item.key.kind == "organization" and item.base is not None and item.base != item.key:
            if _states_part(scene, item, item.base, named_bodies):
                yield Stated(item.key, "subOrganizationOf", item.base, item.start, item.end, "unit-in-name")
        elif scene.own and item.key != scene.own and item.key.stem.startswith(scene.own.stem):
            text = scene.layout.text
            if item.category == "committee" and _SET_UP.search(text[max(0, item.start - 40) : item.start]):
                yield Stated(item.key, "subOrganizationOf", scene.own, item.start, item.end, "unit-set-up")
            elif (
                _OWN_WORD.match(text, item.start, item.end)
                or text[item.start - 2 : item.start] in _BELONGS
                or item.start in own_ends
            ):
                yield Stated(item.key, "subOrganizationOf", scene.own, item.start, item.end, "unit-of-own")
    yield from _counted(scene)
    yield from _among(scene)
    bodies = [item for item in scene.items if item.key.kind == "organization"]
    for whole, part in pairwise(bodies):
        if scene.layout.text[whole.end : part.start] in _BELONGS and whole.key != part.key:
            yield Stated(part.key, "subOrganizationOf", whole.key, whole.start, part.end, "part-stated")
    # A paragraph that begins with a work or a plan goes on to others beside it; a brand or a quoted name holds what follows.
    works = {
        i.key.stem for i in scene.items if i.category == "programme" and "“" not in scene.layout.text[i.start : i.end]
    }
    for sentence in scene.layout.sentences:
        if scene.layout.blocks[sentence.block].kind not in ("paragraph", "heading"):
            continue
        named = scene.undertakings_between(sentence.start, sentence.end)
        heading = heading_initiative(scene, sentence) if named else None
        for item in named:
            topic = topic_at(topics, item.start)
            over = topic if topic not in (None, item.key) else heading
            if over is not None and over != item.key and not (over == topic and over.stem in works):
                clause = next(
                    (c for c in sentence.clauses if c[0] <= item.start < c[1]), (sentence.start, sentence.end)
                )
                if _of_others(scene, sentence, item):
                    continue
                yield Stated(
                    item.key, "subInitiativeOf", over, clause[0], min(clause[1], clause[0] + 120), "below-topic"
                )


_COUNTED = re.compile(r"“?([两二三四五六七八九十]|[2-9])(?:大|个|项)(?P<head>[\u4e00-\u9fff]{2,6})”?")
_NUMBERS = {n: i + 2 for i, n in enumerate("二三四五六七八九十")} | {"两": 2}
_FAR = 1200
"""Characters within which a collective name is told one by one."""


def _counted(scene: Scene) -> Iterator[Stated]:
    """The undertakings of which a name with a number is told: 打好“三大攻坚战”…脱贫攻坚战…污染防治攻坚战."""
    text = scene.layout.text
    named = scene.undertakings
    for at, whole in enumerate(named):
        m = _COUNTED.fullmatch(text, whole.start, whole.end)
        if m is None:
            continue
        number = int(m[1]) if m[1].isdigit() else _NUMBERS[m[1]]
        parts: dict[Key, Item] = {}
        for item in named[at + 1 :]:
            if item.start - whole.end > _FAR:
                break
            if _COUNTED.fullmatch(text, item.start, item.end):
                continue
            if item.key != whole.key and text[item.start : item.end].strip("“”").endswith(m["head"]):
                parts.setdefault(item.key, item)
        if len(parts) == number:
            for item in parts.values():
                yield Stated(item.key, "subInitiativeOf", whole.key, item.start, item.end, "one-of-counted")


_AMONG = re.compile(r"(?:其中|其下|旗下)的?$")
_IS_PART = re.compile(r"(?:是|作为|系|属于)(?:我[市县区省]|全[市县区省])?$")
_PART_OF = re.compile(
    r"的(?:重要|核心|关键|有机|一个|子)*(?:内容|组成部分|组成|部分|子品牌|品牌|子项目|项目|环节|板块)"
)


def _among(scene: Scene) -> Iterator[Stated]:
    """An undertaking that is one of another named before: 推进甲工程，办好其中的乙项目; 乙项目是甲工程的组成部分."""
    text = scene.layout.text
    for sentence in scene.layout.sentences:
        named = scene.undertakings_between(sentence.start, sentence.end)
        for whole, part in pairwise(named):
            if _AMONG.search(text, whole.end, part.start):
                yield Stated(part.key, "subInitiativeOf", whole.key, part.start, part.end, "part-of-undertaking")
            elif _IS_PART.fullmatch(text, whole.end, part.start) and _PART_OF.match(text, part.end):
                yield Stated(whole.key, "subInitiativeOf", part.key, whole.start, part.end, "part-of-undertaking")


def _of_others(scene: Scene, sentence: Sentence, item: Item) -> bool:
    """Whether the clause of an undertaking names another body that does it, and no unit of the own one."""
    clause = next((c for c in scene.clauses(sentence) if c.start <= item.start < c.end), None)
    if clause is None or not clause.explicit or scene.own is None:
        return False
    return not any(s.key.stem.startswith(scene.own.stem) for s in clause.subjects)


_PREDICATE = 14
"""Characters that an announcement may say of its undertaking: “…”工程取得初步成效。"""


_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.、）]|（\d{1,2}）)")
"""Of an item of a list: it counts nothing."""
_DIGIT = re.compile(r"\d")


def announced_topics(scene: Scene) -> list[Topic]:
    """Ranges under an undertaking that a sentence announces and does no more: 做强“…”品牌。 The next announcement ends it.

    An announcement that is a paragraph of its own holds for those that follow, up to the next of its kind; where a
    report has no other, for the one paragraph behind it.
    """
    found: list[Topic] = []
    alone_at: list[int] = []
    open_at: tuple[int, Key, bool] | None = None
    item = False
    layout, surveyed = scene.layout, surveys(scene)
    last_block = -1
    for sentence in layout.sentences:
        block = layout.blocks[sentence.block]
        named = scene.undertakings_between(sentence.start, sentence.end)
        short = sentence.end - sentence.start <= 16
        counts = _DIGIT.search(layout.text, sentence.start, sentence.end)
        could = not counts and (bool(named) or "，" not in layout.text[sentence.start : sentence.end])
        names = short and (could or surveyed)
        whole = sentence.start == block.start and sentence.end >= block.end - 1 and sentence.end - sentence.start <= 60
        alone = whole and not counts
        if open_at and (
            (names and not open_at[2])
            or (sentence.block != last_block and (alone or not open_at[2] or block.kind == "heading"))
            or (open_at[2] and sentence.start == block.start and _ITEM.match(layout.text, sentence.start))
            or (not open_at[2] and _NEXT.match(layout.text, sentence.start, sentence.end) and (item or not named))
        ):
            found.append((open_at[0], sentence.start, open_at[1]))
            open_at = None
        if (
            len(named) == 1
            and block.kind == "paragraph"
            and named[0].verb not in _JOINED
            and (
                sentence.start == block.start
                or ((short or _is_item(layout.text, sentence)) and not (open_at and open_at[2]) and _goes_on(named[0]))
            )
            and _announces(scene, sentence, named[0], _PREDICATE if alone else 3)
        ):
            open_at = (sentence.end, named[0].key, alone)
            item = _is_item(layout.text, sentence)
            if alone:
                alone_at.append(sentence.end)
        last_block = sentence.block
    if open_at:
        found.append((open_at[0], len(layout.text), open_at[1]))
    if len(alone_at) != 1:
        return found
    return [(a, _next_paragraph(scene, a, b) if a == alone_at[0] else b, key) for a, b, key in found]


def _next_paragraph(scene: Scene, start: int, end: int) -> int:
    """Where the first paragraph of a range ends."""
    blocks = (b for b in scene.layout.blocks if b.start >= start and b.kind == "paragraph")
    return min(end, next((b.end for b in blocks), end))


_ITEM = re.compile(r"[一二三四五六七八九十]+(?:是|要|、)|（[一二三四五六七八九十]+）")
"""How the next of several items begins."""
_NEXT = re.compile(r"[一二三四五六七八九十]+(?:是|要)|另据|据[^，。]{2,16}统计|另外，|此外，")
"""How a paragraph goes over to the next item, or to something beside what it told."""


def _is_item(text: str, sentence: Sentence) -> bool:
    """Whether a sentence is the head of an item: 一是开展甲大检查。"""
    return sentence.end - sentence.start <= _HEAD and _ITEM.match(text, sentence.start) is not None


_HEAD = 30


def _goes_on(named: Item) -> bool:
    """Whether the sentences behind a short one may tell of its undertaking: what was held or attended is over."""
    return named.category not in ("event", "training") and named.verb not in _ATTENDED


_JOINED = frozenset(("参加", "参与", "出席"))
_ATTENDED = frozenset(("参加", "参与", "举办", "承办", "办好", "组织", "出席"))


def _announces(scene: Scene, sentence: Sentence, named: Item, predicate: int) -> bool:
    """Whether a sentence only names an undertaking, with so many characters at most that say something of it."""
    text = scene.layout.text
    return (
        sentence.end - named.end <= predicate
        and sentence.end - sentence.start <= 60
        and not _DIGIT.search(_NUMBER.sub("", text[sentence.start : named.start]))
        and not re.search(r"[，；：\d]", text[named.end : sentence.end])
    )


def topic_at(topics: list[Topic], place: int) -> Key | None:
    """The undertaking whose announced range holds a place; the ranges are in order and disjoint."""
    index = bisect_right(topics, place, key=lambda t: t[0]) - 1
    return topics[index][2] if index >= 0 and place < topics[index][1] else None
