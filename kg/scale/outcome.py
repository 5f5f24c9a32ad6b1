"""What a build tells when it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.analyze.corrections import Correction
from kg.analyze.duplicates import Duplicate
from kg.errors import InputError
from kg.model import Extraction, content
from kg.read import Refused


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the reports say."""

    reports: tuple[str, ...]
    """Names of the reports that were read, one each, sorted."""
    entities: dict[str, int]
    """How many different entities there are of each kind."""
    figures: int
    """Figures; one that a report says twice, or a near-duplicate repeats, counts once."""
    relations: int
    """Different relations."""
    unresolved: int
    """Mentions that became no entity."""
    numbers: int
    """Numbers that became no figure."""


def counts_of(extractions: Sequence[Extraction]) -> Counts:
    """Count what extractions in memory say."""
    kinds = Counter(key.kind for key in {e.key for one in extractions for e in one.entities})
    kept = [skipped.kind for one in extractions for skipped in one.skipped]
    return Counts(
        tuple(sorted(one.report.names[0] for one in extractions)),
        dict(sorted(kinds.items())),
        len({(one.duplicate_of or one.report.id, content(f)) for one in extractions for f in one.figures}),
        len({_ends(r.subject, r.predicate, r.object) for one in extractions for r in one.relations}),
        kept.count("mention"),
        kept.count("number"),
    )


def _ends(subject: object, predicate: str, object_: object) -> tuple[object, ...]:
    """Return what makes two relations one; cooperation has no direction."""
    both = frozenset((subject, object_)) if predicate == "cooperatesWith" else (subject, object_)
    return predicate, both


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build, apart from the files themselves."""

    files: tuple[str, ...]
    """Names of the outputs, the texts as ``texts/``."""
    counts: Counts
    refused: tuple[Refused, ...]
    """Files that gave no report, with reasons; sorted by name."""
    rejected: int = 0
    """Corrections that took a fact away."""
    stale_corrections: tuple[Correction, ...] = ()
    """Corrections that no longer apply."""
    duplicates: tuple[Duplicate, ...] = ()
    """Reports that repeat another one."""
    unused_rows: tuple[str, ...] = ()
    """Files that the manifest names and the build did not meet."""
    triples: int = 0
    shown: int = 0
    """Reports that the page and the workbook of a large build show; 0 where they show all."""
    extracted: int = 0
    """Reports that were read and extracted in this build; the facts of the others were at hand."""


class NoReport(InputError):
    """Nothing that was given holds a report; ``refused`` tells why of each file."""

    def __init__(self, refused: tuple[Refused, ...]) -> None:
        """Keep the reasons."""
        self.refused = refused
        super().__init__(
            "no report to build", remedy="name files or folders with .txt, .md, .html, .docx, .pdf or .zip"
        )
