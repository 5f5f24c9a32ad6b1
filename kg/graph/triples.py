"""Extractions -> nodes of the graph, each described once, whatever the number and order of the reports that name it.

First comes each report with its figures and its spans, then what reports share: entities and statements, then concepts;
inside a section the nodes are in order of their IRIs. A report's own nodes depend on it and its near-duplicates alone,
so that a change of one report touches its paragraphs and those of the entities that it names. Where reports disagree on something that can have one value only (the kind of a body, its
division), the value with most mentions behind it is taken; of equals the longest, then the first in code-point order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import attrgetter
from typing import Final, NamedTuple

from kg.graph import iri as mint
from kg.graph.namespaces import BASE, DCTERMS, NIF, PROV, RDF, SKOS, WR, WRS, XSD
from kg.graph.schemes import Concept, Schemes, load_schemes
from kg.graph.vocabulary import CATEGORIES, CLASSES, RELATIONS
from kg.model import Entity, EntityKind, Evidence, Extraction, Figure, Grade, Relation, Report, Span


class Literal(NamedTuple):
    """A value with its datatype or language."""

    value: str
    datatype: str = XSD + "string"
    language: str = ""


Term = str | Literal
"""An IRI or a literal."""
Facts = list[tuple[str, tuple[Term, ...]]]
"""What a node says: predicates in order, each with its objects in order."""


class Node(NamedTuple):
    """All that the graph says with one subject: predicates in order, each with its objects in order."""

    subject: str
    facts: tuple[tuple[str, tuple[Term, ...]], ...]

    @property
    def size(self) -> int:
        """How many triples it is."""
        return sum(len(objects) for _, objects in self.facts)


class SpanNode(NamedTuple):
    """A node that is a span of a report: more than half of all nodes, so what it says is spelled out where it is asked for."""

    report: str
    """IRI of the report."""
    start: int
    end: int
    anchor: str
    """Its characters."""
    whole: bool
    """Whether it is a sentence."""
    page: int
    """Where it begins, from 1; 0 where the source has no pages."""
    sentence: Span | None
    """The sentence around it, if it is not that sentence."""

    @property
    def subject(self) -> str:
        """Its IRI."""
        return f"{mint.span_stem(self.report)}{self.start},{self.end}"

    @property
    def size(self) -> int:
        """How many triples it is."""
        return 5 + self.whole + (self.page > 0) + (self.sentence is not None)

    @property
    def facts(self) -> tuple[tuple[str, tuple[Term, ...]], ...]:
        """What it says, as of any node."""
        facts: Facts = [
            (_ANCHOR, (_text(self.anchor),)),
            (_BEGIN, (_number(self.start),)),
            (_END, (_number(self.end),)),
            (_CONTEXT, (self.report,)),
            (TYPE, _SENTENCE_CLASS if self.whole else _STRING_CLASS),
        ]
        if self.page:
            facts.append((_PAGE, (_number(self.page),)))
        if self.sentence is not None:
            facts.append((_SENTENCE, (f"{mint.span_stem(self.report)}{self.sentence[0]},{self.sentence[1]}",)))
        return tuple(facts)


Described = Node | SpanNode
"""A node, whichever way it is kept."""


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

    def iri(self, base: str) -> str:
        """The IRI of the activity."""
        return mint.correction_iri(self.content, base)


TYPE: Final = RDF + "type"
PLACED: Final[dict[EntityKind, str]] = {"organization": WR + "jurisdiction", "place": WR + "within"}
CORRECTION: Final = "correction-"
"""How the rules of facts begin that a person confirmed, changed or added."""
_GRADES: Final[tuple[Grade, ...]] = ("stated", "resolved", "inherited", "inferred")
_STRING: Final = XSD + "string"
_LANG_STRING: Final = RDF + "langString"
_COUNT: Final = XSD + "nonNegativeInteger"
_DECIMAL: Final = XSD + "decimal"
_ALTERNATIVE: Final = SKOS + "altLabel"
_CODE: Final = WR + "divisionCode"
_EVIDENCE: Final = WR + "evidence"
_GRADE: Final = WR + "grade"
_HIGH_VALUE: Final = WR + "highValue"
_INDICATOR: Final = WR + "indicator"
_INDICATOR_TEXT: Final = WR + "indicatorText"
_INITIATIVE: Final = WR + "initiative"
_MODALITY: Final = WR + "modality"
_MODIFIER: Final = WR + "modifier"
_ORGANIZATION: Final = WR + "organization"
_PAGE: Final = WR + "page"
_PERIOD: Final = WR + "period"
_PERIOD_TEXT: Final = WR + "periodText"
_RULE: Final = WR + "rule"
_SENTENCE: Final = WR + "sentence"
_SURFACE: Final = WR + "surface"
_UNIT: Final = WR + "unit"
_VALUE: Final = WR + "value"
_ANCHOR: Final = NIF + "anchorOf"
_BEGIN: Final = NIF + "beginIndex"
_END: Final = NIF + "endIndex"
_CONTEXT: Final = NIF + "referenceContext"
_SUBJECT: Final = RDF + "subject"
_PREDICATE: Final = RDF + "predicate"
_OBJECT: Final = RDF + "object"
_MENTIONED: Final = WR + "mentionedIn"
_PREFERRED: Final = SKOS + "prefLabel"
_RESOLUTION: Final = WR + "resolution"
_METRIC: Final = (WR + "Metric",)
_STATEMENT: Final = (RDF + "Statement",)
_STRING_CLASS: Final = (NIF + "String",)
_SENTENCE_CLASS: Final = (NIF + "Sentence", NIF + "String")
_literal: Final = partial(tuple.__new__, Literal)
"""A literal of value, datatype and language: a graph has hundreds of thousands, so without the constructor's frame."""
_span: Final = partial(tuple.__new__, SpanNode)
_DATES: Final = ((r"\d{4}-\d\d-\d\d", "date"), (r"\d{4}-\d\d", "gYearMonth"), (r"\d{4}", "gYear"))


