"""``kg conflicts``: figures that are stated twice and agree, that refine each other, or that contradict each other."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.messages import Words

if TYPE_CHECKING:
    from kg.analyze.conflicts import Conflict

FORMATS = ("table", "csv", "json")
KINDS = ("conflict", "refined", "restated")
"""``kg.analyze.conflicts.KINDS``, repeated so that help need not load it; a test holds them together."""


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("conflicts", help=words("conflicts-help"), epilog=words("conflicts-example"))
    @click.argument("graph", metavar="DIR|FILE", type=click.Path(path_type=Path))
    @click.option("--format", "form", type=click.Choice(FORMATS), default="table", help=words("conflicts-format"))
    @click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help=words("conflicts-kind"))
    @click.option("--body", metavar="NAME", help=words("conflicts-body"))
    def conflicts(graph: Path, form: str, kinds: tuple[str, ...], body: str | None) -> None:
        from kg.analyze.catalog import Catalog
        from kg.analyze.comparison_bodies import find_body
        from kg.analyze.conflicts import find_conflicts
        from kg.cli.passages import opened

        store = opened(graph)
        catalog = Catalog(store)
        kept = catalog.with_parts(frozenset({find_body(catalog, body)})) if body else None
        pairs = [
            pair
            for pair in find_conflicts(store, catalog=catalog)
            if (not kinds or pair.kind in kinds) and (kept is None or pair.one.figure.organization_iri in kept)
        ]
        print(_written(pairs, form, words), end="")

    return conflicts


def _written(pairs: Sequence[Conflict], form: str, words: Words) -> str:
    from kg.graph.cells import table_lines
    from kg.write.comparison import PAIRS, conflict_rows, conflict_values

    if form == "csv":
        return "".join(table_lines(PAIRS, conflict_rows(pairs, words.language)))
    if form == "json":
        return json.dumps(conflict_values(pairs), ensure_ascii=False, indent=1) + "\n"
    counts: Counter[str] = Counter(pair.kind for pair in pairs)
    total = words("conflicts-total", **{kind: counts[kind] for kind in KINDS})
    return "\n\n".join([*("\n".join(_pair(pair, words)) for pair in pairs), total]) + "\n"


def _pair(pair: Conflict, words: Words) -> Iterator[str]:
    """Yield a pair: what it is, of what, why the two are of one thing, and both sentences."""
    from kg.analyze.comparison_reasons import MODALITIES
    from kg.analyze.conflicts import GROUNDS
    from kg.cli.passages import counted, where

    row = pair.one.figure
    english = words.language == "en"
    modality = "" if row.modality == "actual" else MODALITIES.get(row.modality, (row.modality,) * 2)[english]
    of = (row.organization, counted(row, words), row.period, modality)
    place = words("conflicts-within" if pair.within else "conflicts-between")
    yield f"{words(f'conflicts-{pair.kind}')}  {' · '.join(part for part in of if part)}  ({place})"
    yield f"  {where(pair.one.evidence)}"
    yield f"  {where(pair.other.evidence)}"
    yield f"  {words('conflicts-ground', ground=GROUNDS[pair.ground][english])}"
