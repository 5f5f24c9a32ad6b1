"""What the service says of things and of itself: descriptions of data IRIs, VoID and the SPARQL service description."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox
from jinja2 import Environment, PackageLoader, Template

from kg.graph.namespaces import DCTERMS, PREFIXES, RDF, RDFS, SKOS, WR, XSD
from kg.graph.queries import Cell, plain
from kg.serve.exchange import Reply, Request
from kg.serve.negotiation import GRAPHS, RESULTS, content_type, media_type
from kg.serve.problems import Problem
from kg.serve.served import Served
from kg.serve.sparql import graph_bytes

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
VOID: Final = "http://rdfs.org/ns/void#"
FORMATS: Final = "http://www.w3.org/ns/formats/"
HTML: Final = "text/html"
_INCOMING: Final = 500
"""Triples that lead to a thing of which its description holds at most so many."""
_NAMES: Final = (SKOS + "prefLabel", DCTERMS + "title", RDFS + "label")
_WRITTEN: Final = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
}
"""Media type -> its name among the W3C's unique IRIs of file formats."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property, as the page shows it."""

    text: str
    link: str = ""


def describe(served: Served, request: Request) -> Reply:
    """Return all that the graph says of a thing: its own triples, those of its evidence, who points at it, and names.

    The thing is the one whose IRI is the base of the data and the name in the path; raises ``Problem`` 404.
    """
    try:
        node = ox.NamedNode(served.base + request.name)
    except ValueError:
        raise _nothing(request.name) from None
    triples = tuple(islice(_about(served.store, node), served.limits.rows + 1))
    if not triples:
        raise _nothing(request.name)
    media = media_type(request, (*GRAPHS, HTML))
    if media != HTML:
        return Reply(graph_bytes(served, triples, media), content_type(media), steady=True)
    page = template().render(
        title=_name(served.store, node) or request.name,
        iri=node.value,
        rows=_rows(served, triples, node),
        incoming=_pointing(served, triples, node),
        formats=[(name, f"/doc/{quote(request.name)}?format={name}") for name in ("ttl", "nt", "jsonld", "rdfxml")],
    )
    return Reply(page.encode(), content_type(HTML), steady=True)


@cache
def template() -> Template:
    """The page of a thing; everything that is put in is escaped."""
    return Environment(loader=PackageLoader("kg.serve", "assets"), autoescape=True).get_template("thing.html")


def _nothing(name: str) -> Problem:
    return Problem(404, "not-found", f"the graph says nothing of {name}", remedy="find names at /api/entities?search=")


def _about(store: ox.Store, node: ox.NamedNode) -> Iterator[ox.Triple]:
    own = [quad.triple for quad in store.quads_for_pattern(node, None, None)]
    yield from own
    pointing = [quad.triple for quad in islice(store.quads_for_pattern(None, None, node), _INCOMING)] if own else []
    yield from pointing
    for triple in own:
        if triple.predicate.value == WR + "evidence" and isinstance(triple.object, ox.NamedNode):
            yield from (quad.triple for quad in store.quads_for_pattern(triple.object, None, None))
    others = {triple.object for triple in own} | {triple.subject for triple in pointing}
    for other in sorted((one for one in others if isinstance(one, ox.NamedNode)), key=str):
        for name in _NAMES:
            yield from (quad.triple for quad in store.quads_for_pattern(other, ox.NamedNode(name), None))


def _name(store: ox.Store, node: ox.NamedNode) -> str:
    found = (quad.object for name in _NAMES for quad in store.quads_for_pattern(node, ox.NamedNode(name), None))
    return next((one.value for one in found if isinstance(one, ox.Literal)), "")


def _rows(served: Served, triples: tuple[ox.Triple, ...], node: ox.NamedNode) -> list[tuple[str, list[Value]]]:
    """Return the properties of a thing with their values."""
    rows: dict[str, list[Value]] = {}
    for triple in sorted({one for one in triples if one.subject == node}, key=str):
        rows.setdefault(_short(served, triple.predicate), []).append(_value(served, triple.object))
    return list(rows.items())


def _pointing(served: Served, triples: tuple[ox.Triple, ...], node: ox.NamedNode) -> list[tuple[str, Value]]:
    """Return who points at a thing, and by what."""
    found = sorted({one for one in triples if one.object == node}, key=lambda one: (one.predicate.value, str(one)))
    return [(_short(served, one.predicate), _value(served, one.subject)) for one in found]


