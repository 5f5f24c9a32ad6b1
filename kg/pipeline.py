"""Read -> extract -> graph -> write, for one report or a folder; with processes where they pay.

What fits into memory stays there (here); more is kept on disk (``kg.scale.build``). Both write the same bytes.
"""

from __future__ import annotations

import functools
import gzip
import os
import re
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from kg.analyze.corrections import Correction, apply_corrections
from kg.analyze.duplicates import Duplicate, find_duplicates
from kg.errors import InputError, OutputError
from kg.graph.namespaces import BASE
from kg.graph.store import CURRENT, STORE
from kg.model import Extraction, Report
from kg.read import Refused, Reports, Source, list_sources, merge, read_manifest, read_source
from kg.read.corrections import read_corrections
from kg.read.folder import STANDARD_INPUT
from kg.read.limits import LIMITS, Limits
from kg.scale.collector import seldom_collected
from kg.scale.heads import Head, head_of_extraction
from kg.scale.order import FACTS, INDEX, Order, corrected_by
from kg.scale.outcome import Counts, NoReport, Outcome, counts_of
from kg.scale.outputs import indicators, write_page, write_tables
from kg.scale.pool import cores, results
from kg.scale.work import extract_one, rules_of
from kg.write import OUTPUTS

if TYPE_CHECKING:
    from kg.graph.triples import Corrected, Described
    from kg.write.atomic import OutputSet

__all__ = ["BuildResult", "NoReport", "build"]

Progress = Callable[[int, int, str], None]
"""Called with how many reports are done, how many there are, and the name of the last one."""

BASE_FORM = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*[/#]")
"""What data IRIs may begin with: an absolute IRI that ends in a slash or a number sign."""
LARGE = 3_000_000
"""Characters of all reports above which ``graph.nq.gz`` takes the place of ``graph.ttl``: about five million triples."""
MANY = 1000
"""Reports above which it does, too."""
WORTH_PROCESSES = 60_000
"""Characters below which a second process costs more than it saves."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build read, found and wrote."""

    output: Path
    """The folder."""
    files: tuple[str, ...]
    """Names of the outputs in it, without the texts."""
    extractions: Collection[Extraction]
    """All that the reports say, by report identifier; those of a stored build are read from the disk one by one."""
    counts: Counts
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
    """Size of the graph; 0 if neither it nor the page was wanted."""
    seconds: float
    shown: int = 0
    """Reports that the page and the workbook of a large build show; 0 where they show all."""
    extracted: int = 0
    """Reports whose facts were not at hand from an earlier build."""

    @property
    def reports(self) -> tuple[str, ...]:
        """Names of the reports that were read, one each, sorted."""
        return self.counts.reports

    @property
    def entities(self) -> dict[str, int]:
        """How many different entities there are of each kind."""
        return self.counts.entities

    @property
    def figures(self) -> int:
        """How many figures the reports state; one that a report says twice, or a near-duplicate repeats, counts once."""
        return self.counts.figures

    @property
    def relations(self) -> int:
        """How many different relations the reports state."""
        return self.counts.relations

    @property
    def unresolved(self) -> int:
        """Mentions that became no entity."""
        return self.counts.unresolved

    @property
    def numbers(self) -> int:
        """Numbers that became no figure."""
        return self.counts.numbers

    def heads(self) -> Iterator[Head]:
        """Yield identifier, names, title and year of each report without reading all that it says."""
        quick = getattr(self.extractions, "heads", None)
        yield from quick() if quick else map(head_of_extraction, self.extractions)

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
    store: bool | None = None,
    limits: Limits = LIMITS,
    progress: Progress | None = None,
) -> BuildResult:
    """Build a graph from reports and write it to a folder; without paths, from the demo reports of the package.

    ``reports`` is a manifest (see ``kg.read.manifest``), ``lexicons`` are files of your own words, ``outputs`` some of
    ``OUTPUTS``, ``base`` the beginning of data IRIs, ``jobs`` the number of processes (0: one a core), ``lang`` the
    language in which the page opens, ``view`` the part of the graph that the page shows (``city=…,year=…,nodes=1000``,
    see ``kg.view.selection``; other outputs stay whole). Figures that near-duplicate reports repeat are counted once,
    with evidence in both, unless ``keep_duplicates``; ``corrections`` is a filled-in sheet of ``kg review``. With
    ``store`` the facts of each report and the graph are kept in ``output/store``, so that the next build works on what
    changed and queries open at once; with False no graph is kept there; left open, it is kept where there are many
    reports or a store is there already. ``limits`` bound each file and report (see ``kg.read.limits``). Neither the order of the paths nor ``jobs`` nor an earlier build changes a byte
    of the outputs.
    Raises ``InputError`` if there is no report at all, ``RulesError`` for a faulty lexicon, ``QueryError`` for a view
    that is not understood and ``OutputError`` for a folder that cannot be written.

    >>> build(["reports/"], output="output").figures  # doctest: +SKIP
    128
    """
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
    words = tuple(os.path.abspath(lexicon) for lexicon in lexicons)  # noqa: PTH100 - a value to pass on, not a file
    if not paths:
        paths, reports = _demo(reports)
    rows = read_manifest(Path(reports)) if reports is not None else Reports()
    sheet = read_corrections(Path(corrections), indicators=indicators()) if corrections is not None else ()
    order = Order(
        wanted,
        base or BASE,
        lang,
        view,
        words,
        keep_duplicates,
        sheet,
        rdf=store is not False,
        many=MANY,
        large=LARGE,
        limits=limits,
    )
    with OutputSet(Path(output), stale=functools.partial(_is_stale, wanted=wanted)) as files:
        rules_of(words)  # a faulty lexicon is told before the work begins, and forks find the rules loaded
        work = _Work(order, rows, files, jobs or cores(), progress)
        with seldom_collected():
            sources, refused = list_sources(paths, without=output)
            # Standard input is read once, so nothing is kept of it.
            piped = any(source.path == STANDARD_INPUT for source in sources)
            stored = not piped and (store or (store is None and (files.folder / FACTS).exists()))
            found = None if stored else work.read(sources, whole=piped)
            result = work.stored(sources, refused) if found is None else work.in_memory([*refused, *found])
    return replace(result, seconds=time.perf_counter() - begun)


