"""The group of all commands; each is imported when it is called or when help lists it."""

from __future__ import annotations

from importlib import import_module

import click

from kg.cli.messages import Words

COMMANDS = (
    "build",
    "query",
    "ask",
    "compare",
    "conflicts",
    "diff",
    "stats",
    "explain",
    "check",
    "export",
    "push",
    "serve",
    "mcp",
    "review",
    "annotations",
    "score",
)
"""Names of commands and of their modules, in the order in which help lists them."""


class _Lazy(click.Group):
    """A group whose commands are made from ``kg.cli.<name>.command`` when they are needed."""

    def __init__(self, words: Words, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self.words = words

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        made: click.Command = import_module(f"kg.cli.{cmd_name}").command(self.words)
        return made

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        # Help names the commands without importing them.
        with formatter.section(self.words("commands")):
            formatter.write_dl([(name, self.words(f"{name}-short")) for name in COMMANDS])


def application(words: Words) -> click.Group:
    """Return the command ``kg`` in one language."""
    group = _Lazy(
        words,
        name="kg",
        help=words("kg-help"),
        epilog=words("kg-example"),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    from kg import __version__

    group.params.append(
        click.Option(["--lang"], type=click.Choice(["zh", "en"]), help=words("lang-option"), expose_value=False)
    )
    click.version_option(__version__, "-V", "--version", prog_name="kg", message="kg %(version)s")(group)
    return group
