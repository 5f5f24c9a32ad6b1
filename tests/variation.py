"""Other reports made from an annotated one: the same sentences with other names and figures, or another layout.

A rule that knows a city or a brand by heart fails on the first kind, a rule that leans on line ends or on the width of
punctuation on the second. Every function returns new values; a varied annotation is as correct as the one it came from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

DEMO = Path(__file__).resolve().parents[1] / "kg" / "demo"
DIGITS = str.maketrans("123456789", "347682195")  # no digit stays, none becomes 0, so a numeral keeps its shape
WIDTH = str.maketrans("，：；（）", ",:;()")
BACK = str.maketrans(",:;()", "，：；（）")


@dataclass(frozen=True, slots=True)
class Annotated:
    """The text of a report and what it says."""

    text: str
    facts: dict[str, Any]


def load(name: str) -> Annotated:
    """A demo report with its annotation."""
    text = (DEMO / "reports" / f"{name}.txt").read_text("utf-8")
    return Annotated(text, json.loads((DEMO / "facts" / f"{name}.json").read_text("utf-8")))


def swap_names(words: str, names: Mapping[str, str]) -> str:
    """The words with every name replaced at once, longer names first.

    >>> swap_names("甲市乙区", {"甲": "丙", "乙": "甲"})
    '丙市甲区'
    """
    if not names:
        return words
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(pattern, lambda match: names[match.group()], words)


def rename(report: Annotated, names: Mapping[str, str]) -> Annotated:
    """The same report of another place, with other brands: text and annotation alike."""
    return Annotated(swap_names(report.text, names), _walk(report.facts, lambda words: swap_names(words, names)))


def refigure(report: Annotated) -> Annotated:
    """The same report with other digits in every annotated figure; its years, sessions and dates stay."""
    numerals = {}
    for metric in report.facts["metrics"]:
        start = report.text.index(metric["quote"]) + metric["quote"].index(metric["number"])
        numerals[start] = start + len(metric["number"])
        if "high" in metric:
            start = report.text.index(str(metric["high"]), start)
            numerals[start] = start + len(str(metric["high"]))
    inside = {position for start, end in numerals.items() for position in range(start, end)}
    text = "".join(c.translate(DIGITS) if i in inside else c for i, c in enumerate(report.text))
    metrics = []
    for metric in report.facts["metrics"]:
        start = report.text.index(metric["quote"])
        changed = dict(metric, quote=text[start : start + len(metric["quote"])])
        changed["number"] = metric["number"].translate(DIGITS)
        if plain(metric["number"]):
            scale = round(Decimal(str(metric["value"])) / plain(metric["number"]))
            value = plain(changed["number"]) * scale
            changed["value"] = float(value) if value % 1 else int(value)
        if "high" in metric:
            changed["high"] = int(str(metric["high"]).translate(DIGITS))
        metrics.append(changed)
    relations = [_requoted(relation, report.text, text) for relation in report.facts["relations"]]
    return Annotated(text, {**report.facts, "metrics": metrics, "relations": relations})


def plain(numeral: str) -> Decimal:
    """The number that digits print, 0 for numerals in characters."""
    return Decimal(numeral.replace(",", "")) if re.fullmatch(r"[\d.,]+", numeral) else Decimal(0)


def narrow(text: str) -> str:
    """The text with half-width punctuation: 全年，共 -> 全年,共."""
    return text.translate(WIDTH)


def widen(text: str) -> str:
    """The text with full-width punctuation; commas, points and colons between digits stay."""
    return re.sub(r"(?<!\d)[,:;()]|[,:;()](?!\d)", lambda match: match.group().translate(BACK), text)


def unwrap(text: str) -> str:
    """A dump's text with its lines joined: what begins without an indent goes on the line above."""
    return re.sub("\n(?![\\s　])", "", text.strip()) + "\n" if "\n　　" in text else text


def wrap(text: str, width: int = 34) -> str:
    """The text as a dump breaks it: lines of one column width, inside words and numbers, paragraphs told by indents.

    Two ASCII characters take the room of one Chinese character.
    """
    lines: list[str] = []
    for paragraph in unwrap(text).split("\n"):
        line, room = "", float(width)
        for character in "　　" + paragraph.strip() if paragraph.strip() else "":
            room -= 0.5 if character.isascii() else 1
            if room < 0:
                lines.append(line)
                line, room = "", width - (0.5 if character.isascii() else 1)
            line += character
        lines.append(line)
    return "\n".join(lines)


def space_out(text: str) -> str:
    """The text as word processors save it: blank lines between paragraphs, indents, Windows line ends."""
    return "\r\n\r\n".join("　　" + line.strip() for line in unwrap(text).split("\n") if line.strip()) + "\r\n"


def _requoted(relation: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    start = old.index(relation["quote"])
    return dict(relation, quote=new[start : start + len(relation["quote"])])


def _walk(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_walk(item, change) for item in value]
    if isinstance(value, dict):
        return {
            key: item if key in {"id", "kind", "doc", "concept"} else _walk(item, change) for key, item in value.items()
        }
    return value
