"""Undertakings that a heading names and its paragraphs tell of with figures: ◆“甲”, （二）深化委员会客厅, 乙工程——."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.recognize.noun_phrases import CHARACTERS
from kg.recognize.phrases import particular
from kg.recognize.undertakings import InitiativeMention, figures_of
from kg.rules.types import InitiativeRules
from kg.text.layout import Layout
from kg.text.words import Words

_SIGNS = re.compile(
    r"(?:[^\w“（(【《]|\d{1,2}[.、）]|（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十]{1,3}[、是]|【)*"
)
"""Bullets and numbers before the words of a heading."""
_QUOTED = re.compile(r"“([^“”，。；]{3,20})”】?(?:(?:—{1,2})?\s*|[：— ].{2,30})")
_REST = re.compile(r"】?(?:—{1,2})?\s*|[，： ].*|(?:[见出有]实?成?效|名片|品牌|作用|内涵|质效)[^，。]{0,8}")
"""What may stand behind a name in its heading."""
_SIZE = (4, 20)
"""Characters of such a name, at least and at most."""


def heading_names(layout: Layout, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """Names that are all of a heading, with or without marks, or stand behind its verb and end in a head.

    Below the heading, before the next one, a figure must stand: without one a heading names an area of work.
    """
    text = layout.text
    figures = figures_of(text)
    headings = [block for block in layout.blocks if block.kind == "heading"]
    ends = [*(block.start for block in headings[1:]), len(text)]
    for block, end in zip(headings, ends, strict=False):
        if not figures.soon(block.end, end - block.end):
            continue
        begin = _SIGNS.match(text, block.start, block.end)
        start = begin.end() if begin else block.start
        quoted = _QUOTED.fullmatch(text, start, block.end)
        if quoted:
            if quoted[1] not in rules.slogans and quoted[1] not in rules.images:
                name = text[start : quoted.end(1) + 1]
                kind = next((kind for _, kind in rules.endings(quoted[1])), "other")
                yield InitiativeMention(start, start + len(name), name, kind, "heading-name", quoted[1])
            continue
        yield from _headed(text, start, block.end, words, rules)
    for block in layout.blocks:
        begin = _SIGNS.match(text, block.start, block.end) if block.kind == "paragraph" else None
        point = text.find("。", begin.end(), begin.end() + _SIZE[1] + 4) if begin and begin[0].strip() else -1
        if begin and begin.end() < point < block.end - 1 and figures.soon(point, block.end - point):
            yield from _headed(text, begin.end(), point, words, rules)


def _headed(text: str, start: int, end: int, words: Words, rules: InitiativeRules) -> Iterator[InitiativeMention]:
    """A name without marks that ends in a head of its own (委员会客厅, 乙工程), in a heading or at the head of an item."""
    phrase = rules.phrase
    verb = rules.heading_verb.match(text, start, end)
    begin = verb.end() if verb else start
    for at, stop, head in phrase.heads.find(text[begin:end]):
        name = text[begin : begin + stop]
        if (
            not _SIZE[0] <= len(name) <= _SIZE[1]
            or head in phrase.light
            or head in phrase.verbal
            or not CHARACTERS.fullmatch(name)
            or not _REST.fullmatch(text, begin + stop, end)
            or words.starts[words.at(begin)] != begin
        ):
            continue
        if particular(words, begin, begin + at, head, rules):
            yield InitiativeMention(
                begin, begin + stop, name, phrase.kinds[head], "heading-name", name, verb[0] if verb else ""
            )
        return
