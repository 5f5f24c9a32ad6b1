"""Why two figures cannot be compared, typed and in words; and by how much they differ where they can."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from kg.analyze.comparison_scope import Statement, load_comparison

ASPECTS: Final[dict[str, tuple[str, str]]] = {
    "unit": ("单位", "unit"),
    "indicator": ("指标", "indicator"),
    "words": ("所计", "what is counted"),
    "vague": ("所计何事", "what exactly is counted"),
    "period": ("时期", "period"),
    "as-of": ("截至", "part of the year"),
    "modality": ("性质", "plan or result"),
    "approximate": ("精确程度", "exactness"),
    "part": ("范围：其中部分", "scope: a part"),
    "running": ("范围：累计或存量", "scope: running total or stock"),
    "begun": ("范围：变化的起点", "scope: level before a change"),
    "area": ("范围：地域或系统", "scope: area"),
    "topic": ("范围：专题", "scope: topic"),
    "initiative": ("范围：事项", "scope: undertaking"),
}
"""Code of an aspect in which figures can differ -> its name in Chinese and English."""
MODALITIES: Final[dict[str, tuple[str, str]]] = {
    "actual": ("已完成", "result"),
    "planned": ("计划", "plan"),
    "norm": ("常规要求", "standing rule"),
}
_PLAIN: Final = {
    "words": ("指标本身", "the indicator as such"),
    "period": ("全年", "whole year"),
    "as-of": ("全年", "whole year"),
    "part": ("全部", "the whole"),
    "running": ("当期", "the period alone"),
    "begun": ("结果", "level reached"),
    "area": ("本单位", "the body itself"),
    "topic": ("全部", "all topics"),
    "initiative": ("不限事项", "no one undertaking"),
}
_NEVER: Final = frozenset({"approximate", "vague"})
"""Aspects in which even two figures alike cannot be compared: how far each is off, or of what it is, is not known."""
_YEAR: Final = re.compile(r"[0-9]{4}")
_SHARES: Final = frozenset({"%", "个百分点"})
_ONE_PLACE: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a figure cannot stand beside another."""

    code: str
    """A key of ``ASPECTS``, or ``unknown-period``, ``unit-of``, ``conflict``, ``refined``, ``zero``, ``no-year``."""
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a figure: in percent, for shares in percentage points; or why that cannot be said."""

    against: Statement | None = None
    """The earlier figure."""
    percent: Decimal | None = None
    points: Decimal | None = None
    reasons: tuple[Reason, ...] = ()


def aspects(one: Statement) -> dict[str, str]:
    """Code -> how a figure is in that aspect; empty where it is as plain as can be.

    The undertaking tells nothing of an indicator of which a body has one number a period.
    """
    row, scope = one.figure, one.scope
    rules = load_comparison()
    single = row.indicator in rules.single
    return {
        "unit": row.unit,
        "indicator": row.indicator,
        "words": scope.words,
        "vague": "?" if row.indicator in rules.open and not scope.words and not scope.initiative else "",
        "period": "" if row.period.isdecimal() else _YEAR.sub("", row.period) or "?",
        "as-of": scope.as_of,
        "modality": row.modality,
        "approximate": "" if row.modifier == "exact" else row.modifier,
        "part": scope.part,
        "running": scope.running,
        "begun": scope.begun,
        "area": scope.area,
        "topic": scope.topic,
        "initiative": "" if single else scope.initiative,
    }


def reasons_between(one: Statement, other: Statement) -> tuple[Reason, ...]:
    """Every aspect that keeps two figures of one indicator from being compared; their bodies and years may differ.

    Two hedged figures are not compared either, nor two whose words do not say of what they are.
    """
    first, second = aspects(one), aspects(other)
    return tuple(
        _between(code, one, other)
        for code in ASPECTS
        if first[code] != second[code] or (code in _NEVER and first[code])
    )


def change_between(before: Statement, after: Statement) -> Change:
    """How the second differs from the first."""
    if reasons := reasons_between(before, after):
        return Change(before, reasons=reasons)
    old, new = before.figure.value, after.figure.value
    if before.figure.unit in _SHARES:
        return Change(before, points=_rounded(new - old))
    if not old:
        return Change(before, reasons=(Reason("zero", "基数为零", "the first figure is zero"),))
    return Change(before, percent=_rounded((new - old) * 100 / abs(old)))


def printed(one: Statement) -> str:
    """The figure as it stands in the text, on one line."""
    return "".join(one.evidence.quote.split())


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_ONE_PLACE, ROUND_HALF_UP)


def _between(code: str, one: Statement, other: Statement) -> Reason:
    zh, en = ASPECTS[code]
    first, second = shown(code, one), shown(code, other)
    return Reason(code, f"{zh}不同：{first[0]} / {second[0]}", f"{en} differs: {first[1]} / {second[1]}")


def shown(code: str, one: Statement) -> tuple[str, str]:
    """An aspect of a figure in words, Chinese and English."""
    row = one.figure
    value = aspects(one)[code]
    if code == "modality":
        return MODALITIES.get(row.modality, (row.modality, row.modality))
    if code in _NEVER:
        told = printed(one) if code == "approximate" else row.indicator_text
        return told, told
    if not value and code in _PLAIN:
        return _PLAIN[code]
    told = {"words": row.indicator_text, "period": row.period, "indicator": row.indicator}.get(code, value)
    if code == "period" and not told:
        return "未注明", "not told"
    if code == "indicator" and not told:
        return "无", "none"
    return told, told


def marks(one: Statement, *, unit: str, indicator: str, same_words: bool) -> Iterator[Reason]:
    """Why a figure is no plain one: exact, reached, for a whole year, of the body as a whole, in the usual unit.

    ``same_words``: all figures beside it are told in the same words, so that these set none apart.
    """
    row, scope = one.figure, one.scope
    quote, told = printed(one), aspects(one)
    if row.unit != unit:
        yield Reason("unit", f"单位是“{row.unit}”，表中多为“{unit}”", f"counted in {row.unit}, most are in {unit}")
    if row.indicator != indicator:
        yield Reason("indicator", f"是下位指标 {row.indicator}", f"a narrower indicator: {row.indicator}")
    if not row.period:
        yield Reason("unknown-period", "时期未注明", "the period is not told")
    elif not row.period.isdecimal():
        yield Reason("period", f"时期是 {row.period}，不是一整年", f"covers {row.period}, not one year")
    if row.modality == "planned":
        yield Reason("modality", "是计划数，不是已完成的数", "a plan, not a result")
    elif row.modality == "norm":
        yield Reason("modality", "是常规要求，不是已完成的数", "a standing rule, not a result")
    if told["vague"]:
        words = row.indicator_text
        yield Reason("vague", f"没有说明“{words}”指的是什么", f"does not say of what (“{words}”)")
    if row.modifier != "exact":
        yield Reason("approximate", f"是约数（{quote}）", f"not exact ({quote})")
    texts = {
        "as-of": ("只到年内某时（{}）", "up to a part of the year only ({})"),
        "part": ("是另一数的一部分（{}）", "a part of another figure ({})"),
        "running": (
            "是累计数或存量（“{}”），可能不止当年",
            "a running total or a stock (“{}”), perhaps of more than the year",
        ),
        "begun": ("是变化前的数（“{}”）", "the level before a change (“{}”)"),
        "area": ("所计超出本单位（“{}”）", "covers more than the body itself (“{}”)"),
        "topic": ("只计一个专题（“{}”）", "counts one topic only (“{}”)"),
        "initiative": ("只计一个事项（{}）", "counts one undertaking only ({})"),
    }
    for code, (zh, en) in texts.items():
        if told[code]:
            yield Reason(code, zh.format(told[code]), en.format(told[code]))
    if scope.words and not same_words:
        yield Reason("words", f"所计为“{row.indicator_text}”", f"counts “{row.indicator_text}”")