def nodes(
    extractions: Iterable[Extraction],
    *,
    base: str = BASE,
    schemes: Schemes | None = None,
    corrected: Corrected | None = None,
) -> Iterator[Described]:
    """Every node of the graph of these reports, in a fixed order; ``corrected`` is the sheet that mended them."""
    graph = Describer(base=base, schemes=schemes, corrected=corrected)
    yield from graph.correction()
    # Two results for one text are one report with both sets of names.
    ordered = sorted(extractions, key=lambda one: (one.report.id, one.report.names))
    same: dict[str, list[Extraction]] = defaultdict(list)
    repeats: dict[str, list[Extraction]] = defaultdict(list)
    for one in ordered:
        same[one.report.id].append(one)
        if one.duplicate_of:
            repeats[one.duplicate_of].append(one)
    for report_id, results in same.items():
        yield from graph.report(results, repeats[report_id])
    parts: dict[str, list[Part]] = defaultdict(list)
    for one in ordered:
        for part in parts_of(one):
            parts[part.subject].append(part)
    for subject in sorted(parts):
        yield from graph.shared(subject, parts[subject])
    yield from graph.concepts()


class Part(NamedTuple):
    """What one report adds to a node that reports share: a mention of an entity, a relation, or its direct triple."""

    subject: str
    """Local name of the node."""
    report: str
    """Identifier of the report."""
    fact: Entity | Relation | tuple[str, str]
    """The entity, the relation, or property and local name of the object of a direct triple."""


def parts_of(one: Extraction) -> Iterator[Part]:
    """What a report adds to shared nodes; they depend on nothing else, so that they can be kept and merged later."""
    report = one.report.id
    for entity in one.entities:
        yield Part(mint.entity_name(entity.key), report, entity)
    for relation in one.relations:
        subject, predicate, object_ = _names(relation)
        yield Part(subject, report, (RELATIONS[predicate], object_))
        yield Part(mint.statement_name(subject, predicate, object_), report, relation)


