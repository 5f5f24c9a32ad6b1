"""``kg mcp``: a built graph for assistants, over standard input and output."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import click

from kg.cli.messages import Words
from kg.errors import InputError


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("mcp", help=words("mcp-help"), epilog=words("mcp-example"))
    @click.argument("graph", metavar="DIR", type=click.Path(path_type=Path))
    @click.option(
        "--deadline", type=click.FloatRange(0, min_open=True), default=10, show_default=True, metavar="SECONDS",
        help=words("serve-deadline"),
    )  # fmt: skip
    def mcp(graph: Path, deadline: float) -> None:
        from kg import __version__
        from kg.serve.mcp.source import Source

        if not hasattr(os, "fork"):
            raise InputError(words("serve-no-fork"))
        if not importlib.util.find_spec("mcp"):
            raise InputError(words("mcp-extra"), remedy="pip install 'workreport-kg[mcp]'")
        source = Source(graph)
        from kg.serve.mcp.server import serve  # the SDK takes a while, and is not needed to say that there is no graph

        if sys.stdin.isatty():
            print(words("mcp-terminal"), file=sys.stderr)
        serve(source, __version__, deadline=deadline)

    return mcp
