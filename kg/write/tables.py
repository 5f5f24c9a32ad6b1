"""Figures and skipped words as tables: rows of plain values first, then CSV, JSON lines or a workbook."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from kg.analyze.labels import labels_of
from kg.graph.cells import table_lines
from kg.model import Extraction, Figure, Key, content


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure as a flat row; the fields are the columns of ``metrics.csv``, in this order."""

    report: str
    """Path of the report below the folder that was built; several are joined by a blank and a bar."""
    body: str
    """Preferred label of the body that the figure belongs to."""
    indicator: str
    """Notation of the indicator concept."""
    indicator_label: str
    indicator_text: str
    """What is counted, in the report's words."""
    value: Decimal
    high: Decimal | None
    unit: str
    modifier: str
    period: str
    period_text: str
    initiative: str
    modality: str
    sentence: str
    """The sentence that it stands in, line breaks as blanks."""
    start: int
    end: int
    """Half-open place of the printed figure, in characters, in ``texts/<text>.txt``."""
    source: str
    """Address of the report on the web."""
    grade: str
    rule: str
    text: str
    """The report's identifier: the name of its file in ``texts/``."""


COLUMNS = tuple(field.name for field in fields(FigureRow))


def figure_rows(
    extractions: Iterable[Extraction], indicators: Mapping[str, str], labels: Mapping[Key, str] | None = None
) -> list[FigureRow]:
    """Return one row a figure, by report and place in the text; ``indicators`` gives a label for each notation.

    ``labels`` names bodies and undertakings where the extractions are not all there are.

    What a near-duplicate report says again is one row with the names and addresses of both.
    """
    ordered = sorted(extractions, key=lambda one: (bool(one.duplicate_of), one.report.names, one.report.id))
    labels = labels_of(ordered) if labels is None else labels
    same: dict[tuple[object, ...], list[tuple[Extraction, Figure]]] = defaultdict(list)
    for extraction in ordered:
        for figure in sorted(extraction.figures, key=lambda figure: (figure.evidence[0].span, figure.surface)):
            same[extraction.duplicate_of or extraction.report.id, *content(figure)].append((extraction, figure))
    rows = [(found[0][0].report.names, _row(found, labels, indicators)) for found in same.values()]
    return [row for _, row in sorted(rows, key=lambda one: (one[0], one[1].text, one[1].start, one[1].end))]


def _row(
    found: Sequence[tuple[Extraction, Figure]], labels: Mapping[Key, str], indicators: Mapping[str, str]
) -> FigureRow:
    """Return the row of a figure from every report that says it; the first of them gives the sentence."""
    report, figure = found[0][0].report, found[0][1]
    evidence = figure.evidence[0]
    reports = list({extraction.report.id: extraction.report for extraction, _ in found}.values())
    return FigureRow(
        report=" | ".join(name for one in reports for name in one.names),
        body=_label(figure.organization, labels),
        indicator=figure.indicator,
        indicator_label=indicators.get(figure.indicator, ""),
        indicator_text=figure.indicator_text,
        value=figure.value,
        high=figure.high,
        unit=figure.unit,
        modifier=figure.modifier,
        period=figure.period,
        period_text=figure.period_text,
        initiative=_label(figure.initiative, labels),
        modality=figure.modality,
        sentence=one_line(report.text[evidence.sentence.start : evidence.sentence.end]),
        start=evidence.span.start,
        end=evidence.span.end,
        source=" | ".join(one.manifest.url for one in reports if one.manifest.url),
        grade=figure.grade,
        rule=figure.rule,
        text=report.id,
    )


def _label(key: Key | None, labels: Mapping[Key, str]) -> str:
    return "" if key is None else labels.get(key, key.stem)


def one_line(text: str) -> str:
    """Return the text with every run of white space that breaks a line as one blank, none between ideographs.

    >>> one_line("征集提案\\n292件，  立案")
    '征集提案 292件，  立案'
    """
    text = re.sub(r"(?<=[一-鿿])[ \t　]*[\r\n\v\f]+\s*(?=[一-鿿])", "", text.strip())
    return re.sub(r"\s*[\r\n\v\f\t]+\s*", " ", text)


def metrics_csv(rows: Iterable[FigureRow]) -> Iterator[str]:
    """Yield ``metrics.csv``: one line a figure, with a byte-order mark so that Excel takes it for UTF-8."""
    yield "\ufeff"
    yield from table_lines(COLUMNS, ([getattr(row, column) for column in COLUMNS] for row in rows))


def skipped_rows(extractions: Iterable[Extraction]) -> Iterator[dict[str, object]]:
    """Yield every number and mention that became no fact, by report and place."""
    for extraction in sorted(extractions, key=lambda one: (one.report.names, one.report.id)):
        report = extraction.report
        for one in sorted(extraction.skipped, key=lambda one: (one.span, one.kind, one.reason, one.detail)):
            around = report.text[max(0, one.span.start - 20) : one.span.end + 20]
            yield {
                "report": report.names[0],
                "text": report.id,
                "kind": one.kind,
                "surface": report.text[one.span.start : one.span.end],
                "start": one.span.start,
                "end": one.span.end,
                "reason": one.reason,
                "detail": one.detail,
                "context": one_line(around),
            }


def skipped_jsonl(extractions: Iterable[Extraction]) -> Iterator[str]:
    """Yield ``skipped.jsonl``: one JSON object a line."""
    for row in skipped_rows(extractions):
        yield json.dumps(row, ensure_ascii=False) + "\n"
