"""Named undertakings: brands, platforms, activities, mechanisms, projects.

In quotation marks, with the words that run on behind them (“…”助企服务) or stand before them (委员“…”工作室); in lists
that share one head (“甲”“乙”等活动); without marks where a strong head ends a name of its own (…三年行动); as a heading
closed by a dash. Slogans, topics, speeches and images stand in quotation marks too and are told apart by the words around.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from kg.recognize.events_and_venues import event_names, venue_names
from kg.recognize.heading_names import heading_names
from kg.recognize.openings import opening_names, relative_names
from kg.recognize.phrases import phrase_names
from kg.recognize.plain_names import figured_names, placed_works, unquoted_names
from kg.recognize.quotations import quotation_groups, quotations
from kg.recognize.quoted_names import names_in_group
from kg.recognize.undertakings import InitiativeMention
from kg.recognize.works_and_systems import (
    coined_names,
    dash_headings,
    invested_works,
    listed_for_doing,
    names_in_lists,
    subject_names,
    system_names,
    works_names,
)
from kg.rules.types import InitiativeRules
from kg.text.layout import Layout
from kg.text.ranges import Ranges
from kg.text.words import Words


def recognize_initiatives(
    layout: Layout,
    words: Words,
    claimed: tuple[tuple[int, int], ...],
    rules: InitiativeRules,
    bodies: Sequence[tuple[int, int]] = (),
) -> tuple[InitiativeMention, ...]:
    """The undertakings named in the text, in order and without overlap; ``claimed`` ranges (titles) stay untouched.

    ``bodies`` are the ranges of the bodies' names in order, behind which a name may begin.
    """
    text = layout.text
    furniture = [(b.start, b.end) for b in layout.blocks if b.kind == "furniture"]
    closed = (*claimed, *furniture)
    barred = Ranges(closed)
    quotes = sorted((q for q in quotations(text) if not barred.holds(q.start, q.end)), key=lambda q: q.start)
    found: list[InitiativeMention] = []
    for group in quotation_groups(text, quotes):
        found += names_in_group(text, group, words, rules)
    known = {m.core: m for m in found if m.rule == "quoted-name" and len(m.core) >= 3 and m.core not in rules.slogans}
    covered = Ranges((m.start, m.end) for m in found)
    found += [
        InitiativeMention(q.start, q.end, text[q.start : q.end], known[q.inner].kind, "known-name", q.inner)
        for q in quotes
        if q.inner in known and not covered.touches(q.start, q.end)
    ]
    for find in (
        venue_names,
        dash_headings,
        heading_names,
        event_names,
        names_in_lists,
        works_names,
        system_names,
        listed_for_doing,
        coined_names,
        unquoted_names,
        invested_works,
        subject_names,
        placed_works,
        figured_names,
    ):
        covered = Ranges([*closed, *((m.start, m.end) for m in found)])
        end = 0
        for m in sorted(find(layout, words, rules), key=lambda m: (m.start, -m.end)):
            if m.start >= end and not covered.touches(m.start, m.end):
                found.append(m)
                end = m.end
    for phrases in (relative_names, phrase_names, opening_names):
        found = _with_phrases(text, found, phrases(layout, words, rules, bodies), barred)
    marked = {m.core: m.kind for m in found if m.rule == "quoted-name" and _COINED.fullmatch(m.core)}
    found = [replace(m, kind=marked[m.name]) if m.name in marked else m for m in found]
    found += _named_again(layout.text, found, Ranges([*closed, *((m.start, m.end) for m in found)]))
    return tuple(sorted(found, key=lambda m: m.start))


def _with_phrases(
    text: str, found: list[InitiativeMention], phrases: Iterable[InitiativeMention], barred: Ranges
) -> list[InitiativeMention]:
    """The mentions with those noun phrases that touch none, or that hold a part of their own name as one: 丙茶话会 in “乙”丙茶话会."""
    kept = sorted(found, key=lambda m: m.start)
    for phrase in sorted(phrases, key=lambda m: (m.start, -m.end)):
        if barred.touches(phrase.start, phrase.end):
            continue
        touched = [m for m in kept if m.start < phrase.end and phrase.start < m.end]
        if not touched:
            kept.append(phrase)
        elif len(touched) == 1 and _is_part(text, touched[0], phrase):
            kept[kept.index(touched[0])] = phrase
    return kept


def _is_part(text: str, mention: InitiativeMention, phrase: InitiativeMention) -> bool:
    """Whether a mention is a part of a longer name: the bare quotation in it, or words without marks at its end."""
    inside = (
        phrase.start <= mention.start
        and mention.end <= phrase.end
        and mention.rule != "phrase-name"
        and phrase.rule == "phrase-name"
    )
    behind = text[mention.end : phrase.end]
    if not inside or re.search("[和与、]", behind):
        return False
    return text[mention.end - 1] == "”" if "“" in mention.name else len(mention.name) < len(phrase.name)


_AGAIN = frozenset(
    ("unquoted-name", "works-name", "system-name", "coined-name", "figured-name", "event-name", "phrase-name")
)
_COINED = re.compile(r"[\u4e00-\u9fff]{5,10}")
"""What stands in marks once and without them elsewhere: “甲赶集日”, 甲赶集日."""
_LEAST = 6
"""Characters of a name that is known again without a verb or a mark: a shorter one may be common words."""


def _named_again(text: str, found: list[InitiativeMention], covered: Ranges) -> list[InitiativeMention]:
    """Further mentions of names that stand without marks: once introduced (开展甲提升行动) a name needs no verb of doing."""
    again: list[InitiativeMention] = []
    names = {m.name: m for m in found if m.rule in _AGAIN and len(m.name) >= _LEAST}
    names |= {m.core: m for m in found if m.rule == "quoted-name" and _COINED.fullmatch(m.core)}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        begin = text.find(name)
        while begin >= 0:
            end = begin + len(name)
            if not covered.touches(begin, end) and not any(m.start < end and begin < m.end for m in again):
                again.append(InitiativeMention(begin, end, name, names[name].kind, "known-name", names[name].core))
            begin = text.find(name, end)
    return again
