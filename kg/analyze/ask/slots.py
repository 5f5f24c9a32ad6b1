"""The slots of a question: what it names, and with which of its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.analyze.ask.marks import Marks


@dataclass(frozen=True, slots=True)
class Filled:
    """What fills one slot."""

    values: tuple[str, ...]
    """Usually one; several for several indicators or bodies. None where the words leave it open."""
    words: str
    """The words of the question."""
    at: int = 0
    candidates: tuple[str, ...] = ()
    """What the words may mean, where they mean more than one thing."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A name or a word that the graph or the lexicons do not have."""

    slot: str
    words: str
    nearest: tuple[str, ...] = ()


class Body(NamedTuple):
    """A stretch of the question that names a body."""

    start: int
    end: int
    words: str
    labels: tuple[str, ...]
    """The bodies that it may mean."""


@dataclass(slots=True)
class Slots:
    """Everything that was understood of a question; the readers fill it in one after another."""

    marks: Marks
    spoken: str = ""
    """The text with gaps for what is named and for remarks in brackets; cues of intents are looked for in it."""
    filled: dict[str, Filled] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)

    def fill(self, slot: str, *values: str, words: str, at: int = 0, candidates: tuple[str, ...] = ()) -> None:
        """Fill a slot, once; a slot that is filled already stays."""
        self.filled.setdefault(slot, Filled(values, words, at, candidates))

    def __contains__(self, slot: object) -> bool:
        """Whether the question tells it, be it that its words mean several things."""
        return slot in self.filled

    def __getitem__(self, slot: str) -> Filled:
        """What fills it."""
        return self.filled[slot]

    def told(self) -> Iterator[tuple[str, Filled]]:
        """The slots with their fillings, in order of the question."""
        yield from sorted(self.filled.items(), key=lambda pair: (pair[1].at, pair[0]))
