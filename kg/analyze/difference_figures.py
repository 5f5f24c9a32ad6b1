"""Figures of two graphs, or of two years, paired: which are the same, which changed, which are on one side only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal

from kg.analyze.comparison_reasons import Change, aspects, change_between
from kg.analyze.comparison_scope import Statement

Kind = Literal["changed", "added", "gone"]
FIELDS: Final = (
    "value", "high", "unit", "modifier", "modality", "indicator", "indicator_text", "organization", "initiative", "period",
)  # fmt: skip
"""What a figure says; two figures are the same where all of it is equal."""
_SAYS: Final = ("value", "high", "unit", "modifier", "modality")
"""What has to be equal for a figure to be the same in another year."""
_BINDING: Final = ("words", "part", "begun", "topic")
"""Aspects that make two figures figures of different things; in others they may differ, with a reason."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is on one side only, or on both and not the same."""

    kind: Kind
    before: Statement | None
    after: Statement | None
    fields: tuple[str, ...] = ()
    """Of a changed figure: the names in ``FIELDS`` that differ."""
    change: Change | None = None
    """Of a changed number: by how much, or why that cannot be said."""


Keyed = Callable[[Statement], tuple[object, ...]]
"""What two figures must have in common; empty: nothing can be told of it."""


def by_graph(before: Sequence[Statement], after: Sequence[Statement]) -> tuple[list[FigureChange], int]:
    """Changes between the figures of two graphs, and how many are the same.

    First come figures that say the same, then those in the same place of the same text, then those of one thing.
    """
    left, right = list(before), list(after)
    same = len(list(_take(left, right, content)))
    changed = [*_take(left, right, _place_and_indicator), *_take(left, right, _place)]
    changed += _paired(left, right, period=True)
    return [*_changes(changed, FIELDS), *_one_sided(left, right)], same


def by_year(before: Sequence[Statement], after: Sequence[Statement]) -> tuple[list[FigureChange], int]:
    """Changes between the figures of two years, and how many are the same."""
    left, right = list(before), list(after)
    pairs = list(_paired(left, right, period=False))
    changes = list(_changes(pairs, _SAYS))
    return [*changes, *_one_sided(left, right)], len(pairs) - len(changes)


def content(one: Statement) -> tuple[object, ...]:
    """What a figure says, in words: two graphs may name their nodes differently."""
    return tuple(getattr(one.figure, name) for name in FIELDS)


def _place(one: Statement) -> tuple[object, ...]:
    return one.evidence.report, one.evidence.start, one.evidence.end


def _place_and_indicator(one: Statement) -> tuple[object, ...]:
    return *_place(one), one.figure.indicator


def _take(left: list[Statement], right: list[Statement], key: Keyed) -> Iterator[tuple[Statement, Statement]]:
    """Yield pairs with equal keys, in order, and take them out of both lists."""
    waiting: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for one in right:
        waiting[key(one)].append(one)
    pairs = [(one, waiting[key(one)].pop(0)) for one in left if waiting[key(one)]]
    _remove(left, (one for one, _ in pairs))
    _remove(right, (other for _, other in pairs))
    yield from pairs


def _remove(items: list[Statement], gone: Iterable[Statement]) -> None:
    taken = {id(one) for one in gone}
    items[:] = [one for one in items if id(one) not in taken]


def _paired(left: list[Statement], right: list[Statement], *, period: bool) -> Iterator[tuple[Statement, Statement]]:
    """Yield figures of one thing, those first that differ in least, and take them out of both lists."""
    groups: dict[tuple[object, ...], tuple[list[Statement], list[Statement]]] = defaultdict(lambda: ([], []))
    for side, items in enumerate((left, right)):
        for one in items:
            if key := _thing(one, period=period):
                groups[key][side].append(one)
    for these, those in groups.values():
        ranked = sorted(
            ((_distance(one, other), at, to) for (at, one), (to, other) in product(enumerate(these), enumerate(those))),
        )
        used: tuple[set[int], set[int]] = (set(), set())
        for distance, at, to in ranked:
            if distance[0] == 0 and at not in used[0] and to not in used[1]:
                used[0].add(at)
                used[1].add(to)
                yield these[at], those[to]
        _remove(left, (these[at] for at in used[0]))
        _remove(right, (those[to] for to in used[1]))


def _thing(one: Statement, *, period: bool) -> tuple[object, ...]:
    row, told = one.figure, aspects(one)
    if told["vague"] or (not row.indicator and len(one.scope.words) < 2):
        return ()
    return row.organization, row.indicator, *(told[name] for name in _BINDING), row.period if period else ""


def _distance(one: Statement, other: Statement) -> tuple[int, int, bool]:
    """Whether two undertakings are named (then they are no pair), in how many aspects they differ, other words."""
    first, second = aspects(one), aspects(other)
    strange = bool(first["initiative"] and second["initiative"]) and first["initiative"] != second["initiative"]
    return (
        int(strange),
        sum(first[name] != second[name] for name in first),
        one.figure.indicator_text != other.figure.indicator_text,
    )


def _changes(pairs: Iterable[tuple[Statement, Statement]], fields: Sequence[str]) -> Iterator[FigureChange]:
    """Yield what changed; pairs that say the same are left out."""
    for before, after in pairs:
        differing = tuple(name for name in fields if getattr(before.figure, name) != getattr(after.figure, name))
        if differing:
            number = {"value", "high", "modifier", "unit", "modality"} & set(differing)
            yield FigureChange("changed", before, after, differing, change_between(before, after) if number else None)


def _one_sided(left: Iterable[Statement], right: Iterable[Statement]) -> Iterator[FigureChange]:
    for one in left:
        yield FigureChange("gone", one, None)
    for one in right:
        yield FigureChange("added", None, one)
