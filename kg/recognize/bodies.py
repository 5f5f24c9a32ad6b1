"""A name of a body in the text, taken apart, and what is taken already."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import Struct

from kg.recognize.places import PlaceMention
from kg.rules.types import Form, Unit


class BodyMention(Struct, frozen=True, gc=False):
    """One name of a body in the text, taken apart."""

    start: int
    end: int
    kind: str
    rule: str
    form: Form | None = None
    """How a body of this kind is named; None for listed and for open names."""
    name: str = ""
    """Of listed and open names: the canonical name, without a place in front; of others the head as the text says it."""
    place: PlaceMention | None = None
    level: str = ""
    """A level word in place of a division: 省, 市, 区, 国 …"""
    units: tuple[Unit, ...] = ()
    aliases: tuple[str, ...] = ()
    own: bool = False
    """Named with 我 or 本, or as a unit without its body: the report's own."""
    inherited: bool = False
    """Its place or level stands with an earlier name of the same list."""
    raw_place: str = ""
    """A place inside a frame that no list knows."""
    head_kind: str = ""
    """Of a name with ``units``: the kind of the body that they belong to."""
    unit_starts: tuple[int, ...] = ()
    """Where each of ``units`` begins; what stands before the first names the body itself."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Words that name a body but not which one."""

    start: int
    end: int
    reason: str


class Taken:
    """Which characters belong to a name already."""

    def __init__(self, size: int) -> None:
        """Begin with nothing taken of so many characters."""
        self._used = bytearray(size + 1)

    def free(self, start: int, end: int) -> bool:
        """Whether no character of a range is taken."""
        return self._used.find(1, start, end) < 0

    def take(self, start: int, end: int) -> bool:
        """Take a range if no character of it is taken; tell whether that was so."""
        free = self.free(start, end)
        if free:
            self.add(start, end)
        return free

    def add(self, start: int, end: int) -> None:
        """Take a range."""
        self._used[start:end] = b"\x01" * (end - start)
