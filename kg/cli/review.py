"""``kg review``: a sheet of the facts in order of doubt, to be filled in and given to ``kg build --corrections``."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.messages import Words


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("review", help=words("review-help"), epilog=words("review-example"))
    @click.argument("graph", metavar="DIR|FILE", type=click.Path(path_type=Path))
    @click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help=words("review-output"))
    def review(graph: Path, output: Path | None) -> None:
        from kg.read.graph import read_triples
        from kg.write.atomic import OutputSet
        from kg.write.facts import read_facts
        from kg.write.review import review_rows, review_tsv, review_xlsx

        rows = review_rows(read_facts(read_triples(graph)))
        folder = output or (graph if graph.is_dir() else graph.parent)
        with OutputSet(folder) as sheets:
            sheets.write("review.tsv", review_tsv(rows))
            sheets.write("review.xlsx", review_xlsx(rows))
        for name in ("review.tsv", "review.xlsx"):
            print(folder / name)

    return review
