"""Rules for reading figures, ready to use: compiled patterns and closed lists; ``kg.rules.figures`` makes them from data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import Modifier


@dataclass(frozen=True, slots=True)
class Hedge:
    """A word that loosens a number."""

    id: str
    word: str
    modifier: Modifier
    not_after: str = ""
    """Characters that make the word the tail of another one (附 before 近)."""
    not_before: str = ""
    """Characters that make the word the head of another one (左右 before 岸)."""
    round_only: bool = False
    """Holds only before a bare round number (上千, 过亿)."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A kind of context in which a number counts nothing."""

    id: str
    reason: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class QuantityRules:
    """What the recognizer of quantities goes by."""

    unit_after_digits: re.Pattern[str]
    """A unit, longest first, where the numeral is of digits."""
    unit_after_words: re.Pattern[str]
    """A unit where the numeral is Chinese."""
    dimension: Mapping[str, str]
    """Unit -> what it measures."""
    before: Mapping[str, Hedge]
    inside: Mapping[str, Hedge]
    behind: Mapping[str, Hedge]
    zones: tuple[Zone, ...]
    """Searched for in the whole text; of two that overlap the later one names the reason."""
    anchored: tuple[Zone, ...]
    """Tried only where a number begins."""
    cues: Mapping[str, re.Pattern[str]]
    """Contexts that settle a doubt: kinds, duration, age, breakthrough."""


@dataclass(frozen=True, slots=True)
class PeriodPattern:
    """A form of time expression."""

    id: str
    reading: str
    """Which reading of ``kg.text.periods`` turns the groups into a period."""
    pattern: re.Pattern[str]
    offset: int = 0
    """Years to add to the base year (去年 -1)."""


@dataclass(frozen=True, slots=True)
class PeriodRules:
    """What the reader of time expressions goes by."""

    patterns: tuple[PeriodPattern, ...]
    plans: Mapping[str, tuple[int, int]]
    """Number of a five-year plan as written (十四) -> its first and last year."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One way to recognize an indicator: every group must occur, no banned word may, and the unit must fit."""

    concept: str
    groups: tuple[tuple[str, ...], ...]
    banned: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class IndicatorRules:
    """What the classification of indicators goes by."""

    cues: tuple[Cue, ...]
    by_word: Mapping[str, tuple[int, ...]]
    """First letter pair of a word of the rarest group -> positions in ``cues``, so that few cues are tried."""
