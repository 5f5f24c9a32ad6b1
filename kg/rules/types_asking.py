"""Rules for understanding questions: compiled patterns and closed lists, made from data files by ``kg.rules.asking``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.rules.types import Divisions
from kg.rules.types_figures import Cue, PeriodRules


@dataclass(frozen=True, slots=True)
class Intent:
    """One way to ask one named query; ``asking.toml`` says what each entry means."""

    id: str
    query: str
    cues: tuple[Cue, ...] = ()
    """Any of them has to fit the question; without one the slots alone tell."""
    needs: tuple[str, ...] = ()
    bans: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()
    bind: tuple[tuple[str, str], ...] = ()
    """Parameter and slot, where the parameter's name does not tell."""
    fixed: tuple[tuple[str, str], ...] = ()
    figures: bool = False
    """Whether it is about numbers, so that words for indicators mean indicators."""
    report: bool = False
    """Whether a body stands for its report, which says what is asked for."""
    otherwise: bool = False
    """Whether the next best query is run where this one has no row."""
    reverse: bool = False
    """Whether the rows are wanted the other way round."""
    ranks: bool = False
    """Whether the first rows answer for the most, so that as many as are asked for are enough."""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate that people call by a name although it has to be derived."""

    words: tuple[str, ...]
    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """What people call an indicator."""

    notation: str
    label: str
    names: tuple[str, ...]
    """Preferred and other labels, without what their brackets add and without the word for number at their end, too."""
    full: tuple[str, ...]
    """The labels with that word."""
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindName:
    """What people call a kind of undertaking, document or body."""

    slot: str
    notation: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskingRules:
    """Everything that turns a question into slots and slots into a query."""

    divisions: Divisions
    periods: PeriodRules
    cues: tuple[Cue, ...]
    """The cues of the indicators, as the extractor uses them."""
    indicators: Mapping[str, IndicatorName]
    kinds: tuple[KindName, ...]
    units: tuple[str, ...]
    """Measure words, the longest first."""
    heads: tuple[str, ...]
    """What ends the names of bodies behind a place (政协, 人民政府), the longest first."""
    listed: tuple[str, ...]
    """Names of bodies of the closed lists, such as newspapers and national bodies."""
    intents: tuple[Intent, ...]
    rates: tuple[Rate, ...]
    words: Mapping[str, re.Pattern[str]]
    """Words of slots by use (quantity, ratio, own, out-of-scope), each list as one pattern."""
    modality: Mapping[str, re.Pattern[str]]
    modifier: Mapping[str, tuple[str, ...]]
    fillers: re.Pattern[str]
    """Words that tell nothing; matches the longest."""
    examples: tuple[str, ...]
    """Patterns of questions with {body}, {year} and {indicator}."""

    def tells(self, words: str) -> bool:
        """Whether some words say more than fillers and verbs of doing."""
        left = self.fillers.sub("", self.words["doing"].sub("", words))
        return len(left) >= 2 and re.fullmatch(r"[\u4e00-\u9fffA-Za-z“”]+", words) is not None
