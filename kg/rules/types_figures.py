"""Rules for reading figures: compiled patterns and closed lists, made from the data files by ``kg.rules.figures``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ahocorasick_rs import AhoCorasick

from kg.model import Modifier

TimeReading = Literal["year", "span", "deictic", "part", "whole", "back", "on", "plan", "open", "goal", "each", "ahead"]


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
    reading: TimeReading
    """What ``kg.text.periods`` makes of it."""
    pattern: re.Pattern[str]
    offset: int = 0
    """Years to add to the passage's year (去年 -1)."""


@dataclass(frozen=True, slots=True)
class PeriodRules:
    """What the reader of time expressions goes by."""

    patterns: tuple[PeriodPattern, ...]
    plans: Mapping[str, tuple[int, int]]
    """Short name of a five-year plan (十四五) -> its first and last year."""
    signs: Mapping[str, re.Pattern[str]]
    """Words that make a figure a plan or a comparison, and headings that turn to what comes next."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One way to recognize an indicator: every group must occur, no banned word may, and the unit must fit."""

    concept: str
    groups: tuple[tuple[str, ...], ...]
    banned: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)  # known by identity, so that results can be remembered by their rules
class IndicatorRules:
    """What finds and classifies the words that say what is counted."""

    cues: tuple[Cue, ...]
    signs: Mapping[str, re.Pattern[str]]
    """Words of change, of reaching, of acting, and boundaries of the phrase."""

    @cached_property
    def any_unit(self) -> frozenset[int]:
        """Numbers of the cues that ask for no unit."""
        return frozenset(number for number, cue in enumerate(self.cues) if not cue.units)

    @cached_property
    def by_unit(self) -> Mapping[str, frozenset[int]]:
        """Numbers of the cues that may classify a number with a unit."""
        units = sorted({unit for cue in self.cues for unit in cue.units})
        return {unit: self.any_unit | {n for n, cue in enumerate(self.cues) if unit in cue.units} for unit in units}

    def fitting(self, unit: str) -> frozenset[int]:
        """Numbers of the cues to try for a unit; of 台（套） the first part decides, 期次 is taken for 期 where no cue
        knows it; tenths (成) are shares."""
        base = "%" if unit == "成" else unit.split("（")[0]
        known = self.by_unit
        return known.get(unit) or known.get(base) or known.get(base.removesuffix("次")) or self.any_unit

    def candidates(self, phrase: str, unit: str, *, alone: bool = False) -> list[Cue]:
        """The cues for a unit of which a word stands in the phrase, in their order.

        ``alone``: no other words may fill in what the phrase leaves out, so it must hold one of the first group.
        """
        if self._automaton is None:
            return []
        cues_of = self._cues_begun if alone else self._cues_of
        met: set[int] = set()
        for word, _, _ in self._automaton.find_matches_as_indexes(phrase, overlapping=True):
            met |= cues_of[word]
        return [self.cues[number] for number in sorted(met & self.fitting(unit))] if met else []

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return tuple(sorted({word for cue in self.cues for group in cue.groups for word in group}))

    @cached_property
    def _automaton(self) -> AhoCorasick | None:
        return AhoCorasick(self._words) if self._words else None

    @cached_property
    def _cues_of(self) -> tuple[frozenset[int], ...]:
        """For each word the numbers of the cues in which it stands."""
        return self._by_word(lambda cue: cue.groups)

    @cached_property
    def _cues_begun(self) -> tuple[frozenset[int], ...]:
        """For each word the numbers of the cues in whose first group it stands."""
        return self._by_word(lambda cue: cue.groups[:1])

    def _by_word(self, groups: Callable[[Cue], tuple[tuple[str, ...], ...]]) -> tuple[frozenset[int], ...]:
        found: dict[str, set[int]] = {word: set() for word in self._words}
        for number, cue in enumerate(self.cues):
            for group in groups(cue):
                for word in group:
                    found[word].add(number)
        return tuple(frozenset(found[word]) for word in self._words)


@dataclass(frozen=True, slots=True)
class FigureRules:
    """All rules for figures."""

    quantities: QuantityRules
    periods: PeriodRules
    indicators: IndicatorRules
    measures_of_anything: frozenset[str] = frozenset()
    """Indicators (growth-rate, investment) of which equal numbers are one fact only where their words agree."""
