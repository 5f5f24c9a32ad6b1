"""What the page carries about the nodes that were chosen: names, facts and the characters that justify them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Store

from kg.graph.namespaces import DCTERMS, NIF, ORG, RDF, SKOS, WR
from kg.view.selection import Choice
from kg.view.skeleton import ATTACHMENTS, Skeleton, label_of, local_name

TEXT_LIMIT = 1_200_000
"""Characters of report texts that a page carries; beyond it, evidence brings its own sentence."""

KIND_PROPERTIES: Mapping[str, str] = {
    "organization": ORG + "classification",
    "initiative": WR + "initiativeKind",
    "document": WR + "documentKind",
    "figure": WR + "indicator",
}
"""Property that files a node under a concept."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A span that carries a fact."""

    report: int
    """Number of the report in ``Content.reports``."""
    begin: int
    end: int
    sentence_begin: int
    sentence_end: int
    anchor: str = ""
    """The characters themselves, where the page does not carry the text."""
    sentence: str = ""
    page: str = ""
    """Page of a paged source."""


@dataclass(frozen=True, slots=True)
class Source:
    """A report: its heading data and, where there is room, its text."""

    id: str
    title: str
    files: tuple[str, ...]
    about: str
    """IRI of the body whose report it is; empty where unknown."""
    year: int | None
    issued: str
    link: str
    """Where it was published; http and https only."""
    text: str | None
    version_of: int | None
    """Number of the report that says nearly the same."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A kind or an indicator."""

    iri: str
    notation: str
    zh: str
    en: str
    broader: str
    """IRI of the next wider concept; empty at the top."""


@dataclass(frozen=True, slots=True)
class Number:
    """What a figure says."""

    value: str
    high: str
    unit: str
    modifier: str
    modality: str
    text: str
    """What is counted, in the words of the report."""
    organization: str
    initiative: str
    period: str
    period_text: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A node of the graph."""

    iri: str
    kind: str
    label: str
    aliases: tuple[str, ...]
    concept: str
    """IRI of its kind or indicator."""
    reports: tuple[int, ...]
    cities: tuple[str, ...]
    years: tuple[int, ...]
    code: str
    grade: str
    rule: str
    resolution: str
    proofs: tuple[Proof, ...]
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An edge of the graph; proofs are those of its statement."""

    subject: str
    predicate: str
    """Local name of the property."""
    object: str
    grade: str = ""
    rule: str = ""
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """All that the page shows, things in the order of the choice."""

    base: str
    """What stands before the local name of data IRIs."""
    reports: tuple[Source, ...]
    things: tuple[Thing, ...]
    links: tuple[Link, ...]
    concepts: tuple[Concept, ...]
    first: int
    """So many of the things are drawn first."""
    left_out: int
    homes: Mapping[str, str] = field(default_factory=dict)


def read_content(store: Store, skeleton: Skeleton, choice: Choice, texts: Mapping[str, str]) -> Content:
    """Return what the graph says about the chosen nodes and the links between them."""
    reader = _Reader(store, skeleton, texts)
    things = tuple(reader.thing(iri) for iri in choice.carried)
    carried = set(choice.carried)
    links = tuple(
        reader.link(subject, predicate, object_)
        for subject, predicate, object_ in skeleton.edges
        if subject in carried and object_ in carried
    )
    concepts = reader.concepts(thing.concept for thing in things)
    first = skeleton.reports[0] if skeleton.reports else next(iter(carried), "")
    return Content(
        base=first.removesuffix(local_name(first)),
        reports=reader.sources(),
        things=things,
        links=links,
        concepts=concepts,
        first=len(choice.first),
        left_out=choice.left_out,
        homes=choice.homes,
    )


