"""``kg push``: a built graph into the graph store of another server."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import click

from kg.cli.messages import Words
from kg.cli.server import checked_iri, named_server, server_options


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("push", help=words("push-help"), epilog=words("push-example"))
    @click.argument("graph", metavar="DIR|FILE", type=click.Path(path_type=Path))
    @click.option("--to", "url", required=True, metavar="URL", help=words("push-to"))
    @click.option("--graph", "name", default="", metavar="IRI", callback=checked_iri(words), help=words("push-graph"))
    @click.option("--add", is_flag=True, help=words("push-add"))
    @click.option(
        "--chunk", type=click.IntRange(0), default=64, show_default=True, metavar="MB", help=words("push-chunk")
    )
    @server_options(words, timeout=300)
    @click.option("--json", "as_json", is_flag=True, help=words("build-json"))
    def push(
        graph: Path, url: str, name: str, add: bool, chunk: int, token: str | None, user: str | None, timeout: float,
        as_json: bool,
    ) -> None:  # fmt: skip
        from kg.read.graph import iterate_triples
        from kg.remote.push import push as send
        from kg.write.atomic import settle

        there = named_server(words, url, token=token, user=user, timeout=timeout)
        if graph.is_dir():
            settle(graph)
        try:
            done = send(
                there, iterate_triples(graph), graph=name, add=add, limit=chunk << 20, progress=_progress(words)
            )
        finally:
            if sys.stderr.isatty():
                sys.stderr.write("\r\033[K")
        if as_json:
            print(json.dumps({"to": there.shown, "graph": name, **asdict(done)}, ensure_ascii=False, indent=1))
        else:
            target = name or words("push-default")
            print(words("push-done", count=done.triples, url=there.shown, graph=target, requests=done.requests))

    return push


def _progress(words: Words) -> Callable[[int], None]:
    """Return what tells on standard error, if that is a terminal, how many triples have gone."""
    if not sys.stderr.isatty():
        return lambda _sent: None

    def told(sent: int) -> None:
        sys.stderr.write(f"\r\033[K{words('push-progress', count=sent)}")
        sys.stderr.flush()

    return told
