"""Places of reports on one line, and graphs opened: what several commands print and do alike."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.analyze.rows import Evidence, FigureRow
    from kg.cli.messages import Words

BEFORE, AFTER = 30, 16
"""Characters of the sentence that are shown around a figure."""


def opened(graph: Path) -> ox.Store:
    """Return the graph of a folder of outputs or of a file; a build that was cut off is finished first."""
    from kg.graph.store import open_store
    from kg.write.atomic import settle

    if graph.is_dir():
        settle(graph)
    return open_store(graph)


def where(place: Evidence) -> str:
    """Return file, offsets and the sentence around, the words marked by ``[[`` and ``]]`` and shortened on both sides."""
    start, end = place.start - place.sentence_start, place.end - place.sentence_start
    before, after = place.sentence[:start], place.sentence[end:].rstrip("\n")
    shown = (
        ("…" + before[-BEFORE:] if len(before) > BEFORE + 1 else before)
        + f"[[{place.quote}]]"
        + (after[:AFTER] + "…" if len(after) > AFTER + 1 else after)
    )
    line = "".join(one if one.isprintable() else " " for one in shown).strip()
    return f"{place.file} {place.start}-{place.end}: {line}"


def counted(row: FigureRow, words: Words) -> str:
    """Return what a figure counts: the label of its indicator in the language of the user, else the text's own words."""
    from kg.analyze.comparison_vocabulary import load_vocabulary

    known = load_vocabulary().get(row.indicator, row.indicator_label) if row.indicator else None
    return (known.zh if words.language == "zh" else known.en) if known else row.indicator_text
