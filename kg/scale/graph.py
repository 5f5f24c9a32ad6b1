"""Facts on disk -> one graph file, in memory that does not grow with the number of reports.

Reports come one after the other. What they add to shared nodes is sorted in runs on disk, which are merged.
"""

from __future__ import annotations

import functools
import gzip
import heapq
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from dataclasses import replace as changed
from pathlib import Path
from typing import Final, NamedTuple

from msgspec import structs

from kg.errors import InputError
from kg.graph.iri import kind_of
from kg.graph.triples import Corrected
from kg.scale.blocks import Block, Earlier, Index, Style, Told, chunks
from kg.scale.codec import digest, lines_of
from kg.scale.facts import reader
from kg.scale.pool import results

RUN: Final = 300
"""Reports whose lines are sorted in memory at once."""
RUNS: Final = 400
"""Runs that are merged at once: each is an open file."""


class Group(NamedTuple):
    """A report, by the keys of its facts."""

    key: bytes
    original: str = ""
    """Identifier of the report that it repeats."""
    repeats: tuple[bytes, ...] = ()
    """Keys of the reports that repeat it."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a graph file holds."""

    triples: int
    figures: int
    entities: Mapping[str, int]
    """Different entities of each kind."""
    relations: int
    """Different relations."""
    made: int
    """Blocks that were not copied from the last build."""
    digest: str
    """Of all blocks: the same for the same file."""


def groups(ids: Sequence[str], keys: Sequence[bytes], originals: Mapping[str, str]) -> list[Group]:
    """Return the reports in order of their identifiers; ``originals`` maps near-duplicates to what they repeat."""
    by_id = dict(zip(ids, keys, strict=True))
    repeats: dict[str, list[bytes]] = {}
    for name in sorted(originals):
        repeats.setdefault(originals[name], []).append(by_id[name])
    return [Group(by_id[name], originals.get(name, ""), tuple(repeats.get(name, ()))) for name in sorted(by_id)]


def write_graph(
    reports: Sequence[Group],
    style: Style,
    *,
    facts: Path,
    graph: Path,
    index: Path,
    earlier: Earlier,
    scratch: Path,
    corrected: Corrected | None = None,
    jobs: int = 1,
    progress: Callable[[int], None] = lambda _done: None,
) -> Written:
    """Write the graph file and its index and return what it holds; ``scratch`` is an empty folder for the runs."""
    shared = _Counted()
    with graph.open("wb") as file:
        out = _Out(file.write, Index(index, new=True))
        out.raw(style.header())
        if corrected:
            sheet = changed_describer(style, corrected)
            out.put(sheet)
        for done, block in enumerate(_reports(reports, style, facts, earlier, jobs), 1):
            out.put(block)
            progress(done)
        with ExitStack() as opened:
            lines = shared(_merged(reports, facts, scratch, jobs, opened))
            for block in _shared(lines, style, earlier, jobs):
                out.put(block)
        out.put(_concepts(style, out.concepts))
        file.flush()
    out.index.note(size=str(out.size), name=graph.name, digest=out.told.hex(), base=style.base, form=style.form)
    out.index.close()
    shutil.rmtree(scratch, ignore_errors=True)
    return Written(
        out.triples, out.figures, dict(sorted(shared.entities.items())), shared.relations, out.made, out.told.hex()
    )


class _Out:
    """The end of the graph file."""

    def __init__(self, write: Callable[[bytes], object], index: Index) -> None:
        self.write, self.index = write, index
        self.size = self.triples = self.figures = self.made = 0
        self.concepts: set[tuple[str, str]] = set()
        self.told = b""

    def raw(self, data: bytes) -> None:
        self.write(data)
        self.size += len(data)

    def put(self, item: _Made | Block) -> None:
        block = item.block if isinstance(item, _Made) else item
        self.made += isinstance(item, _Made)
        if block.data:
            self.index.put(block, self.size)
            self.raw(block.data)
        self.triples += block.told.triples
        self.figures += block.told.figures
        self.concepts.update(block.told.concepts)
        self.told = digest(self.told, block.digest)


