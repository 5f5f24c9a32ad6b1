"""Quotations, and lists of them that may share a head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with its marks, and what stands between them."""

    start: int
    end: int
    inner: str


def quotations(text: str) -> Iterator[Quote]:
    """Outermost quotations within a line."""
    for m in re.finditer(r"(?<![“”‘’\n])‘([^“”‘’\n]{2,30})’", text):
        line = text.rfind("\n", 0, m.start()) + 1
        inside = text.rfind("“", line, m.start()) > text.rfind("”", line, m.start())
        if not inside:
            yield Quote(m.start(), m.end(), m[1])
    depth, start = 0, -1
    for m in re.finditer(r"[“”\n]", text):
        if m[0] == "“":
            if depth == 0:
                start = m.start()
            depth += 1
        elif m[0] == "\n":
            depth = 0
        elif depth:
            depth -= 1
            if depth == 0:
                yield Quote(start, m.end(), text[start + 1 : m.start()])


_JOINT = re.compile(
    r"、?|和|及|与|以及|、[\u4e00-\u9fff]{2,10}、|、[\u4e00-\u9fff]{1,8}(?:政协|人大|法院|检察院|工会|妇联|[市县区镇]|街道|社区)"
)


def quotation_groups(text: str, quotes: list[Quote]) -> Iterator[list[Quote]]:
    """Quotations joined by nothing, 、, 和 or 及 (an unquoted name between): lists that may share a head."""
    group: list[Quote] = []
    for quote in quotes:
        if group and not _JOINT.fullmatch(text[group[-1].end : quote.start]):
            yield group
            group = []
        group.append(quote)
    if group:
        yield group
