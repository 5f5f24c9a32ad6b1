"""``kg serve``: a built graph over HTTP."""

from __future__ import annotations

import importlib.util
import logging
import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from kg.cli.messages import Words
from kg.errors import InputError


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("serve", help=words("serve-help"), epilog=words("serve-example"))
    @click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
    @click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help=words("serve-port"))
    @click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help=words("serve-host"))
    @click.option("--allow-host", "names", multiple=True, metavar="NAME", help=words("serve-allow-host"))
    @click.option("--cors", "origins", multiple=True, metavar="ORIGIN", help=words("serve-cors"))
    @click.option(
        "--deadline",
        type=click.FloatRange(0.1, 3600),
        default=10,
        show_default=True,
        metavar="SECONDS",
        help=words("serve-deadline"),
    )
    @click.option(
        "--memory", type=click.IntRange(64), default=1024, show_default=True, metavar="MIB", help=words("serve-memory")
    )
    @click.option("--rows", type=click.IntRange(1), default=100_000, show_default=True, help=words("serve-rows"))
    @click.option("--workers", type=click.IntRange(1, 256), metavar="N", help=words("serve-workers"))
    def serve(
        folder: Path, port: int, host: str, names: tuple[str, ...], origins: tuple[str, ...],
        deadline: float, memory: int, rows: int, workers: int | None,
    ) -> None:  # fmt: skip
        _require(words)
        from kg import __version__
        from kg.serve.limits import MIB, Limits
        from kg.serve.run import Address, serve

        if not folder.is_dir():
            raise InputError("no such folder", place=str(folder), remedy="build it: kg build REPORTS --output DIR")
        logging.basicConfig(format="kg: %(message)s", level=logging.WARNING, stream=sys.stderr)
        logging.getLogger("uvicorn").setLevel(logging.ERROR)  # what clients get wrong is told to them
        logging.getLogger("kg.serve").setLevel(logging.INFO)
        limits = Limits(deadline=deadline, memory=memory * MIB, rows=rows)
        if workers is not None:
            limits = replace(limits, workers=workers)

        def started(address: str, triples: int) -> None:
            print(words("serve-started", address=address, triples=f"{triples:,}"), flush=True)

        serve(folder.resolve(), Address(host, port, names, origins), limits, started, __version__)

    return serve


def _require(words: Words) -> None:
    """Raise ``InputError`` where the service cannot run at all."""
    if not hasattr(os, "fork"):
        raise InputError(words("serve-no-fork"))
    if not all(importlib.util.find_spec(name) for name in ("starlette", "uvicorn")):
        raise InputError(words("serve-extra"), remedy="pip install 'workreport-kg[serve]'")
