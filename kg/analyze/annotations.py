"""What careful readers took out of one report: the reference that a graph is measured against.

The format is one JSON object a report; ``docs/how-to/annotate.md`` describes it with an example.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kg.errors import InputError
from kg.model import Span

Group = Literal["organizations", "initiatives", "documents"]
GROUPS: tuple[Group, ...] = ("organizations", "initiatives", "documents")


@dataclass(frozen=True, slots=True)
class ExpectedEntity:
    """A body, an undertaking or a titled text that the report names."""

    id: str
    names: tuple[str, ...]
    """The full name first, then the other full names that say the same."""
    surfaces: tuple[str, ...]
    """Every form that stands in the text."""
    place: str
    """Full path of the division that a body belongs to; empty where unknown."""
    optional: bool


@dataclass(frozen=True, slots=True)
class ExpectedFigure:
    """One number that says how many, how much or what share."""

    id: str
    quote: str
    numeral: Span
    """Where the bare numeral stands in the text."""
    value: float
    high: float | None
    unit: str
    modifier: str
    indicator_text: str
    indicator: str
    """Notation of the concept; empty where none fits."""
    organization: str
    initiative: str
    period: str
    modality: str
    optional: bool


@dataclass(frozen=True, slots=True)
class ExpectedRelation:
    """One entity acts on another; ``object`` is the id of an entity or the name of a place."""

    subject: str
    predicate: str
    object: str
    clauses: tuple[Span, ...]
    """Everywhere that the stating clause stands in the text."""
    quote: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that a report should yield."""

    file: str
    """Name of the report as the graph's ``wr:fileName`` gives it."""
    text: str
    organization: str
    """Id of the body whose report it is; empty where it is nobody's."""
    year: str
    entities: Mapping[Group, tuple[ExpectedEntity, ...]]
    figures: tuple[ExpectedFigure, ...]
    relations: tuple[ExpectedRelation, ...]


def occurrences(text: str, part: str) -> tuple[Span, ...]:
    """Every place in ``text`` where ``part`` stands, without overlaps.

    >>> occurrences("市政协、省政协", "政协")
    (Span(start=1, end=3), Span(start=5, end=7))
    """
    return tuple(_occurrences(text, part)) if part else ()


def _occurrences(text: str, part: str) -> Iterator[Span]:
    start = text.find(part)
    while start >= 0:
        yield Span(start, start + len(part))
        start = text.find(part, start + len(part))


def report_of(facts: str, *, place: str) -> str:
    """The file name of the report that an annotation is about (its ``doc``); InputError where it has none."""
    try:
        data = json.loads(facts)
    except json.JSONDecodeError as error:
        raise InputError(f"no JSON: {error.msg} (line {error.lineno})", place=place) from error
    if not isinstance(data, dict) or not isinstance(data.get("doc"), str):
        raise InputError(
            "no annotation", place=place, remedy='expected one JSON object with "doc", the report\'s file name'
        )
    return str(data["doc"])


def parse_annotation(facts: str, text: str, *, place: str) -> Annotation:
    """The annotation in the JSON text ``facts`` of the report ``text``; ``place`` is the file to name in errors.

    Raises InputError for a missing field, a quote that the text does not hold, or an id that no entity bears.
    """
    file = report_of(facts, place=place)
    data = json.loads(facts)
    about = data.get("about") or {}
    try:
        entities = {group: tuple(_entity(row) for row in data.get(group, ())) for group in GROUPS}
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"an entity lacks {error}", place=place, remedy="each needs id, name and surface") from error
    known = {entity.id for group in GROUPS for entity in entities[group]}
    return Annotation(
        file=file,
        text=text,
        organization=str(about.get("org") or ""),
        year=str(about.get("year") or ""),
        entities=entities,
        figures=tuple(
            _figure(row, text, known, f"{place} metrics[{n}]") for n, row in enumerate(data.get("metrics", ()))
        ),
        relations=tuple(
            _relation(row, text, known, f"{place} relations[{n}]") for n, row in enumerate(data.get("relations", ()))
        ),
    )


def _entity(row: Mapping[str, Any]) -> ExpectedEntity:
    return ExpectedEntity(
        id=row["id"],
        names=(row["name"], *row.get("accept", ())),
        surfaces=tuple(row["surface"]),
        place=row.get("place") or "",
        optional=bool(row.get("optional")),
    )


def _figure(row: Mapping[str, Any], text: str, known: set[str], place: str) -> ExpectedFigure:
    try:
        quote, number = row["quote"], row["number"]
        value, unit, modality, modifier = float(row["value"]), row["unit"], row["modality"], row["modifier"]
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"lacks {error}", place=place, remedy="needs quote, number, value, unit, modifier and modality"
        ) from error
    if quote not in text or number not in quote:
        raise InputError(f"the text has no {number!r} in {quote!r}", place=place, remedy="quote the text exactly")
    for end in (row.get("org"), row.get("initiative")):
        if end and end not in known:
            raise InputError(f"no entity {end!r}", place=place)
    start = text.index(quote) + quote.index(number)
    high = row.get("high")
    return ExpectedFigure(
        id=str(row.get("id", "")),
        quote=quote,
        numeral=Span(start, start + len(number)),
        value=value,
        high=None if high is None else float(high),
        unit=unit,
        modifier=modifier,
        indicator_text=row.get("indicator") or "",
        indicator=row.get("concept") or "",
        organization=row.get("org") or "",
        initiative=row.get("initiative") or "",
        period=str(row.get("period") or ""),
        modality=modality,
        optional=bool(row.get("optional")),
    )


def _relation(row: Mapping[str, Any], text: str, known: set[str], place: str) -> ExpectedRelation:
    try:
        subject, predicate, target, quote = row["s"], row["p"], row["o"], row["quote"]
    except (KeyError, TypeError) as error:
        raise InputError(f"lacks {error}", place=place, remedy="needs s, p, o and quote") from error
    if subject not in known:
        raise InputError(f"no entity {subject!r}", place=place)
    clauses = occurrences(text, quote)
    if not clauses:
        raise InputError(f"the text has no {quote!r}", place=place, remedy="quote the text exactly")
    return ExpectedRelation(subject, predicate, target, clauses, quote, bool(row.get("optional")))