def _value(served: Served, term: Cell) -> Value:
    if not isinstance(term, ox.NamedNode):
        return Value(plain(term, {}))
    if not term.value.startswith(served.base):
        link = term.value if term.value.startswith(("http://", "https://")) else ""
        return Value(_name(served.store, term) or _short(served, term), link)
    name, _, place = term.value.removeprefix(served.base).partition("#")
    quoted = next((q.object for q in served.store.quads_for_pattern(term, _ANCHOR, None)), None)
    text = quoted.value if isinstance(quoted, ox.Literal) else _name(served.store, term) or name
    return Value(f"{text} ({place})" if place else text, f"/doc/{quote(name)}")


_ANCHOR: Final = ox.NamedNode(PREFIXES["nif"] + "anchorOf")


def _short(served: Served, node: ox.NamedNode) -> str:
    return plain(node, {iri: name for name, iri in served.prefixes.items()})


def describe_service(served: Served, request: Request) -> Reply:
    """Return the SPARQL 1.1 service description."""
    here = f"{request.origin}/sparql"
    said: list[tuple[str, str, str | int]] = [
        (here, RDF + "type", SD + "Service"),
        (here, SD + "endpoint", here),
        (here, SD + "supportedLanguage", SD + "SPARQL11Query"),
        (here, SD + "defaultDataset", f"{here}#dataset"),
        (f"{here}#dataset", RDF + "type", SD + "Dataset"),
        (f"{here}#dataset", SD + "defaultGraph", f"{here}#graph"),
        (f"{here}#graph", RDF + "type", SD + "Graph"),
        (f"{here}#graph", VOID + "triples", len(served.store)),
    ]
    said += [
        (here, SD + "resultFormat", FORMATS + _WRITTEN[media]) for media in (*RESULTS, *GRAPHS) if media in _WRITTEN
    ]
    return _said(served, request, said)


def describe_dataset(served: Served, request: Request) -> Reply:
    """Return the VoID description: where the data are to be had, how many there are of each class and property."""
    here, origin = f"{request.origin}/.well-known/void", request.origin
    dataset = f"{here}#dataset"
    said: list[tuple[str, str, str | int]] = [
        (here, RDF + "type", VOID + "DatasetDescription"),
        (here, PREFIXES["foaf"] + "primaryTopic", dataset),
        (dataset, RDF + "type", VOID + "Dataset"),
        (dataset, VOID + "sparqlEndpoint", f"{origin}/sparql"),
        (dataset, VOID + "uriSpace", f'"{served.base}"'),
        (dataset, VOID + "uriLookupEndpoint", f"{origin}/id/"),
        (dataset, VOID + "triples", len(served.store)),
    ]
    said += [
        (dataset, VOID + "vocabulary", iri) for name, iri in PREFIXES.items() if name in ("wr", "org", "skos", "nif")
    ]
    for kind, word, query in (("class", "entities", _CLASSES), ("property", "triples", _PROPERTIES)):
        for name, count in _counts(served.store, query):
            part = f"{here}#{kind}-{quote(_short(served, ox.NamedNode(name)), safe='')}"
            said += [
                (dataset, f"{VOID}{kind}Partition", part),
                (part, VOID + kind, name),
                (part, VOID + word, count),
            ]
    return _said(served, request, said)


_CLASSES: Final = "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) { ?s a ?x } GROUP BY ?x ORDER BY ?x"
_PROPERTIES: Final = "SELECT ?x (COUNT(*) AS ?n) { ?s ?x ?o } GROUP BY ?x ORDER BY ?x"


def _counts(store: ox.Store, query: str) -> Iterator[tuple[str, int]]:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)  # both are SELECT
    for row in found:
        yield row["x"].value, int(row["n"].value)


def _said(served: Served, request: Request, said: list[tuple[str, str, str | int]]) -> Reply:
    """Return statements in the format that the request asks for; numbers and quoted texts are literals."""
    media = media_type(request, tuple(GRAPHS))
    triples = tuple(ox.Triple(ox.NamedNode(s), ox.NamedNode(p), _object(o)) for s, p, o in said)
    return Reply(graph_bytes(served, triples, media), content_type(media), steady=True)


def _object(said: str | int) -> ox.NamedNode | ox.Literal:
    if isinstance(said, int):
        return ox.Literal(str(said), datatype=ox.NamedNode(XSD + "integer"))
    return ox.Literal(said.strip('"')) if said.startswith('"') else ox.NamedNode(said)
