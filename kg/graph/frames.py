"""Rows as a notebook wants them: a pandas frame, or a table in HTML with every character escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Final

from kg.errors import InputError

if TYPE_CHECKING:
    import pandas

SHOWN: Final = 20
"""Rows that a notebook shows; the line below tells how many there are."""


def frame_of(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> pandas.DataFrame:
    """The rows as a frame; decimals become floats and tuples text with bars, so that a column has one type.

    Raises ``InputError`` where pandas is not installed.
    """
    try:
        import pandas
    except ImportError:
        raise InputError("pandas is not installed", remedy="pip install 'workreport-kg[frames]'") from None
    return pandas.DataFrame([[_plain(cell) for cell in row] for row in rows], columns=list(columns))


def table_html(columns: Sequence[str], rows: Sequence[Sequence[object]], *, shown: int = SHOWN) -> str:
    """An HTML table of the first rows; ``first–last / all`` below it where there are more."""
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join(f"<tr>{''.join(f'<td>{escape(_shown(cell))}</td>' for cell in row)}</tr>" for row in rows[:shown])
    more = f"<p>1–{shown} / {len(rows)}</p>" if len(rows) > shown else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _plain(cell: object) -> object:
    if isinstance(cell, Decimal):
        return float(cell)
    return "|".join(map(str, cell)) if isinstance(cell, tuple) else cell


def _shown(cell: object) -> str:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return "" if cell is None else str(_plain(cell))
