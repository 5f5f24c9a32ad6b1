"""Which reports are the same one, published twice: on two sites, in two formats, with small edits.

Texts are compared by their runs of five characters, blanks and punctuation left out (w-shingling: A. Broder, On the
resemblance and containment of documents, 1997). A sketch of the smallest hashes finds the pairs, the full sets decide.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model import Extraction

RUN = 5
"""Characters in a shingle: long enough that unrelated reports share few."""
SKETCH = 128
"""Smallest hashes that are compared first."""
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


def find_duplicates(extractions: Sequence[Extraction]) -> tuple[Duplicate, ...]:
    """Return the reports that repeat another one, by identifier; the longest of a group is its original.

    Reports of different bodies or years are never the same, however alike their texts: a form filled in twice.
    """
    shingles = {one.report.id: _shingles(one.report.text) for one in extractions}
    near = _neighbours({name: sorted(found)[:SKETCH] for name, found in shingles.items()})
    originals: dict[str, Extraction] = {}
    duplicates: list[Duplicate] = []
    for one in sorted(extractions, key=lambda one: (-len(one.report.text), one.report.id)):
        name = one.report.id
        likest = max(
            (
                (_likeness(shingles[name], shingles[other]), other)
                for other in sorted(near[name] & originals.keys())
                if _compatible(one, originals[other])
            ),
            default=(0.0, ""),
        )
        if likest[0] >= ALIKE:
            duplicates.append(Duplicate(name, likest[1], likest[0]))
        else:
            originals[name] = one
    return tuple(sorted(duplicates, key=lambda one: one.report))


def _shingles(text: str) -> frozenset[int]:
    """Return the hashes of all runs of characters."""
    bare = _NOISE.sub("", text)
    return frozenset(
        zlib.crc32(bare[start : start + RUN].encode("utf-8", "surrogatepass"))
        for start in range(max(1, len(bare) - RUN + 1))
    )


def _neighbours(sketches: Mapping[str, Sequence[int]]) -> dict[str, set[str]]:
    """Return for each report those whose sketch shares a quarter with its own; alike texts share far more."""
    holders: dict[int, list[str]] = defaultdict(list)
    for name, sketch in sketches.items():
        for value in sketch:
            holders[value].append(name)
    shared: dict[str, dict[str, int]] = {name: defaultdict(int) for name in sketches}
    for names in holders.values():
        for one in names:
            for other in names:
                if one != other:
                    shared[one][other] += 1
    return {
        name: {other for other, count in found.items() if 4 * count >= min(len(sketches[name]), len(sketches[other]))}
        for name, found in shared.items()
    }


def _likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of common members in all members (Jaccard)."""
    return len(one & other) / len(one | other)


def _compatible(one: Extraction, other: Extraction) -> bool:
    """Whether nothing that is known of the reports tells them apart."""
    same_year = one.year == other.year or one.year is None or other.year is None
    same_body = one.about == other.about or one.about is None or other.about is None
    return same_year and same_body
