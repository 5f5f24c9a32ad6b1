"""Divisions in a question: with the head of a body behind them that body, else the bodies that report from there."""

from __future__ import annotations

import re
from typing import Final

from kg.analyze.ask.slots import Body, Gap, Slots
from kg.analyze.ask.vocabulary import Vocabulary
from kg.link.names import fold
from kg.recognize.places import PlaceMention

_OPENS: Final = re.compile(r"(?:^|[，。、：；“（\s]|[和与在比年是问])$")
"""What stands before a division that is named in short."""


def read_place(slots: Slots, place: PlaceMention, vocabulary: Vocabulary) -> Body | None:
    """The body that a division stands for; fills place-name, and notes a gap where the graph has nothing of it."""
    marks = slots.marks
    words = marks.text[place.start : place.end]
    rest = marks.rest[place.end :]
    head = next((head for head in vocabulary.rules.heads if rest.startswith(head)), "")
    end = place.end + len(head)
    labels = _by_head(place, head, vocabulary) if head else _owners_at(place, vocabulary)
    if not head:
        slots.fill("place-name", words, words=words, at=place.start)
    if labels:
        marks.take(place.start, end)
        return Body(place.start, end, marks.text[place.start : end], labels)
    if head:
        slots.gaps.append(Gap("body", marks.text[place.start : end], _like(place, head, vocabulary)))
    elif not place.full and not _OPENS.search(marks.text[: place.start]):
        return None  # a word that happens to be the short name of a county: 比如
    elif not _known(words, vocabulary):
        slots.gaps.append(Gap("place", words, vocabulary.owners[:8]))
    marks.take(place.start, end)
    return None


def _by_head(place: PlaceMention, head: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The bodies of a division whose names end in a head: 甲政协 for 政协甲市委员会."""
    divisions = vocabulary.rules.divisions
    wanted = set()
    for code in place.codes:
        division = divisions.by_code[code]
        above = divisions.by_code.get(division.parent)
        wanted |= {fold(name + head) for name in (division.name, division.short)}
        if above is not None:
            wanted.add(fold(above.name + division.name + head))
    hits = {t.label for name in wanted for _, t in vocabulary.names.get(name, ()) if t.kind in ("body", "medium")}
    return tuple(sorted(hits))


def _like(place: PlaceMention, head: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Bodies of the same division, else of the same kind, that the graph has."""
    there = [body.label for body in vocabulary.bodies if body.place in place.codes]
    kin = [owner for owner in vocabulary.owners if any(head in name for name in vocabulary.names_of.get(owner, ()))]
    return tuple((there or kin or list(vocabulary.owners))[:5])


def _owners_at(place: PlaceMention, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The bodies from this division whose reports are in the graph."""
    return tuple(sorted({r.body for r in vocabulary.reports if r.body and r.place in place.codes}))


def _known(words: str, vocabulary: Vocabulary) -> bool:
    return any(words in name for names in vocabulary.names_of.values() for name in names)
