"""A built graph in the formats of other programs: sorted, and the same bytes whenever the graph is the same.

nt, nq            sorted lines
jsonld, rdfxml    one node after the other, in order of IRIs; the JSON-LD context is shipped, never fetched
graphml, gexf     entities, figures and reports as nodes, what connects them as edges
csv               nodes.csv and relationships.csv as neo4j-admin imports them
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final
from xml.sax.saxutils import quoteattr

import pyoxigraph as ox

from kg.errors import OutputError
from kg.graph.namespaces import RDF, XSD, prefixes
from kg.write import networks
from kg.write.facts import Facts, base_of, read_facts, xml_text

LINES: Final = ("nt", "nq")
TYPE: Final = RDF + "type"
_NAME: Final = re.compile(r"[A-Za-z_\u00c0-\u02ff\u0370-\u037d\u3007-\u9fff][-\w.\u00b7]*")
"""A cautious part of NCName, in which RDF/XML writes properties."""


def export(triples: Collection[ox.Triple], form: str) -> dict[str, str]:
    """Return the files of a format: their endings or names with their texts; one file but for ``csv``."""
    if form in LINES:
        # All facts are in the default graph, so lines of N-Triples are lines of N-Quads as well.
        return {form: "".join(f"{line} .\n" for line in sorted({str(triple) for triple in triples}))}
    facts = read_facts(triples)
    if form == "jsonld":
        return {"jsonld": _jsonld(facts)}
    if form == "rdfxml":
        return {"rdf": "".join(_rdfxml(facts))}
    network = networks.read_network(facts)
    if form == "graphml":
        return {"graphml": "".join(networks.graphml(network))}
    if form == "gexf":
        return {"gexf": "".join(networks.gexf(network))}
    return {"nodes.csv": networks.nodes_csv(network), "relationships.csv": networks.relationships_csv(network)}


def context(base: str) -> dict[str, object]:
    """Return the JSON-LD context: the prefixes of the graph. It travels inside each export."""
    return dict(sorted(prefixes(base).items()))


def _jsonld(facts: Facts) -> str:
    base = base_of(facts)
    bound = prefixes(base)
    graph = []
    for subject, found in facts.items():
        node: dict[str, object] = {"@id": _compact(subject, bound)}
        for predicate, objects in found.items():
            if predicate == TYPE:
                node["@type"] = [_compact(one.value, bound) for one in objects]
            else:
                values = [_json_value(one, bound) for one in objects]
                node[_compact(predicate, bound)] = values if len(values) > 1 else values[0]
        graph.append(node)
    return json.dumps({"@context": context(base), "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def _json_value(term: ox.NamedNode | ox.Literal, bound: Mapping[str, str]) -> object:
    if isinstance(term, ox.NamedNode):
        return {"@id": _compact(term.value, bound)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == XSD + "string":
        return term.value
    return {"@value": term.value, "@type": _compact(term.datatype.value, bound)}


def _compact(iri: str, bound: Mapping[str, str]) -> str:
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    name = next((name for name, start in bound.items() if start == iri[:cut]), None)
    # A name that begins with two slashes would be read as an IRI of its own.
    return f"{name}:{iri[cut:]}" if name and iri[cut:] else iri


def _rdfxml(facts: Facts) -> Iterator[str]:
    bound = {start: name for name, start in prefixes(base_of(facts)).items()}
    used = {"http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf"}
    for predicate in sorted({predicate for found in facts.values() for predicate in found}):
        start, _ = _split(predicate)
        used.setdefault(start, bound.get(start) or f"ns{len(used)}")
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF'
    yield "".join(f"\n  xmlns:{name}={quoteattr(start)}" for start, name in sorted(used.items(), key=lambda x: x[1]))
    yield ">\n"
    for subject, found in facts.items():
        yield f"<rdf:Description rdf:about={quoteattr(subject)}>\n"
        for predicate, objects in found.items():
            start, local = _split(predicate)
            tag = f"{used[start]}:{local}"
            for one in objects:
                yield f"  <{tag}{_xml_object(one, tag)}\n"
        yield "</rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _split(iri: str) -> tuple[str, str]:
    """Return namespace and local name of a property, the local name as long as XML allows."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    if not _NAME.fullmatch(iri, cut):
        raise OutputError("a property that RDF/XML cannot write", place=iri, remedy="use --format jsonld")
    return iri[:cut], iri[cut:]


def _xml_object(term: ox.NamedNode | ox.Literal, tag: str) -> str:
    if isinstance(term, ox.NamedNode):
        return f" rdf:resource={quoteattr(term.value)}/>"
    kind = ""
    if term.language:
        kind = f' xml:lang="{term.language}"'
    elif term.datatype.value != XSD + "string":
        kind = f" rdf:datatype={quoteattr(term.datatype.value)}"
    return f"{kind}>{xml_text(term.value)}</{tag}>"
