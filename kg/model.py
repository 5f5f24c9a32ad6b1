"""Everything that travels between the stages, on one page.

    Report --text--> Sentence --recognize--> Mention --link--> Entity --relate--> Figure, Relation
                                                                   Extraction = all facts of one report

Values only: frozen, tuples instead of lists, no I/O. Offsets are half-open counts of Unicode code points into the
text *as it was read*, so that ``report.text[span.start:span.end]`` is what a reader sees in the source.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from msgspec import Struct

EntityKind = Literal["organization", "initiative", "document", "place", "person"]
Modifier = Literal["exact", "over", "under", "approx", "range"]
Modality = Literal["actual", "planned", "norm"]
Grade = Literal["stated", "resolved", "inherited", "inferred"]


class Span(NamedTuple):
    """Half-open range of code points in the text of a report."""

    start: int
    end: int


class Key(NamedTuple):
    """What makes an entity this one and no other, in whatever report it is named: its kind and its canonical stem.

    The stem of an organization is its everyday name with its place (吉林市政协), the stem of an initiative its folded
    name and its body. ``kg.graph.iri`` turns a key into an IRI.
    """

    kind: EntityKind
    stem: str


class Manifest(Struct, frozen=True, gc=False):
    """What the page of a report said beside its text: one row of ``--reports FILE.csv``; empty means unknown."""

    url: str = ""
    title: str = ""
    body: str = ""
    """Full name of the body whose report it is (政协杭州市上城区委员会)."""
    place: str = ""
    """Its administrative division as a full path (浙江省杭州市上城区)."""
    year: int | None = None
    """The year that the report is about."""
    issued: str = ""
    """Day of publication, ISO 8601 (2024-01-18, or shorter)."""


class Report(Struct, frozen=True, gc=False):
    """The text of one report as it was read, with the names of the files that hold it."""

    text: str
    names: tuple[str, ...]
    """Paths below the folder that was built, sorted; two files with the same text are one report."""
    manifest: Manifest = Manifest()
    pages: tuple[int, ...] = ()
    """For paged sources: the offset at which each page begins (page 1 first); else empty."""

    @property
    def id(self) -> str:
        """``rep_`` and the first sixteen digits of the SHA-256 of the text."""
        return _report_id(self.text)


@lru_cache(maxsize=64)  # asked for once a span, and the hash of megabytes takes milliseconds
def _report_id(text: str) -> str:
    return "rep_" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Evidence(Struct, frozen=True, order=True, gc=False):
    """The characters that carry a fact, and the sentence around them."""

    span: Span
    sentence: Span


class Entity(Struct, frozen=True, gc=False):
    """What mentions denote: a body, an undertaking, a titled text, a place or a person, with every place that names it."""

    key: Key
    label: str
    """Preferred name: official for a body (政协吉林市委员会), the full division path for a place (吉林省吉林市)."""
    evidence: tuple[Evidence, ...]
    """Its mentions in this report, in order of the text; empty only for a place that is known but not named."""
    aliases: tuple[str, ...] = ()
    """Other full names and the forms in the text, sorted, without the label."""
    category: str = ""
    """Notation in the scheme of its class: kind of body, of initiative, of document; level of a place."""
    place: Key | None = None
    """Jurisdiction of a body; the division that a place lies in."""
    part_of: Key | None = None
    """The body or initiative that it is stated to be a part of."""
    code: str = ""
    """GB/T 2260 code of a place."""
    grade: Grade = "stated"
    rule: str = ""
    """Identifier of the rule that found the first mention."""
    resolution: str = ""
    """How a short form came to this body, in words; empty where the text says it in full."""


class Figure(Struct, frozen=True, gc=False):
    """A number that counts something: one comparable observation."""

    value: Decimal
    """Multiplied out: 110余万元 is 1100000."""
    unit: str
    """The measure word as it stands (件, 人次, %, 元)."""
    indicator_text: str
    """What is counted, in the text's own words."""
    surface: str
    """The printed form with hedge and unit (300余个)."""
    evidence: tuple[Evidence, ...]
    """Hedge, numeral and unit; a figure said several times has several."""
    high: Decimal | None = None
    """Upper end of a range."""
    modifier: Modifier = "exact"
    modality: Modality = "actual"
    indicator: str = ""
    """Notation of the indicator concept; empty where none fits."""
    organization: Key | None = None
    initiative: Key | None = None
    period: str = ""
    """``2023``, ``2024-09``, ``2019/2023`` or ``2025-05/2025-06``; empty where the text leaves it open."""
    period_text: str = ""
    grade: Grade = "stated"
    rule: str = ""


def content(figure: Figure) -> tuple[object, ...]:
    """Return what a figure says, without where it stands and how it was found: what makes two figures one."""
    return (
        figure.value,
        figure.high,
        figure.unit,
        figure.modifier,
        figure.modality,
        figure.indicator,
        figure.indicator_text,
        figure.organization,
        figure.initiative,
        figure.period,
    )


class Relation(Struct, frozen=True, gc=False):
    """One entity acts on another, as a clause of the report states."""

    subject: Key
    predicate: str
    """Local name of the property: carriesOut, issues, establishes, endorses, cooperatesWith, targets, coveredBy,
    subOrganizationOf, subInitiativeOf."""
    object: Key
    evidence: tuple[Evidence, ...]
    """Each clause that states it."""
    grade: Grade = "stated"
    rule: str = ""


class Skipped(Struct, frozen=True, gc=False):
    """A number that became no figure, or a mention that stayed unresolved, with the reason."""

    span: Span
    surface: str
    kind: Literal["number", "mention"]
    reason: str
    """Short code such as ``ordinal``, ``date``, ``slogan``, ``unresolved-place``; ``docs/reference`` lists them."""
    detail: str = ""


class Extraction(Struct, frozen=True, gc=False):
    """All that one report says."""

    report: Report
    title: str = ""
    about: Key | None = None
    """The body whose report it is."""
    place: Key | None = None
    year: int | None = None
    issued: str = ""
    entities: tuple[Entity, ...] = ()
    figures: tuple[Figure, ...] = ()
    relations: tuple[Relation, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    duplicate_of: str = ""
    """Identifier of the report that this one repeats with small edits; figures of both with equal content are one."""
