"""Figures of one thing that are stated more than once: restated, refined, or in conflict.

Two statements are of one thing where body, indicator (or, without one, what is counted), unit, period, modality and
scope are equal, and something says that there is only one such number: the indicator, of which a body has one a period,
the words 全年 or 共 (for a conflict on both sides), the undertaking, or telling words. Then equal figures are *restated*;
different ones that some number fits are *refined* by the one that leaves less open; all others are in *conflict*. A
sentence never contradicts itself: what it lists is different things.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final, Literal

import pyoxigraph as ox

from kg.analyze.catalog import Catalog
from kg.analyze.comparison_rules import ComparisonRules
from kg.analyze.comparison_scope import Statement, load_comparison, read_statements
from kg.analyze.comparison_values import bounds_of
from kg.analyze.naming import plain
from kg.graph.namespaces import DCTERMS
from kg.graph.store import base_of

Kind = Literal["conflict", "refined", "restated"]
Ground = Literal["single", "whole", "undertaking", "words", "number"]
KINDS: Final[tuple[Kind, ...]] = ("conflict", "refined", "restated")
GROUNDS: Final[dict[Ground, tuple[str, str]]] = {
    "single": ("本指标一个机构一个时期只有一个数", "of this indicator a body has one number a period"),
    "whole": ("说的是整个时期的总数（全年、共）", "it is the count of the whole period (全年, 共)"),
    "undertaking": ("两处说的是同一事项下的同一件事", "both count the same under one undertaking"),
    "words": ("两处用同样的话说所计之事", "both say in the same words what they count"),
    "number": ("两处的数字相同，且位数多，不会是巧合", "both have the same number, with too many digits for chance"),
}
"""Why two statements are held to be of one thing, in Chinese and English."""
TELLING_WORDS = 4
"""Characters from which equal words say that the same is counted."""
TELLING_NUMBER = 100
"""From here on an equal number is no coincidence."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements of one thing."""

    kind: Kind
    ground: Ground
    """Why they are of one thing."""
    one: Statement
    """The looser statement where one refines the other, else the one that stands first."""
    other: Statement

    @property
    def within(self) -> bool:
        """Whether both stand in one report."""
        return self.one.evidence.report == self.other.evidence.report


def find_conflicts(store: ox.Store, *, catalog: Catalog | None = None) -> tuple[Conflict, ...]:
    """Every pair of statements of one thing, by kind (conflicts first), body, indicator, period and place.

    What a report that repeats another one nearly word for word says again is not listed as restated.
    """
    statements = read_statements(catalog or Catalog(store))
    return tuple(sorted(pairs_of(statements, versions=versions_of(store)), key=_order))


def versions_of(store: ox.Store) -> dict[str, str]:
    """Identifier of a report -> that of the one which it repeats nearly word for word."""
    cut = len(base_of(store))
    return {
        quad.subject.value[cut:]: quad.object.value[cut:]
        for quad in store.quads_for_pattern(None, ox.NamedNode(DCTERMS + "isVersionOf"), None)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    }


