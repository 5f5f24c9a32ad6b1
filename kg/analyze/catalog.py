"""Reads a graph into typed rows, a section when it is first asked for, and picks rows by what is said of them.

Words pick by any name: a part of the label or of another name. Codes of indicators and kinds take the narrower ones
with them, several stand behind each other with bars (``proposals-filed|proposals-submitted``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from kg.analyze.claims import codes_of, local_name
from kg.analyze.rows import EntityRow, Evidence, FigureRow, RelationRow, ReportRow, Rows
from kg.errors import InputError
from kg.graph.namespaces import DCTERMS, NIF, ORG, RDF, SKOS, WR
from kg.graph.store import base_of
from kg.graph.vocabulary import CATEGORIES, CLASSES

_CATEGORY: Final = tuple(property for property, _ in CATEGORIES.values())
_PLACE: Final = (WR + "jurisdiction", WR + "within")
_WHOLE: Final = (ORG + "subOrganizationOf", WR + "subInitiativeOf")
_SPANS: Final = f"""SELECT ?span ?report ?start ?end ?words ?sentence {{
  ?span <{NIF}referenceContext> ?report ; <{NIF}beginIndex> ?start ; <{NIF}endIndex> ?end ; <{NIF}anchorOf> ?words .
  OPTIONAL {{ ?span <{WR}sentence> ?sentence }} }}"""

Node = Mapping[str, list[str]]
"""Property -> its values, sorted."""


class Catalog:
    """All rows of a graph, each section read once."""

    def __init__(self, store: ox.Store) -> None:
        """Remember the store; nothing is read yet."""
        self._store = store

    # --- rows

    @cached_property
    def reports(self) -> Rows[ReportRow]:
        """Every report, by title and identifier."""
        return Rows(ReportRow, sorted(map(self._report, self._reports), key=lambda row: (row.title, row.id)))

    @cached_property
    def entities(self) -> Rows[EntityRow]:
        """Every entity, by kind in the order of ``CLASSES``, label and IRI."""
        order: dict[str, int] = {kind: place for place, kind in enumerate(CLASSES)}
        rows = (self._entity(iri, kind) for iri, kind in self._kinds.items())
        return Rows(EntityRow, sorted(rows, key=lambda row: (order[row.kind], row.label, row.iri)))

    @cached_property
    def figures(self) -> Rows[FigureRow]:
        """Every figure, in order of the reports' names and of their texts."""
        rows = (self._figure(iri, node) for iri, node in self._nodes(WR + "Metric").items())
        return Rows(FigureRow, sorted(rows, key=lambda row: (row.evidence[:1], row.iri)))

    @cached_property
    def relations(self) -> Rows[RelationRow]:
        """Every relation, by subject, property and object."""
        rows = (self._relation(iri, node) for iri, node in self._nodes(RDF + "Statement").items())
        return Rows(RelationRow, sorted(rows, key=lambda row: (row.subject, row.predicate, row.object, row.iri)))

    def links(self, iri: str, name: str) -> list[str]:
        """IRIs to which a property of the project, by its local name, leads from an entity; sorted."""
        return self._entity_nodes[iri].get(WR + name, [])

    # --- what words and codes mean

    def named(self, words: str, kind: str = "") -> frozenset[str]:
        """IRIs of the entities with these words in a name, or with this IRI."""
        return frozenset(
            row.iri
            for row in self.entities
            if kind in ("", row.kind) and (words == row.iri or any(words in name for name in (row.label, *row.aliases)))
        )

    def with_parts(self, wholes: frozenset[str]) -> frozenset[str]:
        """These entities and all that is a part of them, however far down."""
        below: dict[str, set[str]] = defaultdict(set)
        for iri, node in self._entity_nodes.items():
            for name in _WHOLE:
                for whole in node.get(name, ()):
                    below[whole].add(iri)
        found, todo = set(wholes), list(wholes)
        while todo:
            fresh = below[todo.pop()] - found
            found |= fresh
            todo += fresh
        return frozenset(found)

    def narrower(self, codes: str) -> frozenset[str]:
        """These codes and all that are narrower."""
        wanted = {code for code in codes.split("|") if code}
        return frozenset(code for code, chain in self._chains.items() if chain & wanted) | wanted

    @cached_property
    def _chains(self) -> dict[str, frozenset[str]]:
        """Code -> itself and everything broader."""
        notations = {iri: _first(node, SKOS + "notation") for iri, node in self._concepts.items()}
        above = ((iri, one) for iri, node in self._concepts.items() for one in node.get(SKOS + "broader", ()))
        return {notations.get(iri, ""): codes for iri, codes in codes_of(notations, above).items()}

    # --- one row

    def _report(self, iri: str) -> ReportRow:
        node = self._reports[iri]
        about, year = _first(node, WR + "aboutOrganization"), _first(node, WR + "aboutYear")
        return ReportRow(
            iri=iri,
            id=iri.removeprefix(self._base),
            files=tuple(node.get(WR + "fileName", ())),
            title=_first(node, DCTERMS + "title"),
            organization=self._label(about),
            organization_iri=about,
            place=self._label(_first(node, DCTERMS + "spatial")),
            year=int(year) if year else None,
            issued=_first(node, DCTERMS + "issued"),
            source=_first(node, DCTERMS + "source"),
            length=int(_first(node, NIF + "endIndex") or 0),
        )

    def _entity(self, iri: str, kind: str) -> EntityRow:
        node = self._entity_nodes[iri]
        return EntityRow(
            iri=iri,
            kind=kind,
            label=self._label(iri),
            aliases=tuple(node.get(SKOS + "altLabel", ())),
            category=self._code(_first(node, *_CATEGORY)),
            place=self._label(_first(node, *_PLACE)),
            part_of=self._label(_first(node, *_WHOLE)),
            code=_first(node, WR + "divisionCode"),
            grade=_first(node, WR + "grade"),
            rule=_first(node, WR + "rule"),
            resolution=_first(node, WR + "resolution"),
            files=tuple(sorted({self._file(report) for report in node.get(WR + "mentionedIn", ())})),
            evidence=self._evidence(node),
        )

    def _figure(self, iri: str, node: Node) -> FigureRow:
        high, indicator = _first(node, WR + "highValue"), _first(node, WR + "indicator")
        organization, initiative = _first(node, WR + "organization"), _first(node, WR + "initiative")
        return FigureRow(
            iri=iri,
            organization=self._label(organization),
            organization_iri=organization,
            initiative=self._label(initiative),
            initiative_iri=initiative,
            indicator=self._code(indicator),
            indicator_label=self._concept_labels.get(indicator, ""),
            indicator_text=_first(node, WR + "indicatorText"),
            value=_number(_first(node, WR + "value"), iri),
            high=_number(high, iri) if high else None,
            unit=_first(node, WR + "unit"),
            modifier=_first(node, WR + "modifier"),
            modality=_first(node, WR + "modality"),
            period=_first(node, WR + "period"),
            period_text=_first(node, WR + "periodText"),
            surface=_first(node, WR + "surface"),
            grade=_first(node, WR + "grade"),
            rule=_first(node, WR + "rule"),
            evidence=self._evidence(node),
        )

    def _relation(self, iri: str, node: Node) -> RelationRow:
        subject, object_ = _first(node, RDF + "subject"), _first(node, RDF + "object")
        return RelationRow(
            iri=iri,
            subject=self._label(subject),
            subject_iri=subject,
            predicate=local_name(_first(node, RDF + "predicate")),
            object=self._label(object_),
            object_iri=object_,
            grade=_first(node, WR + "grade"),
            rule=_first(node, WR + "rule"),
            evidence=self._evidence(node),
        )

    def _evidence(self, node: Node) -> tuple[Evidence, ...]:
        return tuple(sorted(self._spans[span] for span in node.get(WR + "evidence", ()) if span in self._spans))

    # --- nodes

    @cached_property
    def _base(self) -> str:
        return base_of(self._store)

    @cached_property
    def _reports(self) -> dict[str, Node]:
        return self._nodes(WR + "Report")

    @cached_property
    def _entity_nodes(self) -> dict[str, Node]:
        return {iri: node for kind in CLASSES.values() for iri, node in self._nodes(kind).items()}

    @cached_property
    def _kinds(self) -> dict[str, str]:
        named = {iri: kind for kind, iri in CLASSES.items()}
        return {
            iri: next(named[one] for one in node[RDF + "type"] if one in named)
            for iri, node in self._entity_nodes.items()
        }

    @cached_property
    def _concepts(self) -> dict[str, Node]:
        return self._nodes(SKOS + "Concept")

    @cached_property
    def _concept_labels(self) -> dict[str, str]:
        """Concept -> its Chinese label."""
        found = self._select(
            f'SELECT ?node ?label {{ ?node a <{SKOS}Concept> ; <{SKOS}prefLabel> ?label FILTER(LANG(?label) = "zh") }}'
        )
        return {row[0]: row[1] for row in found}

    @cached_property
    def _spans(self) -> dict[str, Evidence]:
        rows = list(self._select(_SPANS))
        texts = {span: (words, int(start)) for span, _, start, _, words, _ in rows}
        files = {report: (self._file(report), report.removeprefix(self._base)) for report in self._reports}
        found = {}
        for span, report, start, end, words, sentence in rows:
            around, begin = texts.get(sentence, (words, int(start)))
            file, name = files.get(report, ("", report))
            found[span] = Evidence(file, int(start), int(end), words, around, begin, name)
        return found

    def _label(self, iri: str) -> str:
        return _first(self._entity_nodes.get(iri, {}), SKOS + "prefLabel") if iri else ""

    def _code(self, iri: str) -> str:
        return _first(self._concepts.get(iri, {}), SKOS + "notation") if iri else ""

    def _file(self, report: str) -> str:
        return _first(self._reports.get(report, {}), WR + "fileName")

    def _nodes(self, kind: str) -> dict[str, Node]:
        """Every node of a class with all that is said of it."""
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for node, name, value in self._select(
            f"SELECT DISTINCT ?node ?name ?value {{ ?node a <{kind}> ; ?name ?value }}"
        ):
            found[node][name].append(value)
        return {iri: {name: sorted(values) for name, values in found[iri].items()} for iri in sorted(found)}

    def _select(self, query: str) -> Iterator[tuple[str, ...]]:
        """The rows of a query as text; what is unbound is empty."""
        solutions = self._store.query(query)
        assert isinstance(solutions, ox.QuerySolutions)  # each query above is a SELECT
        for row in solutions:
            yield tuple("" if term is None else term.value for term in row)


def lies_in(period: str, wanted: str) -> bool:
    """Whether a period is the wanted one or lies wholly in it.

    >>> lies_in("2023-05", "2023"), lies_in("2023-05/2023-06", "2023"), lies_in("2019/2023", "2023")
    (True, True, False)
    """
    return period == wanted or ("/" not in wanted and all(end.startswith(wanted) for end in period.split("/")))


def _number(text: str, iri: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        remedy = "kg check tells what else is wrong with this graph"
        raise InputError(f"{text!r} is no number", place=iri, remedy=remedy)
    return value


def _first(node: Node, *names: str) -> str:
    return next((node[name][0] for name in names if node.get(name)), "")
