"""Quotations, and lists of them that may share a head."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct


class Quote(Struct, frozen=True, gc=False):
    """A quotation with its marks, and what stands between them."""

    start: int
    end: int
    inner: str


_SPEECH = 40
"""Characters from which on a quotation with points in it is speech, and quotations inside it stand for themselves."""


def quotations(text: str) -> Iterator[Quote]:
    """Outermost quotations within a line; of speech (“我们打造‘…’品牌，……”) those inside it."""
    for m in re.finditer(r"(?<![“”‘’\n])‘([^“”‘’\n]{2,30})’", text):
        line = text.rfind("\n", 0, m.start()) + 1
        opened = text.rfind("“", line, m.start())
        inside = opened > text.rfind("”", line, m.start())
        if not inside or _is_speech(text[opened + 1 : _closing(text, m.end())]):
            yield Quote(m.start(), m.end(), m[1])
    open_at: list[int] = []
    inner: list[Quote] = []
    for m in re.finditer(r"[“”\n]", text):
        if m[0] == "“":
            open_at.append(m.start())
        elif m[0] == "\n":
            open_at, inner = [], []
        elif open_at:
            start = open_at.pop()
            quote = Quote(start, m.end(), text[start + 1 : m.start()])
            if open_at:
                inner += [quote] if len(open_at) == 1 else []
            else:
                yield from inner if inner and _is_speech(quote.inner) else [quote]
                inner = []


def _is_speech(inner: str) -> bool:
    return len(inner) > _SPEECH and re.search("[，。]", inner) is not None


def _closing(text: str, at: int) -> int:
    """Where the quotation or the line ends that is open at a place."""
    m = re.compile("[”\n]").search(text, at)
    return m.start() if m else len(text)


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
