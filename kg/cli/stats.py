"""``kg stats``: measures of the network of a graph."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.messages import Words

if TYPE_CHECKING:
    from kg.analyze.measures import Measures


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("stats", help=words("stats-help"), epilog=words("stats-example"))
    @click.argument("graph", metavar="DIR|FILE", type=click.Path(path_type=Path))
    @click.option("--format", "form", type=click.Choice(("table", "json")), default="table", help=words("stats-format"))
    @click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, help=words("stats-top"))
    def stats(graph: Path, form: str, top: int) -> None:
        from kg.analyze.catalog import Catalog
        from kg.analyze.measures import measure
        from kg.analyze.network import network_of
        from kg.cli.passages import opened

        found = measure(network_of(Catalog(opened(graph))), top=top)
        if form == "json":
            values = {
                field.name: None if rows is None else [row._asdict() for row in rows]
                for field in fields(found)
                for rows in [getattr(found, field.name)]
            }
            print(json.dumps(values, ensure_ascii=False, indent=1))
        else:
            print("\n".join(_told(found, words)))

    return stats


def _told(found: Measures, words: Words) -> Iterator[str]:
    """Yield the tables, each below its title."""
    from kg.cli.table import table

    for number, field in enumerate(fields(found)):
        rows = getattr(found, field.name)
        yield ("\n" if number else "") + words(f"stats-{field.name}")
        if rows:
            yield from table(words(f"stats-{field.name}-head").split("\t"), [[*map(_cell, row)] for row in rows])
        else:
            yield words("stats-none" if rows is not None else "stats-too-many")


def _cell(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
