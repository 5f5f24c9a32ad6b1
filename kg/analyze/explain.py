"""Why a fact is in the graph, and why a number or a name is not: its rules, its sentence, how its body was told.

Works on the finished graph. What is asked for is an IRI, or words: a label, what stands in a text, or a number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pyoxigraph as ox

from kg.analyze.claims import local_name
from kg.graph.namespaces import DCTERMS, NIF, ORG, RDF, SKOS, WR
from kg.graph.store import base_of
from kg.graph.vocabulary import FACTS
from kg.text.layout import Layout, read_layout

_VALUES: Final = (
    ("resolution", WR + "resolution"),
    ("organization", WR + "organization"),
    ("initiative", WR + "initiative"),
    ("indicator", WR + "indicator"),
    ("counted", WR + "indicatorText"),
    ("value", WR + "value"),
    ("high", WR + "highValue"),
    ("unit", WR + "unit"),
    ("modifier", WR + "modifier"),
    ("period", WR + "period"),
    ("period-text", WR + "periodText"),
    ("modality", WR + "modality"),
    ("subject", RDF + "subject"),
    ("predicate", RDF + "predicate"),
    ("object", RDF + "object"),
    ("kind", ORG + "classification"),
    ("kind", WR + "initiativeKind"),
    ("kind", WR + "documentKind"),
    ("place", WR + "jurisdiction"),
    ("place", WR + "within"),
    ("part-of", ORG + "subOrganizationOf"),
    ("part-of", WR + "subInitiativeOf"),
    ("also", SKOS + "altLabel"),
)
_QUOTES = re.compile(r"[\s“”‘’\"'《》「」『』]")


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Characters of a report with the sentence around them."""

    file: str
    start: int
    end: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Fact:
    """An entity, a figure or a relation, and what led to it."""

    iri: str
    kind: str
    label: str
    rules: tuple[str, ...]
    grade: str
    values: tuple[tuple[str, str], ...]
    """Name of a value (``organization``, ``period`` …) with the value as words, several under one name apart."""
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A number that is no figure, or a name that was not resolved, with the reason."""

    kind: str
    surface: str
    reason: str
    detail: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that there is to say of what was asked for."""

    facts: tuple[Fact, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.facts or self.gaps)


def explain(
    store: ox.Store, asked: str, *, texts: Mapping[str, str], skipped: Sequence[Mapping[str, object]] = ()
) -> Explanation:
    """What the graph and the list of skipped words have on ``asked``: an IRI, whole or its last part, or words.

    Words match a label, a span or a number as a whole; where nothing does, a stretch of a report that holds whole
    spans; where that fails, too, a part of a label. ``texts``: the texts of the reports by identifier.
    """
    asked = asked.strip()
    reader = _Reader(store, texts)
    if node := reader.node(asked):
        return Explanation((reader.fact(node),))
    if not asked:
        return Explanation()
    facts = reader.named(asked)
    gaps = tuple(one for one in skipped if one["surface"] == asked)
    if not facts and not gaps and len(asked) > 1:
        stretches = reader.stretches(asked)
        facts = reader.inside(stretches)
        gaps = tuple(one for one in skipped if _inside(str(one["text"]), one["start"], one["end"], stretches))
        if not facts and not gaps and _number(asked) is None:
            facts = reader.alike(asked)
    return Explanation(
        tuple(sorted((reader.fact(node) for node in facts), key=lambda fact: (fact.kind, fact.passages, fact.iri))),
        tuple(reader.gap(one) for one in gaps),
    )


Stretches = Mapping[str, Sequence[tuple[int, int]]]


def _inside(report: str, start: object, end: object, stretches: Stretches) -> bool:
    return any(a <= int(str(start)) and int(str(end)) <= b for a, b in stretches.get(report, ()))


