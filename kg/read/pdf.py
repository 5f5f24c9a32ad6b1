"""PDF to text: lines in reading order, columns after each other, paragraphs joined, running heads dropped.

A PDF knows no lines, only words with places. What is here follows from the places: a gutter that no line crosses
separates columns; a line that ends short, an indent or a wide gap ends a paragraph; what repeats at the edge of most
pages is a running head.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from kg.read.limits import LIMITS, Limits
from kg.read.refusal import Refusal

EDGE = 0.09
"""Share of the page height at top and bottom where running heads stand."""
NUMBER = re.compile(r"[-—–_·•|\s]*(第\s*)?[\d０-９]{1,4}(\s*页)?[-—–_·•|\s]*((/|共|of)\s*\d{1,4}\s*页?)?")
"""A page number with what is around it: - 3 -, 第3页 共10页."""
CLOSED = "。！？；：”）》…"


@dataclass(frozen=True, slots=True)
class _Line:
    """Words on one baseline without a wide gap."""

    text: str
    left: float
    right: float
    """Where it ends, estimated from the widths of its characters."""
    y: float
    """Height of the baseline above the lower edge."""
    size: float


@dataclass(frozen=True, slots=True)
class _Page:
    lines: tuple[_Line, ...]
    """From top to bottom; once the columns are known, in reading order."""
    left: float
    right: float
    height: float
    columns: tuple[tuple[float, float], ...] = ()
    """Left and right edge of each column."""


def read_pdf(data: bytes, limits: Limits = LIMITS) -> tuple[str, tuple[int, ...]]:
    """Return the text, one line a paragraph, and the offset at which each page begins.

    Raises ``Refusal``: ``scanned`` for pages of images, ``encrypted``, ``damaged``.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, WrongPasswordError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it complains to standard error about every odd file
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refusal("encrypted")
        if len(reader.pages) > limits.pages:
            raise Refusal("too-large", f"{len(reader.pages)} > {limits.pages} pages")
        pages = [_page(page) for page in reader.pages]
    except (DependencyError, FileNotDecryptedError, WrongPasswordError) as error:
        raise Refusal("encrypted") from error
    except Refusal:
        raise
    except Exception as error:  # pypdf raises whatever a broken object makes Python raise
        raise Refusal("damaged", type(error).__name__) from error
    if not any(page.lines for page in pages):
        raise Refusal("scanned", f"{len(pages)} pages")
    return _joined([_in_columns(page) for page in _without_heads(pages)])


def _page(page: object) -> _Page:
    """Return the lines of a page in reading order."""
    found: list[_Line] = []

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], _font: object, size: float) -> None:
        if not text.strip():
            return
        scale = (abs(tm[0] * tm[3] - tm[1] * tm[2]) * abs(cm[0] * cm[3] - cm[1] * cm[2])) ** 0.5 or 1.0
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        for number, line in enumerate(text.strip("\n").split("\n")):
            if line.strip():
                height = size * scale or 10.0
                found.append(_Line(line, x, x + _width(line) * height, y - number * 1.2 * height, height))

    page.extract_text(visitor_text=visit)  # type: ignore[attr-defined]
    box = page.mediabox  # type: ignore[attr-defined]
    return _Page(tuple(_merged(found)), float(box.left), float(box.right), float(box.height) or 1.0)


