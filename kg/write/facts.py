"""Triples as sorted facts, and text as XML can hold it: what several exports share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.namespaces import BASE, RDF, WR

NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped."""
Facts = dict[str, dict[str, list[ox.NamedNode | ox.Literal]]]


def read_facts(triples: Iterable[ox.Triple]) -> Facts:
    """Return subject -> predicate -> objects, all sorted; blank nodes, which no build makes, are refused."""
    facts: Facts = defaultdict(lambda: defaultdict(list))
    for subject, predicate, object_ in triples:
        if not isinstance(subject, ox.NamedNode) or not isinstance(object_, ox.NamedNode | ox.Literal):
            raise InputError("a graph with blank nodes", remedy="export graphs that kg build has written")
        facts[subject.value][predicate.value].append(object_)
    return {
        subject: {predicate: sorted(facts[subject][predicate], key=str) for predicate in sorted(facts[subject])}
        for subject in sorted(facts)
    }


def base_of(facts: Facts) -> str:
    """Return the base of the data IRIs, told by the first report; the default where there is none."""
    for subject, found in facts.items():
        if any(one.value == WR + "Report" for one in found.get(RDF + "type", ())) and "rep_" in subject:
            return subject[: subject.rindex("rep_")]
    return BASE


def xml_text(text: str) -> str:
    """Return text for XML; what XML 1.0 cannot hold at all (NUL, other controls) becomes U+FFFD."""
    return escape(NO_XML.sub("\ufffd", text), {"\r": "&#13;"})
