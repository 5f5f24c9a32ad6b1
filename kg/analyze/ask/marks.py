"""A question in the form in which it is read, with a note of which characters are understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.link.names import fold
from kg.text.normalize import normalize

GAP = "\x00"
"""Stands for a character that is understood already; no word goes across it."""
_QUOTED = re.compile("[“‘《](?P<words>[^“”‘’《》]*(?:‘[^’]*’[^“”《》]*)*)[”’》]")
_GLOSS = re.compile("（[^（）]*）|\\([^()]*\\)")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks."""

    start: int
    end: int
    words: str
    raw: str
    """As the question writes them, width and all."""


@dataclass(slots=True)
class Marks:
    """The normalized question; what reads a stretch of it takes that stretch away from those who read later."""

    text: str
    quotations: tuple[Quotation, ...]
    glosses: tuple[tuple[int, int], ...]
    """Stretches in brackets: they may help, but nothing is lost when they are not understood."""
    taken: bytearray = field(default_factory=bytearray)

    def take(self, start: int, end: int) -> None:
        """Mark a stretch as understood."""
        self.taken[start:end] = b"\x01" * (end - start)

    def free(self, start: int, end: int) -> bool:
        """Whether nobody has taken any of these characters."""
        return not any(self.taken[start:end])

    @property
    def rest(self) -> str:
        """The text with a gap for every character that is taken; offsets stay."""
        return "".join(GAP if used else char for char, used in zip(self.text, self.taken, strict=True))

    @property
    def outside(self) -> str:
        """The rest without the remarks in brackets."""
        chars = list(self.rest)
        for start, end in self.glosses:
            chars[start:end] = GAP * (end - start)
        return "".join(chars)

    def folded(self) -> tuple[str, list[int]]:
        """The rest in the form in which names are compared, and where each of its characters stands in the text."""
        kept = [(folded, at) for at, char in enumerate(self.rest) for folded in (char if char == GAP else fold(char))]
        return "".join(char for char, _ in kept), [at for _, at in kept]


def read_marks(question: str) -> Marks:
    """The question in simplified characters and one width, with its quotations and its remarks in brackets."""
    normal = normalize(question.strip())
    text = normal.text
    quotations = []
    for m in _QUOTED.finditer(text):
        span = normal.span(*m.span("words"))
        quotations.append(Quotation(m.start(), m.end(), m["words"], question.strip()[slice(*span)]))
    return Marks(text, tuple(quotations), tuple(m.span() for m in _GLOSS.finditer(text)), bytearray(len(text)))
