"""The tables of many reports, one report after the other in order of names, as ``kg.write.tables`` writes them at once."""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from kg.errors import InputError
from kg.graph.cells import table_lines
from kg.graph.iri import entity_name
from kg.model import Key
from kg.scale.blocks import Index
from kg.scale.facts import reader
from kg.scale.gather import Listed
from kg.scale.outputs import indicators
from kg.scale.pool import results
from kg.write.tables import COLUMNS, figure_rows, skipped_jsonl

if TYPE_CHECKING:
    from kg.write.atomic import OutputSet


class Ask(NamedTuple):
    """One report: its key, its place in its group of near-duplicates, and where its text goes."""

    key: bytes
    id: str
    group: tuple[bytes, ...]
    """Keys of the original and of all that repeat it, where there are any."""
    text: str
    """Path of the file to write; "" where it is there or not wanted."""


class Lines(NamedTuple):
    """The lines of one report."""

    figures: str
    skipped: str


def write_rows(
    files: OutputSet,
    wanted: set[str],
    reports: Sequence[Listed],
    keys: Sequence[bytes],
    originals: Mapping[str, str],
    *,
    facts: Path,
    index: Path,
    jobs: int,
) -> list[str]:
    """Write ``metrics.csv``, ``skipped.jsonl`` and the texts, those that are wanted; return their names."""
    _labels.cache_clear()
    asked = list(_asked(files, "texts" in wanted, reports, keys, originals))
    outputs = [(name, files.path(name)) for kind, name in _NAMES.items() if kind in wanted]
    work = functools.partial(_lines, facts=str(facts), index=str(index), wanted=frozenset(wanted))
    opened = {name: path.open("wb") for name, path in outputs}
    try:
        if "metrics.csv" in opened:
            opened["metrics.csv"].write(("\ufeff" + next(table_lines(COLUMNS, ()))).encode())
        for lines in results(work, asked, jobs, lost=_lost):
            if "metrics.csv" in opened:
                opened["metrics.csv"].write(lines.figures.encode())
            if "skipped.jsonl" in opened:
                opened["skipped.jsonl"].write(lines.skipped.encode())
    finally:
        for file in opened.values():
            file.close()
    return [name for name, _ in outputs] + (["texts/"] if "texts" in wanted else [])


_NAMES = {"csv": "metrics.csv", "skipped": "skipped.jsonl"}


def _asked(
    files: OutputSet, texts: bool, reports: Sequence[Listed], keys: Sequence[bytes], originals: Mapping[str, str]
) -> Iterator[Ask]:
    by_id = {one.id: key for one, key in zip(reports, keys, strict=True)}
    repeats: dict[str, list[bytes]] = {}
    for name, original in sorted(originals.items()):
        repeats.setdefault(original, []).append(by_id[name])
    for one in sorted(reports, key=lambda one: (one.names, one.id)):
        original = originals.get(one.id, one.id)
        group = (by_id[original], *repeats[original]) if original in repeats else ()
        text = ""
        if texts:
            name = f"texts/{one.id}.txt"
            if _holds(files.folder / name, one.id):
                files.keep(name)
            else:
                text = os.fspath(files.path(name))
        yield Ask(by_id[one.id], one.id, group, text)


def _holds(path: Path, name: str) -> bool:
    """Whether a file holds the text that its name is the hash of."""
    try:
        return "rep_" + hashlib.sha256(path.read_bytes()).hexdigest()[:16] == name
    except OSError:
        return False


def _lines(ask: Ask, *, facts: str, index: str, wanted: frozenset[str]) -> Lines:
    """Write the text of a report and return its lines."""
    if not wanted & {"csv", "skipped"} and not ask.text:
        return Lines("", "")
    base = reader(facts)
    (own,) = base.extractions((ask.key,))
    if ask.text:
        Path(ask.text).write_bytes(own.report.text.encode())
    figures = skipped = ""
    if "csv" in wanted:
        group = [own]
        if ask.group:
            first, *others = base.extractions(ask.group)
            group = [first, *(replace(one, duplicate_of=first.report.id) for one in others)]
        rows = figure_rows(group, _indicators(), _labels(os.getpid(), index))
        table = table_lines(COLUMNS, ([getattr(row, name) for name in COLUMNS] for row in rows if row.text == ask.id))
        next(table)
        figures = "".join(table)
    if "skipped" in wanted:
        skipped = "".join(skipped_jsonl([own]))
    return Lines(figures, skipped)


def _lost(ask: Ask) -> Lines:
    raise InputError(f"the process that wrote the rows of {ask.id} was ended", remedy="build again with fewer --jobs")


@functools.cache
def _indicators() -> dict[str, str]:
    return indicators()


class _Labels(Mapping[Key, str]):
    """Preferred labels, looked up in the index of the graph; those of the last entities are kept."""

    def __init__(self, index: Path) -> None:
        self.find = functools.lru_cache(maxsize=4096)(Index(index).label)

    def __getitem__(self, key: Key) -> str:
        label = self.find(entity_name(key))
        if label is None:
            raise KeyError(key)
        return label

    def __iter__(self) -> Iterator[Key]:
        return iter(())

    def __len__(self) -> int:
        return 0


@functools.lru_cache(maxsize=1)
def _labels(_process: int, index: str) -> _Labels:
    """Return the labels, opened once a process."""
    return _Labels(Path(index))
