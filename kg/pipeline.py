"""Read -> extract -> graph -> write, for one report or a folder; with processes where they pay."""

from __future__ import annotations

import functools
import gzip
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from kg.analyze.corrections import Correction, apply_corrections
from kg.analyze.duplicates import Duplicate, find_duplicates
from kg.errors import InputError, OutputError
from kg.model import Extraction, Report, content
from kg.read import Refused, Reports, Source, list_sources, merge, read_manifest, read_source
from kg.read.corrections import read_corrections
from kg.scale.pool import cores, end_with_parent, results
from kg.scale.work import extract_one, rules_of

if TYPE_CHECKING:
    from kg.graph.triples import Corrected
    from kg.write.atomic import OutputSet

Progress = Callable[[int, int, str], None]
"""Called with how many reports are done, how many there are, and the name of the last one."""

OUTPUTS = ("ttl", "html", "csv", "xlsx", "skipped", "texts")
"""What a build can write; all of it unless told otherwise."""
BASE_FORM = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*[/#]")
"""What data IRIs may begin with: an absolute IRI that ends in a slash or a number sign."""
LARGE = 10_000_000
"""Characters of all reports above which ``graph.nq.gz`` takes the place of ``graph.ttl``: about five million triples."""
WORTH_PROCESSES = 60_000
"""Characters below which a second process costs more than it saves."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build read, found and wrote."""

    output: Path
    """The folder."""
    files: tuple[str, ...]
    """Names of the outputs in it, without the texts."""
    extractions: tuple[Extraction, ...]
    """All that the reports say, by report identifier."""
    refused: tuple[Refused, ...]
    """Files that gave no report, with reasons; sorted by name."""
    corrections: int
    """Rows of the review sheet that had a verdict."""
    rejected: int
    """Rows that took a fact away; what they rejected stands in skipped.jsonl, except relations."""
    stale_corrections: tuple[Correction, ...]
    """Those that no longer apply: their words or their fact were not found."""
    duplicates: tuple[Duplicate, ...]
    """Reports that repeat another one, by identifier."""
    unused_rows: tuple[str, ...]
    """Files that the manifest names and the build did not meet."""
    manifest: str
    """Name of the manifest's file, "" without one."""
    triples: int
    """Size of the graph; 0 if it was not loaded for the page."""
    seconds: float

    @property
    def reports(self) -> tuple[str, ...]:
        """Names of the reports that were read, one each, sorted."""
        return tuple(sorted(one.report.names[0] for one in self.extractions))

    @property
    def entities(self) -> dict[str, int]:
        """How many different entities there are of each kind."""
        return dict(
            sorted(Counter(key.kind for key in {e.key for one in self.extractions for e in one.entities}).items())
        )

    @property
    def figures(self) -> int:
        """How many figures the reports state; one that a report says twice, or a near-duplicate repeats, counts once."""
        return len({(one.duplicate_of or one.report.id, content(f)) for one in self.extractions for f in one.figures})

    @property
    def relations(self) -> int:
        """How many different relations the reports state."""
        return len({(r.subject, r.predicate, r.object) for one in self.extractions for r in one.relations})

    @property
    def unresolved(self) -> int:
        """Mentions that became no entity."""
        return sum(skipped.kind == "mention" for one in self.extractions for skipped in one.skipped)

    @property
    def numbers(self) -> int:
        """Numbers that became no figure."""
        return sum(skipped.kind == "number" for one in self.extractions for skipped in one.skipped)

    @property
    def ok(self) -> bool:
        """Whether every file that should be a report was read."""
        return all(one.harmless for one in self.refused)


def build(
    paths: Sequence[str | os.PathLike[str]] = (),
    *,
    output: str | os.PathLike[str] = "output",
    reports: str | os.PathLike[str] | None = None,
    lexicons: Sequence[str | os.PathLike[str]] = (),
    outputs: Iterable[str] = OUTPUTS,
    base: str | None = None,
    jobs: int = 0,
    lang: str = "zh",
    keep_duplicates: bool = False,
    corrections: str | os.PathLike[str] | None = None,
    view: str = "",
    progress: Progress | None = None,
) -> BuildResult:
    """Build a graph from reports and write it to a folder; without paths, from the demo reports of the package.

    ``reports`` is a manifest (see ``kg.read.manifest``), ``lexicons`` are files of your own words, ``outputs`` some of
    ``OUTPUTS``, ``base`` the beginning of data IRIs, ``jobs`` the number of processes (0: one a core), ``lang`` the
    language in which the page opens, ``view`` the part of the graph that the page shows (``city=…,year=…,nodes=1000``,
    see ``kg.view.selection``; other outputs stay whole). Figures that near-duplicate reports repeat are counted once,
    with evidence in both, unless ``keep_duplicates``; ``corrections`` is a filled-in sheet of ``kg review``. Neither the order of the paths nor ``jobs`` changes a byte of the
    outputs.
    Raises ``InputError`` if there is no report at all, ``RulesError`` for a faulty lexicon, ``QueryError`` for a view
    that is not understood and ``OutputError`` for a folder that cannot be written.

    >>> build(["reports/"], output="output").figures  # doctest: +SKIP
    128
    """
    from kg.graph.triples import Corrected
    from kg.write.atomic import OutputSet

    begun = time.perf_counter()
    wanted = tuple(name for name in OUTPUTS if name in set(outputs))
    if unknown := sorted(set(outputs) - set(OUTPUTS)):
        raise OutputError(f"no output named {unknown[0]}", remedy=f"there are {', '.join(OUTPUTS)}")
    if base is not None and not BASE_FORM.fullmatch(base):
        raise InputError(f"{base!r} begins no IRIs", remedy="give an absolute IRI that ends in / or #")
    if view:
        from kg.view.selection import parse_selection

        parse_selection(view)  # a fault is told before the reading begins
    jobs = jobs or cores()
    words = tuple(os.path.abspath(lexicon) for lexicon in lexicons)  # noqa: PTH100 - a value to pass on, not a file
    if not paths:
        paths, reports = _demo(reports)
    rows = read_manifest(Path(reports)) if reports is not None else Reports()
    sheet = read_corrections(Path(corrections), indicators=_indicators()) if corrections is not None else ()
    with OutputSet(Path(output), stale=functools.partial(_is_stale, wanted=wanted)) as files:
        rules_of(words)  # a faulty lexicon is told before the reading begins, and forks find the rules loaded
        found, refused = _read(paths, rows, jobs, output)
        names = [name for report in found for name in report.names]
        extractions, failed = _extract(found, words, jobs, progress)
        refused = tuple(sorted({*refused, *failed}))
        if not extractions:
            raise NoReport(refused)
        extractions, stale = apply_corrections(extractions, sheet)
        rejected = sum(one.verdict == "reject" for one in sheet) - sum(one.verdict == "reject" for one in stale)
        record = (
            Corrected(tuple("\t".join(one.says()) for one in sheet), len(sheet) - len(stale), rejected, len(stale))
            if sheet
            else None
        )
        duplicates = () if keep_duplicates else find_duplicates(extractions)
        originals = {one.report: one.original for one in duplicates}
        extractions = tuple(replace(one, duplicate_of=originals.get(one.report.id, "")) for one in extractions)
        written, triples = _write(files, wanted, extractions, record, base, lang, view)
    return BuildResult(
        output=Path(output),
        files=written,
        extractions=extractions,
        refused=refused,
        corrections=len(sheet),
        rejected=rejected,
        stale_corrections=stale,
        duplicates=duplicates,
        unused_rows=rows.unused([*names, *(one.name for one in refused)]),
        manifest=rows.source,
        triples=triples,
        seconds=time.perf_counter() - begun,
    )


class NoReport(InputError):
    """Nothing that was given holds a report; ``refused`` tells why of each file."""

    def __init__(self, refused: tuple[Refused, ...]) -> None:
        """Keep the reasons."""
        self.refused = refused
        super().__init__(
            "no report to build", remedy="name files or folders with .txt, .md, .html, .docx, .pdf or .zip"
        )


def _demo(reports: str | os.PathLike[str] | None) -> tuple[list[str], str | os.PathLike[str] | None]:
    """Return the demo reports of the package and their manifest."""
    demo = Path(str(resources.files("kg") / "demo"))
    manifest = demo / "reports.csv"
    return [str(demo / "reports")], reports if reports is not None or not manifest.exists() else manifest


def _read(
    paths: Sequence[str | os.PathLike[str]], rows: Reports, jobs: int, output: str | os.PathLike[str]
) -> tuple[tuple[Report, ...], tuple[Refused, ...]]:
    """Return the reports and what was refused, each sorted; equal texts are one report."""
    sources, refused = list_sources(paths, without=output)
    heavy = [source for source in sources if source.path.lower().endswith((".pdf", ".zip", ".docx"))]
    if jobs > 1 and len(heavy) > 8:
        with ProcessPoolExecutor(min(jobs, len(sources)), initializer=end_with_parent) as pool:
            parts: Iterable[list[Report | Refused]] = list(
                pool.map(_read_one, sources, [rows] * len(sources), chunksize=4)
            )
    else:
        parts = (_read_one(source, rows) for source in sources)
    read = list(merge([*refused, *(one for part in parts for one in part)]))
    return (
        tuple(sorted((one for one in read if isinstance(one, Report)), key=lambda report: report.id)),
        tuple(one for one in read if isinstance(one, Refused)),
    )


def _read_one(source: Source, rows: Reports) -> list[Report | Refused]:
    return list(read_source(source, rows))


def _extract(
    reports: Sequence[Report], lexicons: tuple[str, ...], jobs: int, progress: Progress | None
) -> tuple[tuple[Extraction, ...], tuple[Refused, ...]]:
    """Return what each report says, in the order of the reports, and the reports whose extraction failed."""
    done: list[Extraction | Refused] = []
    if sum(len(report.text) for report in reports) <= WORTH_PROCESSES:
        jobs = 1
    for result in results(
        functools.partial(extract_one, lexicons=lexicons), reports, min(jobs, len(reports)), lost=_lost
    ):
        done.append(result)
        if progress:
            progress(len(done), len(reports), reports[len(done) - 1].names[0])
    return (
        tuple(result for result in done if isinstance(result, Extraction)),
        tuple(result for result in done if isinstance(result, Refused)),
    )


def _lost(report: Report) -> Refused:
    return Refused(report.names[0], "internal", "its process was ended")


def _is_stale(name: str, *, wanted: tuple[str, ...]) -> bool:
    """Whether a file of an earlier build goes when this one does not write it."""
    if name.startswith("texts/rep_") and name.endswith(".txt"):
        return "texts" in wanted
    return name in ("graph.ttl", "graph.nq.gz") and "ttl" in wanted


def _write(
    files: OutputSet,
    wanted: tuple[str, ...],
    extractions: tuple[Extraction, ...],
    record: Corrected | None,
    base: str | None,
    lang: str,
    view: str,
) -> tuple[tuple[str, ...], int]:
    """Write the outputs that are wanted; return their names and the number of triples."""
    from kg.write import tables

    written: list[str] = []
    triples = 0

    def put(name: str, content: bytes | str | Iterable[str]) -> None:
        files.write(name, content)
        written.append(name)

    large = sum(len(one.report.text) for one in extractions) > LARGE
    if "ttl" in wanted or "html" in wanted:
        from kg.graph.namespaces import BASE
        from kg.graph.turtle import write_nquads, write_turtle

        # Lines of N-Quads are Turtle as well, so the page loads either.
        write = write_nquads if large else write_turtle
        graph = "".join(write(extractions, base=base or BASE, corrected=record))
    if "ttl" in wanted and large:
        put("graph.nq.gz", gzip.compress(graph.encode("utf-8"), 6, mtime=0))
    elif "ttl" in wanted:
        put("graph.ttl", graph)
    if "html" in wanted:
        from kg.graph.store import store_of
        from kg.view.page import render

        store = store_of(graph)
        triples = len(store)
        texts = {one.report.id: one.report.text for one in extractions}
        skipped = {one.report.id: one.skipped for one in extractions}
        put("graph.html", render(store, texts=texts, lang=lang, selection=view or None, skipped=skipped))
    if "csv" in wanted or "xlsx" in wanted:
        rows = tables.figure_rows(extractions, _indicators())
    if "csv" in wanted:
        put("metrics.csv", tables.metrics_csv(rows))
    if "xlsx" in wanted:
        from kg.write.workbook import workbook

        put("metrics.xlsx", workbook(rows, extractions))
    if "skipped" in wanted:
        put("skipped.jsonl", tables.skipped_jsonl(extractions))
    if "texts" in wanted:
        for extraction in extractions:
            files.write(f"texts/{extraction.report.id}.txt", extraction.report.text)
        written.append("texts/")
    return tuple(written), triples


def _indicators() -> dict[str, str]:
    """Return the Chinese label of every indicator by its notation."""
    from kg.graph.schemes import load_schemes

    return {
        concept.notation: dict(concept.labels).get("zh", concept.notation)
        for concept in load_schemes().concepts.values()
        if concept.scheme == "indicators"
    }
