"""Words that make a regular expression work hard, made from the expression itself.

A backtracking matcher is slow where it can read the same characters in many ways and then fails. So: what leads to a
repetition, the repetition filled to a length, and behind it a character that nothing wants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

STOP = "\ue000"
"""A character of private use: no rule names it."""
FILLS = 3
"""How many different characters of a class are tried."""


def attacks(pattern: re.Pattern[str], size: int) -> Iterator[str]:
    """Texts of about ``size`` characters, one or a few for each repetition in the pattern; each once."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    seen: set[str] = set()
    for before, body in _repeats(tree, ""):
        for filling in _samples(body)[:FILLS]:
            if not filling:
                continue
            text = filling * max(1, size // len(filling))
            for attack in (before + text + STOP, text):
                if attack not in seen:
                    seen.add(attack)
                    yield attack


def _repeats(items: Any, before: str) -> Iterator[tuple[str, Any]]:
    """Every repetition without a small bound, with a text that leads up to it."""
    for code, value in items:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            _, high, body = value
            if high > 20:
                yield before, body
            yield from _repeats(body, before)
        elif code is op.SUBPATTERN:
            yield from _repeats(value[-1], before)
        elif code is op.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, before)
        elif code in (op.ASSERT, op.ASSERT_NOT):
            yield from _repeats(value[1], before)
        elif code is op.ATOMIC_GROUP:
            yield from _repeats(value, before)
        before += (_samples([(code, value)]) or [""])[0]


def _samples(items: Any) -> list[str]:
    """A few texts that a sequence of the parsed pattern matches, or nearly; the first is the shortest way through."""
    found = [""]
    for code, value in items:
        found = [text + more for text in found for more in (_sample(code, value) or [""])][: 2 * FILLS]
    return found


def _sample(code: Any, value: Any) -> list[str]:
    if code is op.LITERAL:
        return [chr(value)]
    if code is op.NOT_LITERAL:
        return ["字" if chr(value) != "字" else "词"]
    if code is op.ANY:
        return ["字", "5"]
    if code is op.IN:
        return _members(value)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        low, _, body = value
        once = _samples(body)
        return [text * low for text in once] if low else ["", *once[:1]]
    if code is op.SUBPATTERN:
        return _samples(value[-1])
    if code is op.BRANCH:
        return [text for branch in value[1] for text in _samples(branch)[:1]][:FILLS]
    if code is op.ATOMIC_GROUP:
        return _samples(value)
    return [""]  # what stands at a place takes no characters


CATEGORIES = {
    op.CATEGORY_DIGIT: "5",
    op.CATEGORY_SPACE: " ",
    op.CATEGORY_WORD: "字",
    op.CATEGORY_NOT_DIGIT: "字",
    op.CATEGORY_NOT_SPACE: "字",
    op.CATEGORY_NOT_WORD: "，",
}
COMMON = "字5 ，一\n“a市"


def _members(value: Any) -> list[str]:
    """Characters of a class: its own, or common ones that it does not exclude."""
    if value and value[0][0] is op.NEGATE:
        taken = re.compile(_class(value[1:]))
        return [one for one in COMMON if not taken.match(one)][:FILLS] or ["\ue001"]
    found: list[str] = []
    for code, inner in value:
        if code is op.LITERAL:
            found.append(chr(inner))
        elif code is op.RANGE:
            found.append(chr(inner[0]))
        elif code is op.CATEGORY:
            found.append(CATEGORIES.get(inner, "字"))
    return found[: 2 * FILLS]


def _class(value: Any) -> str:
    names = {
        op.CATEGORY_DIGIT: r"\d", op.CATEGORY_SPACE: r"\s", op.CATEGORY_WORD: r"\w",
        op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_NOT_SPACE: r"\S", op.CATEGORY_NOT_WORD: r"\W",
    }  # fmt: skip
    parts = []
    for code, inner in value:
        if code is op.LITERAL:
            parts.append(re.escape(chr(inner)))
        elif code is op.RANGE:
            parts.append(f"{re.escape(chr(inner[0]))}-{re.escape(chr(inner[1]))}")
        elif code is op.CATEGORY:
            parts.append(names[inner])
    return f"[{''.join(parts)}]"
