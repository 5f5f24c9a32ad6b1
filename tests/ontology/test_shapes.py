"""The shapes: each accepts its valid example and rejects its invalid ones, as pySHACL, the reference, does."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

from kg.graph.shapes import check
from kg.graph.store import store_of
from kg.resources import ontology_dir, shape_files, shape_texts

pyshacl = pytest.importorskip("pyshacl")

EXAMPLES = ontology_dir() / "examples"
VALID = sorted((EXAMPLES / "valid").glob("*.ttl"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.ttl"))
SHACL = rdflib.Namespace("http://www.w3.org/ns/shacl#")


@pytest.fixture(scope="module")
def reference() -> rdflib.Graph:
    shapes = rdflib.Graph()
    for text in shape_texts():
        shapes.parse(data=text)
    return shapes


def by_reference(path: Path, shapes: rdflib.Graph) -> set[str]:
    """The English messages that pySHACL finds; it drops the language tags of SPARQL constraints."""
    data = rdflib.Graph().parse(path)
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes)
    return {str(message) for message in results.objects(None, SHACL.resultMessage) if str(message).isascii()}


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_shape_accepts_valid_example(path: Path, reference: rdflib.Graph) -> None:
    assert check(store_of(path.read_text("utf-8"))).findings == ()
    assert by_reference(path, reference) == set()


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_shape_rejects_invalid_example_with_its_message(path: Path, reference: rdflib.Graph) -> None:
    text = path.read_text("utf-8")
    expected = text.splitlines()[0].removeprefix("# expect: ")
    outcome = check(store_of(text))
    assert not outcome.conforms
    assert expected in {finding.en for finding in outcome.findings}
    assert {finding.en for finding in outcome.findings} == by_reference(path, reference)


def test_every_shape_has_valid_and_invalid_example() -> None:
    shapes = {path.stem for path in shape_files()} - {"prefixes"}
    assert shapes == {path.stem for path in VALID}
    assert shapes <= {path.stem for path in INVALID}


def test_every_message_is_in_both_languages(reference: rdflib.Graph) -> None:
    holders = set(reference.subjects(SHACL.message, None))
    assert len(holders) > 60
    for holder in holders:
        assert {message.language for message in reference.objects(holder, SHACL.message)} == {"zh", "en"}
    assert holders == set(reference.objects(None, SHACL.property)) | set(reference.objects(None, SHACL.sparql))


def test_constraint_that_is_not_covered_is_refused_not_skipped() -> None:
    shapes = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix wr: <https://w3id.org/workreport/ontology#> .
    wr:S sh:targetClass wr:Metric ; sh:property [ sh:path wr:value ; sh:maxExclusive 5 ; sh:message "x"@en ] ."""
    with pytest.raises(Exception, match="maxExclusive"):
        check(store_of("<urn:a> <urn:b> <urn:c> ."), texts=[shapes])


def test_findings_are_grouped_and_capped() -> None:
    nodes = "".join(f"<urn:n{number:03}> a <https://w3id.org/workreport/ontology#Metric> .\n" for number in range(40))
    outcome = check(store_of(nodes), cap=2)
    values = next(finding for finding in outcome.findings if finding.path == "wr:value")
    assert (values.count, values.examples, values.shape) == (40, ("urn:n000", "urn:n001"), "figure")
    assert outcome.count == sum(finding.count for finding in outcome.findings)
