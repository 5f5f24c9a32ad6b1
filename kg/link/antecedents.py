"""Which division a level word below the report's own means: the one that its sentence or paragraph has just named.

In a city's report 县民政局 could be any county's; behind 乙县法院 in the same sentence it is 乙县's. Two named counties leave it open.
"""

from __future__ import annotations

import re
from dataclasses import replace

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


def with_antecedent(
    mention: BodyMention, context: Context, places: tuple[PlaceMention, ...], layout: Layout, divisions: Divisions
) -> BodyMention:
    """The mention with the division that its level word takes up, where its paragraph names exactly one such."""
    if not mention.level or mention.own or mention.place is not None or by_level(mention.level, context, divisions):
        return mention
    if mention.level in _TOWNS:
        return _in_town(mention, context, layout)
    block = layout.block_at(mention.start)
    if block is None:
        return mention
    sentence = max((s.start for s in layout.sentences if s.start <= mention.start), default=block.start)
    for start in (sentence, block.start):
        codes = _named(places, start, mention, context, divisions)
        if len(codes) == 1:
            place = PlaceMention(mention.start, mention.start, tuple(codes), True)
            return replace(mention, place=place, level="", inherited=True)
        if codes:
            return mention
    return mention


def _named(
    places: tuple[PlaceMention, ...], start: int, mention: BodyMention, context: Context, divisions: Divisions
) -> set[str]:
    """The divisions of the mention's level that are named between a place of the text and it."""
    found = set()
    for place in places:
        if start <= place.start < mention.start:
            code = choose(place.codes, divisions, context.chain)
            if mention.level in level_words(divisions.by_code[code]) and context.place in divisions.chain(code):
                found.add(code)
    return found


def _in_town(mention: BodyMention, context: Context, layout: Layout) -> BodyMention:
    """The mention of a township's body with the township that was named last, in a report of its county."""
    if context.raw_place or not context.place:
        return mention
    near = list(_TOWN.finditer(layout.text, max(0, mention.start - _TOWN_NEAR), mention.start))
    if not near or not near[-1][1].endswith(mention.level):
        return mention
    return replace(mention, raw_place=near[-1][1], level="", inherited=True)
