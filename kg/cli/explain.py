"""``kg explain``: why a fact is in the graph, or why a number is none."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.messages import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.analyze.explain import Explanation, Fact, Gap, Passage


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("explain", help=words("explain-help"), epilog=words("explain-example"))
    @click.argument("graph", metavar="DIR|FILE", type=click.Path(path_type=Path))
    @click.argument("asked", metavar="IRI|TEXT")
    @click.option("--json", "as_json", is_flag=True, help=words("explain-json"))
    def explain(graph: Path, asked: str, as_json: bool) -> int:
        from kg.analyze.explain import explain as find
        from kg.graph.store import open_store
        from kg.read.graph import read_skipped, read_texts
        from kg.write.atomic import settle

        folder = graph if graph.is_dir() else graph.parent
        if graph.is_dir():
            settle(graph)
        store = open_store(graph)
        texts = read_texts(folder) if (folder / "texts").is_dir() else {}
        found = find(store, asked, texts=texts, skipped=read_skipped(folder))
        if as_json:
            print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
        elif found:
            print("\n\n".join(_told(found, words)))
        if not found:
            print(words("explain-nothing", asked=asked), file=sys.stderr)
        return 0 if found else 1

    return explain


def _told(found: Explanation, words: Words) -> Iterator[str]:
    """Yield a paragraph for each fact and for each number or name that became none."""
    for fact in found.facts:
        yield "\n".join(_fact(fact, words))
    for gap in found.gaps:
        yield "\n".join(_gap(gap, words))


def _fact(fact: Fact, words: Words) -> Iterator[str]:
    yield f"{words(f'explain-{fact.kind}')}  {fact.label}  <{fact.iri}>"
    yield from _rows(
        [
            (words("explain-rules"), ", ".join(fact.rules)),
            (words("explain-grade"), f"{fact.grade} ({words(f'explain-{fact.grade}')})" if fact.grade else ""),
            *(
                (words(f"explain-{name}"), "; ".join(value for _, value in values))
                for name, values in groupby(fact.values, key=lambda pair: pair[0])
            ),
        ]
    )
    for passage in fact.passages:
        yield _sentence(passage)


def _gap(gap: Gap, words: Words) -> Iterator[str]:
    yield f"{words(f'explain-{gap.kind}')}  {gap.surface}"
    yield from _rows([(words("explain-reason"), f"{gap.reason} ({gap.detail})" if gap.detail else gap.reason)])
    yield _sentence(gap.passage)


def _rows(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    from kg.cli.table import width

    told = [(name, value) for name, value in pairs if value]
    widest = max((width(name) for name, _ in told), default=0)
    for name, value in told:
        yield f"  {name}{' ' * (widest - width(name))}  {value}"


def _sentence(passage: Passage) -> str:
    """Return a passage as one line, its characters between [[ and ]]."""
    shown = f"{passage.before}[[{passage.words}]]{passage.after}"
    line = "".join(one if one.isprintable() else " " for one in shown).strip()
    return f"  {passage.file} {passage.start}-{passage.end}: {line}"
