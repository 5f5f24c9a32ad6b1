"""The years and periods that a question names."""

from __future__ import annotations

import re

from kg.analyze.ask.slots import Slots
from kg.analyze.ask.vocabulary import Vocabulary
from kg.text.periods import TimeExpression, read_times, resolve

_BARE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?![\d年件个篇条次人户家名元项亩])")
_SHORT_YEAR = re.compile(r"(?<!\d)([0-4]\d)年(?!代(?!表)|来|间)(?:度)?")
_WORDED_SHORT = re.compile(
    r"(?<![〇零一二三四五六七八九十])([〇零一二三四][〇零一二三四五六七八九])年(?!代(?!表)|来|间)"
)
_YEAR_BEFORE = re.compile(r"(?:上一?|前一)年度?(?:同期)?")
_LOOKED_BACK = re.compile(r"(?:去年|上年).*")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def read_periods(slots: Slots, vocabulary: Vocabulary) -> None:
    """Fill year and period, or years, from and to where there are two; 去年 asks back, as there is no today."""
    marks = slots.marks
    found: list[tuple[int, str]] = []
    relative = ""
    for time in read_times(marks.rest, vocabulary.rules.periods):
        period = resolve(time, year=None, reported=None)
        words = marks.text[time.start : time.end]
        if period:
            found += [(time.start, part) for part in _ends(time, period)]
            marks.take(time.start, time.end)
        elif time.reading == "deictic" and words.startswith(("今年", "去年", "前年", "上年", "本年", "明年")):
            relative = words
            marks.take(time.start, time.end)
    for pattern, century in ((_BARE_YEAR, ""), (_SHORT_YEAR, "20"), (_WORDED_SHORT, "20")):
        for m in pattern.finditer(marks.rest):
            found.append((m.start(), century + m[1].translate(_DIGITS)))
            marks.take(*m.span())
    if len(found) == 1:
        before = _YEAR_BEFORE.search(marks.rest)
        if before or _LOOKED_BACK.fullmatch(relative):
            found.append((found[0][0], str(int(found[0][1][:4]) - 1)))
        if before:
            marks.take(*before.span())
    found.sort()
    periods = list(dict.fromkeys(period for _, period in found))
    if len(periods) > 1:
        first, last = min(periods), max(periods)
        slots.fill("years", *sorted(periods), words="、".join(periods), at=found[0][0])
        slots.fill("from", first, words=first, at=found[0][0])
        slots.fill("to", last, words=last, at=found[0][0])
    elif periods:
        slots.fill("year", periods[0][:4], words=periods[0], at=found[0][0])
        slots.fill("period", periods[0], words=periods[0], at=found[0][0])
    elif relative:
        slots.fill("year", words=relative, at=marks.text.find(relative), candidates=vocabulary.years)
        slots.fill("period", words=relative, at=marks.text.find(relative), candidates=vocabulary.years)


def _ends(time: TimeExpression, period: str) -> tuple[str, ...]:
    """A span of years as its first and last one; any other period as it is."""
    if time.reading == "span" and time.year and time.last:
        return str(time.year), str(time.last)
    return (period,)