class _Reader:
    """Looks up nodes of one graph."""

    def __init__(self, store: Store, skeleton: Skeleton, texts: Mapping[str, str]) -> None:
        self._store = store
        self._skeleton = skeleton
        self._number = {report: number for number, report in enumerate(skeleton.reports)}
        self._texts: dict[str, str] = {}
        room = TEXT_LIMIT
        for report in skeleton.reports:
            text = texts.get(local_name(report), texts.get(report))
            if text is not None and len(text) <= room:
                self._texts[report] = text
                room -= len(text)

    def sources(self) -> tuple[Source, ...]:
        """Return every report."""
        return tuple(self._source(report) for report in self._skeleton.reports)

    def _source(self, report: str) -> Source:
        values = self._values(report)
        link = _one(values, DCTERMS + "source")
        return Source(
            id=local_name(report),
            title=_one(values, DCTERMS + "title"),
            files=tuple(values.get(WR + "fileName", ())),
            about=self._skeleton.about.get(report, ""),
            year=self._skeleton.years.get(report),
            issued=_one(values, DCTERMS + "issued"),
            link=link if link.lower().startswith(("https://", "http://")) else "",
            text=self._texts.get(report),
            version_of=self._number.get(_one(values, DCTERMS + "isVersionOf")),
        )

    def thing(self, iri: str) -> Thing:
        """Return a node with all it is known by."""
        values = self._values(iri)
        kind = self._skeleton.kinds[iri]
        number = _number(values) if kind == "figure" else None
        reports = self._skeleton.reports_of.get(iri, ())
        proofs = self._proofs(values.get(WR + "evidence", ()))
        years = {self._skeleton.years[report] for report in reports if report in self._skeleton.years}
        if number and number.period:
            years = _years(number.period)
        return Thing(
            iri=iri,
            kind=kind,
            label=_figure_label(number) if number else label_of(self._store, iri),
            aliases=tuple(values.get(SKOS + "altLabel", ())),
            concept=_one(values, KIND_PROPERTIES[kind]) if kind in KIND_PROPERTIES else "",
            reports=tuple(self._number[report] for report in reports),
            cities=self._skeleton.cities[iri],
            years=tuple(sorted(years)),
            code=_one(values, WR + "divisionCode"),
            grade=_one(values, WR + "grade"),
            rule=_one(values, WR + "rule"),
            resolution=_one(values, WR + "resolution"),
            proofs=proofs,
            number=number,
        )

    def link(self, subject: str, predicate: str, object_: str) -> Link:
        """Return an edge with the clauses that state it."""
        name = local_name(predicate)
        if predicate in ATTACHMENTS:
            return Link(subject, name, object_)
        for quad in self._store.quads_for_pattern(None, NamedNode(RDF + "subject"), NamedNode(subject), None):
            values = self._values(quad.subject.value) if isinstance(quad.subject, NamedNode) else {}
            if _one(values, RDF + "predicate") == predicate and _one(values, RDF + "object") == object_:
                return Link(
                    subject,
                    name,
                    object_,
                    _one(values, WR + "grade"),
                    _one(values, WR + "rule"),
                    self._proofs(values.get(WR + "evidence", ())),
                )
        return Link(subject, name, object_)

    def concepts(self, used: Iterable[str]) -> tuple[Concept, ...]:
        """Return the concepts in use and the wider ones above them, sorted by IRI."""
        found: dict[str, Concept] = {}
        waiting = sorted({iri for iri in used if iri})
        while waiting:
            iri = waiting.pop()
            if iri in found:
                continue
            values = self._values(iri)
            found[iri] = Concept(
                iri=iri,
                notation=_one(values, SKOS + "notation") or local_name(iri),
                zh=self._label(iri, "zh"),
                en=self._label(iri, "en"),
                broader=_one(values, SKOS + "broader"),
            )
            if found[iri].broader:
                waiting.append(found[iri].broader)
        return tuple(found[iri] for iri in sorted(found))

    def _label(self, iri: str, language: str) -> str:
        """Return the label of a concept in a language, else in any."""
        labels = [
            quad.object
            for quad in self._store.quads_for_pattern(NamedNode(iri), NamedNode(SKOS + "prefLabel"), None, None)
            if isinstance(quad.object, Literal)
        ]
        fitting = sorted(label.value for label in labels if (label.language or "").startswith(language))
        return fitting[0] if fitting else label_of(self._store, iri)

    def _values(self, iri: str) -> dict[str, list[str]]:
        """Return the values of a node by property, sorted."""
        values: dict[str, set[str]] = {}
        for quad in self._store.quads_for_pattern(NamedNode(iri), None, None, None):
            if isinstance(quad.object, NamedNode | Literal):
                values.setdefault(quad.predicate.value, set()).add(quad.object.value)
        return {predicate: sorted(found) for predicate, found in values.items()}

    def _proofs(self, spans: Iterable[str]) -> tuple[Proof, ...]:
        """Return evidence in the order of reports and of their text."""
        proofs = []
        for span in spans:
            report = span.partition("#")[0]
            place = _place(span)
            if place is None or report not in self._number:
                continue
            values = self._values(span)
            sentence, page = _one(values, WR + "sentence"), _one(values, WR + "page")
            around = _place(sentence) or place
            if report in self._texts:
                proofs.append(Proof(self._number[report], *place, *around, page=page))
                continue
            anchor = _one(values, NIF + "anchorOf")
            said = _one(self._values(sentence), NIF + "anchorOf") if sentence else ""
            proofs.append(Proof(self._number[report], *place, *around, anchor, said or anchor, page))
        return tuple(sorted(proofs, key=lambda proof: (proof.report, proof.begin, proof.end)))