@dataclass(frozen=True, slots=True)
class _Work:
    """One build on its way."""

    order: Order
    rows: Reports
    files: OutputSet
    jobs: int
    progress: Progress | None

    def read(self, sources: Sequence[Source], *, whole: bool) -> list[Report | Refused] | None:
        """Return what the files hold; None, unless all is wanted, as soon as it is too much to keep in memory."""
        if len(sources) > MANY and not whole:
            return None
        found: list[Report | Refused] = []
        size = 0
        heavy = sum(source.path.lower().endswith((".pdf", ".zip", ".docx")) for source in sources)
        work = functools.partial(_read_one, rows=self.rows, limits=self.order.limits)
        for part in results(work, sources, self.jobs if heavy > 8 and not whole else 1, lost=_unread, chunk=4):
            found += part
            size += sum(len(one.text) for one in part if isinstance(one, Report))
            if (size > LARGE or len(found) > 2 * MANY) and not whole:
                return None
        return found

    def stored(self, sources: Sequence[Source], refused: tuple[Refused, ...]) -> BuildResult:
        """Build with the facts kept on disk."""
        from kg.scale.build import build_stored
        from kg.scale.extractions import Extractions

        rules_of(
            self.order.lexicons
        )  # a faulty lexicon is told before the work begins, and forks find the rules loaded
        outcome = build_stored(
            self.order, sources, refused, self.rows, self.files, jobs=self.jobs, progress=self.progress
        )
        return self.result(outcome, Extractions(self.files.folder / FACTS, outcome.duplicates))

    def in_memory(self, read: Sequence[Report | Refused]) -> BuildResult:
        """Build with everything in memory, and leave nothing behind but the outputs."""
        order = self.order
        found = list(merge(read))
        reports = sorted((one for one in found if isinstance(one, Report)), key=lambda report: report.id)
        before = [one for one in found if isinstance(one, Refused)]
        size = sum(len(report.text) for report in reports)
        jobs = min(self.jobs, len(reports)) if size > WORTH_PROCESSES else 1
        if jobs > 1 and size <= order.large and not order.sheet:
            return self.in_processes(reports, before, jobs)
        extractions, failed = _extract(reports, order, jobs, self.progress)
        refused = tuple(sorted({*before, *failed}))
        if not extractions:
            raise NoReport(refused)
        extractions, stale = apply_corrections(extractions, order.sheet)
        record = corrected_by(order.sheet, stale)
        duplicates = () if order.keep_duplicates else find_duplicates(extractions)
        originals = {one.report: one.original for one in duplicates}
        extractions = tuple(structs.replace(one, duplicate_of=originals.get(one.report.id, "")) for one in extractions)
        written, triples = _write(self.files, order, extractions, record)
        outcome = Outcome(
            files=written,
            counts=counts_of(extractions),
            refused=refused,
            rejected=record.rejected if record else 0,
            stale_corrections=stale,
            duplicates=duplicates,
            unused_rows=self.unused(reports, refused),
            triples=triples,
            extracted=len(extractions),
        )
        return self.unstored(outcome, extractions)

    def in_processes(self, reports: Sequence[Report], before: Sequence[Refused], jobs: int) -> BuildResult:
        """Build in memory with processes that bring their parts of the graph with them."""
        from kg.scale import made as sharing
        from kg.scale.blocks import Style

        order, style = self.order, Style("ttl", self.order.base)
        texts = {report.id: report.text for report in reports}
        made: list[sharing.Made] = []
        failed: list[Refused] = []
        each = sharing.in_processes(
            reports, jobs, lexicons=order.lexicons, limits=order.limits, style=style, lost=_lost
        )
        for done, (report, one) in enumerate(zip(reports, each, strict=True), 1):
            if isinstance(one, Refused):
                failed.append(one)
            else:
                made.append(one)
            if self.progress:
                self.progress(done, len(reports), report.names[0])
        refused = tuple(sorted({*before, *failed}))
        if not made:
            raise NoReport(refused)
        duplicates = () if order.keep_duplicates else sharing.duplicates_of(made, texts.__getitem__, jobs)
        originals = {one.report: one.original for one in duplicates}
        joined = sharing.join(made, originals, style, jobs)
        extractions = sharing.Unpacked(made, originals)
        written = _write_joined(self.files, order, joined.data, extractions)
        outcome = Outcome(
            files=written,
            counts=joined.counts,
            refused=refused,
            duplicates=duplicates,
            unused_rows=self.unused(reports, refused),
            triples=joined.triples if set(order.wanted) & {"ttl", "html"} else 0,
            extracted=len(made),
        )
        return self.unstored(outcome, extractions)

    def unused(self, reports: Sequence[Report], refused: Sequence[Refused]) -> tuple[str, ...]:
        """Return what the manifest names and the build did not meet."""
        return self.rows.unused([*(name for one in reports for name in one.names), *(one.name for one in refused)])

    def unstored(self, outcome: Outcome, extractions: Collection[Extraction]) -> BuildResult:
        """Return what is told of a build that keeps nothing; a store of an earlier one goes when the outputs are in place."""
        store = self.files.folder / "store"
        self.files.afterwards.append(functools.partial(shutil.rmtree, store, ignore_errors=True))
        return self.result(outcome, extractions)

    def result(self, outcome: Outcome, extractions: Collection[Extraction]) -> BuildResult:
        """Return what is told of the build; the time is told last."""
        return BuildResult(
            output=self.files.folder,
            files=outcome.files,
            extractions=extractions,
            counts=outcome.counts,
            refused=outcome.refused,
            corrections=len(self.order.sheet),
            rejected=outcome.rejected,
            stale_corrections=outcome.stale_corrections,
            duplicates=outcome.duplicates,
            unused_rows=outcome.unused_rows,
            manifest=self.rows.source,
            triples=outcome.triples,
            seconds=0.0,
            shown=outcome.shown,
            extracted=outcome.extracted,
        )


