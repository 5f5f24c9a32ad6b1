"""The bare graph, read in a few passes however large it is: its nodes, how they hang together, where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from kg.graph.namespaces import DCTERMS, RDF, SKOS, WR
from kg.graph.vocabulary import NODES, RELATIONS

ATTACHMENTS: tuple[str, ...] = (WR + "organization", WR + "initiative", WR + "jurisdiction", WR + "within")
"""What ties a figure to its body and undertaking, a body to its place, a place to the larger one."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Nodes and links by IRI; every sequence is sorted."""

    kinds: Mapping[str, str]
    """Kind of each node."""
    edges: tuple[tuple[str, str, str], ...]
    """Subject, property, object; both ends are nodes."""
    reports: tuple[str, ...]
    """Reports by year, then by IRI."""
    report_names: Mapping[str, tuple[str, ...]]
    """What a report can be called by: local name, file names, title."""
    reports_of: Mapping[str, tuple[str, ...]]
    """Reports that name a node or state a figure."""
    about: Mapping[str, str]
    """Body whose report it is."""
    years: Mapping[str, int]
    """Year that a report is about."""
    cities: Mapping[str, tuple[str, ...]]
    """Full paths of the divisions that a node belongs to: its own, else those of the reports that name it."""
    classified: frozenset[str]
    """Figures whose indicator is known."""
    links: Mapping[str, tuple[str, ...]]
    """Neighbours of a node, in both directions, one entry an edge."""

    def score(self, node: str) -> int:
        """Return how much a node is worth showing: by its links, and by how many reports share it."""
        spread = 4 * (len(self.reports_of.get(node, ())) - 1)
        worth = len(self.links.get(node, ())) + max(0, spread)
        return worth // 3 if self.kinds[node] == "place" else worth


def read_skeleton(store: Store) -> Skeleton:
    """Return the nodes and links of a graph as ``docs/reference`` describes it."""
    kinds = {
        subject: kind for iri, kind in reversed(NODES.items()) for subject, _ in _pairs(store, RDF + "type", of=iri)
    }
    years = {report: int(year) for report, year in _pairs(store, WR + "aboutYear") if year.lstrip("-").isdecimal()}
    found = {subject for subject, _ in _pairs(store, RDF + "type", of=WR + "Report")}
    reports = tuple(sorted(found, key=lambda report: (years.get(report, 9999), report)))
    about = dict(sorted(pair for pair in _pairs(store, WR + "aboutOrganization") if pair[1] in kinds))
    edges = tuple(
        sorted(
            (subject, iri, object_)
            for iri in (*RELATIONS.values(), *ATTACHMENTS)
            for subject, object_ in set(_pairs(store, iri))
            if subject in kinds and object_ in kinds
        )
    )
    reports_of = _reports_of(store, kinds, frozenset(found))
    links: dict[str, list[str]] = {}
    for subject, _, object_ in edges:
        links.setdefault(subject, []).append(object_)
        links.setdefault(object_, []).append(subject)
    return Skeleton(
        kinds={node: kinds[node] for node in sorted(kinds)},
        edges=edges,
        reports=reports,
        report_names=_report_names(store, reports),
        reports_of=reports_of,
        about=about,
        years=years,
        cities=_cities(store, kinds, edges, reports_of, about),
        classified=frozenset(subject for subject, _ in _pairs(store, WR + "indicator")),
        links={node: tuple(sorted(others)) for node, others in links.items()},
    )


def local_name(iri: str) -> str:
    """Return what follows the last slash or hash of an IRI."""
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


def label_of(store: Store, iri: str) -> str:
    """Return the preferred label of a node: Chinese before others, the first of several; else its local name."""
    found = [
        quad.object
        for quad in store.quads_for_pattern(NamedNode(iri), NamedNode(SKOS + "prefLabel"), None, None)
        if isinstance(quad.object, Literal)
    ]
    ranked = sorted((not (literal.language or "").startswith("zh"), literal.value) for literal in found)
    return ranked[0][1] if ranked else local_name(iri)


def _pairs(store: Store, predicate: str, *, of: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield subject and object of every triple with a property."""
    for quad in store.quads_for_pattern(None, NamedNode(predicate), NamedNode(of) if of else None, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            yield quad.subject.value, quad.object.value


def _reports_of(store: Store, kinds: Mapping[str, str], reports: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return the reports that each node comes from: those that name it, and those that its evidence lies in."""
    found: dict[str, set[str]] = {}
    for node, report in _pairs(store, WR + "mentionedIn"):
        if node in kinds and report in reports:
            found.setdefault(node, set()).add(report)
    for node, span in _pairs(store, WR + "evidence"):
        if kinds.get(node) == "figure" and (report := span.partition("#")[0]) in reports:
            found.setdefault(node, set()).add(report)
    return {node: tuple(sorted(found[node])) for node in sorted(found)}


def _report_names(store: Store, reports: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the names of each report."""
    names = {report: [local_name(report)] for report in reports}
    for predicate in (WR + "fileName", DCTERMS + "title"):
        for report, name in sorted(_pairs(store, predicate)):
            if report in names:
                names[report].append(name)
    return {report: tuple(found) for report, found in names.items()}


def _cities(
    store: Store,
    kinds: Mapping[str, str],
    edges: tuple[tuple[str, str, str], ...],
    reports_of: Mapping[str, tuple[str, ...]],
    about: Mapping[str, str],
) -> dict[str, tuple[str, ...]]:
    """Return the divisions of each node."""
    seat = {subject: object_ for subject, predicate, object_ in edges if predicate == WR + "jurisdiction"}
    spatial = {report: place for report, place in sorted(_pairs(store, DCTERMS + "spatial")) if place in kinds}
    spatial |= {report: seat[body] for report, body in about.items() if body in seat}
    names = {place: label_of(store, place) for place in sorted({*seat.values(), *spatial.values()})}
    report_city = {report: names[place] for report, place in spatial.items()}
    owner = {subject: object_ for subject, predicate, object_ in edges if predicate == WR + "organization"}
    cities: dict[str, tuple[str, ...]] = {}
    for node in sorted(kinds):
        if (body := owner.get(node, node)) in seat:
            cities[node] = (names[seat[body]],)
        else:
            cities[node] = tuple(
                sorted({report_city[report] for report in reports_of.get(node, ()) if report in report_city})
            )
    return cities
