"""A graph file made of blocks, each of which is made again only when what it depends on changed.

A block is a report with its figures and spans, or some entities and statements that reports share. Its digest tells
what it was made from. ``DIR/store/blocks.db`` says where in the graph file the block of each digest lies, so that the
next build copies it. In ``graph.nq.gz`` each block is a gzip member of its own; any reader of gzip takes the whole.
"""

from __future__ import annotations

import gzip
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path
from typing import IO, NamedTuple
from typing import Literal as OneOf

import msgspec

from kg.graph.namespaces import BASE, SKOS
from kg.graph.schemes import Schemes, load_schemes
from kg.graph.triples import Described, Describer, Literal, Node, Part, SpanNode
from kg.graph.turtle import nquads_lines, turtle_lines
from kg.model import Extraction
from kg.scale.codec import digest, read_part

Form = OneOf["ttl", "nq.gz"]
_TABLE = """
CREATE TABLE block (digest BLOB PRIMARY KEY, start INTEGER, length INTEGER, told BLOB) WITHOUT ROWID;
CREATE TABLE label (name TEXT PRIMARY KEY, label TEXT) WITHOUT ROWID;
CREATE TABLE graph (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""


class Told(NamedTuple):
    """What a block tells beside its text."""

    triples: int
    figures: int
    concepts: tuple[tuple[str, str], ...]
    """Scheme and notation of the concepts that it refers to."""
    labels: tuple[tuple[str, str], ...] = ()
    """Local name and preferred label of each body and undertaking."""


class Block(NamedTuple):
    """A part of the graph file."""

    digest: bytes
    data: bytes
    """As it stands in the file."""
    told: Told


_TOLD = msgspec.json.Decoder(Told)


@dataclass(frozen=True)
class Style:
    """How the graph is written: the same for all blocks of a file."""

    form: Form
    base: str = BASE
    sheet: str = ""
    """IRI of the corrections that were applied."""
    version: bytes = b""
    """Of the program that writes."""

    @cached_property
    def context(self) -> bytes:
        """What every digest contains."""
        return digest(self.version, self.form.encode(), self.base.encode(), self.sheet.encode())

    def describer(self) -> Describer:
        """Return what describes the nodes of one block."""
        return Describer(base=self.base, sheet=self.sheet, schemes=_schemes())

    def header(self) -> bytes:
        """Return what the file begins with."""
        return self.packed(next(turtle_lines((), base=self.base))) if self.form == "ttl" else b""

    def text(self, nodes: Iterable[Described]) -> str:
        """Return nodes as text, without the header."""
        if self.form == "nq.gz":
            return "".join(nquads_lines(nodes))
        lines = turtle_lines(nodes, base=self.base)
        next(lines)
        return "".join(lines)

    def packed(self, text: str) -> bytes:
        """Return a text as it stands in the file."""
        data = text.encode()
        return data if self.form == "ttl" or not data else gzip.compress(data, 6, mtime=0)

    def unpacked(self, data: bytes) -> bytes:
        """Return the text of a block, for Turtle with its header, so that it can be read alone."""
        return self.header() + data if self.form == "ttl" else gzip.decompress(data)

    def block(self, mark: bytes, nodes: Sequence[Described], graph: Describer) -> Block:
        """Return the block of these nodes."""
        triples = sum(node.size for node in nodes)
        named = [node for node in nodes if not isinstance(node, SpanNode)]
        figures = sum("/fig_" in node.subject[-25:] for node in named)
        labels = tuple(self._labels(named))
        return Block(mark, self.packed(self.text(nodes)), Told(triples, figures, tuple(sorted(graph.used)), labels))

    def _labels(self, nodes: list[Node]) -> Iterator[tuple[str, str]]:
        for node in nodes:
            name = node.subject[len(self.base) :]
            if name.startswith(("org_", "ini_")):
                (label,) = dict(node.facts)[SKOS + "prefLabel"]
                assert isinstance(label, Literal)
                yield name, label.value

    def report(self, mark: bytes, one: Extraction, repeats: list[Extraction]) -> Block:
        """Return the block of a report; ``repeats`` are its near-duplicates."""
        graph = self.describer()
        return self.block(mark, list(graph.report([one], repeats)), graph)

    def shared(self, mark: bytes, lines: Iterable[bytes]) -> Block:
        """Return the block of what these lines add to shared nodes."""
        graph = self.describer()
        parts = (read_part(line) for line in lines)
        nodes = [node for subject, found in groupby(parts, _subject) for node in graph.shared(subject, found)]
        return self.block(mark, nodes, graph)


@cache
def _schemes() -> Schemes:
    return load_schemes()


def _subject(part: Part) -> str:
    return part.subject


def chunks(lines: Iterable[bytes], *, every: int = 48, most: int = 4000) -> Iterator[list[bytes]]:
    """Yield sorted lines in pieces that end with a subject, always at the same subjects.

    Where a piece ends depends on the name of the subject alone (or on there being ``most`` lines), so that one more
    subject changes one piece and not all behind it.
    """
    piece: list[bytes] = []
    last = b""
    for line in lines:
        subject = line[: line.index(b"\t")]
        if subject != last:
            if piece and (zlib.crc32(last) % every == 0 or len(piece) >= most):
                yield piece
                piece = []
            last = subject
        piece.append(line)
    if piece:
        yield piece


class Index:
    """Where the blocks of a graph file lie."""

    def __init__(self, file: Path, *, new: bool = False) -> None:
        """Open the index of a file that exists, or begin one."""
        self.file = file
        if new:
            self.base = sqlite3.connect(file)
            # Nothing is lost with a half-written index: it lies in the stage until it is whole.
            self.base.executescript(f"PRAGMA journal_mode=OFF;PRAGMA synchronous=OFF;{_TABLE}")
        else:
            self.base = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        self.base.execute("PRAGMA cache_size=-8000")

    def place(self, mark: bytes) -> tuple[int, int, bytes] | None:
        """Return start and length of a block in the graph file and what it tells; None for one that is not there."""
        row: tuple[int, int, bytes] | None = self.base.execute(
            "SELECT start, length, told FROM block WHERE digest=?", (mark,)
        ).fetchone()
        return row

    def put(self, block: Block, start: int) -> None:
        """Say where a block lies."""
        told = msgspec.json.encode(block.told)
        self.base.executemany("INSERT OR REPLACE INTO label VALUES (?,?)", block.told.labels)
        self.base.execute("INSERT OR IGNORE INTO block VALUES (?,?,?,?)", (block.digest, start, len(block.data), told))

    def note(self, **values: str) -> None:
        """Say something of the whole file."""
        self.base.executemany("INSERT OR REPLACE INTO graph VALUES (?,?)", values.items())

    def noted(self, name: str) -> str:
        """Return what was said of the whole file, or nothing."""
        row = self.base.execute("SELECT value FROM graph WHERE name=?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def label(self, name: str) -> str | None:
        """Return the preferred label of a body or an undertaking by its local name."""
        row = self.base.execute("SELECT label FROM label WHERE name=?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def missing_from(self, other: Index) -> Iterator[tuple[int, int]]:
        """Yield start and length of the blocks that another index lacks, in order of the file."""
        for mark, start, length in self.base.execute("SELECT digest, start, length FROM block ORDER BY start"):
            if other.place(mark) is None:
                yield start, length

    def close(self) -> None:
        """Write what is left and let the file go."""
        self.base.commit()
        self.base.close()


class Earlier:
    """The graph file of the last build, from which blocks are copied."""

    def __init__(self, graph: Path, index: Path) -> None:
        """Open both; where one is missing or is not of the other, nothing is copied."""
        self.graph = graph
        self.index: Index | None = None
        self.file: IO[bytes] | None = None
        try:
            found = Index(index)
            if int(found.noted("size") or -1) == graph.stat().st_size and found.noted("name") == graph.name:
                self.index, self.file = found, graph.open("rb")
        except (OSError, sqlite3.Error):
            self.close()

    def block(self, mark: bytes) -> Block | None:
        """Return a block of the last build."""
        if self.index is None or self.file is None or (place := self.index.place(mark)) is None:
            return None
        start, length, told = place
        return Block(mark, self.read(start, length), _TOLD.decode(told))

    def read(self, start: int, length: int) -> bytes:
        """Return bytes of the graph file."""
        assert self.file is not None
        self.file.seek(start)
        return self.file.read(length)

    def close(self) -> None:
        """Let the files go."""
        if self.index is not None:
            self.index.close()
        if self.file is not None:
            self.file.close()
        self.index = self.file = None