class _Made(NamedTuple):
    """A block that was made in this build."""

    block: Block


def changed_describer(style: Style, corrected: Corrected) -> Block:
    """Return the block that tells of the corrections."""
    graph = changed(style, sheet="").describer()
    graph.corrected, graph.sheet = corrected, style.sheet
    return style.block(digest(style.context, b"correction", repr(corrected).encode()), list(graph.correction()), graph)


def _reports(
    reports: Sequence[Group], style: Style, facts: Path, earlier: Earlier, jobs: int
) -> Iterator[_Made | Block]:
    marked = ((digest(style.context, b"report", one.key, one.original.encode(), *one.repeats), one) for one in reports)
    yield from results(
        functools.partial(_report, style=style, file=str(facts)),
        marked,
        jobs,
        lost=_lost,
        at_hand=lambda piece: earlier.block(piece[0]),
    )


def _report(piece: tuple[bytes, Group], *, style: Style, file: str) -> _Made | Block:
    mark, group = piece
    one, *repeats = reader(file).extractions((group.key, *group.repeats))
    same = [structs.replace(other, duplicate_of=one.report.id) for other in repeats]
    return _Made(style.report(mark, structs.replace(one, duplicate_of=group.original), same))


def _lost(_piece: object) -> _Made | Block:
    raise InputError("a process that wrote the graph was ended", remedy="build again with fewer --jobs")


def _merged(reports: Sequence[Group], facts: Path, scratch: Path, jobs: int, opened: ExitStack) -> Iterable[bytes]:
    """Return the lines of all reports in order."""
    scratch.mkdir(parents=True, exist_ok=True)
    size = max(RUN, -(-len(reports) // RUNS))
    pieces = [
        (scratch / f"{start:09}", [one.key for one in reports[start : start + size]])
        for start in range(0, len(reports), size)
    ]
    runs = list(results(functools.partial(_run, file=str(facts)), pieces, jobs, lost=_lost_run, chunk=1))
    return heapq.merge(*(opened.enter_context(gzip.open(run)) for run in runs))


def _run(piece: tuple[Path, list[bytes]], *, file: str) -> Path:
    """Sort what some reports add to shared nodes into a file."""
    path, keys = piece
    lines = [line for data in reader(file).column("parts", keys) for line in lines_of(data)]
    lines.sort()
    with gzip.open(path, "wb", compresslevel=1) as run:
        run.writelines(lines)
    return path


def _lost_run(piece: object) -> Path:
    _lost(piece)
    raise AssertionError


class _Counted:
    """Counts shared nodes as their lines go by."""

    def __init__(self) -> None:
        self.entities: Counter[str] = Counter()
        self.relations = 0

    def __call__(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        last = counted = b""
        for line in lines:
            subject, _, fact = line.split(b"\t", 2)
            if subject != last:
                last = subject
                self.relations += subject.startswith(b"rel_")
            if subject != counted and fact.startswith(b"E"):
                counted = subject
                self.entities[str(kind_of(subject.decode()))] += 1
            yield line


def _shared(lines: Iterable[bytes], style: Style, earlier: Earlier, jobs: int) -> Iterator[_Made | Block]:
    marked = ((digest(style.context, b"shared", *piece), piece) for piece in chunks(lines))
    yield from results(
        functools.partial(_share, style=style),
        marked,
        jobs,
        lost=_lost,
        at_hand=lambda piece: earlier.block(piece[0]),
    )


def _share(piece: tuple[bytes, list[bytes]], *, style: Style) -> _Made | Block:
    return _Made(style.shared(*piece))


def _concepts(style: Style, used: set[tuple[str, str]]) -> _Made:
    graph = style.describer()
    graph.used = set(used)
    mark = digest(style.context, b"concepts", repr(sorted(used)).encode())
    block = style.block(mark, list(graph.concepts()), graph)
    return _Made(block._replace(told=Told(block.told.triples, 0, ())))
