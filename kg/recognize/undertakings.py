"""The name of an undertaking in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property, lru_cache

from msgspec import Struct

from kg.text.reckoning import RECKONS


class InitiativeMention(Struct, frozen=True, gc=False):
    """The name of an undertaking in the text."""

    start: int
    end: int
    name: str
    kind: str
    rule: str
    core: str = ""
    """What stands inside the quotation marks."""
    verb: str = ""


_FIGURE = re.compile(
    r"[0-9一二三四五六七八九十两百千](?:(?<=[0-9])"
    r"|[一二三四五六七八九十两百千]*余?(?:件|次|人|名|场|个|期|户|项|万|条|家|篇|支)(?!大|方面|级|体))"
)
_STOPS = re.compile(r"[。\n]")
_COUNT = 20
"""Characters at most between a number and the name that it counts."""
_MAY_RECKON = re.compile("。(?=[截到至目如眼累共一总全今去当活两几短半自据上]|[二三四五六七八\\d]年)")
"""Where a sentence begins that may reckon up; to try them all took a hundredth of a build."""
_FURTHER = 160
"""Characters at most up to the sentence that reckons up."""
_COUNTED = re.compile(r"[\d一二两三四五六七八九十]+余?(?:个|家|次|场|期|项|所|处|支)$")


class Figures:
    """Where a text has numbers that may tell of a name."""

    def __init__(self, text: str) -> None:
        """Find them once; what names undertakings asks again and again."""
        self._text = text
        self._starts = [m.start() for m in _FIGURE.finditer(text)]
        self._stops = [m.start() for m in _STOPS.finditer(text)]

    def soon(self, place: int, reach: int) -> bool:
        """Whether a number begins within so many characters."""
        index = bisect_left(self._starts, place)
        return index < len(self._starts) and self._starts[index] - place <= reach

    def soon_in_line(self, place: int, reach: int) -> bool:
        """Whether a number begins within so many characters, before the line ends."""
        end = self._text.find("\n", place)
        return self.soon(place, reach if end < 0 else min(reach, end - place))

    def tell_of(self, start: int, end: int) -> bool:
        """Whether a number follows a name in its sentence or line, or counts it."""
        index = bisect_left(self._starts, end)
        if index < len(self._starts):
            stop = bisect_left(self._stops, end)
            if stop == len(self._stops) or self._starts[index] < self._stops[stop]:
                return True
        if index == 0 or start - self._starts[index - 1] > _COUNT:
            return False
        return _COUNTED.search(self._text[self._starts[index - 1] : start]) is not None

    def reckoned(self, place: int) -> bool:
        """Whether a sentence further on in the paragraph reckons up with a number: 截至年底，开展12次."""
        index = bisect_left(self._reckoning, place)
        if index == len(self._reckoning) or self._reckoning[index] - place > _FURTHER:
            return False
        begin = self._reckoning[index]
        return self._text.find("\n", place, begin) < 0 and self.soon_in_line(begin, _COUNT * 2)

    @cached_property
    def _reckoning(self) -> list[int]:
        """The ends of sentences behind which one reckons up."""
        text = self._text
        return [m.start() for m in _MAY_RECKON.finditer(text) if RECKONS.match(text, m.end())]


@lru_cache(maxsize=1)
def figures_of(text: str) -> Figures:
    """The numbers of the text that is being read."""
    return Figures(text)