class Describer:
    """Describes the nodes of one graph and remembers the concepts that they use.

    The graph is, in this order: ``correction``; for each report by identifier ``report``; for each local name of
    ``parts_of``, sorted, ``shared``; ``concepts``.
    """

    def __init__(
        self,
        *,
        base: str = BASE,
        schemes: Schemes | None = None,
        corrected: Corrected | None = None,
        sheet: str = "",
    ) -> None:
        """Take what holds for the whole graph; ``sheet`` is the IRI of the corrections, where it alone is known."""
        self.base = mint.checked_base(base)
        self.known = schemes or load_schemes()
        self.corrected = corrected
        self.sheet = corrected.iri(base) if corrected else sheet
        self.used: set[tuple[str, str]] = set()
        """Scheme and notation of each concept that a node refers to."""

    def concept(self, scheme: str, notation: str) -> str:
        """The IRI of a concept, which the graph will describe."""
        self.used.add((scheme, notation))
        return self.known.find(scheme, notation).iri

    def evidence(self, sources: Iterable[tuple[str, Iterable[Evidence]]]) -> tuple[str, ...]:
        """The IRIs of the spans, sorted, from identifiers of reports and evidence in them."""
        found = []
        for report_id, items in sources:
            stem = mint.span_stem(mint.report_iri(report_id, self.base))
            found += [f"{stem}{item.span[0]},{item.span[1]}" for item in items]
        return tuple(found) if len(found) == 1 else tuple(sorted(set(found)))

    def correction(self) -> Iterator[Node]:
        """The sheet of corrections, if there is one."""
        if self.corrected:
            yield _correction(self.sheet, self.corrected)

    def report(self, results: Sequence[Extraction], repeats: Sequence[Extraction] = ()) -> Iterator[Described]:
        """One report, the figures that it is the source of, and its spans; ``repeats`` are its near-duplicates.

        ``results`` are all extractions of this text. The figures of a near-duplicate stand with its original.
        """
        yield _report(results, self.base)
        yield from _figures([*(one for one in results if not one.duplicate_of), *repeats], self)
        marks: dict[Span, Span | None] = {}
        for one in results:
            facts: tuple[Entity | Figure | Relation, ...] = (*one.entities, *one.figures, *one.relations)
            for item in (item for fact in facts for item in fact.evidence):
                marks.setdefault(item.sentence, None)
                marks[item.span] = item.sentence
        yield from _spans(results[0].report, marks, self.base)

    def shared(self, subject: str, parts: Iterable[Part]) -> Iterator[Node]:
        """The entity or statement with this local name, from the parts of all reports that name it; else nothing."""
        entities: list[tuple[str, Entity]] = []
        relations: list[tuple[str, Relation]] = []
        direct: set[tuple[str, str]] = set()
        for part in parts:
            if isinstance(part.fact, Entity):
                entities.append((part.report, part.fact))
            elif isinstance(part.fact, Relation):
                relations.append((part.report, part.fact))
            else:
                direct.add((part.fact[0], self.base + part.fact[1]))
        if entities:
            yield _entity(subject, entities, direct, self)
        elif relations:
            yield _statement(subject, relations, self)

    def concepts(self) -> Iterator[Node]:
        """The concepts that were used, with all that explains them."""
        found = (one for used in self.used for one in self.known.chain(self.known.find(*used)))
        described = {one.iri: one for one in found}
        yield from (_concept(described[iri]) for iri in sorted(described))


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
            self.add(predicate, _literal((value, _LANG_STRING if language else _STRING, language)))

    def done(self) -> Node:
        facts = self.facts
        return Node(
            self.subject,
            tuple(
                (name, tuple(facts[name] if len(facts[name]) == 1 else sorted(facts[name], key=_order)))
                for name in sorted(facts)
            ),
        )


