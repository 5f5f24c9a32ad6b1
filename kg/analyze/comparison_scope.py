"""What a number covers beyond its indicator, body and period, read from its sentence: a part, a total, a topic, an area.

Two figures are figures of one thing only where their scopes are equal. The words are those of ``comparison.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kg.analyze.catalog import Catalog
from kg.analyze.comparison_rules import NAME, ComparisonRules, comparison_rules
from kg.analyze.comparison_vocabulary import Vocabulary, load_vocabulary
from kg.analyze.naming import plain
from kg.analyze.rows import Evidence, FigureRow
from kg.resources import rule_text

_PUNCTUATION = str.maketrans("，；：（）！？", ",;:()!?")
_WORD = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"\([^)]*\)")
_QUOTED = re.compile("“([^”]+)”")
_SENTENCE = re.compile(r"[。;!?\n]")
_CLAUSE = re.compile(r"[,。;:(!?\n]")
_AT_HOME = frozenset({"government"})
"""Kinds of bodies whose figures cover their whole division as a matter of course."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What narrows or widens a figure; each empty where nothing does."""

    words: str = ""
    """What is counted, without acts, fillers and what the indicator says anyway: 委员 of 收到委员提案."""
    part: str = ""
    """What it is a part of (其中): what the figure before it counts, else the word itself."""
    running: str = ""
    """The words by which it runs on from earlier periods, or counts what there is in all (累计, 总数达到)."""
    begun: str = ""
    """The word that makes it the level from which a change began (从, 由)."""
    as_of: str = ""
    """A part of the year, or a day in it, where the period is a whole year (截至11月底)."""
    area: str = ""
    """The area or the set of bodies counted, where it is more than the body itself (全市)."""
    topic: str = ""
    """What the sentence is about, where that is not the whole period's work (就老街改造)."""
    initiative: str = ""
    """Label of the undertaking."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure in one of the places that state it."""

    figure: FigureRow
    evidence: Evidence
    scope: Scope
    whole: bool
    """Whether the sentence says that it counts the whole period (全年, 共)."""


@cache
def load_comparison() -> ComparisonRules:
    """The words that travel with the program."""
    return comparison_rules(rule_text(NAME))


def read_statements(catalog: Catalog) -> tuple[Statement, ...]:
    """Every figure in every place that states it, by file and place in the text."""
    reader = _Reader(catalog, load_vocabulary(), load_comparison())
    found = (reader.statement(row, evidence) for row in catalog.figures for evidence in row.evidence)
    return tuple(sorted(found, key=lambda one: (one.evidence, one.figure.indicator, one.figure.iri)))


