"""Named queries of the project with their answers in the graph of the page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """A question that the page answers without an engine."""

    name: str
    title_zh: str
    title_en: str
    sparql: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int
    """Rows of the full answer; the page carries the first of them."""
