"""Reports in several processes, each of which makes all that is a report's own; the parent only joins the bytes.

Written by the parent alone, Turtle was a quarter of a build, and two processes were hardly a third faster than one.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from operator import attrgetter
from typing import NamedTuple

from msgspec.structs import replace

from kg.analyze.duplicates import Duplicate, Sketch, bands_of, comparable, settle
from kg.graph.iri import kind_of
from kg.graph.triples import Described, Part, parts_of
from kg.graph.turtle import turtle_lines
from kg.model import Extraction, Report
from kg.read import Refused
from kg.read.limits import Limits
from kg.scale.blocks import Block, Style
from kg.scale.codec import packed, part_line, read_part, unpacked
from kg.scale.heads import Head, head_of_extraction
from kg.scale.outcome import Counts
from kg.scale.pool import results
from kg.scale.work import extract_one, warm_up

BATCH = 100
"""Shared nodes that a process describes at once."""


class Paragraph(NamedTuple):
    """A node that reports may share, as it stands in the graph file."""

    data: bytes
    """Empty where nothing says what it is."""
    triples: int
    concepts: tuple[tuple[str, str], ...]
    """Scheme and notation of the concepts that it refers to."""


class Piece(NamedTuple):
    """What one report adds to a node that reports may share."""

    subject: str
    """Local name of the node."""
    lines: tuple[bytes, ...]
    """As ``kg.scale.codec`` packs them; read only where another report names the node, too."""
    alone: Paragraph | None
    """The node if no other report names it; None where that is not to be expected."""


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
    found = [(subject, list(same)) for subject, same in groupby(sorted(parts_of(one), key=subject_of), key=subject_of)]
    # Divisions are named by reports of the whole province.
    own = [(subject, same) for subject, same in found if kind_of(subject) != "place"]
    alone = dict(zip((subject for subject, _ in own), _paragraphs(own, style), strict=True))
    for subject, same in found:
        yield Piece(subject, tuple(map(part_line, same)), alone.get(subject))


def _paragraphs(found: Iterable[tuple[str, Iterable[Part]]], style: Style) -> list[Paragraph]:
    """Return the nodes with these names, from all that reports add to them."""
    graph = style.describer()
    described: list[tuple[list[Described], tuple[tuple[str, str], ...]]] = []
    for subject, parts in found:
        graph.used = set()
        described.append((list(graph.shared(subject, parts)), tuple(sorted(graph.used))))
    texts = turtle_lines((node for nodes, _ in described for node in nodes), base=style.base)
    next(texts)
    return [
        Paragraph("".join(next(texts) for _ in nodes).encode(), sum(node.size for node in nodes), used)
        for nodes, used in described
    ]


def _common(found: Sequence[tuple[str, list[bytes]]], *, style: Style) -> list[Paragraph]:
    return _paragraphs(((subject, map(read_part, lines)) for subject, lines in found), style)


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
    warm_up(lexicons)
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


def join(made: Sequence[Made], originals: Mapping[str, str], style: Style, jobs: int) -> Joined:
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
    for subject, paragraph in _shared(made, style, jobs):
        data.append(paragraph.data)
        triples += paragraph.triples
        graph.used.update(paragraph.concepts)
        kind = kind_of(subject)
        if kind is None:
            relations += 1
        elif paragraph.data:
            kinds[kind] += 1
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


def _shared(made: Sequence[Made], style: Style, jobs: int) -> Iterator[tuple[str, Paragraph]]:
    """Yield the nodes that reports may share, by name; those that several do share are described together."""
    subject_of = attrgetter("subject")
    pieces = sorted((piece for one in made for piece in one.pieces), key=subject_of)  # and the reports in their order
    nodes = [(subject, list(same)) for subject, same in groupby(pieces, key=subject_of)]
    common = [
        (subject, [line for piece in same for line in piece.lines])
        for subject, same in nodes
        if len(same) > 1 or same[0].alone is None
    ]
    batches = [common[start : start + BATCH] for start in range(0, len(common), BATCH)]
    work = functools.partial(_common, style=style)
    described = chain.from_iterable(results(work, batches, jobs if len(batches) > 8 else 1, lost=work, chunk=1))
    for subject, same in nodes:
        alone = same[0].alone
        yield subject, next(described) if len(same) > 1 or alone is None else alone


def _settled(one: Made, repeats: Sequence[Made], original: str, style: Style) -> Block:
    """Return the block of a report, made again where it has near-duplicates or is one."""
    if not repeats and not original:
        return one.block
    same = [replace(unpacked(other.facts), duplicate_of=one.head.id) for other in repeats]
    return style.report(b"", replace(unpacked(one.facts), duplicate_of=original), same)
