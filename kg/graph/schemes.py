"""The concepts of the SKOS schemes: notation -> concept with labels and the chain of broader ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg.graph.namespaces import RDF, SKOS, WR, WRDK, WRI, WRIK, WRL, WROK, WRS
from kg.resources import scheme_texts

NAMESPACE: Final[Mapping[str, str]] = {
    "indicators": WRI,
    "organization-kinds": WROK,
    "initiative-kinds": WRIK,
    "document-kinds": WRDK,
    "levels": WRL,
}
"""Name of a scheme -> namespace of its concepts; the notation is the local name."""
TRAITS: Final = ("additivity", "statType", "unitKind")


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of a scheme, as far as the graph repeats it."""

    iri: str
    notation: str
    scheme: str
    """Name of its scheme (``indicators``)."""
    classes: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    """Preferred labels as (language, text), sorted."""
    broader: tuple[str, ...] = ()
    """IRIs of the broader concepts, sorted."""
    traits: tuple[tuple[str, str], ...] = ()
    """How an indicator counts: local name of the property (statType, additivity, unitKind) and its value, sorted."""
    denominator: str = ""
    """IRI of the indicator that a ratio divides by."""


@dataclass(frozen=True, slots=True)
class Schemes:
    """All concepts by IRI."""

    concepts: Mapping[str, Concept]

    def find(self, scheme: str, notation: str) -> Concept:
        """The concept of a notation; one that the schemes lack (a user's own) is made from the notation alone.

        >>> load_schemes().find("levels", "county").labels[1]
        ('zh', '县区级')
        """
        iri = NAMESPACE[scheme] + notation
        if iri in self.concepts:
            return self.concepts[iri]
        classes = (SKOS + "Concept", WR + "Indicator") if scheme == "indicators" else (SKOS + "Concept",)
        return Concept(iri, notation, scheme, classes, (("en", notation), ("zh", notation)))

    def chain(self, concept: Concept) -> Iterator[Concept]:
        """The concept and all that it needs to be understood: the broader ones and the denominators."""
        seen: set[str] = set()
        todo = [concept]
        while todo:
            one = todo.pop(0)
            if one.iri not in seen:
                seen.add(one.iri)
                yield one
                todo += [self.concepts[iri] for iri in (*one.broader, one.denominator) if iri in self.concepts]


def parse_schemes(texts: Iterable[str]) -> Schemes:
    """The concepts that the Turtle texts describe."""
    values: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    for text in texts:
        for quad in ox.parse(text, format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                values[quad.subject.value][quad.predicate.value].append(quad.object)
    concepts: dict[str, Concept] = {}
    for iri, facts in values.items():
        if any(kind.value == SKOS + "Concept" for kind in facts[RDF + "type"]):
            labels = {
                (label.language or "", label.value)
                for label in facts[SKOS + "prefLabel"]
                if isinstance(label, ox.Literal)
            }
            concepts[iri] = Concept(
                iri=iri,
                notation=facts[SKOS + "notation"][0].value,
                scheme=facts[SKOS + "inScheme"][0].value.removeprefix(WRS),
                classes=tuple(sorted(kind.value for kind in facts[RDF + "type"])),
                labels=tuple(sorted(labels)),
                broader=tuple(sorted(one.value for one in facts[SKOS + "broader"])),
                traits=tuple((name, one.value) for name in TRAITS for one in facts[WR + name]),
                denominator=next((one.value for one in facts[WR + "denominator"]), ""),
            )
    return Schemes(concepts)


@cache
def load_schemes() -> Schemes:
    """The concepts of the schemes that travel with the program."""
    return parse_schemes(scheme_texts())
