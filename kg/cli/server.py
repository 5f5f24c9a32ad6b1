"""The options of every command that talks to a server: who is asking, and for how long to wait."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.messages import Words

if TYPE_CHECKING:
    from kg.remote.http import Server

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def server_options(words: Words, *, timeout: int) -> Callable[[Decorated], Decorated]:
    """Return a decorator that adds ``token``, ``user`` and ``timeout`` to a command; the first two also from the environment."""

    def add(function: Decorated) -> Decorated:
        for option in (
            click.option(
                "--timeout", type=click.FloatRange(0, min_open=True), default=timeout, show_default=True,
                metavar="SECONDS", help=words("server-timeout"),
            ),
            click.option("--user", envvar="KG_USER", metavar="NAME", help=words("server-user")),
            click.option("--token", envvar="KG_TOKEN", metavar="TOKEN", help=words("server-token")),
        ):  # fmt: skip
            function = option(function)
        return function

    return add


def named_server(words: Words, url: str, *, token: str | None, user: str | None, timeout: float) -> Server:
    """Return the server with its credentials; asks a person at a terminal for a password that is not told."""
    from kg.remote.http import Credentials, server

    password = os.environ.get("KG_PASSWORD", "")
    if user and not token and "KG_PASSWORD" not in os.environ and sys.stdin.isatty():
        password = click.prompt(words("server-password", user=user), hide_input=True, err=True)
    return server(url, Credentials(token or "", user or "", password), timeout=timeout)


def checked_iri(words: Words) -> Callable[[click.Context, click.Parameter, str], str]:
    """Return the callback of an option that takes the IRI of a graph; empty where none was given."""

    def checked(_context: click.Context, _parameter: click.Parameter, given: str) -> str:
        if given and not re.fullmatch(r'[A-Za-z][A-Za-z0-9+.-]*:[^<>"{}|^`\\\x00-\x20]+', given):
            raise click.BadParameter(words("server-graph-form", given=given))
        return given

    return checked
