"""``kg check``: a built graph against the shapes of the ontology."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.messages import Words

if TYPE_CHECKING:
    from kg.graph.shapes import Finding


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("check", help=words("check-help"), epilog=words("check-example"))
    @click.argument("graph", metavar="DIR|FILE", type=click.Path(path_type=Path))
    @click.option("--limit", type=click.IntRange(0), default=3, show_default=True, help=words("check-limit"))
    @click.option("--json", "as_json", is_flag=True, help=words("check-json"))
    def check(graph: Path, limit: int, as_json: bool) -> int:
        from kg.graph.shapes import check as validate
        from kg.graph.store import open_store
        from kg.write.atomic import settle

        if graph.is_dir():
            settle(graph)
        result = validate(open_store(graph), cap=limit)
        if as_json:
            print(json.dumps({"conforms": result.conforms, **asdict(result)}, ensure_ascii=False, indent=1))
        else:
            for finding in result.findings:
                print(_told(finding, words))
            if result.conforms:
                print(words("check-conforms", nodes=result.nodes, shapes=result.shapes))
            else:
                print(words("check-violated", count=result.count, nodes=result.nodes))
        return 0 if result.conforms else 1

    return check


def _told(finding: Finding, words: Words) -> str:
    """Return one finding as a line: how many nodes of which shape break what, and the first of them."""
    what = finding.zh if words.language == "zh" else finding.en
    where = " ".join(part for part in (finding.shape, finding.path) if part)
    more = finding.count - len(finding.examples)
    examples = [*finding.examples, *([words("check-more", count=more)] if more > 0 else [])]
    severity = words("check-" + finding.severity.lower())
    return words("check-line", severity=severity, count=finding.count, where=where, what=what) + "".join(
        f"\n    {example}" for example in examples
    )
