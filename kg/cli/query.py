"""``kg query``: a named query or SPARQL against a built graph."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.messages import Words
from kg.cli.server import checked_iri, named_server, server_options

if TYPE_CHECKING:
    from kg.graph.queries import Answer, NamedQuery

FORMATS = ("table", "csv", "tsv", "json", "ttl")


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    def pairs(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
        for one in given:
            if "=" not in one:
                raise click.BadParameter(words("query-param-form", given=one))
        return dict(one.split("=", 1) for one in given)

    @click.command("query", help=words("query-help"), epilog=words("query-example"))
    @click.argument("graph", metavar="DIR|FILE", type=click.Path(path_type=Path), required=False)
    @click.argument("query", metavar="[NAME|SPARQL]", required=False)
    @click.option(
        "--file", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="Q.rq",
        help=words("query-file"),
    )  # fmt: skip
    @click.option("--format", "form", type=click.Choice(FORMATS), help=words("query-format"))
    @click.option("--json", "as_json", is_flag=True, help=words("query-json"))
    @click.option("--param", "params", multiple=True, metavar="NAME=VALUE", callback=pairs, help=words("query-param"))
    @click.option("--endpoint", metavar="URL", help=words("query-endpoint"))
    @click.option("--graph", "name", default="", metavar="IRI", callback=checked_iri(words), help=words("query-graph"))
    @server_options(words, timeout=60)
    @click.option("--list", "listing", is_flag=True, help=words("query-list"))
    def query(
        graph: Path | None, query: str | None, file: Path | None, form: str | None, as_json: bool,
        params: dict[str, str], endpoint: str | None, name: str, token: str | None, user: str | None, timeout: float,
        listing: bool,
    ) -> None:  # fmt: skip
        form = form or ("json" if as_json else None)
        if listing:
            from kg.graph.queries import load_queries

            print(_listed(list(load_queries().values()), words, as_json=form == "json"))
            return
        if endpoint:  # there is no DIR then: the only argument is the query
            if graph and query:
                raise click.UsageError(words("query-place", given=graph))
            graph, query = None, str(graph) if graph else None
        elif name:
            raise click.UsageError(words("query-graph-local"))
        if query and file:
            raise click.UsageError(words("query-two"))
        from kg.read.graph import read_query

        text = read_query(file) if file else query
        if not text:
            raise click.UsageError(words("query-nothing"))
        if endpoint:
            from kg.remote.endpoint import ask_endpoint

            there = named_server(words, endpoint, token=token, user=user, timeout=timeout)
            answer = ask_endpoint(there, text, params, graph=name)
        elif graph:
            answer = _local(graph, text, params)
        else:
            raise click.UsageError(words("query-nothing"))
        print(_shown(answer, form, words), end="")
        if answer.next_offset is not None:
            print(words("query-more", offset=answer.next_offset), file=sys.stderr)

    return query


def _local(graph: Path, text: str, params: dict[str, str]) -> Answer:
    from kg.graph.queries import run_query
    from kg.graph.store import open_store
    from kg.write.atomic import settle

    if graph.is_dir():
        settle(graph)
    return run_query(open_store(graph), text, params)


def _shown(answer: Answer, form: str | None, words: Words) -> str:
    """Return the answer as text; triples are Turtle and truth is one word unless another form is asked for."""
    if form is None:
        form = "ttl" if answer.triples is not None else "table"
    if form == "table":
        if answer.verdict is not None:
            return f"{str(answer.verdict).lower()}\n"
        if answer.triples is None:
            from kg.cli.table import table

            columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
            lines = [
                *table(answer.columns, answer.table(), columns=columns),
                "",
                words("query-rows", count=len(answer.rows)),
            ]
            return "".join(f"{line}\n" for line in lines)
    return answer.serialize(form)


def _listed(queries: list[NamedQuery], words: Words, *, as_json: bool) -> str:
    """Return the shipped queries with their parameters; one without a default is marked with an asterisk."""
    if as_json:
        return json.dumps(
            [
                {
                    "name": one.name,
                    "title": {"zh": one.title_zh, "en": one.title_en},
                    "description": {"zh": one.description_zh, "en": one.description_en},
                    "parameters": [
                        {"name": p.name, "type": p.type, "default": p.default, "zh": p.zh, "en": p.en}
                        for p in one.parameters
                    ],
                    "columns": [{"name": c.name, "zh": c.zh, "en": c.en} for c in one.columns],
                }
                for one in queries
            ],
            ensure_ascii=False,
            indent=1,
        )
    from kg.cli.table import table

    chinese = words.language == "zh"
    rows = [
        (
            one.name,
            " ".join(p.name + ("*" if p.default is None else "") for p in one.parameters),
            one.title_zh if chinese else one.title_en,
        )
        for one in queries
    ]
    return "\n".join(table(words("query-head").split("\t"), rows))
