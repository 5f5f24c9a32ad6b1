"""The vocabularies of the graph and the prefixes under which it is written and queried."""

from __future__ import annotations

from typing import Final

BASE: Final = "https://w3id.org/workreport/id/"
"""Default base of data IRIs; ``--base`` sets another."""

WR: Final = "https://w3id.org/workreport/ontology#"
WRI: Final = "https://w3id.org/workreport/indicator/"
WROK: Final = "https://w3id.org/workreport/organization-kind/"
WRIK: Final = "https://w3id.org/workreport/initiative-kind/"
WRDK: Final = "https://w3id.org/workreport/document-kind/"
WRL: Final = "https://w3id.org/workreport/level/"
WRS: Final = "https://w3id.org/workreport/scheme/"
ORG: Final = "http://www.w3.org/ns/org#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
PROV: Final = "http://www.w3.org/ns/prov#"
DCTERMS: Final = "http://purl.org/dc/terms/"
SCHEMA: Final = "https://schema.org/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
NIF: Final = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: Final[dict[str, str]] = {
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "nif": NIF,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "wr": WR,
    "wrd": BASE,
    "wrdk": WRDK,
    "wri": WRI,
    "wrik": WRIK,
    "wrl": WRL,
    "wrok": WROK,
    "wrs": WRS,
    "xsd": XSD,
}
"""Prefix -> IRI for queries; ``prefixes(base)`` puts the base of a graph in place of the default one."""

USED: Final = (
    "dcterms",
    "foaf",
    "nif",
    "org",
    "prov",
    "rdf",
    "skos",
    "wr",
    "wrd",
    "wrdk",
    "wri",
    "wrik",
    "wrl",
    "wrok",
    "wrs",
    "xsd",
)
"""The prefixes that a graph declares."""


def prefixes(base: str = BASE) -> dict[str, str]:
    """Prefix -> IRI with ``wrd:`` bound to the base of the data."""
    return {**PREFIXES, "wrd": base}
