"""A build that keeps its facts: what did not change is not read, extracted or written again.

DIR/store/facts/facts.db   facts of each report, by what they depend on (``kg.scale.facts``)
DIR/store/blocks.db        where each block of the graph file lies (``kg.scale.blocks``)
DIR/store/rdf/             the graph in Oxigraph (``kg.scale.rdf``)

The first is written as the work goes on and survives a kill; the others are put in place with the outputs.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterable, MutableSequence, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, overload

import msgspec
from msgspec import structs

from kg.analyze.corrections import Correction, correct
from kg.analyze.duplicates import Duplicate, settle
from kg.errors import OutputError
from kg.graph.store import CURRENT, STORE
from kg.graph.triples import Corrected
from kg.model import Extraction
from kg.read import Refused, Reports, Source
from kg.scale import facts as kept
from kg.scale import gather as gathering
from kg.scale.blocks import Earlier, Form, Style
from kg.scale.codec import digest, packed
from kg.scale.facts import Facts
from kg.scale.gather import Gathered, gather, row_of, sketches
from kg.scale.graph import Written, groups, write_graph
from kg.scale.heads import head_of
from kg.scale.order import FACTS, INDEX, Order, corrected_by
from kg.scale.outcome import Counts, NoReport, Outcome, counts_of
from kg.scale.outputs import write_page, write_tables
from kg.scale.rdf import update_store
from kg.scale.rows import write_rows
from kg.scale.version import files_version, program_version, whole_version
from kg.write import OUTPUTS

if TYPE_CHECKING:
    from kg.write.atomic import OutputSet

SHOWN: Final = 50
"""Reports that the page and the workbook of a large build show, unless ``--view`` chooses fewer."""


def build_stored(
    order: Order,
    sources: Sequence[Source],
    refused: tuple[Refused, ...],
    manifest: Reports,
    files: OutputSet,
    *,
    jobs: int,
    progress: Callable[[int, int, str], None] | None = None,
) -> Outcome:
    """Build into a folder and keep the facts there; raises ``NoReport`` if there is none.

    ``sources`` and ``refused`` are what the reading edge found. Raises ``OutputError`` where the folder cannot be
    written to its end.
    """
    facts = Facts(files.folder / FACTS, write=True)
    try:
        return _Build(order, files, facts, jobs).run(sources, refused, manifest, progress)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(
            f"cannot be written ({reason})", place=os.fspath(files.folder), remedy="make room there and build again"
        ) from error
    finally:
        facts.close()
        kept.close_readers()


class _Build:
    """One build: its order, where it goes, and the facts that are there."""

    def __init__(self, order: Order, files: OutputSet, facts: Facts, jobs: int) -> None:
        self.order, self.files, self.facts, self.jobs = order, files, facts, jobs

    def run(
        self,
        sources: Sequence[Source],
        refused: tuple[Refused, ...],
        manifest: Reports,
        progress: Callable[[int, int, str], None] | None,
    ) -> Outcome:
        order, facts = self.order, self.facts
        settings = self.settings(manifest, refused)
        if (outcome := self.unchanged(settings, sources, manifest)) is not None:
            self.files.same = True
            return outcome
        found = gather(
            sources, manifest, facts, lexicons=order.lexicons, limits=order.limits, jobs=self.jobs, progress=progress
        )
        refused = tuple(sorted({*refused, *found.refused}))
        if not found.reports:
            raise NoReport(refused)
        used = set(found.keys)
        found, corrected, stale = self.corrected(found)
        used.update(found.keys)
        duplicates = () if order.keep_duplicates else self.duplicates(found)
        originals = {one.report: one.original for one in duplicates}
        large = self.is_large(found)
        names, counts, triples, shown = (self.large if large else self.small)(found, originals, corrected)
        outcome = Outcome(
            files=tuple(name for name in chain.from_iterable(OUTPUTS.values()) if name in names),
            counts=counts,
            refused=refused,
            rejected=corrected.rejected if corrected else 0,
            stale_corrections=stale,
            duplicates=duplicates,
            unused_rows=manifest.unused(
                [*(name for one in found.reports for name in one.names), *(one.name for one in refused)]
            ),
            triples=triples,
            shown=shown,
            extracted=found.extracted,
        )
        self.files.afterwards.append(functools.partial(self.finish, settings, sources, used, found.keys, outcome))
        return outcome

    def settings(self, manifest: Reports, refused: tuple[Refused, ...]) -> str:
        """Return the hash of all that a build depends on beside the files that it reads."""
        lexicons = files_version(map(Path, self.order.lexicons))
        return digest(
            whole_version(), lexicons, msgspec.json.encode((self.order, refused, manifest.source)),
            msgspec.json.encode(sorted(manifest.rows.items())),
        ).hex()  # fmt: skip

    def unchanged(self, settings: str, sources: Sequence[Source], manifest: Reports) -> Outcome | None:
        """Return the outcome of the last build if this one would be the same: nothing then has to be done."""
        last = self.facts.noted("last")
        if not last:
            return None
        said = msgspec.json.decode(last, type=_Last)
        if said.settings != settings or said.outputs != self.snapshot(said.outcome):
            return None
        if not gathering.unchanged(
            sources, manifest, self.facts, lexicons=self.order.lexicons, limits=self.order.limits
        ):
            return None
        return replace(said.outcome, extracted=0)

    def snapshot(self, outcome: Outcome) -> str:
        """Return the hash of sizes and times of all outputs."""
        told = []
        names = [name for name in outcome.files if not name.endswith("/")]
        if self.order.rdf and any(name.startswith("graph.") for name in names):
            names.append(f"{STORE}/{CURRENT}")
        for name in names:
            told.append(_state(self.files.folder / name))
        if "texts/" in outcome.files:
            told += sorted(_state(path) for path in (self.files.folder / "texts").glob("rep_*.txt"))
        return digest("\n".join(told).encode()).hex()

    def finish(
        self, settings: str, sources: Sequence[Source], used: set[bytes], keys: Sequence[bytes], outcome: Outcome
    ) -> None:
        """Throw away what is of no use any more, and remember what was built."""
        # The outputs are in place: a full disk here costs the next build time, nothing else.
        with contextlib.suppress(OutputError, OSError, sqlite3.Error):
            self.facts = Facts(self.files.folder / FACTS, write=True)
            self.facts.keep({source.path for source in sources}, used)
            self.facts.note("keys", [key.hex() for key in keys])
            self.facts.note("last", _Last(settings, self.snapshot(outcome), outcome))
            self.facts.close()
        rdf = self.files.folder / STORE
        if not (rdf / CURRENT).exists():
            shutil.rmtree(rdf, ignore_errors=True)

    def corrected(self, found: Gathered) -> tuple[Gathered, Corrected | None, tuple[Correction, ...]]:
        """Apply the corrections; what they change gets keys of its own."""
        sheet = self.order.sheet
        if not sheet:
            return found, None, ()
        lazy = _Lazy(self.facts, found.keys)
        stale = correct(lazy, sheet)
        keys = list(found.keys)
        for index, one in lazy.changed.items():
            keys[index] = digest(b"corrected", keys[index], packed(one))
            self.facts.put((), [row_of(keys[index], one)])
        return replace(found, keys=tuple(keys)), corrected_by(sheet, stale), stale

    def duplicates(self, found: Gathered) -> tuple[Duplicate, ...]:
        """Return the near-duplicates among the reports."""
        keys = {one.id: key for one, key in zip(found.reports, found.keys, strict=True)}

        def text_of(report: str) -> str:
            (one,) = self.facts.extractions((keys[report],))
            return one.report.text

        return settle(sketches(self.facts, found.keys), text_of)

    def is_large(self, found: Gathered) -> bool:
        """Whether the outputs are those of a large build."""
        size = sum(head_of(data).length for data in self.facts.column("head", found.keys))
        return size > self.order.large or len(found.reports) > self.order.many

    def graph(
        self, found: Gathered, originals: dict[str, str], corrected: Corrected | None, form: Form
    ) -> tuple[Written, Path]:
        """Write the graph and bring the on-disk store up to it; return what it holds and its index."""
        folder, files = self.files.folder, self.files
        style = Style(form, self.order.base, corrected.iri(self.order.base) if corrected else "", program_version())
        graph, index = files.path(f"graph.{form}"), files.path(INDEX)
        earlier = Earlier(folder / graph.name, folder / INDEX)
        try:
            written = write_graph(
                groups([one.id for one in found.reports], found.keys, originals),
                style, facts=self.facts.file, graph=graph, index=index, earlier=earlier, scratch=files.stage / "runs",
                corrected=corrected, jobs=self.jobs,
            )  # fmt: skip
            if self.order.rdf and "ttl" in self.order.wanted:
                current = update_store(folder, style=style, graph=graph, index=index, earlier=earlier)
                files.write(f"{STORE}/{CURRENT}", current)
        finally:
            earlier.close()
        return written, index

    def small(
        self, found: Gathered, originals: dict[str, str], corrected: Corrected | None
    ) -> tuple[set[str], Counts, int, int]:
        """Write the outputs of a build that fits into memory."""
        wanted, files = set(self.order.wanted), self.files
        extractions = tuple(
            structs.replace(one, duplicate_of=originals.get(one.report.id, ""))
            for one in self.facts.extractions(found.keys)
        )
        names: set[str] = set()
        triples = 0
        if wanted & {"ttl", "html"}:
            written, index = self.graph(found, originals, corrected, "ttl")
            triples = written.triples
            if "html" in wanted:
                text = files.path("graph.ttl").read_text("utf-8")
                write_page(files, text, extractions, lang=self.order.lang, view=self.order.view)
                names.add("graph.html")
            if "ttl" in wanted:
                names.add("graph.ttl")
            else:
                files.path("graph.ttl").unlink()
                index.unlink()
        names.update(write_tables(files, wanted, extractions))
        return names, counts_of(extractions), triples, 0

    def large(
        self, found: Gathered, originals: dict[str, str], corrected: Corrected | None
    ) -> tuple[set[str], Counts, int, int]:
        """Write the outputs of a build that need not fit into memory; page and workbook show a part."""
        wanted, files = set(self.order.wanted), self.files
        written, index = self.graph(found, originals, corrected, "nq.gz")
        names = set(
            write_rows(
                files, wanted, found.reports, found.keys, originals, facts=self.facts.file, index=index, jobs=self.jobs
            )
        )
        shown = 0
        if wanted & {"html", "xlsx"}:
            shown = self.part(found, originals, names)
        if "ttl" in wanted:
            names.add("graph.nq.gz")
        else:
            files.path("graph.nq.gz").unlink()
            index.unlink()
        heads = [head_of(data) for data in self.facts.column("head", found.keys)]
        counts = Counts(
            tuple(sorted(one.names[0] for one in heads)), dict(written.entities), written.figures, written.relations,
            sum(one.unresolved for one in heads), sum(one.numbers for one in heads),
        )  # fmt: skip
        return names, counts, written.triples, shown

    def part(self, found: Gathered, originals: dict[str, str], names: set[str]) -> int:
        """Write page and workbook of some reports; return how many."""
        from kg.graph.turtle import write_nquads
        from kg.view.selection import parse_selection

        view = parse_selection(self.order.view)
        chosen: list[bytes] = []
        for one, key in sorted(zip(found.reports, found.keys, strict=True), key=lambda pair: pair[0].names):
            if one.id in originals or len(chosen) == SHOWN:
                continue
            head = head_of(next(self.facts.column("head", (key,))))
            said = " ".join((*head.names, head.title, head.id))
            place = " ".join((head.about.stem if head.about else "", head.place.stem if head.place else ""))
            if (
                (not view.years or head.year in view.years)
                and (not view.reports or any(word in said for word in view.reports))
                and (not view.cities or any(word in place for word in view.cities))
            ):
                chosen.append(key)
        extractions = tuple(self.facts.extractions(chosen))
        if "html" in self.order.wanted:
            text = "".join(write_nquads(extractions, base=self.order.base))
            write_page(self.files, text, extractions, lang=self.order.lang, view=self.order.view)
            names.add("graph.html")
        names.update(write_tables(self.files, {"xlsx"} & set(self.order.wanted), extractions))
        return len(extractions)


@dataclass(frozen=True, slots=True)
class _Last:
    """The last build that was brought to its end."""

    settings: str
    outputs: str
    outcome: Outcome


def _state(path: Path) -> str:
    try:
        state = path.stat()
    except OSError:
        return f"{path.name} is missing"
    return f"{path.name} {state.st_size} {state.st_mtime_ns}"


class _Lazy(MutableSequence[Extraction]):
    """The extractions of a build, read as they are needed; those that were replaced stay in memory."""

    def __init__(self, facts: Facts, keys: tuple[bytes, ...]) -> None:
        self.facts, self.keys = facts, keys
        self.changed: dict[int, Extraction] = {}
        self.recent: OrderedDict[int, Extraction] = OrderedDict()

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, index: int) -> Extraction: ...
    @overload
    def __getitem__(self, index: slice) -> MutableSequence[Extraction]: ...
    def __getitem__(self, index: int | slice) -> Extraction | MutableSequence[Extraction]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        if index >= len(self):
            raise IndexError(index)
        if index in self.changed:
            return self.changed[index]
        if index not in self.recent:
            (self.recent[index],) = self.facts.extractions((self.keys[index],))
            if len(self.recent) > 64:
                self.recent.popitem(last=False)
        return self.recent[index]

    def __setitem__(self, index: int | slice, value: Extraction | Iterable[Extraction]) -> None:
        assert isinstance(index, int) and isinstance(value, Extraction)
        self.changed[index] = value

    def __delitem__(self, index: int | slice) -> None:
        raise TypeError("reports are replaced, not removed")

    def insert(self, index: int, value: Extraction) -> None:
        raise TypeError(f"reports are replaced, not added at {index}: {value.report.names}")
