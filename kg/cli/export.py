"""``kg export``: a built graph in another format."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.messages import Words
from kg.write import EXPORTS


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("export", help=words("export-help"), epilog=words("export-example"))
    @click.argument("graph", metavar="DIR|FILE", type=click.Path(path_type=Path))
    @click.option("--format", "form", type=click.Choice(EXPORTS), required=True, help=words("export-format"))
    @click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("-"), help=words("export-output"))
    def export(graph: Path, form: str, output: Path) -> None:
        if form == "csv" and str(output) == "-":
            raise click.UsageError(words("export-folder"))
        from kg.read.graph import read_triples
        from kg.write.atomic import OutputSet, settle, write_whole
        from kg.write.exports import export as written

        if graph.is_dir():
            settle(graph)
        files = written(read_triples(graph), form)
        if form == "csv":
            with OutputSet(output) as folder:
                for name, text in files.items():
                    folder.write(name, text)
        elif str(output) == "-":
            sys.stdout.buffer.write(next(iter(files.values())).encode("utf-8"))
        else:
            write_whole(output, next(iter(files.values())))

    return export
