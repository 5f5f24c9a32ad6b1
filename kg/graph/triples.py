"""Extractions -> nodes of the graph, each described once, whatever the number and order of the reports that name it.

Sections follow each other as reports, entities, figures, statements, spans, concepts; inside a section the nodes are
in order of their IRIs. Where reports disagree on something that can have one value only (the kind of a body, its
division), the value with most mentions behind it is taken; of equals the longest, then the first in code-point order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from kg.graph import iri as mint
from kg.graph.namespaces import BASE, DCTERMS, FOAF, NIF, ORG, PROV, RDF, SKOS, WR, WRS, XSD
from kg.graph.schemes import Concept, Schemes, load_schemes
from kg.model import Entity, EntityKind, Evidence, Extraction, Figure, Grade, Key, Relation, Report, Span


class Literal(NamedTuple):
    """A value with its datatype or language."""

    value: str
    datatype: str = XSD + "string"
    language: str = ""


Term = str | Literal
"""An IRI or a literal."""


class Node(NamedTuple):
    """All that the graph says with one subject: predicates in order, each with its objects in order."""

    subject: str
    facts: tuple[tuple[str, tuple[Term, ...]], ...]


class Corrected(NamedTuple):
    """A sheet of corrections that was applied to the extractions: the activity of which their facts tell."""

    content: tuple[str, ...]
    """What its rows say; the sheet is named by the hash of it, so no clock and no file name is needed."""
    applied: int
    """Rows that changed, confirmed, added or rejected something."""
    rejected: int
    """Those of them that took a fact away."""
    stale: int
    """Rows whose words or facts were not found."""


TYPE: Final = RDF + "type"
CLASSES: Final[dict[EntityKind, str]] = {
    "organization": ORG + "Organization",
    "initiative": WR + "Initiative",
    "document": WR + "Document",
    "place": WR + "Place",
    "person": FOAF + "Person",
}
KINDS: Final[dict[EntityKind, tuple[str, str]]] = {
    "organization": (ORG + "classification", "organization-kinds"),
    "initiative": (WR + "initiativeKind", "initiative-kinds"),
    "document": (WR + "documentKind", "document-kinds"),
    "place": (WR + "level", "levels"),
}
"""Class -> the property that holds its category and the scheme of its values."""
PLACED: Final[dict[EntityKind, str]] = {"organization": WR + "jurisdiction", "place": WR + "within"}
RELATIONS: Final[dict[str, str]] = {
    name: (ORG if name == "subOrganizationOf" else WR) + name
    for name in (
        "carriesOut",
        "issues",
        "establishes",
        "endorses",
        "cooperatesWith",
        "targets",
        "subOrganizationOf",
        "subInitiativeOf",
        "coveredBy",
    )
}
"""Local name of a relation -> its property."""
CORRECTION: Final = "correction-"
"""How the rules of facts begin that a person confirmed, changed or added."""
_GRADES: Final[tuple[Grade, ...]] = ("stated", "resolved", "inherited", "inferred")
_DATES: Final = ((r"\d{4}-\d\d-\d\d", "date"), (r"\d{4}-\d\d", "gYearMonth"), (r"\d{4}", "gYear"))


def nodes(
    extractions: Iterable[Extraction],
    *,
    base: str = BASE,
    schemes: Schemes | None = None,
    corrected: Corrected | None = None,
) -> Iterator[Node]:
    """Every node of the graph of these reports, in a fixed order; ``corrected`` is the sheet that mended them."""
    known = schemes or load_schemes()
    mint.checked_base(base)
    # Two results for one text are one report with both sets of names.
    ordered = sorted(extractions, key=lambda one: (one.report.id, one.report.names))
    used: dict[str, Concept] = {}
    spans: dict[str, dict[Span, Span | None]] = defaultdict(dict)
    texts = {one.report.id: one.report for one in ordered}

    def concept(scheme: str, notation: str) -> str:
        found = known.find(scheme, notation)
        used.update((one.iri, one) for one in known.chain(found))
        return found.iri

    def evidence(report: Report, items: Iterable[Evidence]) -> set[Term]:
        marks = spans[report.id]
        found: set[Term] = set()
        for item in items:
            marks.setdefault(item.sentence, None)
            marks[item.span] = item.sentence
            found.add(mint.span_iri(report.id, item.span, base))
        return found

    sheet = mint.correction_iri(corrected.content, base) if corrected else ""
    if corrected:
        yield _correction(sheet, corrected)
    yield from _reports(ordered, base)
    yield from _entities(ordered, base, concept, evidence, sheet)
    yield from _figures(ordered, base, concept, evidence, sheet)
    yield from _statements(ordered, base, evidence, sheet)
    for report_id in sorted(spans):
        yield from _spans(texts[report_id], spans[report_id], base)
    for iri in sorted(used):
        yield _concept(used[iri])


class _Description:
    """Collects what is said of one subject."""

    __slots__ = ("facts", "subject")

    def __init__(self, subject: str, *classes: str) -> None:
        self.subject = subject
        self.facts: dict[str, set[Term]] = {TYPE: set(classes)}

    def add(self, predicate: str, *objects: Term) -> None:
        if objects:
            self.facts.setdefault(predicate, set()).update(objects)

    def text(self, predicate: str, value: str, *, language: str = "") -> None:
        """One string, unless it is empty."""
        if value:
            self.add(predicate, Literal(value, RDF + "langString", language) if language else Literal(value))

    def owes(self, sheet: str, rules: Iterable[str]) -> None:
        """Tell of the sheet of corrections from which the fact came, or which confirmed or changed it."""
        for rule in rules:
            if sheet and rule.startswith(CORRECTION):
                made = rule.removeprefix(CORRECTION) in ("add", "split")
                self.add(PROV + ("wasGeneratedBy" if made else "wasInfluencedBy"), sheet)

    def done(self) -> Node:
        return Node(
            self.subject, tuple((name, tuple(sorted(self.facts[name], key=_order))) for name in sorted(self.facts))
        )


Describe = Callable[[str, str], str]
Prove = Callable[[Report, Iterable[Evidence]], set[Term]]


def _order(term: Term) -> tuple[str, ...]:
    return ("", term) if isinstance(term, str) else ("literal", term.value, term.language, term.datatype)


def _number(value: int) -> Literal:
    return Literal(str(value), XSD + "nonNegativeInteger")


def _reports(extractions: list[Extraction], base: str) -> Iterator[Node]:
    by_id: dict[str, _Description] = {}
    for one in extractions:
        report = one.report
        node = by_id.setdefault(report.id, _Description(mint.report_iri(report.id, base), WR + "Report"))
        node.add(WR + "fileName", *(Literal(name) for name in report.names))
        node.facts.setdefault(DCTERMS + "title", {_zh(one.title or (report.names[0] if report.names else report.id))})
        node.add(NIF + "beginIndex", _number(0))
        node.add(NIF + "endIndex", _number(len(report.text)))
        if one.about:
            node.facts.setdefault(WR + "aboutOrganization", {mint.entity_iri(one.about, base)})
        if one.place:
            node.facts.setdefault(DCTERMS + "spatial", {mint.entity_iri(one.place, base)})
        if one.year is not None:
            node.facts.setdefault(WR + "aboutYear", {Literal(f"{one.year:04d}", XSD + "gYear")})
        for pattern, datatype in _DATES:
            if re.fullmatch(pattern, one.issued):
                node.facts.setdefault(DCTERMS + "issued", {Literal(one.issued, XSD + datatype)})
        if one.duplicate_of:
            node.add(DCTERMS + "isVersionOf", mint.report_iri(one.duplicate_of, base))
        if url := report.manifest.url.strip():
            node.add(DCTERMS + "source", mint.web_iri(url) or Literal(url))
    for report_id in sorted(by_id):
        yield by_id[report_id].done()


def _correction(subject: str, corrected: Corrected) -> Node:
    node = _Description(subject, PROV + "Activity", WR + "Correction")
    node.add(WR + "rowsApplied", _number(corrected.applied))
    node.add(WR + "rowsRejected", _number(corrected.rejected))
    node.add(WR + "rowsStale", _number(corrected.stale))
    return node.done()


def _zh(text: str) -> Literal:
    return Literal(text, RDF + "langString", "zh")


def _entities(
    extractions: list[Extraction], base: str, concept: Describe, evidence: Prove, sheet: str
) -> Iterator[Node]:
    named: dict[str, list[tuple[Report, Entity]]] = defaultdict(list)
    for one in extractions:
        for entity in one.entities:
            named[mint.entity_iri(entity.key, base)].append((one.report, entity))
    direct = _direct_triples(extractions, base)
    for subject in sorted(named):
        yield _entity(subject, named[subject], direct.get(subject, ()), base, concept, evidence, sheet)


def _entity(
    subject: str,
    sources: list[tuple[Report, Entity]],
    direct: Iterable[tuple[str, str]],
    base: str,
    concept: Describe,
    evidence: Prove,
    sheet: str,
) -> Node:
    kind = sources[0][1].key.kind
    node = _Description(subject, CLASSES[kind])
    entities = [entity for _, entity in sources]
    label = _most_named((one.label, one) for one in entities)
    node.text(SKOS + "prefLabel", label, language="zh")
    for report, entity in sources:
        node.add(WR + "mentionedIn", mint.report_iri(report.id, base))
        node.add(WR + "evidence", *evidence(report, entity.evidence))
        names = {entity.label, *entity.aliases} - {label, ""}
        node.add(SKOS + "altLabel", *(_zh(name) for name in names))
    if kind in KINDS and (category := _most_named((one.category, one) for one in entities)):
        node.add(KINDS[kind][0], concept(KINDS[kind][1], category))
    if kind in PLACED and (
        place := _most_named((mint.entity_iri(one.place, base) if one.place else "", one) for one in entities)
    ):
        node.add(PLACED[kind], place)
    node.text(WR + "divisionCode", _most_named((one.code, one) for one in entities))
    best = min(entities, key=lambda one: (_GRADES.index(one.grade), -len(one.evidence), one.rule, one.resolution))
    node.text(WR + "grade", best.grade)
    node.text(WR + "rule", best.rule or "unnamed")
    node.text(WR + "resolution", best.resolution)
    node.owes(sheet, (one.rule for one in entities))
    for predicate, object_ in direct:
        node.add(predicate, object_)
    return node.done()


def _most_named(values: Iterable[tuple[str, Entity]]) -> str:
    """The value behind which most mentions stand; of equals the longest, then the first; empty when there is none."""
    weight: dict[str, int] = defaultdict(int)
    for value, entity in values:
        if value:
            weight[value] += max(len(entity.evidence), 1)
    return min(weight, key=lambda value: (-weight[value], -len(value), value), default="")


def _figures(
    extractions: list[Extraction], base: str, concept: Describe, evidence: Prove, sheet: str
) -> Iterator[Node]:
    same: dict[str, list[tuple[Report, Figure]]] = defaultdict(list)
    for one in extractions:
        for figure in one.figures:
            # What a repeated report says again is the figure of the first one, with evidence in both.
            name = mint.figure_name(one.duplicate_of or one.report.id, figure)
            same[base + name].append((one.report, figure))
    for subject in sorted(same):
        _, figure = min(
            same[subject],
            key=lambda pair: (pair[1].evidence, _GRADES.index(pair[1].grade), pair[1].rule, pair[0].id),
        )
        node = _Description(subject, WR + "Metric")
        node.add(WR + "value", Literal(mint.decimal_text(figure.value), XSD + "decimal"))
        if figure.high is not None:
            node.add(WR + "highValue", Literal(mint.decimal_text(figure.high), XSD + "decimal"))
        node.add(WR + "unit", Literal(figure.unit))
        node.text(WR + "modifier", figure.modifier)
        node.text(WR + "modality", figure.modality)
        node.text(WR + "surface", figure.surface)
        node.add(WR + "indicatorText", _zh(figure.indicator_text))
        if figure.indicator:
            node.add(WR + "indicator", concept("indicators", figure.indicator))
        if figure.organization:
            node.add(WR + "organization", mint.entity_iri(figure.organization, base))
        if figure.initiative:
            node.add(WR + "initiative", mint.entity_iri(figure.initiative, base))
        node.text(WR + "period", figure.period)
        node.text(WR + "periodText", figure.period_text, language="zh")
        node.text(WR + "grade", figure.grade)
        node.text(WR + "rule", figure.rule or "unnamed")
        node.owes(sheet, (other.rule for _, other in same[subject]))
        for report, other in same[subject]:
            node.add(WR + "evidence", *evidence(report, other.evidence))
        yield node.done()


def _parts(relation: Relation) -> tuple[Key, str, Key]:
    """Subject, predicate and object; cooperation has no direction, so its two bodies come in order of their names."""
    subject, object_ = relation.subject, relation.object
    if relation.predicate == "cooperatesWith" and mint.entity_name(object_) < mint.entity_name(subject):
        subject, object_ = object_, subject
    return subject, relation.predicate, object_


def _direct_triples(extractions: list[Extraction], base: str) -> dict[str, set[tuple[str, str]]]:
    direct: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for one in extractions:
        for relation in one.relations:
            subject, predicate, object_ = _parts(relation)
            direct[mint.entity_iri(subject, base)].add((RELATIONS[predicate], mint.entity_iri(object_, base)))
    return direct


def _statements(extractions: list[Extraction], base: str, evidence: Prove, sheet: str) -> Iterator[Node]:
    same: dict[tuple[str, str, str], list[tuple[Report, Relation]]] = defaultdict(list)
    for one in extractions:
        for relation in one.relations:
            subject, predicate, object_ = _parts(relation)
            same[mint.entity_name(subject), predicate, mint.entity_name(object_)].append((one.report, relation))
    for parts in sorted(same, key=lambda parts: mint.statement_name(*parts)):
        node = _Description(base + mint.statement_name(*parts), RDF + "Statement")
        node.add(RDF + "subject", base + parts[0])
        node.add(RDF + "predicate", RELATIONS[parts[1]])
        node.add(RDF + "object", base + parts[2])
        best = min((one for _, one in same[parts]), key=lambda one: (_GRADES.index(one.grade), one.rule))
        node.text(WR + "grade", best.grade)
        node.text(WR + "rule", best.rule or "unnamed")
        node.owes(sheet, (relation.rule for _, relation in same[parts]))
        for report, relation in same[parts]:
            node.add(WR + "evidence", *evidence(report, relation.evidence))
        yield node.done()


def _spans(report: Report, marks: dict[Span, Span | None], base: str) -> Iterator[Node]:
    context = mint.report_iri(report.id, base)
    sentences = {sentence for sentence in marks.values() if sentence is not None}
    for span in sorted(marks):
        classes = (NIF + "Sentence", NIF + "String") if span in sentences else (NIF + "String",)
        sentence = marks[span]
        facts: list[tuple[str, tuple[Term, ...]]] = [
            (NIF + "anchorOf", (Literal(report.text[span.start : span.end]),)),
            (NIF + "beginIndex", (_number(span.start),)),
            (NIF + "endIndex", (_number(span.end),)),
            (NIF + "referenceContext", (context,)),
            (TYPE, classes),
        ]
        if report.pages:
            page = max(bisect_right(report.pages, span.start), 1)
            facts.append((WR + "page", (_number(page),)))
        if sentence is not None and sentence != span:
            facts.append((WR + "sentence", (mint.span_iri(report.id, sentence, base),)))
        yield Node(mint.span_iri(report.id, span, base), tuple(facts))


def _concept(concept: Concept) -> Node:
    node = _Description(concept.iri, *concept.classes)
    node.text(SKOS + "notation", concept.notation)
    node.add(SKOS + "inScheme", WRS + concept.scheme)
    node.add(SKOS + "broader", *concept.broader)
    for name, value in concept.traits:
        node.text(WR + name, value)
    if concept.denominator:
        node.add(WR + "denominator", concept.denominator)
    for language, label in concept.labels:
        node.text(SKOS + "prefLabel", label, language=language)
    return node.done()