def _width(text: str) -> float:
    """Return the width of a text in units of its size."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


def _merged(found: list[_Line]) -> list[_Line]:
    """Return pieces on one baseline that follow each other closely as one line; from top to bottom."""
    lines: list[_Line] = []
    for piece in sorted(found, key=lambda one: (-round(one.y, 1), one.left)):
        last = lines[-1] if lines else None
        if (
            last is not None
            and abs(last.y - piece.y) < 0.4 * max(last.size, piece.size)
            and -1.0 * piece.size < piece.left - last.right < 1.5 * piece.size
        ):
            gap = " " if piece.left - last.right > 0.6 * piece.size else ""
            lines[-1] = _Line(last.text + gap + piece.text, last.left, piece.right, last.y, max(last.size, piece.size))
        else:
            lines.append(piece)
    return lines


def _in_columns(page: _Page) -> _Page:
    """Return the page with its lines in reading order; lines across both columns divide it into bands."""
    lines = page.lines
    if not lines:
        return page
    gutter = _gutter(lines, page.left, page.right)
    if gutter is None:
        usual = median(line.size for line in lines)
        # A title may run farther than the lines of the text do, above all where a second column stays empty.
        body = [line for line in lines if abs(line.size - usual) <= 0.15 * usual] or lines
        whole = (min(line.left for line in body), max(line.right for line in body))
        return replace(page, columns=(whole,))
    ordered: list[_Line] = []
    band: list[_Line] = []
    for line in lines:
        if line.left < gutter - line.size and line.right > gutter + line.size:
            ordered += _by_column(band, gutter)
            band = []
            ordered.append(line)
        else:
            band.append(line)
    ordered += _by_column(band, gutter)
    first = [line for line in lines if line.right <= gutter + line.size and line.left < gutter - line.size]
    second = [line for line in lines if line.left >= gutter - line.size]
    columns = tuple((min(x.left for x in column), max(x.right for x in column)) for column in (first, second))
    return replace(page, lines=tuple(ordered), columns=columns)


def _by_column(band: list[_Line], gutter: float) -> list[_Line]:
    return sorted(band, key=lambda line: line.left >= gutter - line.size)


def _gutter(lines: Sequence[_Line], left: float, right: float) -> float | None:
    """Return where the second column begins, or None: most lines fill one of two columns, hardly one crosses.

    Cells of a table begin at common places, too, but leave their columns half empty.
    """
    middle = [line for line in lines if left + 0.4 * (right - left) < line.left < left + 0.7 * (right - left)]
    if not middle:
        return None
    places = Counter(round(line.left) for line in middle)
    start = min(place for place, count in places.items() if count >= 0.5 * max(places.values()))
    second = [line for line in lines if line.left >= start - line.size]
    first = [line for line in lines if line.right <= start + line.size / 2 and line.left < start - line.size]
    crossing = len(lines) - len(first) - len(second)
    if len(second) < 4 or len(second) < 0.2 * len(lines):
        return float(start) if _runs_over(lines, first, second, start) else None
    if len(first) < 4 or crossing > 0.3 * len(lines):
        return None
    for column, edges in (
        (first, (min(x.left for x in first), start)),
        (second, (start, max(x.right for x in second))),
    ):
        if median(line.right - line.left for line in column) < 0.6 * (edges[1] - edges[0]):
            return None
    return float(start)


def _runs_over(lines: Sequence[_Line], first: Sequence[_Line], second: Sequence[_Line], start: float) -> bool:
    """Whether the last lines of a short text stand in a second column: a full first one, and beside its top the rest."""
    usual = median(line.size for line in lines)

    def body(some: Sequence[_Line]) -> list[_Line]:
        return [line for line in some if abs(line.size - usual) <= 0.15 * usual]

    left, right = body(first), body(second)
    if len(left) < 6 or not right or len(left) + len(right) < len(body(lines)):
        return False
    column = start - min(line.left for line in left)
    full = median(line.right - line.left for line in left) > 0.75 * column
    return full and abs(max(line.y for line in left) - max(line.y for line in right)) < 0.5 * usual


def _without_heads(pages: list[_Page]) -> list[_Page]:
    """Return the pages without page numbers and without what most of them repeat at their edges."""
    seen = Counter(
        pattern for page in pages for pattern in {_pattern(line) for line in page.lines if _at_edge(line, page)}
    )
    # Left and right pages of a book have different heads, hence less than a half.
    often = max(2, 0.4 * len(pages))

    def is_head(line: _Line, page: _Page) -> bool:
        if not _at_edge(line, page):
            return False
        if NUMBER.fullmatch(line.text.strip()) or seen[_pattern(line)] >= often:
            return True
        return len(pages) < 3 and _stands_apart(line, page)

    return [replace(page, lines=tuple(x for x in page.lines if not is_head(x, page))) for page in pages]


def _stands_apart(line: _Line, page: _Page) -> bool:
    """Whether a line at the edge looks like a running head, where too few pages repeat it: small type, far from the text.

    At the top type as large as that of the text will do, if what follows is a title.
    """
    others = [other for other in page.lines if not _at_edge(other, page)]
    if len(others) < 3 or line.text.strip()[-1] in CLOSED:
        return False
    usual = median(other.size for other in others)
    nearest = min(others, key=lambda other: abs(other.y - line.y))
    if abs(nearest.y - line.y) < 2 * _pitch(others):
        return False
    above_title = line.y > nearest.y and line.size < 1.05 * usual and nearest.size > 1.15 * usual
    return line.size < 0.95 * usual or above_title


def _at_edge(line: _Line, page: _Page) -> bool:
    return line.y > (1 - EDGE) * page.height or line.y < EDGE * page.height


def _pattern(line: _Line) -> str:
    return re.sub(r"[\d０-９]+|\s+", "#", line.text.strip())


def _joined(pages: list[_Page]) -> tuple[str, tuple[int, ...]]:
    """Return the text of all pages with lines joined to paragraphs, and where each page begins."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    last: tuple[_Line, float, float] | None = None
    for page in pages:
        starts.append(length)
        pitch = _pitch(page.lines)
        for number, line in enumerate(page.lines):
            edges = _edges(line, page)
            text = _cleaned(line.text)
            if not text:
                continue
            glue = "\n"
            if last is not None and not _begins(line, last[0], edges, last[1:], pitch, first=number == 0):
                between = _glue(parts[-1], text)
                if between is None:
                    parts[-1], length = parts[-1][:-1], length - 1
                glue = between or ""
            addition = (glue if parts else "") + text
            if number == 0:
                starts[-1] = length + len(addition) - len(text)
            parts.append(addition)
            length += len(addition)
            last = (line, *edges)
    return "".join(parts) + "\n", tuple(starts)


