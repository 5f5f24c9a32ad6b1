"""Names of bodies, by a grammar of names instead of a list of them.

    level or place + term of office + head + unit      市政协; 甲市第十四届人大常委会; 区政协提案委员会; 市委宣传部
    frame with the place inside                        政协甲市第三届委员会; 中共甲县委
    closed public lists                                国务院, 住房和城乡建设部, 人民政协报
    specific words + suffix                            甲大学, 乙物流集团, 农民负担清理整顿小组

A mention says what it is and how it is prefixed; which body that means is the linker's business.
"""

from __future__ import annotations

from kg.recognize.bodies import BodyMention, Taken, Unresolved
from kg.recognize.communities import community_names, named_again, towns_with_bodies
from kg.recognize.headed_names import framed_names, names_with_heads
from kg.recognize.listed_names import branches_of_listed, is_whole, party_branches, placed_media
from kg.recognize.open_names import named_in_short, numbered_schools, suffixed_names
from kg.recognize.places import PlaceMention
from kg.recognize.units import (
    as_introduced,
    bare_units,
    daughter_firms,
    ministries_within,
    teams,
    with_hamlet_units,
    with_units,
    zone_offices,
)
from kg.rules.types import BodyRules
from kg.text.words import Words


def recognize_organizations(
    text: str, places: tuple[PlaceMention, ...], words: Words, rules: BodyRules
) -> tuple[tuple[BodyMention, ...], tuple[Unresolved, ...]]:
    """All names of bodies in the text, in order and without overlap, and those that stay open."""
    at_start = {p.start: p for p in places}
    at_end = {p.end: p for p in places}
    taken = Taken(len(text))
    found: list[BodyMention] = []
    for mention in framed_names(text, at_start, rules):
        if taken.free(mention.start, mention.end):
            found.append(with_units(text, mention, rules))
            taken.add(mention.start, found[-1].end)
    found += (mention for mention in party_branches(text) if taken.take(mention.start, mention.end))
    found += (mention for mention in ministries_within(text, rules) if taken.take(mention.start, mention.end))
    for start, end, body in rules.named_matcher.find(text):
        if taken.free(start, end) and is_whole(text, start, end, body):
            mention = BodyMention(start, end, body.kind, "listed-body", name=body.name, aliases=body.aliases)
            found.append(with_units(text, mention, rules))
            taken.add(start, found[-1].end)
    for mention in (*branches_of_listed(text, found, at_start), *placed_media(text, at_end, taken, rules)):
        if taken.free(mention.start, mention.end) or any(f.start == mention.start for f in found):
            found = [f for f in found if f.start != mention.start]
            found.append(mention)
            taken.add(mention.start, mention.end)
    found += (mention for mention in teams(text) if taken.take(mention.start, mention.end))
    for mention in (*towns_with_bodies(text, rules), *community_names(text, places, words)):
        mention = with_hamlet_units(text, mention, rules)
        if taken.take(mention.start, mention.end):
            found.append(mention)
    for mention in named_again(text, found):
        mention = with_hamlet_units(text, mention, rules)
        if taken.take(mention.start, mention.end):
            found.append(mention)
    for mention in numbered_schools(text, at_end):
        if taken.free(mention.start, mention.end):
            found.append(with_units(text, mention, rules))
            taken.add(mention.start, found[-1].end)
    headed, open_ones = names_with_heads(text, at_start, at_end, taken, rules)
    found += headed
    for names in (
        zone_offices(text),
        bare_units(text, rules),
        suffixed_names(text, at_start, words, taken, rules),
        daughter_firms(text),
    ):
        found += (mention for mention in names if taken.take(mention.start, mention.end))
    found += (mention for mention in named_in_short(text, found) if taken.take(mention.start, mention.end))
    # What stands inside a name that was found is no name of its own: 市、县政协 in 市、县政协联合工作组.
    open_ones = [one for one in open_ones if taken.free(one.start, one.end)]
    found = as_introduced(text, found)
    return tuple(sorted(found, key=lambda m: (m.start, m.end))), tuple(open_ones)
