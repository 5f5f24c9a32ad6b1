"""Reports that a question names by their body and year (甲市政协2023年工作报告) or by their file."""

from __future__ import annotations

import re
from typing import Final

from kg.analyze.ask.slots import Body, Gap, Slots
from kg.analyze.ask.vocabulary import ReportName, Vocabulary

_YEAR_BEFORE: Final = re.compile(r"((?:19|20)\d\d)年?(?:度)?的?$")


def read_files(slots: Slots, vocabulary: Vocabulary) -> None:
    """A report by the name of its file, with or without its ending."""
    for report in vocabulary.reports:
        for name in (report.file, report.file.rpartition("/")[2].rpartition(".")[0]):
            at = slots.marks.text.find(name) if len(name) >= 4 else -1
            if at >= 0:
                slots.fill("file", report.file, words=name, at=at)
                slots.marks.take(at, at + len(name))
                break


def read_report(slots: Slots, body: Body, vocabulary: Vocabulary) -> bool:
    """Whether a body stands there as the author of a report (甲市的报告); then the file is filled."""
    start, end, words, labels = body
    marks = slots.marks
    m = report_pattern(vocabulary).match(marks.text, end)
    if m is None or not marks.free(end, m.end()):
        return False
    reports = [report for report in vocabulary.reports if report.body in labels]
    before = _YEAR_BEFORE.search(marks.text[:start])
    year = m["year"] or (before[1] if before else "")
    chosen = [report for report in reports if report.year == year] if year else reports
    if year and (chosen or len(reports) != 1):
        if m["year"]:
            marks.take(m.start("year"), m.end("year"))
        elif before:
            marks.take(before.start(), start)
    _fill_file(slots, chosen or (reports if len(reports) == 1 else []), labels, words, start, year)
    return True


def _fill_file(
    slots: Slots, reports: list[ReportName], labels: tuple[str, ...], words: str, start: int, year: str
) -> None:
    if len(reports) == 1:
        slots.fill("file", reports[0].file, words=words, at=start)
    elif reports:
        slots.fill("file", words=words, at=start, candidates=tuple(report.file for report in reports))
    else:
        slots.gaps.append(Gap("report", f"{words} {year}".strip(), labels))


def report_pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    """What stands between a body and its report, and the report: 的2023年工作报告."""
    return re.compile(
        r"(?:的|政协|政府|市|区|县)*(?:(?P<year>(?:19|20)\d\d)年?(?:度)?的?)?(?:的|这份|那份|那篇|《)*"
        rf"(?P<report>{vocabulary.rules.words['report'].pattern})(?!数|篇数)"
    )
