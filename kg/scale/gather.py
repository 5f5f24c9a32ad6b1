"""Files -> facts on disk: each file is read and each text extracted once, whatever was built before.

A file counts as unchanged while its name, size, times and inode, its row of the manifest and the program are those of
the last build; one that was written within two seconds of being read is read again, since its time tells nothing.
"""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from msgspec import structs

from kg.analyze.duplicates import Sketch, bands_of
from kg.graph.triples import parts_of
from kg.model import Extraction, Manifest, Report
from kg.read import Refused, Reports, Source, filled, read_source
from kg.read.folder import PACKED, STANDARD_INPUT
from kg.read.limits import Limits
from kg.scale.codec import digest, packed, packed_lines, part_line
from kg.scale.facts import Facts, Row, reader
from kg.scale.heads import head_of, head_of_extraction
from kg.scale.pool import results
from kg.scale.version import files_version, program_version
from kg.scale.work import extract_one

FRESH = 2_000_000_000
"""Nanoseconds within which a file may change without a new time."""
SECONDS = 1.0
"""How much work a kill may cost."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A report without its text."""

    id: str
    names: tuple[str, ...]
    manifest: Manifest
    pages: tuple[int, ...]
    path: str
    """A file that holds it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one file holds."""

    reports: tuple[Listed, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """All reports of a build, by identifier, with the keys of their facts."""

    reports: tuple[Listed, ...]
    keys: tuple[bytes, ...]
    refused: tuple[Refused, ...]
    extracted: int
    """Reports whose facts were not there yet."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, with its rows of the manifest; or the report in it whose facts are wanted."""

    source: Source
    rows: Reports
    wanted: Listed | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a task."""

    found: Found
    stamp: str
    rows: tuple[Row, ...]


_FOUND = msgspec.json.Decoder(Found)


def gather(
    sources: Sequence[Source],
    manifest: Reports,
    facts: Facts,
    *,
    lexicons: tuple[str, ...],
    limits: Limits,
    jobs: int,
    progress: Callable[[int, int, str], None] | None = None,
) -> Gathered:
    """Bring the facts of all sources into the file and return what they are."""
    maker = digest(program_version(), files_version(map(Path, lexicons)))
    known = facts.found()
    found: dict[str, Found] = {}
    tasks: list[Task] = []
    for source in sources:
        stamp, said = known.pop(source.path, ("", b""))
        rows = _rows_of(source, manifest)
        if stamp and stamp == _stamp(source, rows, maker, limits):
            found[source.path] = _FOUND.decode(said)
        else:
            tasks.append(Task(source, rows))
    before = facts.keys()

    def run(work: list[Task], total: int) -> Iterator[tuple[Task, Done]]:
        do = functools.partial(_do, file=os.fspath(facts.file), lexicons=lexicons, limits=limits, maker=maker)
        kept: list[tuple[Task, Done]] = []
        begun = time.monotonic()
        each = zip(work, results(do, work, jobs if len(work) > 3 else 1, lost=_lost), strict=True)
        for count, (task, done) in enumerate(each, total - len(work) + 1):
            kept.append((task, done))
            if progress:
                progress(count, total, task.source.name)
            if time.monotonic() - begun > SECONDS:
                _keep(kept, facts)
                kept, begun = [], time.monotonic()
            yield task, done
        _keep(kept, facts)

    for task, done in run(tasks, len(sources)):
        found[task.source.path] = done.found
    refused = {one for each in found.values() for one in each.refused}
    listed = _merged(one for source in sources for one in found[source.path].reports)
    keys = [key_of(one, maker) for one in listed]
    there = facts.keys()
    by_path = {source.path: source for source in sources}
    again = [
        Task(by_path[one.path], manifest, wanted=one) for one, key in zip(listed, keys, strict=True) if key not in there
    ]
    failed = set()
    for task, done in run(again, len(again)):
        refused.update(done.found.refused)
        if done.found.refused and task.wanted is not None:
            failed.add(task.wanted.id)
    whole = [(one, key) for one, key in zip(listed, keys, strict=True) if one.id not in failed]
    fresh = sum(key not in before for _, key in whole)
    return Gathered(tuple(one for one, _ in whole), tuple(key for _, key in whole), tuple(sorted(refused)), fresh)


def unchanged(
    sources: Sequence[Source], manifest: Reports, facts: Facts, *, lexicons: tuple[str, ...], limits: Limits
) -> bool:
    """Whether every file is as it was when its facts were kept, and none is missing."""
    maker = digest(program_version(), files_version(map(Path, lexicons)))
    known = facts.found()
    return len(known) == len(sources) and all(
        (stamp := known.get(source.path, ("",))[0])
        and stamp == _stamp(source, _rows_of(source, manifest), maker, limits)
        for source in sources
    )


def sketches(facts: Facts, keys: Sequence[bytes]) -> Iterator[Sketch]:
    """Yield what decides which reports are near-duplicates."""
    for data, bands in zip(facts.column("head", keys), facts.column("bands", keys), strict=True):
        head = head_of(data)
        yield Sketch(head.id, head.length, head.about, head.year, bands)


def row_of(key: bytes, one: Extraction) -> Row:
    """Return what is kept of an extraction."""
    return Row(
        key,
        msgspec.json.encode(head_of_extraction(one)),
        bands_of(one.report.text),
        packed_lines(sorted(part_line(part) for part in parts_of(one))),
        packed(one),
    )


def key_of(one: Listed | Report, maker: bytes) -> bytes:
    """Return what the facts of a report are kept under: the hash of all that they depend on."""
    said = msgspec.json.encode((one.id, one.names, one.manifest, one.pages))
    return digest(maker, said)


def _rows_of(source: Source, manifest: Reports) -> Reports:
    """Return the rows that a file may need: its own, all for an archive."""
    if Path(source.path).suffix.lower() in PACKED:
        return manifest
    key = manifest.key_of(source.name)
    rows: Mapping[str, Manifest] = {} if key is None else {key: manifest.rows[key]}
    return replace(manifest, rows=rows)


def _stamp(source: Source, rows: Reports, maker: bytes, limits: Limits) -> str:
    """Return what tells that a file is the same as before, "" for what cannot be told."""
    if source.path == STANDARD_INPUT:
        return ""
    try:
        state = os.stat(source.path)  # noqa: PTH116 - ten thousand of them
    except OSError:
        return ""
    said = digest(
        maker,
        msgspec.json.encode(limits),
        source.name.encode("utf-8", "surrogateescape"),
        msgspec.json.encode(rows.rows),
    ).hex()
    return f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino} {said}"


def _settled(stamp: str, now: int) -> bool:
    """Whether a file that is written to from now on will have another stamp."""
    _, changed, altered, *_ = stamp.split(" ")
    return max(int(changed), int(altered)) < now - FRESH


def _do(task: Task, *, file: str, lexicons: tuple[str, ...], limits: Limits, maker: bytes) -> Done:
    now = time.time_ns()
    stamp = _stamp(task.source, task.rows, maker, limits)
    reports: list[Listed] = []
    refused: list[Refused] = []
    rows: list[Row] = []
    failed = False
    for one in read_source(task.source, task.rows, limits):
        if isinstance(one, Refused):
            refused.append(one)
            failed = failed or one.reason == "slow"  # on another day it may be quick enough
            continue
        listed = Listed(one.id, one.names, one.manifest, one.pages, task.source.path)
        if task.wanted is not None:
            if one.id != task.wanted.id:
                continue
            wanted = task.wanted
            one = structs.replace(one, names=wanted.names, manifest=wanted.manifest, pages=wanted.pages)
        key = key_of(one, maker)
        if reader(file).has(key):
            reports.append(listed)
            continue
        said = extract_one(one, lexicons=lexicons, limits=limits)
        if isinstance(said, Extraction):
            reports.append(listed)
            rows.append(row_of(key, said))
        else:
            refused.append(said)
            failed = True
    if task.wanted is not None and not reports and not refused:
        refused.append(Refused(task.wanted.names[0], "unreadable", "it changed while it was read"))
    kept = stamp if not failed and stamp and _settled(stamp, now) else ""
    return Done(Found(tuple(reports), tuple(refused)), kept, tuple(rows))


def _lost(task: Task) -> Done:
    name = task.wanted.names[0] if task.wanted else task.source.name
    return Done(Found(refused=(Refused(name, "internal", "its process was ended"),)), "", ())


def _keep(done: Sequence[tuple[Task, Done]], facts: Facts) -> None:
    """Write what was done to the file."""
    facts.put(
        [
            (task.source.path, one.stamp, msgspec.json.encode(one.found))
            for task, one in done
            if one.stamp and task.wanted is None
        ],
        [row for _, one in done for row in one.rows],
    )


def _merged(listed: Iterator[Listed]) -> list[Listed]:
    """Return one for each text, by identifier, as ``kg.read.merge`` does with the texts at hand."""
    by_id: dict[str, list[Listed]] = {}
    for one in listed:
        by_id.setdefault(one.id, []).append(one)
    merged = []
    for name in sorted(by_id):
        same = sorted(by_id[name], key=lambda one: one.names)
        merged.append(
            Listed(
                name,
                tuple(sorted({name for one in same for name in one.names})),
                filled(one.manifest for one in same),
                max(one.pages for one in same),
                same[0].path,
            )
        )
    return merged
