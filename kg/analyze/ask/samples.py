"""Questions that a graph answers, made of its own names: for those who ask what could be asked."""

from __future__ import annotations

from kg.analyze.ask.vocabulary import Vocabulary


def examples(vocabulary: Vocabulary, *, most: int = 3) -> tuple[str, ...]:
    """Questions that this graph answers, made of figures that its reports give of their own bodies and years."""
    told = [
        (report.body, report.year, vocabulary.rules.indicators[code].names[0])
        for report in vocabulary.reports
        for code in sorted(vocabulary.in_use, key=lambda code: (-vocabulary.in_use[code], code))
        if code in vocabulary.rules.indicators
        and report.year
        and (report.body, code, report.year) in vocabulary.counted
        and vocabulary.rules.indicators[code].names[0].endswith("数")
    ]
    patterns = vocabulary.rules.examples[:most]
    step = max(1, len(told) // max(1, len(patterns)))
    return tuple(
        pattern.format(body=body, year=year, indicator=indicator)
        for pattern, (body, year, indicator) in zip(patterns, told[::step], strict=False)
    )
