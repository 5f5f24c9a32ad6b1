"""What becomes of a question: it is understood, asked back or refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.analyze.ask.intents import Filter

Reason = Literal["empty", "language", "scope", "place", "body", "report", "indicator", "words", "nothing"]
"""Why a question is refused; ``asking.toml`` lists what is out of scope."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was understood: the slot, the words of the question, what they mean."""

    slot: str
    words: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """The named query that answers the question."""

    question: str
    query: str
    params: tuple[tuple[str, str], ...]
    filters: tuple[Filter, ...]
    """Conditions on columns, for what the query has no parameter for."""
    parts: tuple[Part, ...]
    intent: str
    reverse: bool = False
    """Whether the rows are wanted in the opposite order."""
    top: int = 0
    """How many of the first rows are wanted, equal ones together; 0: all."""
    singly: bool = False
    """Whether these are bodies, each with its first row, and not figures."""
    otherwise: Understood | None = None
    """What to run where there is no row: a total of figures that do not add up is answered by the figures."""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A question that asks back: some words mean more than one thing."""

    question: str
    slot: str
    words: str
    candidates: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A question that no named query answers, as far as its words were understood."""

    question: str
    reason: Reason
    words: str
    """The words that stand in the way; empty where there are none."""
    nearest: tuple[str, ...]
    """What the graph has instead: bodies or codes of indicators."""
    parts: tuple[Part, ...]
    examples: tuple[str, ...]
    """Questions that this graph answers."""


Understanding = Understood | Ambiguous | NotUnderstood
