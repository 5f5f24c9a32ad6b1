"""How many of the first a question wants: 哪三家最多, 前五名, 哪个最高; and those rows of an answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from kg.analyze.ask.slots import Slots
from kg.text.numerals import parse_numeral

_NUMERAL: Final = r"(?P<count>\d+|[一二两三四五六七八九十]+)"
_OF: Final = (
    r"(?P<of>家|个|项|种|份|位|件|类|所|处|名|大)?(?P<noun>政协|政府|单位|机构|组织|城市|市|县|区|省|部门|法院|地方)?"
)
_MOST: Final = r"[^，。；？?]*最(?:[多高大少低小长短强]|受)"
_SEVERAL: Final = (
    re.compile(rf"哪{_NUMERAL}{_OF}(?={_MOST})"),
    re.compile(rf"排名?前{_NUMERAL}{_OF}"),
    re.compile(rf"前{_NUMERAL}(?![年月天日期次届季个]){_OF}"),
    re.compile(rf"(?<=最[多高大少低小长短])的?前?{_NUMERAL}{_OF}"),
)
_FOREMOST: Final = (
    re.compile(rf"(?:哪一?(?P<of>[个家项种份位件类所处])(?P<noun>[政单机组城市县区省部法地])?|(?P<who>谁))(?={_MOST})"),
    re.compile(
        r"最[多高大少低小长短强]的(?:是|为)(?:哪一?(?P<of>[个家项种份位件类所处])(?P<noun>[政单机组])?|(?P<who>谁))"
    ),
)
_BODIES: Final = frozenset("家所")
_RANKED: Final = ("value", "figures", "endorsers", "count", "rate", "files")
"""Columns by which queries put the most first."""
_OWNERS: Final = ("org", "initiative")


def read_top(slots: Slots) -> None:
    """Fill top where the question says how many of the first it wants, and foremost where it asks which one is.

    The second value is ``bodies`` where bodies are asked for, each of which counts once, else ``rows``.
    """
    marks = slots.marks
    for pattern in _SEVERAL:
        m = pattern.search(marks.rest)
        count = parse_numeral(m["count"]) if m else None
        if m and count:
            slots.fill("top", str(int(count)), _what(m), words=m[0], at=m.start())
            marks.take(m.start("count"), m.end("of") if m["of"] else m.end("count"))
            return
    for pattern in _FOREMOST:
        if m := pattern.search(marks.rest):
            slots.fill("foremost", "1", "bodies" if m["who"] else _what(m), words=m[0], at=m.start())


def _what(m: re.Match[str]) -> str:
    return "bodies" if m["of"] in _BODIES or m["noun"] else "rows"


def foremost(
    columns: Sequence[str], rows: Sequence[tuple[str, ...]], top: int, *, singly: bool
) -> tuple[tuple[str, ...], ...]:
    """The first rows of each measure word, with those behind them that are equal to the last one; all if ``top`` is 0.

    ``singly``: of each body only its first row counts.

    >>> rows = [("件", "9", "甲"), ("件", "7", "甲"), ("件", "7", "乙"), ("件", "5", "丙")]
    >>> foremost(("unit", "value", "org"), rows, 2, singly=False)
    (('件', '9', '甲'), ('件', '7', '甲'), ('件', '7', '乙'))
    >>> foremost(("unit", "value", "org"), rows, 2, singly=True)
    (('件', '9', '甲'), ('件', '7', '乙'))
    """
    ranked = next((name for name in _RANKED if name in columns), "")
    if not top or not ranked:
        return tuple(rows)
    kept: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    owners: set[tuple[str, str]] = set()
    chosen = []
    owner = next((name for name in _OWNERS if name in columns), "")
    for row in rows:
        cell = dict(zip(columns, row, strict=True))
        unit, value = cell.get("unit", ""), cell[ranked]
        if singly and owner:
            if (unit, cell[owner]) in owners:
                continue
            owners.add((unit, cell[owner]))
        if len(kept[unit]) < top or dict(zip(columns, kept[unit][-1], strict=True))[ranked] == value:
            kept[unit].append(row)
            chosen.append(row)
    return tuple(chosen)
