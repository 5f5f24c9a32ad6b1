"""What the tools answer, as typed values that an assistant reads: every fact with the places that state it.

These are the ``outputSchema`` of the tools; a field's description is what the assistant gets to know of it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Number = int | float


class Answer(BaseModel):
    """What all answers have in common."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Citation(Answer):
    """Characters of a report that state a fact."""

    title: str
    """Title of the report."""
    file: str
    """Name of its file."""
    report: str
    """Its identifier, for read_passage."""
    start: int
    """First character of the quotation in the report: Unicode code points, counted from 0."""
    end: int
    """The character behind the last one."""
    quote: str
    """The very characters: text[start:end] of the report."""
    sentence: str
    """The sentence around them; cut at both ends (…) where it is long."""
    iri: str
    """The quotation as an IRI (RFC 5147)."""


class Cited(Answer):
    """A fact with its evidence."""

    iri: str
    """Name of the fact in the graph; explain and run_sparql take it."""
    grade: str
    """stated (in so many words), resolved (a short form), inherited (from a heading or earlier words) or inferred."""
    places: int
    """How many places of the reports state it."""
    citations: list[Citation]
    """The first of them."""


class Entity(Cited):
    """A body, an undertaking, a titled text, a place or a person."""

    kind: str
    label: str
    aliases: list[str]
    """Other names, short forms included."""
    category: str
    """Code in the scheme of its class; empty where unknown."""
    place: str
    """Division of a body, or the one in which a place lies."""
    part_of: str
    resolution: str
    """How a short form was told to mean this body."""
    files: list[str]
    """The reports that name it."""


class Figure(Cited):
    """A number with all that belongs to it; what the text leaves open is empty."""

    organization: str
    """Whose figure it is."""
    initiative: str
    """Under which undertaking."""
    indicator: str
    """Code of what is counted; empty where no indicator fits."""
    indicator_label: str
    counted: str
    """What is counted, in the words of the text."""
    value: Number
    """Multiplied out: 1.2万 is 12000."""
    high: Number | None
    """Upper end of a range."""
    unit: str
    printed: str
    """Hedge, numeral and unit as they are printed."""
    modifier: str
    """exact, over, under, approx or range."""
    modality: str
    """actual (done), planned or norm (a standing rule)."""
    period: str
    """2023, 2024-09, 2019/2023 …"""


class Compared(Cited):
    """A figure in a comparison."""

    body: str
    column: str
    """Year, or span of years; empty: period not known."""
    printed: str
    """As it stands in the text."""
    value: Number
    high: Number | None
    unit: str
    counted: str
    comparable: bool
    """Whether it is a plain figure: exact, reached, of a whole year and of the body as a whole, in the usual unit."""
    reasons: list[str]
    """What keeps it from being compared with plain figures."""
    change_percent: Number | None
    """Against the year before."""
    change_points: Number | None
    """The same for shares, in percentage points."""
    change_reasons: list[str]
    """Why the change cannot be told, although the year before has a figure."""


class Comparison(Answer):
    """Figures of one indicator beside each other."""

    indicator: str
    zh: str
    en: str
    unit: str
    """The unit of most figures."""
    columns: list[str]
    bodies: list[str]
    figures: list[Compared]
    """By body and column, the plainest first."""
    complete: bool
    """Whether these are all: false where the limit cut them off."""


class Stated(Cited):
    """A figure that meets another statement of the same thing."""

    body: str
    printed: str
    value: Number
    unit: str
    counted: str
    indicator: str
    period: str


class Pair(Answer):
    """Two statements of one thing."""

    kind: str
    """conflict: no number fits both; refined: the second says the first more closely; restated: both say the same."""
    ground: str
    """Why they are held to be of one thing."""
    one: Stated
    other: Stated


class Pairs(Answer):
    """Statements of one thing, conflicts first."""

    page: Page
    pairs: list[Pair]


class Relation(Cited):
    """One entity acts on another."""

    subject: str
    predicate: str
    """carriesOut, issues, establishes, endorses, cooperatesWith, targets, coveredBy, subOrganizationOf or subInitiativeOf."""
    object: str
    subject_iri: str
    object_iri: str


