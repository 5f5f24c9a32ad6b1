"""``kg annotations``: mentions and figures with their offsets, for annotation tools."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.messages import Words
from kg.write import ANNOTATIONS


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("annotations", help=words("annotations-help"), epilog=words("annotations-example"))
    @click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
    @click.option(
        "--format", "form", type=click.Choice(ANNOTATIONS), default=ANNOTATIONS[0], show_default=True,
        help=words("annotations-format"),
    )  # fmt: skip
    @click.option(
        "-o", "--output", type=click.Path(path_type=Path), default=Path("-"), help=words("annotations-output")
    )
    def write(folder: Path, form: str, output: Path) -> None:
        from kg.read.graph import read_texts, read_triples
        from kg.write.annotations import annotate
        from kg.write.atomic import write_whole
        from kg.write.facts import read_facts

        text = annotate(read_facts(read_triples(folder)), read_texts(folder), form)
        if str(output) == "-":
            sys.stdout.buffer.write(text.encode("utf-8"))
        else:
            write_whole(output, text)

    return write
