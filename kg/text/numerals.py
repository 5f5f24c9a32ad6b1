"""Numerals as written -> the number they stand for.

Digits with separators (1,234 and 1 234), Chinese numerals (一千二百三十四, 两百零五, 一万二), digit by digit (二〇二三) and mixtures
(3.5万, 1亿2千万). A word that is no numeral gives None; hedges (余, 多, 近) are not part of a numeral.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_VALUE = {c: Decimal(n) for c, n in zip("〇零一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)}
_SCALE = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "亿": Decimal(10**8)}
_TOKEN = re.compile(r"\d+(?:[, ]\d{3})*(?:\.\d+)?|[〇零一二两三四五六七八九]|[十百千万亿]")
_SHORTHAND = re.compile(r".*[百千万亿][一二三四五六七八九]")


@lru_cache(maxsize=4096)
def parse_numeral(numeral: str) -> Decimal | None:
    """The number that a numeral stands for.

    >>> parse_numeral("一千二百三十四"), parse_numeral("3.5万"), parse_numeral("两百五")
    (Decimal('1234'), Decimal('35000'), Decimal('250'))
    >>> parse_numeral("12 640"), parse_numeral("1,386.4万")
    (Decimal('12640'), Decimal('13864000'))
    >>> parse_numeral("若干") is None
    True
    """
    whole, point, fraction = numeral.partition("点")
    if point:
        digits = "".join(str(_VALUE[c]) for c in fraction if c in _VALUE)
        base = parse_numeral(whole)
        if base is None or not digits or len(digits) != len(fraction):
            return None
        return base + Decimal(f"0.{digits}")
    tokens = _TOKEN.findall(numeral)
    if not tokens or "".join(tokens) != numeral:
        return None
    if all(t in _VALUE for t in tokens):
        return Decimal("".join(str(_VALUE[t]) for t in tokens))
    return _compose(tokens, shorthand=_SHORTHAND.fullmatch(numeral) is not None)


def _compose(tokens: list[str], *, shorthand: bool) -> Decimal | None:
    """The sum of the parts; ``shorthand`` says that the last digit counts the scale below the last one (一万二)."""
    total, section, current = Decimal(0), Decimal(0), None
    scale = Decimal(1)
    for token in tokens:
        if token in _SCALE:
            scale = _SCALE[token]
            if scale < 10000:
                section += (current or Decimal(1)) * scale
            else:
                section += current or Decimal(0)
                if scale == 10**8:
                    total = (total + section or Decimal(1)) * scale
                else:
                    total += (section or Decimal(1)) * scale
                section = Decimal(0)
            current = None
        elif current is None or current == 0:
            current = _VALUE[token] if token in _VALUE else Decimal(token.replace(",", "").replace(" ", ""))
        else:
            return None
    if current is not None:
        section += current * scale / 10 if shorthand else current
    return plain(total + section)


def plain(number: Decimal) -> Decimal:
    """The same number without an exponent or idle zeros behind the point.

    >>> plain(Decimal("35000.0")), plain(Decimal("12.50"))
    (Decimal('35000'), Decimal('12.5'))
    """
    whole = number.to_integral_value()
    return Decimal(int(whole)) if whole == number else number.normalize()


def parse_fraction(numeral: str) -> Decimal | None:
    """The value of N分之M, to four places.

    >>> parse_fraction("三分之二"), parse_fraction("四分之一")
    (Decimal('0.6667'), Decimal('0.25'))
    """
    below, _, above = numeral.partition("分之")
    divisor, dividend = parse_numeral(below), parse_numeral(above)
    if not divisor or dividend is None:
        return None
    return plain(round(dividend / divisor, 4))