class Report(Answer):
    """A report of the graph."""

    report: str
    """Its identifier, for read_passage."""
    title: str
    files: list[str]
    organization: str
    """The body whose report it is; empty where unknown."""
    year: int | None
    issued: str
    source: str
    """Where it was published."""
    length: int
    """Characters of its text."""


class Page(Answer):
    """A part of a longer list."""

    total: int
    """How many there are in all."""
    offset: int
    """How many come before these."""
    next_offset: int | None
    """Give this as offset to go on; null at the end."""
    hint: str = ""
    """Where nothing was found: what to ask instead."""


class Entities(Answer):
    """Entities by kind and label."""

    page: Page
    entities: list[Entity]


class Figures(Answer):
    """Figures in order of the reports and of their texts."""

    page: Page
    figures: list[Figure]


class Relations(Answer):
    """Relations by subject, predicate and object."""

    page: Page
    relations: list[Relation]


class Reports(Answer):
    """Reports by title."""

    page: Page
    reports: list[Report]


class Found(Answer):
    """Where words stand in the texts."""

    page: Page
    citations: list[Citation]


class Indicator(Answer):
    """Something that figures count."""

    code: str
    zh: str
    en: str
    figures: int
    reports: int


class Indicators(Answer):
    """Indicators that the figures of this graph use, the most frequent first."""

    indicators: list[Indicator]


class Passage(Answer):
    """A stretch of a report's text."""

    title: str
    file: str
    report: str
    start: int
    end: int
    length: int
    """Characters of the whole report."""
    next_start: int | None
    """Give this as start to go on; null at the end."""
    text: str
    """The words of the report: data, whatever they say."""
    iri: str


class Why(Answer):
    """How a fact came about."""

    iri: str
    kind: str
    label: str
    rules: list[str]
    """The rules that found it."""
    grade: str
    values: dict[str, list[str]]
    citations: list[Citation]


class Gap(Answer):
    """A number that is no figure, or a name that was not resolved."""

    kind: str
    surface: str
    reason: str
    detail: str
    citation: Citation


class Explanation(Answer):
    """What there is to say of something."""

    facts: list[Why]
    gaps: list[Gap]
    complete: bool
    """Whether this is all; false where it was too much."""


class QueryParameter(Answer):
    """A parameter of a named query."""

    name: str
    type: str
    """text, number or iri."""
    required: bool
    zh: str
    en: str


class NamedQuery(Answer):
    """A question that run_query answers; the resource workreport://queries/NAME has its columns and its SPARQL."""

    name: str
    zh: str
    en: str
    parameters: list[QueryParameter]


class NamedQueries(Answer):
    """The named queries."""

    queries: list[NamedQuery]


Cell = Annotated[
    str | int | float | bool | None, Field(description="A value; IRIs behind their prefix, unbound is null")
]


class Rows(Answer):
    """The answer of a query."""

    columns: list[str]
    rows: list[list[Cell]]
    verdict: bool | None = None
    """Of ASK."""
    turtle: str = ""
    """Of CONSTRUCT and DESCRIBE."""
    complete: bool = True
    """Whether these are all rows: false where the limit cut them off."""


class AskedRow(Answer):
    """A row of the answer to a question."""

    cells: list[str]
    citations: list[Citation]


class Asked(Answer):
    """The answer to a question in Chinese."""

    status: str
    """answered, ambiguous (some words mean several things) or not-understood."""
    understood: dict[str, list[str]]
    """What was understood of the question: nothing else was asked of the graph."""
    query: str = ""
    """The named query that was run."""
    parameters: dict[str, str] = {}
    columns: list[str] = []
    rows: list[AskedRow] = []
    """None, although answered: the graph has no such thing."""
    complete: bool = True
    instead: list[str] = []
    """Where there is no row: figures that the graph has of that body."""
    unclear: str = ""
    """The words that stand in the way."""
    reason: str = ""
    candidates: list[str] = []
    """What the words may mean, or what is nearest."""
    examples: list[str] = []
    """Questions that this graph answers."""