def _owed(sheet: str, rules: Iterable[str]) -> Facts:
    """The sheet of corrections from which a fact came, or which confirmed or changed it."""
    if not sheet:
        return []
    made = {rule.removeprefix(CORRECTION) in ("add", "split") for rule in rules if rule.startswith(CORRECTION)}
    return [(PROV + ("wasGeneratedBy" if one else "wasInfluencedBy"), (sheet,)) for one in sorted(made, reverse=True)]


def _order(term: Term) -> tuple[str, ...]:
    return ("", term) if isinstance(term, str) else ("literal", term.value, term.language, term.datatype)


def _number(value: int) -> Literal:
    return _literal((str(value), _COUNT, ""))


def _text(value: str) -> Literal:
    return _literal((value, _STRING, ""))


def _report(results: Sequence[Extraction], base: str) -> Node:
    node = _Description(mint.report_iri(results[0].report.id, base), WR + "Report")
    for one in results:
        report = one.report
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
    return node.done()


def _correction(subject: str, corrected: Corrected) -> Node:
    node = _Description(subject, PROV + "Activity", WR + "Correction")
    node.add(WR + "rowsApplied", _number(corrected.applied))
    node.add(WR + "rowsRejected", _number(corrected.rejected))
    node.add(WR + "rowsStale", _number(corrected.stale))
    return node.done()


def _zh(text: str) -> Literal:
    return _literal((text, _LANG_STRING, "zh"))


def _entity(name: str, sources: list[tuple[str, Entity]], direct: Iterable[tuple[str, str]], graph: Describer) -> Node:
    kind = sources[0][1].key.kind
    node = _Description(graph.base + name, CLASSES[kind])
    entities = [entity for _, entity in sources]
    label = _most_named(entities, attrgetter("label"))
    node.text(_PREFERRED, label, language="zh")
    node.add(_EVIDENCE, *graph.evidence((report_id, entity.evidence) for report_id, entity in sources))
    for report_id, entity in sources:
        node.add(_MENTIONED, mint.report_iri(report_id, graph.base))
        names = {entity.label, *entity.aliases} - {label, ""}
        node.add(_ALTERNATIVE, *(_zh(name) for name in names))
    if kind in CATEGORIES and (category := _most_named(entities, attrgetter("category"))):
        node.add(CATEGORIES[kind][0], graph.concept(CATEGORIES[kind][1], category))
    if kind in PLACED and (
        place := _most_named(entities, lambda one: mint.entity_iri(one.place, graph.base) if one.place else "")
    ):
        node.add(PLACED[kind], place)
    node.text(_CODE, _most_named(entities, attrgetter("code")))
    best = entities[0]
    if len(entities) > 1:
        best = min(entities, key=lambda one: (_GRADES.index(one.grade), -len(one.evidence), one.rule, one.resolution))
    node.text(_GRADE, best.grade)
    node.text(_RULE, best.rule or "unnamed")
    node.text(_RESOLUTION, best.resolution)
    for predicate, sheet in _owed(graph.sheet, (one.rule for one in entities)):
        node.add(predicate, *sheet)
    for predicate, object_ in direct:
        node.add(predicate, object_)
    return node.done()


def _most_named(entities: Sequence[Entity], of: Callable[[Entity], str]) -> str:
    """The value behind which most mentions stand; of equals the longest, then the first; empty when there is none."""
    if len(entities) == 1:
        return of(entities[0])
    weight: dict[str, int] = defaultdict(int)
    for value, entity in ((of(entity), entity) for entity in entities):
        if value:
            weight[value] += max(len(entity.evidence), 1)
    return min(weight, key=lambda value: (-weight[value], -len(value), value), default="")


