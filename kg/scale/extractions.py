"""What all reports of a stored build say, without having it in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from kg.analyze.duplicates import Duplicate
from kg.model import Extraction
from kg.scale.facts import Facts
from kg.scale.heads import Head, head_of


class Extractions(Collection[Extraction]):
    """What all reports say, by identifier, read from the disk one after the other."""

    def __init__(self, file: Path, duplicates: Sequence[Duplicate] = ()) -> None:
        """Take the file of facts, and which reports repeat another."""
        self.file = file
        self.originals = {one.report: one.original for one in duplicates}
        self._keys: tuple[bytes, ...] | None = None

    @property
    def keys(self) -> tuple[bytes, ...]:
        """The keys of the facts."""
        if self._keys is None:
            facts = Facts(self.file)
            self._keys = tuple(map(bytes.fromhex, msgspec.json.decode(facts.noted("keys") or b"[]")))
            facts.close()
        return self._keys

    def __len__(self) -> int:
        """How many reports there are."""
        return len(self.keys)

    def __iter__(self) -> Iterator[Extraction]:
        """Each report's facts."""
        facts = Facts(self.file)
        for one in facts.extractions(self.keys):
            yield replace(one, duplicate_of=self.originals.get(one.report.id, ""))
        facts.close()

    def __contains__(self, one: object) -> bool:
        """Whether an extraction is among them."""
        return any(one == other for other in self)

    def heads(self) -> Iterator[Head]:
        """Yield what a summary tells of each report, which is quicker."""
        facts = Facts(self.file)
        yield from map(head_of, facts.column("head", self.keys))
        facts.close()
