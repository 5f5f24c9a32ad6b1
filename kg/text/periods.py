"""Time expressions -> periods: 2023, 2024-09, 2019/2023, 2025-05/2025-06.

Reading (what kind of expression, which numbers) is apart from resolving (which year is 今年 here). The clock's today is
never asked: the years come from the report.
"""

from __future__ import annotations

import re

from msgspec import Struct

from kg.rules.types_figures import PeriodRules, TimeReading
from kg.text.numerals import parse_numeral


class TimeExpression(Struct, frozen=True, gc=False):
    """A time expression as read; ``resolve`` says which period it means in its passage."""

    start: int
    end: int
    reading: TimeReading
    rule: str
    year: int | None = None
    last: int | None = None
    """Last year of a span."""
    months: tuple[int, int] | None = None
    """First and last month, where the expression names a part of a year."""
    offset: int = 0
    """Years to add to the passage's year (去年 -1)."""
    count: int = 0
    """Number of years that 五年来 looks back and 三年内 looks ahead."""
    since: bool = False
    """Whether the span runs on to the year under report (2021年以来)."""

    @property
    def fine(self) -> bool:
        """Whether it names less than a year."""
        return self.months is not None


def read_times(text: str, rules: PeriodRules) -> tuple[TimeExpression, ...]:
    """The time expressions of a normalized text, in order; of two that overlap the longer one."""
    found: list[TimeExpression] = []
    for pattern in rules.patterns:
        for m in pattern.pattern.finditer(text):
            expression = _expression(m, pattern.id, pattern.reading, pattern.offset, rules)
            if expression is not None:
                found.append(expression)
    found.sort(key=lambda t: (t.start, -t.end))
    kept: list[TimeExpression] = []
    for time in found:
        if kept and time.start < kept[-1].end:
            if time.end - time.start > kept[-1].end - kept[-1].start:
                kept[-1] = time
        else:
            kept.append(time)
    return tuple(kept)


def _expression(
    m: re.Match[str], rule: str, reading: TimeReading, offset: int, rules: PeriodRules
) -> TimeExpression | None:
    group = m.groupdict()
    year = _year(group)
    last: int | None = None
    if reading == "plan":
        years = rules.plans.get(group["plan"])
        if years is None:
            return None
        ends = group["when"] in ("末", "期末", "规划期末")
        year, last = (years[1], None) if ends else years
        reading = "year" if ends else "plan"
    if group.get("last"):
        digits = group["last"]
        last = int(digits) if len(digits) == 4 else (year or 0) // 100 * 100 + int(digits)
    count = next((_small(group[name]) for name in ("count", "count2", "count3") if group.get(name)), 0)
    months = _months(group, numbered=_begins_with_number(m))
    if months is not None and not 1 <= months[0] <= months[1] <= 12:
        return None
    if months is not None and (
        m[0].endswith(("以来", "至今", "起")) or _closes_year(m) or (group.get("and1") and months[1] - months[0] > 1)
    ):
        months = None
    since = bool(group.get("since")) or group.get("when") == "以来" or (offset < 0 and m[0].endswith("以来"))
    return TimeExpression(*m.span(), reading, rule, year, last, months, offset, count, since)


def _begins_with_number(m: re.Match[str]) -> bool:
    """Whether the first of two months is the number of an item (3、六月底前…)."""
    first, last = (m[name] if name in m.re.groupindex else None for name in ("and1", "and2"))
    if not first or not last:
        return False
    begins = not m.string[: m.start()].rpartition("\n")[2].strip()
    return first.isdigit() != last.isdigit() or (begins and _small(last) - _small(first) != 1)


def _closes_year(m: re.Match[str]) -> bool:
    """Whether an expression names the last days of December as the end of a count (截至12月底, 到12月31日)."""
    ends = m["end"] if "end" in m.re.groupindex else None
    if not ((ends and "12月" in m[0]) or (ends and "十二月" in m[0]) or m[0].endswith("12月31日")):
        return False
    return m.string[max(0, m.start() - 2) : m.start()].endswith(("截至", "截止", "至", "到"))


def _year(group: dict[str, str | None]) -> int | None:
    if written := group.get("written"):
        value = parse_numeral(written)
        return None if value is None else int(value)
    digits = group.get("year") or group.get("year2")
    return int(digits) if digits else None


def _small(word: str | None) -> int:
    value = parse_numeral(word) if word else None
    return 0 if value is None else int(value)


def _months(group: dict[str, str | None], *, numbered: bool) -> tuple[int, int] | None:
    """First and last month of a part of a year; ``numbered``: what looks like the first of two is a list number."""
    if word := group.get("quarter"):
        quarter = "一二三四".find(word) + 1 or _small(word)
        return 3 * quarter - 2, 3 * quarter
    if word := group.get("quarters"):
        return 1, 3 * _small(word)
    if word := group.get("half"):
        return (1, 6) if word == "上" else (7, 12)
    if word := group.get("first"):
        return 1, _small(word)
    if group.get("from"):
        return _small(group["from"]), _small(group["to"])
    if group.get("and1"):
        first = group["and2"] if numbered else group["and1"]
        return _small(first), _small(group["and2"])
    if group.get("month"):
        return _small(group["month"]), _small(group["month"])
    return None


def resolve(time: TimeExpression, *, year: int | None, reported: int | None) -> str:
    """The period that an expression means, or nothing where that cannot be told.

    ``year`` is the year in which the passage speaks (今年), ``reported`` the one that it looks back on or plans (全年).
    """
    match time.reading:
        case "year" | "goal":
            if time.since:
                return f"{time.year}/{reported}" if reported and time.year and time.year < reported else str(time.year)
            return write_period(time.year, time.months)
        case "span" | "plan":
            until = min(time.last or 0, reported) if time.since and reported else time.last
            if time.rule == "time-two-years" and (time.last or 0) - (time.year or 0) != 1:
                return str(until)  # 1990年和1995年: nothing is told of the years between
            return f"{time.year}/{until}" if until != time.year else str(until)
        case "deictic" if time.since:
            first = None if year is None else year + time.offset
            return f"{first}/{reported}" if first and reported and first < reported else str(first or "")
        case "deictic":
            return write_period(None if year is None else year + time.offset, time.months)
        case "part":
            return write_period(reported, time.months)
        case "whole":
            return write_period(reported, None)
        case "back":
            return f"{reported - time.count + 1}/{reported}" if reported and time.count > 1 else ""
        case "on":
            return f"{year}/{year + time.count - 1}" if year and time.count > 1 else ""
        case _:
            return ""


def write_period(year: int | None, months: tuple[int, int] | None) -> str:
    """A period in the form of ISO 8601.

    >>> write_period(2024, (9, 9)), write_period(2025, (5, 6)), write_period(2023, None)
    ('2024-09', '2025-05/2025-06', '2023')
    """
    if year is None:
        return ""
    if months is None:
        return str(year)
    first, last = (f"{year}-{month:02d}" for month in months)
    return first if first == last else f"{first}/{last}"
