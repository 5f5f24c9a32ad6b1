"""The network of a built graph: entities, figures and reports as nodes, what connects them as edges.

Written as GraphML, GEXF, and the pair of CSV files that neo4j-admin imports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import quoteattr

import pyoxigraph as ox

from kg.graph.cells import table_lines
from kg.graph.namespaces import DCTERMS, NIF, RDF, SKOS, WR, prefixes
from kg.graph.vocabulary import CATEGORIES, NODES
from kg.write.facts import NO_XML, Facts, base_of, xml_text

TYPE: Final = RDF + "type"


@dataclass(slots=True)
class Network:
    """Nodes with their attributes, and edges as (from, to, kind), both in order."""

    nodes: dict[str, dict[str, str]] = field(default_factory=dict)
    edges: list[tuple[str, str, str]] = field(default_factory=list)


KINDS: Final = {**NODES, WR + "Report": "report"}
"""Class of a node of the network -> what it is called."""
ATTRIBUTES: Final = (
    "kind",
    "label",
    "category",
    "value",
    "highValue",
    "unit",
    "modifier",
    "modality",
    "period",
    "indicator",
    "indicatorText",
    "grade",
    "sentence",
    "fileName",
)
"""What a node of the network carries; text, but for value and highValue."""
NUMBERS: Final = frozenset({"value", "highValue"})


def read_network(facts: Facts) -> Network:
    """Return entities, figures and reports with what connects them."""
    bound = {start: name for name, start in prefixes(base_of(facts)).items()}
    network = Network()
    for subject, found in facts.items():
        kind = next((KINDS[one.value] for one in found.get(TYPE, ()) if one.value in KINDS), None)
        if kind:
            network.nodes[_id(subject, bound)] = _attributes(kind, found, facts)
    for subject, found in facts.items():
        source = _id(subject, bound)
        if source in network.nodes:
            for predicate, objects in found.items():
                for one in objects:
                    if isinstance(one, ox.NamedNode) and _id(one.value, bound) in network.nodes:
                        network.edges.append((source, _id(one.value, bound), _local(predicate)))
    network.edges.sort()
    return network


def _id(iri: str, bound: Mapping[str, str]) -> str:
    """Return the short name of a node: its local name if it has the base of the data."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[cut:] if bound.get(iri[:cut]) == "wrd" else iri


def _local(iri: str) -> str:
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def _attributes(kind: str, found: Mapping[str, list[ox.NamedNode | ox.Literal]], facts: Facts) -> dict[str, str]:
    def value(*names: str) -> str:
        return next((found[name][0].value for name in names if name in found), "")

    values = {name: value(WR + name) for name in ATTRIBUTES}
    category = value(*(property for property, _ in CATEGORIES.values()))
    indicator = value(WR + "indicator")
    spans = [facts.get(one.value, {}) for one in found.get(WR + "evidence", ())]
    first = min(spans, key=lambda span: (_text(span, NIF + "referenceContext"), _number(span)), default={})
    sentence = facts.get(_text(first, WR + "sentence"), first)
    label = value(SKOS + "prefLabel", DCTERMS + "title")
    if kind == "figure":
        label = f"{value(WR + 'indicatorText')} {value(WR + 'surface') or value(WR + 'value') + value(WR + 'unit')}"
    values |= {
        "kind": kind,
        "label": label.strip(),
        "category": _text(facts.get(category, {}), SKOS + "notation"),
        "indicator": _text(facts.get(indicator, {}), SKOS + "notation"),
        "sentence": _text(sentence, NIF + "anchorOf"),
    }
    return {name: values[name] for name in ATTRIBUTES if values[name]}


def _text(found: Mapping[str, list[ox.NamedNode | ox.Literal]], name: str) -> str:
    return found[name][0].value if name in found else ""


def _number(found: Mapping[str, list[ox.NamedNode | ox.Literal]]) -> int:
    return int(_text(found, NIF + "beginIndex") or 0)


def graphml(network: Network) -> Iterator[str]:
    """Yield the network as GraphML."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for name in ATTRIBUTES:
        kind = "double" if name in NUMBERS else "string"
        yield f'  <key id="{name}" for="node" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '  <key id="relation" for="edge" attr.name="relation" attr.type="string"/>\n'
    yield '  <graph id="reports" edgedefault="directed">\n'
    for node, attributes in network.nodes.items():
        yield f"    <node id={quoteattr(node)}>"
        yield "".join(f'<data key="{name}">{xml_text(value)}</data>' for name, value in attributes.items())
        yield "</node>\n"
    for number, (source, target, relation) in enumerate(network.edges):
        yield f'    <edge id="e{number}" source={quoteattr(source)} target={quoteattr(target)}>'
        yield f'<data key="relation">{xml_text(relation)}</data></edge>\n'
    yield "  </graph>\n</graphml>\n"


def gexf(network: Network) -> Iterator[str]:
    """Yield the network as GEXF 1.2, without the date that would make two exports differ."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    yield '  <graph defaultedgetype="directed" mode="static">\n    <attributes class="node" mode="static">\n'
    names = [name for name in ATTRIBUTES if name != "label"]
    for name in names:
        kind = "double" if name in NUMBERS else "string"
        yield f'      <attribute id="{name}" title="{name}" type="{kind}"/>\n'
    yield '    </attributes>\n    <attributes class="edge" mode="static">\n'
    yield '      <attribute id="relation" title="relation" type="string"/>\n    </attributes>\n    <nodes>\n'
    for node, attributes in network.nodes.items():
        yield f"      <node id={quoteattr(node)} label={quoteattr(_clean(attributes.get('label', node)))}><attvalues>"
        for name in names:
            if name in attributes:
                yield f'<attvalue for="{name}" value={quoteattr(_clean(attributes[name]))}/>'
        yield "</attvalues></node>\n"
    yield "    </nodes>\n    <edges>\n"
    for number, (source, target, relation) in enumerate(network.edges):
        yield f'      <edge id="{number}" source={quoteattr(source)} target={quoteattr(target)}'
        yield f" label={quoteattr(relation)}><attvalues>"
        yield f'<attvalue for="relation" value={quoteattr(relation)}/></attvalues></edge>\n'
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _clean(text: str) -> str:
    return NO_XML.sub("\ufffd", text)


def nodes_csv(network: Network) -> str:
    """Return the nodes with neo4j-admin's header; ``:LABEL`` is the kind with a capital."""
    names = [name for name in ATTRIBUTES if name != "kind"]
    head = ["id:ID", *(f"{name}:double" if name in NUMBERS else name for name in names), ":LABEL"]
    rows = (
        [node, *(attributes.get(name, "") for name in names), attributes["kind"].capitalize()]
        for node, attributes in network.nodes.items()
    )
    return "".join(table_lines(head, rows, end="\n"))


def relationships_csv(network: Network) -> str:
    """Return the edges with neo4j-admin's header; types in its capitals (``CARRIES_OUT``)."""
    rows = (
        [source, target, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", relation).upper()]
        for source, target, relation in network.edges
    )
    return "".join(table_lines([":START_ID", ":END_ID", ":TYPE"], rows, end="\n"))