def _number(values: Mapping[str, Sequence[str]]) -> Number:
    """Return what a figure says."""
    return Number(
        value=_one(values, WR + "value"),
        high=_one(values, WR + "highValue"),
        unit=_one(values, WR + "unit"),
        modifier=_one(values, WR + "modifier") or "exact",
        modality=_one(values, WR + "modality") or "actual",
        text=_one(values, WR + "indicatorText"),
        organization=_one(values, WR + "organization"),
        initiative=_one(values, WR + "initiative"),
        period=_one(values, WR + "period"),
        period_text=_one(values, WR + "periodText"),
    )


def _figure_label(number: Number) -> str:
    """Return a figure in words: what is counted and how many.

    >>> _figure_label(Number("1100000", "", "元", "over", "actual", "募集资金", "", "", "", ""))
    '募集资金 超110万元'
    """
    hedge = {"over": "超", "under": "近", "approx": "约"}.get(number.modifier, "")
    high = f"–{short_number(number.high)}" if number.high else ""
    return f"{number.text} {hedge}{short_number(number.value)}{high}{number.unit}".strip()


def short_number(value: str) -> str:
    """Return a number as people write it: in 亿 or 万 where that leaves few digits.

    >>> short_number("1100000"), short_number("292"), short_number("12.5")
    ('110万', '292', '12.5')
    """
    for size, word in ((8, "亿"), (4, "万")):
        whole, _, rest = value.partition(".")
        if len(whole.lstrip("-")) > size and not rest and not whole[-size + 2 :].strip("0"):
            head, tail = whole[:-size], whole[-size:].rstrip("0")
            return f"{head}.{tail}{word}" if tail else head + word
    return value


def _years(period: str) -> set[int]:
    """Return the years that a period touches.

    >>> sorted(_years("2019/2021")), sorted(_years("2024-09"))
    ([2019, 2020, 2021], [2024])
    """
    ends = [int(part[:4]) for part in period.split("/") if part[:4].isdecimal()]
    return set(range(ends[0], ends[-1] + 1)) if ends and ends[-1] - ends[0] < 200 else set(ends)


def _place(span: str) -> tuple[int, int] | None:
    """Return begin and end of a span's IRI (RFC 5147).

    >>> _place("https://example.org/rep_1#char=3,7")
    (3, 7)
    """
    begin, _, end = span.partition("#char=")[2].partition(",")
    return (int(begin), int(end)) if begin.isdecimal() and end.isdecimal() else None


def _one(values: Mapping[str, Sequence[str]], predicate: str) -> str:
    """Return the first value of a property, or nothing."""
    found = values.get(predicate)
    return found[0] if found else ""
