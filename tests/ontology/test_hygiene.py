"""The ontology as a whole: it parses everywhere, has no known kind of defect, and contradicts itself nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.graph.namespaces import PREFIXES, RDF, SKOS, WR
from kg.graph.shapes import check
from kg.graph.store import open_store
from kg.graph.triples import Corrected, nodes
from kg.graph.vocabulary import RELATIONS
from kg.resources import ontology_dir
from tests.unit.graph import samples

ONTOLOGY = ontology_dir()
FILES = sorted(ONTOLOGY.rglob("*.ttl"))
DEFINING = [path for path in FILES if "examples" not in path.parts]
CORE = ONTOLOGY / "workreport.ttl"


@pytest.fixture(scope="module")
def whole() -> ox.Store:
    store = ox.Store()
    for path in DEFINING:
        if path.parent.name not in ("shapes", "alignments"):
            store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ONTOLOGY)))
def test_file_parses_in_both_engines_with_as_many_triples(path: Path) -> None:
    store = ox.Store()
    store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    assert len(store) == len(rdflib.Graph().parse(path)) > 0


@pytest.mark.parametrize("path", sorted((ONTOLOGY / "verify").glob("*.rq")), ids=lambda path: path.stem)
def test_no_defect(path: Path, whole: ox.Store) -> None:
    assert [[str(cell) for cell in row] for row in whole.query(path.read_text("utf-8"))] == []


DEFECTS = {
    "term-without-label": "wr:x a owl:Class ; rdfs:isDefinedBy <urn:o> .",
    "term-without-definition": "wr:x a owl:Class ; rdfs:isDefinedBy <urn:o> .",
    "term-without-example": "wr:x a owl:Class ; rdfs:isDefinedBy <urn:o> .",
    "term-without-owner": "wr:x a owl:Class .",
    "duplicate-label": 'wr:x rdfs:label "a" ; rdfs:isDefinedBy wr:o . wr:y rdfs:label "a" ; rdfs:isDefinedBy wr:o .',
    "subclass-circle": "wr:x rdfs:subClassOf wr:y . wr:y rdfs:subClassOf wr:x .",
    "undeclared-domain-or-range": "wr:x rdfs:domain wr:y .",
    "ontology-without-header": "<urn:o> a owl:Ontology .",
    "concept-without-text": "wr:x a skos:Concept .",
    "concept-iri-without-notation": 'wr:x a skos:Concept ; skos:notation "y" .',
    "duplicate-notation": 'wr:x skos:inScheme wr:s ; skos:notation "a" . wr:y skos:inScheme wr:s ; skos:notation "a" .',
    "broader-elsewhere": "wr:x skos:inScheme wr:s ; skos:broader wr:y . wr:y skos:inScheme wr:t .",
    "indicator-incomplete": "wr:x a wr:Indicator .",
    "label-of-two-indicators": 'wr:x a wr:Indicator ; skos:altLabel "a" . wr:y a wr:Indicator ; skos:altLabel "a" .',
    "indicator-in-no-group": "wr:x a wr:Indicator .",
    "property-without-domain-or-range": "wr:x a owl:ObjectProperty ; rdfs:isDefinedBy <urn:o> .",
}


@pytest.mark.parametrize("name", sorted(path.stem for path in (ONTOLOGY / "verify").glob("*.rq")))
def test_each_check_can_fail(name: str) -> None:
    store = ox.Store()
    prefixes = "".join(f"@prefix {short}: <{iri}> .\n" for short, iri in PREFIXES.items())
    store.load((prefixes + DEFECTS[name]).encode(), format=ox.RdfFormat.TURTLE)
    assert list(store.query((ONTOLOGY / "verify" / f"{name}.rq").read_text("utf-8")))


def test_no_contradiction_in_closure_of_core_alignments_and_examples() -> None:
    owlrl = pytest.importorskip("owlrl")
    graph = rdflib.Graph()
    for path in [CORE, *(ONTOLOGY / "alignments").glob("*.ttl"), *(ONTOLOGY / "examples" / "valid").glob("*.ttl")]:
        graph.parse(path)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    errors = rdflib.Namespace("http://www.daml.org/2002/03/agents/agent-ont#").error
    assert [str(message) for message in graph.objects(None, errors)] == []
    assert (rdflib.URIRef("https://w3id.org/workreport/id/rep_example"), rdflib.RDF.type, rdflib.PROV.Entity) in graph


def test_closure_finds_planted_contradiction() -> None:
    owlrl = pytest.importorskip("owlrl")
    graph = rdflib.Graph().parse(CORE)
    graph.parse(data=f"<urn:x> a <{WR}Metric>, <{WR}Initiative> .", format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    assert list(graph.objects(None, rdflib.Namespace("http://www.daml.org/2002/03/agents/agent-ont#").error))


def declared() -> set[str]:
    """Every term that the core file declares, ours or another's."""
    subjects = rdflib.Graph().parse(CORE).subjects(rdflib.RDF.type, None)
    return {str(term) for term in subjects if isinstance(term, rdflib.URIRef)}


