"""Which division a level word below the report's own means: the one that its sentence or paragraph has just named.

In a city's report 县民政局 could be any county's; behind 乙县法院 in the same sentence it is 乙县's. Two named counties leave it open.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from msgspec.structs import replace

from kg.link.bodies import by_level
from kg.link.context import Context, choose, level_words
from kg.recognize.bodies import BodyMention
from kg.recognize.places import PlaceMention
from kg.rules.types import Divisions
from kg.text.layout import Layout

_TOWNS = frozenset(("镇", "乡", "街道"))
_TOWN = re.compile(
    r"(?<![\u4e00-\u9fff])(?:走[进入]|深入|在|到|赴)?((?![各全我本该摸])[\u4e00-\u9fff]{1,2}[\u4e00-\u9fff](?<![各全我本该乡城集])(?:镇|乡|街道))(?![村级])"
)
"""A township at the head of a clause."""
_TOWN_NEAR = 160
"""Characters back to which a township holds for 镇党委."""


_PARAGRAPH = 600
"""Characters back to which a division holds at most."""


@dataclass(frozen=True)
class Antecedents:
    """Answers for the mentions of a report which division their level words take up."""

    context: Context
    places: tuple[PlaceMention, ...]
    layout: Layout
    divisions: Divisions

    def of(self, mention: BodyMention) -> BodyMention:
        """The mention with the division that its level word takes up, where its paragraph names exactly one such."""
        if not mention.level or mention.own or mention.place is not None:
            return mention
        if by_level(mention.level, self.context, self.divisions):
            return mention
        if mention.level in _TOWNS:
            return _in_town(mention, self.context, self.layout)
        block = self.layout.block_at(mention.start)
        if block is None:
            return mention
        sentence = self._sentences[max(0, bisect_right(self._sentences, mention.start) - 1)]
        for start in (sentence, block.start):
            codes = self._named(max(start, mention.start - _PARAGRAPH), mention)
            if len(codes) == 1:
                place = PlaceMention(mention.start, mention.start, tuple(codes), True)
                return replace(mention, place=place, level="", inherited=True)
            if codes:
                return mention
        return mention

    def _named(self, start: int, mention: BodyMention) -> set[str]:
        """The divisions of the mention's level that are named between a place of the text and it."""
        found = set()
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, mention.start)
        for place in self.places[low:high]:
            code = choose(place.codes, self.divisions, self.context.chain)
            level = level_words(self.divisions.by_code[code])
            if mention.level in level and self.context.place in self.divisions.chain(code):
                found.add(code)
        return found

    @cached_property
    def _sentences(self) -> list[int]:
        return [s.start for s in self.layout.sentences] or [0]

    @cached_property
    def _starts(self) -> list[int]:
        return [place.start for place in self.places]


def _in_town(mention: BodyMention, context: Context, layout: Layout) -> BodyMention:
    """The mention of a township's body with the township that was named last, in a report of its county."""
    if context.raw_place or not context.place:
        return mention
    near = list(_TOWN.finditer(layout.text, max(0, mention.start - _TOWN_NEAR), mention.start))
    if not near or not near[-1][1].endswith(mention.level):
        return mention
    return replace(mention, raw_place=near[-1][1], level="", inherited=True)
