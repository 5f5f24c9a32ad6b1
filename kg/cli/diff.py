"""``kg diff``: what two graphs, or two years of one body, say otherwise."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.messages import Words

if TYPE_CHECKING:
    from kg.analyze.comparison_reasons import Change
    from kg.analyze.difference import Difference
    from kg.analyze.difference_figures import FigureChange

FORMATS = ("table", "csv", "json")
SIGNS = {"changed": "~", "added": "+", "gone": "-", "started": "+", "unnamed": "-"}


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("diff", help=words("diff-help"), epilog=words("diff-example"))
    @click.argument("before", metavar="DIR|FILE", type=click.Path(path_type=Path))
    @click.argument("after", metavar="[DIR|FILE]", type=click.Path(path_type=Path), required=False)
    @click.option("--body", default="", metavar="NAME", help=words("diff-body"))
    @click.option("--years", nargs=2, metavar="YEAR YEAR", help=words("diff-years"))
    @click.option("--format", "form", type=click.Choice(FORMATS), default="table", help=words("diff-format"))
    def diff(before: Path, after: Path | None, body: str, years: tuple[str, str] | None, form: str) -> None:
        if after is None and years is None:
            raise click.UsageError(words("diff-two"))
        from kg.analyze.difference import difference
        from kg.cli.passages import opened

        first = opened(before)
        second = first if after is None or after == before else opened(after)
        print(_written(difference(first, second, body=body, years=years), form, words), end="")

    return diff


def _written(found: Difference, form: str, words: Words) -> str:
    from kg.graph.cells import table_lines
    from kg.write.difference import ROWS, difference_rows, difference_values

    if form == "csv":
        return "".join(table_lines(ROWS, difference_rows(found, words.language)))
    if form == "json":
        return json.dumps(difference_values(found), ensure_ascii=False, indent=1) + "\n"
    if not found:
        same = {"figures": found.same_figures, "initiatives": found.same_initiatives, "relations": found.same_relations}
        return words("diff-nothing", **same) + "\n"
    return "\n".join(_told(found, words)) + "\n"


def _told(found: Difference, words: Words) -> Iterator[str]:
    """Yield the sections that have something, each below a line of how much; every change with its sentences."""
    from kg.cli.passages import where

    if found.figures:
        counts = Counter(one.kind for one in found.figures)
        yield words(
            "diff-figures",
            changed=counts["changed"], added=counts["added"], gone=counts["gone"], same=found.same_figures,
        )  # fmt: skip
        for change in found.figures:
            yield from _figure(change, words)
        yield ""
    if found.unreported:
        yield words("diff-unreported", year=found.unreported)
    if found.initiatives:
        started = sum(one.kind == "started" for one in found.initiatives)
        gone = len(found.initiatives) - started
        yield words("diff-initiatives", started=started, gone=gone, same=found.same_initiatives)
        for one in found.initiatives:
            yield f"{SIGNS[one.kind]} {one.label}"
            yield f"    {where(one.place)}"
        yield ""
    if found.relations:
        added = sum(one.kind == "added" for one in found.relations)
        yield words("diff-relations", added=added, gone=len(found.relations) - added, same=found.same_relations)
        for relation in found.relations:
            yield f"{SIGNS[relation.kind]} {relation.subject} {relation.predicate} {relation.object}"
            yield f"    {where(relation.place)}"


def _figure(change: FigureChange, words: Words) -> Iterator[str]:
    from kg.analyze.comparison_reasons import printed
    from kg.cli.passages import counted, where
    from kg.write.comparison import told

    sides = [one for one in (change.before, change.after) if one]
    row = sides[-1].figure
    what = " · ".join(part for part in (row.organization, counted(row, words)) if part)
    numbers = " → ".join(printed(one) for one in sides)
    yield " ".join(part for part in (SIGNS[change.kind], what, numbers, _amount(change.change, words)) if part)
    for name, before, after in _otherwise(change):
        yield f"    {words('diff-field', name=words(f'diff-{name}'), before=before, after=after)}"
    if change.change and change.change.reasons:
        yield f"    {words('diff-not-comparable', reasons=told(change.change.reasons, words.language))}"
    for one in dict.fromkeys(where(one.evidence) for one in sides):
        yield f"    {one}"


def _otherwise(change: FigureChange) -> Iterator[tuple[str, str, str]]:
    """Yield what else differs where both sides state the figure: name of the field, before, after."""
    if change.before is None or change.after is None:
        return
    for name in change.fields:
        if name in ("organization", "initiative", "period", "indicator", "indicator_text"):
            before, after = (getattr(one.figure, name) or "-" for one in (change.before, change.after))
            yield name, before, after


def _amount(change: Change | None, words: Words) -> str:
    if change is None or change.reasons:
        return ""
    if change.percent is not None:
        return f"{change.percent:+}%"
    return words("compare-points", points=f"{change.points:+}") if change.points is not None else ""
