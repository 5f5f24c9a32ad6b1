"""What differs between two graphs or years as JSON values and as flat rows for CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kg.analyze.comparison_reasons import Change, printed
from kg.analyze.comparison_scope import Statement
from kg.analyze.difference import Difference
from kg.analyze.rows import Evidence
from kg.write.comparison import Language, change_values, codes, place_values, statement_values, told
from kg.write.tables import one_line

_SIDE: Final = ("printed", "value", "unit", "modality", "period", "indicator_text", "file", "start", "end", "sentence")
ROWS: Final = (
    "section", "kind", "body", "indicator", "name", "fields", "change_percent", "change_points", "reasons",
    "reasons_text", *(f"{side}_{name}" for side in ("before", "after") for name in _SIDE),
)  # fmt: skip
"""Columns of a difference as CSV: figures, undertakings and relations below each other."""


def difference_values(found: Difference) -> dict[str, object]:
    """A difference for JSON."""
    return {
        "differs": bool(found), "unreported": found.unreported or None,
        "same": {
            "figures": found.same_figures, "initiatives": found.same_initiatives, "relations": found.same_relations,
        },
        "figures": [
            {
                "kind": one.kind, "fields": list(one.fields), "change": change_values(one.change),
                "before": _statement(one.before), "after": _statement(one.after),
            }
            for one in found.figures
        ],
        "initiatives": [
            {"kind": one.kind, "name": one.label, "initiativeKind": one.category, "place": place_values(one.place)}
            for one in found.initiatives
        ],
        "relations": [
            {
                "kind": one.kind, "subject": one.subject, "predicate": one.predicate, "object": one.object,
                "place": place_values(one.place),
            }
            for one in found.relations
        ],
    }  # fmt: skip


def _statement(one: Statement | None) -> dict[str, object] | None:
    return None if one is None else {**statement_values(one), "place": place_values(one.evidence)}


def difference_rows(found: Difference, language: Language) -> Iterator[Sequence[object]]:
    """Rows below ``ROWS``."""
    for change in found.figures:
        one = change.before or change.after
        assert one is not None  # a change has at least one side
        by = change.change or Change()
        yield (
            "figure", change.kind, one.figure.organization, one.figure.indicator, one.figure.indicator_text,
            " ".join(change.fields), by.percent, by.points, codes(by.reasons), told(by.reasons, language),
            *_side(change.before), *_side(change.after),
        )  # fmt: skip
    nothing = (None,) * len(_SIDE)
    places: list[tuple[str, str, str, Evidence]] = [
        *(("initiative", one.kind, one.label, one.place) for one in found.initiatives),
        *(("relation", one.kind, f"{one.subject} {one.predicate} {one.object}", one.place) for one in found.relations),
    ]
    for section, kind, name, place in places:
        side = (place.quote, None, None, None, None, None, place.file, place.start, place.end, one_line(place.sentence))
        earlier = kind in ("unnamed", "gone")
        yield (
            section, kind, None, None, name, None, None, None, None, None,
            *(side if earlier else nothing), *(nothing if earlier else side),
        )  # fmt: skip


def _side(one: Statement | None) -> tuple[object, ...]:
    if one is None:
        return (None,) * len(_SIDE)
    row, place = one.figure, one.evidence
    return (
        printed(one), row.value, row.unit, row.modality, row.period, row.indicator_text,
        place.file, place.start, place.end, one_line(place.sentence),
    )  # fmt: skip