class _Reader:
    """Looks things up in the store and the texts."""

    def __init__(self, store: ox.Store, texts: Mapping[str, str]) -> None:
        self.store = store
        self.texts = texts
        self.base = base_of(store)
        self.layouts: dict[str, Layout] = {}

    # --- triples

    def terms(self, node: str, predicate: str) -> list[ox.NamedNode | ox.Literal]:
        quads = self.store.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(predicate), None)
        found = {quad.object for quad in quads if isinstance(quad.object, ox.NamedNode | ox.Literal)}
        return sorted(found, key=lambda term: (term.value, str(term)))

    def objects(self, node: str, predicate: str) -> list[str]:
        return [term.value for term in self.terms(node, predicate)]

    def value(self, node: str, predicate: str) -> str:
        return next(iter(self.objects(node, predicate)), "")

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Subject and object of every triple with a predicate, of the nodes that can be explained."""
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(predicate), None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                yield quad.subject.value, quad.object.value

    def kind(self, node: str) -> str:
        return next((FACTS[one] for one in self.objects(node, RDF + "type") if one in FACTS), "")

    # --- what is meant

    def node(self, asked: str) -> str:
        """The node that an IRI names: whole, in angle brackets, prefixed, or its last part alone."""
        bare = asked.removeprefix("<").removesuffix(">")
        for iri in (bare, self.base + bare, self.base + bare.removeprefix("wrd:")):
            if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+$", iri) and self.kind(iri):
                return iri
        return ""

    def named(self, asked: str) -> set[str]:
        """Everything called so, or with these very words as a span, or with this number."""
        wanted, number = _folded(asked), _number(asked)
        found = {
            node
            for predicate in (SKOS + "prefLabel", SKOS + "altLabel", WR + "surface", WR + "indicatorText")
            for node, words in self.pairs(predicate)
            if _folded(words) == wanted
        }
        if number is not None:
            found |= {node for node, value in self.pairs(WR + "value") if _number(value) == number}
            found |= {node for node, words in self.pairs(WR + "surface") if _holds_number(words, asked)}
        spans = {span for span, words in self.pairs(NIF + "anchorOf") if words == asked}
        return {node for node in found | self.with_evidence(spans) if self.kind(node)}

    def with_evidence(self, spans: set[str]) -> set[str]:
        if not spans:
            return set()
        return {node for node, span in self.pairs(WR + "evidence") if span in spans}

    def stretches(self, asked: str) -> dict[str, list[tuple[int, int]]]:
        """Where the words stand in the texts, by report."""
        found = {report: [m.span() for m in re.finditer(re.escape(asked), text)] for report, text in self.texts.items()}
        return {report: spans for report, spans in found.items() if spans}

    def inside(self, stretches: Stretches) -> set[str]:
        """Everything with evidence that lies wholly within one of the stretches."""
        if not stretches:
            return set()
        spans = set()
        for span, report in self.pairs(NIF + "referenceContext"):
            name = report.removeprefix(self.base)
            if name in stretches:
                start, end = self.value(span, NIF + "beginIndex"), self.value(span, NIF + "endIndex")
                if _inside(name, start, end, stretches):
                    spans.add(span)
        return self.with_evidence(spans)

    def alike(self, asked: str) -> set[str]:
        """Everything whose label, printed form or indicator has the words in it."""
        wanted = _folded(asked)
        return {
            node
            for predicate in (SKOS + "prefLabel", SKOS + "altLabel", WR + "surface", WR + "indicatorText")
            for node, words in self.pairs(predicate)
            if wanted and wanted in _folded(words) and self.kind(node)
        }

    # --- what is told

    def fact(self, node: str) -> Fact:
        kind = self.kind(node)
        values = [
            (name, self.words(term) if isinstance(term, ox.NamedNode) else term.value)
            for name, predicate in _VALUES
            for term in self.terms(node, predicate)
        ]
        return Fact(
            iri=node,
            kind=kind,
            label=self.label(node, kind),
            rules=tuple(part for rule in self.objects(node, WR + "rule") for part in rule.split("+")),
            grade=self.value(node, WR + "grade"),
            values=tuple(values),
            passages=tuple(sorted(self.passage(span) for span in self.objects(node, WR + "evidence"))),
        )

    def label(self, node: str, kind: str) -> str:
        if kind == "figure":
            return f"{self.value(node, WR + 'indicatorText')} {self.value(node, WR + 'surface')}".strip()
        if kind == "relation":
            parts = (RDF + "subject", RDF + "predicate", RDF + "object")
            ends = (term for part in parts for term in self.terms(node, part))
            return " ".join(self.words(term) for term in ends if isinstance(term, ox.NamedNode))
        return self.value(node, SKOS + "prefLabel")

    def words(self, node: ox.NamedNode) -> str:
        """A node as words: its Chinese label, else the last part of its IRI."""
        labels = [term for term in self.terms(node.value, SKOS + "prefLabel") if isinstance(term, ox.Literal)]
        best = min(labels, key=lambda one: (one.language != "zh", one.value), default=None)
        return best.value if best else local_name(node.value)

    def passage(self, span: str) -> Passage:
        report = self.value(span, NIF + "referenceContext")
        start, end = (int(self.value(span, name) or 0) for name in (NIF + "beginIndex", NIF + "endIndex"))
        sentence = self.value(span, WR + "sentence") or span
        at, words = int(self.value(sentence, NIF + "beginIndex") or 0), self.value(sentence, NIF + "anchorOf")
        file = self.value(report, WR + "fileName") or self.value(report, DCTERMS + "title")
        return _marked(file, words, at, start, end)

    def gap(self, row: Mapping[str, object]) -> Gap:
        report, start, end = str(row["text"]), int(str(row["start"])), int(str(row["end"]))
        surface = str(row["surface"])
        if report in self.texts:
            begin, words = self.sentence(report, start, end)
        else:
            words = str(row["context"])
            begin = start - max(words.find(surface), 0)
        return Gap(
            kind=str(row["kind"]),
            surface=surface,
            reason=str(row["reason"]),
            detail=str(row["detail"]),
            passage=_marked(str(row["report"]), words, begin, start, end),
        )

    def sentence(self, report: str, start: int, end: int) -> tuple[int, str]:
        """Where the sentence around a range of a report begins, and its words."""
        if report not in self.layouts:
            self.layouts[report] = read_layout(self.texts[report])
        return _sentence(self.texts[report], self.layouts[report], start, end)


def passage_of(file: str, text: str, start: int, end: int) -> Passage:
    """Characters of a text with the sentence around them; without it where they go beyond one sentence."""
    at, words = _sentence(text, read_layout(text), start, end)
    return _marked(file, words, at, start, end)


def _sentence(text: str, layout: Layout, start: int, end: int) -> tuple[int, str]:
    """Where the sentence around a range begins, and its words; the range itself where no one sentence holds it."""
    for one in layout.sentences:
        span = layout.span(one.start, one.end)
        if span.start <= start and end <= span.end:
            return span.start, text[slice(*span)]
    return start, text[start:end]


def _marked(file: str, sentence: str, at: int, start: int, end: int) -> Passage:
    return Passage(
        file, start, end, sentence[: start - at], sentence[start - at : end - at], sentence[end - at :].rstrip("\n")
    )


def _folded(words: str) -> str:
    """Words without width, quotation marks and blanks.

    >>> _folded("“书香 政协”")
    '书香政协'
    """
    return _QUOTES.sub("", unicodedata.normalize("NFKC", words)).casefold()


def _number(text: str) -> Decimal | None:
    """The number that a text is, thousands apart or not.

    >>> _number("1,320"), _number("三百")
    (Decimal('1320'), None)
    """
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    return Decimal(plain) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", plain) else None


def _holds_number(words: str, number: str) -> bool:
    """Whether a printed form shows the number and not a longer one.

    >>> _holds_number("近110余万元", "110"), _holds_number("1100件", "110")
    (True, False)
    """
    return re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d.,]*\d)", unicodedata.normalize("NFKC", words)) is not None