def _demo(reports: str | os.PathLike[str] | None) -> tuple[list[str], str | os.PathLike[str] | None]:
    """Return the demo reports of the package and their manifest."""
    demo = Path(str(resources.files("kg") / "demo"))
    manifest = demo / "reports.csv"
    return [str(demo / "reports")], reports if reports is not None or not manifest.exists() else manifest


def _read_one(source: Source, rows: Reports, limits: Limits) -> list[Report | Refused]:
    return list(read_source(source, rows, limits))


def _unread(source: Source) -> list[Report | Refused]:
    return [Refused(source.name, "internal", "its process was ended")]


def _extract(
    reports: Sequence[Report], order: Order, jobs: int, progress: Progress | None
) -> tuple[tuple[Extraction, ...], tuple[Refused, ...]]:
    """Return what each report says, in the order of the reports, and the reports whose extraction failed."""
    done: list[Extraction | Refused] = []
    work = functools.partial(extract_one, lexicons=order.lexicons, limits=order.limits)
    for result in results(work, reports, jobs, lost=_lost):
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
    return name in ("graph.ttl", "graph.nq.gz", INDEX, f"{STORE}/{CURRENT}") and "ttl" in wanted


def _write(
    files: OutputSet, order: Order, extractions: tuple[Extraction, ...], record: Corrected | None
) -> tuple[tuple[str, ...], int]:
    """Write the outputs that are wanted; return their names and the number of triples."""
    from kg.graph.triples import nodes
    from kg.graph.turtle import nquads_lines, turtle_lines

    written: list[str] = []
    triples = 0
    large = sum(len(one.report.text) for one in extractions) > order.large
    if set(order.wanted) & {"ttl", "html"}:

        def counted() -> Iterator[Described]:
            nonlocal triples
            for node in nodes(extractions, base=order.base, corrected=record):
                triples += node.size
                yield node

        # Lines of N-Quads are Turtle as well, so the page loads either.
        graph = "".join(nquads_lines(counted()) if large else turtle_lines(counted(), base=order.base))
    if "ttl" in order.wanted:
        written.append("graph.nq.gz" if large else "graph.ttl")
        files.write(written[0], gzip.compress(graph.encode(), 6, mtime=0) if large else graph)
    if "html" in order.wanted:
        write_page(files, graph, extractions, lang=order.lang, view=order.view)
        written.append("graph.html")
    return tuple(written + write_tables(files, order.wanted, extractions)), triples


def _write_joined(
    files: OutputSet, order: Order, graph: Sequence[bytes], packed: Iterable[Extraction]
) -> tuple[str, ...]:
    """Write the outputs that are wanted, of a graph that is written already; return their names."""
    written: list[str] = []
    wanted = set(order.wanted)
    extractions = tuple(packed) if wanted - {"ttl"} else ()
    if "ttl" in wanted:
        files.write("graph.ttl", graph)
        written.append("graph.ttl")
    if "html" in wanted:
        write_page(files, b"".join(graph).decode(), extractions, lang=order.lang, view=order.view)
        written.append("graph.html")
    return tuple(written + write_tables(files, order.wanted, extractions))