def pairs_of(statements: Iterable[Statement], *, versions: Mapping[str, str]) -> Iterator[Conflict]:
    """The pairs in any order."""
    rules = load_comparison()
    groups: dict[tuple[object, ...], dict[tuple[object, ...], list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for one in statements:
        if key := _thing(one):
            groups[key][_says(one)].append(one)
    for told in groups.values():
        for same in told.values():
            yield from _restated(same, rules, versions)
        yield from _unequal(list(told.values()), rules)


def _order(pair: Conflict) -> tuple[object, ...]:
    row = pair.one.figure
    place = (row.organization, row.indicator, row.indicator_text, row.period, pair.one.evidence, pair.other.evidence)
    return KINDS.index(pair.kind), *place


def _thing(one: Statement) -> tuple[object, ...]:
    """What has to be equal for two statements to be of one thing; empty where nothing can be told of it.

    Without a period they are of one thing within a report at most; without a body, or without either an indicator or
    words that say what is counted, never.
    """
    row, scope = one.figure, one.scope
    if not row.organization_iri or not (row.indicator or len(scope.words) >= 2):
        return ()
    return (
        row.organization_iri, row.indicator, row.unit, row.modality, row.period or one.evidence.report,
        replace(scope, initiative=""),
    )  # fmt: skip


def _says(one: Statement) -> tuple[object, ...]:
    row = one.figure
    return row.value, row.high, row.modifier


def _restated(same: Sequence[Statement], rules: ComparisonRules, versions: Mapping[str, str]) -> Iterator[Conflict]:
    """Each later statement of a figure beside the first one."""
    first = same[0]
    for other in same[1:]:
        names = {versions.get(place.report, place.report) for place in (first.evidence, other.evidence)}
        copied = len(names) == 1 and first.evidence.report != other.evidence.report
        if copied or _sentence(first) == _sentence(other) or not (_worded(first) and _worded(other)):
            continue
        if ground := _ground(first, other, rules):
            yield Conflict("restated", ground, first, other)
        elif (
            first.figure.indicator_text == other.figure.indicator_text
            and len(first.figure.indicator_text) >= TELLING_WORDS
        ):
            yield Conflict("restated", "words", first, other)
        elif _telling(first) and _under_one(first, other):
            yield Conflict("restated", "number", first, other)


def _unequal(figures: Sequence[Sequence[Statement]], rules: ComparisonRules) -> Iterator[Conflict]:
    """Each figure beside the first one that it contradicts and the first with which it refines; ten figures of one
    thing are not forty-five pairs."""
    for at, those in enumerate(figures):
        kinds: set[Kind] = set()
        for these in figures[:at]:
            pair = _different(these, those, rules)
            if pair and pair.kind not in kinds:
                kinds.add(pair.kind)
                yield pair


def _different(these: Sequence[Statement], those: Sequence[Statement], rules: ComparisonRules) -> Conflict | None:
    """Two different figures of one thing; nothing where any sentence states both of them.

    What may be part and whole can refine, but not contradict.
    """
    if {_sentence(one) for one in these} & {_sentence(one) for one in those}:
        return None
    for one, other in product(these, those):
        if ground := _ground(one, other, rules):
            pair = _pair(one, other, ground, rules)
            if pair.kind == "refined" or _contradict(one, other, ground):
                return pair
    return None


def _pair(one: Statement, other: Statement, ground: Ground, rules: ComparisonRules) -> Conflict:
    first, second = sorted((one, other), key=lambda statement: statement.evidence)
    a, b = (bounds_of(place.figure, place.evidence.quote, rules) for place in (first, second))
    if not a.meets(b):
        return Conflict("conflict", ground, first, second)
    return Conflict("refined", ground, second, first) if a.finer(b) else Conflict("refined", ground, first, second)


def _ground(one: Statement, other: Statement, rules: ComparisonRules) -> Ground | Literal[""]:
    """Why the two are of one thing, empty where nothing says so."""
    row = one.figure
    if not _under_one(one, other):
        return ""
    if row.indicator in rules.single:
        return "single"
    if row.initiative_iri and row.initiative_iri == other.figure.initiative_iri:
        return "undertaking"
    if row.indicator in rules.total and (one.whole or other.whole):
        return "whole"
    return "words" if len(one.scope.words) >= TELLING_WORDS else ""


def _worded(one: Statement) -> bool:
    """Whether the sentence says what is counted, two pairs of characters in three: a figure of several places is one by
    its number, and its words may stand in one of them only."""
    text, sentence = plain(one.figure.indicator_text), plain(one.evidence.sentence)
    pairs = [text[at : at + 2] for at in range(len(text) - 1)]
    return 3 * sum(pair in sentence for pair in pairs) >= 2 * len(pairs)


def _contradict(one: Statement, other: Statement, ground: Ground) -> bool:
    """Whether the two cannot be part and whole, or two parts: an undertaking has many days, and a year many visits."""
    counts = int(one.whole) + int(other.whole)
    needed = {"whole": 2, "undertaking": 1}.get(ground, 0)
    return one.figure.initiative_iri == other.figure.initiative_iri and counts >= needed


def _under_one(one: Statement, other: Statement) -> bool:
    """Whether no two different undertakings are named."""
    names = {one.figure.initiative_iri, other.figure.initiative_iri} - {""}
    return len(names) < 2


def _telling(one: Statement) -> bool:
    digits = one.figure.value.normalize().as_tuple().digits
    return one.figure.value >= TELLING_NUMBER and len(digits) > 2


def _sentence(one: Statement) -> tuple[str, int]:
    return one.evidence.report, one.evidence.sentence_start
