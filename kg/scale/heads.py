"""What a build tells of a report without reading its facts."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Extraction, Key


@dataclass(frozen=True, slots=True)
class Head:
    """What a build tells of a report without reading its facts."""

    id: str
    names: tuple[str, ...]
    title: str
    year: int | None
    about: Key | None
    place: Key | None
    length: int
    unresolved: int
    """Mentions that became no entity."""
    numbers: int
    """Numbers that became no figure."""


def head_of(data: bytes) -> Head:
    """Return what a row of the facts tells of its report."""
    import msgspec

    return msgspec.json.decode(data, type=Head)


def head_of_extraction(one: Extraction) -> Head:
    """Return what a build tells of a report."""
    mentions = sum(skipped.kind == "mention" for skipped in one.skipped)
    return Head(
        id=one.report.id,
        names=one.report.names,
        title=one.title,
        year=one.year,
        about=one.about,
        place=one.place,
        length=len(one.report.text),
        unresolved=mentions,
        numbers=len(one.skipped) - mentions,
    )
