"""Reports in several processes, each of which makes all that is a report's own; the parent only joins the bytes.

Written by the parent alone, Turtle was a quarter of a build, and two processes were hardly a third faster than one.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from kg.analyze.duplicates import Duplicate, Sketch, bands_of, comparable, settle
from kg.graph.iri import kind_of
from kg.graph.triples import Described, parts_of
from kg.graph.turtle import turtle_lines
from kg.model import Extraction, Report
from kg.read import Refused
from kg.read.limits import Limits
from kg.scale.blocks import Block, Style
from kg.scale.codec import packed, part_line, unpacked
from kg.scale.heads import Head, head_of_extraction
from kg.scale.outcome import Counts
from kg.scale.pool import results
from kg.scale.work import extract_one


class Piece(NamedTuple):
    """What one report adds to a node that reports may share."""

    subject: str
    """Local name of the node."""
    lines: tuple[bytes, ...]
    """As ``kg.scale.codec`` packs them; read only where another report names the node, too."""
    data: bytes
    """The node as it stands in the file if no other report names it; empty where this one does not say what it is."""
    triples: int
    concepts: tuple[tuple[str, str], ...]
    """Scheme and notation of the concepts that it then refers to."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one report."""

    head: Head
    facts: bytes
    """The extraction, packed."""
    block: Block
    """The report with its figures and spans, as long as it has no near-duplicates."""
    pieces: tuple[Piece, ...]


def make(report: Report, *, lexicons: tuple[str, ...], limits: Limits, style: Style) -> Made | Refused:
    """Return what comes of one report: all that a process does."""
    one = extract_one(report, lexicons=lexicons, limits=limits)
    if isinstance(one, Refused):
        return one
    return Made(head_of_extraction(one), packed(one), style.report(b"", one, []), tuple(_pieces(one, style)))


def _pieces(one: Extraction, style: Style) -> Iterator[Piece]:
    subject_of = attrgetter("subject")
    found, nodes = [], list[Described]()
    graph = style.describer()
    for subject, parts in groupby(sorted(parts_of(one), key=subject_of), key=subject_of):
        same = list(parts)
        graph.used = set()
        described = list(graph.shared(subject, same))
        nodes += described
        found.append((subject, same, described, tuple(sorted(graph.used))))
    texts = turtle_lines(nodes, base=style.base)
    next(texts)
    for subject, same, described, used in found:
        data = "".join(next(texts) for _ in described).encode()
        yield Piece(subject, tuple(map(part_line, same)), data, sum(node.size for node in described), used)


def in_processes(
    reports: Sequence[Report],
    jobs: int,
    *,
    lexicons: tuple[str, ...],
    limits: Limits,
    style: Style,
    lost: Callable[[Report], Refused],
) -> Iterator[Made | Refused]:
    """Yield what comes of each report, in their order."""
    work = functools.partial(make, lexicons=lexicons, limits=limits, style=style)
    # Of a chunk that comes last, other processes wait for the end: half a second at eight, as long as a start takes.
    yield from results(work, reports, jobs, lost=lost, chunk=2)


def duplicates_of(made: Sequence[Made], text_of: Callable[[str], str], jobs: int) -> tuple[Duplicate, ...]:
    """Return the reports that repeat another one, as ``find_duplicates`` does."""
    heads = {one.head.id: one.head for one in made}
    names = comparable({name: (head.about, head.year) for name, head in heads.items()})
    bands = results(bands_of, map(text_of, names), jobs if len(names) > 100 else 1, lost=bands_of, chunk=16)
    sketches = [
        Sketch(name, heads[name].length, heads[name].about, heads[name].year, found)
        for name, found in zip(names, bands, strict=True)
    ]
    return settle(sketches, text_of)


class Unpacked(Collection[Extraction]):
    """What the reports say, by identifier, unpacked one after the other."""

    def __init__(self, made: Sequence[Made], originals: Mapping[str, str]) -> None:
        """Take what was made; ``originals`` maps near-duplicates to what they repeat."""
        self.made, self.originals = made, originals

    def __len__(self) -> int:
        """How many reports there are."""
        return len(self.made)

    def __iter__(self) -> Iterator[Extraction]:
        """Each report's facts."""
        for one in self.made:
            yield replace(unpacked(one.facts), duplicate_of=self.originals.get(one.head.id, ""))

    def __contains__(self, one: object) -> bool:
        """Whether an extraction is among them."""
        return any(one == other for other in self)

    def heads(self) -> Iterator[Head]:
        """Yield what a summary tells of each report, which is quicker."""
        yield from (one.head for one in self.made)


@dataclass(frozen=True, slots=True)
class Joined:
    """The graph of all reports."""

    data: list[bytes]
    """The graph file, piece by piece."""
    triples: int
    counts: Counts


def join(made: Sequence[Made], originals: Mapping[str, str], style: Style) -> Joined:
    """Return the graph of reports that are in order of their identifiers; ``originals`` as of ``Unpacked``."""
    repeats: dict[str, list[Made]] = {}
    for one in made:
        if one.head.id in originals:
            repeats.setdefault(originals[one.head.id], []).append(one)
    blocks = [_settled(one, repeats.get(one.head.id, []), originals.get(one.head.id, ""), style) for one in made]
    data = [style.header(), *(block.data for block in blocks)]
    triples = sum(block.told.triples for block in blocks)
    graph = style.describer()
    graph.used.update(concept for block in blocks for concept in block.told.concepts)
    kinds: Counter[str] = Counter()
    relations = 0
    pieces = sorted((piece for one in made for piece in one.pieces), key=attrgetter("subject"))
    for subject, found in groupby(pieces, key=attrgetter("subject")):
        piece, *others = found  # the sorting leaves the reports in their order
        if others:
            block = style.shared(b"", (line for each in (piece, *others) for line in each.lines))
            piece = Piece(subject, (), block.data, block.told.triples, block.told.concepts)
        data.append(piece.data)
        triples += piece.triples
        graph.used.update(piece.concepts)
        if subject.startswith("rel_"):
            relations += 1
        elif piece.data:
            kinds[kind_of(subject)] += 1
    concepts = style.block(b"", list(graph.concepts()), graph)
    heads = [one.head for one in made]
    counts = Counts(
        reports=tuple(sorted(head.names[0] for head in heads)),
        entities=dict(sorted(kinds.items())),
        figures=sum(block.told.figures for block in blocks),
        relations=relations,
        unresolved=sum(head.unresolved for head in heads),
        numbers=sum(head.numbers for head in heads),
    )
    return Joined([*data, concepts.data], triples + concepts.told.triples, counts)


def _settled(one: Made, repeats: Sequence[Made], original: str, style: Style) -> Block:
    """Return the block of a report, made again where it has near-duplicates or is one."""
    if not repeats and not original:
        return one.block
    same = [replace(unpacked(other.facts), duplicate_of=one.head.id) for other in repeats]
    return style.report(b"", replace(unpacked(one.facts), duplicate_of=original), same)
