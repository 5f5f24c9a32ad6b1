"""What kinds of things our graphs hold and how they are related: each list stands here and nowhere else."""

from __future__ import annotations

from typing import Final

from kg.graph.namespaces import FOAF, ORG, RDF, WR
from kg.model import EntityKind

CLASSES: Final[dict[EntityKind, str]] = {
    "organization": ORG + "Organization",
    "initiative": WR + "Initiative",
    "document": WR + "Document",
    "place": WR + "Place",
    "person": FOAF + "Person",
}
"""Kind of entity -> its class."""
NODES: Final[dict[str, str]] = {
    **{iri: kind for kind, iri in CLASSES.items()},
    WR + "Metric": "figure",
}
"""Class of whatever stands in the network -> what tables, pages and commands call it."""
FACTS: Final[dict[str, str]] = {**NODES, RDF + "Statement": "relation"}
"""Class of whatever has evidence -> its name."""
CATEGORIES: Final[dict[EntityKind, tuple[str, str]]] = {
    "organization": (ORG + "classification", "organization-kinds"),
    "initiative": (WR + "initiativeKind", "initiative-kinds"),
    "document": (WR + "documentKind", "document-kinds"),
    "place": (WR + "level", "levels"),
}
"""Kind of entity -> the property that holds its category, and the scheme of its values."""
RELATIONS: Final[dict[str, str]] = {
    name: (ORG if name == "subOrganizationOf" else WR) + name
    for name in (
        "carriesOut",
        "issues",
        "establishes",
        "endorses",
        "cooperatesWith",
        "targets",
        "subOrganizationOf",
        "subInitiativeOf",
        "coveredBy",
    )
}
"""What reports state between two things: local name of the property -> its IRI. A statement with evidence stands beside each."""