def used() -> set[str]:
    """Every class and property in a graph of all kinds of facts."""
    found = set()
    for node in (*nodes([samples.first()]), *nodes([samples.second()], corrected=Corrected(("row",), 1, 0, 0))):
        found |= {predicate for predicate, _ in node.facts}
        found |= {str(one) for predicate, objects in node.facts if predicate == RDF + "type" for one in objects}
    return found - {RDF + name for name in ("type", "subject", "predicate", "object", "Statement")}


def test_every_class_and_property_of_a_graph_is_declared() -> None:
    assert used() - declared() == set()


def test_every_declared_term_is_used_or_has_its_reason() -> None:
    graph = rdflib.Graph().parse(CORE)
    ours = {str(term) for term in graph.subjects(rdflib.RDFS.isDefinedBy, None)}
    excused = {str(term) for term in graph.subjects(rdflib.URIRef(SKOS + "editorialNote"), None)}
    assert ours - used() - excused - set(RELATIONS.values()) == set()


@pytest.mark.parametrize("path", sorted((ONTOLOGY / "alignments").glob("*.ttl")), ids=lambda path: path.stem)
def test_alignment_speaks_of_declared_terms(path: Path) -> None:
    kinds = rdflib.Graph().parse(ONTOLOGY / "schemes" / "organization-kinds.ttl")
    known = declared() | {str(term) for term in kinds.subjects()}
    mentioned = {str(term) for triple in rdflib.Graph().parse(path) for term in triple if "workreport" in str(term)}
    assert {term for term in mentioned if "/alignment/" not in term} - known == set()


def test_version_is_in_changelog() -> None:
    version = re.search(r'owl:versionInfo "([^"]+)"', CORE.read_text("utf-8"))
    assert version and f"## {version[1]}" in (ONTOLOGY / "CHANGELOG.md").read_text("utf-8")


def test_built_graph_declares_and_describes_all_that_it_uses(demo_build: Path) -> None:
    store = open_store(demo_build)
    predicates = {quad.predicate.value for quad in store}
    types = {row["t"].value for row in store.query("SELECT DISTINCT ?t WHERE { ?s a ?t }")}
    builtin = {RDF + name for name in ("type", "subject", "predicate", "object", "Statement")}
    assert (predicates | types) - builtin - declared() == set()
    concepts = {row["c"].value for row in store.query(f"SELECT ?c WHERE {{ ?c a <{SKOS}Concept> }}")}
    scheme = ox.Store()
    for path in (ONTOLOGY / "schemes").glob("*.ttl"):
        scheme.load(path=str(path), format=ox.RdfFormat.TURTLE)
    known = {row["c"].value for row in scheme.query(f"SELECT ?c WHERE {{ ?c a <{SKOS}Concept> }}")}
    assert concepts and concepts <= known
    assert check(store).findings == ()


def test_narrower_concepts_stand_directly_below_the_broad_ones(whole: ox.Store) -> None:
    """Queries give the code of the broader concept beside the own one; two steps would hide the broadest."""
    deep = f"SELECT ?c WHERE {{ ?c <{SKOS}broader>/<{SKOS}broader> ?top }}"
    assert [row["c"].value for row in whole.query(deep)] == []
