"""Tables for the terminal, in which a Chinese character takes two columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wcwidth import wcswidth, wcwidth


def width(text: str) -> int:
    """Return how many columns a terminal needs for a text.

    >>> width("提案292件")
    9
    """
    return max(0, wcswidth(text))


def shortened(text: str, limit: int) -> str:
    """Return the text cut to so many columns, with an ellipsis where something is gone.

    >>> shortened("征集提案292件", 7)
    '征集提…'
    """
    if width(text) <= limit:
        return text
    kept, used = "", 0
    for character in text:
        used += max(0, wcwidth(character))
        if used > limit - 1:
            break
        kept += character
    return kept + "…"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, columns: int | None = None) -> Iterator[str]:
    """Yield the lines of a table; numbers stand on the right. ``columns``: shorten cells to fit such a terminal."""
    cells = [[_plain(text) for text in row] for row in rows]
    widths = [max(width(row[index]) for row in [list(head), *cells]) for index in range(len(head))]
    if columns:
        widths = _fitted(widths, columns - 2 * (len(head) - 1))
    right = [bool(cells) and all(_is_number(row[index]) for row in cells) for index in range(len(head))]
    for row in [list(head), ["─" * size for size in widths], *cells]:
        yield "  ".join(
            _padded(shortened(text, size), size, right=side)
            for text, size, side in zip(row, widths, right, strict=True)
        ).rstrip()


def _plain(text: str) -> str:
    """Return the text without what would break the line or drive the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def _is_number(text: str) -> bool:
    return not text or text.replace(".", "", 1).lstrip("-").isdecimal()


def _padded(text: str, size: int, *, right: bool) -> str:
    blanks = " " * (size - width(text))
    return blanks + text if right else text + blanks


def _fitted(widths: list[int], room: int) -> list[int]:
    """Return the widths with the widest made narrower until the row fits, none below eight columns."""
    widths = list(widths)
    while sum(widths) > room and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1
    return widths