def _figures(extractions: Iterable[Extraction], graph: Describer) -> Iterator[Node]:
    """Figures of one report and of its near-duplicates: what these say again is one, with evidence in all."""
    same: dict[str, list[tuple[str, Figure]]] = defaultdict(list)
    for one in extractions:
        report_id = one.report.id
        source = one.duplicate_of or report_id
        for figure in one.figures:
            same[mint.figure_name(source, figure)].append((report_id, figure))
    for name in sorted(same):
        told = same[name]
        _, figure = told[0] if len(told) == 1 else min(told, key=_first_told)
        facts: Facts = [(TYPE, _METRIC), *_owed(graph.sheet, (other.rule for _, other in told))]
        add = facts.append
        add((_EVIDENCE, graph.evidence((report_id, other.evidence) for report_id, other in told)))
        add((_GRADE, (_text(figure.grade),)))
        if figure.high is not None:
            add((_HIGH_VALUE, (_literal((mint.decimal_text(figure.high), _DECIMAL, "")),)))
        if figure.indicator:
            add((_INDICATOR, (graph.concept("indicators", figure.indicator),)))
        add((_INDICATOR_TEXT, (_zh(figure.indicator_text),)))
        if figure.initiative:
            add((_INITIATIVE, (graph.base + mint.entity_name(figure.initiative),)))
        add((_MODALITY, (_text(figure.modality),)))
        add((_MODIFIER, (_text(figure.modifier),)))
        if figure.organization:
            add((_ORGANIZATION, (graph.base + mint.entity_name(figure.organization),)))
        if figure.period:
            add((_PERIOD, (_text(figure.period),)))
        if figure.period_text:
            add((_PERIOD_TEXT, (_zh(figure.period_text),)))
        add((_RULE, (_text(figure.rule or "unnamed"),)))
        if figure.surface:
            add((_SURFACE, (_text(figure.surface),)))
        add((_UNIT, (_text(figure.unit),)))
        add((_VALUE, (_literal((mint.decimal_text(figure.value), _DECIMAL, "")),)))
        yield Node(graph.base + name, tuple(facts))


def _first_told(one: tuple[str, Figure]) -> tuple[object, ...]:
    report_id, figure = one
    return figure.evidence, _GRADES.index(figure.grade), figure.rule, report_id


def _names(relation: Relation) -> tuple[str, str, str]:
    """Local name of the subject, predicate, local name of the object.

    Cooperation has no direction, so its two bodies come in order of their names.
    """
    subject, object_ = mint.entity_name(relation.subject), mint.entity_name(relation.object)
    if relation.predicate == "cooperatesWith" and object_ < subject:
        subject, object_ = object_, subject
    return subject, relation.predicate, object_


def _statement(name: str, sources: list[tuple[str, Relation]], graph: Describer) -> Node:
    subject, predicate, object_ = _names(sources[0][1])
    _, best = min(sources, key=lambda one: (_GRADES.index(one[1].grade), one[1].rule))
    facts: Facts = [
        (_OBJECT, (graph.base + object_,)),
        (_PREDICATE, (RELATIONS[predicate],)),
        (_SUBJECT, (graph.base + subject,)),
        (TYPE, _STATEMENT),
        *_owed(graph.sheet, (relation.rule for _, relation in sources)),
        (_EVIDENCE, graph.evidence((report_id, relation.evidence) for report_id, relation in sources)),
        (_GRADE, (_text(best.grade),)),
        (_RULE, (_text(best.rule or "unnamed"),)),
    ]
    return Node(graph.base + name, tuple(facts))


def _spans(report: Report, marks: dict[Span, Span | None], base: str) -> Iterator[SpanNode]:
    text, pages = report.text, report.pages
    iri = mint.report_iri(report.id, base)
    sentences = {sentence for sentence in marks.values() if sentence is not None}
    for span in sorted(marks):
        start, end = span
        page = max(bisect_right(pages, start), 1) if pages else 0
        sentence = marks[span]
        around = None if sentence == span else sentence
        yield _span((iri, start, end, text[start:end], span in sentences, page, around))


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
