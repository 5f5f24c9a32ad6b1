"""What a graph holds as typed values: reports, entities, figures and relations with the characters that state them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, overload

from kg.graph.frames import frame_of, table_html

if TYPE_CHECKING:
    import pandas


class Row:
    """What all rows have in common."""

    __slots__ = ()
    SHORT: ClassVar[tuple[str, ...]] = ()
    """The columns that a notebook shows."""


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Characters of a report that state something; ``text[start:end] == quote``."""

    file: str
    """Name of the report's file."""
    start: int
    """Half-open range of Unicode code points in the text of the report."""
    end: int
    quote: str
    sentence: str
    """The sentence around it, in full."""
    sentence_start: int
    report: str
    """Identifier of the report (``rep_…``): the name of its text below ``texts/``."""


@dataclass(frozen=True, slots=True)
class ReportRow(Row):
    """A report: whose it is, and of which year."""

    iri: str
    id: str
    files: tuple[str, ...]
    title: str
    organization: str
    """Label of the body whose report it is, empty where unknown."""
    organization_iri: str
    place: str
    """Label of its division."""
    year: int | None
    issued: str
    source: str
    """Address that the manifest gave."""
    length: int
    """Characters of its text."""

    SHORT: ClassVar[tuple[str, ...]] = ("title", "organization", "year", "issued", "files")


@dataclass(frozen=True, slots=True)
class EntityRow(Row):
    """A body, an undertaking, a titled text, a place or a person."""

    iri: str
    kind: str
    """``organization``, ``initiative``, ``document``, ``place`` or ``person``."""
    label: str
    aliases: tuple[str, ...]
    category: str
    """Code in the scheme of its class (``cppcc``, ``brand``, ``plan``, ``county`` …)."""
    place: str
    """Label of the division of a body, or of that in which a place lies."""
    part_of: str
    """Label of what it is a part of."""
    code: str
    """GB/T 2260 code of a place."""
    grade: str
    rule: str
    resolution: str
    """How a short form came to this body; empty where the text says it in full."""
    files: tuple[str, ...]
    """The reports that name it."""
    evidence: tuple[Evidence, ...]

    SHORT: ClassVar[tuple[str, ...]] = ("kind", "label", "category", "place", "part_of", "files")


@dataclass(frozen=True, slots=True)
class FigureRow(Row):
    """A number with all that belongs to it."""

    iri: str
    organization: str
    """Label of the body whose figure it is; empty where the text leaves it open, as in all that follows."""
    organization_iri: str
    initiative: str
    initiative_iri: str
    indicator: str
    """Code of the indicator."""
    indicator_label: str
    indicator_text: str
    """What is counted, in the text's own words."""
    value: Decimal
    high: Decimal | None
    """Upper end of a range."""
    unit: str
    modifier: str
    modality: str
    period: str
    period_text: str
    surface: str
    """The printed form."""
    grade: str
    rule: str
    evidence: tuple[Evidence, ...]

    SHORT: ClassVar[tuple[str, ...]] = (
        "organization",
        "indicator",
        "indicator_text",
        "value",
        "unit",
        "modifier",
        "modality",
        "period",
        "initiative",
    )


@dataclass(frozen=True, slots=True)
class RelationRow(Row):
    """One entity acts on another."""

    iri: str
    subject: str
    subject_iri: str
    predicate: str
    """Local name of the property (``carriesOut``, ``endorses`` …)."""
    object: str
    object_iri: str
    grade: str
    rule: str
    evidence: tuple[Evidence, ...]
    """Each clause that states it."""

    SHORT: ClassVar[tuple[str, ...]] = ("subject", "predicate", "object")


T = TypeVar("T", bound=Row)
FIRST = ("file", "start", "end", "quote", "sentence")
"""Columns of a frame for the first place that states a row; ``places`` tells how many there are."""


class Rows(Sequence[T], Generic[T]):
    """Rows of one kind in a fixed order: a sequence that is also a pandas frame and a table in a notebook."""

    __slots__ = ("_items", "_kind")

    def __init__(self, kind: type[T], items: Iterable[T]) -> None:
        """Keep the rows; the kind names the columns where there is no row."""
        self._kind = kind
        self._items = tuple(items)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Rows[T]: ...
    def __getitem__(self, index: int | slice) -> T | Rows[T]:
        """One row, or a stretch of them."""
        return Rows(self._kind, self._items[index]) if isinstance(index, slice) else self._items[index]

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        """The rows in order."""
        return iter(self._items)

    def __eq__(self, other: object) -> bool:
        """Whether the other has the same rows in the same order."""
        return isinstance(other, Rows) and self._items == other._items

    def __hash__(self) -> int:
        """A hash of the rows."""
        return hash(self._items)

    def __repr__(self) -> str:
        """Kind and number."""
        return f"<{len(self)} × {self._kind.__name__}>"

    def where(self, test: Callable[[T], bool]) -> Rows[T]:
        """The rows that pass a test, in their order."""
        return Rows(self._kind, filter(test, self._items))

    def frame(self) -> pandas.DataFrame:
        """A frame with a column a field; in place of ``evidence`` its first place and how many places there are."""
        names = [field.name for field in fields(self._kind)]  # type: ignore[arg-type]
        plain = [name for name in names if name != "evidence"]
        cited = "evidence" in names
        rows = []
        for item in self._items:
            cells = [getattr(item, name) for name in plain]
            if cited:
                places: tuple[Evidence, ...] = item.evidence  # type: ignore[attr-defined]
                cells += [getattr(places[0], name) if places else None for name in FIRST] + [len(places)]
            rows.append(cells)
        return frame_of([*plain, *(FIRST if cited else ()), *(("places",) if cited else ())], rows)

    def _repr_html_(self) -> str:
        short = self._kind.SHORT
        return table_html(short, [[getattr(item, name) for name in short] for item in self._items])
