"""The name of an undertaking in the text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InitiativeMention:
    """The name of an undertaking in the text."""

    start: int
    end: int
    name: str
    kind: str
    rule: str
    core: str = ""
    """What stands inside the quotation marks."""
    verb: str = ""
