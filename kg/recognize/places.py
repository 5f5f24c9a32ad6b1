"""Names of administrative divisions in normalized text."""

from __future__ import annotations

import re

from msgspec import Struct

from kg.rules.types import Divisions
from kg.text.words import Words

# 北京市场 is no city, 县域 no county; but 市政协 and 市政府 keep their 市
_OTHER_WORD = re.compile(
    r"市(?:场|民|值|容|面|价|域|内|外|区(?!政|委|人|级|县|、)|属|直|政(?!协|府)|集|况)|区(?:域|块|间|位|划|别|分|内)|县(?:域|乡|内)|省(?:际|内|外|会)|州(?:际|内)"
)
_PREFECTURE_BODY = re.compile(r"行署|行政公署|地委|政协|人大|工会|中级|分署|[\u4e00-\u9fff]{2,4}[局处]")
_GENERIC = frozenset(("市区", "郊区", "城区", "矿区", "新区", "市郊区", "特区", "开发区"))
_NO_SHORT_BEFORE = re.compile(r"[路街巷道江河湖山庄店号镇乡村]")


_WORDS_TOO = re.compile(r"[和会代合公平](?:(?<=会)同|(?<=合)作|(?<=公)安|(?<=平)和)?[市县]")
"""Divisions whose names are words as well: 提案委员会会同|县政府, 市政协和|县政府, 代|县长, 市公安|县公安."""
_NAMES_SURELY = re.compile(
    r"(?:^|[《“（赴到在往自])(?:和|会同)县|、和县|(?:^|[\n《“（，。；、赴到在往自])(?:代县(?!长)|公安县|合作市(?!场)|平和县)"
)
"""Where such words are names: behind a preposition or at the head of a line."""


class PlaceMention(Struct, frozen=True, gc=False):
    """A division named in the text, perhaps with the divisions above it (四川省资阳市)."""

    start: int
    end: int
    codes: tuple[str, ...]
    """Candidates for the lowest division named, the likeliest first."""
    full: bool
    """Whether it is named with its class word (乙市) and not in short (乙)."""
    said: str = ""
    """A name of the text that no list has: 丙地区 of a former age."""


def recognize_places(text: str, divisions: Divisions, words: Words | None = None) -> tuple[PlaceMention, ...]:
    """The divisions named in the text, chains of them joined (安徽省 + 铜陵市 -> 铜陵市), in order.

    ``words`` keeps names out that begin inside a word (办|理县). Short names are kept as they are: whether 东方 is a city is for those to judge who see what follows it.
    """
    found: list[PlaceMention] = []
    surely = (
        {m[0].strip("\n《“（、赴到在往自") for m in _NAMES_SURELY.finditer(text)} if _WORDS_TOO.search(text) else set()
    )
    for start, end, (codes, full) in divisions.matcher.find(text):
        if full and end - start <= 3 and _WORDS_TOO.fullmatch(text, start, end) and text[start:end] not in surely:
            above = found[-1] if found and found[-1].end == start else None
            if above is None or not any(divisions.within(c, a) for c in codes for a in above.codes):
                continue
        if full and _OTHER_WORD.match(text, end - 1):
            stem = text[start : end - 1]
            codes = divisions.short.get(stem, ())
            if not codes:
                continue
            end, full = end - 1, False
        if not full and _is_other_name(text, end):
            continue
        if words is not None and end - start <= 2 and words[words.at(start)].start != start:
            continue
        if not full and text.startswith("地区", end) and _PREFECTURE_BODY.match(text, end + 2):
            found.append(PlaceMention(start, end + 2, codes, True, text[start : end + 2]))
            continue
        if found and found[-1].end == start:
            inside = tuple(
                c for c in codes if any(divisions.within(c, above) and c != above for above in found[-1].codes)
            )
            if inside:
                found[-1] = PlaceMention(found[-1].start, end, inside, full)
                continue
        if text[start:end] not in _GENERIC:
            found.append(PlaceMention(start, end, codes, full))
    return tuple(found)


def _is_other_name(text: str, end: int) -> bool:
    """A short name inside a street or river: 天津路, 长江."""
    return _NO_SHORT_BEFORE.match(text, end) is not None