class _Reader:
    """Reads scopes; knows the names of the bodies and which figures stand before another in a sentence."""

    def __init__(self, catalog: Catalog, vocabulary: Vocabulary, rules: ComparisonRules) -> None:
        self.vocabulary = vocabulary
        self.rules = rules
        self.bodies = {row.iri: row for row in catalog.entities if row.kind == "organization"}
        self.before = _neighbours(catalog.figures)
        self.names: dict[str, re.Pattern[str]] = {}
        self.labels: dict[str, re.Pattern[str]] = {}

    def statement(self, row: FigureRow, evidence: Evidence) -> Statement:
        before = widths(evidence.sentence[: evidence.start - evidence.sentence_start])
        signs = self.rules.signs
        total = _last(signs["whole"], before)
        said = before[total.end() :] if total else before
        body = self.bodies.get(row.organization_iri)
        scope = Scope(
            words=self.words(row),
            part=self._part(row, evidence, before),
            running=self._running(before),
            begun=_said(signs["from"].search(before)),
            as_of=_said(_last(signs["as-of"], said)) if row.period.isdecimal() else "",
            area="" if body and body.category in _AT_HOME else _said(signs["area"].search(_tail(_CLAUSE, before))),
            topic=_said(_last(signs["topic"], _tail(_SENTENCE, said))),
            initiative="" if total and signs["year"].search(total[0]) and self._of_all(row, said) else row.initiative,
        )
        return Statement(row, evidence, scope, total is not None)

    def _of_all(self, row: FigureRow, said: str) -> bool:
        """Whether the sentence counts all that was done in the period, and not what was done under the undertaking:
        全年开展…1800余次 below the heading of an undertaking that the words behind 全年 do not name."""
        name = _QUOTED.search(row.initiative)
        return row.indicator in self.rules.total and plain(name[1] if name else row.initiative) not in plain(said)

    def words(self, row: FigureRow) -> str:
        """What is counted, without what says nothing of its scope."""
        text = _WORD.sub("", unicodedata.normalize("NFKC", row.indicator_text))
        if row.organization_iri:
            text = self._names(row.organization_iri).sub("", text)
        text = self.rules.idle.sub("", self.rules.own.sub("", text))
        if row.indicator:
            text = self._label(row.indicator).sub("", text)
        return self.rules.idle_start.sub("", self.rules.idle.sub("", text))

    def _label(self, notation: str) -> re.Pattern[str]:
        """Stretches of the indicator's label, brackets left out: what is counted says them anyway.

        Where a body has one number a period the other labels are other words for it, too (办结率 for 办复率).
        """
        if notation not in self.labels:
            known = self.vocabulary.get(notation)
            labels = known.names if notation in self.rules.single else (known.zh,)
            parts = [part for label in labels for part in _BRACKETS.split(unicodedata.normalize("NFKC", label))]
            stretches = {
                part[start:end]
                for part in parts
                for start in range(len(part))
                for end in range(start + 2, len(part) + 1)
            }
            self.labels[notation] = _any_of(stretches)
        return self.labels[notation]

    def _names(self, iri: str) -> re.Pattern[str]:
        if iri not in self.names:
            body = self.bodies.get(iri)
            self.names[iri] = _any_of({_WORD.sub("", name) for name in (body.label, *body.aliases)} if body else ())
        return self.names[iri]

    def _part(self, row: FigureRow, evidence: Evidence, before: str) -> str:
        """What 其中 refers to, unless this is a part of it as a matter of course (提案, 其中立案)."""
        mark = self.rules.signs["part"].search(before)
        if mark is None:
            return ""
        figures = self.before[evidence.report, evidence.sentence_start]
        # the text in one width may be longer or shorter than the original by a sign or two, never by a figure
        at = bisect_left(figures, (evidence.sentence_start + mark.start(), "", ""))
        if not at:
            return mark[0]
        _, whole, text = figures[at - 1]
        return "" if row.indicator and row.indicator in self.rules.parts.get(whole, ()) else text

    def _running(self, before: str) -> str:
        signs = self.rules.signs
        stock = _said(signs["stock"].search(before))
        if stock:
            return stock
        return "" if signs["year"].search(before) else _said(signs["cumulative"].search(before))


def _neighbours(figures: Iterable[FigureRow]) -> Mapping[tuple[str, int], list[tuple[int, str, str]]]:
    """Report and beginning of a sentence -> the figures in it as (place, indicator, what is counted), in order."""
    found: dict[tuple[str, int], list[tuple[int, str, str]]] = defaultdict(list)
    for row in figures:
        for place in row.evidence:
            found[place.report, place.sentence_start].append((place.start, row.indicator, row.indicator_text))
    return defaultdict(list, {key: sorted(places) for key, places in found.items()})


def widths(text: str) -> str:
    """The text in one width, punctuation half as wide as a character.

    >>> widths("２０２３年，共征集")
    '2023年,共征集'
    """
    return unicodedata.normalize("NFKC", text).translate(_PUNCTUATION)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the words, the longest first; nothing where there is none."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, ordered)) or "(?!)")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(iter(list(pattern.finditer(text))[::-1]), None)


def _said(match: re.Match[str] | None) -> str:
    """What the match says: its group that took part, else all of it."""
    return next((part for part in match.groups() if part), match[0]) if match else ""


def _tail(boundary: re.Pattern[str], text: str) -> str:
    """What stands behind the last boundary."""
    match = _last(boundary, text)
    return text[match.end() :] if match else text
