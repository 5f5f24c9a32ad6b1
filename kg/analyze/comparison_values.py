"""Which numbers a printed figure admits: 200余 is 200 to 300, 约300 is 250 to 350, 46.5万 is rounded, 312件 is 312.

The step of a number is the worth of its last printed digit that is not zero. A hedge that is bounded on one side only
(超过, 不少于, 不足) admits all on that side.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from kg.analyze.comparison_rules import ComparisonRules
from kg.analyze.rows import FigureRow

LOOSE = Decimal("0.05")
"""What 约 and 左右 admit at least, as a share of the number, where its step is smaller."""
_DIGITS = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest number that a figure admits; ``high`` None: no limit."""

    low: Decimal
    high: Decimal | None

    @property
    def exact(self) -> bool:
        """Whether only one number fits."""
        return self.low == self.high

    def meets(self, other: Bounds) -> bool:
        """Whether some number fits both."""
        return (self.high is None or other.low <= self.high) and (other.high is None or self.low <= other.high)

    def finer(self, other: Bounds) -> bool:
        """Whether this one leaves less open."""
        if self.high is None or other.high is None:
            return other.high is None and self.high is not None
        return self.high - self.low < other.high - other.low


def bounds_of(row: FigureRow, surface: str, rules: ComparisonRules) -> Bounds:
    """The numbers that a figure admits, told by its value, its hedge and its printed form."""
    value, step = row.value, step_of(row.value)
    one_sided = bool(rules.one_sided.search(surface))
    if row.modifier == "range" and row.high is not None:
        return Bounds(value, row.high)
    if row.modifier == "over":
        return Bounds(value, None if one_sided else value + step)
    if row.modifier == "under":
        return Bounds(min(value, Decimal(0)) if one_sided else value - step, value)
    if row.modifier == "approx":
        margin = max(step / 2, abs(value) * LOOSE)
        return Bounds(value - margin, value + margin)
    margin = _rounding(row, surface, rules)
    return Bounds(value - margin, value + margin)


def step_of(value: Decimal) -> Decimal:
    """The worth of the last digit that is not zero.

    >>> step_of(Decimal("200")), step_of(Decimal("98.6")), step_of(Decimal("0"))
    (Decimal('1E+2'), Decimal('0.1'), Decimal('1'))
    """
    if not value:
        return Decimal(1)
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))


def _rounding(row: FigureRow, surface: str, rules: ComparisonRules) -> Decimal:
    """Half of the last printed digit's worth where the number is printed rounded (46.5万, 98.6%), else 0."""
    text = unicodedata.normalize("NFKC", surface)
    digits = _DIGITS.search(text)
    if digits is None:
        return Decimal(0)
    printed = Decimal(digits[0].replace(",", ""))
    scaled = any(letter in text[digits.end() : digits.end() + 2] for letter in rules.scaled)
    if not printed or not (scaled or row.unit in rules.shares or "." in digits[0]):
        return Decimal(0)
    places = -int(printed.as_tuple().exponent) if "." in digits[0] else 0
    return abs(row.value / printed) * Decimal(1).scaleb(-places) / 2