def _edges(line: _Line, page: _Page) -> tuple[float, float]:
    """Return the edges of the column that a line stands in; a line across columns has its own."""
    fitting = (edges for edges in page.columns if edges[0] - 1 <= line.left and line.right <= edges[1] + line.size)
    return next(fitting, (line.left, line.right))


def _pitch(lines: Iterable[_Line]) -> float:
    """Return the usual distance of lines."""
    heights = [line.y for line in lines]
    steps = [a - b for a, b in pairwise(heights) if a > b]
    return median(steps) if steps else 0.0


def _begins(
    line: _Line,
    last: _Line,
    edges: tuple[float, float],
    last_edges: tuple[float, float],
    pitch: float,
    *,
    first: bool,
) -> bool:
    """Whether a line begins a paragraph."""
    if line.text.startswith(("　", "  ", "\t")) or line.left > edges[0] + 1.2 * line.size:
        return True
    if abs(line.size - last.size) > 0.15 * last.size:
        return True
    # Widths are estimated, so a line without a full stop has to end far from the edge to be a heading.
    missing = last_edges[1] - last.right
    if missing > 0.25 * (last_edges[1] - last_edges[0]) or (missing > 2.5 * last.size and last.text[-1] in CLOSED):
        return True
    return not first and last.y - line.y > 1.7 * pitch > 0


def _glue(before: str, after: str) -> str | None:
    """Return what stands between two lines of a paragraph; None: the hyphen that ends the first goes, too.

    >>> _glue("征集提案", "292件"), _glue("work", "report"), _glue("govern-", "ment")
    ('', ' ', None)
    """
    if re.search(r"[a-z]-$", before) and re.match(r"[a-z]", after):
        return None
    return " " if re.search(r"[A-Za-z,.;:)]$", before) and re.match(r"[A-Za-z(]", after) else ""


WIDE = "[\u3000-\u9fff\uff00-\uffef“”‘’…—]"


def _cleaned(text: str) -> str:
    """Return a line without the blanks that typesetting puts around digits and between ideographs."""
    text = text.replace("\u00ad", "").replace("\xa0", " ").replace("\0", "")
    text = re.sub(rf"(?<={WIDE}) +(?=[{WIDE[1:-1]}0-9A-Za-z%])|(?<=[0-9A-Za-z%]) +(?={WIDE})", "", text)
    return text.strip(" \t\u3000")
