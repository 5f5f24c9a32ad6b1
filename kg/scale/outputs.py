"""The outputs beside the graph: page, tables, workbook, texts; whole for what fits into memory, in pieces for more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.model import Extraction

if TYPE_CHECKING:
    from kg.write.atomic import OutputSet


def write_page(files: OutputSet, graph: str, extractions: Iterable[Extraction], *, lang: str, view: str) -> int:
    """Write ``graph.html`` of a graph in Turtle or N-Quads; return its triples."""
    from kg.graph.store import store_of
    from kg.view.page import render

    store = store_of(graph)
    triples = len(store)
    texts = {one.report.id: one.report.text for one in extractions}
    skipped = {one.report.id: one.skipped for one in extractions}
    files.write("graph.html", render(store, texts=texts, lang=lang, selection=view or None, skipped=skipped))
    return triples


def write_tables(files: OutputSet, wanted: Iterable[str], extractions: Sequence[Extraction]) -> list[str]:
    """Write those of the tables that are wanted, and the texts; return their names."""
    from kg.write import tables

    written: list[str] = []
    wanted = set(wanted)
    rows = tables.figure_rows(extractions, indicators()) if wanted & {"csv", "xlsx"} else []
    if "csv" in wanted:
        files.write("metrics.csv", tables.metrics_csv(rows))
        written.append("metrics.csv")
    if "xlsx" in wanted:
        from kg.write.workbook import workbook

        files.write("metrics.xlsx", workbook(rows, extractions))
        written.append("metrics.xlsx")
    if "skipped" in wanted:
        files.write("skipped.jsonl", tables.skipped_jsonl(extractions))
        written.append("skipped.jsonl")
    if "texts" in wanted:
        for extraction in extractions:
            files.write(f"texts/{extraction.report.id}.txt", extraction.report.text)
        written.append("texts/")
    return written


def indicators() -> dict[str, str]:
    """Return the Chinese label of every indicator by its notation."""
    from kg.graph.schemes import load_schemes

    return {
        concept.notation: dict(concept.labels).get("zh", concept.notation)
        for concept in load_schemes().concepts.values()
        if concept.scheme == "indicators"
    }
