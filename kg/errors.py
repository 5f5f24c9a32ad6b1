"""What can go wrong with input from outside.

    KgError                one line for the user: the thing, the place, the remedy; exit status 1
    +-- InputError         a report, manifest or folder that cannot be read
    +-- RulesError         a rule or lexicon file with faults (all of them, one a line)
    +-- QueryError         a query that does not exist, cannot be parsed or lacks a parameter
    +-- OutputError        a folder or file that cannot be written
    +-- RemoteError        a server that refuses, or gives no answer

Text that we cannot understand is no error: it stays in the report's list of skipped mentions.
"""

from __future__ import annotations


class KgError(Exception):
    """Bad input from outside; the message is what the user reads."""

    def __init__(self, thing: str, *, place: str = "", remedy: str = "") -> None:
        """Keep the parts and join them to one line."""
        self.thing, self.place, self.remedy = thing, place, remedy
        super().__init__(": ".join(part for part in (place, thing) if part) + (f"; {remedy}" if remedy else ""))


class InputError(KgError):
    """A report, a manifest or a folder that cannot be read."""


class RulesError(KgError):
    """A rule or lexicon file with faults."""


class QueryError(KgError):
    """A query that is unknown, malformed or incomplete."""


class OutputError(KgError):
    """A place that cannot be written."""


class RemoteError(KgError):
    """A server that refuses, or gives no answer."""

    def __init__(self, thing: str, *, place: str = "", remedy: str = "", transient: bool = False) -> None:
        """Keep the parts, and whether the same request may succeed a little later."""
        super().__init__(thing, place=place, remedy=remedy)
        self.transient = transient
