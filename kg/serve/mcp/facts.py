"""Rows of the graph as answers: short, with citations, without what would drive a terminal or a prompt's layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from kg.analyze.rows import EntityRow, Evidence, FigureRow, RelationRow, ReportRow
from kg.serve.mcp.answers import Citation, Entity, Figure, Number, Relation, Report

CITED: Final = 2
"""Citations that a fact is given in a list; ``explain`` gives all."""
SENTENCE: Final = 300
"""Characters of a sentence in a citation."""
NAMES: Final = 12
"""Other names of an entity that are listed."""

Reports = Mapping[str, ReportRow]
"""Identifier -> report."""


def number(value: Decimal) -> Number:
    """The value as JSON writes numbers.

    >>> number(Decimal("60")), number(Decimal("7.5"))
    (60, 7.5)
    """
    return int(value) if value == value.to_integral_value() else float(value)


def citation(place: Evidence, reports: Reports) -> Citation:
    """The place with the report's title; a long sentence is cut around the quotation."""
    report = reports.get(place.report)
    at = place.start - place.sentence_start
    return Citation(
        title=line(report.title if report else ""),
        file=line(place.file),
        report=place.report,
        start=place.start,
        end=place.end,
        quote=place.quote,
        sentence=line(around(place.sentence, at, at + place.end - place.start)),
        iri=f"{report.iri if report else place.report}#char={place.start},{place.end}",
    )


def around(sentence: str, start: int, end: int, limit: int = SENTENCE) -> str:
    """The sentence, or so many of its characters around a range.

    >>> around("甲乙丙丁戊己庚辛", 3, 5, limit=4)
    '…丙丁戊己…'
    """
    if len(sentence) <= limit:
        return sentence
    spare = max(limit - (end - start), 0)
    first = max(0, min(start - spare // 2, len(sentence) - limit))
    last = max(end, first + limit)
    return "…" * (first > 0) + sentence[first:last] + "…" * (last < len(sentence))


def line(text: str) -> str:
    """The text in one line, without characters that nobody sees.

    >>> line("甲\\n乙\\u202e丙")
    '甲 乙 丙'
    """
    return " ".join("".join(one if one.isprintable() else " " for one in text).split(" ")).strip()


def citations(places: Sequence[Evidence], reports: Reports, most: int = CITED) -> list[Citation]:
    """The first places."""
    return [citation(one, reports) for one in places[:most]]


def entity(row: EntityRow, reports: Reports) -> Entity:
    """An entity as the tools show it."""
    return Entity(
        iri=row.iri, grade=row.grade, places=len(row.evidence), citations=citations(row.evidence, reports),
        kind=row.kind, label=row.label, aliases=list(row.aliases[:NAMES]), category=row.category, place=row.place,
        part_of=row.part_of, resolution=row.resolution, files=list(row.files),
    )  # fmt: skip


def figure(row: FigureRow, reports: Reports) -> Figure:
    """A figure as the tools show it."""
    return Figure(
        iri=row.iri, grade=row.grade, places=len(row.evidence), citations=citations(row.evidence, reports),
        organization=row.organization, initiative=row.initiative, indicator=row.indicator,
        indicator_label=row.indicator_label, counted=row.indicator_text, value=number(row.value),
        high=None if row.high is None else number(row.high), unit=row.unit, printed=row.surface, modifier=row.modifier,
        modality=row.modality, period=row.period,
    )  # fmt: skip


def relation(row: RelationRow, reports: Reports) -> Relation:
    """A relation as the tools show it."""
    return Relation(
        iri=row.iri, grade=row.grade, places=len(row.evidence), citations=citations(row.evidence, reports),
        subject=row.subject, predicate=row.predicate, object=row.object, subject_iri=row.subject_iri,
        object_iri=row.object_iri,
    )  # fmt: skip


def report(row: ReportRow) -> Report:
    """A report as the tools show it."""
    return Report(
        report=row.id, title=line(row.title), files=[line(name) for name in row.files], organization=row.organization,
        year=row.year, issued=row.issued, source=row.source, length=row.length,
    )  # fmt: skip
