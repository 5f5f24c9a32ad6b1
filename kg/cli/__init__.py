"""The command line: one thin file a command, loaded when it is called. The only package that prints or exits."""

from __future__ import annotations

import errno
import os
import sys
import unicodedata
from collections.abc import Sequence
from typing import TextIO

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``kg`` and exit: 0 done, 1 an input or a check failed, 2 wrong usage, 130 interrupted."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if arguments in (["--version"], ["-V"]):  # answered without loading anything
        from kg import __version__

        print(f"kg {__version__}")
        return
    if sys.stdout is None:  # closed by whoever started us (`>&-`): no file that we open may take its number
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        # Chinese goes out whatever the locale says; what a terminal cannot show becomes an escape, not an exception.
        if hasattr(stream, "reconfigure"):
            encoding = stream.encoding if (stream.encoding or "").lower().startswith(("utf", "gb")) else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        status = _run(arguments)
    except KeyboardInterrupt:  # while still loading
        status = 130
    if status == 130:
        # Python may take an interrupt that a library saw for an unhandled one and die by the signal after all
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


def _run(arguments: list[str]) -> int:
    import click

    from kg.cli.app import application
    from kg.cli.messages import Words, language
    from kg.errors import KgError

    words = Words(language(arguments, os.environ))
    try:
        result = application(words).main(_language_first(arguments), prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except KgError as error:
        print(f"kg: {_shown(str(error))}", file=sys.stderr)
        return 1
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        print(words("interrupted"), file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever reads us has seen enough (`kg query … | head`); without this Python complains while closing.
        _give_up(sys.stdout)
        return 0
    except OSError as error:
        if error.errno not in _UNWRITABLE or error.filename is not None:
            raise
        _give_up(sys.stdout)
        print(words("unwritable", reason=error.strerror), file=sys.stderr)
        return 1
    return result if isinstance(result, int) else 0


_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What the system says of an output that takes no more."""


def _give_up(stream: TextIO) -> None:
    """Let what is still to be written go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _shown(message: str) -> str:
    r"""Return the message without what would drive the terminal: a name of a file may hold anything.

    >>> print(_shown("甲　乙\x1b[2J.txt"))
    甲　乙\x1b[2J.txt
    """
    return "".join(
        one if one == "\n" or unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else ascii(one)[1:-1]
        for one in message
    )


def _language_first(arguments: list[str]) -> list[str]:
    """``kg build --lang zh`` as ``kg --lang zh build``: an option of the group, wherever it was written.

    >>> _language_first(["build", "--lang", "zh", "reports"]), _language_first(["query", "--", "--lang=zh"])
    (['--lang', 'zh', 'build', 'reports'], ['query', '--', '--lang=zh'])
    """
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" or argument.startswith("--lang="):
            end = index + 1 + (argument == "--lang")
            return [*arguments[index:end], *arguments[:index], *arguments[end:]]
    return arguments
