"""``kg score``: how well a graph says what careful readers found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.messages import Words

if TYPE_CHECKING:
    from kg.analyze.score import Tally

ROWS = (
    "organizations", "initiatives", "documents", "quantity", "quantity+org", "quantity+indicator",
    "quantity+initiative", "quantity+period", "quantity+modality", "other body", "other period", "planned or norm",
    "relations",
)  # fmt: skip
"""``kg.analyze.score.ROWS``, repeated so that help need not load it; a test holds them together."""


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("score", help=words("score-help"), epilog=words("score-example"))
    @click.argument("graph", metavar="DIR|FILE", type=click.Path(path_type=Path))
    @click.option("--facts", type=click.Path(path_type=Path), required=True, metavar="DIR", help=words("score-facts"))
    @click.option("--corpus", type=click.Path(path_type=Path), metavar="DIR", help=words("score-corpus"))
    @click.option(
        "--list", "row", type=click.Choice(ROWS), metavar="ROW", help=words("score-list", rows=", ".join(ROWS))
    )
    @click.option("--by-report", is_flag=True, help=words("score-by-report"))
    @click.option("--json", "as_json", is_flag=True, help=words("score-json"))
    def score(graph: Path, facts: Path, corpus: Path | None, row: str | None, by_report: bool, as_json: bool) -> None:
        from kg.analyze.claims import read_claims
        from kg.analyze.score import score as measure
        from kg.analyze.score import total
        from kg.graph.store import open_store
        from kg.read.annotations import read_annotations
        from kg.write.atomic import settle

        if graph.is_dir():
            settle(graph)
        annotations = read_annotations(facts, corpus)
        reports = measure(read_claims(open_store(graph)), annotations)
        summed = total(reports)
        if as_json:
            print(json.dumps(_figures(reports, summed, row=row, by_report=by_report), ensure_ascii=False, indent=1))
            return
        for file, tallies in reports.items() if by_report else ():
            _show(file, tallies, words)
            print()
        _show(words("score-total", count=len(reports)), summed, words)
        if row:
            print()
            print("\n".join([f"- {line}" for line in summed[row].missed] + [f"+ {line}" for line in summed[row].wrong]))

    return score


def _show(title: str, tallies: Mapping[str, Tally], words: Words) -> None:
    from kg.cli.table import table

    rows = []
    for row, tally in tallies.items():
        shares = [f"{share:.3f}" for share in (tally.precision, tally.recall, tally.f1)]
        rows.append([row, str(tally.expected), str(tally.found), str(tally.hits), *shares])
    for line in table(words("score-head", title=title).split("\t"), rows):
        print(line)


def _figures(
    reports: Mapping[str, Mapping[str, Tally]], summed: Mapping[str, Tally], *, row: str | None, by_report: bool
) -> dict[str, object]:
    """Return the answer for programs: rows in total, by report if wanted, and the lines of one row if wanted."""

    def plain(tallies: Mapping[str, Tally]) -> dict[str, dict[str, float]]:
        return {
            name: {
                "gold": tally.expected, "found": tally.found, "hit": tally.hits,
                "precision": round(tally.precision, 4), "recall": round(tally.recall, 4), "f1": round(tally.f1, 4),
            }
            for name, tally in tallies.items()
        }  # fmt: skip

    answer: dict[str, object] = {"count": len(reports), "total": plain(summed)}
    if by_report:
        answer["reports"] = {file: plain(tallies) for file, tallies in reports.items()}
    if row:
        answer["row"] = {"name": row, "missed": summed[row].missed, "wrong": summed[row].wrong}
    return answer
