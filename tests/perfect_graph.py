"""The graph that a reader who misses nothing would build from an annotation: what the scorer must call perfect."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from kg.graph.namespaces import BASE, DCTERMS, NIF, ORG, RDF, SKOS, WR, WRI

Triple = tuple[str, str, str]
"""Three N-Triples terms."""

CLASSES = (("organizations", ORG + "Organization"), ("initiatives", WR + "Initiative"), ("documents", WR + "Document"))


def iri(text: str) -> str:
    return f"<{text}>"


def literal(text: object) -> str:
    return json.dumps(str(text), ensure_ascii=False)


def predicate(name: str) -> str:
    return iri(ORG + name if name == "subOrganizationOf" else WR + name)


def triples(facts: str, text: str) -> list[Triple]:
    """All that the annotation says, in the terms of the ontology."""
    return sorted(set(_triples(json.loads(facts), text)))


def n_triples(graph: list[Triple]) -> str:
    return "".join(f"{' '.join(triple)} .\n" for triple in graph)


def _node(*parts: str) -> str:
    return iri(BASE + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16])


def _triples(gold: dict[str, Any], text: str) -> Iterator[Triple]:
    doc = gold["doc"]
    report = _node(doc)
    yield report, iri(RDF + "type"), iri(WR + "Report")
    yield report, iri(WR + "fileName"), literal(doc)
    yield report, iri(DCTERMS + "title"), literal(doc)
    nodes: dict[str, str] = {}

    def evidence(node: str, start: int, end: int) -> Iterator[Triple]:
        span = iri(f"{report[1:-1]}#char={start},{end}")
        yield node, iri(WR + "evidence"), span
        yield span, iri(NIF + "beginIndex"), literal(start)
        yield span, iri(NIF + "endIndex"), literal(end)
        yield span, iri(NIF + "anchorOf"), literal(text[start:end])
        yield span, iri(NIF + "referenceContext"), report

    def everywhere(node: str, words: str) -> Iterator[Triple]:
        start = text.find(words)
        while words and start >= 0:
            yield from evidence(node, start, start + len(words))
            start = text.find(words, start + len(words))

    for group, kind in CLASSES:
        for entity in gold[group]:
            node = nodes[entity["id"]] = _node(doc, entity["id"])
            yield node, iri(RDF + "type"), iri(kind)
            yield node, iri(WR + "mentionedIn"), report
            yield node, iri(SKOS + "prefLabel"), literal(entity["name"])
            for other in entity.get("accept", ()):
                yield node, iri(SKOS + "altLabel"), literal(other)
            for words in entity["surface"]:
                yield from everywhere(node, words)
    if gold["about"].get("org"):
        yield report, iri(WR + "aboutOrganization"), nodes[gold["about"]["org"]]
    for metric in gold["metrics"]:
        node = _node(doc, "figure", metric["id"])
        yield node, iri(RDF + "type"), iri(WR + "Metric")
        for name, key in (
            ("value", "value"), ("highValue", "high"), ("unit", "unit"), ("modifier", "modifier"),
            ("indicatorText", "indicator"), ("period", "period"), ("modality", "modality"),
        ):  # fmt: skip
            if metric.get(key) is not None:
                yield node, iri(WR + name), literal(metric[key])
        if metric["concept"]:
            concept = iri(WRI + quote(metric["concept"]))
            yield node, iri(WR + "indicator"), concept
            yield concept, iri(SKOS + "notation"), literal(metric["concept"])
        for name, key in (("organization", "org"), ("initiative", "initiative")):
            if metric.get(key):
                yield node, iri(WR + name), nodes[metric[key]]
        start = text.index(metric["quote"]) + metric["quote"].index(metric["number"])
        yield from evidence(node, start, start + len(metric["number"]))
    for relation in gold["relations"]:
        target = nodes.get(relation["o"])
        if target is None:
            target = _node("place", relation["o"])
            yield target, iri(RDF + "type"), iri(WR + "Place")
            yield target, iri(WR + "mentionedIn"), report
            yield target, iri(SKOS + "prefLabel"), literal(relation["o"])
        node = _node(doc, "relation", relation["s"], relation["p"], relation["o"])
        yield node, iri(RDF + "type"), iri(RDF + "Statement")
        yield node, iri(RDF + "subject"), nodes[relation["s"]]
        yield node, iri(RDF + "predicate"), predicate(relation["p"])
        yield node, iri(RDF + "object"), target
        yield from everywhere(node, relation["quote"])
