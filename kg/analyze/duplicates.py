"""Which reports are the same one, published twice: on two sites, in two formats, with small edits.

Texts are compared by their runs of five characters, blanks and punctuation left out (w-shingling: A. Broder, On the
resemblance and containment of documents, 1997). Short sketches find the pairs that may be alike, the full sets decide.
A sketch is a one-permutation minhash (P. Li, A. Owen, C.-H. Zhang, One Permutation Hashing, 2012) cut into bands: two
texts that share four fifths of their runs agree in some band with probability 0.997, two that share a third with 0.005,
so that the work grows with the number of reports and not with its square.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from kg.model import Extraction, Key

RUN = 5
"""Characters in a shingle: long enough that unrelated reports share few."""
BANDS, ROWS = 32, 8
"""Bands of a sketch, and smallest hashes in each."""
MOST = 64
"""Reports that one is compared with in each band, longest first: a bound for thousands of copies of one form."""
ALIKE = 0.8
"""Share of common shingles from which two texts are one report; reports of one body for two years share a third."""
_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A report that repeats another."""

    report: str
    """Identifier of the report that repeats."""
    original: str
    """Identifier of the report whose figures stand for both."""
    likeness: float
    """Share of common shingles, 0.8 to 1."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What decides whether two reports are compared."""

    report: str
    """Identifier."""
    length: int
    """Characters of the text."""
    about: Key | None
    year: int | None
    bands: bytes
    """Four bytes a band; see ``bands_of``."""


def find_duplicates(extractions: Sequence[Extraction]) -> tuple[Duplicate, ...]:
    """Return the reports that repeat another one, by identifier; the longest of a group is its original.

    Reports of different bodies or years are never the same, however alike their texts: a form filled in twice.
    """
    texts = {one.report.id: one.report.text for one in extractions}
    known = {one.report.id: (one.about, one.year) for one in extractions}
    sketches = [Sketch(name, len(texts[name]), *known[name], bands_of(texts[name])) for name in comparable(known)]
    return settle(sketches, texts.__getitem__)


def comparable(known: Mapping[str, tuple[Key | None, int | None]]) -> list[str]:
    """Return the reports that another one may repeat, from body and year of each: hardly any where both are known.

    To sketch all of them took a fifteenth of a build.
    """
    both = Counter(known.values())
    bodies, years = Counter[Key | None](), Counter[int | None]()
    for (about, year), count in both.items():
        bodies[about] += count
        years[year] += count

    def alike(about: Key | None, year: int | None) -> int:
        """So many reports, the one asked about among them, may be of this body and year."""
        if about is None:
            return len(known) if year is None else years[year] + years[None]
        if year is None:
            return bodies[about] + bodies[None]
        return both[about, year] + both[about, None] + both[None, year] + both[None, None]

    return [name for name, (about, year) in known.items() if alike(about, year) > 1]


def settle(sketches: Iterable[Sketch], text_of: Callable[[str], str]) -> tuple[Duplicate, ...]:
    """Return what ``find_duplicates`` does, from sketches; ``text_of`` gives the text of a report that is compared."""
    ranked = _ranked(sketches)
    shingles = lru_cache(maxsize=256)(lambda report: _shingles(text_of(report)))
    near: dict[int, set[int]] = defaultdict(set)
    for rank, other in _candidates(ranked):
        near[rank].add(other)
    repeats: dict[int, Duplicate] = {}
    for rank in sorted(near):
        name = ranked[rank].report
        likest = max(
            (
                (_likeness(shingles(name), shingles(ranked[other].report)), ranked[other].report)
                for other in sorted(near[rank])
                if other not in repeats
            ),
            default=(0.0, ""),
        )
        if likest[0] >= ALIKE:
            repeats[rank] = Duplicate(name, likest[1], likest[0])
    return tuple(sorted(repeats.values(), key=lambda one: one.report))


def compared(sketches: Iterable[Sketch]) -> set[str]:
    """Return the identifiers of the reports whose texts ``settle`` will ask for."""
    ranked = _ranked(sketches)
    return {ranked[rank].report for pair in _candidates(ranked) for rank in pair}


def _ranked(sketches: Iterable[Sketch]) -> list[Sketch]:
    return sorted(sketches, key=lambda one: (-one.length, one.report))


def bands_of(text: str) -> bytes:
    """Return the sketch of a text: alike texts share four bytes at the same place."""
    size = BANDS * ROWS
    least = array("I", [0xFFFFFFFF]) * size
    for hash_ in _shingles(text):
        place = hash_ % size
        if hash_ < least[place]:
            least[place] = hash_
    # A bin that nothing fell into takes what its neighbour has, so that short texts have sketches, too.
    for place in range(2 * size - 2, -1, -1):
        if least[place % size] == 0xFFFFFFFF:
            least[place % size] = least[(place + 1) % size]
    return b"".join(
        zlib.crc32(least[band * ROWS : (band + 1) * ROWS].tobytes()).to_bytes(4, "big") for band in range(BANDS)
    )


def _candidates(ranked: Sequence[Sketch]) -> Iterator[tuple[int, int]]:
    """Yield pairs of ranks, the later first, whose reports share a band and are not known to differ."""
    for band in range(BANDS):
        buckets: dict[bytes, list[int]] = defaultdict(list)
        for rank, one in enumerate(ranked):
            buckets[one.bands[4 * band : 4 * band + 4]].append(rank)
        for bucket in buckets.values():
            if len(bucket) > 1:
                yield from _pairs(bucket, ranked)


def _pairs(bucket: Sequence[int], ranked: Sequence[Sketch]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of one bucket; bodies are told apart first, so that a form that many filled in costs little."""
    by_body: dict[Key | None, list[int]] = defaultdict(list)
    for place, rank in enumerate(bucket):
        about = ranked[rank].about
        others = bucket[:place] if about is None else (*by_body[about], *by_body[None])
        alike = (other for other in others if _compatible(ranked[rank], ranked[other]))
        yield from ((rank, other) for other in islice(alike, MOST))
        by_body[about].append(rank)


def _shingles(text: str) -> frozenset[int]:
    """Return the hashes of all runs of characters."""
    bare = _NOISE.sub("", text)
    return frozenset(
        zlib.crc32(bare[start : start + RUN].encode("utf-8", "surrogatepass"))
        for start in range(max(1, len(bare) - RUN + 1))
    )


def _likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of common members in all members (Jaccard)."""
    return len(one & other) / len(one | other)


def _compatible(one: Sketch, other: Sketch) -> bool:
    """Whether nothing that is known of the reports tells them apart."""
    same_year = one.year == other.year or one.year is None or other.year is None
    same_body = one.about == other.about or one.about is None or other.about is None
    return same_year and same_body
