"""The graph as a typed networkx multigraph, for measures.

Nodes are IRIs, in order of kind, label and IRI, and carry ``kind`` (``report``, ``organization``, ``initiative``,
``document``, ``place``, ``person``), ``label``, ``category`` (code), ``place`` (label of the division), ``reports``
(identifiers of the reports that name it, sorted tuple), ``mentions`` (places in the texts) and ``figures`` (how many figures
are its own; of a report, how many it states). A report also has ``files``, ``year`` (None where unknown), ``organization``
(IRI or ""), ``indicators`` (codes of those that it states figures of, sorted tuple), ``length`` (characters) and ``quoted``
(characters of the sentences that state its figures and relations).

Edges have the local name of their property as key and as ``kind``. Relations that texts state carry ``iri``, ``grade``,
``reports`` (identifiers, sorted tuple) and ``places`` (how often it is stated). Beside them stand ``mentionedIn`` (entity -> report),
``aboutOrganization`` (report -> body), ``jurisdiction`` (body -> place) and ``within`` (place -> place), without
attributes of their own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TypeAlias

import networkx

from kg.analyze.catalog import Catalog

Network: TypeAlias = "networkx.MultiDiGraph[str]"


def network_of(catalog: Catalog) -> Network:
    """Everything but figures, which are counted where they belong; nodes and edges in a fixed order."""
    network: Network = networkx.MultiDiGraph()
    owned = Counter(iri for row in catalog.figures for iri in (row.organization_iri, row.initiative_iri) if iri)
    stated = Counter(name for row in catalog.figures for name in {place.report for place in row.evidence})
    indicators, sentences = _stated(catalog)
    for report in catalog.reports:
        network.add_node(
            report.iri, kind="report", label=report.title, category="", place=report.place, reports=(report.id,),
            mentions=0, figures=stated[report.id], files=report.files, year=report.year,
            organization=report.organization_iri, indicators=tuple(sorted(indicators[report.id])), length=report.length,
            quoted=sum(sentences[report.id].values()),
        )  # fmt: skip
    by_iri = {report.iri: report.id for report in catalog.reports}
    edges: list[tuple[str, str, str, dict[str, object]]] = []
    for entity in catalog.entities:
        named_in = [iri for iri in catalog.links(entity.iri, "mentionedIn") if iri in by_iri]
        network.add_node(
            entity.iri, kind=entity.kind, label=entity.label, category=entity.category, place=entity.place,
            reports=tuple(sorted(by_iri[iri] for iri in named_in)), mentions=len(entity.evidence),
            figures=owned[entity.iri],
        )  # fmt: skip
        edges += [(entity.iri, iri, "mentionedIn", {}) for iri in named_in]
        for name in ("jurisdiction", "within"):
            edges += [(entity.iri, iri, name, {}) for iri in catalog.links(entity.iri, name)]
    for report in catalog.reports:
        if report.organization_iri:
            edges.append((report.iri, report.organization_iri, "aboutOrganization", {}))
    for row in catalog.relations:
        reports = tuple(sorted({place.report for place in row.evidence}))
        more = {"iri": row.iri, "grade": row.grade, "reports": reports, "places": len(row.evidence)}
        edges.append((row.subject_iri, row.object_iri, row.predicate, more))
    for source, target, kind, more in sorted(edges, key=lambda edge: edge[:3]):
        if source in network and target in network:
            network.add_edge(source, target, key=kind, kind=kind, **more)
    return network


def _stated(catalog: Catalog) -> tuple[dict[str, set[str]], dict[str, dict[int, int]]]:
    """Report -> codes of the indicators that it states, and -> begin and length of every sentence that states a fact."""
    indicators: dict[str, set[str]] = defaultdict(set)
    sentences: dict[str, dict[int, int]] = defaultdict(dict)
    for figure in catalog.figures:
        for place in figure.evidence:
            if figure.indicator:
                indicators[place.report].add(figure.indicator)
            sentences[place.report][place.sentence_start] = len(place.sentence)
    for relation in catalog.relations:
        for place in relation.evidence:
            sentences[place.report][place.sentence_start] = len(place.sentence)
    return indicators, sentences
